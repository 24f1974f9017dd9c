"""The sets of the Code, by what is published of them when. The recipe is read when it is first asked for."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from moothall.kit.periods import Period

if TYPE_CHECKING:
    from moothall.recipes.transparency import TransparencySet

LENGTH = {"quarterly": "P3M", "annual": "P1Y"}
PAYMENTS = ("spend", "cards")  # what residents look up line by line
_BY_REGULATIONS = {"facility-time-regulations": (7, 31)}  # month and day by which the year to 31 March is due


def every() -> Mapping[str, "TransparencySet"]:
    """Every set by its id, quarterly ones first."""
    from moothall.recipes.transparency import sets

    return sets()


def length(set_id: str) -> str:
    """How long a period of a set is, as kit.periods writes it."""
    return LENGTH[every()[set_id].frequency]


def due(set_id: str, period: Period) -> date:
    """By when a set of a period is to be published."""
    if set_id in _BY_REGULATIONS:
        return date(period.end.year, *_BY_REGULATIONS[set_id])
    month = period.end.month + (every()[set_id].months_after or 1)
    return date(period.end.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def holding(day: date, of: str) -> Period:
    """The quarter, or the year from April, that a day is in."""
    if of == "P1Y":
        return Period(date(day.year if day.month > 3 else day.year - 1, 4, 1), of)
    return Period(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), of)


def back(on: date, of: str, count: int) -> Iterator[Period]:
    """The periods of a length that were over on a day, the newest first."""
    period = holding(on, of)
    for _ in range(count):
        period = period.previous()
        yield period
