"""Where a council's services cost more than its peers': dear ones first, in pounds, for enquiry and not a saving.

The rules, which docs/methods/cost-finder.md works through:

- a cost is a measure in '£ per …' that has a denominator, or spending that COUNTED_OVER says how to count;
- it is set beside comparators of the council's own type, without the council itself: unless a set is asked for, the
  first published list with FEW of them, else its region, else its tier;
- it is dear above their upper quartile, and cheap below their lower;
- the gap to their median is priced by engines.peers.gap_to_median, and never added up;
- beside it stands the outcome of the same service, the first of OUTCOMES that enough of the others have;
- what makes it doubtful is said: few comparators, an old period, denominators missing or of another year.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Context, Decimal
from typing import NamedTuple

from moothall.core.errors import NotPossible
from moothall.core.models import Visitor
from moothall.engines.peers import Gap, Result, Spread, gap_to_median
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Area
from moothall.figures.queries import areas_called
from moothall.insight.alongside import FEWEST, Alongside, alongside, standing
from moothall.insight.groups import REGION, TIER, PeerSet, choose, filled, sets_for
from moothall.insight.rows import Figure
from moothall.insight.tiers import tier_of
from moothall.kit.periods import Period

FEW = 8  # comparators with a figure, below which a median moves with one of them
OLD = timedelta(days=2 * 365 + 1)  # since the period ended
DIVIDE = Context(prec=28)
UNIT_COST = re.compile(r"£ per (?:(?P<many>[0-9,]+) )?(?P<what>.+)")


class Over(NamedTuple):
    """What spending is counted over. `whole`: it contains the other lines, and is no service by itself."""

    measure: str
    of: str
    whole: bool = False


_RESIDENT = Over("population", "resident")
COUNTED_OVER: Mapping[str, Over] = {
    "spend-adult-social-care": _RESIDENT,
    "spend-children-social-care": _RESIDENT,
    "spend-cultural-services": _RESIDENT,
    "spend-environmental-services": _RESIDENT,
    "spend-highways-transport": _RESIDENT,
    "spend-housing-services": _RESIDENT,
    "spend-planning-services": _RESIDENT,
    "spend-total-services": Over("population", "resident", whole=True),
}
"""Spending in pounds, and the measure it is divided by. A measure in '£ per …' needs no line: it has its own."""

OUTCOMES: Mapping[str, Sequence[str]] = {
    "adult-social-care": ("social-care-quality-of-life", "short-term-services-outcome"),
    "housing": ("homelessness-prevented", "affordable-homes"),
    "planning": ("major-applications-in-time", "net-additional-dwellings"),
    "revenues-benefits": ("council-tax-collected", "benefit-new-claims-time"),
    "street-scene": ("streets-littered", "fly-tips-cleared"),
    "waste": ("recycling-rate", "residual-household-waste"),
}
"""By service (a measure's owner), what shows whether it does well: the first with figures of enough of the others."""


@dataclass(frozen=True)
class Outcome:
    """The outcome beside a cost. `effect` compares the council with the others' median."""

    held: Alongside
    result: Result
    effect: str  # 'good', 'poor', 'middling'


@dataclass(frozen=True)
class Cost:
    """A cost of the council. `amount` and the spread are in `unit`; `gap` is None where it cannot be priced.

    `over` is the figure that spending was divided by; for a unit cost as published, None.
    """

    held: Alongside
    unit: str
    amount: Decimal
    over: Figure | None
    over_period: Period | None
    denominator: Decimal | None
    result: Result
    gap: Gap | None
    whole: bool
    outcome: Outcome | None
    doubts: tuple[str, ...]

    @property
    def measure(self) -> Measure:
        return self.held.measure

    @property
    def spread(self) -> Spread | None:
        return self.result.spread

    @property
    def level(self) -> str:
        """'dear' above the others' upper quartile, 'cheap' below their lower, else 'middling'; '' beside too few."""
        if self.spread is None:
            return ""
        return (
            "dear"
            if self.amount > self.spread.q3
            else "cheap"
            if self.amount < self.spread.q1
            else "middling"
        )

    @property
    def reading(self) -> str:
        """Cost and outcome in a few words: 'Dear and good'."""
        if not self.level:
            return ""
        said = "In the middle" if self.level == "middling" else self.level.capitalize()
        if self.outcome is None:
            return f"{said}; no outcome to set beside it"
        return f"{said} and {'middling' if self.outcome.effect == 'middling' else self.outcome.effect}"


@dataclass(frozen=True)
class Found:
    """The cost finder's answer for a council: costs above the upper quartile by what the gap comes to, then the
    others compared, then those that cannot be."""

    area: Area
    sets: tuple[PeerSet, ...]
    peers: PeerSet | None
    count: int  # comparators of the council's own type
    left_out: int  # comparators of other types
    dear: tuple[Cost, ...]
    rest: tuple[Cost, ...]
    alone: tuple[Cost, ...]
    without: tuple[Measure, ...]  # spending of which there is no denominator at all
    passed: tuple[PeerSet, ...] = ()  # published lists with too few of the council's own type
    problem: str = ""

    @property
    def group(self) -> str:
        return self.peers.named(self.count, same_type=True) if self.peers else "other councils"

    @property
    def every(self) -> tuple[Cost, ...]:
        return (*self.dear, *self.rest, *self.alone)


def is_cost(measure: Measure) -> bool:
    """Whether the finder looks at a measure."""
    return measure.id in COUNTED_OVER or is_unit_cost(measure)


def is_unit_cost(measure: Measure) -> bool:
    """Whether a measure is a unit cost as it is: pounds for each of what it is counted over, and not better higher."""
    fits = UNIT_COST.fullmatch(measure.unit) is not None
    return fits and bool(measure.denominator) and measure.polarity != "higher"


def find(person: Visitor, area: Area, on: date, *, peers: str | None = None) -> Found:
    """A council's costs beside its peers', as far as this person may read them. A fixed number of queries.

    A set of comparators that is not there is said, and the usual one used. A published list in which too few are of the
    council's own type is passed over, which is said too.
    """
    sets = tuple(sets_for(person, area))
    problem, chosen = "", None
    if peers:
        try:
            chosen = choose(area, peers, sets)
        except NotPossible as fault:
            problem = str(fault)
    known = areas_called([code for it in (*sets, *filter(None, [chosen])) for code in it.codes])
    passed: tuple[PeerSet, ...] = ()
    if chosen is None:
        chosen, passed = _usual(area, sets, known)
    listed = [code for code in (chosen.codes if chosen else ()) if code != area.code]
    codes = listed if chosen and chosen.key in (REGION, TIER) else of_its_type(area, listed, known)

    measures = [it for it in catalogue().values() if is_cost(it)]
    further = {it.measure for it in COUNTED_OVER.values()} | {
        key for keys in OUTCOMES.values() for key in keys
    }
    wanted = [*measures, *(catalogue()[key] for key in sorted(further - {it.id for it in measures}))]
    held = alongside(person, wanted, area.code, codes)
    made: list[Cost] = []
    without: list[Measure] = []
    for it in measures:
        if it.id not in held:
            continue
        cost = counted(held[it.id], held, codes, on)
        if cost is None:
            without.append(it)
        else:
            made.append(cost)
    dear = sorted((it for it in made if it.level == "dear"), key=_pounds)
    rest = sorted((it for it in made if it.level and it.level != "dear"), key=_standing)
    alone = [it for it in made if not it.level]
    return Found(
        area, sets, chosen, len(codes), len(listed) - len(codes), tuple(dear), tuple(rest), tuple(alone),
        tuple(without), passed, problem,
    )  # fmt: skip


def of_its_type(area: Area, codes: Iterable[str], known: Mapping[str, Area]) -> list[str]:
    """Those of these councils that are of the area's own type, in its nation."""
    return [code for code in codes if code in known and tier_of(known[code]) == tier_of(area)]


def _usual(
    area: Area, sets: Sequence[PeerSet], known: Mapping[str, Area]
) -> tuple[PeerSet | None, tuple[PeerSet, ...]]:
    """The first set with FEW councils of the area's own type, a published list before its region and its tier; failing
    that the first with FEWEST, or with as many as there are. And the published lists that were passed over for it."""
    counts: list[tuple[PeerSet, int]] = []
    for it in sets:
        if it.group:
            continue  # a council's own group is used when it is asked for
        found = filled(it, area)
        like = found.codes if it.key in (REGION, TIER) else of_its_type(area, found.codes, known)
        counts.append((found, len(like)))
        if len(like) >= FEW:
            break
    most = max((count for _, count in counts), default=0)
    least = FEW if most >= FEW else min(most, FEWEST)
    place = next((place for place, (_, count) in enumerate(counts) if count >= least), None)
    if place is None:
        return None, ()
    return counts[place][0], tuple(it for it, _ in counts[:place] if it.edition)


def _pounds(it: Cost) -> tuple[bool, Decimal, str]:
    """By pounds, the most first; what contains the others last."""
    return it.whole, -(it.gap.amount if it.gap else Decimal(0)), it.measure.title


def _standing(it: Cost) -> tuple[bool, bool, str]:
    return it.whole, it.level == "cheap", it.measure.title


def counted(held: Alongside, every: Mapping[str, Alongside], codes: Collection[str], on: date) -> Cost | None:
    """A cost as it is counted, beside the councils with these codes; None where what it is to be counted over has no
    figure. `every` holds the measures that costs are counted over, and outcomes.
    """
    measure = held.measure
    over = COUNTED_OVER.get(measure.id)
    values: dict[str, Decimal] = {}
    divisor: Figure | None = None
    when: Period | None = None
    uncounted = 0
    if over is None:
        fit = UNIT_COST.fullmatch(measure.unit)
        assert fit, "a cost is a unit cost, or is counted over a measure"
        unit, per = measure.unit, int((fit["many"] or "1").replace(",", ""))
        values = held.known([held.code, *codes])
        denominator = held.own.denominator
    else:
        unit, per = f"£ per {over.of}", 1
        below = every.get(over.measure)
        when = _denominators(below, held.period) if below else None
        rows = below.table[when.start] if below and when else {}
        spent = held.known([held.code, *codes])
        for code, pounds in spent.items():
            count = rows[code].value if code in rows else None
            if count is not None and count > 0:
                values[code] = DIVIDE.divide(pounds, count)
        uncounted = len(spent.keys() - values.keys())
        if held.code not in values:
            return None
        divisor = rows[held.code]
        denominator = divisor.value
    amount = values[held.code]
    result = standing(measure, held.code, values)
    gap = None
    if result.spread and denominator is not None and denominator > 0:
        gap = gap_to_median(amount, result.spread.median, denominator, per)
    doubts = _doubts(held, when, result, uncounted, on)
    if result.spread and gap is None:
        doubts.append("the denominator is missing, so the gap cannot be priced")
    return Cost(
        held, unit, amount, divisor, when, denominator, result, gap, bool(over and over.whole),
        _outcome(measure, every, codes), tuple(doubts),
    )  # fmt: skip


def _denominators(below: Alongside, spent: Period) -> Period | None:
    """The period whose denominators are used: the newest that begins by the end of the spending's, else the oldest
    looked at."""
    mine = [
        start
        for start, rows in below.table.items()
        if below.code in rows and rows[below.code].value is not None
    ]
    by_then = [start for start in mine if start <= spent.end]
    start = max(by_then) if by_then else min(mine)
    return Period(start, below.period.length)


def _doubts(held: Alongside, when: Period | None, result: Result, uncounted: int, on: date) -> list[str]:
    """Why a comparison is to be trusted little, a clause each."""
    said = []
    if FEWEST <= result.others < FEW:
        said.append(f"only {result.others} comparators have a figure")
    if on - held.period.end > OLD:
        said.append(f"the period, {held.period.label}, ended more than two years ago")
    if uncounted:
        is_are = "comparator has" if uncounted == 1 else "comparators have"
        said.append(f"{uncounted} {is_are} no denominator and {'is' if uncounted == 1 else 'are'} left out")
    if when and abs(when.start - held.period.start) > timedelta(days=366):
        said.append(f"it is counted over figures of {when.label}")
    if "p" in held.own.status:
        said.append("the council’s figure is provisional")
    return said


def _outcome(measure: Measure, every: Mapping[str, Alongside], codes: Collection[str]) -> Outcome | None:
    for key in OUTCOMES.get(measure.owner, ()):
        held = every.get(key)
        if held is None:
            continue
        result = standing(held.measure, held.code, held.known([held.code, *codes]))
        if result.spread is not None and result.distance is not None:
            return Outcome(held, result, _effect(held.measure, result.distance))
    return None


def _effect(measure: Measure, distance: Decimal) -> str:
    if not distance or measure.polarity == "neither":
        return "middling"
    return "good" if (distance > 0) == (measure.polarity == "higher") else "poor"
