"""Questions about collecting: what is due from whom, what was returned, who may do what with it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Min, Prefetch, QuerySet

from moothall.core.models import COMMAND_LINE, Membership, Organisation, Person, Scope, Service
from moothall.core.permission import may, organisations, require
from moothall.core.queries import services as services_of
from moothall.direction.queries import owners
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Observation
from moothall.figures.queries import council_series
from moothall.kit.periods import Period
from moothall.performance.collection.coming import HELD, Item, State, items
from moothall.performance.collection.models import Ask as Ask  # pages name it too
from moothall.performance.collection.models import Entry as Entry
from moothall.performance.collection.models import Rules as Rules
from moothall.performance.collection.permissions import ENTER, MANAGE, READ, SIGN_OFF
from moothall.performance.collection.plausible import Kind, Past, factor
from moothall.performance.models import Target
from moothall.performance.queries import aim, in_force
from moothall.performance.status import Aim
from moothall.reference.statutory_returns.due import months_after

Key = tuple[str, str, str]  # measure, breakdown, length
HISTORY = 7 * 366  # days back that a value is judged by


@dataclass(frozen=True)
class Behind:
    """What stands behind an item: its earlier values, oldest first, and what it should reach."""

    past: tuple[Past, ...] = ()
    aim: Aim | None = None

    @property
    def last(self) -> Past | None:
        """The newest earlier period with a value."""
        return next((it for it in reversed(self.past) if it.value is not None), None)


def rules(organisation: Organisation) -> Rules:
    """What the council decided about collecting; the defaults where it decided nothing."""
    return Rules.objects.filter(organisation=organisation).first() or Rules(organisation=organisation)


def collected(person: Person, organisation: Organisation, on: date) -> list[Item]:
    """Every period of every ask that is looked at on a day: five queries, however many. Raises PermissionDenied.

    Those due first come first; of the same day, by measure.
    """
    require(person, READ, organisation)
    return _items(organisation, Ask.objects.filter(organisation=organisation), on)


def item(person: Person, ask: int, start: date, on: date) -> Item | None:
    """One period of an ask that this person may read; None where there is none."""
    found = Ask.objects.filter(pk=ask, organisation__in=organisations(person, READ))
    it = found.select_related("organisation").first()
    if it is None:
        return None
    every = _items(it.organisation, found, on)
    return next((one for one in every if one.period.start == start), None)


def open_items(organisation: Organisation, on: date) -> list[Item]:
    """What is still to be returned, and the periods that go on now. Asks for no permission: `core.due` does."""
    found = _items(organisation, Ask.objects.filter(organisation=organisation), on)
    return [it for it in found if it.state.wanted or it.state == State.NOT_YET]


def _items(organisation: Organisation, asks: QuerySet[Ask], on: date) -> list[Item]:
    since = months_after(on.replace(day=1), -HELD - 12)
    entries = Entry.objects.filter(start__gte=since).select_related("entered_by", "decided_by")
    full = asks.select_related("organisation", "service", "person").prefetch_related(
        Prefetch("entries", queryset=entries)
    )
    known = catalogue()
    found = [it for it in full if it.measure in known]
    people = _due_from(organisation, found)
    loaded = _loaded(organisation, {it.measure for it in found}, since)
    every: list[Item] = []
    for it in found:
        stored = list(it.entries.all())
        for entry in stored:
            entry.ask = it  # the one that is at hand
        mine = loaded.get((it.measure, it.breakdown, it.length), {})
        every += items(it, known[it.measure], stored, mine, people[it.pk], on)
    return sorted(every, key=lambda one: (one.due, one.measure.title, one.ask.breakdown))


def _loaded(
    organisation: Organisation, measures: Iterable[str], since: date
) -> Mapping[Key, dict[date, datetime]]:
    """By series, when the council's own figure of each period was first published."""
    if not organisation.area_code:
        return {}
    rows = (
        Observation.objects.filter(
            series__organisation=organisation,
            series__area=organisation.area_code,
            series__measure__in=set(measures),
            start__gte=since,
            load__sequence__isnull=False,
        )
        .order_by()
        .values_list("series__measure", "series__breakdown", "series__length", "start")
        .annotate(first=Min("load__published_at"))
    )
    found: dict[Key, dict[date, datetime]] = defaultdict(dict)
    for measure, breakdown, length, start, first in rows:
        found[measure, breakdown, length][start] = first
    return found


def _due_from(organisation: Organisation, asks: Sequence[Ask]) -> dict[int, tuple[Person, ...]]:
    """By ask, whom it is due from: the person named, else the measure's owner, else those who enter for the service."""
    owned = owners(organisation)
    managers = _managers(organisation)
    found = {}
    for it in asks:
        owner = owned.get(it.measure)
        named = [it.person, owner.person if owner else None]
        first = next((one for one in named if one and one.is_active), None)
        found[it.pk] = (first,) if first else tuple(managers[it.service.slug])
    return found


def _managers(organisation: Organisation) -> dict[str, list[Person]]:
    """By service, those whose role lets them enter its values."""
    narrow = Membership.objects.filter(
        organisation=organisation,
        ended_at__isnull=True,
        person__is_active=True,
        role__grants__permission=ENTER,
        role__grants__scope=Scope.SERVICE,
    )
    found: dict[str, list[Person]] = defaultdict(list)
    for held in narrow.select_related("person").order_by("person__name"):
        for slug in held.own:
            found[slug].append(held.person)
    return found


def counted(found: Iterable[Item]) -> dict[State, int]:
    """How many items stand how, in the order of State."""
    counts = Counter(it.state for it in found)
    return {state: counts[state] for state in State}


def wanted(found: Iterable[Item], service: str = "", state: str = "") -> list[Item]:
    """Items of a service (its slug) and in a state, as a list shows them: the late first.

    Without a state, what is done and what is not over yet is left out.
    """
    order = list(State)
    chosen = [
        it
        for it in found
        if (not service or it.ask.service.slug == service)
        and (it.state == state if state else not it.state.done and it.state != State.NOT_YET)
    ]
    return sorted(chosen, key=lambda it: (order.index(it.state), it.due, it.measure.title))


def theirs(person: Person, found: Iterable[Item]) -> list[Item]:
    """Those due from one person."""
    return [it for it in found if person in it.people]


def to_sign_off(person: Person, organisation: Organisation, on: date) -> list[Item]:
    """What waits for sign-off and is within this person's reach, by service and measure. Raises PermissionDenied."""
    require(person, SIGN_OFF, organisation)
    found = [it for it in collected(person, organisation, on) if it.state == State.ENTERED]
    return sorted(
        (it for it in found if may_sign_off(person, it.ask)),
        key=lambda it: (it.ask.service.name, it.measure.title, it.period.start),
    )


def entry(person: Person, pk: int) -> Entry | None:
    """An entry that this person may read, with its ask; else None."""
    found = Entry.objects.filter(pk=pk, ask__organisation__in=organisations(person, READ))
    return found.select_related("ask__organisation", "ask__service", "ask__person", "entered_by").first()


def versions(it: Item) -> list[Entry]:
    """Every entry of one period, the newest first."""
    found = Entry.objects.filter(ask=it.ask, start=it.period.start)
    return list(found.select_related("entered_by", "decided_by", "load"))


def behind(
    person: Person, organisation: Organisation, found: Sequence[Item], on: date
) -> dict[tuple[int, date], Behind]:
    """By ask and first day, each item's earlier values and its target: a fixed number of queries however many items."""
    measures = {it.measure.id: it.measure for it in found}
    series = {
        breakdown: council_series(
            person,
            organisation,
            measures.values(),
            on,
            since=on - timedelta(days=HISTORY),
            breakdown=breakdown,
        )
        for breakdown in {it.ask.breakdown for it in found}
    }
    targets: dict[str, list[Target]] = defaultdict(list)
    whole = Target.objects.filter(organisation=organisation, measure__in=measures, area=None, breakdown="")
    for target in whole:
        targets[target.measure].append(target)
    shown = {}
    for it in found:
        past = _past(series[it.ask.breakdown].get(it.measure.id, ()), it.ask, it.period)
        standing = None if it.ask.breakdown else in_force(targets[it.measure.id], it.period.end)
        shown[it.ask.pk, it.period.start] = Behind(past, aim(standing))
    return shown


def behind_one(person: Person, ask: Ask, period: Period) -> tuple[Past, ...]:
    """The values before one period, oldest first."""
    measure = catalogue()[ask.measure]
    since = period.start - timedelta(days=HISTORY)
    series = council_series(
        person, ask.organisation, [measure], period.end, since=since, breakdown=ask.breakdown
    )
    return _past(series.get(measure.id, ()), ask, period)


def _past(observed: Iterable[Observation], ask: Ask, period: Period) -> tuple[Past, ...]:
    return tuple(
        Past(one.value, one.numerator, one.denominator, one.period.label, one.start.month == 4)
        for one in observed
        if one.start < period.start and one.series.length == ask.length
    )


def kind_of(measure: Measure, start: date) -> Kind:
    """What the rules of likelihood need to know of a measure and a period."""
    adds_up = measure.basis == "year to date"
    return Kind(
        measure.unit,
        measure.decimals,
        factor(measure.unit, measure.interval, measure.per) if measure.numerator else None,
        part=measure.interval == "proportion",
        seldom=measure.frequency == "annual",
        adds_up=adds_up,
        begins=adds_up and start.month == 4,
    )


def may_enter(person: Person, ask: Ask) -> bool:
    """Whether the person returns values of this ask."""
    return may(person, ENTER, ask.organisation_id, service=ask.service.slug, measure=ask.measure)


def may_sign_off(person: Person, ask: Ask) -> bool:
    """Whether the person signs off values of this ask."""
    return may(person, SIGN_OFF, ask.organisation_id, service=ask.service.slug, measure=ask.measure)


def may_manage(person: Person, organisation: Organisation) -> bool:
    """Whether the person says what is due from whom."""
    return may(person, MANAGE, organisation)


def services(person: Person, organisation: Organisation) -> QuerySet[Service]:
    """The services that values are collected from. Raises PermissionDenied."""
    require(person, READ, organisation)
    return services_of(organisation)


def asks(person: Person, organisation: Organisation) -> QuerySet[Ask]:
    """Every ask, ended ones too. Raises PermissionDenied."""
    require(person, MANAGE, organisation)
    found = Ask.objects.filter(organisation=organisation).select_related("service", "person")
    return found.order_by("service__name", "measure", "breakdown")


def ask(person: Person, pk: int) -> Ask | None:
    """An ask that this person may manage; else None."""
    found = Ask.objects.filter(pk=pk, organisation__in=organisations(person, MANAGE))
    return found.select_related("organisation", "service", "person").first()


def askable(person: Person, service: Service) -> list[Measure]:
    """The measures that a service answers for and nobody is asked for yet, by title. Raises PermissionDenied."""
    organisation = service.organisation
    require(person, MANAGE, organisation)
    asked = set(
        Ask.objects.filter(organisation=organisation, breakdown="", last_period=None).values_list(
            "measure", flat=True
        )
    )
    owned = {key: it.service.slug for key, it in owners(organisation).items()}
    found = [
        it
        for key, it in catalogue().items()
        if owned.get(key, it.owner) == service.slug
        and key not in asked
        and key != BY_RULE
        and it.frequency in FREQUENCIES
    ]
    return sorted(found, key=lambda it: it.title)


BY_RULE = "returns-on-time"  # what `punctual` works out: nobody is asked for it
FREQUENCIES = {"monthly": "P1M", "quarterly": "P3M", "annual": "P1Y"}


def contributors(person: Person, organisation: Organisation) -> QuerySet[Person]:
    """The people who can be named to return values: those whose role here lets them. Raises PermissionDenied."""
    require(person, MANAGE, organisation)
    here = Person.objects.filter(
        is_active=True,
        memberships__organisation=organisation,
        memberships__ended_at__isnull=True,
        memberships__role__grants__permission=ENTER,
    )
    return here.exclude(username=COMMAND_LINE).distinct().order_by("name", "username")


def could_enter(whom: Person, organisation: Organisation, service: str, measure: str) -> bool:
    """Whether somebody's role lets them return a measure, to refuse to name them where it does not."""
    return may(whom, ENTER, organisation, service=service, measure=measure)
