"""Questions about how a council stands beside others: figures are asked of `figures`, and never kept here."""

from moothall.insight.benchmarks import benchmark
from moothall.insight.comparison import Benchmark, Council, Group, Moment
from moothall.insight.exploring import FEWEST, Exploration, Pair, Pairs, explore, pairs
from moothall.insight.finding import Coverage, Held, councils, coverage, latest, measures
from moothall.insight.groups import PeerSet, as_codes, choose, group, groups, sets_for
from moothall.insight.outlines import Outlines, has_map, outlines
from moothall.insight.rows import Figure
from moothall.insight.shapes import HEADER, as_json, as_rows, as_text

__all__ = [
    "FEWEST",
    "HEADER",
    "Benchmark",
    "Council",
    "Coverage",
    "Exploration",
    "Figure",
    "Group",
    "Held",
    "Moment",
    "Outlines",
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
    "has_map",
    "latest",
    "measures",
    "outlines",
    "pairs",
    "sets_for",
]
