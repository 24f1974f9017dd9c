"""The clinics that go with a service: those that are not closed."""

from collections.abc import Iterable
from datetime import date

from moothall.core.models import Service
from moothall.direction.rehoming import Room, Thing, by_field
from moothall.performance.clinics.life import State
from moothall.performance.clinics.models import Clinic

KIND = "clinics"


def rule(service: Service, on: date) -> Iterable[Thing]:
    """Those that are not closed."""
    return by_field(Clinic.objects.filter(service=service).exclude(state=State.CLOSED))


ROOM = Room("Clinics still to be held or under way", rule)
