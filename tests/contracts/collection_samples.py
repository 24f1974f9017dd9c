"""A real value for every argument that the routes of data collection take."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from moothall.core import clock
from moothall.core.models import Service
from moothall.performance.collection import actions
from moothall.performance.collection.coming import first_of
from moothall.performance.collection.models import Ask

if TYPE_CHECKING:
    from tests.people import World

RULE = {"kind": "after", "number": 10, "unit": "working days"}


def collection_samples(world: "World") -> dict[str, object]:
    """Last year's values of two measures: one waits for sign-off, the other is still to be returned."""
    year = first_of("P1Y", clock.today()).previous()
    made = Ask.objects.filter(organisation=world.council, measure="recycling-rate").first()
    return {
        "asked": made.pk if made else _asked(world, year.start),
        "begins": year.start,
        "ends": year.end,
        "from_service": "waste",
    }


def _asked(world: "World", begins: date) -> int:
    made, _open = actions.ask(
        world.person["performance-officer"],
        organisation=world.council,
        service=Service.objects.get(organisation=world.council, slug="waste"),
        measures=["recycling-rate", "residual-household-waste"],
        rule=RULE,
        first_day=begins,
    )
    entry = actions.enter(world.person["contributor"], ask=made, start=begins, value=Decimal("42.5"))
    actions.submit(world.person["contributor"], entry=entry, because="It was counted twice.")
    return made.pk
