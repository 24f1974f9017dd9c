"""How many requests a caller may make: counted in whole periods, by each process for itself."""

import re
import time
from functools import cache

from django.core.cache import cache as counts
from django.core.exceptions import ImproperlyConfigured

from moothall.web.api.problems import Problem

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
WORDS = {1: "second", 60: "minute", 3600: "hour", 86400: "day"}


@cache
def read(rate: str) -> tuple[int, int]:
    """'600/m' as requests and seconds."""
    found = re.fullmatch(r"(\d+)/([smhd])", rate)
    if not found:
        raise ImproperlyConfigured(
            f"The rate '{rate}' cannot be read: write one such as 600/m (s, m, h or d)."
        )
    return int(found[1]), SECONDS[found[2]]


def in_words(rate: str) -> str:
    """'600/m' as people say it."""
    allowed, seconds = read(rate)
    return f"{allowed:,} requests a {WORDS[seconds]}"


def count(caller: str, rate: str) -> None:
    """Counts one request of this caller. Raises Problem (429, with Retry-After) when there were too many."""
    allowed, seconds = read(rate)
    period, into = divmod(int(time.time()), seconds)
    name = f"api:{caller}:{period}"
    counts.add(name, 0, seconds)
    try:
        so_far = counts.incr(name)
    except ValueError:  # the period ended between the two lines
        return
    if so_far > allowed:
        wait = seconds - into
        raise Problem(
            429,
            f"{allowed} requests are allowed in {seconds} seconds: wait {wait} seconds.",
            {"Retry-After": str(wait)},
        )
