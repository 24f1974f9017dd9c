"""A series made ready to be fitted: blanks at its ends dropped, holes filled by rule, a part-done last period found."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moothall.engines.forecast.shapes import NotForecast
from moothall.kit.periods import Period
from moothall.kit.series import A_YEAR, Series

Floats = NDArray[np.float64]
LENGTHS = ("P1M", "P3M", "P1Y")
GAPPY = 0.25
"""With a greater share of the periods missing, no model is fitted."""
PART = 0.75
"""A last value at least this large a share of what was expected is not called part-done."""
PART_LIMIT = 2.5
"""How many standard deviations of the one-step errors below expectation a part-done value lies."""


@dataclass(frozen=True)
class History:
    """Values from the first to the last known, without holes; `known` is False where a value was filled."""

    season: int
    first: Period
    values: Floats
    known: NDArray[np.bool_]
    decimals: int

    def __len__(self) -> int:
        return len(self.values)

    def at(self, place: int) -> Period:
        return self.first.moved(place)

    @property
    def last(self) -> Period:
        return self.at(len(self) - 1)

    @property
    def missing(self) -> int:
        return int((~self.known).sum())

    @property
    def seasonal(self) -> int:
        """How far back the naive answer looks: a year, where there is more than one."""
        return self.season if len(self) > self.season else 1

    def without_last(self) -> "History":
        return History(self.season, self.first, self.values[:-1], self.known[:-1], self.decimals)


def check(series: Series) -> None:
    """Raises NotForecast where the periods are weeks or days, or no period has a value."""
    if series.length not in LENGTHS:
        raise NotForecast(
            f"‘{series.name}’ is {series.points[0].period.frequency}: only monthly, quarterly and annual series are"
            " forecast."
        )
    if all(value is None for value in series.values):
        raise NotForecast(f"‘{series.name}’ has no values.")


def read_history(series: Series) -> History:
    """Raises NotForecast as `check` does."""
    check(series)
    places = [place for place, value in enumerate(series.values) if value is not None]
    held = series.points[places[0] : places[-1] + 1]
    values = np.array([np.nan if it.value is None else float(it.value) for it in held])
    known = ~np.isnan(values)
    exponents = [it.value.as_tuple().exponent for it in held if it.value is not None]
    decimals = max((-it for it in exponents if isinstance(it, int)), default=0)
    season = A_YEAR[series.length]
    return History(season, held[0].period, filled(values, season), known, max(decimals, 0))


def filled(values: Floats, season: int) -> Floats:
    """The values with each hole filled: midway between the same period a year before and a year after where both
    are known, else on the straight line between its neighbours."""
    known = ~np.isnan(values)
    if known.all():
        return values
    out = values.copy()
    places = np.arange(len(values))
    line = np.interp(places, places[known], values[known])
    for place in places[~known]:
        before, after = place - season, place + season
        both = season > 1 and before >= 0 and after < len(values) and known[before] and known[after]
        out[place] = (values[before] + values[after]) / 2 if both else line[place]
    return out


def is_intermittent(history: History) -> bool:
    """Most periods are nought, and none is below it."""
    given = history.values[history.known]
    return len(given) > history.season and bool((given == 0).mean() > 0.5) and bool((given >= 0).all())


def whole_value(history: History) -> float | None:
    """What the last period would come to if it is only part-done; None where it looks whole.

    It looks part-done where it is below PART of what the history led to expect, and PART_LIMIT standard deviations
    of the one-step errors below it. Looked for with two years and one period of history, no value below nought.
    """
    n, season, y = len(history), history.season, history.values
    if n < max(2 * season, 8) + 1 or not history.known[-1] or (y < 0).any() or is_intermittent(history):
        return None
    from moothall.engines.forecast.models import one_step

    expected, spread = one_step(y[:-1], season)
    if expected <= 0 or y[-1] >= PART * expected:
        return None
    return expected if y[-1] < expected - PART_LIMIT * spread else None
