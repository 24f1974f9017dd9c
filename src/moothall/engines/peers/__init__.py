"""Peers: where one council stands among others on one measure in one period.

Data in, result out: no clock, no globals, no Django.

    result = compare("E07000234", {"E07000234": Member(Decimal("38.9")), ...}, "higher")
    result.place            # 'joint 3rd of 21'
    result.rank_low, result.rank_high, result.median, result.distance, result.quarter

The method, a worked example and where it differs from others: docs/methods/peers.md.
"""

from moothall.engines.peers.compare import Result, compare
from moothall.engines.peers.intervals import Z95, Interval, byar, exact_poisson, wilson
from moothall.engines.peers.members import Kind, Member, interval_of
from moothall.engines.peers.ranks import Polarity, ordinal, rank_interval
from moothall.engines.peers.spread import Spread, median, quartiles

__all__ = [
    "Z95",
    "Interval",
    "Kind",
    "Member",
    "Polarity",
    "Result",
    "Spread",
    "byar",
    "compare",
    "exact_poisson",
    "interval_of",
    "median",
    "ordinal",
    "quartiles",
    "rank_interval",
    "wilson",
]
