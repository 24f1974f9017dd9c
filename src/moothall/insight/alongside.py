"""How one area stands on many measures at once, beside other areas: four light queries, however many measures.

For each measure: every figure of the area itself, and of the others those of the area's latest few periods. The period
shown is the latest in which enough of the others have a figure too; failing that, the area's latest.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from moothall.core.models import Visitor
from moothall.engines.peers import Member as Counted
from moothall.engines.peers import Result, compare
from moothall.figures.measures import Measure
from moothall.insight.panel import figures_in, series_of
from moothall.insight.rows import Figure, kind_of, of_one_kind
from moothall.kit.periods import Period

FEWEST = 3  # others with a figure, below which there is no median to speak of
RECENT = 3  # of the area's latest periods are looked at in the others
LATELY = 10  # periods in a small chart

Values = Mapping[str, Decimal | None]


@dataclass(frozen=True)
class Alongside:
    """One measure of an area. `table` holds by first day of a period and by code what is known; the others only in
    the area's latest periods."""

    measure: Measure
    code: str
    period: Period
    table: Mapping[date, Mapping[str, Figure]]

    @property
    def own(self) -> Figure:
        return self.now[self.code]

    @property
    def now(self) -> Mapping[str, Figure]:
        """Everybody's figures in the period shown, by code."""
        return self.table[self.period.start]

    @property
    def value(self) -> Decimal:
        value = self.own.value
        assert value is not None, "the period shown is one with a value"
        return value

    @property
    def later(self) -> Figure | None:
        """The area's newest row, where that is after the period shown: a gap with its reason, or a figure that
        nobody else has yet."""
        mine = [start for start, rows in self.table.items() if self.code in rows]
        newest = max(mine)
        return self.table[newest][self.code] if newest > self.period.start else None

    def known(self, codes: Iterable[str]) -> dict[str, Decimal]:
        """The values of those of these areas that have one in the period shown."""
        found = ((code, self.now[code].value) for code in codes if code in self.now)
        return {code: value for code, value in found if value is not None}

    def lately(self) -> Sequence[tuple[Period, Decimal | None]]:
        """The area's latest periods up to its newest value, oldest first, those without a value among them."""
        values = {start: rows[self.code].value for start, rows in self.table.items() if self.code in rows}
        known = sorted(start for start, value in values.items() if value is not None)
        if self.period.length == "P1D":  # they come when they come: the days between are no gaps
            return tuple((Period(start, "P1D"), values[start]) for start in known[-LATELY:])
        period = Period(known[-1], self.period.length)
        shown: list[tuple[Period, Decimal | None]] = []
        while len(shown) < LATELY and period.start >= known[0]:
            shown.append((period, values.get(period.start)))
            period = period.previous()
        return tuple(reversed(shown))


def alongside(
    person: Visitor, measures: Iterable[Measure], code: str, others: Collection[str], also: Q | None = None
) -> dict[str, Alongside]:
    """By measure, how an area stands beside these others, and beside the areas of `also`, which are not counted when
    the period is chosen. A measure of which the area has no value is left out.
    """
    wanted = {it.id: it for it in measures}
    mine = series_of(person, wanted.values(), Q(area=code))
    own: dict[str, list[Figure]] = defaultdict(list)
    for it in figures_in(mine):
        own[mine[it.series].measure].append(it)
    tables = {key: of_one_kind(found, code, wanted[key]) for key, found in own.items()}
    recent = {key: _recent(table, code) for key, table in tables.items()}
    held = [wanted[key] for key, starts in recent.items() if starts]
    where = Q(area__in=[it for it in others if it != code])
    beside = series_of(person, held, where if also is None else where | also)
    every: dict[str, list[Figure]] = defaultdict(list)
    for it in figures_in(beside, {start for starts in recent.values() for start in starts}):
        every[beside[it.series].measure].append(it)
    found = {}
    for measure in held:
        starts = recent[measure.id]
        first = tables[measure.id][starts[0]][code]
        kind = kind_of(first.length, first.start)
        both = (*own[measure.id], *every[measure.id])
        like = [it for it in both if kind_of(it.length, it.start) == kind]
        table = of_one_kind(like, code, measure)
        found[measure.id] = _chosen(measure, code, table, starts, [it for it in others if it != code])
    return found


def standing(measure: Measure, own: str, values: Values) -> Result:
    """Median, quartiles and quarter of a value among others', without the intervals that a page of many leaves out."""
    return compare(
        own, {code: Counted(value) for code, value in values.items()}, measure.polarity, minimum=FEWEST
    )


def _recent(table: Mapping[date, Mapping[str, Figure]], code: str) -> list[date]:
    """The first days of the area's latest periods with a value, the newest first."""
    valued = [start for start, rows in table.items() if code in rows and rows[code].value is not None]
    return sorted(valued, reverse=True)[:RECENT]


def _chosen(
    measure: Measure,
    code: str,
    table: Mapping[date, Mapping[str, Figure]],
    recent: Sequence[date],
    others: Sequence[str],
) -> Alongside:
    made = [Alongside(measure, code, Period(start, table[start][code].length), table) for start in recent]
    return next((it for it in made if len(it.known(others)) >= FEWEST), made[0])
