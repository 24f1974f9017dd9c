"""What is due from whom, and the values that were returned. Rows are only ever added, ended or moved on."""

from typing import Any

from django.db import models
from django.db.models import Q

from moothall.core.models import Organisation, Person, Service
from moothall.figures.exact import Exact
from moothall.figures.models import Load, Missing
from moothall.kit.periods import Period
from moothall.performance.collection.life import State
from moothall.reference.statutory_returns.due import Rule, read


class Rules(models.Model):
    """What a council decided about collecting; without a row the defaults hold."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    one_person = models.BooleanField(
        default=False, help_text="whoever entered a value may sign it off, where a service is one person"
    )
    lead_days = models.PositiveSmallIntegerField(default=3, help_text="days before the due day, to remind")
    set_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(null=True)


class Ask(models.Model):
    """A measure whose values are collected: of which service, from whom, by when after each period, and how long for.

    Where nobody is named the measure's owner returns it, and else those who enter values for the service.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=80, help_text="a measure of the catalogue")
    breakdown = models.CharField(max_length=120, blank=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rule = models.JSONField(help_text="when it is due, as `reference.statutory_returns.due` reads it")
    length = models.CharField(max_length=5, help_text="ISO 8601 duration of the period: P1Y, P3M, P1M")
    first_period = models.DateField(help_text="first day of the first period that is asked for")
    last_period = models.DateField(null=True, help_text="first day of the last one; none while it goes on")

    class Meta:
        ordering = ["measure", "breakdown", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "measure", "breakdown"],
                condition=Q(last_period__isnull=True),
                name="measure_asked_for_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.breakdown}" if self.breakdown else self.measure

    @property
    def due_rule(self) -> Rule:
        return read(self.rule)


class Entry(models.Model):
    """A value that somebody returned for one period of an ask. The one with the highest number stands.

    What it says never changes; only how far it is does. Signed off, it became part of `load`.
    """

    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="entries")
    start = models.DateField(help_text="first day of its period")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    value_mantissa = models.BigIntegerField(null=True)
    value_scale = models.PositiveSmallIntegerField(default=0)
    numerator_mantissa = models.BigIntegerField(null=True)
    numerator_scale = models.PositiveSmallIntegerField(default=0)
    denominator_mantissa = models.BigIntegerField(null=True)
    denominator_scale = models.PositiveSmallIntegerField(default=0)
    missing = models.CharField(max_length=14, choices=Missing.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="why there is no value")
    note = models.CharField(max_length=400, blank=True, help_text="what whoever returned it says of it")
    doubts = models.JSONField(default=list, help_text="what history made of it: rule and sentence")
    because = models.CharField(max_length=300, blank=True, help_text="why it is right all the same")
    file_sha256 = models.CharField(max_length=64, blank=True, help_text="the template that it came in")
    file_name = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=500, blank=True, help_text="why it was sent back")
    alone = models.BooleanField(
        default=False, help_text="signed off by whoever entered it, as the rules allow"
    )
    load = models.ForeignKey(Load, null=True, on_delete=models.PROTECT, related_name="+")

    value = Exact()
    numerator = Exact()
    denominator = Exact()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["ask", "start", "number"], name="entry_numbered_once"),
            models.CheckConstraint(
                condition=Q(value_mantissa__isnull=False) | ~Q(missing=""),
                name="entry_has_a_value_or_why_not",
            ),
        ]
        indexes = [models.Index(fields=["state"], name="entry_state")]

    def __str__(self) -> str:
        return f"{self.ask}, {self.period.label}"

    @property
    def period(self) -> Period:
        return Period(self.start, self.ask.length)

    def said(self) -> tuple[Any, ...]:
        """What it says, to compare with another."""
        return (self.value, self.numerator, self.denominator, self.missing, self.reason, self.note)
