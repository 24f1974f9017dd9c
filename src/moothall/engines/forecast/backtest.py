"""Each candidate tried on the series' own past: fitted to what was known at an origin, held against what came."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moothall.engines.forecast.history import History
from moothall.engines.forecast.models import AVERAGE, naive_name

Floats = NDArray[np.float64]
Answer = Callable[[Floats, int, int], Mapping[str, Floats | None]]
LEAST = {12: 18, 4: 9, 1: 7}
"""The shortest history a model is fitted to, by periods in a year: a year and a half, where the library can."""
SHORT = {12: 24, 4: 12, 1: 10}
"""With fewer periods than this the naive answer is given."""
BETTER = 0.95
"""A single model takes the average's place where its error is below this share of it."""


@dataclass(frozen=True)
class Backtest:
    """`errors[model]`: what came less what was expected, a row for each origin, the latest first, and a column for each
    period ahead; nan where nothing had come yet or the period was missing."""

    origins: tuple[int, ...]
    errors: Mapping[str, Floats]
    models: tuple[str, ...] = ()
    """Every candidate, also one that could not be fitted somewhere and so has no errors."""

    def size(self, model: str, *, squared: bool = False) -> float:
        """The mean absolute error, or the root of the mean square, over all that could be held against what came."""
        errors = self.errors[model]
        return float(np.sqrt(np.nanmean(errors**2)) if squared else np.nanmean(np.abs(errors)))


def origins(n: int, season: int, least: int, most: int) -> tuple[int, ...]:
    """How much history each test is given: the latest first, a quarter of a year apart."""
    step = max(1, season // 4)
    return tuple(range(n - step, least - 1, -step))[:most]


def run_backtest(history: History, horizon: int, answer: Answer, places: Sequence[int]) -> Backtest:
    """Tests every candidate that could be fitted at every origin; one that could not is left out."""
    y = history.values
    came = np.where(history.known, y, np.nan)
    rows: dict[str, list[Floats]] = {}
    used = []
    for place in places:
        actual = came[place : place + horizon]
        if np.isnan(actual).all():
            continue
        used.append(place)
        for model, expected in answer(y[:place], horizon, history.seasonal).items():
            row = np.full(horizon, np.nan)
            if expected is not None:
                row[: len(actual)] = actual - expected[: len(actual)]
            rows.setdefault(model, []).append(row)
    whole = {model: np.array(it) for model, it in rows.items()}
    fitted = {model: it for model, it in whole.items() if not np.isnan(it).all(axis=1).any()}
    return Backtest(tuple(used), fitted, tuple(rows))


def choose(test: Backtest, season: int, *, squared: bool = False) -> str:
    """The model with the least error; the average unless a single model is clearly better; naive unless beaten."""
    naive = naive_name(season)
    sizes = {model: test.size(model, squared=squared) for model in test.errors if model != naive}
    if not sizes:
        return naive
    best = min(sizes, key=lambda it: sizes[it] * (BETTER if it == AVERAGE else 1.0))
    return best if sizes[best] < test.size(naive, squared=squared) else naive
