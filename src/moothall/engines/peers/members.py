"""One council in a comparison, and the interval round its figure."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from moothall.engines.peers.intervals import FEW, Z95, Interval, byar, exact_poisson, wilson

Kind = Literal["proportion", "rate", "none"]
"""What numerator / denominator is: a share of things counted one by one, events over a population,
or neither (tonnes, pounds, days: nothing sampled, so no interval can be worked out from the two)."""


@dataclass(frozen=True, slots=True)
class Member:
    """A council's figure. `value` None means missing. Limits are the publisher's, in the value's unit."""

    value: Decimal | None
    lower: Decimal | None = None
    upper: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    def __post_init__(self) -> None:
        given = (self.value, self.lower, self.upper, self.numerator, self.denominator)
        if not all(figure is None or figure.is_finite() for figure in given):
            raise ValueError("Every figure must be a number: give None where there is none.")


def interval_of(member: Member, kind: Kind, per: Decimal, z: Decimal = Z95) -> Interval | str:
    """The member's interval in its value's unit: published limits first, else by `kind`; else why not.

    `per` is what the value is out of: 100 for a percentage, 100,000 for a rate per 100,000.
    """
    if member.value is None:
        return "no figure"
    if member.lower is not None and member.upper is not None:
        if member.lower <= member.value <= member.upper:
            return Interval(member.lower, member.upper)
        return "the published limits do not contain the figure"
    if kind == "none" or member.numerator is None or member.denominator is None:
        return "the source gives no interval, nor counts to work one out from"
    try:
        share = _share(member.numerator, member.denominator, kind, z)
    except ValueError as error:
        return str(error)
    return _round_value(member, Interval(share.lower * per, share.upper * per), per)


def _share(numerator: Decimal, denominator: Decimal, kind: Kind, z: Decimal) -> Interval:
    if kind == "proportion":
        return wilson(numerator, denominator, z)
    if numerator < FEW and numerator == int(numerator):
        return exact_poisson(int(numerator), denominator, z)
    return byar(numerator, denominator, z)


def _round_value(member: Member, interval: Interval, per: Decimal) -> Interval | str:
    """An interval that holds the figure: a rounded figure may fall just outside a very narrow one, which is
    then stretched to it; a figure further off than rounding explains was not made from these counts."""
    value, numerator, denominator = member.value, member.numerator, member.denominator
    assert value is not None and numerator is not None and denominator is not None
    if interval.lower <= value <= interval.upper:
        return interval
    exponent = value.as_tuple().exponent
    last_place = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    if abs(numerator / denominator * per - value) > last_place:
        return "the figure is not its numerator over its denominator"
    return Interval(min(interval.lower, value), max(interval.upper, value))
