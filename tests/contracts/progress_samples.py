"""A real commitment, progress report, barrier and ask for the routes of progress and of barriers."""

from typing import TYPE_CHECKING

from moothall.core import clock
from moothall.core.queries import services
from moothall.direction.actions import Promise, Source, add_commitment
from moothall.direction.models import Commitment
from moothall.plan.barriers import actions as barriers
from moothall.plan.barriers.models import Ask
from moothall.plan.models import Edition
from moothall.plan.progress.actions import publish
from moothall.plan.progress.models import ProgressReport
from moothall.plan.progress.years import year_of

if TYPE_CHECKING:
    from tests.people import World


def progress_samples(world: "World", edition: Edition) -> dict[str, object]:
    """Argument name to a value; makes what is not there yet."""
    commitment = Commitment.objects.first() or _commitment(world, edition)
    report = ProgressReport.objects.first() or publish(
        world.person["performance-officer"], plan=edition.plan, year=year_of(clock.today()), early=True
    )
    ask = Ask.objects.first() or _ask(world)
    return {"commitment": commitment.pk, "year": report.year, "barrier": ask.barrier_id, "ask": ask.pk}


def _commitment(world: "World", edition: Edition) -> Commitment:
    return add_commitment(
        world.person["performance-officer"],
        organisation=world.council,
        promise=Promise("Collect food waste each week", services(world.council).get(slug="waste")),
        source=Source("plan", f"{edition.plan.slug}/{edition.number}", str(edition), "/plan/testham/plan/"),
    )


def _ask(world: "World") -> Ask:
    officer = world.person["performance-officer"]
    barrier = barriers.add(
        officer,
        organisation=world.council,
        said=barriers.Said("Grants for one year", "No post can be filled for longer.", "government"),
    )
    return barriers.ask(
        officer, barrier=barrier, of="The department", words="Three years", on=clock.today(), means="a letter"
    )
