"""Areas, the files that were loaded, and the observations in them.

An observation is never changed: a corrected file adds a newer version, and the version a reader sees is that of
the latest published load. A load is published by giving it the next sequence number, so a load of any size
appears at once, or not at all.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from moothall.core.models import PUBLISHED, Organisation, Person
from moothall.figures.exact import Exact
from moothall.kit.periods import Period

Row = TypeVar("Row", bound=models.Model)


class ReadableQuerySet(QuerySet[Row]):
    """Rows that belong to an organisation, which `whose` leads to."""

    whose = "organisation"

    def readable(self, organisations: Iterable[int]) -> Self:
        """Published statistics, and what belongs to these organisations: the one rule of what may be read."""
        own = Q(**{f"{self.whose}__in": organisations})
        return self.filter(Q(**{f"{self.whose}__slug": PUBLISHED}) | own)


class AreaQuerySet(QuerySet["Area"]):
    def standing(self, on: date) -> Self:
        """The areas of a day: not ended by then, nor taken over by another."""
        begun = Q(from_date__isnull=True) | Q(from_date__lte=on)
        return self.filter(Q(ended__isnull=True) | Q(ended__gt=on)).exclude(
            pk__in=Succession.objects.filter(begun).values("predecessor")
        )


class Area(models.Model):
    """A place with a GSS code: a council's area, a region, a country.

    When boundaries or codes change the old code stays, with its dates; `Succession` leads from it to the new.
    """

    code = models.CharField(max_length=9, primary_key=True)
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=40, blank=True, help_text="kind of area, from `reference.gss`")
    nation = models.CharField(max_length=40, blank=True)
    region = models.CharField(max_length=60, blank=True)
    county = models.CharField(max_length=60, blank=True, help_text="of a district: its county council")
    other_names = models.JSONField(default=list, blank=True)
    started = models.DateField(null=True, blank=True)
    ended = models.DateField(null=True, blank=True)
    brought_by = models.ForeignKey(
        "Load",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the load that first named it, and takes it away again when that is never published",
    )

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["type"], name="area_type")]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """One area took over from another: a merger, a split or a new code for the same council."""

    predecessor = models.CharField(max_length=9, db_index=True)
    successor = models.CharField(max_length=9, db_index=True)
    from_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once")]


class LoadState(models.TextChoices):
    STAGING = "staging", "being read"
    PUBLISHED = "published", "published"
    CANCELLED = "cancelled", "cancelled"


class LoadQuerySet(ReadableQuerySet["Load"]):
    pass


class Load(models.Model):
    """One table (a file, or one sheet of a workbook) that was loaded: who, when, and what came of each row."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=60)
    file_name = models.CharField(max_length=255)
    sheet = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    loaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    sequence = models.PositiveBigIntegerField(null=True, unique=True, help_text="order of publication")
    state = models.CharField(max_length=10, choices=LoadState.choices, default=LoadState.STAGING)
    line_reached = models.PositiveBigIntegerField(default=0, help_text="every row up to here is staged")
    rows = models.PositiveBigIntegerField(default=0)
    kept = models.PositiveBigIntegerField(default=0)
    missing = models.PositiveBigIntegerField(default=0, help_text="of those kept, without a value")
    rejected = models.PositiveBigIntegerField(default=0)
    unchanged = models.PositiveBigIntegerField(default=0, help_text="of those kept, the same as before")
    superseded = models.PositiveBigIntegerField(
        default=0, help_text="of those kept, correcting an older value"
    )
    measures = models.JSONField(
        default=list, help_text="the measures of which it said something new, once published"
    )
    ignored = models.JSONField(default=list, help_text="columns of the file that are not loaded")
    notes = models.JSONField(
        default=list, help_text="what the reader noticed about the file, a sentence each"
    )

    objects = LoadQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.file_name}, sheet {self.sheet}" if self.sheet else self.file_name


class Reject(models.Model):
    """A row that could not be taken: where it stands, why, and what it said."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="rejects")
    line = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=500)
    text = models.TextField()

    class Meta:
        ordering = ["id"]


class SeriesQuerySet(ReadableQuerySet["Series"]):
    def reaching(self) -> Self:
        """Those with a published observation."""
        return self.filter(last__isnull=False)


class Series(models.Model):
    """What an observation is of: whose, which measure, where, on which basis and breakdown, how long a period."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=80, help_text="a measure of the catalogue")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=20)
    breakdown = models.CharField(max_length=120, blank=True, help_text="ward, channel …: 'ward=Ashdown'")
    length = models.CharField(max_length=5, help_text="ISO 8601 duration of the period: P1Y, P3M, P1M, P1D")
    first = models.DateField(
        null=True, help_text="first day of its earliest published period; none before a load is published"
    )
    last = models.DateField(null=True, help_text="first day of its latest published period")

    objects = SeriesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "area", "organisation", "length", "basis", "breakdown"], name="series_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.area_id}"


class Missing(models.TextChoices):
    """Why there is no value. Missing is never zero."""

    MISSING = "missing", "missing"
    SUPPRESSED = "suppressed", "suppressed"
    NOT_APPLICABLE = "not applicable", "not applicable"


class ObservationQuerySet(ReadableQuerySet["Observation"]):
    whose = "series__organisation"

    def current(self, as_at: datetime | None = None) -> "ObservationQuerySet":
        """The version of each observation that stands now, or stood at a moment."""
        published = Q(load__sequence__isnull=False)
        later = Observation.objects.filter(
            series=OuterRef("series"), start=OuterRef("start"), load__sequence__gt=OuterRef("load__sequence")
        )
        if as_at:
            published &= Q(load__published_at__lte=as_at)
            later = later.filter(load__published_at__lte=as_at)
        return self.filter(published).filter(~Exists(later))

    def full(self) -> "ObservationQuerySet":
        """With all that a page or a report says of a figure, in one query."""
        return self.select_related("series__area", "series__organisation", "load__loaded_by")


class Observation(models.Model):
    """One value of a series for one period, as one row of one file gave it."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="observations", db_index=False)
    start = models.DateField(help_text="first day of the period")
    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="observations")
    line = models.PositiveBigIntegerField(help_text="line or row of the file")
    status = models.CharField(
        max_length=20, blank=True, help_text="markers of `reference.shorthand`: p, r, e …"
    )
    missing = models.CharField(max_length=14, choices=Missing.choices, blank=True)
    reason = models.CharField(max_length=200, blank=True, help_text="why there is no value")
    note = models.CharField(max_length=500, blank=True, help_text="what the source says of this value")
    value_mantissa = models.BigIntegerField(null=True)
    value_scale = models.PositiveSmallIntegerField(default=0)
    numerator_mantissa = models.BigIntegerField(null=True)
    numerator_scale = models.PositiveSmallIntegerField(default=0)
    denominator_mantissa = models.BigIntegerField(null=True)
    denominator_scale = models.PositiveSmallIntegerField(default=0)
    lower_mantissa = models.BigIntegerField(null=True)
    lower_scale = models.PositiveSmallIntegerField(default=0)
    upper_mantissa = models.BigIntegerField(null=True)
    upper_scale = models.PositiveSmallIntegerField(default=0)

    value = Exact()
    numerator = Exact()
    denominator = Exact()
    lower = Exact()
    upper = Exact()

    objects = ObservationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "start", "load"], name="observation_once_in_a_load")
        ]
        # a measure's rows lie scattered as they were published; here its values stand side by side
        indexes = [
            models.Index(
                fields=["series", "start", "load", "value_mantissa", "value_scale"], name="observation_value"
            )
        ]

    @property
    def period(self) -> Period:
        return Period(self.start, self.series.length)


class PeerList(models.Model):
    """A published list of each council's comparators (nearest neighbours), used as published.

    A new edition of a list is a new row; the newest published is the one in use.
    """

    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    as_of = models.DateField(null=True, blank=True, help_text="the date the list itself gives")
    load = models.OneToOneField(Load, on_delete=models.PROTECT, related_name="peer_list")

    class Meta:
        ordering = ["slug", "-load_id"]

    def __str__(self) -> str:
        return self.title


class Peer(models.Model):
    """In a list, a council's comparator and its place: 1 is the nearest."""

    list = models.ForeignKey(PeerList, on_delete=models.CASCADE, related_name="peers")
    area_code = models.CharField(max_length=9)
    position = models.PositiveSmallIntegerField()
    peer_code = models.CharField(max_length=9)
    line = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["list", "area_code", "position"], name="peer_once_in_a_place")
        ]


class Reorganisation(models.Model):
    """A council says that an area took over from others on a day, and so which figures are its own from before.

    Rows are only ever added: the newest of a successor stands, and one without predecessors takes it back.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    from_date = models.DateField(help_text="the successor's first day")
    reason = models.TextField()
    source = models.CharField(max_length=300, help_text="the order or the page that says so")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.successor} from {self.from_date.day} {self.from_date:%B %Y}"


class Predecessor(models.Model):
    """An area that was taken over, whole or in part: of a part its share, and what it is a share of."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.PROTECT, related_name="predecessors")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    share_mantissa = models.BigIntegerField(null=True)
    share_scale = models.PositiveSmallIntegerField(default=0)
    basis = models.CharField(max_length=200, blank=True, help_text="'residents, mid-2021 estimate'")
    reads = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the council here whose own figures of it are read, as whoever said so may",
    )

    share = Exact()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["reorganisation", "area"], name="predecessor_once")]

    def __str__(self) -> str:
        return f"{self.area}, in part" if self.share is not None else str(self.area)
