"""What is due, as a calendar that other programs read (iCalendar, RFC 5545). It names no person."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from moothall.core.models import Organisation
from moothall.plan.returns.coming import Item


def to_ics(organisation: Organisation, items: Iterable[Item], at: datetime) -> bytes:
    """One all-day event for each due day; its identity stays when the day moves. `at` is when it was asked for."""
    made = Calendar()
    made.add("prodid", "-//Moothall//Statutory returns//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"Statutory returns, {organisation.name}")
    for it in items:
        if it.due is None:
            continue
        event = Event()
        event.add(
            "uid", f"{it.statutory_return.pk}-{it.period.start.isoformat()}@{organisation.slug}.moothall"
        )
        event.add("dtstamp", at)
        event.add("dtstart", it.due)
        event.add("dtend", it.due + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        event.add("summary", f"Due: {it.title} ({it.state})")
        said = [f"To {it.statutory_return.body}", f"Owner: {it.statutory_return.service.name}"]
        event.add("description", "\n".join(said))
        made.add_component(event)
    content: bytes = made.to_ical()
    return content
