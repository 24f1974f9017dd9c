"""Suppliers, and the contracts with them: what was agreed, what came of it, and the notices that tell of it."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from moothall.core.models import Organisation, Person, Service
from moothall.kit.numbers import decimal
from moothall.spend.life import Cover, Invitation, Kind, Next, Paper, Rating, Route, Tie, Tier


class Rules(models.Model):
    """What a council decided for its register, from a day on. Rows are only ever added."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    from_date = models.DateField()
    decision_pence = models.PositiveBigIntegerField(
        null=True, help_text="a contract of this much needs a decision that is linked; none: not said"
    )
    months = models.JSONField(default=list, help_text="how many months before its day a contract is told of")
    buyers = models.JSONField(default=list, help_text="what the council is called in procurement notices")
    reason = models.TextField()
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-from_date", "-id"]

    def __str__(self) -> str:
        return f"Rules from {self.from_date}"


class Publication(models.Model):
    """The register was opened to residents, or closed to them. Rows are only ever added; the newest stands."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    open = models.BooleanField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]


class Supplier(models.Model):
    """Somebody a council buys from. One that was two names of the same is superseded, never deleted."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    plain_name = models.CharField(max_length=200, help_text="as names.plain_name gives it")
    company_number = models.CharField(max_length=8, blank=True, help_text="at Companies House")
    charity_number = models.CharField(max_length=10, blank=True)
    vat_number = models.CharField(max_length=14, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    sme = models.BooleanField(null=True, help_text="small or medium-sized; none: not known")
    vcse = models.BooleanField(null=True, help_text="voluntary, community or social enterprise")
    local = models.BooleanField(null=True, help_text="as the council counts local")
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    replaced_because = models.TextField(blank=True)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(replaced_by__isnull=True),
                name="supplier_once_in_a_council",
            )
        ]
        indexes = [models.Index(fields=["organisation", "plain_name"], name="supplier_by_plain_name")]

    def __str__(self) -> str:
        return self.name


class Contract(models.Model):
    """What was agreed with a supplier, for which days and how much. How it stands is worked out from its days.

    Money is whole pence without VAT that is got back; none where nobody said, which is not nought. `last_day` is the
    last with every extension that was used, or the day it was terminated; none where no end is set.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="contracts")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.SERVICES)
    category = models.CharField(max_length=120, blank=True)
    cpv = models.CharField(max_length=10, blank=True, help_text="Common Procurement Vocabulary, eight digits")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True, help_text="last day of its first term")
    last_day = models.DateField(null=True, blank=True)
    notice_by = models.DateField(null=True, blank=True, help_text="last day to give notice, else it goes on")
    review_on = models.DateField(null=True, blank=True, help_text="the next")
    value_pence = models.PositiveBigIntegerField(null=True, blank=True, help_text="over its whole first term")
    annual_pence = models.PositiveBigIntegerField(null=True, blank=True)
    vat_pence = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="VAT on the value that is not got back"
    )
    tier = models.CharField(max_length=8, choices=Tier.choices, blank=True)
    route = models.CharField(max_length=10, choices=Route.choices, blank=True)
    invitation = models.CharField(max_length=8, choices=Invitation.choices, blank=True)
    next = models.CharField(max_length=10, choices=Next.choices, default=Next.UNDECIDED)
    withheld_because = models.CharField(
        max_length=300, blank=True, help_text="why residents do not see it; blank: they do"
    )
    terminated_on = models.DateField(null=True, blank=True)
    terminated_because = models.TextField(blank=True)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["reference"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="contract_once_in_a_council"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="contract_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "last_day"], name="contract_by_last_day")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.title}"


class Version(models.Model):
    """What a contract's entry said from a moment on, and why it was changed. Rows are only ever added."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    said = models.JSONField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="contract_version_numbered_once")
        ]


class ContractTie(models.Model):
    """A decision or a risk that a contract is tied to: a label and an address, for it is kept in another room."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="ties")
    kind = models.CharField(max_length=10, choices=Tie.choices)
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    href = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class Extension(models.Model):
    """A right to go on for longer. One that was used says when, why and on which decision."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="extensions")
    until = models.DateField(help_text="the last day it would go on to")
    notice_by = models.DateField(null=True, blank=True, help_text="the last day to take it up")
    value_pence = models.PositiveBigIntegerField(null=True, blank=True, help_text="that it adds")
    used_on = models.DateField(null=True, blank=True)
    used_because = models.TextField(blank=True)
    used_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(
        ContractTie, null=True, blank=True, on_delete=models.PROTECT, related_name="extensions"
    )
    ended_on = models.DateField(null=True, blank=True, help_text="the day it was given up")

    class Meta:
        ordering = ["until", "id"]

    def __str__(self) -> str:
        return f"Extension to {self.until}"


class Review(models.Model):
    """Somebody looked at a contract on a day: what they found, and what is to become of it. Rows are only added."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="reviews")
    on = models.DateField()
    words = models.TextField()
    next = models.CharField(max_length=10, choices=Next.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-id"]


class ContractDocument(models.Model):
    """A paper of a contract, kept as it came, by its SHA-256. An ended one is no longer part."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=14, choices=Paper.choices)
    title = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField(help_text="bytes")
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class Insurance(models.Model):
    """Cover that a supplier holds for a contract, until a day. A newer one of its kind takes its place."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="insurances")
    kind = models.CharField(max_length=12, choices=Cover.choices)
    insurer = models.CharField(max_length=120, blank=True)
    cover_pence = models.PositiveBigIntegerField(null=True, blank=True)
    expires_on = models.DateField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )

    class Meta:
        ordering = ["expires_on", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} insurance".capitalize()


class Indicator(models.Model):
    """A key performance indicator of a contract. An ended one keeps what was reported."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="indicators")
    name = models.CharField(max_length=200)
    target = models.CharField(max_length=200, help_text="in words: '95% within two working days'")
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class IndicatorReport(models.Model):
    """How a supplier did against an indicator up to a day. Rows are only ever added."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="reports")
    on = models.DateField(help_text="last day of what is reported")
    value = models.CharField(max_length=60, help_text="as reported: '97.2%'")
    rating = models.CharField(max_length=12, choices=Rating.choices)
    words = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-id"]


class SocialValue(models.Model):
    """Social value that a supplier promised: units, and what one is taken to be worth. It is no cash.

    Shares are per mille. The proxy has its year and source, for proxies are made anew each year.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="social_values")
    what = models.CharField(max_length=200)
    unit = models.CharField(max_length=60, help_text="such as weeks of apprenticeship")
    mantissa = models.BigIntegerField()
    scale = models.PositiveSmallIntegerField()
    proxy_pence = models.PositiveBigIntegerField(help_text="what one unit is taken to be worth")
    proxy_year = models.PositiveSmallIntegerField(help_text="the year of the proxy's prices")
    proxy_source = models.CharField(max_length=200)
    deadweight = models.PositiveSmallIntegerField(help_text="would have happened anyway, per mille")
    attribution = models.PositiveSmallIntegerField(help_text="due to this contract, per mille")
    displacement = models.PositiveSmallIntegerField(help_text="taken from elsewhere, per mille")
    by_day = models.DateField(null=True, blank=True, help_text="promised by then")
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.what

    @property
    def units(self) -> Decimal:
        """What was promised, exactly as it was given."""
        return decimal(self.mantissa, self.scale)


class Delivered(models.Model):
    """Units of a promised social value that were delivered up to a day. Rows are only ever added."""

    social_value = models.ForeignKey(SocialValue, on_delete=models.PROTECT, related_name="delivered")
    on = models.DateField()
    mantissa = models.BigIntegerField()
    scale = models.PositiveSmallIntegerField()
    evidence = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-id"]

    @property
    def units(self) -> Decimal:
        """What was delivered, exactly as it was given."""
        return decimal(self.mantissa, self.scale)


class Intake(models.Model):
    """A file or a fetch that brought contracts or notices: what was read, kept, there already and rejected.

    A register waits as 'previewed' until somebody keeps it; `rows` are then what would be kept, as they were read.
    """

    class Holds(models.TextChoices):
        REGISTER = "register", "a contract register"
        NOTICES = "notices", "procurement notices"

    class State(models.TextChoices):
        PREVIEWED = "previewed", "read, not kept yet"
        KEPT = "kept", "kept"
        DROPPED = "dropped", "not kept"
        BROKEN = "broken off", "broken off"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    holds = models.CharField(max_length=10, choices=Holds.choices)
    source = models.CharField(max_length=30, help_text="register, find-a-tender, contracts-finder or file")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, blank=True, help_text="of the file, kept as it came")
    state = models.CharField(max_length=12, choices=State.choices)
    read = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    others = models.PositiveIntegerField(default=0, help_text="notices of other buyers, of a fetch")
    rows = models.JSONField(default=list)
    rejects = models.JSONField(default=list, help_text="line, reason and the row as it came")
    told = models.JSONField(default=dict, help_text="how columns were read; where a fetch stands")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_holds_display()} from {self.name}"


class ProcurementNotice(models.Model):
    """A published notice, as a release of the Open Contracting Data Standard or a row says it. Never changed.

    A later notice of the same procurement is another row with the same `ocid`. Values are pence as published: with or
    without VAT as `value_words` says; none where nothing, or nought, was published.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="notices")
    source = models.CharField(max_length=30)
    release = models.CharField(max_length=120, help_text="the publisher's id of it")
    ocid = models.CharField(max_length=80, blank=True)
    stage = models.CharField(max_length=40, help_text="as the publisher names it: tender, award …")
    code = models.CharField(max_length=6, blank=True, help_text="UK1 to UK17, where it says so")
    title = models.CharField(max_length=400)
    description = models.TextField(blank=True)
    buyer = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True)
    deadline_on = models.DateField(null=True)
    awarded_on = models.DateField(null=True)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    value_pence = models.PositiveBigIntegerField(null=True)
    value_words = models.CharField(max_length=60, blank=True)
    cpv = models.CharField(max_length=10, blank=True)
    cpv_words = models.CharField(max_length=200, blank=True)
    suppliers = models.JSONField(default=list, help_text="name, company_number, postcode, sme, vcse of each")
    url = models.CharField(max_length=300, blank=True)
    raw_sha256 = models.CharField(max_length=64, help_text="of the release or row as it came")
    contract = models.ForeignKey(Contract, null=True, on_delete=models.PROTECT, related_name="notices")
    supplier = models.ForeignKey(Supplier, null=True, on_delete=models.PROTECT, related_name="notices")
    matched_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    matched_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-published_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "source", "release"], name="notice_once_in_a_council"
            )
        ]
        indexes = [models.Index(fields=["organisation", "ocid"], name="notice_by_ocid")]

    def __str__(self) -> str:
        return self.title
