"""Questions about channels and what was written to them."""

from django.db.models import F, OuterRef, QuerySet, Subquery

from moothall.core.models import MessageState as MessageState
from moothall.core.models import Organisation, Person
from moothall.core.models import Webhook as Webhook  # pages name them too
from moothall.core.models import WebhookKind as WebhookKind
from moothall.core.models import WebhookMessage as WebhookMessage
from moothall.core.permission import organisations, require

MANAGE = "webhooks.manage"
SHOWN = 20


def webhooks(person: Person, organisation: Organisation) -> QuerySet[Webhook]:
    """A council's channels, those that stand first, each with how its last message went: one query.
    Raises PermissionDenied."""
    require(person, MANAGE, organisation)
    newest = WebhookMessage.objects.filter(webhook=OuterRef("pk")).order_by("-id")
    found = Webhook.objects.filter(organisation=organisation).annotate(
        last_state=Subquery(newest.values("state")[:1]), last_outcome=Subquery(newest.values("outcome")[:1])
    )
    return found.order_by(F("ended_at").desc(nulls_first=True), "name")


def webhook(person: Person, pk: int) -> Webhook | None:
    """One channel that this person looks after; else None."""
    found = Webhook.objects.filter(organisation__in=organisations(person, MANAGE), pk=pk)
    return found.select_related("organisation", "added_by").first()


def messages(webhook: Webhook) -> list[WebhookMessage]:
    """What was last written to a channel, the newest first."""
    return list(webhook.messages.all()[:SHOWN])
