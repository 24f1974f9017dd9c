"""Series whose truth is known."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from moothall.kit.periods import Period
from moothall.kit.series import Point, Series

Floats = NDArray[np.float64]
FIRST = date(2012, 1, 1)


def made(values: Iterable[float | None], length: str = "P1M", name: str = "calls") -> Series:
    """A series of one decimal from January 2012."""
    period, points = Period(FIRST, length), []
    for value in values:
        points.append(Point(period, None if value is None else Decimal(f"{value:.1f}")))
        period = period.moved(1)
    return Series(name, tuple(points))


def noise(n: int, spread: float = 1.0, seed: int = 7) -> Floats:
    return np.random.default_rng(seed).normal(0, spread, n)


def wave(n: int, height: float = 20.0, season: int = 12) -> Floats:
    return np.asarray(height * np.sin(np.arange(n) * 2 * np.pi / season))
