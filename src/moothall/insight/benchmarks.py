"""Putting a benchmark together: a handful of queries, however large the group."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from moothall.core.errors import NotPossible
from moothall.core.models import Visitor
from moothall.engines.peers import Result, Spread, compare, quartiles
from moothall.figures.measures import Measure
from moothall.figures.models import Area
from moothall.figures.queries import areas_called
from moothall.figures.standing import Pair
from moothall.figures.succession import lineages
from moothall.insight.comparison import Benchmark, Council, Group, Moment
from moothall.insight.groups import PeerSet, choose, sets_for
from moothall.insight.light import Everybody, Rows, everybody, exact, exact_of, middle, with_value
from moothall.insight.missing import Reach, absence
from moothall.insight.rows import NATION, NOTHING, Figure
from moothall.insight.tiers import COUNCILS, called, tier_of, within
from moothall.kit.numbers import decimal
from moothall.kit.periods import NotAPeriod, Period, parse
from moothall.reference.gss import area_type

FEWEST = 3  # others with a figure, below which there is no median to speak of


def benchmark(
    person: Visitor,
    measure: Measure,
    area: Area,
    *,
    peer_list: str | None = None,
    same_type: bool = False,
    period: str | Period | None = None,
    as_at: datetime | None = None,
) -> Benchmark:
    """How a council stands on a measure, as far as this person may read it.

    `peer_list` is the key of a set of comparators (`insight.groups`): a published list, one of them where none is
    given; a group the council keeps, its region, its tier, or codes. `same_type` keeps only those of the council's
    own type; `period` is one in any spelling, the latest with a figure when not given; `as_at` answers from what
    was known then (of figures; lists of neighbours are always the newest). Raises NotPossible when the set or the
    period is not there. Lists are used as published: neighbours are matched by code and nothing else.
    """
    sets = tuple(sets_for(person, area))
    published = [it for it in sets if it.edition]
    chosen = choose(area, peer_list, sets if peer_list else published)
    listed = chosen.codes if chosen else ()
    known = lineages()
    related = {code for peer in (area.code, *listed) for code in known.related(peer)}
    areas = areas_called([*listed, *related]) | {area.code: area}
    places = [areas.get(code) or _unknown(code) for code in listed]
    kept = [it for it in places if not same_type or tier_of(it) == tier_of(area)]

    every = everybody(person, measure, area, areas, as_at)
    table = every.table
    periods = tuple(sorted((Period(start, every.length) for start in table), reverse=True))
    when = _chosen_period(period, periods, measure, table, [area.code, *(it.code for it in kept)])
    now = every.figures(when.start) if when else {}
    nations = {nation for _, nation in every.tiers}
    reach = Reach(when, now, every.tiers, nations, known, areas) if when else None

    def result(codes: Iterable[str]) -> Result:
        values = {code: now[code].member if code in now else NOTHING for code in (area.code, *codes)}
        per = Decimal(measure.per)
        return compare(area.code, values, measure.polarity, kind=measure.interval, per=per, minimum=FEWEST)

    codes = [it.code for it in kept]
    neighbours = result(codes)
    tier = tier_of(area)
    in_tier = [code for code, it in now.items() if it.tier == tier and tier[0] in COUNCILS]
    ranks = _ranks(neighbours, now)
    nation, nation_values = _nation(area, every)
    return Benchmark(
        measure=measure,
        area=area,
        period=when,
        periods=periods,
        own=_council(area, now, reach, 0, ranks),
        peer_set=chosen,
        sets=sets,
        same_type=same_type,
        left_out=len(places) - len(kept),
        peers=tuple(_council(it, now, reach, listed.index(it.code) + 1, ranks) for it in kept),
        neighbours=Group(_name(chosen, len(kept), same_type), neighbours),
        tier=Group(called(tier), result(code for code in in_tier if code != area.code)),
        tier_figures={code: now[code] for code in in_tier},
        nation=nation,
        nation_value=nation_values.get(when.start) if when else None,
        trend=tuple(_moments(area, codes, every, periods, nation_values)),
        alone=not any(code != area.code for rows in table.values() for code in rows),
        before=_areas(known.predecessors(area.code), areas),
        after=_areas(known.successors(area.code), areas),
        as_at=as_at,
    )


def _unknown(code: str) -> Area:
    """A neighbour that no table of areas has told of."""
    kind = area_type(code)
    return Area(code=code, name=code, type=kind.slug if kind else "", nation=kind.nation if kind else "")


def _areas(codes: Iterable[str], areas: Mapping[str, Area]) -> tuple[Area, ...]:
    return tuple(sorted((areas[code] for code in codes if code in areas), key=lambda it: it.name))


def _name(chosen: PeerSet | None, count: int, same_type: bool) -> str:
    return chosen.named(count, same_type) if chosen else "no neighbours"


def _chosen_period(
    wanted: str | Period | None,
    periods: Sequence[Period],
    measure: Measure,
    table: Mapping[date, Rows],
    codes: Sequence[str],
) -> Period | None:
    """The period asked for; else the latest in which the council can be compared; else has a figure at all."""
    if wanted:
        try:
            found = parse(wanted, measure.frequency) if isinstance(wanted, str) else wanted
        except NotAPeriod as fault:
            raise NotPossible(str(fault)) from fault
        if found not in periods:
            known = ", ".join(it.label for it in periods[:12]) or "none yet"
            raise NotPossible(f"There are no figures for {found.label}. There are for: {known}.")
        return found
    own, *others = codes
    peers = {period: len(with_value(table[period.start], others)) for period in periods}
    has_own = [period for period in periods if table[period.start].get(own)]
    comparable = [period for period in has_own if peers[period] >= FEWEST]
    with_others = [period for period in periods if peers[period]]
    return next(iter((*comparable, *has_own, *with_others, *periods)), None)


def _council(
    area: Area, now: Mapping[str, Figure], reach: Reach | None, position: int, ranks: Mapping[str, int]
) -> Council:
    why = absence(area, reach) if reach else None
    return Council(area, now.get(area.code), why, position, ranks.get(area.code))


def _ranks(result: Result, now: Mapping[str, Figure]) -> dict[str, int]:
    """Everybody's place: equal figures share one, and the next is skipped. None where too few can be ranked."""
    if result.spread is None:
        return {}
    ranks: dict[str, int] = {}
    for place, code in enumerate(result.order, start=1):
        before = result.order[place - 2] if place > 1 else None
        tied = before is not None and now[before].value == now[code].value
        ranks[code] = ranks[before] if tied and before else place
    return ranks


def _spread(values: Sequence[Decimal]) -> Spread | None:
    return quartiles(values) if len(values) >= FEWEST else None


def _median(pairs: Sequence[Pair]) -> Decimal | None:
    return middle(pairs) if len(pairs) >= FEWEST else None


def _nation(area: Area, every: Everybody) -> tuple[str, dict[date, Decimal]]:
    """The nation's own published figure by period; where there is none, the median of its other councils.

    An average lies among what it averages. A published figure that does not is a total, and no benchmark.
    """
    tiers = every.tier_of
    # like every median here, this one leaves the council itself out
    others = {
        code
        for code, (kind, nation) in tiers.items()
        if nation == area.nation and kind in COUNCILS and code != area.code
    }
    nations = [code for code, tier in tiers.items() if tier == (NATION, area.nation)]
    published = {
        start: (code, decimal(*pair))
        for start, rows in every.table.items()
        for code in nations
        if (pair := rows.get(code))
    }
    if published and all(
        _among(value, exact_of(every.table[start], others)) for start, (_, value) in published.items()
    ):
        code = next(iter(published.values()))[0]
        name = next(it.name for it in every.series.values() if it.code == code)
        return name, {start: value for start, (_, value) in published.items()}
    medians = {start: _median(with_value(rows, others)) for start, rows in every.table.items()}
    return f"Median of all councils{within(area.nation)}", {
        start: value for start, value in medians.items() if value is not None
    }


def _among(value: Decimal, others: Sequence[Decimal]) -> bool:
    return not others or min(others) <= value <= max(others)


def _moments(
    area: Area,
    codes: Sequence[str],
    every: Everybody,
    periods: Sequence[Period],
    nation: Mapping[date, Decimal],
) -> Iterable[Moment]:
    tier = tier_of(area)
    like_it = {code for code, its in every.tier_of.items() if its == tier and code != area.code}
    for period in _without_holes(periods):
        rows = every.table.get(period.start, {})
        yield Moment(
            period,
            exact(rows.get(area.code)),
            _spread(exact_of(rows, codes)),
            _median(with_value(rows, like_it)),
            nation.get(period.start),
        )


def _without_holes(periods: Sequence[Period]) -> list[Period]:
    """Oldest first, with the periods nobody has a figure for: a year without a survey is a gap, not a step.

    Figures 'as at' a day come when they come, so days are left as they are.
    """
    if not periods or periods[0].length == "P1D":
        return list(reversed(periods))
    found = [periods[0]]
    while found[-1] > periods[-1]:
        found.append(found[-1].previous())
    return list(reversed(found)) if set(periods) <= set(found) else list(reversed(periods))
