"""Days as the plan's pages say them."""

from datetime import date, datetime

from django.utils import timezone

from moothall.kit.documents.words import spoken_date


def day(at: date | datetime) -> str:
    """16 July 2026; a moment's day is that of the council's time zone."""
    return spoken_date(timezone.localdate(at) if isinstance(at, datetime) else at)
