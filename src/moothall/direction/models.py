"""Where a council is going: its priorities, the measures that show them, and who answers for each."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from moothall.core.models import Organisation, Person, Service


class PriorityQuerySet(models.QuerySet["Priority"]):
    def standing(self, on: date) -> "PriorityQuerySet":
        """The priorities a council has on a day."""
        return self.filter(Q(to_date__isnull=True) | Q(to_date__gte=on), from_date__lte=on)


class Priority(models.Model):
    """One corporate priority of a council, for as long as it stands."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="priorities")
    slug = models.SlugField()
    title = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    portfolio = models.CharField(max_length=200, blank=True, help_text="the portfolio it belongs to")
    holder = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="portfolio holder",
    )
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True, help_text="last day; none while it stands")

    objects = PriorityQuerySet.as_manager()

    class Meta:
        ordering = ["position", "title"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="priority_once_in_an_organisation"),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")),
                name="priority_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PriorityMeasure(models.Model):
    """A measure that shows whether a priority is being met, and its place on the scorecard."""

    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="measures")
    measure = models.CharField(max_length=80, help_text="a measure of the catalogue")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "measure"]
        constraints = [
            models.UniqueConstraint(fields=["priority", "measure"], name="measure_once_in_a_priority")
        ]

    def __str__(self) -> str:
        return self.measure


class Owner(models.Model):
    """Who answers for a measure in a council: a service, and the person there where one is named."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=80, help_text="a measure of the catalogue")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "measure"], name="one_owner_of_a_measure")
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.service}" if self.person else str(self.service)
