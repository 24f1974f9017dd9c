"""Forecast: beside each single model, on two published sets, by rolling origin; what is said of series; how long.

    python benchmarks/forecast.py [--quick]

FixMyStreet: each district, origins a year apart, at least 60 months before each, 12 ahead. A&E: 281 series, 24 months
before, 12 ahead, one origin. Errors are scaled by the mean absolute change over a year of the months before the
origin; a series' error is the mean over its origins, its ratio that over the seasonal naive's, and the geometric mean
is over series. The interval score is Winkler's, scaled the same way. AutoETS and AutoTheta are slow: they see a sample.
"""

import os
import sys
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from multiprocessing import Pool
from time import perf_counter, process_time
from typing import Any, NamedTuple

import numpy as np
from forecast_data import (
    CHOSEN_BEFORE,
    SEED,
    Floats,
    Window,
    emergency,
    fixmystreet,
    made,
    series,
    smoothed,
    windows,
)

from moothall.engines.forecast import Params, forecast, forecast_many
from moothall.kit.periods import Period

AHEAD, SEASON = 12, 12
NAIVE, OURS = "seasonal naive", "moothall"
SAMPLED = {"AutoETS": 5, "AutoTheta": 3}  # every fifth series, every third
FIRST = Period(date(2010, 1, 1), "P1M")


class Answer(NamedTuple):
    mean: Floats
    limits: dict[int, tuple[Floats, Floats]]
    seconds: float


def ours(window: Window) -> dict[str, Floats]:
    points = forecast(window.history, AHEAD).points
    return {
        name: np.array([float(getattr(it, at) or 0) for it in points])
        for name, at in (
            ("mean", "mean"),
            ("lo-80", "lo80"),
            ("hi-80", "hi80"),
            ("lo-95", "lo95"),
            ("hi-95", "hi95"),
        )
    }


def library(name: str, **settings: Any) -> Callable[[Window], dict[str, Floats]]:
    def answer(window: Window) -> dict[str, Floats]:
        from statsforecast import models

        model = getattr(models, name)(season_length=SEASON, **settings)
        y = np.array([float(it or 0) for it in window.history.values])
        found: dict[str, Floats] = model.forecast(y, AHEAD, level=[80, 95])
        return found

    return answer


MODELS: dict[str, Callable[[Window], dict[str, Floats]]] = {
    OURS: ours,
    NAIVE: library("SeasonalNaive"),
    "DynamicOptimizedTheta": library("DynamicOptimizedTheta", decomposition_type="additive"),
    "ETS(A,N,A)": library("AutoETS", model="ANA"),
    "AutoETS": library("AutoETS"),
    "AutoTheta": library("AutoTheta"),
}


def answer(job: tuple[str, Window]) -> Answer | None:
    name, window = job
    start = process_time()
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            found = MODELS[name](window)
        except Exception:  # a library's model that cannot be fitted is counted, and left out
            return None
    mean = np.asarray(found["mean"], dtype=float)
    limits = {
        level: (np.asarray(found.get(f"lo-{level}", mean)), np.asarray(found.get(f"hi-{level}", mean)))
        for level in (80, 95)
    }
    return Answer(mean, limits, process_time() - start)


def scale(window: Window) -> float:
    y = np.array([float(it or 0) for it in window.history.values])
    changes = np.abs(y[SEASON:] - y[:-SEASON]).mean()
    return float(changes) if changes > 0 else 1.0


def winkler(low: Floats, high: Floats, came: Floats, alpha: float) -> float:
    return float(((high - low) + 2 / alpha * (np.maximum(low - came, 0) + np.maximum(came - high, 0))).mean())


class Line(NamedTuple):
    ratio: float
    mean: float
    median: float
    cover: tuple[float, float]
    score: float
    score_naive: float
    milliseconds: float
    windows: int
    failed: int


def line(pairs: Iterable[tuple[Window, Answer | None, Answer]]) -> Line:
    """One model's answers beside naive's, on the windows where both answered."""
    errors: dict[str, list[tuple[float, float]]] = defaultdict(list)
    inside: dict[int, list[float]] = {80: [], 95: []}
    scores, seconds, failed = [], [], 0
    for window, one, naive in pairs:
        if one is None:
            failed += 1
            continue
        unit = scale(window)
        errors[window.key].append(
            (np.abs(window.came - one.mean).mean() / unit, np.abs(window.came - naive.mean).mean() / unit)
        )
        for level, (low, high) in one.limits.items():
            inside[level].append(float(((low <= window.came) & (window.came <= high)).mean()))
        scores.append(tuple(winkler(*it.limits[95], window.came, 0.05) / unit for it in (one, naive)))
        seconds.append(one.seconds)
    own = np.array([np.mean([it[0] for it in rows]) for rows in errors.values()])
    against = np.array([np.mean([it[1] for it in rows]) for rows in errors.values()])
    ratio = float(np.exp(np.mean(np.log(np.maximum(own, 1e-3) / np.maximum(against, 1e-3)))))
    mine, theirs = np.mean(scores, axis=0)
    return Line(
        ratio,
        float(own.mean()),
        float(np.median(own)),
        (float(np.mean(inside[80])), float(np.mean(inside[95]))),
        float(mine),
        float(theirs),
        float(np.mean(seconds)) * 1000,
        len(seconds),
        failed,
    )


def table(title: str, found: list[Window], pool: Any, parts: dict[str, Callable[[Window], bool]]) -> None:
    print(f"\n{title}")
    naive = pool.map(answer, [(NAIVE, it) for it in found], chunksize=50)
    columns = ("ratio", "MASE", "median", "80%", "95%", "score", "/naive", "CPU ms", "windows")
    print(" " * 30 + "".join(f"{it:>8}" for it in columns))
    for name in MODELS:
        keys = sorted({it.key for it in found})
        kept = set(keys[:: SAMPLED.get(name, 1)])
        chosen = [(it, n) for it, n in zip(found, naive, strict=True) if it.key in kept]
        answers = pool.map(answer, [(name, it) for it, _ in chosen], chunksize=10)
        for part, held in parts.items():
            if part and name not in (OURS, "DynamicOptimizedTheta", "ETS(A,N,A)"):
                continue
            rows = [(it, a, n) for (it, n), a in zip(chosen, answers, strict=True) if held(it)]
            got = line(rows)
            called = f"  {part}" if part else name + (" (a sample)" if name in SAMPLED else "")
            figures = (got.ratio, got.mean, got.median, *got.cover, got.score, got.score / got.score_naive)
            print(
                f"{called:30}"
                + "".join(f"{it:8.3f}" for it in figures)
                + f"{got.milliseconds:8.1f}{got.windows:8}"
                + (f" ({got.failed} could not be fitted)" if got.failed else ""),
                flush=True,
            )


def starts(window: Window) -> date:
    return window.history.points[-1].period.moved(1).start


# --- what is said of a series ---


def clean(rng: np.random.Generator, n: int, rho: float) -> tuple[Floats, float]:
    """Level, trend, season and errors that lean on each other by `rho`; and the errors' standard deviation (3 to 12%
    of the level)."""
    t = np.arange(n)
    base = rng.uniform(50, 500)
    season = (
        0.3 * rng.uniform(0.2, 1) * np.sin(2 * np.pi * t / 12 + rng.uniform(0, 6))
        + 0.05 * rng.normal(size=12)[t % 12]
    )
    spread = base * rng.uniform(0.03, 0.12)
    errors = smoothed(rng.normal(0, np.sqrt(1 - rho**2), n), rho) * spread
    return np.maximum(base * (1 + season + t * rng.uniform(-0.003, 0.01)) + errors, 0), float(spread)


def with_break(rng: np.random.Generator, n: int, rho: float) -> Floats:
    """A step of 3 to 5 standard deviations of the errors, up or down, with a year or more on either side."""
    values, spread = clean(rng, n, rho)
    values[rng.integers(12, n - 11) :] += rng.choice([-1, 1]) * spread * rng.uniform(3, 5)
    return np.maximum(values, 0)


def with_noughts(rng: np.random.Generator, n: int, rho: float) -> Floats:
    """Something in 15 to 40 months of 100, and then 1 or more of it."""
    return np.where(rng.random(n) < rng.uniform(0.15, 0.4), 1 + rng.poisson(2, n), 0).astype(float)


def with_part(rng: np.random.Generator, n: int, rho: float) -> Floats:
    """The last month holds 40 to 60% of what it would."""
    values, _ = clean(rng, n, rho)
    values[-1] *= rng.uniform(0.4, 0.6)
    return values


def wandering(rng: np.random.Generator, n: int, rho: float) -> Floats:
    values, spread = clean(rng, n, 0)
    return np.maximum(values + np.cumsum(rng.normal(0, 0.4 * spread, n)), 0)


def said(values: Floats) -> set[str]:
    return {it.kind for it in forecast(series("made", FIRST, values), 3, params=Params(windows=2)).findings}


def findings(pool: Any, each: int) -> None:
    print(
        f"\nWhat is said, of {each} made series for each row (60 or 120 months, autocorrelation 0, 0.3 or 0.6)"
    )
    kinds = ("break", "intermittent", "partial last period")
    print(f"{'':38}" + "".join(f"{it:>21}" for it in kinds))
    makers: dict[str, Callable[[np.random.Generator, int, float], Floats]] = {
        "clean": lambda rng, n, rho: clean(rng, n, rho)[0],
        "with a step of 3 to 5 sd": with_break,
        "mostly noughts": with_noughts,
        "last month part-done": with_part,
        "level wanders (neither clean nor broken)": wandering,
    }
    for name, make in makers.items():
        rng = np.random.default_rng(SEED)
        values = [make(rng, (60, 120)[place % 2], (0, 0.3, 0.6)[place % 3]) for place in range(each)]
        found = pool.map(said, values, chunksize=10)
        print(
            f"{name:38}" + "".join(f"{np.mean([it in one for one in found]):>21.1%}" for it in kinds),
            flush=True,
        )


def timing(count: int) -> None:
    rng = np.random.default_rng(SEED)
    many = [
        series(str(place), FIRST, made(("white noise", "trend", "counts")[place % 3], 120, 12, rng))
        for place in range(count)
    ]
    start, before = perf_counter(), os.times()
    forecast_many(many, AHEAD, workers=2)
    after = os.times()
    cpu = sum(after[:4]) - sum(before[:4])
    print(
        f"\n{count} monthly series of ten years, 16 backtests of every model each, two processes:"
        f" {perf_counter() - start:.0f} s, {cpu:.0f} s of CPU"
    )


def main() -> int:
    quick = "--quick" in sys.argv
    print(f"seed {SEED}" + ("; --quick: every sixth series" if quick else ""))
    few = 6 if quick else 1
    districts = dict(list(fixmystreet().items())[::few])
    trusts = dict(list(emergency().items())[::few])
    with Pool(2) as pool:
        table(
            "FixMyStreet districts, 60 months or more, 12 ahead",
            list(windows(districts, 60)),
            pool,
            {
                "": lambda it: True,
                "to 2016 (rules chosen on)": lambda it: starts(it) < CHOSEN_BEFORE,
                "2017 on (held out)": lambda it: starts(it) >= CHOSEN_BEFORE,
            },
        )
        table("NHS A&E, 24 months, 12 ahead", list(windows(trusts, 24)), pool, {"": lambda it: True})
        findings(pool, 120 if quick else 600)
    timing(100 if quick else 1000)
    return 0


if __name__ == "__main__":
    sys.exit(main())
