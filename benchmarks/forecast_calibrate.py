"""Forecast: the powers and factors of the intervals, fitted again on the series they were fitted on.

    python benchmarks/forecast_calibrate.py

Fitted on FixMyStreet before 2017 (histories of 60 months and more, and of 24), and on made series of 24, 60 and
120 months. Not on FixMyStreet from 2017 on, and not on A&E. What is made least is the interval score over naive's,
summed over the sets, with a heavy charge where a set's coverage falls below TARGET.
"""

import sys
from multiprocessing import Pool
from typing import NamedTuple

import numpy as np
from forecast_data import CHOSEN_BEFORE, Floats, Window, fixmystreet, made_windows, windows
from scipy.optimize import minimize

from moothall.engines.forecast.breaks import find_breaks
from moothall.engines.forecast.engine import _fitted
from moothall.engines.forecast.history import read_history
from moothall.engines.forecast.intervals import Evidence, Factors, evidence, half_widths
from moothall.engines.forecast.shapes import Params
from moothall.engines.forecast.tried import try_models

AHEAD = 12
TARGET = {0.05: 0.945, 0.2: 0.80}
CHARGE = 400


class Seen(NamedTuple):
    known: Evidence
    mean: Floats
    came: Floats
    naive: Floats
    spread: float
    scale: float
    season: int


def see(window: Window) -> Seen:
    history = read_history(window.history)
    ahead = len(window.came)
    tried = try_models(history, ahead, Params())
    y, season = history.values, history.season
    steps = [] if tried.sparse or tried.why_naive else find_breaks(y, season)
    changes = y[season:] - y[:-season]
    return Seen(
        evidence(y, season, tried.errors),
        np.maximum(_fitted(history, ahead, tried, steps), 0),
        window.came,
        np.resize(y[-season:], ahead),
        float(np.sqrt(np.mean(changes**2))),
        float(np.mean(np.abs(changes))) or 1.0,
        season,
    )


def score(low: Floats, high: Floats, came: Floats, alpha: float) -> Floats:
    return (high - low) + 2 / alpha * (np.maximum(low - came, 0) + np.maximum(came - high, 0))


def measured(seen: list[Seen], factors: Factors, alpha: float) -> tuple[float, float]:
    """Coverage, and the interval score over the mean absolute change."""
    inside, scores = [], []
    for it in seen:
        width = half_widths(it.known, factors, len(it.came), it.season)
        low, high = np.maximum(it.mean - width, 0), it.mean + width
        inside.append(((low <= it.came) & (it.came <= high)).mean())
        scores.append((score(low, high, it.came, alpha) / it.scale).mean())
    return float(np.mean(inside)), float(np.mean(scores))


def naive_score(seen: list[Seen], alpha: float) -> float:
    z = {0.05: 1.96, 0.2: 1.2816}[alpha]
    return float(
        np.mean(
            [
                (score(it.naive - z * it.spread, it.naive + z * it.spread, it.came, alpha) / it.scale).mean()
                for it in seen
            ]
        )
    )


def fit(sets: dict[str, list[Seen]], alpha: float) -> Factors:
    against = {name: naive_score(it, alpha) for name, it in sets.items()}

    def cost(v: Floats) -> float:
        total = 0.0
        for name, seen in sets.items():
            covered, scored = measured(seen, Factors(*v), alpha)
            total += scored / against[name] + CHARGE * max(0.0, TARGET[alpha] - covered) ** 2
        return total

    start = np.array([0.66 if alpha == 0.05 else 0.1, 0.28, 0.05, 0.46, 0.67])
    found = minimize(
        cost, start, method="Nelder-Mead", options={"maxfev": 400, "xatol": 0.005, "fatol": 1e-4}
    )
    return Factors(*(round(float(it), 2) for it in found.x))


def sets() -> dict[str, list[Window]]:
    districts = {
        lad: (first, values[: (CHOSEN_BEFORE.year - first.start.year) * 12 - first.start.month + 1])
        for lad, (first, values) in fixmystreet().items()
    }
    return {
        "FixMyStreet to 2016": list(windows(districts, 60, step=7)),
        "FixMyStreet to 2016, 24 months": list(windows(districts, 60, step=12, length=24)),
        **{
            f"made, {n} months": made_windows(n, AHEAD, "P1M", 12, 100 if n == 24 else 50)
            for n in (24, 60, 120)
        },
    }


def run() -> None:
    with Pool(2) as pool:
        seen = {name: pool.map(see, it, chunksize=20) for name, it in sets().items()}
    for alpha in (0.05, 0.2):
        factors = fit(seen, alpha)
        sys.stdout.write(f"{1 - alpha:.0%}: {factors}\n")
        for name, it in seen.items():
            covered, scored = measured(it, factors, alpha)
            ratio = scored / naive_score(it, alpha)
            sys.stdout.write(
                f"  {name}: {len(it)} windows, coverage {covered:.3f}, score over naive {ratio:.2f}\n"
            )


if __name__ == "__main__":
    run()
