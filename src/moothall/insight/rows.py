"""Figures of one measure side by side: whose, of which period, and which of them can be compared."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from moothall.engines.peers import Member
from moothall.figures.measures import Measure
from moothall.insight.tiers import Tier
from moothall.kit.periods import LENGTHS

NATION = "nation"

Kind = tuple[str, int]
"""The length of a period, and for a year the month it starts in: financial and calendar years differ."""


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


def of_one_kind(found: Iterable[Figure], own: str, measure: Measure) -> dict[date, dict[str, Figure]]:
    """By period and area, figures that can stand beside each other: one kind of period, one figure an area.

    The kind is that of the measure, where the own council has it; else the one that most areas use among those
    the own council uses. Financial and calendar years are different kinds. Published statistics come before a
    council's own figure for the same period, because the others' are published.
    """
    kept = list(found)
    chosen = usual_kind({(_kind(it), it.code) for it in kept}, own, measure)
    table: dict[date, dict[str, Figure]] = {}
    for it in sorted(kept, key=lambda it: (it.published, it.value is not None)):
        if _kind(it) == chosen:
            table.setdefault(it.start, {})[it.code] = it
    return dict(sorted(table.items()))


def usual_kind(known: Collection[tuple[Kind, str]], own: str, measure: Measure) -> Kind | None:
    """Of the kinds of period known, each with the area that uses it, the one to show."""
    kinds = {kind for kind, code in known if code == own} or {kind for kind, _ in known}
    usual = {kind for kind in kinds if LENGTHS[kind[0]] == measure.frequency} or kinds
    areas = Counter(kind for kind, _ in set(known) if kind in usual)
    return max(areas, key=lambda kind: (areas[kind], kind), default=None)


def kind_of(length: str, start: date) -> Kind:
    """The kind of a period."""
    return length, start.month if length == "P1Y" else 0


def _kind(it: Figure) -> Kind:
    return kind_of(it.length, it.start)
