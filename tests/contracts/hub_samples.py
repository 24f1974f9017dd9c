"""A view that is kept and a group of comparators, for the routes of the explorer."""

from typing import TYPE_CHECKING

from moothall.figures.models import Area
from moothall.insight import actions
from moothall.insight.models import PeerGroup, SavedView

if TYPE_CHECKING:
    from tests.people import World


def hub_samples(world: "World") -> dict[str, object]:
    """Argument name to a value; makes what is not there yet."""
    analyst, here = world.person["analyst"], world.council
    view = SavedView.objects.first() or actions.save_view(
        analyst,
        organisation=here,
        title="Recycling",
        state="measure=recycling-rate&area=E07000234&show=table",
        shared=True,
    )
    group = PeerGroup.objects.first() or actions.keep_group(
        analyst,
        organisation=here,
        area=Area.objects.get(pk="E07000234"),
        title="Rossendale alone",
        members=["E07000125"],
    )
    return {"view": view.pk, "group": group.pk, "kind": "csv"}
