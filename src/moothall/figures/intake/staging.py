"""Records into the store: staged in short transactions, so that nobody waits long, and seen by nobody until published.

A load that was killed is taken up where it stopped: its counts and the line it reached are written in the same
transaction as the rows themselves.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.db import connection, transaction
from django.db.models import ProtectedError

from moothall.figures.intake import Reject, bulk
from moothall.figures.intake.figures import Places, Record, SeriesKey
from moothall.figures.models import Area, Load, LoadState, Observation, PeerList, Series
from moothall.figures.models import Reject as RejectedRow
from moothall.reference.gss import area_type

COLUMNS = (
    "series_id", "start", "load_id", "line", "status", "missing", "reason", "note",
    "value_mantissa", "value_scale", "numerator_mantissa", "numerator_scale",
    "denominator_mantissa", "denominator_scale", "lower_mantissa", "lower_scale", "upper_mantissa", "upper_scale",
)  # fmt: skip
TABLE = Observation._meta.db_table
COMPARED = COLUMNS[4:]
DISCARD_AT_ONCE = 20_000

# Each incoming row is to look up its own versions by the unique index, however many observations there are. Left to
# choose, either database may read every observation of every load for each batch: CROSS JOIN holds SQLite to this
# order, and a LATERAL with an OFFSET holds PostgreSQL, whose counts of a table lag behind a load.
FOUND = f"SELECT i.n, {', '.join(f'o.{name}' for name in COMPARED)} FROM incoming i CROSS JOIN "  # noqa: S608
PUBLISHED_ONES = f"CROSS JOIN {Load._meta.db_table} l WHERE l.id = o.load_id AND l.sequence IS NOT NULL"
STANDING = {
    "sqlite": f"{FOUND} {TABLE} o {PUBLISHED_ONES} AND o.series_id = i.series_id AND o.start = i.start "
    "ORDER BY l.sequence",
    "postgresql": f"{FOUND} LATERAL (SELECT * FROM {TABLE} v WHERE v.series_id = i.series_id AND v.start = i.start "  # noqa: S608
    f"OFFSET 0) o {PUBLISHED_ONES} ORDER BY l.sequence",
}


class Staging:
    """Writes the records of one load. Without a stored load (a dry run) it only compares and counts."""

    def __init__(self, load: Load, dry: bool = False):
        self.load, self.dry = load, dry
        self.ids: list[int] = []  # series id by ordinal
        self.fresh: list[bool] = []  # by ordinal: the series has no observation published yet
        self._stored: dict[SeriesKey, int] = {}  # series id by key, for the measures met so far
        self._measures: set[str] = set()

    def add(self, series: list[SeriesKey], records: list[Record], rejects: list[Reject], line: int) -> None:
        """Stages a batch: rows up to `line`. What equals the standing version is counted and not written."""
        records = [record for record in records if record[2] > self.load.line_reached]
        rejects = [reject for reject in rejects if reject[0] > self.load.line_reached]
        if self.dry:
            self._know(series)
            self._count(records, rejects, self._standing(records), line)
            return
        with transaction.atomic():
            self._know(series)
        standing = self._standing(records)
        with transaction.atomic():
            self._count(records, rejects, standing, line)
            load = self.load.pk
            ids = self.ids
            bulk.insert(
                TABLE,
                COLUMNS,
                [
                    (ids[record[0]], record[1], load, *record[2:])
                    for n, record in enumerate(records)
                    if standing.get(n) != record[3:]
                ]
                if standing
                else [(ids[record[0]], record[1], load, *record[2:]) for record in records],
            )
            RejectedRow.objects.bulk_create(
                [RejectedRow(load=self.load, line=at, reason=why, text=text) for at, why, text in rejects],
                batch_size=500,
            )
            self.load.save()

    def _know(self, series: list[SeriesKey]) -> None:
        """Finds or makes the stored series for each ordinal met since the last batch."""
        new = series[len(self.ids) :]
        for measure in {key.measure for key in new} - self._measures:
            self._measures.add(measure)
            rows = Series.objects.filter(measure=measure, organisation=self.load.organisation)
            self._stored.update(
                (SeriesKey(*row[1:]), row[0])
                for row in rows.values_list("pk", "measure", "area_id", "length", "basis", "breakdown")
            )
        absent = [key for key in new if key not in self._stored]
        new_here = set(absent)
        self._stored.update(dict.fromkeys(absent, 0) if self.dry else self._make(absent))
        self.ids.extend(self._stored[key] for key in new)
        self.fresh.extend(key in new_here for key in new)

    def _make(self, keys: list[SeriesKey]) -> dict[SeriesKey, int]:
        made = Series.objects.bulk_create(
            [
                Series(
                    organisation=self.load.organisation,
                    measure=key.measure,
                    area_id=key.area,
                    length=key.length,
                    basis=key.basis,
                    breakdown=key.breakdown,
                )
                for key in keys
            ],
            batch_size=500,
        )
        return dict(zip(keys, (it.pk for it in made), strict=True))

    def _standing(self, records: list[Record]) -> dict[int, tuple[Any, ...]]:
        """The published version of what each record gives, by its place in the batch; none where it is new."""
        known = [
            (n, self.ids[record[0]], record[1])
            for n, record in enumerate(records)
            if not self.fresh[record[0]]
        ]
        if not known:
            return {}
        bulk.temporary("incoming", "n integer, series_id bigint, start date")
        bulk.insert("incoming", ("n", "series_id", "start"), known)
        return {row[0]: row[1:] for row in bulk.fetch(STANDING[connection.vendor])}

    def _count(
        self, records: list[Record], rejects: list[Reject], standing: dict[int, tuple[Any, ...]], line: int
    ) -> None:
        load = self.load
        same = sum(records[n][3:] == values for n, values in standing.items())
        load.rows += len(records) + len(rejects)
        load.kept += len(records)
        load.rejected += len(rejects)
        load.missing += sum(record[7] is None for record in records)
        load.unchanged += same
        load.superseded += len(standing) - same
        load.line_reached = max(load.line_reached, line)


def add_places(load: Load, places: Places) -> None:
    """Stores the areas that a file brought, for its series to refer to, and forgets them in `places` as new."""
    made = []
    for code, name in places.new.items():
        kind = area_type(code)
        made.append(
            Area(
                code=code,
                name=name,
                type=kind.slug if kind else "",
                nation=kind.nation if kind else "",
                brought_by=load,
            )
        )
    Area.objects.bulk_create(made, ignore_conflicts=True)
    places.codes.update(places.new)
    places.new.clear()


def discard(load: Load) -> None:
    """Takes away what an unpublished load has staged, a little at a time, so that nobody waits."""
    assert load.sequence is None, "a published load is never discarded"
    while _discard_some(load):
        pass
    with transaction.atomic():
        load.rejects.all().delete()
        PeerList.objects.filter(load=load).delete()
        _discard_areas(load)
        load.state = LoadState.CANCELLED
        load.line_reached = 0
        load.save()


def _discard_some(load: Load) -> bool:
    with transaction.atomic():
        some = Observation.objects.filter(load=load).values("pk")[:DISCARD_AT_ONCE]
        return bool(
            Observation.objects.filter(pk__in=list(some.values_list("pk", flat=True)))._raw_delete("default")
        )


def _discard_areas(load: Load) -> None:
    """Takes away the areas that only this load brought; what somebody refers to by now stays."""
    brought = Area.objects.filter(brought_by=load)
    Series.objects.filter(area__in=brought, observations=None).delete()
    for area in brought:
        with suppress(ProtectedError), transaction.atomic():
            area.delete()


def left_behind() -> Iterator[Load]:
    """Loads that were being staged when their process died. Ask only while holding the lock on loads."""
    yield from Load.objects.filter(state=LoadState.STAGING)
