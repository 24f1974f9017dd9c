"""The bank holidays of England and Wales, reckoned from the Banking and Financial Dealings Act 1971 and proclamations.

The days fixed by the Act and by royal proclamation every year are computed; those moved or added once are listed.
What Parliament or the Crown decides later must be added to ONCE.
"""

from datetime import date, timedelta
from functools import cache

# day added, and the usual day it took the place of, if any
ONCE: dict[int, tuple[tuple[date, date | None], ...]] = {
    2020: ((date(2020, 5, 8), date(2020, 5, 4)),),
    2022: (
        (date(2022, 6, 2), date(2022, 5, 30)),
        (date(2022, 6, 3), None),
        (date(2022, 9, 19), None),
    ),
    2023: ((date(2023, 5, 8), None),),
}
DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of a year in England and Wales, substitute days included."""
    easter = _easter(year)
    found = {
        _substituted(date(year, 1, 1)),
        easter - 2 * DAY,
        easter + DAY,
        _first_monday(date(year, 5, 1)),
        _first_monday(date(year, 5, 25)),
        _first_monday(date(year, 8, 25)),
    }
    christmas = _substituted(date(year, 12, 25))
    boxing = _substituted(date(year, 12, 26))
    if date(year, 12, 25).weekday() == SUNDAY:  # Monday is Boxing Day itself: Christmas takes Tuesday
        christmas, boxing = date(year, 12, 27), date(year, 12, 26)
    elif date(year, 12, 26).weekday() == SUNDAY:  # Christmas, a Saturday, takes Monday, Boxing Day Tuesday
        christmas, boxing = date(year, 12, 27), date(year, 12, 28)
    found |= {christmas, boxing}
    for added, instead_of in ONCE.get(year, ()):
        found = (found - {instead_of}) | {added}
    return frozenset(found)


def between(first: date, last: date) -> frozenset[date]:
    """The bank holidays of every year from one day's to another's."""
    return frozenset().union(*(bank_holidays(year) for year in range(first.year, last.year + 1)))


def _substituted(day: date) -> date:
    """A weekend day gives way to the Monday after it."""
    return day + DAY * {SATURDAY: 2, SUNDAY: 1}.get(day.weekday(), 0)


def _first_monday(day: date) -> date:
    """The first Monday on or after a day."""
    return day + DAY * (-day.weekday() % 7)


def _easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, *divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    p = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * p) // 451
    month, day = divmod(h + p - 7 * m + 114, 31)
    return date(year, month, day + 1)
