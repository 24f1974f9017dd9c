"""Just the figures a page needs: the series first, then their observations, each found by an index.

However many measures, areas and periods are stored, a panel asks for one or a few measures of some areas (every
period), or of a whole tier (one period): two light queries each.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Q

from moothall.core.models import PUBLISHED, Visitor
from moothall.figures.measures import Measure
from moothall.figures.models import Observation, Series
from moothall.figures.queries import readable_to
from moothall.figures.standing import standing_pairs
from moothall.insight.rows import NATION, Figure
from moothall.insight.tiers import Tier
from moothall.kit.numbers import decimal

COLUMNS = (
    "load__sequence", "series", "start", "missing", "reason", "status", "value_mantissa", "value_scale",
    "lower_mantissa", "lower_scale", "upper_mantissa", "upper_scale", "numerator_mantissa", "numerator_scale",
    "denominator_mantissa", "denominator_scale",
)  # fmt: skip


class Known(NamedTuple):
    """What is known of a series before its observations are asked for."""

    measure: str
    published: bool
    length: str
    code: str
    name: str
    tier: Tier


def series_of(person: Visitor, measures: Iterable[Measure], where: Q) -> dict[int, Known]:
    """By number, the series of these measures where `where` says, each on its own basis and without a breakdown."""
    wanted = {it.id: it for it in measures}
    rows = (
        Series.objects.readable(readable_to(person))
        .filter(where, measure__in=list(wanted), breakdown="")
        .values_list(
            "pk", "measure", "organisation__slug", "length", "basis",
            "area", "area__name", "area__type", "area__nation",
        )
    )  # fmt: skip
    return {
        pk: Known(measure, whose == PUBLISHED, length, code, name, (kind, nation))
        for pk, measure, whose, length, basis, code, name, kind, nation in rows
        if basis == wanted[measure].basis
    }


def figures_in(
    series: dict[int, Known], starts: Collection[date] | None = None, as_at: datetime | None = None
) -> list[Figure]:
    """The figures that stand, or stood at a moment, of these series: in every period, or in those of these days."""
    if not series or (starts is not None and not starts):
        return []
    found = Observation.objects.filter(series__in=list(series), load__sequence__isnull=False)
    if starts is not None:
        found = found.filter(start__in=list(starts))
    if as_at:
        found = found.filter(load__published_at__lte=as_at)
    # what `current` finds: that asks the database of each row whether there is a later one, which costs more
    newest: dict[tuple[int, date], tuple[Any, ...]] = {}
    for row in sorted(found.values_list(*COLUMNS), key=itemgetter(0)):
        newest[row[1], row[2]] = row
    return [_figure(row, series[row[1]]) for row in newest.values()]


def values_in(series: dict[int, Known]) -> list[Figure]:
    """The same in every period, with the value and nothing else: read from an index alone, where the rows themselves
    lie scattered over the disk. Two queries."""
    found = standing_pairs(series)
    days = {text: date.fromisoformat(text) for text in {text for its in found.values() for text in its}}
    return [
        Figure(
            pk, known.published, known.length, days[text], known.code, known.name, known.tier, "", "", "",
            _exact(*pair) if pair else None, None, None, None, None,
        )
        for pk, its in found.items() for known in (series[pk],) for text, pair in its.items()
    ]  # fmt: skip


def areas_and_nation(codes: Collection[str], nation: str) -> Q:
    """These areas, and the nation they are in."""
    return Q(area__in=list(codes)) | Q(area__type=NATION, area__nation=nation)


def of_tier(tier: Tier) -> Q:
    return Q(area__type=tier[0], area__nation=tier[1])


def _figure(row: tuple[Any, ...], known: Known) -> Figure:
    _, series, start, missing, reason, status, *pairs = row
    return Figure(
        series, known.published, known.length, start, known.code, known.name, known.tier, missing, reason,
        status, *map(_exact, pairs[::2], pairs[1::2]),
    )  # fmt: skip


def _exact(mantissa: int | None, scale: int) -> Decimal | None:
    return None if mantissa is None else decimal(mantissa, scale)
