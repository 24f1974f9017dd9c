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


def of_one_kind(found: Iterable[Figure], own: str) -> dict[date, dict[str, Figure]]:
    """By period and area, figures that can stand beside each other: one length of period, one figure an area.

    The length is the one that most areas use, among those the own council uses. Published statistics come
    before a council's own figure for the same period, because the others' are published.
    """
    kept = list(found)
    lengths = {it.length for it in kept if it.code == own} or {it.length for it in kept}
    areas = Counter(length for length, _ in {(it.length, it.code) for it in kept if it.length in lengths})
    length = max(areas, key=lambda it: (areas[it], it == "P1Y", it), default="")
    table: dict[date, dict[str, Figure]] = {}
    for it in sorted(kept, key=lambda it: (it.published, it.value is not None)):
        if it.length == length:
            table.setdefault(it.start, {})[it.code] = it
    return dict(sorted(table.items()))
