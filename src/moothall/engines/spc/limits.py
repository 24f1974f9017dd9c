"""The average of a stretch of figures, and the limits within which chance alone would keep them.

The arithmetic is exact, in fractions, so that a point on a limit is on it and no rounding can push it over;
figures are rounded only when they leave the engine (`published`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from itertools import pairwise

LIMIT = Fraction("2.66")  # 3 / 1.128: three sigma, sigma being the mean moving range over d2 for pairs
NEAR = LIMIT * 2 / 3
SCREEN = Fraction("3.267")  # D4 for pairs: the upper limit of moving ranges themselves
ENOUGH = 13
"""Figures below which limits are on trial: they move with each one that comes."""
FURTHER = 6  # decimals that an average has beyond those of the figures it is of

_WIDE = Context(prec=80)

Values = Sequence[Decimal | None]


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one segment. `basis` is how many figures they come from; `screened` the places of ranges left out."""

    mean: Fraction
    range_mean: Fraction
    upper: Fraction
    lower: Fraction
    near_upper: Fraction
    near_lower: Fraction
    basis: int
    screened: tuple[int, ...] = ()


def limits_of(
    values: Values,
    *,
    baseline: int | None = None,
    screen: bool = True,
    floor: Decimal | None = None,
    ceiling: Decimal | None = None,
) -> Limits | None:
    """The limits of a segment; None where no two figures are neighbours, so that there is no moving range.

    `baseline`: from the first so many figures alone. `screen`: moving ranges of 3.267 times their mean or more are
    left out, once (Nelson 1982), unless that would leave no width at all. `floor` and `ceiling` clip the limits.
    """
    taken = _first(values, baseline)
    known = [Fraction(value) for value in taken if value is not None]
    ranges = {place: size for place, size in _ranges(taken) if size is not None}
    if not ranges:
        return None
    mean, range_mean = _mean(known), _mean(list(ranges.values()))
    screened: tuple[int, ...] = ()
    if screen:
        kept = [size for size in ranges.values() if size < SCREEN * range_mean]
        if any(kept):
            screened = tuple(place for place, size in ranges.items() if size >= SCREEN * range_mean)
            range_mean = _mean(kept)
    low = Fraction(floor) if floor is not None else None
    high = Fraction(ceiling) if ceiling is not None else None
    return Limits(
        mean,
        range_mean,
        upper=_clipped(mean + LIMIT * range_mean, low, high),
        lower=_clipped(mean - LIMIT * range_mean, low, high),
        near_upper=_clipped(mean + NEAR * range_mean, low, high),
        near_lower=_clipped(mean - NEAR * range_mean, low, high),
        basis=len(known),
        screened=screened,
    )


def _first(values: Values, count: int | None) -> Values:
    """As far as the count-th figure; gaps are not counted."""
    if count is None:
        return values
    places = [place for place, value in enumerate(values) if value is not None]
    return values if len(places) <= count else values[: places[count - 1] + 1]


def _ranges(values: Values) -> list[tuple[int, Fraction | None]]:
    """The moving range at each place; None where it or the one before has no figure: none is taken across a gap."""
    return [
        (place, None if before is None or here is None else abs(Fraction(here) - Fraction(before)))
        for place, (before, here) in enumerate(pairwise(values), 1)
    ]


def _mean(numbers: list[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0)) / len(numbers)


def _clipped(limit: Fraction, floor: Fraction | None, ceiling: Fraction | None) -> Fraction:
    limit = limit if floor is None else max(limit, floor)
    return limit if ceiling is None else min(limit, ceiling)


def decimals(values: Values) -> int:
    """The most decimals that any of the figures is given with."""
    found = (value.as_tuple().exponent for value in values if value is not None)
    return max((-it for it in found if isinstance(it, int) and it < 0), default=0)


def published(value: Fraction, places: int) -> Decimal:
    """As a decimal: with the figures' own decimals or up to six more where that is exact, else rounded to six more."""
    full = _WIDE.divide(Decimal(value.numerator), Decimal(value.denominator))
    for further in range(FURTHER + 1):
        shown = full.quantize(Decimal(1).scaleb(-places - further), ROUND_HALF_EVEN, _WIDE)
        if shown == value:
            break
    return _WIDE.plus(shown)  # never -0
