"""A unit cost beside its group's median, priced: for enquiry, not a saving."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from moothall.engines.peers.spread import EXACT

ENQUIRY = "for enquiry, not a saving"


@dataclass(frozen=True, slots=True)
class Gap:
    """How far a unit cost stands above a median, in the cost's own unit (nought where it does not), and that
    times what it is counted over, in pounds. The exact amount; `whole` is to the pound."""

    above: Decimal
    amount: Decimal

    @property
    def whole(self) -> int:
        """To the nearest pound; a half goes up."""
        return int(self.amount.quantize(Decimal(1), ROUND_HALF_UP, EXACT))


def gap_to_median(unit_cost: Decimal, median: Decimal, denominator: Decimal, per: int = 1) -> Gap:
    """max(0, unit cost - median of the group) x denominator / per.

    `per` is how many of the denominator the cost is for: 1 for '£ per household', 1000 for '£ per 1,000 residents'.
    Raises ValueError for a figure that is not a number, a denominator that is not above nought or a `per` below 1.
    """
    if not all(it.is_finite() for it in (unit_cost, median, denominator)):
        raise ValueError("Every figure must be a number.")
    if denominator <= 0 or per < 1:
        raise ValueError("Give a denominator above nought: there is no volume to price.")
    with localcontext(EXACT):
        above = max(Decimal(0), unit_cost - median)
        return Gap(above, above * denominator / per)
