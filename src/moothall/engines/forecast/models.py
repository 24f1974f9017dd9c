"""The models, each by the words a reader sees, and one door to the library that fits them.

A fitted model answers floats; where the library cannot fit one, the answer is None and the model is not a candidate.
"""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NAIVE = "naive (the last value)"
SEASONAL_NAIVE = "seasonal naive (the same period a year before)"
THETA = "theta"
SMOOTHING = "exponential smoothing"
STRAIGHT = "exponential smoothing about a straight line"
AVERAGE = "average of theta and exponential smoothing"
CROSTON = "Croston's method for intermittent demand"
MEAN = "mean of the whole history"
REACH = 1.0
"""A fitted model is held within the history's range widened on either side by this many times its width."""


def naive_name(season: int) -> str:
    return SEASONAL_NAIVE if season > 1 else NAIVE


def naive(y: Floats, horizon: int, season: int) -> Floats:
    """The last year again and again; the last value where the season is one period."""
    return np.resize(y[-season:], horizon)


def regular(y: Floats, horizon: int, season: int) -> dict[str, Floats | None]:
    """What each candidate for an ordinary series expects."""
    theta = _fitted(_theta, y, horizon, season)
    smoothing = _fitted(_smoothing, y, horizon, season)
    average = None if theta is None or smoothing is None else (theta + smoothing) / 2
    return {
        AVERAGE: average,
        THETA: theta,
        SMOOTHING: smoothing,
        STRAIGHT: _about_a_line(y, horizon, season),
        naive_name(season): naive(y, horizon, season),
    }


def intermittent(y: Floats, horizon: int, season: int) -> dict[str, Floats | None]:
    """What each candidate for a series of mostly noughts expects."""
    return {
        CROSTON: _fitted(_croston, y, horizon, season),
        MEAN: np.full(horizon, y.mean()),
        naive_name(season): naive(y, horizon, season),
    }


def one_step(y: Floats, season: int) -> tuple[float, float]:
    """What exponential smoothing expects next, and the standard deviation of its errors one step ahead.

    An error that stands alone does not widen it: it is measured by the median of their sizes.
    """
    try:
        found = _quietly(lambda: _smoothing(season).forecast(y, 1, fitted=True))
    except Exception:  # the library says in many ways that it cannot
        return float(naive(y, 1, season)[0]), float("inf")
    errors = y[season:] - found["fitted"][season:]
    return float(found["mean"][0]), float(np.median(np.abs(errors)) * 1.4826)


def _theta(season: int) -> Any:
    from statsforecast.models import DynamicOptimizedTheta

    return DynamicOptimizedTheta(season_length=season, decomposition_type="additive")


def _smoothing(season: int) -> Any:
    """Level and season, both additive, no trend: ETS(A,N,A); without seasons ETS(A,N,N)."""
    from statsforecast.models import AutoETS

    return AutoETS(season_length=season, model="ANA" if season > 1 else "ANN")


def _croston(season: int) -> Any:
    from statsforecast.models import CrostonSBA

    return CrostonSBA()


def _about_a_line(y: Floats, horizon: int, season: int) -> Floats | None:
    """Exponential smoothing of what is left when the straight line of least squares is taken off, and the line on."""
    places = np.arange(len(y) + horizon)
    line = np.polyval(np.polyfit(places[: len(y)], y, 1), places)
    rest = _fitted(_smoothing, y - line[: len(y)], horizon, season)
    return None if rest is None else rest + line[len(y) :]


def _fitted(make: Callable[[int], Any], y: Floats, horizon: int, season: int) -> Floats | None:
    if np.ptp(y) == 0:
        return np.full(horizon, y[-1])
    try:
        mean = _quietly(lambda: make(season).forecast(y, horizon)["mean"])
    except Exception:  # the library says in many ways that it cannot
        return None
    if not np.isfinite(mean).all():
        return None
    width = REACH * np.ptp(y)
    held: Floats = np.clip(np.asarray(mean, dtype=float), y.min() - width, y.max() + width)
    return held


def _quietly(work: Callable[[], Any]) -> Any:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return work()
