"""How every measure stands at the end of a quarter: what the report says, before it is put into words.

The rules:

- a measure's figure is that of its latest period that has ended by the quarter's last day;
- a measure returned more often than yearly that has no such period in the quarter has no data, as has one whose latest
  period came without a value;
- the quarter before is judged by the same rules as it stands in the store now;
- special cause is what the measure's chart says of that figure; a chart that was worked out with later figures is
  worked out again without them;
- what was marked on a measure up to the quarter's last day is shown on its chart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from moothall.core.models import Organisation, Person
from moothall.direction.events import events
from moothall.direction.models import Event, Priority
from moothall.engines.spc import Rebase, Result, chart
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Observation
from moothall.figures.queries import council_series
from moothall.kit.periods import Period
from moothall.kit.series import Point
from moothall.performance import queries as performance
from moothall.performance.queries import Line, Scorecard, aim, in_force
from moothall.performance.signal import CONCERN, IMPROVEMENT, Signal, signals
from moothall.performance.status import Status, Travel, status, travel

STEPS = {"P1M": 3, "P3M": 1, "P1W": 13}
"""How many periods of a length make a quarter; a year has none, and is as the quarter before had it."""
MONEY = ("budget-variance", "savings-delivered", "agency-spend", "invoices-paid-in-time")
"""Measures of the council's money beside the catalogue's folder 'finance' and corporate measures in pounds."""


@dataclass(frozen=True)
class Standing:
    """One measure at the end of a quarter. `latest` is None where nothing was returned for the quarter."""

    measure: Measure
    answers: str
    holder: str
    latest: Observation | None
    before: Observation | None
    year_before: Observation | None
    target: performance.Target | None
    status: Status
    travel: Travel
    chart: Result | None = None
    series: int = 0
    events: tuple[Event, ...] = ()

    @property
    def concern(self) -> bool:
        return self.chart is not None and self.chart.variation in CONCERN

    @property
    def improvement(self) -> bool:
        return self.chart is not None and self.chart.variation in IMPROVEMENT

    @property
    def special(self) -> bool:
        """Whether the chart shows special cause of any kind."""
        return self.chart is not None and self.chart.variation not in ("common", "none")

    @property
    def told(self) -> bool:
        """Whether the report says more of it than a line in a table."""
        return self.status == Status.OFF_TRACK or self.special


@dataclass(frozen=True)
class Section:
    priority: Priority
    standings: tuple[Standing, ...]


@dataclass(frozen=True)
class Quarter:
    """What a report on a quarter is of."""

    organisation: Organisation
    period: Period
    sections: tuple[Section, ...]
    money: tuple[Standing, ...]
    before: Mapping[Status, int]

    def standings(self) -> list[Standing]:
        """Each measure once, though it serve two priorities or be of money too."""
        every = [it for section in self.sections for it in section.standings]
        return list({it.measure.id: it for it in (*every, *self.money)}.values())


def assess(person: Person, organisation: Organisation, period: Period) -> Quarter:
    """How the council's measures stand at the end of a quarter. Raises PermissionDenied.

    A fixed number of queries for the measures under priorities, and a few for each of money that is under none.
    """
    card, earlier = (
        performance.scorecard(person, organisation, it.end) for it in (period, period.previous())
    )
    money = _money(person, organisation, period)
    lines = {it.measure.id: it for it in card.lines()}
    further = [performance.line(person, organisation, it, period.end) for it in money if it.id not in lines]
    lines |= {it.measure.id: it for it in further}
    found = signals(person, organisation, lines, whole=True)
    holders = _holders(card)
    marked = events(person, organisation, lines)
    standing = {
        key: _standing(
            person, organisation, it, period, holders.get(key, ""), found.get(key), marked.get(key, ())
        )
        for key, it in lines.items()
    }
    then = [
        *earlier.lines(),
        *(performance.line(person, organisation, it.measure, period.previous().end) for it in further),
    ]
    return Quarter(
        organisation,
        period,
        tuple(
            Section(section.priority, tuple(standing[it.measure.id] for it in section.lines))
            for section in card.sections
        ),
        tuple(standing[it.id] for it in money),
        _counted(_standing(person, organisation, it, period.previous()).status for it in then),
    )


def _counted(statuses: Iterable[Status]) -> dict[Status, int]:
    every = list(statuses)
    return {it: every.count(it) for it in Status}


def counted(standings: Iterable[Standing]) -> dict[Status, int]:
    """How many measures have each status, in the order of Status."""
    return _counted(it.status for it in standings)


def _holders(card: Scorecard) -> dict[str, str]:
    """By measure, the first portfolio that it is in and who holds that."""
    found: dict[str, str] = {}
    for section in card.sections:
        held = ", ".join(
            filter(
                None,
                (section.priority.portfolio, str(section.priority.holder or "") or section.priority.title),
            )
        )
        for it in section.lines:
            found.setdefault(it.measure.id, held)
    return found


def _money(person: Person, organisation: Organisation, period: Period) -> list[Measure]:
    """The measures of money that the council has figures of."""
    wanted = [it for it in catalogue().values() if _is_money(it)]
    held = council_series(person, organisation, wanted, period.end)
    return [it for it in wanted if it.id in held]


def _is_money(it: Measure) -> bool:
    return it.theme == "finance" or it.id in MONEY or (it.owner == "corporate" and it.unit.startswith("£"))


def _standing(
    person: Person,
    organisation: Organisation,
    line: Line,
    period: Period,
    holder: str = "",
    signal: Signal | None = None,
    marked: Iterable[Event] = (),
) -> Standing:
    measure, held = line.measure, {it.start: it for it in line.recent}
    latest = _latest(line.recent, period)
    target = line.target
    if latest is not line.latest:
        every = performance.targets(person, organisation, measure)
        target = in_force(every, latest.period.end if latest else period.end)
    value = latest.value if latest else None
    steps = STEPS.get(latest.period.length) if latest else None
    year = held.get(latest.period.year_before().start) if latest else None
    charted = _chart(signal, latest, period.end) if signal and latest else None
    return Standing(
        measure=measure,
        answers=line.answers,
        holder=holder,
        latest=latest,
        before=held.get(latest.period.moved(-steps).start) if latest and steps else None,
        year_before=year,
        target=target,
        status=status(value, aim(target), measure.polarity, measure.decimals),
        travel=travel(value, year.value if year else None, measure.polarity, measure.decimals),
        chart=charted,
        series=signal.series if signal else 0,
        events=tuple(it for it in marked if it.on <= period.end),
    )


def _latest(recent: Sequence[Observation], period: Period) -> Observation | None:
    ended = [it for it in recent if it.period.end <= period.end]
    if not ended:
        return None
    last = ended[-1]
    return last if last.period.length == "P1Y" or last.period.end >= period.start else None


def _chart(signal: Signal, latest: Observation, end: date) -> Result | None:
    """The kept chart as far as a day; None where it does not have the figure that the report shows."""
    result = signal.result
    kept = [it for it in result.points if it.period.end <= end]
    if not kept or not any(it.period == latest.period and it.value == latest.value for it in kept):
        return None
    if len(kept) == len(result.points):
        return result
    cuts = [Rebase(date.fromisoformat(it["on"]), it["reason"]) for it in signal.run.parameters["rebases"]]
    targets: list[Decimal | None] = [it.target for it in kept]
    points = [Point(it.period, it.value) for it in kept]
    return chart(points, result.better, targets, rebases=[it for it in cuts if it.on <= end])
