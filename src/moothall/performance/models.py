"""Targets: what a council has said it will reach; and commentary: what it says of a figure.

A target is never changed or deleted. A newer one supersedes it for the days that both cover, and one without
a value says that from then on there is none. Commentary is kept as versions: what one says never changes, only
how far it is does.
"""

from django.db import models
from django.db.models import F, Q

from moothall.core.models import Organisation, Person
from moothall.direction.models import Commitment
from moothall.figures.exact import Exact
from moothall.figures.measures import catalogue
from moothall.figures.models import Area
from moothall.kit.periods import Period
from moothall.performance.commentary.life import OPEN, State


class Target(models.Model):
    """What a measure should reach (or, with `upper`, the range it should stay in) from one day to another.

    `tolerance` is how far past the target still counts as close to it, in the measure's own unit.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=80, help_text="a measure of the catalogue")
    area = models.ForeignKey(
        Area,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="none: the council's own",
    )
    breakdown = models.CharField(max_length=120, blank=True)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True, help_text="last day; none until superseded")
    value_mantissa = models.BigIntegerField(null=True)
    value_scale = models.PositiveSmallIntegerField(default=0)
    upper_mantissa = models.BigIntegerField(null=True)
    upper_scale = models.PositiveSmallIntegerField(default=0)
    tolerance_mantissa = models.BigIntegerField(null=True)
    tolerance_scale = models.PositiveSmallIntegerField(default=0)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    value = Exact()
    upper = Exact()
    tolerance = Exact()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["organisation", "measure"], name="target_of_measure")]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")),
                name="target_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} from {self.from_date}"


class Commentary(models.Model):
    """One version of what is said of a measure's figure for one period.

    Of the versions of a period one at most is approved, and one at most is being worked on. `doing` with `by_when` is
    an action: once the commentary is approved it is tracked as `commitment`, or it names one that is tracked already.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=80, help_text="a measure of the catalogue")
    start = models.DateField(help_text="first day of the period")
    length = models.CharField(max_length=5, help_text="ISO 8601 duration of the period: P1Y, P3M, P1M")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    happened = models.TextField(blank=True, help_text="what happened")
    why = models.TextField(blank=True, help_text="why it happened")
    doing = models.TextField(blank=True, help_text="what will be done")
    by_when = models.DateField(null=True, blank=True, help_text="last day of what will be done")
    commitment = models.ForeignKey(
        Commitment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=500, blank=True, help_text="why it was sent back")

    class Meta:
        ordering = ["-start", "-number"]
        indexes = [models.Index(fields=["organisation", "measure"], name="commentary_of_measure")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "measure", "start", "length", "number"], name="commentary_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "measure", "start", "length"],
                condition=Q(state=State.APPROVED),
                name="one_approved_commentary_of_a_period",
            ),
            models.UniqueConstraint(
                fields=["organisation", "measure", "start", "length"],
                condition=Q(state__in=OPEN),
                name="one_open_commentary_of_a_period",
            ),
        ]

    def __str__(self) -> str:
        return f"Commentary on {self.title}, {self.period.label}"

    @property
    def title(self) -> str:
        """What the measure is called."""
        measure = catalogue().get(self.measure)
        return measure.title if measure else self.measure

    @property
    def period(self) -> Period:
        return Period(self.start, self.length)

    def said(self) -> tuple[object, ...]:
        """What it says, to compare with another."""
        return (self.happened, self.why, self.doing, self.by_when, self.commitment_id)
