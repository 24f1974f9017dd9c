"""What one person owes, as a calendar program reads it at their secret address."""

from datetime import date, datetime

from moothall.core.addresses import digest
from moothall.core.due import ROOMS, Due, due, readable, reading, theirs
from moothall.core.models import CalendarAddress, Organisation, Person
from moothall.kit.calendar import Entry, to_ics


def address_of(person: Person, organisation: Organisation) -> CalendarAddress | None:
    """The address that the person's calendar reads at; None where there is none, or none any more."""
    found = CalendarAddress.objects.filter(person=person, organisation=organisation, ended_at__isnull=True)
    return found.first()


def owed(person: Person, organisation: Organisation, on: date) -> list[Due]:
    """What the person owes a year ahead, the late first, of the rooms that they may read."""
    return readable(theirs(due(organisation, on), person), person, organisation)


def read_at(secret: str, on: date) -> tuple[Organisation, list[Due]] | None:
    """What a calendar program reads at an address; None where it is unknown or ended, or its holder left."""
    found = CalendarAddress.objects.filter(digest=digest(secret), ended_at__isnull=True)
    it = found.select_related("person", "organisation").first()
    if it is None or reading(it.person, it.organisation) is None:
        return None
    return it.organisation, owed(it.person, it.organisation, on)


def calendar(organisation: Organisation, items: list[Due], on: date, at: datetime, site: str) -> bytes:
    """An all-day event for each thing, on its due day; what is done leaves the calendar. It names no person."""
    entries = [
        Entry(
            f"{it.kind}-{it.key}@{organisation.slug}.moothall",
            it.due,
            f"{'Late' if it.late(on) else 'Due'}: {it.title}",
            tuple(filter(None, (ROOMS[it.kind].heading, it.words))),
            site + it.href,
        )
        for it in items
    ]
    return to_ics("What is due", f"What is due from me, {organisation.name}", entries, at)
