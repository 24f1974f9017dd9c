"""The barriers that go with a service: those that still stand, which name every service they affect."""

from collections.abc import Callable, Iterator
from datetime import date

from moothall.core.models import Service
from moothall.direction.rehoming import Act, Room, Thing
from moothall.plan.barriers.models import Barrier
from moothall.plan.barriers.queries import STANDING

KIND = "barriers"


def rule(service: Service, on: date) -> Iterator[Thing]:
    """Those that still stand."""
    for it in Barrier.objects.filter(services=service, state__in=STANDING):
        yield Thing(str(it.pk), str(it), _affecting(it, service))


def _affecting(it: Barrier, old: Service) -> Callable[[Service, Act], None]:
    def move(to: Service, act: Act) -> None:
        it.services.add(to)
        it.services.remove(old)

    return move


ROOM = Room("Barriers that still stand", rule)
