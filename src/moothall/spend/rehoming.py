"""The contracts that go with a service: those that are not over, each with its extensions, papers and history."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from moothall.core.models import Service
from moothall.direction.rehoming import Room, Thing, by_field
from moothall.spend.models import Contract

KIND = "contracts"


def rule(service: Service, on: date) -> Iterable[Thing]:
    """Those that are live or still to start."""
    found = Contract.objects.filter(Q(last_day__isnull=True) | Q(last_day__gte=on), service=service)
    return by_field(found)


ROOM = Room("Contracts that are not over", rule)
