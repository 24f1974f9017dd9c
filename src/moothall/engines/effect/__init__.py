"""Effect: did a change work? A series before and after, with an interval, or 'cannot tell'.

Data in, result out: no clock, no chance, no Django.

    result = effect(series, date(2024, 4, 8), better="lower")       # the series beside its own past
    result.verdict, result.words       # 'better', 'About 12 fewer a month since May 2024 (95% interval 4 to 20 fewer).'
    result.estimate, result.level, result.slope     # each with its interval
    effect(series, date(2024, 4, 8), controls=others)   # beside others that nothing was done to, by a stated rule
    channel_shift(...)                 # contacts by channel, and the cost avoided

The rule, a worked example and what was measured: docs/methods/effect.md.
"""

from moothall.engines.effect.channels import Channel, ChannelShift, UnitCost, channel_shift
from moothall.engines.effect.choice import effect
from moothall.engines.effect.data import as_data
from moothall.engines.effect.differences import difference_in_differences
from moothall.engines.effect.interrupted import interrupted_time_series
from moothall.engines.effect.result import (
    POLARITIES,
    Check,
    Estimate,
    Interval,
    Method,
    Params,
    Polarity,
    Result,
    Verdict,
)
from moothall.engines.effect.synthetic import synthetic_control

__all__ = [
    "POLARITIES",
    "Channel",
    "ChannelShift",
    "Check",
    "Estimate",
    "Interval",
    "Method",
    "Params",
    "Polarity",
    "Result",
    "UnitCost",
    "Verdict",
    "as_data",
    "channel_shift",
    "difference_in_differences",
    "effect",
    "interrupted_time_series",
    "synthetic_control",
]
