"""The processes that go with a service: those that are still done."""

from collections.abc import Iterable
from datetime import date

from moothall.core.models import Service
from moothall.direction.rehoming import Room, Thing, by_field
from moothall.insight.lean.models import Process

KIND = "processes"


def rule(service: Service, on: date) -> Iterable[Thing]:
    """Those that are still done."""
    return by_field(Process.objects.filter(service=service, ended_on=None))


ROOM = Room("Processes that are drawn", rule)
