"""Every change of state to channels: added, changed, tried out, ended. Their addresses are in no entry of the audit."""

from collections.abc import Sequence

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person, Webhook, WebhookKind, WebhookMessage
from moothall.core.outside import checked
from moothall.core.sealed import seal
from moothall.core.webhooks.hearing import choices, write
from moothall.core.webhooks.queries import MANAGE
from moothall.core.webhooks.sending import PURPOSE
from moothall.core.wording import line
from moothall.kit.chat import Message


def add_webhook(
    person: Person, *, organisation: Organisation, name: str, kind: str, address: str, hears: Sequence[str]
) -> Webhook:
    """Adds a channel of Teams or Slack, by the secret address that its owner was given there."""
    with change(person, MANAGE, "webhook.added", organisation=organisation) as entry:
        if kind not in WebhookKind.values:
            raise NotPossible("Say whether it is a channel of Teams or of Slack.")
        made = Webhook(organisation=organisation, kind=kind, added_by=person, added_at=clock.now())
        _say(made, name, hears)
        _lead(made, address)
        made.save()
        subject(entry, made)
        entry.after = _told(made)
    return made


def change_webhook(
    person: Person, *, webhook: Webhook, name: str, hears: Sequence[str], address: str = ""
) -> None:
    """Changes what a channel is called and hears of; and where it is, if an address is given."""
    with change(person, MANAGE, "webhook.changed", organisation=webhook.organisation, on=webhook) as entry:
        _standing(webhook)
        entry.before = _told(webhook)
        _say(webhook, name, hears)
        if address.strip():
            _lead(webhook, address)
        webhook.save()
        entry.after = _told(webhook) | {"address": "new" if address.strip() else "the same"}


def try_webhook(person: Person, *, webhook: Webhook) -> WebhookMessage:
    """Sends a message that says only that it is one."""
    with change(person, MANAGE, "webhook.tried", organisation=webhook.organisation, on=webhook):
        _standing(webhook)
        said = f"This channel hears from Moothall of {webhook.organisation}. Nothing needs doing."
        return write(webhook, "test", Message("A test message", (said,)))


def end_webhook(person: Person, *, webhook: Webhook, because: str) -> None:
    """Ends a channel: it is written to no more, and its address is forgotten."""
    with change(person, MANAGE, "webhook.ended", organisation=webhook.organisation, on=webhook) as entry:
        _standing(webhook)
        because = line(because, "the reason", 300)
        webhook.ended_at, webhook.ended_because, webhook.sealed = clock.now(), because, ""
        webhook.save(update_fields=["ended_at", "ended_because", "sealed"])
        entry.after = {"because": because}


def _standing(webhook: Webhook) -> None:
    webhook.refresh_from_db()
    if webhook.ended_at:
        raise NotPossible("This channel has ended: add it again.")


def _say(webhook: Webhook, name: str, hears: Sequence[str]) -> None:
    webhook.name = line(name, "the name", 100)
    webhook.hears = [it for it in choices() if it in set(hears)]
    if not webhook.hears:
        raise NotPossible("Choose at least one thing that the channel hears of.")


def _lead(webhook: Webhook, address: str) -> None:
    webhook.host = (checked(address).hostname or "")[:200]
    webhook.sealed = seal(address.strip(), PURPOSE)


def _told(webhook: Webhook) -> dict[str, object]:
    return {"name": webhook.name, "kind": webhook.kind, "host": webhook.host, "hears": webhook.hears}
