"""Adjustments to a forecast, each visible beside what it changes."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal

from moothall.engines.forecast.shapes import Adjustment, Applied, Expected, Result


def adjusted(result: Result, adjustments: Sequence[Adjustment]) -> Result:
    """The forecast with adjustments applied in the order given, upon its base: earlier ones are taken off first.

    Each multiplies by its factor, then adds its amount, from its first period to its last, and is rounded as the
    forecast is. The intervals move the same
    way, so they do not hold how sure the adjustment itself is. Where the history is never below zero nothing goes
    below it. Raises ValueError where a factor is below zero, or an adjustment's periods touch none of the forecast's.
    """
    points, applied = result.base, []
    for it in adjustments:
        if it.factor < 0:
            raise ValueError("A factor is nought or more: 1.05 is five per cent more.")
        if not any(_touches(it, point) for point in points):
            raise ValueError(f"‘{it.words}’ touches no period of this forecast.")
        moved = tuple(_moved(point, it, result.never_below_zero) for point in points)
        applied.append(
            Applied(it, tuple(new.mean - old.mean for new, old in zip(moved, points, strict=True)))
        )
        points = moved
    return replace(result, points=points, applied=tuple(applied))


def _touches(it: Adjustment, point: Expected) -> bool:
    period = point.period
    return it.start.start <= period.end and (it.end is None or period.start <= it.end.end)


def _moved(point: Expected, it: Adjustment, never_below_zero: bool) -> Expected:
    if not _touches(it, point):
        return point

    def move(value: Decimal) -> Decimal:
        new = (value * it.factor + it.amount).quantize(point.mean, rounding=ROUND_HALF_EVEN)
        return max(new, 0 * point.mean) if never_below_zero else new

    limits = (point.lo80, point.hi80, point.lo95, point.hi95)
    return Expected(
        point.period, move(point.mean), *(None if edge is None else move(edge) for edge in limits)
    )
