"""Short ways to write a series."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from moothall.engines.spc import Limits, Result
from moothall.kit.periods import Period
from moothall.kit.series import Point

SEQUENCE = (50, 52, 47, 53, 51, 49, 55, 48, 50, 52, 51, 46, 60)
"""A worked example: mean 51.0769, mean moving range 4.5."""

UNIT = Limits(*map(Fraction, (0, 1, 3, -3, 2, -2)), basis=20)
"""Limits that are easy to see: average 0, limits 3 and -3, two thirds of the way at 2 and -2."""

Figure = int | str | Decimal | None


def d(values: Iterable[Figure]) -> list[Decimal | None]:
    return [None if value is None else Decimal(value) for value in values]


def monthly(values: Iterable[Figure], start: date = date(2023, 4, 1)) -> list[Point]:
    first = Period(start, "P1M")
    return [Point(first.moved(place), value) for place, value in enumerate(d(values))]


def flags(result: Result) -> list[tuple[str, ...]]:
    return [point.flags for point in result.points]


def flagged(result: Result, rule: str) -> list[int]:
    return [place for place, point in enumerate(result.points) if rule in point.flags]


def rounded(values: Sequence[Decimal | None]) -> list[str]:
    return [f"{value:.4f}" for value in values if value is not None]
