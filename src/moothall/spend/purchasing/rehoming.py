"""The requisitions that go with a service: those that are not over."""

from collections.abc import Iterable
from datetime import date

from moothall.core.models import Service
from moothall.direction.rehoming import Room, Thing, by_field
from moothall.spend.purchasing.models import Requisition
from moothall.spend.purchasing.queries import OPEN

KIND = "purchasing"


def rule(service: Service, on: date) -> Iterable[Thing]:
    """Every one that is neither matched nor cancelled."""
    return by_field(Requisition.objects.filter(service=service, state__in=OPEN))


ROOM = Room("Requisitions that are not over", rule)
