"""Financial years, which a plan reports by: from 1 April to 31 March, called by the year in which they begin."""

from datetime import date

from moothall.kit.periods import Period

EARLIEST, LATEST = 2000, 2100


def financial_year(year: int) -> Period:
    """2026 is 2026-27. Raises ValueError for years in which no plan was written."""
    if not EARLIEST <= year <= LATEST:
        raise ValueError(f"{year} is not a year that a plan reports on.")
    return Period(date(year, 4, 1), "P1Y")


def year_of(day: date) -> int:
    """The financial year that a day is in."""
    return day.year if day.month >= 4 else day.year - 1


def as_at(year: Period, today: date) -> date:
    """The day that a year's report speaks of: its last, or today while it runs."""
    return min(year.end, today)
