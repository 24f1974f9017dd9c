"""The statutory returns that go with a service: those that go on."""

from collections.abc import Iterable
from datetime import date

from moothall.core.models import Service
from moothall.direction.rehoming import Room, Thing, by_field
from moothall.plan.returns.models import StatutoryReturn

KIND = "statutory-returns"


def rule(service: Service, on: date) -> Iterable[Thing]:
    """Those that go on."""
    return by_field(StatutoryReturn.objects.filter(service=service, last_period=None))


ROOM = Room("Statutory returns", rule)
