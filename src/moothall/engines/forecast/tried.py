"""The models tried on a series' own past, and the one that answers."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from moothall.engines.forecast import models, words
from moothall.engines.forecast.backtest import (
    LEAST,
    SHORT,
    Answer,
    Backtest,
    choose,
    origins,
    run_backtest,
)
from moothall.engines.forecast.history import GAPPY, History, is_intermittent
from moothall.engines.forecast.intervals import Factors, coverage
from moothall.engines.forecast.shapes import Params

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Tried:
    """What was tried on a history: the candidates' answers, their tests, and which was chosen.

    `why_naive` says, where it does, why no model was tried. `mase` is each tested model's mean absolute error over the
    history's mean absolute change from the period the naive answer repeats.
    """

    answer: Answer
    test: Backtest
    model: str
    naive: str
    sparse: bool
    why_naive: str
    mase: dict[str, Decimal | None]
    order: tuple[str, ...]

    @property
    def label(self) -> str:
        errors = self.mase.get(self.model), self.mase.get(self.naive)
        return words.label(
            self.model, self.naive, self.why_naive, errors, len(self.test.origins), sparse=self.sparse
        )

    @property
    def errors(self) -> Floats:
        """Of the model chosen, in the backtest; no rows where it was not tested."""
        return self.test.errors.get(self.model, np.empty((0, 1)))

    def coverage(self, history: History, factors: Factors) -> tuple[int, int]:
        """How many of the backtest's values fell in intervals made before them, of how many."""
        return coverage(history.values, history.season, self.errors, self.test.origins, factors)


def try_models(history: History, horizon: int, params: Params) -> Tried:
    """Tests every candidate for such a history and chooses; the naive answer alone for a short or gappy one."""
    season, why_naive = history.seasonal, _why_naive(history)
    naive, sparse = models.naive_name(season), is_intermittent(history)
    answer: Answer = _naive_only if why_naive else models.intermittent if sparse else models.regular
    least = max(season, 2) if why_naive else LEAST[history.season]
    places = origins(len(history), history.season, least, params.windows)
    test = run_backtest(history, horizon, answer, places)
    model = choose(test, season, squared=sparse) if test.errors else naive
    order = tuple(dict.fromkeys((*test.models, naive)))
    return Tried(answer, test, model, naive, sparse, why_naive, _mase(history, test), order)


def is_short(history: History) -> bool:
    return len(history) < SHORT[history.season]


def is_constant(history: History) -> bool:
    return len(history) > 1 and bool(np.ptp(history.values) == 0)


def repeats_itself(history: History) -> bool:
    """No period differs from the one the naive answer takes: a constant series, or an exact season."""
    lag = history.seasonal
    return len(history) > lag and bool((history.values[lag:] == history.values[:-lag]).all())


def _why_naive(history: History) -> str:
    """Why no model is fitted to this history; nothing where one is."""
    if is_short(history):
        return f"there {words.are(len(history))} only {words.counted(len(history), history.season)}"
    if history.missing > GAPPY * len(history):
        return f"{history.missing} of {words.counted(len(history), history.season)} are missing"
    if is_constant(history):
        return "every value is the same"
    return "it has repeated itself exactly" if repeats_itself(history) else ""


def _naive_only(y: Floats, horizon: int, season: int) -> dict[str, Floats | None]:
    return {models.naive_name(season): models.naive(y, horizon, season)}


def _mase(history: History, test: Backtest) -> dict[str, Decimal | None]:
    lag = history.seasonal
    both = history.known[lag:] & history.known[:-lag]
    changes = np.abs(history.values[lag:] - history.values[:-lag])[both]
    scale = float(changes.mean()) if len(changes) else 0.0
    return {model: Decimal(f"{test.size(model) / scale:.3f}") if scale > 0 else None for model in test.errors}
