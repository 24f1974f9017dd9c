"""What a forecast is made of: its settings, its periods, what was found out on the way, and how it was tested."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from moothall.kit.periods import Period

Kind = Literal[
    "short",
    "gaps",
    "intermittent",
    "break",
    "partial last period",
    "constant",
    "not below zero",
]
"""What a finding is about: the closed list that pages and JSON use."""
Why = Literal["population", "policy", "price", "other"]


class NotForecast(ValueError):
    """This series cannot be forecast at all; the message is one sentence for whoever asked."""


@dataclass(frozen=True)
class Params:
    """How a forecast is made. The defaults are those that docs/methods/forecast.md measures.

    `windows` is the most backtests made, each a fit of every model. `last_may_be_partial` False is for a caller who
    knows that the last period is whole. `never_below_zero` None reads it from the history.
    """

    windows: int = 16
    last_may_be_partial: bool = True
    never_below_zero: bool | None = None


@dataclass(frozen=True)
class Expected:
    """One period to come: the expected value, and the intervals meant to hold it 80 and 95 times in 100.

    In the series' own unit. The limits are None where there is too little history to say.
    """

    period: Period
    mean: Decimal
    lo80: Decimal | None
    hi80: Decimal | None
    lo95: Decimal | None
    hi95: Decimal | None


@dataclass(frozen=True)
class Finding:
    """Something a reader must know of the series: which kind, at what period if at one, in a sentence."""

    kind: Kind
    period: Period | None
    sentence: str


@dataclass(frozen=True)
class Candidate:
    """A model that was tried. `mase`: its mean absolute error in the backtest over the history's own mean absolute
    change from the same period a year before; None where it was not tested or could not be fitted."""

    model: str
    mase: Decimal | None
    chosen: bool


@dataclass(frozen=True)
class Adjustment:
    """Something a person expects that the history does not know: 'the garden waste charge rises by £10'.

    From `start` (to `end`, where given) each period is multiplied by `factor`, then `amount` is added.
    """

    kind: Why
    words: str
    start: Period
    end: Period | None = None
    factor: Decimal = Decimal(1)
    amount: Decimal = Decimal(0)


@dataclass(frozen=True)
class Applied:
    """An adjustment and what it did to each period's expected value, in the order of the forecast's periods.

    The effects of all adjustments add up to the adjusted less the base forecast, exactly.
    """

    adjustment: Adjustment
    effects: tuple[Decimal, ...]


@dataclass(frozen=True)
class Result:
    """A forecast of one series.

    `label` says in words which model answered and why. `mase` and `mase_naive` are the errors in the backtest of the
    model chosen and of the naive answer; `coverage80` and `coverage95` the share of backtest values that fell in
    intervals made only from what came before them, over `windows` tests. All None where nothing could be tested.
    `base` is the forecast before adjustments; without any it is `points` itself.
    """

    name: str
    points: tuple[Expected, ...]
    model: str
    label: str
    mase: Decimal | None
    mase_naive: Decimal | None
    coverage80: Decimal | None
    coverage95: Decimal | None
    windows: int
    candidates: tuple[Candidate, ...]
    findings: tuple[Finding, ...]
    base: tuple[Expected, ...] = field(default=())
    applied: tuple[Applied, ...] = ()
    never_below_zero: bool = False

    @property
    def note(self) -> str:
        """What the intervals leave out, where the forecast was adjusted."""
        if not self.applied:
            return ""
        return "The intervals move with the adjustments; how sure the adjustments are is not in them."
