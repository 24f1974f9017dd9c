"""Targets: what a council has said it will reach.

A target is never changed or deleted. A newer one supersedes it for the days that both cover, and one without
a value says that from then on there is none.
"""

from django.db import models
from django.db.models import F, Q

from moothall.core.models import Organisation, Person
from moothall.figures.exact import Exact
from moothall.figures.models import Area


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
