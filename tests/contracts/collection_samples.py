"""A real value for every argument that the routes of data collection take."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from moothall.core.models import Service
from moothall.performance.collection import actions
from moothall.performance.collection.models import Ask

if TYPE_CHECKING:
    from tests.people import World

BEGINS = date(2025, 4, 1)


def collection_samples(world: "World") -> dict[str, object]:
    """A measure that is asked for, and a value of it that waits for sign-off."""
    made = Ask.objects.filter(organisation=world.council).first()
    if made is None:
        (made,) = actions.ask(
            world.person["performance-officer"],
            organisation=world.council,
            service=Service.objects.get(organisation=world.council, slug="waste"),
            measures=["recycling-rate"],
            rule={"kind": "after", "number": 10, "unit": "working days"},
            first_day=BEGINS,
        )
        entry = actions.enter(world.person["contributor"], ask=made, start=BEGINS, value=Decimal("42.5"))
        actions.submit(world.person["contributor"], entry=entry, because="It was counted twice.")
    return {"asked": made.pk, "begins": BEGINS, "from_service": "waste"}
