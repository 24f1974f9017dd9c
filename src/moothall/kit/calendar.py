"""Days to do things by, as a calendar that other programs read (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

AGAIN = timedelta(hours=6)  # how often a program may well ask anew


@dataclass(frozen=True)
class Entry:
    """One thing on one day. `uid` stays when the day moves, so that a calendar moves its event."""

    uid: str
    day: date
    title: str
    lines: tuple[str, ...] = ()
    href: str = ""


def to_ics(product: str, name: str, entries: Iterable[Entry], at: datetime) -> bytes:
    """One all-day event for each entry, free time as calendars count it. `at` is when it was asked for.

    An event and not a task: Outlook and Google show no tasks of a calendar that they subscribe to. What is left out
    of a later answer leaves the calendar.
    """
    made = Calendar()
    made.add("prodid", f"-//Moothall//{product}//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", AGAIN)
    made.add("x-published-ttl", AGAIN)
    for it in entries:
        event = Event()
        event.add("uid", it.uid)
        event.add("dtstamp", at)
        event.add("dtstart", it.day)
        event.add("dtend", it.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        event.add("summary", it.title)
        event.add("description", "\n".join((*it.lines, *([it.href] if it.href else []))))
        if it.href:
            event.add("url", it.href)
        made.add_component(event)
    content: bytes = made.to_ical()
    return content
