"""A quarterly report that is a draft, and one that was published."""

from datetime import date
from typing import TYPE_CHECKING

from moothall.performance.quarterly import actions
from moothall.performance.quarterly.models import Report

if TYPE_CHECKING:
    from tests.people import World

# of no figures: what a published report shows, every council may read
DRAFT, PUBLISHED = date(2026, 7, 1), date(2020, 4, 1)


def quarterly_samples(world: "World") -> dict[str, object]:
    draft = Report.objects.filter(organisation=world.council, start=DRAFT).first()
    if draft is None:
        draft = actions.begin(world.root, organisation=world.council, start=DRAFT)
        past = actions.begin(world.root, organisation=world.council, start=PUBLISHED)
        actions.approve(world.person["director"], report=past)
        actions.publish(world.root, report=past)
    return {"quarterly_report": draft.pk, "quarter": PUBLISHED}
