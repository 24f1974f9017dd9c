"""The middle of a group and its quarters, in exact decimal arithmetic."""

from collections.abc import Iterable
from decimal import Context, Decimal, localcontext
from typing import NamedTuple

# Wide enough that the quarter-way points between any two published figures are exact.
EXACT = Context(prec=60)


class Spread(NamedTuple):
    """Lower quartile, median and upper quartile of a group, in the measure's own unit."""

    q1: Decimal
    median: Decimal
    q3: Decimal

    @property
    def iqr(self) -> Decimal:
        """The interquartile range: how far apart the middle half of the group lies."""
        return EXACT.subtract(self.q3, self.q1)


def quartiles(values: Iterable[Decimal]) -> Spread:
    """The quartiles by the inclusive method (Excel's QUARTILE.INC, numpy's default, R's type 7).

    The k-th quartile of n ordered values stands at position (n - 1) * k / 4, counting from nought, and
    between two values is the point that far along the line between them.
    Raises ValueError when there are no values.
    """
    ordered = sorted(values)
    if not ordered:
        raise ValueError("Give at least one value: there is no median of nothing.")
    return Spread(*(_quarter_point(ordered, k) for k in (1, 2, 3)))


def median(values: Iterable[Decimal]) -> Decimal:
    """The middle value, or half-way between the middle two. Raises ValueError when there are no values."""
    return quartiles(values).median


def _quarter_point(ordered: list[Decimal], k: int) -> Decimal:
    index, quarters = divmod((len(ordered) - 1) * k, 4)
    low = ordered[index]
    if not quarters:
        return low
    with localcontext(EXACT):
        return low + (ordered[index + 1] - low) * quarters / 4
