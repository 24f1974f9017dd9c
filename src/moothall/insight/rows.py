"""The figures of one measure for every council, in one query and as light as they can be."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from moothall.core.models import PUBLISHED, Visitor
from moothall.engines.peers import Member
from moothall.figures.measures import Measure
from moothall.figures.models import Area
from moothall.figures.queries import observations
from moothall.insight.tiers import COUNCILS, Tier
from moothall.kit.numbers import decimal
from moothall.kit.periods import LENGTHS
from moothall.reference.gss import FICTIONAL

NATION = "nation"
COLUMNS = (
    "series", "series__organisation__slug", "series__length", "start",
    "series__area", "series__area__name", "series__area__type", "series__area__nation",
    "missing", "reason", "status",
    "value_mantissa", "value_scale", "lower_mantissa", "lower_scale", "upper_mantissa", "upper_scale",
    "numerator_mantissa", "numerator_scale", "denominator_mantissa", "denominator_scale",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """One council's figure in one period, or why there is none."""

    series: int
    published: bool
    length: str
    start: date
    code: str
    name: str
    tier: Tier
    missing: str
    reason: str
    status: str
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None

    @property
    def member(self) -> Member:
        """As the engine that compares wants it."""
        return Member(self.value, self.lower, self.upper, self.numerator, self.denominator)


NOTHING = Member(None)


def figures(
    person: Visitor, measure: Measure, own: Area, codes: Collection[str], as_at: datetime | None = None
) -> list[Figure]:
    """The figures that stand, or stood at a moment, for every council and nation, and these areas besides.

    A fictional council is set beside fictional ones and a real one beside real ones, in one store or not.
    """
    wanted = Q(series__area__type__in=[*COUNCILS, NATION]) | Q(series__area__in=codes)
    made_up = Q(series__area__nation=FICTIONAL)
    wanted &= made_up if own.nation == FICTIONAL else ~made_up
    found = observations(person, measure, as_at=as_at).filter(wanted, series__basis=measure.basis)
    return [_figure(row) for row in found.values_list(*COLUMNS)]


def _figure(row: tuple) -> Figure:  # type: ignore[type-arg]
    series, organisation, length, start, code, name, kind, nation, missing, reason, status, *pairs = row
    numbers: Iterator[Decimal | None] = (
        None if mantissa is None else decimal(mantissa, scale)
        for mantissa, scale in zip(pairs[::2], pairs[1::2], strict=True)
    )
    whose = organisation == PUBLISHED
    return Figure(series, whose, length, start, code, name, (kind, nation), missing, reason, status, *numbers)


def of_one_kind(found: Iterable[Figure], own: str, measure: Measure) -> dict[date, dict[str, Figure]]:
    """By period and area, figures that can stand beside each other: one kind of period, one figure an area.

    The kind is that of the measure, where the own council has it; else the one that most areas use among those
    the own council uses. Financial and calendar years are different kinds. Published statistics come before a
    council's own figure for the same period, because the others' are published.
    """
    kept = list(found)
    kinds = {_kind(it) for it in kept if it.code == own} or {_kind(it) for it in kept}
    usual = {kind for kind in kinds if LENGTHS[kind[0]] == measure.frequency} or kinds
    areas = Counter(kind for kind, _ in {(_kind(it), it.code) for it in kept if _kind(it) in usual})
    chosen = max(areas, key=lambda kind: (areas[kind], kind), default=None)
    table: dict[date, dict[str, Figure]] = {}
    for it in sorted(kept, key=lambda it: (it.published, it.value is not None)):
        if _kind(it) == chosen:
            table.setdefault(it.start, {})[it.code] = it
    return dict(sorted(table.items()))


def _kind(it: Figure) -> tuple[str, int]:
    """The length of a figure's period, and for a year the month it starts in."""
    return it.length, it.start.month if it.length == "P1Y" else 0
