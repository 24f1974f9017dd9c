"""Recommendations that others made of the council: the words, the answer, and how each goes, with evidence."""

from datetime import date

from django.db import models

from moothall.core.models import Organisation, Person, Service
from moothall.direction.recommendations.life import OPEN, Body, State


class Recommendation(models.Model):
    """One recommendation, in the words in which it was made. What is done about it are commitments that name it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(help_text="the council's own count, from 1")
    body = models.CharField(max_length=20, choices=Body.choices)
    report = models.CharField(max_length=200, help_text="the title of the report it was made in")
    on = models.DateField(help_text="the day of the report")
    words = models.TextField(help_text="as made")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"], name="recommendation_once_in_an_organisation"
            )
        ]

    def __str__(self) -> str:
        short = self.words if len(self.words) <= 80 else f"{self.words[:79].rstrip()}…"
        return f"Recommendation {self.number}: {short}"

    @property
    def answers(self) -> str:
        """Who answers for it."""
        return f"{self.person}, {self.service}" if self.person else str(self.service)

    def late(self, on: date) -> bool:
        """Whether its day has gone by and it is still open."""
        return self.state in OPEN and self.due is not None and self.due < on


class Step(models.Model):
    """What was answered or done on a day, and the evidence. Rows are only ever added."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=10, choices=State.choices)
    words = models.TextField()
    evidence = models.CharField(
        max_length=500, blank=True, help_text="where it can be seen: a minute, an address"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
