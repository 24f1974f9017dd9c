"""Plans found: rounds torn open and closed again, many thousand times, until little is left to gain.

    result = solve(problem, seed=1, iterations=200_000)
    result.plan, result.cost, result.left_out

The rule in prose and a worked example: docs/methods/rounds.md.
"""

from moothall.engines.rounds.solving.search import Progress, Result, solve

__all__ = ["Progress", "Result", "solve"]
