"""The one place that reads the clock. Everything below and beside takes the time as an argument."""

import time
from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, with its time zone (UTC)."""
    return timezone.now()


def seconds() -> int:
    """Whole seconds since 1970, for counting in periods."""
    return int(time.time())


def today() -> date:
    """Today's date in the council's time zone."""
    return timezone.localdate()
