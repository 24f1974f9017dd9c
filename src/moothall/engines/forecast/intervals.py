"""How far a value may lie from what was expected: from the series' own past errors, widened by measured factors.

The half width is a product: the spread of change from year to year, the model's errors in the backtest, how much larger
the latest of those were, and a factor for how few tests there were. The powers and factors were fitted once, on series
before 2017 and on made ones: docs/methods/forecast.md says on which; benchmarks/forecast_calibrate.py does it again.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
RECENT = 4
"""How many of the latest tests count as recent."""


@dataclass(frozen=True)
class Factors:
    """Of one interval: log half width = scale + (1 - own) log change + own log error + few / tests
    + recent log(recent / error) + ahead log(periods ahead)."""

    scale: float
    own: float
    ahead: float
    few: float
    recent: float


F95 = Factors(scale=0.74, own=0.27, ahead=0.05, few=0.45, recent=0.74)
F80 = Factors(scale=0.13, own=0.29, ahead=0.06, few=0.25, recent=0.67)


@dataclass(frozen=True)
class Evidence:
    """What a half width is worked out from: `change`, the standard deviation of change over a season; `error`, the mean
    absolute error in the backtest; `recent`, the root mean square of its latest rows; how many `tests`."""

    change: float
    error: float
    recent: float
    tests: int


def evidence(y: Floats, season: int, errors: Floats) -> Evidence:
    """From the history and the chosen model's errors, the latest test first.

    Without tests the mean change stands for the error. A history no longer than a season gives its change from
    one period to the next.
    """
    lag = season if len(y) > season + 2 else 1
    differences = y[lag:] - y[:-lag]
    change = float(np.sqrt(np.mean(differences**2))) if len(differences) else 0.0
    errors = errors[~np.isnan(errors).all(axis=1)]  # a test of months that never came says nothing
    if not len(errors):
        error = float(np.mean(np.abs(differences))) if len(differences) else 0.0
        return Evidence(change, error, 1.25 * error, 1)
    return Evidence(
        change,
        float(np.nanmean(np.abs(errors))),
        float(np.sqrt(np.nanmean(errors[:RECENT] ** 2))),
        len(errors),
    )


def half_widths(known: Evidence, factors: Factors, horizon: int, season: int) -> Floats:
    """For each period ahead. Beyond a year they grow with the root of the years."""
    ahead = np.arange(1, horizon + 1)
    tiny = 1e-12
    change, error, recent = (max(it, tiny) for it in (known.change, known.error, known.recent))
    log = (
        factors.scale
        + (1 - factors.own) * np.log(change)
        + factors.own * np.log(error)
        + factors.few / known.tests
        + factors.recent * np.log(recent / error)
        + factors.ahead * np.log(np.minimum(ahead, season))
        + 0.5 * np.log(np.maximum(ahead / season, 1.0))
    )
    return np.where(change <= tiny, 0.0, np.exp(log))


def coverage(
    y: Floats, season: int, errors: Floats, origins: tuple[int, ...], factors: Factors
) -> tuple[int, int]:
    """How many of the backtest's values fell inside, of how many: each test's interval made only from earlier tests,
    as far as their values had come by then."""
    inside = judged = 0
    for row in range(len(origins) - 1):
        origin = origins[row]
        earlier = errors[row + 1 :].copy()
        for place, start in enumerate(origins[row + 1 :]):
            earlier[place, max(origin - start, 0) :] = np.nan
        width = half_widths(evidence(y[:origin], season, earlier), factors, errors.shape[1], season)
        came = ~np.isnan(errors[row])
        judged += int(came.sum())
        inside += int((np.abs(errors[row][came]) <= width[came]).sum())
    return inside, judged
