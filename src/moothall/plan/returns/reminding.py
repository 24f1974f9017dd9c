"""Telling owners what is late and what falls due: one message to each a day, however often it is asked for."""

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.locks import exclusive
from moothall.core.models import Organisation, Person
from moothall.core.permission import require
from moothall.kit.documents.words import spoken_date
from moothall.plan.returns.actions import bring_up
from moothall.plan.returns.coming import Item, State
from moothall.plan.returns.models import Reminder, StatutoryReturn
from moothall.plan.returns.queries import MANAGE, told_of

NOT_TAKEN = "the message was not taken"
BUSY = "Reminders are being sent already: let that finish."


@dataclass(frozen=True)
class Told:
    """What came of one owner's message: sent, or why not."""

    person: Person
    items: tuple[Item, ...]
    sent: bool
    why_not: str = ""


@dataclass(frozen=True)
class Round:
    """A day's reminders in one council."""

    organisation: Organisation
    day: date
    told: tuple[Told, ...]
    nobody: tuple[Item, ...]  # late or due, and nobody to tell


def remind(person: Person, *, organisation: Organisation, on: date) -> Round:
    """Sends each owner one message of what is late or within its lead time. Asked twice in a day, sends once.

    What has come up is stored first. A message that cannot be sent is tried again the next time this is asked.
    Raises Busy while another is at it.
    """
    require(person, MANAGE, organisation)
    with exclusive(f"remind-{organisation.pk}", BUSY):
        _bring_up(organisation, on)
        told, nobody = told_of(organisation, on)
        done = [_tell(person, organisation, owner, items, on) for owner, items in told.items()]
    return Round(organisation, on, tuple(sorted(done, key=lambda it: str(it.person))), tuple(nobody))


def _bring_up(organisation: Organisation, on: date) -> None:
    for it in StatutoryReturn.objects.filter(organisation=organisation):
        with transaction.atomic():
            bring_up(it, on)


def _tell(person: Person, organisation: Organisation, owner: Person, items: Sequence[Item], on: date) -> Told:
    if not owner.email:
        return Told(owner, tuple(items), False, "no e-mail address")
    row, _made = Reminder.objects.get_or_create(organisation=organisation, person=owner, day=on)
    if row.sent_at:
        return Told(owner, tuple(items), False, "told already today")
    try:  # outside any transaction: a message cannot be taken back
        message(organisation, owner, items, on).send()
    except (OSError, smtplib.SMTPException) as fault:
        return Told(owner, tuple(items), False, f"{NOT_TAKEN} ({type(fault).__name__})")
    with change(person, MANAGE, "returns.reminded", organisation=organisation, on=owner) as entry:
        row.sent_at = clock.now()
        row.occurrences = [
            {"return": it.statutory_return.slug, "start": it.period.start.isoformat()} for it in items
        ]
        row.save(update_fields=["sent_at", "occurrences"])
        subject(entry, owner)
        entry.after = {
            "day": on.isoformat(),
            "late": _count(items, State.LATE),
            "due": _count(items, State.SOON),
        }
    return Told(owner, tuple(items), True)


def message(organisation: Organisation, owner: Person, items: Sequence[Item], on: date) -> EmailMessage:
    """One owner's message: what is late, then what falls due, each with its day and where to record it."""
    late = [it for it in items if it.state == State.LATE]
    soon = [it for it in items if it.state == State.SOON]
    counted = [f"{len(late)} late"] if late else []
    counted += [f"{len(soon)} due"] if soon else []
    lines = [f"Statutory returns of {organisation.name} on {spoken_date(on)}, for {owner}."]
    for heading, some in (("Late", late), ("Due soon", soon)):
        if some:
            lines += ["", f"{heading}:"]
            lines += [line for it in some for line in _lines(it)]
    lines += ["", "You are told once a day, until each is recorded as submitted."]
    return EmailMessage(
        subject=f"Statutory returns: {' and '.join(counted)}", body="\n".join(lines), to=[owner.email]
    )


def _lines(it: Item) -> list[str]:
    assert it.due and it.days is not None
    days = abs(it.days)
    count = f"{days} day{'' if days == 1 else 's'}"
    when = "today" if not it.days else f"{count} ago" if it.days < 0 else f"in {count}"
    said = [f"- {it.title}: due {spoken_date(it.due)} ({when}), to {it.statutory_return.body}"]
    if settings.SITE_ADDRESS:
        address = reverse("return-submit", args=[it.statutory_return.pk, it.period.start])
        said.append(f"  {settings.SITE_ADDRESS.rstrip('/')}{address}")
    return said


def _count(items: Sequence[Item], state: State) -> int:
    return sum(it.state == state for it in items)
