"""The measures that go with a service: those it answers for by the council's word, and by the catalogue's."""

from collections.abc import Callable, Iterable
from datetime import date

from moothall.core.models import Service
from moothall.direction.models import Owner
from moothall.direction.queries import owners
from moothall.direction.rehoming import Act, Room, Thing, by_field
from moothall.figures.measures import Measure, catalogue

KIND = "measures"


def rule(service: Service, on: date) -> Iterable[Thing]:
    """Each by its id. Where nobody was named the catalogue names the service: from now on the council does."""
    titles = {key: it.title for key, it in catalogue().items()}
    named = owners(service.organisation)
    rows = [it for it in named.values() if it.service_id == service.pk]
    for row, thing in zip(rows, by_field(rows), strict=True):
        yield Thing(row.measure, f"{titles.get(row.measure, row.measure)} ({row})", thing.move)
    for key, measure in catalogue().items():
        if key not in named and measure.owner == service.slug:
            yield Thing(key, measure.title, _named(service, measure))


def _named(service: Service, measure: Measure) -> Callable[[Service, Act], None]:
    def move(to: Service, act: Act) -> None:
        Owner.objects.create(organisation=service.organisation, measure=measure.id, service=to)

    return move


ROOM = Room("Measures, and who answers for them", rule)
