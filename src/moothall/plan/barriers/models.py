"""Barriers, and what is asked of those who could remove them."""

from django.db import models
from django.db.models import Q

from moothall.core.models import Organisation, Person, Service
from moothall.plan.barriers.life import Known, Outcome, Remover, State


class Barrier(models.Model):
    """Something that keeps the council from doing better, what it costs a year, and who could take it away.

    Hours and pence are whole numbers; none where nobody knows, which is not nought.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    words = models.TextField(help_text="what prevents what")
    theme = models.CharField(
        max_length=20, blank=True, help_text="the plan's section that it stands in the way of"
    )
    services = models.ManyToManyField(Service, related_name="+", blank=True, help_text="that it affects")
    hours = models.PositiveIntegerField(null=True, blank=True, help_text="of staff, a year")
    pence = models.BigIntegerField(null=True, blank=True, help_text="a year")
    known = models.CharField(max_length=10, choices=Known.choices, blank=True)
    evidence = models.TextField(blank=True, help_text="where the hours and pounds come from")
    remover = models.CharField(max_length=10, choices=Remover.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pence__isnull=True) | Q(pence__gte=0), name="barrier_costs_or_not"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Step(models.Model):
    """A barrier came to a state on a day, and why. Rows are only ever added."""

    barrier = models.ForeignKey(Barrier, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=10, choices=State.choices)
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]


class Ask(models.Model):
    """What was asked of whom about a barrier, by what means, and what came of it."""

    barrier = models.ForeignKey(Barrier, on_delete=models.PROTECT, related_name="asks")
    of = models.CharField(max_length=200, help_text="the department, regulator, supplier …")
    words = models.TextField(help_text="what is asked")
    on = models.DateField()
    means = models.CharField(max_length=200, help_text="a letter, a consultation, a meeting …")
    reply = models.TextField(blank=True)
    replied_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Ask of {self.of}"
