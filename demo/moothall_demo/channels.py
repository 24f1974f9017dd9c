"""Two channels that the council told of what is due and of what happened: one stands, one was given up.

Their addresses are at a name that is nobody's: nothing made up is written to anybody.
"""

from moothall.core.models import Organisation, Person
from moothall.core.webhooks.actions import add_webhook, end_webhook
from moothall.core.webhooks.queries import webhooks

AT = "https://chat.ashcombe-vale.example/"
STANDS, OVER = "Performance and improvement", "Data returns"


def add_channels(officer: Person, organisation: Organisation) -> None:
    """Adds them, unless they are there."""
    if webhooks(officer, organisation).exists():
        return
    hears = ["clinic.closed", "quarterly.published", "due:statutory-return"]
    add_webhook(
        officer,
        organisation=organisation,
        name=STANDS,
        kind="teams",
        address=f"{AT}workflows/made-up",
        hears=hears,
    )
    gone = add_webhook(
        officer,
        organisation=organisation,
        name=OVER,
        kind="slack",
        address=f"{AT}services/made-up",
        hears=["figures.loaded", "feed.run_ended"],
    )
    end_webhook(officer, webhook=gone, because="The team reads the page of feeds instead")
