"""Questions about how a council stands beside others. Insight stores nothing: it asks `figures`."""

from moothall.insight.benchmarks import benchmark
from moothall.insight.comparison import Benchmark, Council, Group, Moment
from moothall.insight.finding import Coverage, Held, councils, coverage, latest, measures
from moothall.insight.shapes import HEADER, as_json, as_rows, as_text

__all__ = [
    "HEADER",
    "Benchmark",
    "Council",
    "Coverage",
    "Group",
    "Held",
    "Moment",
    "as_json",
    "as_rows",
    "as_text",
    "benchmark",
    "councils",
    "coverage",
    "latest",
    "measures",
]
