"""A value for each argument that a route of the sector review takes."""

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from tests.plan_sector.making import collected

from moothall.plan.sector.models import CollectedPlan, Collection

if TYPE_CHECKING:
    from tests.people import World


def sector_samples(world: "World") -> dict[str, object]:
    """Of a collection that was read and reviewed; made where there is none yet."""
    found = Collection.objects.first() or collected(
        world.root, world.council, Path(settings.MOOTHALL_HOME) / "sent"
    )
    return {
        "collection": found.pk,
        "collected": CollectedPlan.objects.filter(collection=found)[0].pk,
        "topic": "hybrid-working",
        "report_form": "pdf",
    }
