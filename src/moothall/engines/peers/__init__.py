"""Peers: who a council is compared with, and where it stands among them on one measure in one period.

Data in, result out: no clock, no globals, no Django.

    choice = nearest("E07000234", [Candidate("E07000234", "Bromsgrove", "district", "West Midlands", {...}), ...])
    choice.members[0]       # the nearest: its code, its distance from 0 to 1, what was imputed
    result = compare("E07000234", {"E07000234": Member(Decimal("38.9")), ...}, "higher")
    result.place            # 'joint 3rd of 21'
    result.rank_low, result.rank_high, result.median, result.distance, result.quarter

The method, a worked example and where it differs from others: docs/methods/peers.md.
"""

from moothall.engines.peers.choosing import (
    NEAREST,
    Candidate,
    Characteristic,
    Choice,
    Chosen,
    Way,
    as_listed,
    by_hand,
    nearest,
    same_region,
)
from moothall.engines.peers.compare import Result, compare
from moothall.engines.peers.gap import ENQUIRY, Gap, gap_to_median
from moothall.engines.peers.intervals import Z95, Interval, byar, exact_poisson, wilson
from moothall.engines.peers.members import Kind, Member, interval_of
from moothall.engines.peers.ranks import Polarity, ordinal, rank_interval
from moothall.engines.peers.spread import Spread, median, quartiles

__all__ = [
    "ENQUIRY",
    "NEAREST",
    "Z95",
    "Candidate",
    "Characteristic",
    "Choice",
    "Chosen",
    "Gap",
    "Interval",
    "Kind",
    "Member",
    "Polarity",
    "Result",
    "Spread",
    "Way",
    "as_listed",
    "by_hand",
    "byar",
    "compare",
    "exact_poisson",
    "gap_to_median",
    "interval_of",
    "median",
    "nearest",
    "ordinal",
    "quartiles",
    "rank_interval",
    "same_region",
    "wilson",
]
