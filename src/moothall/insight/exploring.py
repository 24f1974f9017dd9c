"""The explorer: one measure of one council beside its comparators, its tier and its nation; and a second against it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain

from moothall.core.errors import NotPossible
from moothall.core.models import PUBLISHED, Visitor
from moothall.engines.peers import Result, Spread, compare, quartiles
from moothall.figures.measures import Measure
from moothall.figures.models import Area, Series
from moothall.figures.queries import areas_called, readable_to
from moothall.figures.succession import Lineages, lineages
from moothall.insight.comparison import Moment
from moothall.insight.groups import PeerSet, choose, sets_for
from moothall.insight.light import Everybody, everybody, exact_of
from moothall.insight.missing import Absence, Reach, absence
from moothall.insight.panel import areas_and_nation, figures_in, of_tier, series_of, values_in
from moothall.insight.rows import NATION, NOTHING, Figure, of_one_kind
from moothall.insight.tiers import COUNCILS, Tier, called, tier_of
from moothall.kit.periods import NotAPeriod, Period, parse

FEWEST = 3  # others with a figure, below which there is no median to speak of
MANY = 60  # comparators, above which their values of every period are read as light as can be
Others = Callable[[date], list[Decimal]]  # the comparators' figures in the period that begins on a day


@dataclass(frozen=True)
class Exploration:
    """What the explorer shows of one measure. Medians and quartiles leave the council itself out."""

    measure: Measure
    area: Area
    sets: tuple[PeerSet, ...]
    peers: PeerSet | None
    period: Period | None
    periods: tuple[Period, ...]  # newest first
    now: Mapping[str, Figure]  # the council, its comparators and its tier in the period
    tier: tuple[str, ...]  # the codes of the tier with a figure in the period, the council itself too
    nation: str  # the name of the nation, where its published figure is an average; else ''
    trend: tuple[Moment, ...]
    among_peers: Result
    among_tier: Result
    names: Mapping[str, str]  # of the council, its comparators and everybody with a row, by code
    absences: Mapping[
        str, Absence
    ]  # why those of `now` and the comparators that lack one have no figure, by code
    problem: str = ""  # what was asked for and could not be, in a sentence

    @property
    def own(self) -> Figure | None:
        return self.now.get(self.area.code)

    @property
    def value(self) -> Decimal | None:
        return self.own.value if self.own else None

    @property
    def comparators(self) -> tuple[str, ...]:
        """Their codes, without the council itself."""
        return tuple(code for code in (self.peers.codes if self.peers else ()) if code != self.area.code)

    @property
    def nation_value(self) -> Decimal | None:
        """The nation's published average in the period."""
        return next((it.nation for it in self.trend if it.period == self.period), None)

    @property
    def tier_name(self) -> str:
        return called(tier_of(self.area))

    @property
    def group(self) -> str:
        """Who the comparators are, in words: '20 nearest neighbours'."""
        return self.peers.named(len(self.peers.codes)) if self.peers else "other councils"


@dataclass(frozen=True)
class Pair:
    """A council's figures of two measures, for the scatter."""

    code: str
    name: str
    x: Decimal
    y: Decimal


@dataclass(frozen=True)
class Pairs:
    """Two measures of every council of the tier. Where their periods differ each is the latest up to the one asked."""

    across: Measure
    up: Measure
    across_period: Period | None
    up_period: Period | None
    points: tuple[Pair, ...]
    without: int  # councils with one of the two figures and not the other


def explore(
    person: Visitor,
    measure: Measure,
    area: Area,
    *,
    peers: str | None = None,
    period: str | None = None,
) -> Exploration:
    """One measure of a council, as far as this person may read it. What is asked for and is not there is said, and
    the usual is shown in its place: a link that has aged still leads somewhere."""
    sets = tuple(sets_for(person, area))
    found, problem = _set(area, peers, sets)
    codes = [code for code in (found.codes if found else ()) if code != area.code]
    known = lineages()
    # a council's figures may stand under the code it had before: asked for, so that this can be said
    before = {other for code in (area.code, *codes) for other in known.related(code)} - {area.code, *codes}
    few = codes if len(codes) <= MANY else []
    series = series_of(person, [measure], areas_and_nation([area.code, *few, *before], area.nation))
    table = of_one_kind(values_in(series), area.code, measure)
    shown = _shown(table, before)
    every: Everybody | None = None
    others: Others = lambda start: _values(table.get(start, {}), codes)  # noqa: E731
    if len(codes) > MANY:
        every = everybody(person, measure, area, [area.code, *codes])
        light = every.table
        shown |= {Period(start, every.length) for start in light}
        others = lambda start: exact_of(light.get(start, {}), codes)  # noqa: E731
    periods = tuple(sorted(shown, reverse=True))
    when, said = _period(period, periods, measure, table, area.code, others)
    now: dict[str, Figure] = {}
    if when:
        like = {**series_of(person, [measure], of_tier(tier_of(area))), **series}
        like = {pk: it for pk, it in like.items() if it.length == when.length}
        now = of_one_kind(figures_in(like, [when.start]), area.code, measure).get(when.start, {})
        if every:  # comparators of another type
            beyond = set(codes) - set(now)
            now |= {code: it for code, it in every.figures(when.start).items() if code in beyond}
    tier = tuple(
        code
        for code, it in now.items()
        if it.tier == tier_of(area) and it.value is not None and it.tier[0] in COUNCILS
    )
    absences, names = _absences(area, codes, when, now, table, known)
    name, nation = _nation(table, area, [now[code] for code in tier], when)
    return Exploration(
        measure,
        area,
        sets,
        found,
        when,
        periods,
        now,
        tier,
        name,
        tuple(_moments(table, periods, area.code, others, nation)),
        _compared(measure, area.code, codes, now),
        _compared(measure, area.code, [code for code in tier if code != area.code], now),
        {code: it.name for code, it in now.items()} | names,
        absences,
        problem or said,
    )


def held(person: Visitor, area: Area) -> dict[str, bool]:
    """The measures that the area has figures of, as far as this person may read them; and whether any is a published
    statistic, which others have too. One query."""
    reads = readable_to(person)
    # who may read is asked of the rows: in the query it leads the database to every series of an organisation
    found = Series.objects.filter(area=area, breakdown="").reaching()
    whose: dict[str, bool] = {}
    for measure, pk, organisation in found.values_list("measure", "organisation", "organisation__slug"):
        if organisation == PUBLISHED or pk in reads:
            whose[measure] = whose.get(measure, False) or organisation == PUBLISHED
    return whose


def pairs(person: Visitor, across: Measure, up: Measure, area: Area, period: Period | None) -> Pairs:
    """Two measures of every council of the tier, each in its latest period up to the end of the one given."""
    first, when_first = _latest(person, across, area, period)
    second, when_second = _latest(person, up, area, period)
    both = sorted(first.keys() & second.keys(), key=lambda code: first[code].name)
    points = [
        Pair(code, first[code].name, x, y)
        for code in both
        if (x := first[code].value) is not None and (y := second[code].value) is not None
    ]
    return Pairs(
        across, up, when_first, when_second, tuple(points), len(first.keys() | second.keys()) - len(points)
    )


def _latest(
    person: Visitor, measure: Measure, area: Area, until: Period | None
) -> tuple[dict[str, Figure], Period | None]:
    """Everybody's figures in the latest period in which the council, or failing it its nation, has one."""
    own = series_of(person, [measure], areas_and_nation([area.code], area.nation))
    table = of_one_kind(values_in(own), area.code, measure)
    known = [
        (start, code, it)
        for start, rows in table.items()
        for code, it in rows.items()
        if it.value is not None and (until is None or start <= until.end)
    ]
    if not known:
        return {}, None
    start, _, one = max(known, key=lambda it: (it[1] == area.code, it[0]))
    like = series_of(person, [measure], of_tier(tier_of(area)))
    like = {pk: it for pk, it in like.items() if it.length == one.length}
    rows = of_one_kind(figures_in(like, [start]), area.code, measure).get(start, {})
    return {code: it for code, it in rows.items() if it.value is not None}, Period(start, one.length)


def _shown(table: Mapping[date, Mapping[str, Figure]], before: Collection[str]) -> set[Period]:
    """The periods in which the council, a comparator or the nation has a row."""
    return {
        Period(it.start, it.length)
        for rows in table.values()
        for it in rows.values()
        if it.code not in before
    }


def _absences(
    area: Area,
    codes: Sequence[str],
    when: Period | None,
    now: Mapping[str, Figure],
    table: Mapping[date, Mapping[str, Figure]],
    known: Lineages,
) -> tuple[dict[str, Absence], dict[str, str]]:
    """Why each of these has no figure in the period, and what they all are called. One query, however many lack."""
    lacking = [code for code in (area.code, *codes) if code not in now or now[code].value is None]
    lacking += [code for code, it in now.items() if it.value is None and code not in lacking]
    related = {other for code in lacking for other in known.related(code)}
    areas = areas_called([*codes, *lacking, *related]) | {area.code: area}
    names = {code: areas[code].name if code in areas else code for code in (area.code, *codes)}
    if when is None:
        return {}, names
    # whom the source covers at all: everybody with a value in the period, and those of the panel in any other
    covered: set[Tier] = {it.tier for it in now.values() if it.value is not None}
    covered |= {it.tier for rows in table.values() for it in rows.values() if it.value is not None}
    reach = Reach(when, now, covered, {nation for _, nation in covered}, known, areas)
    found = {code: why for code in lacking if code in areas and (why := absence(areas[code], reach))}
    return found, names


def _set(area: Area, wanted: str | None, sets: Sequence[PeerSet]) -> tuple[PeerSet | None, str]:
    try:
        return choose(area, wanted, sets), ""
    except NotPossible as fault:
        return choose(area, None, sets), str(fault)


def _period(
    wanted: str | None,
    periods: Sequence[Period],
    measure: Measure,
    table: Mapping[date, Mapping[str, Figure]],
    own: str,
    others: Others,
) -> tuple[Period | None, str]:
    """The period asked for; else the latest in which the council can be compared, or has a figure, or anybody has."""
    said = ""
    if wanted:
        try:
            asked = parse(wanted, measure.frequency)
            if asked in periods:
                return asked, ""
            said = f"There are no figures for {asked.label}: the latest are shown."
        except NotAPeriod as fault:
            said = str(fault)
    has_own = [it for it in periods if _values(table.get(it.start, {}), [own])]
    comparable = (it for it in has_own if len(others(it.start)) >= FEWEST)
    return next(chain(comparable, has_own, periods), None), said


def _values(rows: Mapping[str, Figure], codes: Iterable[str]) -> list[Decimal]:
    found = (rows[code].value for code in codes if code in rows)
    return [value for value in found if value is not None]


def _spread(values: Sequence[Decimal]) -> Spread | None:
    return quartiles(values) if len(values) >= FEWEST else None


def _compared(measure: Measure, own: str, codes: Iterable[str], now: Mapping[str, Figure]) -> Result:
    values = {code: now[code].member if code in now else NOTHING for code in (own, *codes)}
    return compare(
        own, values, measure.polarity, kind=measure.interval, per=Decimal(measure.per), minimum=FEWEST
    )


def _nation(
    table: Mapping[date, Mapping[str, Figure]], area: Area, tier: Sequence[Figure], when: Period | None
) -> tuple[str, dict[date, Decimal]]:
    """The nation's published figures; none where they do not lie among the councils', for then they are totals."""
    found = {
        start: it
        for start, rows in table.items()
        for it in rows.values()
        if it.tier == (NATION, area.nation) and it.value is not None
    }
    now = found.get(when.start) if when else None
    values = [it.value for it in tier if it.value is not None]
    if now and now.value is not None and values and not min(values) <= now.value <= max(values):
        return "", {}
    known = {start: it.value for start, it in found.items() if it.value is not None}
    return (next(iter(found.values())).name, known) if found else ("", {})


def _moments(
    table: Mapping[date, Mapping[str, Figure]],
    periods: Sequence[Period],
    own: str,
    others: Others,
    nation: Mapping[date, Decimal],
) -> Iterable[Moment]:
    for period in reversed(_without_holes(periods)):
        rows = table.get(period.start, {})
        yield Moment(
            period,
            rows[own].value if own in rows else None,
            _spread(others(period.start)),
            None,
            nation.get(period.start),
        )


def _without_holes(periods: Sequence[Period]) -> list[Period]:
    """Newest first, with the periods nobody has a figure for: a gap is a gap. Days are left as they are."""
    if not periods or periods[0].length == "P1D":
        return list(periods)
    found = [periods[0]]
    while found[-1] > periods[-1]:
        found.append(found[-1].previous())
    return found if set(periods) <= set(found) else list(periods)
