"""Plans found: rounds torn open and closed again, many thousand times, until little is left to gain.

    result = solve(problem, seed=1, iterations=200_000)     # or seconds=60, clock=time.perf_counter
    result.plan, result.cost, result.left_out
    solve(problem, seed=1, iterations=20_000, start=today)  # from rounds that are there already
    solve_many(problem, seeds=[1, 2], seconds=60)[0]        # a process each, best first
    impossible(problem), shortfall(problem, result.plan)    # why not, and what would help

The rule in prose and a worked example: docs/methods/rounds.md.
"""

from moothall.engines.rounds.solving.restarts import solve_many
from moothall.engines.rounds.solving.search import Progress, Result, solve
from moothall.engines.rounds.solving.why import Reason, impossible, shortfall

__all__ = ["Progress", "Reason", "Result", "impossible", "shortfall", "solve", "solve_many"]
