"""Commentary that waits for approval."""

from datetime import date
from typing import TYPE_CHECKING

from moothall.figures.measures import catalogue
from moothall.performance.commentary import actions
from moothall.performance.commentary.actions import Said
from moothall.performance.models import Commentary

if TYPE_CHECKING:
    from tests.people import World

TOLD = date(2023, 4, 1)


def commentary_samples(world: "World") -> dict[str, object]:
    it = Commentary.objects.filter(organisation=world.council).first() or actions.write(
        world.person["contributor"],
        organisation=world.council,
        measure=catalogue()["recycling-rate"],
        start=TOLD,
        said=Said("More was recycled.", "A new round.", "Nothing: it goes well."),
        opened=0,
        send=True,
    )
    return {"commentary": it.pk, "told": TOLD}
