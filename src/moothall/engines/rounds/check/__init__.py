"""The checker: it re-costs any plan by its own shortest paths, and tells every rule that the plan breaks.

It is written apart from the solver and knows nothing of it, so that neither can hide the other's mistakes.
"""

from moothall.engines.rounds.check.faults import Fault, faults
from moothall.engines.rounds.check.figures import Cost, Figures
from moothall.engines.rounds.check.plans import Checker, check
from moothall.engines.rounds.check.report import Broken, Out, Report, Together, Trip, Visit

__all__ = [
    "Broken",
    "Checker",
    "Cost",
    "Fault",
    "Figures",
    "Out",
    "Report",
    "Together",
    "Trip",
    "Visit",
    "check",
    "faults",
]
