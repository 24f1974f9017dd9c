"""What a question 'did it work?' is answered with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

from moothall.kit.periods import Period

Polarity = Literal["higher", "lower", "neither"]
Method = Literal["interrupted time series", "difference in differences", "synthetic control"]
Verdict = Literal["better", "worse", "higher", "lower", "no change seen", "cannot tell"]

POLARITIES: tuple[Polarity, ...] = ("higher", "lower", "neither")


class Interval(NamedTuple):
    """The 95% limits."""

    lo95: Decimal
    hi95: Decimal

    @property
    def has_nought(self) -> bool:
        return self.lo95 <= 0 <= self.hi95


class Estimate(NamedTuple):
    """A number and its interval."""

    value: Decimal
    interval: Interval


@dataclass(frozen=True)
class Check:
    """One thing that was looked at before the answer was believed.

    `passed` is None where it could not be looked at, or is only for information. `figures` are what it rests on.
    """

    passed: bool | None
    words: str
    figures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Params:
    """What a caller may set. Thresholds are in periods, by the length of a period: see docs/methods/effect.md."""

    fewest_before: Mapping[str, int] = field(
        default_factory=lambda: {"P1M": 24, "P3M": 12, "P1Y": 10, "P1W": 104}
    )
    fewest_after: Mapping[str, int] = field(default_factory=lambda: {"P1M": 6, "P3M": 4, "P1Y": 3, "P1W": 13})
    fewest_controls: int = 5  # of a synthetic control
    noun: str = ""  # what is counted: 'calls'
    unit: str = ""  # of what is measured: '%', '£', 'days'
    counts: bool | None = (
        None  # whether figures are counts; None: they are when all are whole numbers from nought
    )


@dataclass(frozen=True)
class Result:
    """The effect of a change on a series. The headline is `estimate`: the average difference, a period, between what
    was seen after the change and the pattern of before carried on. `level` is the difference at the change itself,
    `slope` how much it grew with each period since. All None, with the reason in `words`, where one cannot tell.
    """

    series: str
    method: Method
    change: Period  # the first period after
    left_out: Period | None  # the period within which the change fell
    before: int  # periods with a figure
    after: int
    verdict: Verdict
    words: str
    estimate: Estimate | None = None
    level: Estimate | None = None
    slope: Estimate | None = None
    checks: Mapping[str, Check] = field(default_factory=dict)
    weights: Mapping[str, Decimal] = field(default_factory=dict)  # of the controls, where there are any
    beside: tuple["Result", ...] = ()  # what the other methods say
    why: str = ""  # this method and not another
