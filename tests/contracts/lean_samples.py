"""A process with its map, and a measure worked out from two, for the routes of lean."""

from typing import TYPE_CHECKING

from moothall.core import clock
from moothall.core.models import Service
from moothall.insight.lean import actions
from moothall.insight.lean.models import Derived, Process
from moothall.insight.lean.reading import Written

if TYPE_CHECKING:
    from tests.people import World


def lean_samples(world: "World") -> dict[str, object]:
    """Argument name to a value; makes what is not there yet."""
    process = Process.objects.first() or _process(world)
    derived = Derived.objects.first() or actions.set_derived(
        world.root,
        organisation=world.council,
        title="Waste for each tonne recycled",
        kind="turnaround",
        over="recycling-rate",
        over_part="denominator",
        under="recycling-rate",
        under_part="numerator",
        unit="tonnes per tonne",
    )
    return {"process": process.pk, "derived": derived.slug, "side": "before"}


def _process(world: "World") -> Process:
    process = actions.add_process(
        world.root,
        organisation=world.council,
        service=Service.objects.get(organisation=world.council, slug="waste"),
        title="A new bin",
        unit="one bin delivered",
    )
    actions.draw(
        world.root,
        process=process,
        side="before",
        steps=[Written("Take the call", "Adviser", touch="4", wait="2 days", value="yes")],
        volume=1_000,
        known="Ten calls timed",
        on=clock.today(),
    )
    return process
