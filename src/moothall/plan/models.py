"""The plan: its living text, the editions that were endorsed, and the figures that each edition showed."""

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

    class Meta:
        ordering = ["theme", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "theme", "number"], name="revision_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{BY_KEY[self.theme].title}, version {self.number}"


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
