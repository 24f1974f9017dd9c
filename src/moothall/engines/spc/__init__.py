"""Spc: is this ordinary variation, or did something change? XmR charts by the NHS 'Making Data Count' rules.

Data in, result out: no clock, no globals, no Django.

    result = chart(series.points, better="lower", target=Decimal(55))
    result.words                             # 'Getting worse: the last 8 months are all above the average of 52.1.'
    result.variation, result.assurance       # 'concern_high', 'hit_and_miss'
    result.segments[-1].upper, result.points[-1].flags, result.warnings

The rules, a worked example and where we differ from NHSRplotthedots: docs/methods/spc.md.
"""

from moothall.engines.spc.charting import chart
from moothall.engines.spc.data import as_data, from_data
from moothall.engines.spc.limits import ENOUGH, Limits, limits_of
from moothall.engines.spc.pictures import picture
from moothall.engines.spc.result import Assurance, Better, Judged, Kind, Rebase, Result, Segment, Variation
from moothall.engines.spc.rules import RULES, outside, shift, trend, two_in_three
from moothall.engines.spc.words import describe

__all__ = [
    "ENOUGH",
    "RULES",
    "Assurance",
    "Better",
    "Judged",
    "Kind",
    "Limits",
    "Rebase",
    "Result",
    "Segment",
    "Variation",
    "as_data",
    "chart",
    "describe",
    "from_data",
    "limits_of",
    "outside",
    "picture",
    "shift",
    "trend",
    "two_in_three",
]
