"""Places in an order, and how sure of them the intervals let us be."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from moothall.engines.peers.intervals import Interval

Polarity = Literal["higher", "lower", "neither"]
"""Which is better. For 'neither' the highest comes first, and says nothing about good or bad."""

POLARITIES: tuple[Polarity, ...] = ("higher", "lower", "neither")


def signed(value: Decimal, polarity: Polarity) -> Decimal:
    """The value turned so that more is better (or, for 'neither', so that more comes first)."""
    return -value if polarity == "lower" else value


def rank_interval(own: Interval, others: Iterable[Interval], polarity: Polarity) -> tuple[int, int]:
    """The first and last place the council may truly hold (Klein, Wright and Wieczorek 2020).

    First place = 1 + the others whose whole interval is better; last = first + those whose interval overlaps.
    Intervals that only touch count as overlapping, so a tie between exact figures stays a tie.
    """
    better = overlapping = 0
    for other in others:
        ahead, behind = other.lower > own.upper, other.upper < own.lower
        if polarity == "lower":
            ahead, behind = behind, ahead
        better += ahead
        overlapping += not (ahead or behind)
    return 1 + better, 1 + better + overlapping


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th ... 11th, 12th, 13th ... 21st."""
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
