"""The same problem from several seeds, a process each, and the best plan of them."""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from multiprocessing.synchronize import Event
from time import perf_counter

from moothall.engines.rounds.plan import Plan
from moothall.engines.rounds.problem import Problem
from moothall.engines.rounds.solving.search import Result, never, solve

ASKED_EVERY = 0.2  # seconds

_told_to_stop: Event | None = None


def solve_many(
    problem: Problem,
    *,
    seeds: Sequence[int],
    iterations: int | None = None,
    seconds: float | None = None,
    start: Plan | None = None,
    stop: Callable[[], bool] = never,
    cores: int = 2,
) -> tuple[Result, ...]:
    """A result for each seed, the best first: least left out, then least cost, then the seed given first.

    Each search has the iterations or the seconds to itself, and one thread; `stop` ends them all with the best so far.
    """
    context = multiprocessing.get_context("spawn")
    told = context.Event()
    with ProcessPoolExecutor(cores, context, initializer=_begin, initargs=(told,)) as pool:
        left = {pool.submit(_one, problem, seed, iterations, seconds, start) for seed in seeds}
        running = set(left)
        while running:
            _, running = wait(running, ASKED_EVERY, FIRST_COMPLETED)
            if stop():
                told.set()
        results = {it.seed: it for it in (future.result() for future in left)}
    return tuple(
        sorted((results[seed] for seed in dict.fromkeys(seeds)), key=lambda it: (len(it.left_out), it.cost))
    )


def _begin(told: Event) -> None:
    global _told_to_stop
    _told_to_stop = told


def _stopped() -> bool:
    return _told_to_stop is not None and _told_to_stop.is_set()


def _one(
    problem: Problem, seed: int, iterations: int | None, seconds: float | None, start: Plan | None
) -> Result:
    return solve(
        problem,
        seed=seed,
        iterations=iterations,
        seconds=seconds,
        clock=perf_counter,
        stop=_stopped,
        start=start,
    )
