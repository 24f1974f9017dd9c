"""Home to school: pupils fetched on a morning by vehicles that serve one school after another, or several at once."""

from moothall.engines.rounds.school.check import SchoolReport, check
from moothall.engines.rounds.school.faults import faults
from moothall.engines.rounds.school.manifest import manifest
from moothall.engines.rounds.school.plan import DropOff, Morning, PickUp, SchoolPlan
from moothall.engines.rounds.school.problem import SchoolProblem

__all__ = [
    "DropOff",
    "Morning",
    "PickUp",
    "SchoolPlan",
    "SchoolProblem",
    "SchoolReport",
    "check",
    "faults",
    "manifest",
]
