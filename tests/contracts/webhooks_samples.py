"""A real value for every argument that the routes of channels take."""

from typing import TYPE_CHECKING

from moothall.core.models import Webhook
from moothall.core.webhooks import actions

if TYPE_CHECKING:
    from tests.people import World


def webhooks_samples(world: "World") -> dict[str, object]:
    """A channel that hears of clinics."""
    found = Webhook.objects.filter(organisation=world.council).first() or actions.add_webhook(
        world.person["administrator"],
        organisation=world.council,
        name="Performance team",
        kind="slack",
        address="https://chat.example.com/services/secret",
        hears=["clinic.closed"],
    )
    return {"webhook": found.pk}
