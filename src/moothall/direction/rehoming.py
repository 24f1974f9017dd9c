"""Services become others: what stands under them is given a new home, and stays the old one's for the days before.

A room says what of its things goes with a service by registering a rule as it starts (`AppConfig.ready`), as for
`core.due`; nobody here knows the rooms.

    moves("risks", Room("Open risks", rule))

A rule gives every thing of a service that goes on; each knows how it is moved. What is over (a closed risk, a return
that was signed off, an approved plan) is given by no rule, so it stays where it was.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Model, QuerySet
from django.utils.text import slugify

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Membership, Organisation, Person, Scope, Service
from moothall.core.permission import require
from moothall.core.queries import services
from moothall.core.wording import line, prose
from moothall.direction.life import OPEN, Turn
from moothall.direction.models import Commitment
from moothall.direction.models import Rehomed as Rehomed  # pages name them too
from moothall.direction.models import Restructure as Restructure
from moothall.direction.permissions import READ
from moothall.kit.documents.words import spoken_date

RESTRUCTURE = "councils.manage"  # declared by core: who adds services ends them
LONGEST, LONGEST_NAME = 2000, 200  # characters


@dataclass(frozen=True)
class Act:
    """A restructure while it happens: the first day of what comes after, and the moment it is written down."""

    on: date
    at: datetime


@dataclass(frozen=True)
class Thing:
    """Something that stands under a service: `key` tells it from others of its kind; `move` gives it to another."""

    key: str
    title: str
    move: Callable[[Service, Act], None]


Rule = Callable[[Service, date], Iterable[Thing]]
"""A service and the first day of what comes after: the things of it that go on."""


@dataclass(frozen=True)
class Room:
    """What a room's things are called on the page, and its rule."""

    heading: str
    rule: Rule


ROOMS: dict[str, Room] = {}


def moves(kind: str, room: Room) -> None:
    """Makes a room's things go with the service that they stand under."""
    ROOMS[kind] = room


def by_field(rows: Iterable[Model], field: str = "service") -> Iterable[Thing]:
    """For things that know their service by one field: each is moved by saying another there."""
    return [Thing(str(row.pk), str(row), _given(row, field)) for row in rows]


def _given(row: Model, field: str) -> Callable[[Service, Act], None]:
    def move(to: Service, act: Act) -> None:
        setattr(row, field, to)
        row.save(update_fields=[field])

    return move


# --- what direction itself knows ---


def commitments(service: Service, on: date) -> Iterable[Thing]:
    """Commitments that are still open, actions of clinics, risks and recommendations among them."""
    return by_field(Commitment.objects.filter(service=service, state__in=OPEN))


def scopes(service: Service, on: date) -> Iterable[Thing]:
    """Roles that reach the service. The new one is added, and the old stays: what is left of it is theirs to finish.

    A role is never changed: the one held ends and another begins, so that who could do what, when, stays on record.
    """
    found = Membership.objects.filter(
        organisation=service.organisation_id, ended_at__isnull=True, role__grants__scope=Scope.SERVICE
    )
    for it in found.select_related("person", "role").distinct().order_by("person__name", "pk"):
        if service.slug in it.own:
            yield Thing(str(it.pk), f"{it.person}, {it.role.name.lower()}", _reaching(it))


def _reaching(it: Membership) -> Callable[[Service, Act], None]:
    def move(to: Service, act: Act) -> None:
        now = Membership.objects.get(
            person=it.person_id, organisation=it.organisation_id, role=it.role_id, ended_at__isnull=True
        )
        if to.slug not in now.own:
            now.ended_at = act.at
            now.save(update_fields=["ended_at"])
            Membership.objects.create(
                person=now.person, organisation=now.organisation, role=now.role, own=[*now.own, to.slug]
            )

    return move


# --- what would move, and moving it ---


def choices(person: Person, organisation: Organisation) -> QuerySet[Service]:
    """The services that can end, or take on the work of others. Raises PermissionDenied."""
    require(person, RESTRUCTURE, organisation)
    return services(organisation)


@dataclass(frozen=True)
class Standing:
    """One thing that would move, and the service that it stands under."""

    kind: str
    thing: Thing
    service: Service

    @property
    def name(self) -> str:
        """What a form calls it."""
        return f"{self.kind}-{self.service.pk}-{self.thing.key}"


def standing(
    person: Person, organisation: Organisation, ending: Sequence[Service], on: date
) -> list[Standing]:
    """Everything that goes with these services, by room. Changes nothing. Raises PermissionDenied."""
    require(person, RESTRUCTURE, organisation)
    return _standing(organisation, ending, on)


def _standing(organisation: Organisation, ending: Sequence[Service], on: date) -> list[Standing]:
    for it in ending:
        if it.organisation_id != organisation.pk or it.ended_on:
            raise NotPossible(f"'{it}' is no service that {organisation} has now: choose another.")
    return [
        Standing(kind, thing, service)
        for kind, room in ROOMS.items()
        for service in ending
        for thing in room.rule(service, on)
    ]


def by_room(found: Iterable[Standing]) -> list[tuple[str, list[Standing]]]:
    """Heading and things, in the order in which the rooms registered; rooms without any are left out."""
    return [(ROOMS[kind].heading, list(some)) for kind, some in groupby(found, key=lambda it: it.kind)]


def restructure(
    person: Person,
    *,
    organisation: Organisation,
    turn: str,
    ending: Sequence[Service],
    into: Sequence[Service] = (),
    added: Sequence[str] = (),
    homes: Mapping[str, str] | None = None,
    on: date,
    reason: str,
) -> Restructure:
    """Ends services and gives what stands under them to those they become, all of it or none, as one audited act.

    `into` are services there are and `added` the names of those to make. Where they are several, `homes` says for each
    thing (by the name `standing` gives it) the short name of its new service; where there is one it may be left out.
    `on` is the first day of what comes after. Raises NotPossible with one sentence; PermissionDenied.
    """
    with change(person, RESTRUCTURE, "services.restructured", organisation=organisation) as entry:
        Organisation.objects.select_for_update().get(pk=organisation.pk)  # one restructure at a time
        turn_ = _fits(turn, ending, into, added)
        if on > clock.today():
            raise NotPossible(
                f"{spoken_date(on)} is still to come: look at what would move, and confirm it then."
            )
        found = _standing(organisation, ending, on)
        made = Restructure.objects.create(
            organisation=organisation,
            kind=turn_,
            on=on,
            reason=prose(reason, "the reason", LONGEST),
            made_by=person,
            made_at=entry.at,
        )
        subject(entry, made)
        new = _successors(organisation, ending, into, added)
        chosen = [(it, _home(it, new, homes or {})) for it in found]
        act = Act(on, entry.at)
        for it, home in chosen:
            it.thing.move(home, act)
        Rehomed.objects.bulk_create(
            Rehomed(
                restructure=made,
                kind=it.kind,
                key=it.thing.key,
                title=it.thing.title[:300],
                old=it.service,
                new=home,
            )
            for it, home in chosen
        )
        for service in ending:
            service.ended_on = on - timedelta(days=1)
            service.save(update_fields=["ended_on"])
        entry.before = {"services": {it.slug: it.name for it in ending}}
        entry.after = {
            "what": made.kind,
            "on": on.isoformat(),
            "reason": made.reason,
            "into": {it.slug: it.name for it in new.values()},
            "moved": _told(chosen),
        }
    return made


# by what became of them: how many services end, how many they become (least and most), and the sentence otherwise
_SHAPES: dict[Turn, tuple[tuple[int, int], tuple[int, int], str]] = {
    Turn.RENAMED: ((1, 1), (1, 1), "One service is renamed at a time: choose one, and write its new name."),
    Turn.MERGED: ((2, 50), (1, 1), "Two or more services are merged into one: choose them, and the one."),
    Turn.SPLIT: ((1, 1), (2, 50), "One service is split into two or more: choose it, and them."),
    Turn.ENDED: ((1, 50), (1, 50), "Choose the services that end, and those that their work goes to."),
}


def _fits(turn: str, ending: Sequence[Service], into: Sequence[Service], added: Sequence[str]) -> Turn:
    if turn not in Turn.values:
        raise NotPossible(f"A service is {', '.join(Turn.values)}, not '{turn}'.")
    kind = Turn(turn)
    (least, most), (fewest, many), said = _SHAPES[kind]
    ends, become = len({it.pk for it in ending}), len(into) + len(added)
    if not least <= ends <= most or not fewest <= become <= many or (kind == Turn.RENAMED and into):
        raise NotPossible(said)
    if {it.pk for it in ending} & {it.pk for it in into}:
        raise NotPossible("A service that ends cannot take on its own work: choose another.")
    return kind


def _successors(
    organisation: Organisation, ending: Sequence[Service], into: Sequence[Service], added: Sequence[str]
) -> dict[str, Service]:
    """The services they become by short name, those that are new made now."""
    there = set(Service.objects.filter(organisation=organisation).values_list("slug", flat=True))
    found = {}
    for it in into:
        if it.organisation_id != organisation.pk or it.ended_on:
            raise NotPossible(f"'{it}' is no service that {organisation} has now: choose another.")
        found[it.slug] = it
    for name in added:
        called = line(name, "the name of the service", LONGEST_NAME)
        slug = short_name(called)
        if not slug or slug in there | set(found):
            raise NotPossible(f"{organisation} has, or had, a service '{slug or called}': give another name.")
        found[slug] = Service.objects.create(organisation=organisation, slug=slug, name=called)
    return found


def short_name(name: str) -> str:
    """What a new service is called in addresses and in what a role reaches: 'Clean streets' is clean-streets."""
    return slugify(name)[:50].strip("-")


def _home(it: Standing, new: Mapping[str, Service], homes: Mapping[str, str]) -> Service:
    if len(new) == 1:
        return next(iter(new.values()))
    if it.name not in homes:
        raise NotPossible(f"Say where ‘{it.thing.title}’ goes: it came since you looked. Look again.")
    if homes[it.name] not in new:
        raise NotPossible(f"‘{it.thing.title}’ can go to {', '.join(new)}, not '{homes[it.name]}'.")
    return new[homes[it.name]]


def _told(chosen: Iterable[tuple[Standing, Service]]) -> dict[str, dict[str, str]]:
    told: dict[str, dict[str, str]] = {}
    for it, home in chosen:
        told.setdefault(it.kind, {})[it.thing.key] = f"{it.service.slug} to {home.slug}"
    return told


# --- questions ---


def restructures(person: Person, organisation: Organisation) -> list[Restructure]:
    """What became of a council's services, newest first. Raises PermissionDenied."""
    require(person, READ, organisation)
    return list(Restructure.objects.filter(organisation=organisation).select_related("made_by"))


def moved(person: Person, organisation: Organisation, pk: int) -> tuple[Restructure, list[Rehomed]] | None:
    """A restructure of this council with all that it moved; None where there is none. Raises PermissionDenied."""
    require(person, READ, organisation)
    found = Restructure.objects.filter(organisation=organisation, pk=pk).select_related("made_by").first()
    return (found, list(found.rehomed.select_related("old", "new"))) if found else None


def service_on(organisation: Organisation, kind: str, key: str, day: date, now: Service) -> Service:
    """The service that a thing was of on a day, where `now` is the one it is of today."""
    after = Rehomed.objects.filter(
        restructure__organisation=organisation, restructure__on__gt=day, kind=kind, key=key
    )
    first = after.select_related("old").order_by("restructure__on", "restructure_id").first()
    return first.old if first else now
