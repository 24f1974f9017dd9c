"""The search driven: heat that falls with the iterations, stops asked for between blocks, the best plan kept."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from moothall.engines.rounds.columns import (
    BEST,
    BEST_ABSENT,
    BY_DISTANCE,
    ENTER,
    FIRST_WAY,
    LEAVE,
)
from moothall.engines.rounds.model import Model, Names, model_of
from moothall.engines.rounds.plan import Plan
from moothall.engines.rounds.problem import Problem
from moothall.engines.rounds.solving import kernels
from moothall.engines.rounds.solving.fleet import limit_fleet
from moothall.engines.rounds.solving.plans import begin_from, best_plan, left_out
from moothall.engines.rounds.solving.state import State, blank

BLOCK = 2000
"""Iterations between two questions whether to stop: some tens of milliseconds."""

HOT, COLD = 1.0, 0.01
"""Heat at the beginning and the end, in typical drives from a street to its neighbours."""

WARM = 0.1
"""Heat at the beginning from a plan that is there already."""

PACED, HASTE = 2000, 0.95
"""The iterations by which the pace is taken, and how much of the time is then filled."""

STREETS_OUT, LONGEST_STRING, BLINK = 10.0, 10.0, 0.01
"""Christiaens and Vanden Berghe's: services taken out at a time, the longest string of them, places overlooked."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search has come. `cost` is in pence, a price for each service left out in it."""

    iterations: int
    of: int
    cost: float
    left_out: int


@dataclass(frozen=True, slots=True)
class Result:
    """The best plan found, and what to give again to find it again: the seed and the `iterations`.

    `cost` is in pence, and leaves out what every plan pays alike (the streets' own kilometres, breaks, the cheapest
    tip's price by the tonne); what a plan costs in all is for `check`.

    `left_out` are the services for which there was no room: a plan with any breaks a rule. `interrupted`: the search
    was stopped before its heat had fallen, so that the same iterations alone do not repeat it.
    """

    plan: Plan
    cost: float
    left_out: tuple[str, ...]
    seed: int
    iterations: int
    interrupted: bool
    history: tuple[Progress, ...]


def never() -> bool:
    return False


def silent(progress: Progress) -> None:
    """Tell nobody."""


def solve(
    problem: Problem,
    *,
    seed: int = 1,
    iterations: int | None = None,
    seconds: float | None = None,
    clock: Callable[[], float] | None = None,
    stop: Callable[[], bool] = never,
    start: Plan | None = None,
    report: Callable[[Progress], None] = silent,
) -> Result:
    """The best plan found for a problem without faults (`check.faults`), in so many iterations or seconds.

    The same problem, seed, iterations and start give the same plan. Seconds need a clock (its unit is the second, its
    beginning does not matter): the iterations are set by the pace of a short trial, and told in the result. `stop` is
    asked many times a second; the best plan so far is what comes back. Raises ValueError where neither iterations nor
    seconds and a clock are given.
    """
    if iterations is not None:
        m, names = model_of(problem)
        return _search(m, names, seed, iterations, stop, start, report)
    if seconds is None or clock is None:
        raise ValueError("solve() must be given iterations, or seconds and a clock")
    told, end = clock, clock() + seconds
    m, names = model_of(problem)
    iterations = _affordable(m, names, start, end, told)
    return _search(m, names, seed, iterations, lambda: stop() or told() >= end, start, report)


def _search(
    m: Model,
    names: Names,
    seed: int,
    iterations: int,
    stop: Callable[[], bool],
    start: Plan | None,
    report: Callable[[Progress], None],
) -> Result:
    history: list[Progress] = []
    best: State | None = None
    done = 0
    stopped = False

    def run(some: int, enough: Callable[[State], bool]) -> State:
        """So many iterations from the beginning, or until it is enough or stopped."""
        nonlocal best, done, stopped
        z = begun(m, names, seed, start)
        heat, cooling = heats(m, some, start is not None)
        left = some
        while left and not stopped and not enough(z):
            block = min(BLOCK, left)
            heat = kernels.search(m, z, block, heat, cooling, STREETS_OUT, LONGEST_STRING, BLINK)
            left -= block
            done += block
            best = z if best is None or z.number[BEST] < best.number[BEST] else best
            now = Progress(
                done, iterations, float(best.number[BEST]) * names.unit, int(best.number[BEST_ABSENT])
            )
            if not history or now.cost < history[-1].cost:
                history.append(now)
            report(now)
            stopped = done < iterations and stop()
        return z

    if start is None:
        limit_fleet(m, run, iterations)
        best = None if not stopped else best
    z = run(iterations - done, lambda state: False)
    z = best or z
    plan = best_plan(m, names, z)
    cost = float(z.number[BEST]) * names.unit
    return Result(plan, cost, left_out(names, plan), seed, done, stopped, tuple(history))


def begun(m: Model, names: Names, seed: int, start: Plan | None) -> State:
    """Rounds as the plan has them, or all put in one by one."""
    z = blank(m, seed, names.imbalance)
    if start is not None:
        begin_from(m, names, z, start)
    else:
        kernels.build(m, z, np.argsort(-m.order[:, BY_DISTANCE], kind="stable"))
    kernels.search(m, z, 1, 0.0, 1.0, STREETS_OUT, LONGEST_STRING, BLINK)
    return z


def heats(m: Model, iterations: int, warm: bool) -> tuple[float, float]:
    """The heat to begin with, in units of price, and the factor by which each iteration cools it."""
    leaves, enters = m.item[:, FIRST_WAY + LEAVE], m.item[:, FIRST_WAY + ENTER]
    nearest = m.near[:, :5]
    drives = m.weight[0][leaves[: len(nearest), None], enters[nearest]]
    usual = 1.0 + (float(np.mean(drives)) if drives.size else 0.0)
    hot = WARM if warm else HOT
    return hot * usual, (COLD / hot) ** (1 / max(1, iterations))


def _affordable(m: Model, names: Names, start: Plan | None, end: float, clock: Callable[[], float]) -> int:
    """How many iterations there is time for, by the pace of some that are then thrown away."""
    blank_begun = clock()
    z = begun(m, names, 0, start)
    heat, cooling = heats(m, PACED, start is not None)
    began = clock()
    done = 0
    while done < PACED and (done < PACED // 20 or clock() - began < (end - began) / 20):
        heat = kernels.search(m, z, PACED // 20, heat, cooling, STREETS_OUT, LONGEST_STRING, BLINK)
        done += PACED // 20
    now = clock()
    left = end - now - (began - blank_begun)
    return max(1, int(HASTE * left * done / max(now - began, 1e-6)))
