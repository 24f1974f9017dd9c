"""The plan: its living text, what was said of it, the editions endorsed, and the figures that each edition showed."""

from django.db import models

from moothall.core.models import Organisation, Person
from moothall.plan.life import State
from moothall.plan.themes import BY_KEY


class Plan(models.Model):
    """A council's productivity plan for some years. Its text is always a draft; the public reads editions."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    years = models.CharField(max_length=40, help_text="the years it covers: 2026-27 to 2029-30")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    due_on = models.DateField(null=True, help_text="the day by which whoever asked for it wants it sent")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="plan_once_in_an_organisation")
        ]

    def __str__(self) -> str:
        return self.title


class Revision(models.Model):
    """One saved text of one section. Rows are only ever added; the highest number is the text that stands."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="revisions")
    theme = models.CharField(max_length=20, help_text="a key of `plan.themes`")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    imported_from = models.CharField(max_length=200, blank=True, help_text="the file it was read from")

    class Meta:
        ordering = ["theme", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "theme", "number"], name="revision_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{BY_KEY[self.theme].title}, version {self.number}"


class SignOff(models.Model):
    """A director who wrote none of it says that members may see this text with these figures, and no other."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="sign_offs")
    fingerprint = models.CharField(max_length=64, help_text="of the text and figures that were signed off")
    note = models.TextField(blank=True)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Sign-off of {self.plan} by {self.signed_by}"


class Comment(models.Model):
    """What somebody said of a section, of the version that stood then. It is answered, never taken away."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="comments")
    theme = models.CharField(max_length=20, help_text="a key of `plan.themes`")
    version = models.PositiveIntegerField(help_text="of the section; 0 where nothing was written")
    quoted = models.TextField(blank=True, help_text="the words of that version that it is about")
    text = models.TextField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    resolved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    resolved_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, help_text="what was done about it, or why nothing was")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"Comment on {BY_KEY[self.theme].title}"


class CoverageCorrection(models.Model):
    """A person's word on whether the plan answers a question, in place of what was read. The newest stands."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="coverage_corrections")
    question = models.CharField(max_length=8, help_text="its id: 1.1 to 4.4")
    status = models.CharField(
        max_length=10, blank=True, help_text="answered, partly or absent; empty: as it is read again"
    )
    reason = models.TextField()
    corrected_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Question {self.question} of {self.plan}"


class Edition(models.Model):
    """A plan as a meeting endorsed it: text and figures frozen. Nothing in it changes but its state."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ENDORSED)
    title = models.CharField(max_length=200)
    years = models.CharField(max_length=40)
    document = models.TextField(help_text="the frozen document, as kit.documents.json writes it")
    document_sha256 = models.CharField(max_length=64)
    fingerprint = models.CharField(
        max_length=64, help_text="of the text and figures, before the endorsement was on it"
    )
    sign_off = models.ForeignKey(
        SignOff,
        on_delete=models.PROTECT,
        related_name="editions",
        null=True,
        help_text="that members had before them; none before Moothall asked for one",
    )
    meeting = models.CharField(max_length=120)
    meeting_date = models.DateField()
    minute = models.CharField(max_length=40)
    resolution = models.TextField()
    endorsed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", help_text="who recorded it"
    )
    endorsed_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    published_at = models.DateTimeField(null=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pdf_size = models.PositiveIntegerField(null=True, help_text="bytes")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="edition_numbered_once")]

    def __str__(self) -> str:
        return f"{self.title}, edition {self.number}"


class EditionPdf(models.Model):
    """The PDF of a published edition, apart from it so that no list of editions fetches the bytes."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="pdf")
    content = models.BinaryField()


class EditionFigure(models.Model):
    """A figure that an edition shows: the reference as written, its words and the very version shown."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="figures")
    observation = models.ForeignKey("figures.Observation", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=300)
    shown = models.CharField(max_length=600)
    href = models.CharField(max_length=200, help_text="the lineage page that the frozen text links to")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "reference"], name="figure_once_in_an_edition")
        ]


class Confirmation(models.Model):
    """A councillor says that an edition is what the meeting endorsed."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="confirmations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "person"], name="confirmed_once_by_a_person")
        ]


class Submission(models.Model):
    """An edition was sent to whoever asked for it. A later record puts an earlier one right; both stay."""

    class Means(models.TextChoices):
        EMAIL = "email", "by e-mail"
        PORTAL = "portal", "through a website"
        POST = "post", "by post"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="submissions")
    sent_to = models.CharField(max_length=120)
    means = models.CharField(max_length=10, choices=Means.choices)
    sent_on = models.DateField()
    correction = models.TextField(
        blank=True, help_text="what was wrong with the record before, if there was one"
    )
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.edition} sent to {self.sent_to}"
