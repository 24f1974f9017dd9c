"""Requisitions, who did what with them, orders, what came, and invoices. Money is whole pence.

Nothing is changed in place that somebody decided on: a changed requisition is a new version, and its lines, reasons and
approvals are those of a version. Older ones stay.
"""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from moothall.core.models import Organisation, Person, Role, Service
from moothall.kit.numbers import decimal
from moothall.spend.models import Contract, Supplier
from moothall.spend.purchasing import rules
from moothall.spend.purchasing.duties import Duty
from moothall.spend.purchasing.life import Kind, Reason, Standing, State


class ApprovalLimit(models.Model):
    """Up to how much a role approves, from a day on. Rows are only ever added; the newest of a role stands."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    pence = models.PositiveBigIntegerField(help_text="of one requisition without VAT")
    from_date = models.DateField()
    reason = models.TextField()
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-from_date", "-id"]

    def __str__(self) -> str:
        return f"{self.role} from {self.from_date}"


class Tolerance(models.Model):
    """By how much a bill may be above what came, from a day on: the smaller of the two counts. Rows are only added."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    per_mille = models.PositiveIntegerField()
    pence = models.PositiveBigIntegerField()
    from_date = models.DateField()
    reason = models.TextField()
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-from_date", "-id"]

    def __str__(self) -> str:
        return f"Tolerance from {self.from_date}"


class Requisition(models.Model):
    """What a service asks to be bought, and how far it has come. Numbered by council and financial year."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(help_text="in which its financial year began")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    why = models.TextField()
    needed_by = models.DateField()
    supplier = models.ForeignKey(
        Supplier, null=True, blank=True, on_delete=models.PROTECT, related_name="requisitions"
    )
    contract = models.ForeignKey(
        Contract, null=True, blank=True, on_delete=models.PROTECT, related_name="requisitions"
    )
    net_pence = models.PositiveBigIntegerField(help_text="of the lines of its version")
    vat_pence = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField(help_text="written down; then sent")

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "number"], name="requisition_numbered_once"
            )
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="requisition_by_state")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.title}"

    @property
    def reference(self) -> str:
        return rules.reference("R", self.year, self.number)

    @property
    def gross_pence(self) -> int:
        return self.net_pence + self.vat_pence


class Line(models.Model):
    """Something that a version of a requisition asks for."""

    requisition = models.ForeignKey(Requisition, on_delete=models.PROTECT, related_name="lines")
    version = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)
    mantissa = models.BigIntegerField()
    scale = models.PositiveSmallIntegerField()
    unit_pence = models.PositiveBigIntegerField()
    vat_per_mille = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["requisition", "version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["requisition", "version", "position"], name="line_in_its_place")
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def quantity(self) -> Decimal:
        return decimal(self.mantissa, self.scale)

    @property
    def net_pence(self) -> int:
        return rules.net(self.quantity, self.unit_pence)

    @property
    def vat_pence(self) -> int:
        return rules.vat(self.net_pence, self.vat_per_mille)


class Departure(models.Model):
    """What of the rule a version departs from, and why. It is counted as an exception once it is ordered."""

    requisition = models.ForeignKey(Requisition, on_delete=models.PROTECT, related_name="departures")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=14, choices=Kind.choices)
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True)
    words = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["requisition", "version", "kind"], name="departs_once_in_a_kind")
        ]


class Doing(models.Model):
    """A step that somebody did, with what they said. Rows are only added: the timeline, and the duties."""

    requisition = models.ForeignKey(Requisition, on_delete=models.PROTECT, related_name="doings")
    version = models.PositiveIntegerField()
    duty = models.CharField(max_length=8, choices=Duty.choices, blank=True, help_text="blank: none")
    what = models.CharField(max_length=300)
    words = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Approval(models.Model):
    """Somebody approved a version, with the limit that their role had. Whoever asked is beside it, for the database."""

    requisition = models.ForeignKey(Requisition, on_delete=models.PROTECT, related_name="approvals")
    version = models.PositiveIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=100)
    limit_pence = models.PositiveBigIntegerField()
    words = models.TextField(blank=True)
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(by=F("asked_by")), name="nobody_approves_their_own"),
            models.UniqueConstraint(
                fields=["requisition", "version", "by"], name="approved_once_by_one_person"
            ),
        ]


class Order(models.Model):
    """An order placed with a supplier, numbered by council and financial year.

    `standing_pence` is what it still binds or has cost: its whole amount, that of what came where the rest will not
    come, that of its invoices once they are matched, nought where it was cancelled.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    requisition = models.OneToOneField(Requisition, on_delete=models.PROTECT, related_name="order")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="orders")
    contract = models.ForeignKey(
        Contract, null=True, blank=True, on_delete=models.PROTECT, related_name="orders"
    )
    net_pence = models.PositiveBigIntegerField()
    standing_pence = models.PositiveBigIntegerField()
    deliver_to = models.TextField(blank=True)
    short = models.BooleanField(default=False, help_text="the rest will not come")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "number"], name="order_numbered_once")
        ]
        indexes = [models.Index(fields=["organisation", "on"], name="order_by_day")]

    def __str__(self) -> str:
        return f"{self.reference} to {self.supplier}"

    @property
    def reference(self) -> str:
        return rules.reference("PO", self.year, self.number)


class Receipt(models.Model):
    """How much of a line came on a day; below nought, what was sent back, with why."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="receipts")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="receipts")
    mantissa = models.BigIntegerField()
    scale = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["on", "id"]

    @property
    def quantity(self) -> Decimal:
        return decimal(self.mantissa, self.scale)


class Invoice(models.Model):
    """A supplier's bill for an order, or its credit note for such a bill: then `credits` is the bill.

    The same number of the same supplier comes once, unless it was taken back. Amounts are above nought in both.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="invoices")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60, help_text="the supplier's")
    plain_number = models.CharField(max_length=60)
    dated = models.DateField()
    received_on = models.DateField()
    credits = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="credit_notes",
        help_text="the bill that this credit note takes something off; none: it is a bill",
    )  # fmt: skip
    net_pence = models.PositiveBigIntegerField()
    vat_pence = models.PositiveBigIntegerField()
    standing = models.CharField(max_length=9, choices=Standing.choices, default=Standing.WAITING)
    paid_on = models.DateField(null=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["received_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "supplier", "plain_number"],
                condition=~Q(standing=Standing.WITHDRAWN),
                name="invoice_once_of_a_supplier",
            )
        ]
        indexes = [models.Index(fields=["organisation", "standing"], name="invoice_by_standing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} of {self.supplier}"

    @property
    def kind(self) -> str:
        """What it is called."""
        return "Credit note" if self.credits_id else "Invoice"

    @property
    def signed_pence(self) -> int:
        """Without VAT, as it counts towards what was billed: a credit note below nought."""
        return -self.net_pence if self.credits_id else self.net_pence

    @property
    def gross_pence(self) -> int:
        return self.net_pence + self.vat_pence

    def due(self, on: date) -> date:
        """The last day to pay it, as the disputes that it had move it; one that is open counts up to a day."""
        paused = sum(((it.ended_on or on) - it.on).days for it in self.disputes.all())
        return rules.due_on(self.received_on, max(paused, 0))


class Dispute(models.Model):
    """Days on which an invoice was in dispute: they do not count towards the day to pay it by."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="disputes")
    words = models.TextField()
    on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    ended_words = models.TextField(blank=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]


class InvoiceMatch(models.Model):
    """An invoice was held against its order and what came. Who asked and ordered stand beside it, for the database."""

    invoice = models.OneToOneField(Invoice, on_delete=models.PROTECT, related_name="match")
    expected_pence = models.BigIntegerField(
        help_text="what had come and was not matched, at the order's prices"
    )
    allowed_pence = models.PositiveBigIntegerField()
    first_time = models.BooleanField(help_text="it never was in dispute")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ordered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(by=F("asked_by")), name="nobody_matches_what_they_asked"),
            models.CheckConstraint(condition=~Q(by=F("ordered_by")), name="nobody_matches_what_they_ordered"),
        ]
