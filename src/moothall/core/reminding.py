"""Telling people what is late and what falls due: one message to each a day, whatever rooms it comes from.

However often it is asked for, a person is told once a day; a message that was not taken is tried again. Channels of
Teams and Slack that hear of what is due are told once a day too, by the worker.
"""

import smtplib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.due import ROOMS, Due, by_room, due
from moothall.core.locks import exclusive
from moothall.core.models import Organisation, Person, Reminder
from moothall.core.permission import may
from moothall.core.webhooks.hearing import daily
from moothall.core.webhooks.sending import take_up_again
from moothall.kit.documents.words import spoken_date

NOT_TAKEN = "the message was not taken"
BUSY = "Reminders are being sent already: let that finish."


@dataclass(frozen=True)
class Told:
    """What came of one person's message: sent, or why not."""

    person: Person
    items: tuple[Due, ...]
    sent: bool
    why_not: str = ""


@dataclass(frozen=True)
class Round:
    """A day's reminders in one council."""

    organisation: Organisation
    day: date
    told: tuple[Told, ...]
    nobody: tuple[Due, ...]  # late or due, and nobody to tell


def remind(person: Person, *, organisation: Organisation, on: date) -> Round:
    """Sends each person one message of what they owe: late, or within its lead time. Twice in a day sends once.

    Only the rooms whose reminders this person may send are asked. Raises PermissionDenied where there are none, and
    Busy while another is at it.
    """
    kinds = {kind: room.manages for kind, room in ROOMS.items() if may(person, room.manages, organisation)}
    if not kinds:
        raise PermissionDenied("You may not send reminders. Ask an administrator for a role that can.")
    with exclusive(f"remind-{organisation.pk}", BUSY):
        for kind in kinds:
            ROOMS[kind].ready(organisation, on)
        told: dict[Person, list[Due]] = defaultdict(list)
        nobody: list[Due] = []
        found = [it for it in due(organisation, on, kinds=tuple(kinds)) if it.tell]
        for it in found:
            (told[it.person] if it.person else nobody).append(it)
        allowed = next(iter(kinds.values()))
        done = [_tell(person, allowed, organisation, whom, items, on) for whom, items in told.items()]
        daily(organisation, on, found)
        take_up_again()
    return Round(organisation, on, tuple(sorted(done, key=lambda it: str(it.person))), tuple(nobody))


def _tell(
    person: Person, allowed: str, organisation: Organisation, whom: Person, items: Sequence[Due], on: date
) -> Told:
    if not whom.email:
        return Told(whom, tuple(items), False, "no e-mail address")
    row, _made = Reminder.objects.get_or_create(organisation=organisation, person=whom, day=on)
    if row.sent_at:
        return Told(whom, tuple(items), False, "told already today")
    if why_not := post(message(organisation, whom, items, on)):
        return Told(whom, tuple(items), False, why_not)
    with change(person, allowed, "reminder.sent", organisation=organisation, on=whom) as entry:
        row.sent_at = clock.now()
        row.items = [{"kind": it.kind, "key": it.key} for it in items]
        row.save(update_fields=["sent_at", "items"])
        subject(entry, whom)
        late = sum(it.late(on) for it in items)
        entry.after = {"day": on.isoformat(), "late": late, "due": len(items) - late}
    return Told(whom, tuple(items), True)


def post(it: EmailMessage) -> str:
    """Sends a message, outside any transaction, for it cannot be taken back; why it was not taken, '' where it was."""
    try:
        it.send()
    except (OSError, smtplib.SMTPException) as fault:
        return f"{NOT_TAKEN} ({type(fault).__name__})"
    return ""


def message(organisation: Organisation, whom: Person, items: Sequence[Due], on: date) -> EmailMessage:
    """One person's message: a part for each room, what is late and then what falls due, and where to do it.

    With it go the files that the rooms attach.
    """
    late = sum(it.late(on) for it in items)
    counted = [f"{late} late"] if late else []
    counted += [f"{len(items) - late} due"] if len(items) > late else []
    rooms = by_room(items)
    heading = ROOMS[next(iter(rooms))].heading if len(rooms) == 1 else "What is due"
    lines = [f"{heading} in {organisation.name} on {spoken_date(on)}, for {whom}."]
    for kind, some in rooms.items():
        if len(rooms) > 1:
            lines += ["", ROOMS[kind].heading.upper()]
        lines += _part(some, on)
    lines += ["", "You are told once a day, until each is done."]
    made = EmailMessage(subject=f"{heading}: {' and '.join(counted)}", body="\n".join(lines), to=[whom.email])
    for kind, some in rooms.items():
        for file in ROOMS[kind].attached(organisation, whom, some, on):
            made.attach(*file)
    return made


def _part(items: Sequence[Due], on: date) -> Iterator[str]:
    for heading, late in (("Late", True), ("Due soon", False)):
        some = [it for it in items if it.late(on) == late]
        if some:
            yield ""
            yield f"{heading}:"
        for it in some:
            yield f"- {it.title}: due {it.when(on)}{f', {it.words}' if it.words else ''}"
            if settings.SITE_ADDRESS:
                yield f"  {settings.SITE_ADDRESS.rstrip('/')}{it.href}"
