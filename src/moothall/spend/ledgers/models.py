"""What a council's ledgers say, as the newest scan read them; what looked wrong in them, and what came of it.

Files, decisions and findings are kept for ever. Payments, cells and aliases of a scan that was superseded are cleared
away: they say nothing that the files, kept by their digest, would not say again. Those that a finding rests on stay.
"""

from django.db import models
from django.db.models import Q

from moothall.core.models import Organisation, Person, Run
from moothall.spend.ledgers.life import Paid, ScanState, State
from moothall.spend.models import Contract, Supplier


class LedgerFile(models.Model):
    """A file of payments, card purchases or orders, kept as it came."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    refused = models.CharField(max_length=500, blank=True, help_text="why nothing in it could be read")
    not_read = models.JSONField(
        default=list, help_text="members and sheets that are no such tables: name, why"
    )
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "sha256"],
                condition=Q(withdrawn_at__isnull=True),
                name="ledger_file_once_in_a_council",
            )
        ]

    def __str__(self) -> str:
        return self.name


class LedgerTable(models.Model):
    """One table of a file (a member of a zip, a sheet of a workbook) as it was read. The newest reading stands."""

    file = models.ForeignKey(LedgerFile, on_delete=models.PROTECT, related_name="tables")
    name = models.CharField(max_length=300)
    sheet = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10)
    layout = models.CharField(max_length=64, help_text="the fingerprint of its columns")
    header_line = models.PositiveBigIntegerField(null=True)
    mapping = models.JSONField(help_text="field to heading")
    columns = models.JSONField(default=list, help_text="each heading with samples of what stands under it")
    doubts = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    basis = models.CharField(max_length=20, blank=True)
    read = models.PositiveBigIntegerField()
    kept = models.PositiveBigIntegerField()
    rejected = models.PositiveBigIntegerField()
    total_pence = models.BigIntegerField()
    rejects = models.CharField(
        max_length=64, blank=True, help_text="the digest of the rows set aside, as CSV"
    )
    read_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.name}, sheet {self.sheet}" if self.sheet else self.name


class Remembered(models.Model):
    """What a person decided of a layout of columns. Rows are only ever added; the newest of a layout stands."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    layout = models.CharField(max_length=64)
    columns = models.JSONField(help_text="field to heading; none: no column holds it")
    kind = models.CharField(max_length=10, blank=True)
    day_first = models.BooleanField(null=True)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["organisation", "layout"], name="mapping_of_a_layout")]


class ScanRules(models.Model):
    """What a council decided about how its spending is looked at. Rows are only ever added; the newest stands."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    thresholds_pence = models.JSONField(help_text="of approval or tender")
    contract_needed_pence = models.PositiveBigIntegerField(
        help_text="a year, from which a contract is needed"
    )
    postcodes = models.JSONField(default=list, help_text="districts that count as local, such as 'WR10'")
    rebate = models.PositiveSmallIntegerField(
        default=100, help_text="of early payment, in hundredths of a per cent"
    )
    early_day = models.PositiveSmallIntegerField(default=10)
    due_day = models.PositiveSmallIntegerField(default=30)
    deposit = models.PositiveSmallIntegerField(null=True, help_text="a year, in hundredths of a per cent")
    running_pence = models.PositiveBigIntegerField(
        default=0, help_text="what an early-payment programme costs a year"
    )
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]


class StaffCost(models.Model):
    """A year's pay bill and staff budget: the two denominators of agency spending. The newest of a year stands."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(help_text="the calendar year that the financial year begins in")
    pay_bill_pence = models.PositiveBigIntegerField(null=True)
    staff_budget_pence = models.PositiveBigIntegerField(null=True)
    source = models.CharField(max_length=300)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]


class Scan(models.Model):
    """One reading of all the ledgers together, and a look through them."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=ScanState.choices, default=ScanState.MAKING)
    as_at = models.DateField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    run = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, related_name="+")
    files = models.JSONField(default=list, help_text="name and digest of each file that went in")
    read = models.PositiveBigIntegerField(default=0)
    kept = models.PositiveBigIntegerField(default=0)
    rejected = models.PositiveBigIntegerField(default=0)
    total_pence = models.BigIntegerField(default=0)
    first = models.DateField(null=True, help_text="the first month")
    last = models.DateField(null=True, help_text="the last month")
    summary = models.JSONField(default=dict, help_text="what the overview shows, added up")
    tests = models.JSONField(default=dict, help_text="code to its findings, or why it was not run")
    pairs = models.JSONField(
        default=list, help_text="payees that may be one supplier, for a person to decide"
    )
    early = models.JSONField(default=dict, help_text="what early payment is worked out from")
    figures = models.JSONField(default=list, help_text="measures worked out, by period")
    doubts = models.JSONField(default=list)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(state="standing"), name="scan_stands_once_in_a_council"
            ),
            models.UniqueConstraint(fields=["organisation", "number"], name="scan_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"Scan {self.number}"


class Payee(models.Model):
    """A supplier as the ledgers know it: one or more names that are printed. It keeps its number from scan to scan."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=300)
    redacted = models.BooleanField(default=False)
    company_number = models.CharField(max_length=20, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    sme = models.BooleanField(null=True)
    vcse = models.BooleanField(null=True)
    local = models.BooleanField(null=True, help_text="in a postcode district that counts as local")
    registered = models.ForeignKey(
        Supplier, null=True, on_delete=models.PROTECT, related_name="+", help_text="in the contract register"
    )

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class SupplierAlias(models.Model):
    """A name that a scan found printed, whose it is, how sure that is and why."""

    scan = models.ForeignKey(Scan, on_delete=models.PROTECT, related_name="+")
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="aliases")
    name = models.CharField(max_length=300)
    ref = models.CharField(max_length=100, blank=True)
    confidence = models.PositiveSmallIntegerField(null=True, help_text="per mille")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name", "ref", "id"]


class SupplierDecision(models.Model):
    """Somebody said that two names are one supplier, or are not. Undone, it stays on record."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    together = models.BooleanField()
    name = models.CharField(max_length=300)
    ref = models.CharField(max_length=100, blank=True)
    other_name = models.CharField(max_length=300)
    other_ref = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} {'is' if self.together else 'is not'} {self.other_name}"


class Payment(models.Model):
    """One line of a ledger, with where it stands. Whole pence; a credit is negative."""

    scan = models.ForeignKey(Scan, on_delete=models.PROTECT, related_name="+")
    table = models.ForeignKey(LedgerTable, on_delete=models.PROTECT, related_name="+")
    line = models.PositiveBigIntegerField(help_text="of the file, from 1, the header included")
    kind = models.CharField(max_length=6, choices=Paid.choices)
    payee = models.ForeignKey(Payee, null=True, on_delete=models.PROTECT, related_name="+")
    printed = models.CharField(max_length=300, blank=True, help_text="the payee's name as it is printed")
    service = models.CharField(max_length=200, blank=True)
    category = models.CharField(max_length=80, blank=True)
    contract = models.ForeignKey(Contract, null=True, on_delete=models.PROTECT, related_name="+")
    paid = models.DateField(null=True)
    invoiced = models.DateField(null=True)
    reference = models.CharField(max_length=200, blank=True, help_text="invoice and transaction numbers")
    order = models.CharField(max_length=100, blank=True)
    purpose = models.CharField(max_length=300, blank=True)
    staffing = models.CharField(
        max_length=12, blank=True, help_text="'agency' or 'consultants', where it is for them"
    )
    pence = models.BigIntegerField()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["scan", "payee", "paid"], name="payment_of_a_payee"),
            models.Index(fields=["scan", "service", "paid"], name="payment_of_a_service"),
            models.Index(fields=["scan", "category", "paid"], name="payment_of_a_category"),
            models.Index(fields=["scan", "paid"], name="payment_by_day"),
            models.Index(
                fields=["scan", "staffing", "paid"], condition=~Q(staffing=""), name="payment_of_staff"
            ),
        ]


class Cell(models.Model):
    """Payments added up: the cube. A dimension that is not known is none or blank, never another value."""

    scan = models.ForeignKey(Scan, on_delete=models.PROTECT, related_name="+")
    month = models.DateField(null=True)
    service = models.CharField(max_length=200, blank=True)
    payee = models.ForeignKey(Payee, null=True, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=80, blank=True)
    contract = models.ForeignKey(Contract, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=Paid.choices)
    pence = models.BigIntegerField()
    payments = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=[
                    "scan",
                    "month",
                    "service",
                    "category",
                    "payee",
                    "contract",
                    "kind",
                    "pence",
                    "payments",
                ],
                name="cell_by_month",
            ),
            models.Index(fields=["scan", "payee", "month"], name="cell_of_a_payee"),
        ]


class Finding(models.Model):
    """What a test says of some payments. It keeps its number, and what came of it, from scan to scan."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    test = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    family = models.CharField(max_length=40)
    amount_pence = models.BigIntegerField(help_text="at stake")
    stated = models.PositiveSmallIntegerField(help_text="how likely the test says it is, per mille")
    likelihood = models.PositiveSmallIntegerField(help_text="the same after what outcomes taught, per mille")
    expected_pence = models.BigIntegerField(help_text="that looking into it may bring back")
    explanation = models.TextField()
    facts = models.JSONField(default=dict)
    rank = models.PositiveIntegerField()
    payee = models.ForeignKey(Payee, null=True, on_delete=models.PROTECT, related_name="+")
    service = models.CharField(max_length=200, blank=True)
    contract = models.ForeignKey(Contract, null=True, on_delete=models.PROTECT, related_name="+")
    first_scan = models.ForeignKey(Scan, on_delete=models.PROTECT, related_name="+")
    last_scan = models.ForeignKey(Scan, on_delete=models.PROTECT, related_name="+")
    found = models.BooleanField(default=True, help_text="by the newest scan")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    looked_at_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    recovered_pence = models.PositiveBigIntegerField(default=0)
    recovered_on = models.DateField(null=True)

    class Meta:
        ordering = ["rank", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "test", "key"], name="finding_once_in_a_council")
        ]
        indexes = [models.Index(fields=["organisation", "found", "rank"], name="finding_in_order")]

    def __str__(self) -> str:
        return f"{self.title} ({self.pk})"


class FindingPayment(models.Model):
    """A payment that a finding is about, or one that it is set beside."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="evidence")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="+")
    beside = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]


class Step(models.Model):
    """Somebody looked at a finding and said something, or what came of it. Rows are only ever added."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=10, choices=State.choices)
    said = models.TextField(blank=True)
    recovered_pence = models.PositiveBigIntegerField(null=True)
    recovered_on = models.DateField(null=True)
    how = models.CharField(max_length=200, blank=True, help_text="the money came back")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
