"""The risks that go with a service: those that are open, each with its scores, controls and history."""

from collections.abc import Iterable
from datetime import date

from moothall.core.models import Service
from moothall.direction.rehoming import Room, Thing, by_field
from moothall.risks.life import State
from moothall.risks.models import Risk

KIND = "risks"


def rule(service: Service, on: date) -> Iterable[Thing]:
    """Those that are open."""
    return by_field(Risk.objects.filter(service=service, state=State.OPEN))


ROOM = Room("Open risks", rule)
