"""Processes, their maps before and after, what an hour of each role costs, and measures worked out from two others."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Q

from moothall.core.models import Organisation, Person, Service
from moothall.insight.lean.life import Part, Ratio, Side, StepKind, Value


class Process(models.Model):
    """Something a service does again and again, from when it is asked for until it is done."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=100, help_text="what one case is: 'an application'")
    words = models.TextField(blank=True, help_text="where it begins and ends")
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title


class Rate(models.Model):
    """What an hour of a role costs in a process, at the prices of a year. The newest of a role counts."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="rates")
    role = models.CharField(max_length=60)
    pence = models.PositiveIntegerField(help_text="an hour")
    price_year = models.CharField(max_length=9, help_text="a financial year: 2026-27")
    source = models.CharField(max_length=200)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["role", "-id"]


class ProcessMap(models.Model):
    """How a process went on a day, step by step. Drawing it again makes a new version; none is ever changed."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="maps")
    side = models.CharField(max_length=6, choices=Side.choices)
    number = models.PositiveIntegerField(help_text="the how-many-th of its side")
    on = models.DateField(help_text="the day it speaks of")
    volume = models.PositiveIntegerField(help_text="cases a year")
    known = models.CharField(max_length=200, help_text="how the times and the volume are known")
    words = models.TextField(blank=True, help_text="what was changed")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["process", "side", "number"], name="map_once_in_a_process")
        ]

    def __str__(self) -> str:
        return f"{self.process}, {self.get_side_display()}, version {self.number}"


class Step(models.Model):
    """One step of a map. Times are tenths of a minute; none where nobody measured them, which is not nought."""

    map = models.ForeignKey(ProcessMap, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    who = models.CharField(max_length=60, blank=True, help_text="the role; none for a wait")
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    touch_tenths = models.PositiveIntegerField(null=True)
    wait_tenths = models.PositiveIntegerField(null=True)
    share = models.PositiveSmallIntegerField(default=100, help_text="% of cases that go through it")
    value = models.CharField(max_length=10, choices=Value.choices)
    failure = models.BooleanField(default=False, help_text="it is there because something went wrong")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["map", "position"], name="step_once_in_a_place")]

    def __str__(self) -> str:
        return self.name

    @property
    def touch(self) -> Decimal | None:
        """Minutes."""
        return None if self.touch_tenths is None else Decimal(self.touch_tenths) / 10

    @property
    def wait(self) -> Decimal | None:
        """Minutes."""
        return None if self.wait_tenths is None else Decimal(self.wait_tenths) / 10


class Derived(models.Model):
    """A measure that is worked out from two others: one divided by the other, period by period."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Ratio.choices)
    over = models.CharField(max_length=80, help_text="the measure that is divided")
    over_part = models.CharField(max_length=12, choices=Part.choices)
    under = models.CharField(max_length=80, help_text="the measure it is divided by")
    under_part = models.CharField(max_length=12, choices=Part.choices)
    unit = models.CharField(max_length=60, help_text="in words: '£ per collection'")
    words = models.TextField(blank=True, help_text="what to keep in mind")
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "slug"],
                condition=Q(ended_on__isnull=True),
                name="derived_once_in_a_council",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def stands(self, on: date) -> bool:
        return self.ended_on is None or self.ended_on >= on
