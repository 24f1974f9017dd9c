"""Questions about how a council stands beside others: figures are asked of `figures`, and never kept here."""

from moothall.insight.benchmarks import benchmark
from moothall.insight.choosing import MOST as MOST_CHARACTERISTICS
from moothall.insight.choosing import Candidates, candidates, nearest_to, picked, said_of
from moothall.insight.comparison import Benchmark, Council, Group, Moment
from moothall.insight.exploring import FEWEST, Exploration, Pair, Pairs, explore, held, pairs
from moothall.insight.finding import Coverage, Held, councils, coverage, latest, measures
from moothall.insight.groups import MOST_GROUP, PeerSet, as_codes, choose, group, groups, sets_for
from moothall.insight.outlines import Outlines, alike, has_map, outlines
from moothall.insight.rows import Figure
from moothall.insight.saved import may_end, view, views
from moothall.insight.shapes import HEADER, as_json, as_rows, as_text

__all__ = [
    "FEWEST",
    "HEADER",
    "MOST_CHARACTERISTICS",
    "MOST_GROUP",
    "Benchmark",
    "Candidates",
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
    "alike",
    "as_codes",
    "as_json",
    "as_rows",
    "as_text",
    "benchmark",
    "candidates",
    "choose",
    "councils",
    "coverage",
    "explore",
    "group",
    "groups",
    "has_map",
    "held",
    "latest",
    "may_end",
    "measures",
    "nearest_to",
    "outlines",
    "pairs",
    "picked",
    "said_of",
    "sets_for",
    "view",
    "views",
]
