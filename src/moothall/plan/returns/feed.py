"""Statutory returns that are due, as a calendar. It names no person."""

from collections.abc import Iterable
from datetime import datetime

from moothall.core.models import Organisation
from moothall.kit.calendar import Entry
from moothall.kit.calendar import to_ics as written
from moothall.plan.returns.coming import Item


def to_ics(organisation: Organisation, items: Iterable[Item], at: datetime) -> bytes:
    """One all-day event for each due day, done or not; its identity stays when the day moves."""
    entries = [
        Entry(
            f"{it.statutory_return.pk}-{it.period.start.isoformat()}@{organisation.slug}.moothall",
            it.due,
            f"Due: {it.title} ({it.state})",
            (f"To {it.statutory_return.body}", f"Owner: {it.statutory_return.service.name}"),
        )
        for it in items
        if it.due
    ]
    return written("Statutory returns", f"Statutory returns, {organisation.name}", entries, at)
