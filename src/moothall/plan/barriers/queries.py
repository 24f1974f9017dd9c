"""Questions about barriers and asks."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from moothall.core.models import Organisation, Person
from moothall.core.permission import may, organisations, require
from moothall.core.queries import services
from moothall.plan.barriers.life import State
from moothall.plan.barriers.models import Ask as Ask  # pages name them too
from moothall.plan.barriers.models import Barrier as Barrier
from moothall.plan.barriers.models import Step
from moothall.plan.barriers.permissions import MANAGE, READ

STANDING = (State.OPEN, State.RAISED, State.ANSWERED)


@dataclass(frozen=True)
class Wanted:
    """Which barriers to list; '' asks for all."""

    state: str = ""  # a State, or 'standing'
    remover: str = ""
    service: str = ""


def barriers(person: Person, organisation: Organisation, wanted: Wanted | None = None) -> list[Barrier]:
    """A council's barriers with their services and asks, the costliest first, those of unknown cost after them: three
    queries. Raises PermissionDenied."""
    require(person, READ, organisation)
    asked = wanted or Wanted()
    found = _whole(Barrier.objects.filter(organisation=organisation))
    if asked.state:
        found = found.filter(state__in=STANDING if asked.state == "standing" else [asked.state])
    if asked.remover:
        found = found.filter(remover=asked.remover)
    if asked.service:
        found = found.filter(services__slug=asked.service)
    return sorted(
        found.distinct(),
        key=lambda it: (it.state not in STANDING, -(it.pence or -1), -(it.hours or -1), it.title),
    )


def barrier(person: Person, pk: int) -> Barrier | None:
    """One barrier that this person may read, with its steps; else None."""
    found = Barrier.objects.filter(organisation__in=organisations(person, READ), pk=pk)
    steps = Prefetch("steps", queryset=Step.objects.select_related("by"))
    return _whole(found).prefetch_related(steps).first()


def ask(person: Person, pk: int) -> Ask | None:
    """One ask that this person may read; else None."""
    found = Ask.objects.filter(barrier__organisation__in=organisations(person, READ), pk=pk)
    return found.select_related("barrier__organisation").first()


def may_manage(person: Person, organisation: Organisation) -> bool:
    """Whether the person records barriers and asks."""
    return may(person, MANAGE, organisation)


@dataclass(frozen=True)
class Spread:
    """How consistent barriers are across services: of the standing ones, how many each service has."""

    services: tuple[tuple[str, int], ...]  # every service of the council, the most affected first
    everywhere: int  # barriers that affect every service
    one_only: int  # barriers that affect a single one
    unsaid: int  # barriers of which no service is named


def spread(organisation: Organisation, found: Iterable[Barrier]) -> Spread:
    """The letter asks whether barriers are the same across services: one query, for the names of the services."""
    names = {it.pk: it.name for it in services(organisation)}
    standing = [{one.pk for one in it.services.all()} for it in found if it.state in STANDING]
    counted = {key: sum(key in them for them in standing) for key in names}
    return Spread(
        tuple((names[key], counted[key]) for key in sorted(names, key=lambda it: (-counted[it], names[it]))),
        sum(len(them) == len(names) for them in standing if len(names) > 1),
        sum(len(them) == 1 for them in standing),
        sum(not them for them in standing),
    )


def _whole(found: QuerySet[Barrier]) -> QuerySet[Barrier]:
    return found.select_related("organisation").prefetch_related("services", "asks")
