"""A clinic under way, with something on its agenda; and something that happened, marked on a measure."""

from datetime import date
from typing import TYPE_CHECKING

from moothall.direction.events import Event, Kind, mark
from moothall.performance.clinics import actions
from moothall.performance.clinics.models import Item

if TYPE_CHECKING:
    from tests.people import World


def clinics_samples(world: "World") -> dict[str, object]:
    item = Item.objects.first()
    if item is None:
        clinic = actions.plan(world.root, organisation=world.council, on=date(2026, 11, 5))
        item = actions.add_item(world.root, clinic=clinic, title="The depot")
        actions.begin(world.root, clinic=clinic)
    return {"clinic": item.clinic_id, "item": item.pk, "event": _event(world).pk}


def _event(world: "World") -> Event:
    return Event.objects.first() or mark(
        world.root,
        organisation=world.council,
        measure="recycling-rate",
        service="waste",
        kind=Kind.EVENT,
        on=date(2023, 5, 1),
        title="New bins",
    )
