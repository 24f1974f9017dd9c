"""How many requests a caller may make: counted in whole periods, by each process for itself.

A rate is how many requests, in how many seconds.
"""

from django.core.cache import cache as counts

from moothall.core import clock
from moothall.web.api.problems import Problem

Rate = tuple[int, int]
WORDS = {1: "second", 60: "minute", 3600: "hour", 86400: "day"}


def in_words(rate: Rate) -> str:
    """600 in 60 seconds as people say it: '600 requests a minute'."""
    allowed, seconds = rate
    return f"{allowed:,} requests a {WORDS[seconds]}"


def count(caller: str, rate: Rate) -> None:
    """Counts one request of this caller. Raises Problem (429, with Retry-After) when there were too many."""
    allowed, seconds = rate
    period, into = divmod(clock.seconds(), seconds)
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
