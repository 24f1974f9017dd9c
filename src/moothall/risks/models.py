"""Risks, their scores through time, what is done about them, and what the council accepts."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Q

from moothall.core.models import Organisation, Person, Service
from moothall.direction.models import Priority
from moothall.kit.numbers import decimal
from moothall.risks.life import (
    Appetite,
    Decision,
    Effect,
    Kind,
    Level,
    Line,
    Opinion,
    Proximity,
    Score,
    State,
    Treatment,
)


class MatrixVersion(models.Model):
    """A matrix that a council set, in force from a day until the next. Rows are only ever added."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    from_date = models.DateField()
    content = models.JSONField(help_text="as risks.matrix.Matrix.plain gives it")
    reason = models.TextField()
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-from_date", "-id"]

    def __str__(self) -> str:
        return f"Matrix from {self.from_date}"


class Category(models.Model):
    """A sort of risk, of which the council has one appetite."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True, help_text="no new risk takes it after this day")

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="risk_category_once_in_a_council")
        ]

    def __str__(self) -> str:
        return self.name


class AppetiteEntry(models.Model):
    """How much risk of a category the council accepts from a day on. Rows are only ever added."""

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="appetites")
    from_date = models.DateField()
    level = models.CharField(max_length=10, choices=Appetite.choices)
    most = models.PositiveSmallIntegerField(help_text="the highest score accepted")
    words = models.TextField(blank=True)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-from_date", "-id"]


class Risk(models.Model):
    """Something that may happen, why, and what it would do to what the council wants.

    Its level and state are those of its newest step; its scores are rows of their own.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(help_text="the council's own count, from 1")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.THREAT)
    title = models.CharField(max_length=200)
    cause = models.TextField()
    event = models.TextField()
    consequence = models.TextField()
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="risks")
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="risks"
    )
    objective = models.CharField(
        max_length=200, blank=True, help_text="what it would keep from being reached"
    )
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    programme = models.CharField(max_length=100, blank=True)
    proximity = models.CharField(max_length=10, choices=Proximity.choices)
    treatment = models.CharField(max_length=10, choices=Treatment.choices)
    treatment_words = models.TextField(blank=True)
    target_date = models.DateField(null=True, blank=True)
    review_months = models.PositiveSmallIntegerField(default=3)
    next_review = models.DateField()
    identified_on = models.DateField()
    level = models.CharField(max_length=10, choices=Level.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="risk_once_in_a_council")
        ]

    def __str__(self) -> str:
        return f"Risk {self.number}: {self.title}"

    def review_overdue(self, on: date) -> bool:
        """Whether its review was due before a day, and it is open."""
        return self.state == State.OPEN and self.next_review < on


class Step(models.Model):
    """A risk came to a level or a state on a day, and why. Rows are only ever added."""

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="steps")
    on = models.DateField()
    level = models.CharField(max_length=10, choices=Level.choices)
    state = models.CharField(max_length=10, choices=State.choices)
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-id"]


class Proposal(models.Model):
    """Somebody asks that a risk go to another level; somebody who manages risks decides."""

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="proposals")
    level = models.CharField(max_length=10, choices=Level.choices)
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    words = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["risk"], condition=Q(decision=""), name="one_open_proposal_of_a_risk"
            )
        ]

    def __str__(self) -> str:
        return f"Proposal for {self.risk}"


class ScoreEntry(models.Model):
    """One of a risk's three scores as judged on a day, on the matrix of that day. Rows are only ever added."""

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="scores")
    kind = models.CharField(max_length=10, choices=Score.choices)
    on = models.DateField()
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField(help_text="of that cell of the matrix")
    matrix = models.ForeignKey(
        MatrixVersion,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="none: the shipped one",
    )
    words = models.TextField(help_text="why")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-id"]


class Review(models.Model):
    """Somebody looked at a risk on a day, and says what they found. Rows are only ever added."""

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="reviews")
    on = models.DateField()
    words = models.TextField()
    next_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-id"]


class Control(models.Model):
    """What is done already that makes a risk smaller. One that is over has a last day."""

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="controls")
    words = models.TextField()
    effect = models.CharField(max_length=10, choices=Effect.choices)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    from_date = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.words if len(self.words) <= 80 else f"{self.words[:79].rstrip()}…"


class Assurance(models.Model):
    """How it is known that a control works: which line looked, when, and what it found. Rows are only ever added."""

    control = models.ForeignKey(Control, on_delete=models.PROTECT, related_name="assurances")
    line = models.CharField(max_length=1, choices=Line.choices)
    on = models.DateField()
    what = models.CharField(max_length=200)
    by_whom = models.CharField(max_length=200)
    opinion = models.CharField(max_length=12, choices=Opinion.choices)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-id"]


class MeasureLink(models.Model):
    """A measure that is evidence for a risk's score, and the value beyond which the score should be looked at again."""

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="links")
    measure = models.CharField(max_length=80, help_text="a measure of the catalogue")
    trigger = models.CharField(max_length=200, help_text="in words: what it would tell")
    side = models.CharField(max_length=5, choices=[("above", "above"), ("below", "below")])
    mantissa = models.BigIntegerField()
    scale = models.PositiveSmallIntegerField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["measure"], name="risk_link_of_a_measure")]

    def __str__(self) -> str:
        return f"{self.measure} {self.side} {self.threshold}"

    @property
    def threshold(self) -> Decimal:
        """The value beyond which the evidence has moved, exactly as it was given."""
        return decimal(self.mantissa, self.scale)


class NearMiss(models.Model):
    """Something that nearly went wrong, and what was learned. Rows are only ever added."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    what = models.TextField()
    learned = models.TextField()
    risk = models.ForeignKey(
        Risk, null=True, blank=True, on_delete=models.PROTECT, related_name="near_misses"
    )
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"Near miss of {self.on}"
