"""Questions about statutory returns: what is due when, how each went, and who is told."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db.models import Prefetch, QuerySet

from moothall.core.addresses import digest
from moothall.core.files import kept
from moothall.core.models import COMMAND_LINE, Membership, Organisation, Person, Scope, Service
from moothall.core.permission import may, organisations, require
from moothall.core.queries import services as services_of
from moothall.plan.returns.coming import Item, Punctuality, State, items, punctuality
from moothall.plan.returns.models import DueChange, Feed, Occurrence, Submission
from moothall.plan.returns.models import StatutoryReturn as StatutoryReturn  # pages name it too
from moothall.reference.gss import area_type
from moothall.reference.statutory_returns import Known, catalogue

READ, MANAGE, SUBMIT = "returns.read", "returns.manage", "returns.submit"


@dataclass(frozen=True)
class Standing:
    """One return on a day: every period of it, and how punctual it was over the last twelve months."""

    statutory_return: StatutoryReturn
    items: tuple[Item, ...]
    punctuality: Punctuality

    @property
    def next(self) -> Item | None:
        """The first period that is still to be submitted and has a date."""
        waiting = [it for it in self.items if it.due and not it.state.done]
        return min(waiting, key=lambda it: it.due or date.max, default=None)


def returns(person: Person, organisation: Organisation, on: date) -> list[Standing]:
    """Every return of the council, ended ones too, by title: four queries, however many. Raises PermissionDenied."""
    require(person, READ, organisation)
    return [_standing(it, on) for it in _with_all(StatutoryReturn.objects.filter(organisation=organisation))]


def one(person: Person, pk: int, on: date) -> Standing | None:
    """One return that this person may read, else None."""
    mine = organisations(person, READ)
    found = _with_all(StatutoryReturn.objects.filter(organisation__in=mine, pk=pk)).first()
    return _standing(found, on) if found else None


def item(standing: Standing, start: date) -> Item | None:
    """The period of a return that begins on a day; None where it tracks none."""
    return next((it for it in standing.items if it.period.start == start), None)


def calendar(found: Iterable[Standing], service: str = "", state: str = "") -> list[Item]:
    """What is late, due or to come, the late first, then by day; those without a date last. Filtered if asked.

    `service` is a slug. `state` is a value of State; without one, what has been submitted is left out, and so is
    what has neither begun nor been given a day.
    """
    wanted = [
        it
        for standing in found
        for it in standing.items
        if (not service or it.statutory_return.service.slug == service)
        and (it.state == state if state else not it.state.done and (it.due or it.begun))
    ]
    return sorted(
        wanted, key=lambda it: (it.state != State.LATE, it.due or date.max, it.statutory_return.title)
    )


def overall(found: Iterable[Standing], on: date) -> Punctuality:
    """How punctual the council was over twelve months, all returns together."""
    return punctuality((it for standing in found for it in standing.items), on)


def _with_all(found: QuerySet[StatutoryReturn]) -> QuerySet[StatutoryReturn]:
    changes = DueChange.objects.select_related("made_by")
    submissions = Submission.objects.select_related("recorded_by")
    return found.select_related("organisation", "service", "person").prefetch_related(
        Prefetch(
            "occurrences",
            queryset=Occurrence.objects.prefetch_related(
                Prefetch("due_changes", queryset=changes), Prefetch("submissions", queryset=submissions)
            ),
        )
    )


def _standing(it: StatutoryReturn, on: date) -> Standing:
    found = tuple(items(it, it.occurrences.all(), on))
    return Standing(it, found, punctuality(found, on))


def history(item: Item) -> list[Submission]:
    """Every record of one period's submission, the newest first; earlier ones were put right."""
    return list(item.occurrence.submissions.all()) if item.occurrence else []


def may_submit(person: Person, it: StatutoryReturn) -> bool:
    """Whether the person records that this return went: their own services' or any."""
    return may(person, SUBMIT, it.organisation_id, service=it.service.slug)


def known_for(organisation: Organisation) -> list[tuple[Known, bool]]:
    """The catalogue's returns, and whether councils of this kind make each."""
    kind = area_type(organisation.area_code)
    tier = kind.slug if kind else ""
    return [(it, not tier or tier in it.tiers) for it in catalogue().values()]


def taken(organisation: Organisation) -> dict[str, int]:
    """The catalogue's returns that the council tracks already: id to the return."""
    found = StatutoryReturn.objects.filter(organisation=organisation, last_period__isnull=True).exclude(
        known_as=""
    )
    return dict(found.values_list("known_as", "pk"))


def services(person: Person, organisation: Organisation) -> QuerySet[Service]:
    """The services that can own a return. Raises PermissionDenied."""
    require(person, READ, organisation)
    return services_of(organisation)


def owners(person: Person, organisation: Organisation) -> QuerySet[Person]:
    """The people who can be named as owner: those with a role here now. Raises PermissionDenied."""
    require(person, MANAGE, organisation)
    here = Person.objects.filter(
        is_active=True, memberships__organisation=organisation, memberships__ended_at__isnull=True
    )
    return here.exclude(username=COMMAND_LINE).distinct().order_by("name", "username")


def evidence(person: Person, pk: int) -> tuple[Submission, Path] | None:
    """A record with a file that this person may read, and where the file is; else None."""
    mine = organisations(person, READ)
    found = Submission.objects.filter(pk=pk, occurrence__statutory_return__organisation__in=mine)
    it = found.exclude(file_sha256="").first()
    return (it, kept(it.file_sha256)) if it and kept(it.file_sha256).exists() else None


def owed(organisation: Organisation, on: date, until: date) -> Iterator[tuple[Item, Person | None]]:
    """What did not go and falls due by a day, each with whom it is told to; with nobody where there is nobody to tell.

    A return is told to the person named; without one, to each of those who submit for its service.
    """
    managers: dict[str, list[Person]] = defaultdict(list)
    narrow = Membership.objects.filter(
        organisation=organisation,
        ended_at__isnull=True,
        person__is_active=True,
        role__grants__permission=SUBMIT,
        role__grants__scope=Scope.SERVICE,
    )
    for held in narrow.select_related("person").order_by("person__name"):
        for slug in held.own:
            managers[slug].append(held.person)
    found = _with_all(StatutoryReturn.objects.filter(organisation=organisation))
    for it in calendar([_standing(one, on) for one in found]):
        if it.due is None or it.due > until:
            continue
        named = it.statutory_return.person
        active = [named] if named and named.is_active else managers[it.statutory_return.service.slug]
        people: list[Person | None] = [*active] or [None]
        yield from ((it, person) for person in people)


def feeds(person: Person, organisation: Organisation) -> QuerySet[Feed]:
    """The person's own calendar addresses here, the newest first. Raises PermissionDenied."""
    require(person, READ, organisation)
    return Feed.objects.filter(person=person, organisation=organisation).select_related("service")


def feed(person: Person, pk: int) -> Feed | None:
    """One of the person's own calendar addresses."""
    found = Feed.objects.filter(person=person, pk=pk, organisation__in=organisations(person, READ))
    return found.select_related("organisation").first()


def fed(token: str, on: date) -> tuple[Feed, list[Item]] | None:
    """What a calendar program reads at a secret address; None where it is unknown or ended, or its holder left."""
    found = Feed.objects.filter(digest=digest(token), ended_at__isnull=True)
    it = found.select_related("person", "organisation", "service").first()
    if not it or not may(it.person, READ, it.organisation):
        return None
    standings = returns(it.person, it.organisation, on)
    slug = it.service.slug if it.service else ""
    shown = [one for standing in standings for one in standing.items]
    return it, [one for one in shown if one.due and (not slug or one.statutory_return.service.slug == slug)]
