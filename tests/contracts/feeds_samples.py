"""A real value for every argument that the routes of feeds take."""

from typing import TYPE_CHECKING

from moothall.figures.feeds import actions
from moothall.figures.feeds.models import FeedRun, FeedSetup

if TYPE_CHECKING:
    from tests.people import World


def feeds_samples(world: "World") -> dict[str, object]:
    """A feed that needs a key which nobody set, so that no test asks a publisher, and its one run."""
    officer = world.person["data-officer"]
    made = FeedSetup.objects.filter(organisation=world.council).first() or actions.set_up(
        officer,
        organisation=world.council,
        feed="lg-inform",
        title="Recycling from LG Inform",
        config={"metrics": "46 = recycling-rate", "areas": "E07000234"},
        every=7,
    )
    run = FeedRun.objects.first() or actions.fetch(officer, setup=made)
    return {"feed_setup": made.pk, "feed_run": run.pk, "plugin": "nomis", "entity": "Areas"}
