"""Sending what waits, by the worker: tried again with longer and longer pauses; an address that is gone ends."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django_tasks import task

from moothall.core import clock, outside
from moothall.core.audit import record
from moothall.core.errors import NotPossible
from moothall.core.locks import exclusive
from moothall.core.models import MessageState, Webhook, WebhookMessage
from moothall.core.outside import Reply, Unreachable
from moothall.core.sealed import opened
from moothall.kit.chat import WRITERS, Message

PURPOSE = "webhook"
PAUSES = (60, 300, 1800, 7200, 21600)  # seconds between tries: in all, nine hours
LONGEST = 86400  # seconds that an answer may ask us to wait
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
GONE = frozenset({404, 410})
LOST = "Its address cannot be read any more, for the secret key of this installation changed: enter it again."
Post = Callable[[str, Any], Reply]


def queue(message: WebhookMessage, seconds: float = 0) -> None:
    """Has the worker send a message now, or after so many seconds."""
    message.next_at = clock.now() + timedelta(seconds=seconds)
    message.save(update_fields=["next_at"])
    (send.using(run_after=message.next_at) if seconds else send).enqueue(message.pk)


def take_up_again() -> int:
    """Queues again what should have gone an hour ago: its worker was killed. Asked with the day's reminders."""
    late = clock.now() - timedelta(hours=1)
    found = WebhookMessage.objects.filter(state=MessageState.WAITING, next_at__lt=late)
    for it in found:
        queue(it)
    return len(found)


@task()
def send(pk: int) -> None:
    """Sends one message that waits, or says when it is tried again."""
    attempt(pk)


def attempt(pk: int, post: Post = outside.post) -> None:
    """One try. `post` writes to an address."""
    with exclusive(f"webhook-message-{pk}", f"Message {pk} is being sent already."):
        it = WebhookMessage.objects.select_related("webhook__organisation").get(pk=pk)
        if it.state != MessageState.WAITING:
            return
        if it.webhook.ended_at:
            _over(it, MessageState.FAILED, "Not sent: the channel has ended.")
            return
        address = opened(it.webhook.sealed, PURPOSE)
        if address is None:
            _over(it, MessageState.FAILED, LOST)
            return
        it.attempts += 1
        content = WRITERS[it.webhook.kind](Message(**{**it.content, "lines": tuple(it.content["lines"])}))
        try:
            _judge(it, post(address, content))
        except Unreachable as fault:
            _again(it, str(fault))
        except NotPossible as fault:
            _over(it, MessageState.FAILED, str(fault))


def _judge(it: WebhookMessage, reply: Reply) -> None:
    answered = f"{it.webhook.host} answered {reply.status}"
    if 200 <= reply.status < 300:
        _over(it, MessageState.SENT, f"{it.webhook.host} took it ({reply.status}).")
    elif reply.status in GONE:
        with transaction.atomic():
            _over(it, MessageState.FAILED, f"{answered}: there is nothing at this address any more.")
            _end(it.webhook, f"{answered}: there is nothing at its address any more.")
    elif reply.status in AGAIN:
        _again(it, f"{answered}.", reply.wait)
    else:
        _over(it, MessageState.FAILED, f"{answered}: check the address and what the channel takes.")


def _again(it: WebhookMessage, why: str, wait: float = 0) -> None:
    """Tries again after a pause, or gives up. What an answer asks for counts, up to a day."""
    if it.attempts > len(PAUSES):
        _over(it, MessageState.FAILED, f"{why} Given up after {it.attempts} tries.")
        return
    pause = min(max(PAUSES[it.attempts - 1] * (1 + outside.chance() / 4), wait), LONGEST)
    it.outcome = why
    with transaction.atomic():
        it.save(update_fields=["attempts", "outcome"])
        queue(it, pause)


def _over(it: WebhookMessage, state: MessageState, outcome: str) -> None:
    it.state, it.outcome, it.over_at, it.next_at = state, outcome[:300], clock.now(), None
    it.save(update_fields=["state", "outcome", "over_at", "next_at", "attempts"])


def _end(webhook: Webhook, because: str) -> None:
    """Nobody did it: the other side took the address away."""
    webhook.ended_at, webhook.ended_because, webhook.sealed = clock.now(), because[:300], ""
    webhook.save(update_fields=["ended_at", "ended_because", "sealed"])
    record(None, "webhook.ended", organisation=webhook.organisation, on=webhook, after={"because": because})
