"""Round numbers for an axis, and the way from a figure to a place on the page."""

from collections.abc import Callable, Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, localcontext

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


def ticks(low: Decimal, high: Decimal, about: int = 5) -> tuple[Decimal, ...]:
    """Evenly spaced round numbers that cover low to high, `about` intervals of them (never more).

    Where low equals high the axis is given room on both sides.
    """
    if low > high:
        low, high = high, low
    with localcontext(Context(prec=60)):
        if low == high:
            room = abs(low) / 10 or Decimal(1)
            low, high = low - room, high + room
        step = _step((high - low) / about)
        while True:
            first = (low / step).to_integral_value(ROUND_FLOOR)
            last = (high / step).to_integral_value(ROUND_CEILING)
            if last - first <= about:
                return tuple((first + i) * step for i in range(int(last - first) + 1))
            step = _step(step * Decimal("1.01"))


def _step(least: Decimal) -> Decimal:
    """The smallest round step that is at least this long."""
    power = Decimal(1).scaleb(least.adjusted())
    return next(step * power for step in STEPS if step * power >= least)


Scale = Callable[[Decimal], float]


def scale(low: Decimal, high: Decimal, start: float, end: float) -> Scale:
    """The straight line that takes low to start and high to end; the page's y grows downwards, so start may
    be the larger. Pixels are floats: only figures need to be exact."""
    origin, factor = float(low), (end - start) / float(high - low)
    return lambda value: start + (float(value) - origin) * factor


def thin(widths: Iterable[float], room: float) -> int:
    """Label every n-th place, so that the labels (this wide) fit in the room each place has."""
    widest = max(widths, default=0.0)
    return max(1, -int(-(widest + 8) // room)) if room > 0 else 1
