"""A morning solved: each school by PyVRP on its own, then all together by the compiled search."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from moothall.engines.rounds.school import kernels
from moothall.engines.rounds.school.model import LEFT_BEHIND, Model, model_of
from moothall.engines.rounds.school.plan import DropOff, Morning, PickUp, SchoolPlan
from moothall.engines.rounds.school.problem import SchoolProblem
from moothall.engines.rounds.school.singly import one_school

BLOCK = 200
"""Iterations between two questions whether to stop: a fraction of a second."""

SINGLY = 20
"""For each iteration that PyVRP has on each school, so many are all schools' together."""

HOT, COLD, WARM = 0.1, 0.001, 0.01
"""Heat at the beginning and the end, and at the beginning from a plan, in the price of a mean vehicle."""


@dataclass(frozen=True, slots=True)
class SchoolProgress:
    """`pence`: with LEFT_BEHIND for each pupil whom nobody fetches."""

    iterations: int
    of: int
    pence: float
    left_behind: int


@dataclass(frozen=True, slots=True)
class SchoolResult:
    """The best plan found; the same seed, iterations and start give it again unless it was `interrupted`.

    `left_behind` are the pupils for whom there was no room in any vehicle.
    """

    plan: SchoolPlan
    left_behind: tuple[str, ...]
    seed: int
    iterations: int
    interrupted: bool


def never() -> bool:
    return False


def silent(progress: SchoolProgress) -> None:
    """Tell nobody."""


def solve(
    problem: SchoolProblem,
    *,
    seed: int = 1,
    iterations: int = 20_000,
    stop: Callable[[], bool] = never,
    start: SchoolPlan | None = None,
    report: Callable[[SchoolProgress], None] = silent,
) -> SchoolResult:
    """The best plan found for a problem without faults (`faults`).

    `stop` is asked some times a second; the best plan so far is what comes back. From a `start` PyVRP is not asked.
    """
    m = model_of(problem)
    if start is not None:
        runs = [(_kind(problem, it), _row(problem, m, it)) for it in start.mornings]
    else:
        runs = singly(problem, m, seed, _after(max(1, iterations // SINGLY), stop))
    rows, length = _placed(m, runs)
    best_rows, best_length = rows.copy(), length.copy()
    best = np.array([np.inf, len(m.school)])
    chance = np.array([_mixed(seed)], dtype=np.uint64)
    kernels.search(m, rows, length, best_rows, best_length, best, chance, 1, 0.0, 1.0)
    used = max(1, int((best_length > 0).sum()))
    usual = (best[0] - LEFT_BEHIND * best[1]) / used
    hot = WARM if start is not None else HOT
    heat, cooling = hot * usual, (COLD / hot) ** (1 / max(1, iterations))
    done = 1
    stopped = stop()
    while done < iterations and not stopped:
        block = min(BLOCK, iterations - done)
        heat = kernels.search(m, rows, length, best_rows, best_length, best, chance, block, heat, cooling)
        done += block
        report(SchoolProgress(done, iterations, float(best[0]), int(best[1])))
        stopped = done < iterations and stop()
    plan = plan_of(problem, m, best_rows, best_length)
    fetched = {it.pupil for out in plan.mornings for it in out.stops if isinstance(it, PickUp)}
    behind = tuple(it.id for it in problem.pupils if it.id not in fetched)
    return SchoolResult(plan, behind, seed, done, stopped)


def singly(
    problem: SchoolProblem, m: Model, seed: int, criterion: Callable[[], Callable[[float], bool]]
) -> list[tuple[int, list[int]]]:
    """Runs to one school after another, those with most pupils first, each with the vehicles that are left. `criterion`
    gives PyVRP's stop for each."""
    left = [it.count for it in problem.vehicles]
    tokens, pupils = np.unique(m.school, return_counts=True)
    runs = []
    for token in tokens[np.argsort(-pupils, kind="stable")]:
        school = int(token) - len(m.board_pupil)
        for kind, row in one_school(problem, m, school, left, seed, criterion()):
            if left[kind]:
                left[kind] -= 1
                runs.append((kind, row))
    return runs


def school_by_school(
    problem: SchoolProblem, seed: int, criterion: Callable[[], Callable[[float], bool]]
) -> SchoolPlan:
    """What PyVRP alone makes of it."""
    m = model_of(problem)
    rows, length = _placed(m, singly(problem, m, seed, criterion))
    return plan_of(problem, m, rows, length)


def plan_of(problem: SchoolProblem, m: Model, rows: np.ndarray, length: np.ndarray) -> SchoolPlan:
    """The plan of the rows, the vehicles that are used only."""
    boards = len(m.board_pupil)

    def stop(token: int) -> PickUp | DropOff:
        if token >= boards:
            return DropOff(problem.schools[token - boards].id)
        return PickUp(problem.pupils[m.board_pupil[token]].id, problem.travel.places[m.place[token]])

    return SchoolPlan(
        tuple(
            Morning(problem.vehicles[m.kind[slot]].id, tuple(stop(it) for it in rows[slot, :size].tolist()))
            for slot, size in enumerate(length.tolist())
            if size
        )
    )


def _placed(m: Model, runs: Sequence[tuple[int, list[int]]]) -> tuple[np.ndarray, np.ndarray]:
    """Rows for every slot; a run that breaks a rule, or that no slot is left for, is not put in."""
    widest = int(2 * m.room[:, :2].sum(axis=1).max() + 2 * len(m.opens))
    width = max(min(2 * widest, 2 * len(m.school)), max((len(it) for _, it in runs), default=2)) + 2
    rows = np.zeros((len(m.kind), width), dtype=np.int64)
    length = np.zeros(len(m.kind), dtype=np.int64)
    work = np.zeros((kernels.WORK, max(width + 3, len(m.school) + 1)), dtype=np.int64)
    for kind, row in runs:
        free = np.flatnonzero((m.kind == kind) & (length == 0))
        if not len(free) or not row:
            continue
        slot = free[0]
        rows[slot, : len(row)] = row
        if kernels.price(m, kind, rows[slot], len(row), work) < kernels.NO_WAY:
            length[slot] = len(row)
    return rows, length


def _kind(problem: SchoolProblem, it: Morning) -> int:
    return next(n for n, kind in enumerate(problem.vehicles) if kind.id == it.kind)


def _row(problem: SchoolProblem, m: Model, it: Morning) -> list[int]:
    boards = len(m.board_pupil)
    token: dict[PickUp | DropOff, int] = {
        DropOff(school.id): boards + n for n, school in enumerate(problem.schools)
    }
    for b in range(boards):
        pupil = problem.pupils[m.board_pupil[b]].id
        token[PickUp(pupil, problem.travel.places[m.place[b]])] = b
    return [token[stop] for stop in it.stops if stop in token]


def _after(iterations: int, stop: Callable[[], bool]) -> Callable[[], Callable[[float], bool]]:
    """PyVRP's stop for one school: after so many iterations, or when asked to."""

    def criterion() -> Callable[[float], bool]:
        left = iter(range(iterations))
        return lambda cost: next(left, None) is None or stop()

    return criterion


def _mixed(seed: int) -> int:
    """The seed spread over 64 bits, never nought (splitmix64)."""
    z = (seed + 1) * 0x9E3779B97F4A7C15 % 2**64
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
    return (z ^ (z >> 27)) or 1
