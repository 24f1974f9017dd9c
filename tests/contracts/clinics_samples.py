"""A clinic under way, with something on its agenda."""

from datetime import date
from typing import TYPE_CHECKING

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
    return {"clinic": item.clinic_id, "item": item.pk}
