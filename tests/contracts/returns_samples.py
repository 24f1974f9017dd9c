"""A real value for every argument that the routes of statutory returns take."""

from datetime import date
from typing import TYPE_CHECKING

from moothall.core.models import Service
from moothall.plan.returns import actions
from moothall.plan.returns.models import Feed, StatutoryReturn, Submission

if TYPE_CHECKING:
    from pathlib import Path

    from tests.people import World

PERIOD = date(2026, 4, 1)


def returns_samples(world: "World") -> dict[str, object]:
    """A return of the waste service, one submission of it with a file, and a calendar address."""
    officer = world.person["performance-officer"]
    made = StatutoryReturn.objects.filter(organisation=world.council).first() or actions.add_return(
        officer,
        organisation=world.council,
        title="WasteDataFlow",
        body="A department",
        frequency="quarterly",
        year_starts=4,
        rule={"kind": "after", "number": 3, "unit": "months"},
        service=Service.objects.get(organisation=world.council, slug="waste"),
        first_day=PERIOD,
    )
    record = Submission.objects.first() or actions.submit(
        officer,
        statutory_return=made,
        start=PERIOD,
        submitted_on=date(2026, 9, 1),
        submitted_by="An officer",
        file=_receipt(),
        file_name="receipt.txt",
    )
    feed = Feed.objects.first() or actions.make_feed(officer, organisation=world.council)[0]
    return {
        "known": "nndr1",
        "statutory_return": made.pk,
        "period": PERIOD,
        "submission": record.pk,
        "feed": feed.pk,
        "token": "no-such-feed",
    }


def _receipt() -> "Path":
    from django.conf import settings

    place: Path = settings.MOOTHALL_HOME / "receipt.txt"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("Received with thanks.", encoding="utf-8")
    return place
