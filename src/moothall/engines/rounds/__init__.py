"""Rounds: vehicles that serve streets and points, over days, within payload, shift and tips."""

from moothall.engines.rounds.check import Report, check, faults
from moothall.engines.rounds.plan import Plan, Round, Stop, Tip
from moothall.engines.rounds.problem import Problem

__all__ = ["Plan", "Problem", "Report", "Round", "Stop", "Tip", "check", "faults"]
