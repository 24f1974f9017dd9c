"""Questions about commentary: what is owed, what is written, what stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from moothall.core import runs
from moothall.core.models import Membership, Organisation, Person, Run, Scope
from moothall.core.permission import may, organisations, require
from moothall.direction import queries as direction
from moothall.direction.life import OPEN as UNDONE
from moothall.direction.models import Commitment, Owner
from moothall.figures.answering import answering
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Load, Observation
from moothall.figures.queries import council_series, unasked_series
from moothall.kit.periods import Period
from moothall.performance.commentary.life import OPEN, State
from moothall.performance.models import Commentary as Commentary  # pages name it too
from moothall.performance.models import Target
from moothall.performance.queries import aim, in_force
from moothall.performance.signal import ENGINE
from moothall.performance.status import Status, status

READ, WRITE, APPROVE = "performance.read", "commentary.write", "commentary.approve"
SOURCE = "commentary"  # of the actions that are tracked
WITHIN = timedelta(days=14)  # of the day on which the figure, or the target that it misses, came in
LATEST = {"P1M": 1, "P3M": 1, "P1Y": 1, "P1W": 1}
ORDINARY = ("common", "none")  # variation that asks for no words


@dataclass(frozen=True)
class Wanted:
    """A measure whose latest figure asks for commentary, with the newest text on it, if there is one."""

    measure: Measure
    latest: Observation
    status: Status
    special: str
    service: str
    owner: Owner | None
    due: date
    text: Commentary | None

    @property
    def period(self) -> Period:
        return self.latest.period

    @property
    def answers(self) -> str:
        """Who answers for the measure."""
        return str(self.owner) if self.owner else f"the {self.measure.owner} service"

    @property
    def written(self) -> bool:
        """Whether nobody has to write it any more: it waits for approval, or is approved."""
        return self.text is not None and self.text.state in (State.WAITING, State.APPROVED)

    @property
    def why(self) -> str:
        """Why it is owed: 'Off track. Special cause: Jun 2026 (71.2) is above …'"""
        off = "Off track." if self.status == Status.OFF_TRACK else ""
        return " ".join(filter(None, (off, self.special)))


def wanted(organisation: Organisation, on: date) -> list[Wanted]:
    """The measures of the scorecard whose latest figure is off target or shows special cause, by their day.

    Nine queries, however many measures. It asks for no permission: `core.due` and `owed` do.
    """
    ids = {it.measure for one in direction.priorities(organisation, on) for it in one.measures.all()}
    measures = [it for key, it in catalogue().items() if key in ids]
    series = unasked_series(organisation, measures, on, shown=LATEST)
    latest = {key: found[-1] for key, found in series.items() if found[-1].value is not None}
    charts = runs.newest(organisation, ENGINE, latest, whole=False)
    targets = _targets(organisation, latest)
    texts = _texts(organisation, latest)
    owners = direction.owners(organisation)
    loads = Load.objects.in_bulk({it.load_id for it in latest.values()})
    found = []
    for measure in measures:
        it = latest.get(measure.id)
        if it is None:
            continue
        target = in_force(targets.get(measure.id, ()), it.period.end)
        standing = status(it.value, aim(target), measure.polarity, measure.decimals)
        special = _special(charts.get(measure.id))
        if standing != Status.OFF_TRACK and not special:
            continue
        came = loads[it.load_id].published_at
        known = timezone.localdate(came) if came else it.period.end
        if target and standing == Status.OFF_TRACK:
            known = max(known, timezone.localdate(target.set_at))
        owner = owners.get(measure.id)
        service = owner.service.slug if owner else measure.owner
        text = texts.get((measure.id, it.start, it.series.length))
        found.append(Wanted(measure, it, standing, special, service, owner, known + WITHIN, text))
    return sorted(found, key=lambda one: (one.due, one.measure.title))


def _special(run: Run | None) -> str:
    if run is None or run.headline["variation"] in ORDINARY:
        return ""
    return str(run.headline["words"])


def _targets(organisation: Organisation, measures: Iterable[str]) -> Mapping[str, Sequence[Target]]:
    found: dict[str, list[Target]] = {}
    every = Target.objects.filter(
        organisation=organisation, measure__in=list(measures), area=None, breakdown=""
    )
    for it in every:
        found.setdefault(it.measure, []).append(it)
    return found


def heads(organisation: Organisation) -> dict[str, list[Person]]:
    """By service, those whose role lets them approve its commentary and no other's. One query."""
    narrow = Membership.objects.filter(
        organisation=organisation,
        ended_at__isnull=True,
        person__is_active=True,
        role__grants__permission=APPROVE,
        role__grants__scope=Scope.SERVICE,
    ).select_related("person")
    found: dict[str, list[Person]] = {}
    for it in narrow:
        for service in it.own:
            found.setdefault(service, []).append(it.person)
    return found


def _texts(
    organisation: Organisation, latest: Mapping[str, Observation]
) -> dict[tuple[str, date, str], Commentary]:
    """What stands for these periods: what is approved comes before what is being worked on."""
    found = Commentary.objects.filter(
        organisation=organisation, measure__in=list(latest), start__in={it.start for it in latest.values()}
    ).exclude(state=State.SUPERSEDED)
    order = [*OPEN, State.APPROVED]  # the last of one period stays
    every = sorted(found.select_related("written_by"), key=lambda it: order.index(State(it.state)))
    return {(it.measure, it.start, it.length): it for it in every}


# --- for those who read ---


def owed(person: Person, organisation: Organisation, on: date) -> list[Wanted]:
    """What somebody has still to write, what is due first coming first. Raises PermissionDenied."""
    require(person, READ, organisation)
    return [it for it in wanted(organisation, on) if not it.written]


def being_written(person: Person, organisation: Organisation) -> list[Commentary]:
    """Every draft, and what waits or was sent back, the newest first. One query. Raises PermissionDenied."""
    require(person, READ, organisation)
    found = _full().filter(organisation=organisation, state__in=OPEN)
    return list(found.order_by("-written_at"))


def commentary(person: Person, pk: int) -> Commentary | None:
    """One version that this person may read."""
    return _full().filter(organisation__in=organisations(person, READ), pk=pk).first()


def through_time(person: Person, organisation: Organisation, measure: Measure) -> list[Commentary]:
    """Every version of what was said of a measure, the newest period and version first. One query.
    Raises PermissionDenied."""
    require(person, READ, organisation)
    return list(_full().filter(organisation=organisation, measure=measure.id))


def standing(person: Person, organisation: Organisation, measure: Measure) -> list[Commentary]:
    """The newest approved commentary of a measure and what is being written, if there are, in that order. One query.
    Raises PermissionDenied."""
    require(person, READ, organisation)
    found = list(
        _full().filter(organisation=organisation, measure=measure.id, state__in=(State.APPROVED, *OPEN))
    )
    approved = [it for it in found if it.state == State.APPROVED][:1]
    return approved + [it for it in found if it.state != State.APPROVED][:1]


def latest(person: Person, organisation: Organisation, measures: Iterable[str]) -> dict[str, Commentary]:
    """By measure, the newest approved commentary. One query. Raises PermissionDenied."""
    require(person, READ, organisation)
    return _by_measure(
        _full().filter(organisation=organisation, measure__in=list(measures), state=State.APPROVED)
    )


def of_quarter(person: Person, organisation: Organisation, quarter: Period) -> dict[str, Commentary]:
    """By measure, the newest commentary that was approved on a period that ended in a quarter, or on the latest year
    that had ended by then. One query. Raises PermissionDenied."""
    require(person, READ, organisation)
    found = _full().filter(
        organisation=organisation, state=State.APPROVED, start__lte=quarter.end, start__gte=_since(quarter)
    )
    return _by_measure(it for it in found if _of(it.period, quarter))


def _since(quarter: Period) -> date:
    """No period of a quarter begins before this day: a year that ended a year ago is the latest still."""
    return quarter.start.replace(year=quarter.start.year - 2)


def _of(period: Period, quarter: Period) -> bool:
    if period.length == "P1Y":
        return period.end <= quarter.end < period.moved(1).end
    return quarter.start <= period.end <= quarter.end


def _by_measure(found: Iterable[Commentary]) -> dict[str, Commentary]:
    """The newest of each measure, from some that are newest first."""
    by: dict[str, Commentary] = {}
    for it in found:
        by.setdefault(it.measure, it)
    return by


def _full() -> QuerySet[Commentary]:
    return Commentary.objects.select_related(
        "organisation", "written_by", "decided_by", "commitment__service", "commitment__person"
    )


# --- for those who write and approve ---


def periods(person: Person, organisation: Organisation, measure: Measure, on: date) -> list[Observation]:
    """The figures of a measure that can be commented on, oldest first."""
    found = council_series(person, organisation, [measure], on)
    return list(found.get(measure.id, ()))


def versions(organisation: Organisation, measure: str, period: Period) -> QuerySet[Commentary]:
    """Every version of the commentary of one period, the newest first."""
    return _full().filter(
        organisation=organisation, measure=measure, start=period.start, length=period.length
    )


def authors(it: Commentary) -> frozenset[int]:
    """Who wrote in it since what is approved now was written."""
    written = versions(it.organisation, it.measure, it.period).filter(number__lte=it.number)
    approved = written.filter(state=State.APPROVED).first()
    since = Q(number__gt=approved.number) if approved else Q()
    return frozenset(written.filter(since).order_by().values_list("written_by", flat=True))


def to_track(organisation: Organisation, measure: str) -> QuerySet[Commitment]:
    """The actions on a measure that are tracked already and not done."""
    return Commitment.objects.filter(organisation=organisation, measure=measure, state__in=UNDONE)


def may_write(person: Person, organisation: Organisation, measure: Measure) -> bool:
    """Whether the person writes about this measure."""
    service = answering(organisation, measure)
    return may(person, WRITE, organisation, service=service, measure=measure.id)


def may_decide(person: Person, it: Commentary) -> bool:
    """Whether the person approves this commentary or sends it back, as it stands; the actions ask again."""
    measure = catalogue().get(it.measure)
    if measure is None or it.state != State.WAITING or person.pk in authors(it):
        return False
    service = answering(it.organisation, measure)
    return may(person, APPROVE, it.organisation, service=service, measure=measure.id)


def may_approve_any(person: Person, organisation: Organisation) -> bool:
    """Whether the person approves commentary on some measure."""
    return may(person, APPROVE, organisation)
