"""Questions about performance: how a measure stands, and the scorecard."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from moothall.core.models import Organisation, Person, Run
from moothall.core.permission import may, require
from moothall.core.runs import of_subject
from moothall.direction.models import Owner, Priority
from moothall.direction.queries import owner, owners, priorities
from moothall.figures.glance import at_a_glance
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Observation
from moothall.figures.queries import council_series
from moothall.kit.periods import Period
from moothall.performance.models import Target as Target  # pages name it too
from moothall.performance.status import Aim, Status, Travel, status, travel

SHOWN = {
    "P1M": 25,
    "P3M": 13,
    "P1Y": 6,
}  # periods in a sparkline: two years of months, three of quarters, five of years
YEARS = 7  # of observations read: the shown ones, the year before them, and late publication


@dataclass(frozen=True)
class Line:
    """How one measure stands: its latest observation, against its target and against a year before."""

    measure: Measure
    owner: Owner | None
    recent: Sequence[Observation]
    target: Target | None
    status: Status
    travel: Travel
    earlier: Observation | None
    seen: Mapping[date, Decimal | None] | None = None  # the shown values, where `recent` has only two rows

    @property
    def latest(self) -> Observation | None:
        """The observation of the latest period, with or without a value."""
        return self.recent[-1] if self.recent else None

    @property
    def answers(self) -> str:
        """Who answers for the measure."""
        return str(self.owner) if self.owner else f"the {self.measure.owner} service"

    @property
    def service(self) -> str:
        """The slug of the service that answers for the measure here."""
        return self.owner.service.slug if self.owner else self.measure.owner

    def values(self) -> tuple[tuple[Period, Decimal | None], ...]:
        """Every period up to the latest, the ones without a return among them: what a sparkline shows."""
        if not self.recent:
            return ()
        return shown_values(self.given, self.recent[-1].period)

    @property
    def given(self) -> Mapping[date, Decimal | None]:
        """The recent values by the first day of their period, oldest first."""
        return self.seen if self.seen is not None else {it.start: it.value for it in self.recent}


def shown_values(
    given: Mapping[date, Decimal | None], last: Period
) -> tuple[tuple[Period, Decimal | None], ...]:
    """Every period up to the last, at most as many as a sparkline shows, oldest first; None where nothing is given."""
    period, first, shown = last, min(given), []
    for _ in range(SHOWN.get(period.length, 12)):
        shown.append((period, given.get(period.start)))
        period = period.previous()
        if period.start < first:
            break
    return tuple(reversed(shown))


@dataclass(frozen=True)
class Section:
    """A priority and how its measures stand."""

    priority: Priority
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Scorecard:
    """How a council is doing on its priorities on a day."""

    organisation: Organisation
    on: date
    sections: tuple[Section, ...]

    def lines(self) -> list[Line]:
        """Each measure once, though it serve two priorities."""
        return list({line.measure.id: line for section in self.sections for line in section.lines}.values())


def counted(lines: Iterable[Line]) -> dict[Status, int]:
    """How many measures have each status, in the order of Status."""
    found = Counter(line.status for line in lines)
    return {it: found[it] for it in Status}


def scorecard(person: Person, organisation: Organisation, on: date, *, at_once: bool = False) -> Scorecard:
    """The council's scorecard on a day: six queries however many measures, and two for what the
    person may. Raises PermissionDenied.

    `at_once` is for pages: of each measure's recent observations the latest and the one a year before are read whole,
    and the values of the others alone.
    """
    require(person, "performance.read", organisation)
    standing = priorities(organisation, on)
    ids = {it.measure for priority in standing for it in priority.measures.all()}
    wanted = [catalogue()[key] for key in catalogue() if key in ids]
    lines = (_glanced if at_once else _lines)(person, organisation, wanted, on)
    return Scorecard(
        organisation,
        on,
        tuple(
            Section(
                priority, tuple(lines[it.measure] for it in priority.measures.all() if it.measure in lines)
            )
            for priority in standing
        ),
    )


def answered_by(person: Person, scorecard: Scorecard) -> list[Line]:
    """The measures this person owns, or whose priority is in their portfolio."""
    return [
        line
        for section in scorecard.sections
        for line in section.lines
        if section.priority.holder_id == person.pk or (line.owner and line.owner.person_id == person.pk)
    ]


def wanting(lines: Iterable[Line]) -> list[Line]:
    """Those that are off track, then those without data."""
    order = (Status.OFF_TRACK, Status.NO_DATA)
    return sorted((it for it in lines if it.status in order), key=lambda it: order.index(it.status))


def line(person: Person, organisation: Organisation, measure: Measure, on: date) -> Line:
    """How one measure stands on a day. Raises PermissionDenied."""
    require(person, "performance.read", organisation)
    return _lines(person, organisation, [measure], on)[measure.id]


def quarter_before(on: date) -> date:
    """The last day of the quarter before the one that a day is in."""
    return on.replace(month=(on.month - 1) // 3 * 3 + 1, day=1) - timedelta(days=1)


def quarter_before_newest(ends: Iterable[date], on: date) -> date:
    """The last day of the quarter before that of the newest figure: where to look back to when figures come late.

    The days are those on which figures with a value end; without any, or for one yet to come, it goes by `on`.
    """
    return quarter_before(min(max(ends, default=on), on))


def now_and_then(person: Person, organisation: Organisation, measure: Measure, on: date) -> tuple[Line, Line]:
    """How one measure stands on a day, and how it stood by the quarter before that of its newest figure.

    Four queries. Raises PermissionDenied.
    """
    require(person, "performance.read", organisation)
    answers = owner(organisation, measure.id)
    rows = council_series(person, organisation, [measure], on, since=_since(quarter_before(on))).get(
        measure.id, ()
    )
    aims = targets(person, organisation, measure)
    before = quarter_before_newest((it.period.end for it in rows if it.value is not None), on)
    earlier = [it for it in rows if it.period.end <= before]
    return _line(measure, answers, rows, aims), _line(measure, answers, earlier, aims)


def may_set_target(person: Person, organisation: Organisation, line: Line) -> bool:
    """Whether the measure is within this person's reach."""
    return may(person, "performance.target", organisation, service=line.service, measure=line.measure.id)


KEPT = ("spc", "forecast", "effect", "peers")


def kept(person: Person, organisation: Organisation, measure: Measure) -> dict[str, Run]:
    """By engine, the newest run of each that a measure's page shows. One query. Raises PermissionDenied."""
    require(person, "performance.read", organisation)
    return of_subject(organisation, KEPT, measure.id)


def targets(person: Person, organisation: Organisation, measure: Measure) -> list[Target]:
    """Every target a measure has had, newest first. Raises PermissionDenied."""
    require(person, "performance.read", organisation)
    found = Target.objects.filter(organisation=organisation, measure=measure.id, area=None, breakdown="")
    return list(found.select_related("set_by"))


def _lines(
    person: Person, organisation: Organisation, measures: Sequence[Measure], on: date
) -> Mapping[str, Line]:
    answers, aims = owners(organisation), _aims(organisation, measures)
    recent = council_series(person, organisation, measures, on, since=_since(on), shown=SHOWN)
    return {it.id: _line(it, answers.get(it.id), recent.get(it.id, ()), aims[it.id]) for it in measures}


def _glanced(
    person: Person, organisation: Organisation, measures: Sequence[Measure], on: date
) -> Mapping[str, Line]:
    """The same, with the rows of two periods alone."""
    answers, aims = owners(organisation), _aims(organisation, measures)
    found = at_a_glance(person, organisation, measures, on, SHOWN)
    lines = {}
    for it in measures:
        seen = found.get(it.id)
        rows = [row for row in (seen.earlier, seen.latest) if row] if seen else []
        made = _line(it, answers.get(it.id), rows, aims[it.id])
        lines[it.id] = replace(made, seen=seen.values) if seen else made
    return lines


def _since(on: date) -> date:
    return on.replace(year=on.year - YEARS, day=1)


def _aims(organisation: Organisation, measures: Sequence[Measure]) -> dict[str, list[Target]]:
    aims: dict[str, list[Target]] = defaultdict(list)
    every = Target.objects.filter(organisation=organisation, area=None, breakdown="")
    for target in every.filter(measure__in=[it.id for it in measures]):
        aims[target.measure].append(target)
    return aims


def _line(
    measure: Measure, answers: Owner | None, recent: Sequence[Observation], targets: Sequence[Target]
) -> Line:
    latest = recent[-1] if recent else None
    target = in_force(targets, latest.period.end) if latest else (targets[0] if targets else None)
    value = latest.value if latest else None
    before = latest.period.year_before().start if latest else None
    earlier = next((it for it in recent if it.start == before), None)
    return Line(
        measure=measure,
        owner=answers,
        recent=recent,
        target=target,
        status=status(value, aim(target), measure.polarity, measure.decimals),
        travel=travel(value, earlier.value if earlier else None, measure.polarity, measure.decimals),
        earlier=earlier,
    )


def in_force(targets: Iterable[Target], day: date) -> Target | None:
    """The target of a day, from targets newest first; none when the newest says that there is none."""
    newest = next(
        (it for it in targets if it.from_date <= day and (it.to_date is None or day <= it.to_date)), None
    )
    return newest if newest and newest.value is not None else None


def aim(target: Target | None) -> Aim | None:
    """What the rule needs of a target."""
    if target is None or target.value is None:
        return None
    return Aim(target.value, target.upper, target.tolerance or Decimal(0))
