"""What the council holds in other rooms towards a question of the letter: the first few of each, to open."""

from collections.abc import Callable, Iterable, Mapping

from django.urls import reverse

from moothall.core.models import Organisation, Person
from moothall.core.permission import may
from moothall.direction import queries as direction
from moothall.plan.barriers import queries as barriers
from moothall.plan.service_plans import queries as service_plans

MOST = 4  # of each kind; its page has them all
Links = list[tuple[str, str]]  # words, and the address of the page


def kept(routes: Iterable[str], person: Person, organisation: Organisation) -> Mapping[str, Links]:
    """By the route of a room's page, what it holds that this person may read: a few queries for each room asked for."""
    wanted = set(routes)
    return {
        route: found(person, organisation)
        for route, (permission, found) in _ROOMS.items()
        if route in wanted and may(person, permission, organisation)
    }


def _commitments(person: Person, organisation: Organisation) -> Links:
    found = direction.commitments(person, organisation)[:MOST]
    return [(it.words, reverse("commitment", args=[it.pk])) for it in found]


def _barriers(person: Person, organisation: Organisation) -> Links:
    found = barriers.barriers(person, organisation, barriers.Wanted(state="standing"))[:MOST]
    return [(it.title, reverse("barrier", args=[it.pk])) for it in found]


def _service_plans(person: Person, organisation: Organisation) -> Links:
    found = service_plans.plans(person, organisation)[:MOST]
    return [(str(it), reverse("service-plan", args=[it.pk])) for it in found]


_ROOMS: Mapping[str, tuple[str, Callable[[Person, Organisation], Links]]] = {
    "progress": ("plan.read", _commitments),
    "barriers": ("plan.read", _barriers),
    "service-plans": ("service_plans.read", _service_plans),
}
