"""Effect: how often the interval holds the truth, cries wolf, and sees a change; beside OLS and Newey–West.

    python benchmarks/effect.py [--quick]

Monthly series are made from a seed: a season (twelve normal figures of sd 1.5, or one smooth wave), AR(1) noise, and a
change of level or slope. Sizes are in standard deviations of the noise's innovations, the harder reckoning where there
is autocorrelation; 'marginal' is three of the noise itself. The peers (statsmodels) regress on a level, a slope and the
months, with ordinary errors and with Newey and West's (Bartlett's weights, three lags).
"""

import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from time import perf_counter

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pysyncon import Synth
from statsmodels.regression.linear_model import OLS

from moothall.engines.effect import Params, Result, effect, interrupted_time_series
from moothall.engines.effect.model import around, fit
from moothall.engines.effect.synthetic import weights_of
from moothall.kit.periods import Period
from moothall.kit.series import Point, Series

SEED = 1975
LEANS = (0.0, 0.3, 0.6)
FIRST = Period(date(2018, 4, 1), "P1M")
SLOPE = 0.25  # a month, in the rows with a change of slope
Floats = NDArray[np.floating]
Noise = Callable[[np.random.Generator, int, int], Floats]


def autoregressive(*leans: float, tails: float | None = None) -> Noise:
    """Noise whose innovations have variance one."""

    def drawn(rng: np.random.Generator, count: int, length: int) -> Floats:
        shape = (count, length + 100)
        push = rng.normal(size=shape)
        if tails:
            push = rng.standard_t(tails, shape) / np.sqrt(tails / (tails - 2))
        made = push.copy()
        for t in range(len(leans), shape[1]):
            for back, lean in enumerate(leans, 1):
                made[:, t] += lean * made[:, t - back]
        return made[:, 100:]

    return drawn


def seasons(rng: np.random.Generator, count: int, length: int, size: float = 1.5) -> Floats:
    """Half of them jagged, half one smooth wave."""
    at = (np.arange(length)[None, :] + rng.integers(0, 12, (count, 1))) % 12
    jagged = np.take_along_axis(rng.normal(size=(count, 12)) * size, at, axis=1)
    smooth = 2 * size * np.cos(2 * np.pi * at / 12)
    return np.where(rng.random((count, 1)) < 0.5, jagged, smooth)


def columns(before: int, length: int) -> tuple[Floats, Floats]:
    after = (np.arange(length) >= before).astype(float)
    return after, (np.arange(length) - before) * after


def ours(values: Floats, before: int, at: NDArray[np.integer] | None = None) -> tuple[Floats, Floats]:
    """The limits of the average difference, from the engine's own sums."""
    design, names = around(np.arange(values.shape[1]) if at is None else at, before, 12)
    limits = [
        fit(design, block).limits(names.index("average"))
        for block in np.array_split(values, max(len(values) // 250, 1))
    ]
    return np.concatenate([it[0] for it in limits]), np.concatenate([it[1] for it in limits])


def theirs(values: Floats, before: int, robust: bool) -> tuple[Floats, Floats]:
    """The average difference after, from a regression on a level, a slope and the months."""
    length = values.shape[1]
    after, since = columns(before, length)
    design = np.column_stack([np.eye(12)[np.arange(length) % 12], after, since])
    asked = np.append(np.zeros(12), [1, since[after > 0].mean()])
    limits = []
    for row in values:
        model = OLS(row, design)
        found = model.fit(cov_type="HAC", cov_kwds={"maxlags": 3}, use_t=True) if robust else model.fit()
        limits.append(found.t_test(asked).conf_int(0.05)[0])
    made = np.array(limits)
    return made[:, 0], made[:, 1]


def holds(limits: tuple[Floats, Floats], truth: float) -> float:
    return float(((limits[0] <= truth) & (limits[1] >= truth)).mean())


def sees(limits: tuple[Floats, Floats], added: float = 0.0) -> float:
    """The share that see a change; one added to the level moves the limits by as much, exactly."""
    return float(((limits[0] + added > 0) | (limits[1] + added < 0)).mean())


def as_series(row: Floats, name: str = "made") -> Series:
    return Series(
        name, tuple(Point(FIRST.moved(i), Decimal(f"{100 + 10 * it:.3f}")) for i, it in enumerate(row))
    )


def lengths(count: int, peers: int) -> None:
    print(
        f"{count} series for each of no change, level and slope; {peers} for the peers. ~: answered 'cannot tell'"
    )
    print("by the command, so the row is what an answer would have been worth.\n")
    print(
        "                    ours holds          |  false | sees a change of level of          |  false positives"
    )
    print(
        "before after lean  none   level  slope  |  alarm |  1 sd   2 sd   3 sd  3 marginal    |  OLS    Newey–West"
    )
    for before in (12, 18, 24, 36, 60):
        for after_count in (3, 6, 12):
            length = before + after_count
            rng = np.random.default_rng([SEED, before, after_count])
            tried = as_series(autoregressive(0.3)(rng, 1, length)[0])
            mark = (
                "~" if interrupted_time_series(tried, FIRST.moved(before)).verdict == "cannot tell" else " "
            )
            after, since = columns(before, length)
            grown = SLOPE * float(since[after > 0].mean())
            for lean in LEANS:
                noise = autoregressive(lean)

                def series(
                    rng: np.random.Generator = rng, noise: Noise = noise, length: int = length
                ) -> Floats:
                    return noise(rng, count, length) + seasons(rng, count, length)

                quiet = series()
                none = ours(quiet, before)
                level = ours(series() + 3 * after, before)
                slope = ours(series() + SLOPE * since, before)
                marginal = 3 / np.sqrt(1 - lean**2)
                cells = [holds(none, 0), holds(level, 3), holds(slope, grown)]
                power = [sees(none, 1), sees(none, 2), sees(level), sees(none, marginal)]
                wolf = [sees(theirs(quiet[:peers], before, robust)) for robust in (False, True)]
                print(
                    f"{before:>4}{mark} {after_count:>4} {lean:>5}  "
                    + "  ".join(f"{it:.1%}" for it in cells)
                    + f"  |  {sees(none):.1%}  | "
                    + "  ".join(f"{it:>5.1%}" for it in power)
                    + f"          | {wolf[0]:>5.1%}   {wolf[1]:>5.1%}  ({sees(none) / max(wolf[1], 1e-9):.2f} of it)",
                    flush=True,
                )


def elsewhere(count: int) -> None:
    """Series that are not of the kind supposed."""
    cases: list[tuple[str, Noise, float, float]] = [
        ("as supposed, lean 0.3", autoregressive(0.3), 0, 1.5),
        ("tails of t with 4", autoregressive(0.3, tails=4), 0, 1.5),
        ("AR(2) 0.5, 0.2", autoregressive(0.5, 0.2), 0, 1.5),
        ("AR(2) 0.4, -0.3", autoregressive(0.4, -0.3), 0, 1.5),
        ("lean 0.8", autoregressive(0.8), 0, 1.5),
        ("lean 0.95", autoregressive(0.95), 0, 1.5),
        ("no season", autoregressive(0.3), 0, 0),
        ("a season four times as large", autoregressive(0.3), 0, 6),
        ("trend of 0.05 a month", autoregressive(0.3), 0.05, 1.5),
        ("trend of 0.1 a month", autoregressive(0.3), 0.1, 1.5),
        ("trend of 0.2 a month", autoregressive(0.3), 0.2, 1.5),
        ("trend of 1 a month", autoregressive(0.3), 1, 1.5),
        ("three months missing", autoregressive(0.3), 0, 1.5),
    ]
    print(
        f"\nSeries not of the kind supposed ({count} each, no change made):  24 before, 12 after | 36 before, 12 after"
    )
    for words, noise, trend, size in cases:
        cells = []
        for before in (24, 36):
            rng = np.random.default_rng([SEED, before])
            length = before + 12
            values = noise(rng, count, length) + seasons(rng, count, length, size) + trend * np.arange(length)
            at = np.arange(length)
            if "missing" in words:
                at = np.delete(at, (3, 14, before + 5))
            limits = ours(values[:, at], before, at)
            cells.append(f"holds {holds(limits, 0):.1%}, sees 3 sd {sees(limits, 3):.1%}")
        print(f"  {words:<30} {cells[0]} | {cells[1]}", flush=True)


def alarms(count: int) -> None:
    """How often each check fails on series of the kind supposed, 36 before and 12 after."""
    rng = np.random.default_rng(SEED)
    values = autoregressive(0.3)(rng, count, 48) + seasons(rng, count, 48)
    start = perf_counter()
    found = [interrupted_time_series(as_series(row), FIRST.moved(36)) for row in values]
    each = (perf_counter() - start) / count
    failed = {name: sum(it.checks[name].passed is False for it in found) / count for name in found[0].checks}
    said = ", ".join(f"{name} {share:.0%}" for name, share in failed.items())
    print(
        f"\nChecks that fail where nothing is amiss ({count} series): {said}. One answer takes {1000 * each:.0f} ms."
    )


def others(count: int, controls: int = 20) -> None:
    """One series and its controls share three wandering causes, by weights of their own; 36 before and 12 after."""
    rng = np.random.default_rng(SEED)
    said: dict[str, list[tuple[Result, float]]] = {}
    apart, own_time, their_time = [], 0.0, 0.0
    for turn in range(count):
        causes = np.cumsum(rng.normal(0, 0.4, (48, 3)), axis=0)
        beside = causes @ rng.random((3, controls)) + rng.normal(0, 1, (48, controls))
        mix = rng.dirichlet(np.ones(3)) if turn % 2 else np.array([0.6, 0.3, 0.1])
        own = causes @ rng.random(3) if turn % 4 == 0 else beside[:, :3] @ mix
        own = own + rng.normal(0, 1, 48) + seasons(rng, 1, 48)[0] * 0.3
        size = 3.0 * (turn % 2)
        own[36:] += size
        panel = [as_series(column, f"control {i}") for i, column in enumerate(beside.T)]
        best = effect(as_series(own), FIRST.moved(36), controls=panel)
        said.setdefault("the method chosen", []).append((best, size))
        for it in (best, *best.beside):
            said.setdefault(it.method, []).append((it, size))
        start = perf_counter()
        mine = weights_of(own[:36], beside[:36])
        own_time += perf_counter() - start
        start = perf_counter()
        peer = Synth()
        outcomes = pd.DataFrame(beside[:36] - beside[:36].mean(axis=0))
        target = pd.Series(own[:36] - own[:36].mean(), name="own")
        peer.fit(X0=outcomes, X1=target, Z0=outcomes, Z1=target, custom_V=np.ones(36))
        their_time += perf_counter() - start
        errors = [float(((outcomes.to_numpy() @ it - target.to_numpy()) ** 2).sum()) for it in (mine, peer.W)]
        apart.append(errors[0] / errors[1])
    print(
        f"\nBeside {controls} controls that share three wandering causes ({count} worlds; half have a change of 3 sd)"
    )
    for name, found in said.items():
        wide = [
            float(it.estimate.interval.hi95 - it.estimate.interval.lo95) / 10
            for it, _ in found
            if it.estimate
        ]
        held = [
            float(it.estimate.interval.lo95) <= 10 * size <= float(it.estimate.interval.hi95)
            for it, size in found
            if it.estimate
        ]
        quiet = [it.verdict in ("higher", "lower") for it, size in found if not size]
        loud = [it.verdict in ("higher", "lower") for it, size in found if size]
        print(
            f"  {name:<26} holds {np.mean(held):.1%}, false alarms {np.mean(quiet):.1%}, sees {np.mean(loud):.1%}, "
            f"width {np.mean(wide):.2f} sd ({len(found)} answers)"
        )
    chosen = [it.method for it, _ in said["the method chosen"]]
    print("  chosen: " + ", ".join(f"{name} {chosen.count(name)}" for name in dict.fromkeys(chosen)))
    print(
        f"  weights beside pysyncon's: squared error {np.mean(apart):.4f} of its (worst {np.max(apart):.4f}); "
        f"{1000 * own_time / count:.2f} ms beside {1000 * their_time / count:.2f} ms, {own_time / their_time:.3f} of it"
    )


def main() -> None:
    quick = "--quick" in sys.argv
    start = perf_counter()
    lengths(200 if quick else 2000, 50 if quick else 500)
    elsewhere(200 if quick else 2000)
    alarms(40 if quick else 300)
    others(12 if quick else 200)
    print(
        f"\n{perf_counter() - start:.0f} s, seed {SEED}, thresholds {dict(Params().fewest_before)} before, "
        f"{dict(Params().fewest_after)} after"
    )


if __name__ == "__main__":
    main()
