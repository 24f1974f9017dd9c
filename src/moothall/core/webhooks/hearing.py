"""What a channel can hear of: things that the audit writes down, and what is owed, once a day.

The rooms above say which of their audited actions are worth telling (`register`); nobody here knows them. A message
waits in the same transaction as the change it tells of: both happen or neither does.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction

from moothall.core import clock
from moothall.core.due import ROOMS, Due
from moothall.core.models import AuditEntry, Organisation, Service, Webhook, WebhookMessage
from moothall.core.webhooks.sending import queue
from moothall.kit.chat import Message
from moothall.kit.documents.words import spoken_date

log = logging.getLogger(__name__)
DUE = "due:"
MOST_NAMED = 5  # things that are named of a service


@dataclass(frozen=True)
class Heard:
    """One kind of thing: what the choice is called, what is said of it (nothing: it is not worth it), and its page."""

    label: str
    said: Callable[[AuditEntry], tuple[str, ...]]
    href: Callable[[AuditEntry], str]


ACTIONS: dict[str, Heard] = {}


def register(action: str, heard: Heard) -> None:
    """Makes an action that the audit writes down one that channels can hear of."""
    ACTIONS[action] = heard


def choices() -> dict[str, str]:
    """Everything a channel can hear of, in words."""
    owed = {DUE + kind: f"Every day, what is due: {room.heading}" for kind, room in ROOMS.items()}
    return {action: it.label for action, it in ACTIONS.items()} | owed


def hear(sender: Any, instance: AuditEntry, created: bool, **_: Any) -> None:
    """An entry was written: the channels that hear of such get a message. No fault here undoes the change."""
    heard = ACTIONS.get(instance.action) if created else None
    if heard is None or instance.organisation_id is None:
        return
    try:
        with transaction.atomic():
            _tell(instance, heard)
    except Exception:
        log.exception("webhook not told")


def _tell(entry: AuditEntry, heard: Heard) -> None:
    to = [it for it in _standing(entry.organisation_id) if entry.action in it.hears]
    said = heard.said(entry) if to else ()
    if said:
        message = Message(said[0], said[1:], _address(heard.href(entry)))
        for it in to:
            write(it, entry.action, message)


def daily(organisation: Organisation, on: date, found: Iterable[Due]) -> int:
    """One message a day to each channel that hears of what is owed, by service; how many are new.

    `found` is what is late or within its lead time. Asked for again on the same day, nothing is sent twice. It names
    no person.
    """
    each = list({(it.kind, it.key): it for it in found}.values())
    told = 0
    names = dict(Service.objects.filter(organisation=organisation).values_list("slug", "name"))
    for webhook in _standing(organisation.pk):
        items = [it for it in each if DUE + it.kind in webhook.hears]
        there = WebhookMessage.objects.filter(webhook=webhook, day=on).exists()
        if items and not there:
            write(webhook, "due", summary(organisation, names, items, on), day=on)
            told += 1
    return told


def summary(organisation: Organisation, names: dict[str, str], items: Sequence[Due], on: date) -> Message:
    """What is late and what falls due, a line for each service with the things that are first."""
    late = sum(it.late(on) for it in items)
    title = f"What is due, {organisation.name}: {late} late, {len(items) - late} due soon"
    by_service: dict[str, list[Due]] = {}
    for it in items:
        by_service.setdefault(it.service, []).append(it)
    lines = [spoken_date(on)]
    for service in sorted(by_service, key=lambda it: names.get(it, "~")):
        some = by_service[service]
        named = "; ".join(f"{it.title}, {it.when(on)}" for it in some[:MOST_NAMED])
        more = f"; and {len(some) - MOST_NAMED} more" if len(some) > MOST_NAMED else ""
        lines.append(f"{names.get(service, 'No service in particular')}: {named}{more}.")
    return Message(title, tuple(lines), _address("/"))


def write(webhook: Webhook, what: str, message: Message, *, day: date | None = None) -> WebhookMessage:
    """Puts a message in the queue of a channel. For use inside an action, or where the day's reminders are sent."""
    made = WebhookMessage.objects.create(
        webhook=webhook, what=what, day=day, content=asdict(message), made_at=clock.now()
    )
    queue(made)
    return made


def _standing(organisation: int | None) -> list[Webhook]:
    return list(Webhook.objects.filter(organisation=organisation, ended_at__isnull=True))


def _address(path: str) -> str:
    """A page's whole address; nothing where the site does not know its own."""
    return f"{settings.SITE_ADDRESS.rstrip('/')}{path}" if settings.SITE_ADDRESS and path else ""
