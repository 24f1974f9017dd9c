"""A recommendation that is accepted."""

from datetime import date
from typing import TYPE_CHECKING

from moothall.core.models import Service
from moothall.direction.recommendations import actions
from moothall.direction.recommendations.models import Recommendation

if TYPE_CHECKING:
    from tests.people import World


def recommendations_samples(world: "World") -> dict[str, object]:
    it = Recommendation.objects.first()
    if it is None:
        it = actions.record(
            world.root,
            organisation=world.council,
            body="audit",
            report="Contract management",
            on=date(2026, 5, 1),
            words="Keep one register of contracts.",
            service=Service.objects.get(organisation=world.council, slug="waste"),
        )
        actions.step(world.root, recommendation=it, state="accepted", words="We will.")
    return {"recommendation": it.pk}
