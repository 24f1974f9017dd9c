"""A service that was renamed, and an area that is said to have taken over from another."""

from datetime import date
from typing import TYPE_CHECKING

from moothall.core.models import Service
from moothall.direction import rehoming
from moothall.direction.models import Restructure
from moothall.figures import reorganising
from moothall.figures.models import Reorganisation
from moothall.figures.reorganising import Taken

if TYPE_CHECKING:
    from tests.people import World


def changing_samples(world: "World") -> dict[str, object]:
    """The argument `area` is the council's, which took over."""
    it = Restructure.objects.first()
    if it is None:
        it = rehoming.restructure(
            world.root,
            organisation=world.council,
            turn="renamed",
            ending=[Service.objects.create(organisation=world.council, slug="parks", name="Parks")],
            added=["Green spaces"],
            on=date(2026, 4, 1),
            reason="The new structure.",
        )
    if not Reorganisation.objects.exists():
        reorganising.reorganise(
            world.person["performance-officer"],
            organisation=world.council,
            successor=world.council.area_code,
            from_date=date(2023, 4, 1),
            taken=[Taken(world.other.area_code)],
            reason="The order.",
            source="SI 2022/1",
        )
    return {"restructure": it.pk}
