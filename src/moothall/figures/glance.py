"""The council's own figures of many measures at a glance: values as light as they can be, rows only for the two that
a list names. For pages that show thirty series at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from moothall.core.models import Organisation, Visitor
from moothall.figures.measures import Measure
from moothall.figures.models import Observation, Series
from moothall.figures.queries import readable_to, recent_of
from moothall.kit.numbers import decimal
from moothall.kit.periods import LENGTHS, Period

_READ = ("id", "series_id", "start", "missing", "reason", "note", "value_mantissa", "value_scale")
_START, _MANTISSA, _SCALE = (_READ.index(it) for it in ("start", "value_mantissa", "value_scale"))


@dataclass(frozen=True)
class Glance:
    """One series: its values by the first day of each period, and the rows of the latest and of a year before it."""

    series: Series
    values: Mapping[date, Decimal | None]
    latest: Observation
    earlier: Observation | None


def at_a_glance(
    person: Visitor,
    organisation: Organisation,
    measures: Iterable[Measure],
    on: date,
    shown: Mapping[str, int],
) -> dict[str, Glance]:
    """By measure, the one series that shows a council's own area up to a day, chosen as `council_series` does, and so
    many periods of it by their length. Two queries."""
    wanted = {it.id: it for it in measures}
    readable = Series.objects.readable(readable_to(person) & {organisation.pk})
    own = readable.filter(measure__in=list(wanted), area=organisation.area_code, breakdown="")
    series = own.select_related("area").in_bulk()
    rows = Observation.objects.filter(recent_of(series, on, shown), series__in=list(series), start__lte=on)
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows.current().order_by("start").values_list(*_READ):
        found[row[1]].append(row)
    best: dict[str, int] = {}
    for pk, them in found.items():
        measure = wanted[series[pk].measure]
        rival = best.get(measure.id)
        if rival is None or _key(series[pk], them, measure, organisation) > _key(
            series[rival], found[rival], measure, organisation
        ):
            best[measure.id] = pk
    return {measure: _glance(series[pk], found[pk]) for measure, pk in best.items()}


def _key(
    series: Series, rows: list[tuple[Any, ...]], measure: Measure, organisation: Organisation
) -> tuple[bool, bool, date]:
    usual = LENGTHS[series.length] == measure.frequency
    return series.organisation_id == organisation.pk, usual, rows[-1][_START]


def _glance(series: Series, rows: list[tuple[Any, ...]]) -> Glance:
    last = rows[-1]
    before = Period(last[_START], series.length).year_before().start
    earlier = next((row for row in rows if row[_START] == before), None)
    values = {
        row[_START]: None if row[_MANTISSA] is None else decimal(row[_MANTISSA], row[_SCALE]) for row in rows
    }
    return Glance(series, values, _row(series, last), _row(series, earlier) if earlier else None)


def _row(series: Series, row: tuple[Any, ...]) -> Observation:
    """The row itself; what was not read is read when it is asked for."""
    made: Observation = Observation.from_db(series._state.db, list(_READ), row)
    made.series = series
    return made
