"""What a chart says: its segments, its points, and what they come to."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from moothall.engines.spc.rules import Side
from moothall.kit.periods import Period

Better = Literal["higher", "lower", "neither"]
BETTERS: tuple[Better, ...] = ("higher", "lower", "neither")
Kind = Literal["improvement", "concern", "neutral_high", "neutral_low", "common", "missing"]
Variation = Literal[
    "improvement_high",
    "improvement_low",
    "concern_high",
    "concern_low",
    "neutral_high",
    "neutral_low",
    "common",
    "none",
]
Assurance = Literal["consistently_passes", "consistently_fails", "hit_and_miss", "none"]


@dataclass(frozen=True, slots=True)
class Rebase:
    """New limits from the first period that starts on or after this day, because somebody knows of a change."""

    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch with limits of its own, from place `first` to place `last` of the series.

    The limits and the mean are None where there is no moving range to work them out from; `mean` alone is given for a
    single figure. `basis` is how many figures the limits come from, out of `figures`.
    """

    first: int
    last: int
    start: Period
    end: Period
    figures: int
    basis: int
    mean: Decimal | None
    range_mean: Decimal | None
    upper: Decimal | None
    lower: Decimal | None
    near_upper: Decimal | None
    near_lower: Decimal | None
    screened: tuple[Period, ...] = ()  # the later period of each moving range left out
    rebase: Rebase | None = None  # why it starts; None for the first


@dataclass(frozen=True, slots=True)
class Judged:
    """A point with what is known of it. `flags` are the rules that flag it, in order of precedence."""

    period: Period
    value: Decimal | None
    mean: Decimal | None
    upper: Decimal | None
    lower: Decimal | None
    target: Decimal | None
    flags: tuple[str, ...] = ()
    side: Side | None = None
    kind: Kind = "common"


@dataclass(frozen=True)
class Result:
    """A chart worked out. `variation` is of the latest figure, `assurance` of the last point's limits and target."""

    better: Better
    points: tuple[Judged, ...]
    segments: tuple[Segment, ...]
    variation: Variation
    assurance: Assurance
    warnings: tuple[str, ...]
    words: str

    @property
    def latest(self) -> int | None:
        """The place of the latest figure; None where there is none at all."""
        known = (place for place in reversed(range(len(self.points))) if self.points[place].value is not None)
        return next(known, None)
