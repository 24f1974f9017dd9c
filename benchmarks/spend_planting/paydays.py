"""When councils pay: the days of the week on which a run is made, never a weekend or a bank holiday."""

from bisect import bisect_left
from datetime import date, timedelta
from functools import cache

DAY = timedelta(days=1)


def easter(year: int) -> date:
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """England's, without those made for one year."""
    fixed = []
    for month, day in ((1, 1), (12, 25), (12, 26)):
        it = date(year, month, day)
        while it.weekday() > 4 or it in fixed:
            it += DAY
        fixed.append(it)
    first = date(year, 5, 1)
    may = first + DAY * ((7 - first.weekday()) % 7)
    ends = [date(year, month, 31) - DAY * date(year, month, 31).weekday() for month in (5, 8)]
    sunday = easter(year)
    return frozenset([*fixed, may, *ends, sunday - 2 * DAY, sunday + DAY])


def working(day: date) -> bool:
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def next_working(day: date) -> date:
    while not working(day):
        day += DAY
    return day


def months(start: date, count: int) -> list[date]:
    at = start.year * 12 + start.month - 1
    return [date((at + i) // 12, (at + i) % 12 + 1, 1) for i in range(count)]


def days_in(month: date) -> int:
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return (following - month.replace(day=1)).days


class Runs:
    """The days on which a council pays: `weekdays` from Monday as 0."""

    def __init__(self, start: date, until: date, weekdays: tuple[int, ...]) -> None:
        span = (until - start).days + 60
        self.days = [
            day
            for day in (start + DAY * i for i in range(span))
            if day.weekday() in weekdays and working(day)
        ]

    def after(self, day: date) -> date:
        """The first run on or after a day."""
        return self.days[min(bisect_left(self.days, day), len(self.days) - 1)]
