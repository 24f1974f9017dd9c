"""One measure divided by another, period by period: unit cost, turnaround, utilisation."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from moothall.kit.periods import Period

Points = Mapping[Period, Decimal | None]
ONE = Decimal(1)


class Quotient(NamedTuple):
    """A period's value, or why there is none; and the two numbers it was worked out from."""

    period: Period
    value: Decimal | None
    over: Decimal | None
    under: Decimal | None
    reason: str


def divide(over: Points, under: Points, times: Decimal = ONE) -> list[Quotient]:
    """Each period that either has, oldest first: over ÷ under × times. Where one is missing, or there is nothing to
    divide by, there is no value, and the reason is said."""
    return [_quotient(it, over.get(it), under.get(it), times) for it in sorted({*over, *under})]


def _quotient(period: Period, over: Decimal | None, under: Decimal | None, times: Decimal) -> Quotient:
    if over is None or under is None:
        lacking = " and ".join(name for name, value in (("upper", over), ("lower", under)) if value is None)
        return Quotient(period, None, over, under, f"no figure for the {lacking} measure")
    if under == 0:
        return Quotient(period, None, over, under, "the lower measure is nought")
    return Quotient(period, over / under * times, over, under, "")


def gathered(points: Points, length: str) -> dict[Period, Decimal | None]:
    """Sums of shorter periods in longer ones of this length that start when their first piece does: None where a
    piece is missing, for a sum of some of them would be too small. Financial years and quarters count from April."""
    found: dict[Period, Decimal | None] = {}
    for it in points:
        whole = _around(it, length)
        if whole not in found:
            pieces = [points.get(piece) for piece in _pieces(whole, it.length)]
            known = [piece for piece in pieces if piece is not None]
            found[whole] = sum(known, Decimal(0)) if len(known) == len(pieces) else None
    return found


def _around(piece: Period, length: str) -> Period:
    """The year from April, or the quarter, or the month that a period falls in."""
    months = {"P1Y": 12, "P3M": 3, "P1M": 1}[length]
    count = piece.start.year * 12 + piece.start.month - 1
    first = count - (count - 3) % months
    return Period(piece.start.replace(year=first // 12, month=first % 12 + 1, day=1), length)


def _pieces(whole: Period, length: str) -> list[Period]:
    found = [Period(whole.start, length)]
    while (following := found[-1].moved(1)).end <= whole.end:
        found.append(following)
    return found
