"""The four rules of special cause: each takes the figures of one segment and its limits, and says what it flags.

A rule gives the places it flags, each with the side: 'high' above or rising, 'low' below or falling. A place without a
figure (None) breaks every run.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from moothall.engines.spc.limits import Limits, Values

Side = Literal["high", "low"]
Flags = Mapping[int, Side]
Rule = Callable[[Values, Limits], Flags]

RUN = 7
"""Points in a trend or a shift."""
SIDES: dict[int, Side] = {1: "high", -1: "low"}


def outside(values: Values, limits: Limits) -> Flags:
    """Points beyond a limit. A point on a limit is not outside."""
    found: dict[int, Side] = {}
    for place, value in enumerate(values):
        if value is not None and not limits.lower <= value <= limits.upper:
            found[place] = "high" if value > limits.upper else "low"
    return found


def trend(values: Values, limits: Limits) -> Flags:
    """All points of seven or more that each rise, or each fall. Equal neighbours break a trend.

    Where one trend ends and the next begins on one point, it has the side of the one that begins.
    """
    steps = [None if a is None or b is None else (b > a) - (b < a) for a, b in pairwise(values)]
    found: dict[int, Side] = {}
    for first, last, sign in _stretches(steps, RUN - 1):
        found |= dict.fromkeys(range(first, last + 2), SIDES[sign])  # steps lie between points
    return found


def two_in_three(values: Values, limits: Limits) -> Flags:
    """Points beyond two thirds of the way to a limit but not beyond it, two or more in three on one side.

    All three must lie on the same side of the average, and only the close ones are flagged.
    """
    sides = _sides(values, limits)
    close = [
        value is not None
        and limits.lower <= value <= limits.upper
        and not limits.near_lower <= value <= limits.near_upper
        for value in values
    ]
    found: dict[int, Side] = {}
    for start in range(len(values) - 2):
        three = range(start, start + 3)
        side = sides[start]
        if side and all(sides[it] == side for it in three) and sum(close[it] for it in three) >= 2:
            found |= {it: SIDES[side] for it in three if close[it]}
    return found


def shift(values: Values, limits: Limits) -> Flags:
    """All points of seven or more on one side of the average. A point on the average breaks a shift."""
    found: dict[int, Side] = {}
    for first, last, side in _stretches(_sides(values, limits), RUN):
        found |= dict.fromkeys(range(first, last + 1), SIDES[side])
    return found


RULES: dict[str, Rule] = {
    "outside": outside,
    "trend": trend,
    "two_in_three": two_in_three,
    "shift": shift,
}
"""By name, in order of precedence: the first that flags a point gives its side."""


def _sides(values: Sequence[Decimal | None], limits: Limits) -> list[int | None]:
    """1 above the average, -1 below, 0 on it; None where there is no figure."""
    return [None if value is None else (value > limits.mean) - (value < limits.mean) for value in values]


def _stretches(signs: Sequence[int | None], least: int) -> Iterator[tuple[int, int, int]]:
    """First place, last place and sign of each stretch of so many or more of one sign; noughts and gaps end one."""
    first = 0
    for place, sign in enumerate(signs):
        if place and sign != signs[place - 1]:
            first = place
        ends = place + 1 == len(signs) or signs[place + 1] != sign
        if ends and sign and place - first + 1 >= least:
            yield first, place, sign
