"""Confidence intervals for a proportion and for a rate, from a count and what it is out of.

All return the limits of numerator / denominator itself; multiply by 100, 1,000 ... for the published unit.
"""

import math
from collections.abc import Callable
from decimal import Context, Decimal, localcontext
from typing import NamedTuple

Z95 = Decimal("1.959964")  # the standard normal deviate that leaves 2.5% in each tail
FEW = 10  # below this count Byar's approximation is not close enough (see docs/methods/peers.md)
WORKING = Context(prec=28)


class Interval(NamedTuple):
    """A lower and an upper limit, in the same unit as the value they belong to."""

    lower: Decimal
    upper: Decimal


def wilson(numerator: Decimal | int, denominator: Decimal | int, z: Decimal = Z95) -> Interval:
    """Wilson's score interval for a proportion (Wilson 1927; Newcombe 1998), as a fraction of one.

    Raises ValueError unless 0 <= numerator <= denominator and the denominator is above nought.
    """
    _check(numerator, denominator)
    if numerator > denominator:
        raise ValueError("A proportion's numerator cannot exceed its denominator: check the two figures.")
    with localcontext(WORKING):
        r, n = Decimal(numerator), Decimal(denominator)
        z2 = z * z
        centre = 2 * r + z2
        reach = z * (z2 + 4 * r * (1 - r / n)).sqrt()
        scale = 2 * (n + z2)
        lower = (centre - reach) / scale if r else Decimal(0)
        upper = (centre + reach) / scale if r < n else Decimal(1)
    return Interval(max(lower, Decimal(0)), min(upper, Decimal(1)))


def byar(numerator: Decimal | int, denominator: Decimal | int, z: Decimal = Z95) -> Interval:
    """Byar's approximation to the exact interval of a Poisson rate (Breslow and Day 1987, page 69).

    The formula itself, at any count; `exact_poisson` is better below ten. At nought the lower limit is 0.
    Raises ValueError for a negative numerator or a denominator that is not above nought.
    """
    _check(numerator, denominator)
    with localcontext(WORKING):
        o, n = Decimal(numerator), Decimal(denominator)
        # Past a small count and a large z the bracket would turn negative: the limit is then nought.
        root = max(1 - 1 / (9 * o) - z / (3 * o.sqrt()), Decimal(0)) if o else Decimal(0)
        above = o + 1
        lower = o * root**3
        upper = above * (1 - 1 / (9 * above) + z / (3 * above.sqrt())) ** 3
        return Interval(lower / n, upper / n)


def exact_poisson(numerator: int, denominator: Decimal | int, z: Decimal = Z95) -> Interval:
    """The exact interval of a Poisson rate (Garwood 1936), for the small counts where Byar's is not close.

    Found by bisection on the Poisson sum, to about ten significant figures; meant for counts below a hundred.
    Raises ValueError for a negative numerator or a denominator that is not above nought.
    """
    _check(numerator, denominator)
    tail = math.erfc(float(z) / math.sqrt(2)) / 2
    high = numerator + 10 * math.sqrt(numerator + 1) + float(z) ** 2 * 5 + 10
    lower = _solve(lambda rate: _at_most(numerator - 1, rate) - (1 - tail), high) if numerator else 0.0
    upper = _solve(lambda rate: _at_most(numerator, rate) - tail, high)
    with localcontext(WORKING):
        n = Decimal(denominator)
        return Interval(Decimal(f"{lower:.10g}") / n, Decimal(f"{upper:.10g}") / n)


def _at_most(count: int, rate: float) -> float:
    """The chance that a Poisson count with this mean is `count` or fewer."""
    term = total = math.exp(-rate)
    for k in range(1, count + 1):
        term *= rate / k
        total += term
    return total


def _solve(falling: Callable[[float], float], high: float) -> float:
    low = 0.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return (low + high) / 2


def _check(numerator: Decimal | int, denominator: Decimal | int) -> None:
    if denominator <= 0:
        raise ValueError("Give a denominator above nought: there is no rate of nothing.")
    if numerator < 0:
        raise ValueError("Give a numerator of nought or more: a count cannot be negative.")
