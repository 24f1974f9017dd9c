"""Questions about how a council stands beside others: figures are asked of `figures`, and never kept here."""

from moothall.insight.benchmarks import benchmark
from moothall.insight.comparison import Benchmark, Council, Group, Moment
from moothall.insight.exploring import Exploration, Pair, Pairs, explore, pairs
from moothall.insight.finding import Coverage, Held, councils, coverage, latest, measures
from moothall.insight.groups import PeerSet, as_codes, choose, group, groups, sets_for
from moothall.insight.shapes import HEADER, as_json, as_rows, as_text

__all__ = [
    "HEADER",
    "Benchmark",
    "Council",
    "Coverage",
    "Exploration",
    "Group",
    "Held",
    "Moment",
    "Pair",
    "Pairs",
    "PeerSet",
    "as_codes",
    "as_json",
    "as_rows",
    "as_text",
    "benchmark",
    "choose",
    "councils",
    "coverage",
    "explore",
    "group",
    "groups",
    "latest",
    "measures",
    "pairs",
    "sets_for",
]
