"""Lean: what a process takes and what of it is waste, from its steps; and one measure divided by another.

Data in, result out: no clock, no globals, no Django.

    result = work_out(steps, volume=4_000, rates={"Adviser": 2_450})   # pence an hour
    result.touch, result.elapsed, result.hand_offs, result.waste_hours, result.waste_pence
    compare(before, after).released_hours                              # time, not cash

    divide(costs, cases)                                               # by period: a value, or why there is none

The rules in prose and a worked example: docs/methods/lean.md.
"""

from moothall.engines.lean.difference import Difference, compare
from moothall.engines.lean.process import Result, work_out
from moothall.engines.lean.ratio import Quotient, divide, gathered
from moothall.engines.lean.steps import KINDS, VALUES, BadStep, Step

VERSION = "1"

__all__ = [
    "KINDS",
    "VALUES",
    "VERSION",
    "BadStep",
    "Difference",
    "Quotient",
    "Result",
    "Step",
    "compare",
    "divide",
    "gathered",
    "work_out",
]
