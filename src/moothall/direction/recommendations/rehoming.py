"""The recommendations that go with a service: those that are open."""

from collections.abc import Iterable
from datetime import date

from moothall.core.models import Service
from moothall.direction.recommendations.life import OPEN
from moothall.direction.recommendations.models import Recommendation
from moothall.direction.rehoming import Room, Thing, by_field

KIND = "recommendations"


def rule(service: Service, on: date) -> Iterable[Thing]:
    """Those that are open."""
    return by_field(Recommendation.objects.filter(service=service, state__in=OPEN))


ROOM = Room("Recommendations still open", rule)
