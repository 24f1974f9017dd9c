"""Where a council is going: its priorities, their measures, who answers for each, and what it promised to do."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from moothall.core.models import Organisation, Person, Service
from moothall.direction.life import Basis, State, Turn, late
from moothall.kit.numbers import decimal, split


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


class Commitment(models.Model):
    """Something the council said it would do, in the words in which it said so: tracked until it is done.

    Where it was said is a label (`source_kind`, `source_key`) and an address, for what it was said in belongs to
    rooms above. Money is whole pence. How far it is, is its newest update; lateness is worked out, never kept.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(help_text="the council's own count, from 1")
    words = models.TextField(help_text="as promised")
    theme = models.CharField(max_length=20, blank=True, help_text="the section it was said in")
    source_kind = models.CharField(max_length=20, blank=True, help_text="what it was said in: plan, clinic …")
    source_key = models.CharField(max_length=80, blank=True, help_text="which one: 'productivity-plan/2'")
    source_title = models.CharField(max_length=300, blank=True)
    href = models.CharField(max_length=300, blank=True, help_text="the public place where it was said")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due = models.DateField(null=True, blank=True, help_text="last day; none where no day was promised")
    due_words = models.CharField(max_length=60, blank=True, help_text="as promised: 'by spring 2027'")
    measure = models.CharField(max_length=80, blank=True, help_text="a measure of the catalogue")
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    target_mantissa = models.BigIntegerField(null=True)
    target_scale = models.PositiveSmallIntegerField(default=0)
    saving = models.BigIntegerField(
        null=True, blank=True, help_text="promised, in pence; none where none was"
    )
    basis = models.CharField(max_length=10, choices=Basis.choices, blank=True, help_text="of the saving")
    state = models.CharField(max_length=10, choices=State.choices, default=State.NOT_BEGUN)
    carried_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_from"
    )
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"], name="commitment_once_in_an_organisation"
            ),
            models.CheckConstraint(
                condition=Q(saving__isnull=True) | Q(saving__gte=0), name="commitment_saves_or_not"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "source_kind", "source_key"], name="commitment_source")
        ]

    def __str__(self) -> str:
        short = self.words if len(self.words) <= 80 else f"{self.words[:79].rstrip()}…"
        return f"Commitment {self.number}: {short}"

    @property
    def target(self) -> Decimal | None:
        """What its measure should reach, exactly as it was given."""
        return None if self.target_mantissa is None else decimal(self.target_mantissa, self.target_scale)

    @target.setter
    def target(self, value: Decimal | None) -> None:
        self.target_mantissa, self.target_scale = (None, 0) if value is None else split(value)

    @property
    def answers(self) -> str:
        """Who answers for it."""
        return f"{self.person}, {self.service}" if self.person else str(self.service)

    def late(self, on: date) -> bool:
        """Whether its last day has gone by on a day, and it is neither done nor given up."""
        return late(self.state, self.due, on)


class CommitmentUpdate(models.Model):
    """What was said of a commitment on a day. Rows are only ever added; the newest is how it stands."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="updates")
    on = models.DateField(help_text="the day it speaks of")
    state = models.CharField(max_length=10, choices=State.choices)
    words = models.TextField()
    saving = models.BigIntegerField(
        null=True, blank=True, help_text="delivered so far, in pence; none: not said"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.commitment}, {self.on}"


class Kind(models.TextChoices):
    """What sort of thing happened."""

    EVENT = "event", "Something happened"
    CHANGE = "change", "We changed something"
    REBASE = "rebase", "The process is new: work its limits out again from here"


class Event(models.Model):
    """Something that happened on a day and may have moved a measure.

    A change is one whose effect is asked about; a rebase starts new limits on its chart. A mark that was made by
    mistake is withdrawn, with the reason, and stays on record.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=80, help_text="a measure of the catalogue")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField()
    title = models.CharField(max_length=120)
    reason = models.TextField(blank=True, help_text="why; a rebase always has one")
    marked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["organisation", "measure"], name="event_of_measure")]

    def __str__(self) -> str:
        return self.title


class Restructure(models.Model):
    """Services became others on a day, why, and who said so. Rows are only ever added."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Turn.choices)
    on = models.DateField(help_text="first day of what comes after")
    reason = models.TextField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.on.day} {self.on:%B %Y}"


class Rehomed(models.Model):
    """A thing went from one service to another in a restructure; before its day it is the old service's."""

    restructure = models.ForeignKey(Restructure, on_delete=models.PROTECT, related_name="rehomed")
    kind = models.CharField(max_length=40, help_text="the room's name for its things, as it registered them")
    key = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    old = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    new = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["restructure", "kind", "key", "old"], name="rehomed_once_in_a_restructure"
            )
        ]
        indexes = [models.Index(fields=["kind", "key"], name="rehomed_thing")]

    def __str__(self) -> str:
        return self.title
