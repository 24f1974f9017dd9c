"""How a value stands against its target, and which way it travels: pure rules, said on the scorecard.

Both rules judge figures as they are read: rounded to the decimals the measure is shown with, halves away from
zero. So anybody can check a status from the page alone, and 95.0% never misses a target of 95.0%.

A measure for which neither higher nor lower is better can only have a range for a target: without one it has
no status, because a single number would have to pretend that one direction is good.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from typing import Literal

Polarity = Literal["higher", "lower", "neither"]
_WIDE = Context(prec=60)


class Status(StrEnum):
    """How a measure stands. Missing is never red."""

    ON_TRACK = "On track"
    CLOSE = "Close to target"
    OFF_TRACK = "Off track"
    NO_DATA = "No data"
    NO_TARGET = "No target"


RULE = {
    Status.ON_TRACK: "the latest value meets its target or lies within its target range.",
    Status.CLOSE: "it misses, but by no more than the tolerance set with the target.",
    Status.OFF_TRACK: "it misses by more than the tolerance.",
    Status.NO_DATA: "there is no value for the latest period. The service named owes one.",
    Status.NO_TARGET: "nothing to judge it by. Where neither high nor low is better, a target is a range.",
}


@dataclass(frozen=True)
class Aim:
    """What a value should reach, or with `upper` the range to stay in; `tolerance` is in the same unit."""

    value: Decimal
    upper: Decimal | None = None
    tolerance: Decimal = Decimal(0)


def status(value: Decimal | None, aim: Aim | None, polarity: Polarity, decimals: int) -> Status:
    """The status of a value, or of there being none."""
    if value is None:
        return Status.NO_DATA
    if aim is None or (polarity == "neither" and aim.upper is None):
        return Status.NO_TARGET
    missed_by = _missed_by(as_read(value, decimals), aim, polarity)
    if missed_by <= 0:
        return Status.ON_TRACK
    return Status.CLOSE if missed_by <= aim.tolerance else Status.OFF_TRACK


def _missed_by(value: Decimal, aim: Aim, polarity: Polarity) -> Decimal:
    """How far the value is on the wrong side of its target; zero or less when it is not."""
    if aim.upper is not None:
        return max(aim.value - value, value - aim.upper)
    return aim.value - value if polarity == "higher" else value - aim.value


@dataclass(frozen=True)
class Travel:
    """Which way a value went since the same period a year before, and whether that is better or worse.

    For an annual measure that is the year before; for a monthly or quarterly one the same month or quarter,
    so that the seasons do not pass for change. `effect` is empty where neither direction is better.
    """

    direction: Literal["up", "down", "flat", "none"]
    effect: Literal["better", "worse", ""] = ""


def travel(value: Decimal | None, earlier: Decimal | None, polarity: Polarity, decimals: int) -> Travel:
    """The direction of travel between two values; none where either is missing."""
    if value is None or earlier is None:
        return Travel("none")
    now, then = as_read(value, decimals), as_read(earlier, decimals)
    if now == then:
        return Travel("flat")
    rose = now > then
    if polarity == "neither":
        return Travel("up" if rose else "down")
    return Travel("up" if rose else "down", "better" if rose == (polarity == "higher") else "worse")


def as_read(value: Decimal, decimals: int) -> Decimal:
    """The value as a page shows it."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _WIDE)
