"""Effect: how often the interval holds the truth, cries wolf, and sees a change; beside OLS and Newey–West.

    python benchmarks/effect.py [--quick]

Monthly series are made from a seed: a season (twelve normal figures, or one smooth wave), AR(1) noise of variance one
and a change of level of so many standard deviations of that noise. The peers regress on a level, a slope and eleven
months, with ordinary errors and with Newey and West's (Bartlett's weights, three lags).
"""

import sys
from datetime import date
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from statsmodels.regression.linear_model import OLS

from moothall.engines.effect import interrupted_time_series
from moothall.engines.effect.model import around, fit
from moothall.kit.periods import Period
from moothall.kit.series import Point, Series

SEED = 1975
LEANS = (0.0, 0.3, 0.6)
Floats = NDArray[np.float64]


def made(rng: np.random.Generator, count: int, before: int, after: int, lean: float, size: float) -> Floats:
    """Series by periods, the noise of variance one; half of the seasons jagged, half one smooth wave."""
    length = before + after
    noise = np.empty((count, length))
    noise[:, 0] = rng.normal(size=count)
    for t in range(1, length):
        noise[:, t] = lean * noise[:, t - 1] + np.sqrt(1 - lean**2) * rng.normal(size=count)
    jagged = rng.normal(size=(count, 12))
    turn = 2 * np.pi * (np.arange(12)[None, :] / 12 + rng.random((count, 1)))
    season = np.where(rng.random((count, 1)) < 0.5, jagged, 1.5 * np.cos(turn))
    effect = np.where(np.arange(length) >= before, size, 0.0)
    return noise + season[:, np.arange(length) % 12] + effect


def ours(values: Floats, before: int) -> tuple[Floats, Floats]:
    design, names = around(np.arange(values.shape[1]), before, 12)
    limits = [
        fit(design, block).limits(names.index("average"))
        for block in np.array_split(values, max(len(values) // 250, 1))
    ]
    return np.concatenate([it[0] for it in limits]), np.concatenate([it[1] for it in limits])


def theirs(values: Floats, before: int, robust: bool) -> tuple[Floats, Floats]:
    """The average difference after, from a regression on a level, a slope and the months."""
    at = np.arange(values.shape[1])
    after = (at >= before).astype(float)
    months = np.eye(12)[at % 12]
    design = np.column_stack([months, after, (at - before) * after])
    asked = np.zeros(design.shape[1])
    asked[12], asked[13] = 1, float(((at - before) * after)[at >= before].mean())
    low, high = [], []
    for row in values:
        model = OLS(row, design)
        found = model.fit(cov_type="HAC", cov_kwds={"maxlags": 3}, use_t=True) if robust else model.fit()
        limits = found.t_test(asked).conf_int(0.05)[0]
        low.append(limits[0])
        high.append(limits[1])
    return np.array(low), np.array(high)


def table(count: int, peers: int) -> None:
    print(
        f"24 months before, 12 after; {count} series a row, {peers} for the peers. sd is of the noise (marginal);"
    )
    print("in standard deviations of its innovations a change of 3 is 3.0, 3.1 and 3.8 at 0, 0.3 and 0.6.\n")
    heads = "".join(f"  {name + ': holds':>12}{'sees':>8}" for name in ("ours", "OLS", "N–W"))
    print(f"{'lean':>5}{'sd':>5}{heads}")
    for lean in LEANS:
        for size in (0.0, 1.0, 2.0, 3.0):
            rng = np.random.default_rng(SEED)
            values = made(rng, count, 24, 12, lean, size)
            cells = []
            for low, high in (
                ours(values, 24),
                theirs(values[:peers], 24, False),
                theirs(values[:peers], 24, True),
            ):
                holds = float(((low <= size) & (high >= size)).mean())
                sees = float(((low > 0) | (high < 0)).mean())
                cells.append(f"{holds:>12.1%}{sees:>8.1%}")
            print(f"{lean:>5}{size:>5.0f}  {'  '.join(cells)}", flush=True)
    print("\n'sees' where sd is 0 is the share of false positives.")


def undecided(count: int) -> None:
    print(
        f"\nCannot tell, and seen of a change of 3 sd, by months before and after (lean 0.3, {count} series)"
    )
    for before in (12, 18, 24, 36, 60):
        for after in (3, 6, 12):
            rng = np.random.default_rng(SEED)
            said = [answered(row, before) for row in made(rng, count, before, after, 0.3, 3.0)]
            cannot, seen = said.count("cannot tell") / count, said.count("higher") / count
            print(f"{before:>4} before, {after:>2} after: cannot tell {cannot:6.1%}, seen {seen:6.1%}")


def answered(row: Floats, before: int) -> str:
    from decimal import Decimal

    first = Period(date(2019, 1, 1), "P1M")
    points = tuple(Point(first.moved(i), Decimal(f"{100 + 10 * it:.3f}")) for i, it in enumerate(row))
    return interrupted_time_series(Series("made", points), first.moved(before)).verdict


def main() -> None:
    quick = "--quick" in sys.argv
    start = perf_counter()
    table(200 if quick else 2000, 100 if quick else 500)
    undecided(10 if quick else 40)
    print(f"\n{perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
