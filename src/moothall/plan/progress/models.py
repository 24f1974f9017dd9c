"""What a plan's progress is kept in: the figures that updates cite, and the yearly reports, frozen."""

from django.db import models

from moothall.core.models import Organisation, Person
from moothall.kit.periods import Period


class UpdateFigure(models.Model):
    """The stored figure that an update of a commitment cites: the very version that was shown then."""

    update = models.OneToOneField("direction.CommitmentUpdate", on_delete=models.PROTECT, related_name="+")
    plan = models.SlugField(max_length=60, help_text="short name of the plan that the commitment was made in")
    edition = models.PositiveIntegerField(null=True, help_text="its edition, where that is known")
    observation = models.ForeignKey("figures.Observation", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=300)
    shown = models.CharField(max_length=600)
    href = models.CharField(max_length=200)


class ProgressReport(models.Model):
    """A plan's progress in one financial year as it was published. Nothing in it changes.

    The plan is named by its council and short name, which never change.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    plan = models.SlugField(max_length=60)
    year = models.PositiveSmallIntegerField(help_text="the year in which the financial year begins")
    edition = models.PositiveIntegerField(help_text="the plan's edition that it reports on")
    title = models.CharField(max_length=250)
    as_at = models.DateField(help_text="the day it speaks of")
    document = models.TextField(help_text="the frozen document, as kit.documents.json writes it")
    document_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    pdf_size = models.PositiveIntegerField(help_text="bytes")
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "plan", "year"], name="one_progress_report_of_a_year"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """The financial year: 2026-27."""
        return Period(self.as_at.replace(year=self.year, month=4, day=1), "P1Y").label


class ReportPdf(models.Model):
    """The PDF of a report, apart from it so that no list of reports fetches the bytes."""

    report = models.OneToOneField(ProgressReport, on_delete=models.PROTECT, related_name="pdf")
    content = models.BinaryField()


class ReportFigure(models.Model):
    """A figure that a report shows: its words and the very version shown."""

    report = models.ForeignKey(ProgressReport, on_delete=models.PROTECT, related_name="figures")
    observation = models.ForeignKey("figures.Observation", on_delete=models.PROTECT, related_name="+")
    shown = models.CharField(max_length=600)
    href = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]
