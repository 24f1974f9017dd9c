"""The quarterly report: a one-page summary and the detail behind it, frozen on approval.

A draft holds no figures: it is worked out whenever it is read. What was approved is kept as it was shown, with the very
versions of the figures in it.
"""

from datetime import date

from django.db import models

from moothall.core.models import Organisation, Person
from moothall.figures.models import Observation
from moothall.kit.periods import Period
from moothall.performance.quarterly.life import State


class Report(models.Model):
    """A council's report on one quarter."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    start = models.DateField(help_text="first day of the quarter")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    document = models.TextField(blank=True, help_text="what was approved, as kit.documents.json writes it")
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-start"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "start"], name="one_report_of_a_quarter")
        ]

    def __str__(self) -> str:
        return f"Performance report, {self.quarter.label}"

    @property
    def quarter(self) -> Period:
        return Period(self.start, "P3M")

    @property
    def last_day(self) -> date:
        return self.quarter.end


class Introduction(models.Model):
    """One saved text of the introduction. The newest stands; the others are kept."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="introductions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="introduction_once")]


class ReportFigure(models.Model):
    """A figure that an approved report shows: its words, and the very version that was shown."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="figures")
    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="+")
    shown = models.CharField(max_length=600)

    class Meta:
        ordering = ["id"]
