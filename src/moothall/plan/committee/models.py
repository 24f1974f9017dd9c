"""Meetings, reports and officers' decisions, the forward plan, and the council's own rules for them."""

from django.db import models
from django.db.models import Q

from moothall.core.models import Organisation, Person
from moothall.plan.committee.life import State


class Rules(models.Model):
    """What is significant at a council and how long records are kept, from a day on. Rows are only ever added."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    from_date = models.DateField()
    threshold_pence = models.PositiveBigIntegerField(help_text="spending or saving this much is significant")
    record_years = models.PositiveSmallIntegerField()
    background_years = models.PositiveSmallIntegerField()
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-from_date", "-id"]

    def __str__(self) -> str:
        return f"Rules from {self.from_date}"


class Meeting(models.Model):
    """A meeting of a body of the council. A cancelled one stays, and says so."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=120)
    on = models.DateField()
    starts = models.TimeField(null=True)
    place = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    cancelled_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["on", "body", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "body", "on"], name="meeting_once_a_day_of_a_body"
            )
        ]

    def __str__(self) -> str:
        return self.body


class Exempt(models.Model):
    """Something that may be kept from the public: under which paragraph of Schedule 12A, and why. 0: it is public."""

    exempt_paragraph = models.PositiveSmallIntegerField(default=0)
    exempt_reason = models.CharField(
        max_length=500, blank=True, help_text="the public interest; it is said in public"
    )

    class Meta:
        abstract = True


class ForwardEntry(Exempt):
    """A decision that is coming. Its title and matter are public once published, whatever its papers are."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    matter = models.TextField()
    decision_maker = models.CharField(max_length=200)
    members = models.TextField(
        blank=True, help_text="of a body that decides; or the title of a person who does"
    )
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="entries")
    decision_on = models.DateField()
    key = models.BooleanField()
    portfolio = models.CharField(max_length=120, blank=True)
    contact = models.CharField(max_length=300)
    consultees = models.TextField(blank=True)
    documents = models.TextField(blank=True)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    exception_on = models.DateField(null=True)
    exception_reason = models.TextField(blank=True)
    urgency_on = models.DateField(null=True)
    urgency_by = models.CharField(max_length=200, blank=True)
    urgency_reason = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["decision_on", "id"]
        indexes = [models.Index(fields=["organisation", "decision_on"], name="forward_by_day")]

    def __str__(self) -> str:
        return self.title


class Report(Exempt):
    """A report to a body, or the notice of an officer's decision: which of them, its template says.

    Its texts are in SectionText; what was published is in Published, frozen.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    template = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, help_text="the template's: report or decision")
    title = models.CharField(max_length=200, help_text="public, even where the report is exempt")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="reports")
    entry = models.ForeignKey(ForwardEntry, on_delete=models.PROTECT, null=True, related_name="reports")
    cover = models.JSONField(default=dict, help_text="the template's own fields")
    value_pence = models.PositiveBigIntegerField(null=True)
    value_kind = models.CharField(max_length=10, default="spends", help_text="spends or saves")
    wards = models.JSONField(default=list)
    judged = models.CharField(max_length=10, blank=True, help_text="key or not key, where an officer judged")
    judged_reason = models.CharField(max_length=500, blank=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    decided_on = models.DateField(null=True)
    minute = models.CharField(max_length=40, blank=True)
    resolution = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    public_summary = models.TextField(blank=True, help_text="what feeds say; made at publication")
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["organisation", "kind", "-published_at"], name="report_published")]

    def __str__(self) -> str:
        return self.title


class SectionText(Exempt):
    """One saved text of one section or implication. Rows are only ever added; the highest number stands."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="texts")
    section = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["section", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "section", "number"], name="section_text_numbered_once")
        ]


class SignOff(models.Model):
    """An officer answers for an implication as it stood: `fingerprint` tells whether it stands so still."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="sign_offs")
    section = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=100, help_text="the role they held")
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Attachment(Exempt):
    """An appendix or a background paper: a file kept here, or where it can be read. An ended one is no longer part."""

    class Kind(models.TextChoices):
        APPENDIX = "appendix", "appendix"
        BACKGROUND = "background", "background paper"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=200)
    where = models.CharField(max_length=200, blank=True, help_text="where it can be inspected")
    link = models.CharField(max_length=500, blank=True)
    plan = models.PositiveBigIntegerField(null=True, help_text="the plan whose draft it is until publication")
    sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(null=True, help_text="bytes")
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(where="", link="", sha256="") | Q(plan__isnull=False),
                name="attachment_is_somewhere",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Published(models.Model):
    """What was published, frozen: the public copy and the full one as kit.documents.json writes them, and the PDF."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="published")
    public = models.TextField()
    public_sha256 = models.CharField(max_length=64)
    full = models.TextField()
    full_sha256 = models.CharField(max_length=64)
    pdf = models.BinaryField(help_text="of the public copy")
    pdf_sha256 = models.CharField(max_length=64)
    pdf_size = models.PositiveIntegerField()


class ReportFigure(models.Model):
    """A stored figure that a published report shows, in the very version shown; `exempt`: in an exempt part alone."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="figures")
    observation = models.ForeignKey("figures.Observation", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=300)
    shown = models.CharField(max_length=600)
    href = models.CharField(max_length=200)
    exempt = models.BooleanField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "reference"], name="figure_once_in_a_report")
        ]
