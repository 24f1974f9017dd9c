"""The council's own returns: five years of each measure, and the oddities planted in them.

What was planted, so that a reader (and a test) can find it again:

- a step: contact-online gains nine points in April 2024, when the new website opened
- an outlier: missed-bins trebles in January 2025, when roads were closed by snow
- a unit slip: call-wait of November 2025 was returned in minutes, not seconds, and nobody has noticed
- a break: sickness-absence rises by 0.8 in April 2023, when a new system counted part days; marked [b]
- a gap: theatre-seats-sold has no returns from March to August 2023, when the theatre was closed
- missing with a reason: museum-visits of February 2024 is [x]
- suppressed: homes-made-safe of the first quarter of 2022-23 is [c]
- no data yet: information-requests-in-time of the last month is [x]
- a late correction: missed-bins-put-right of February 2026 was returned as it should not have been;
  `CORRECTION` in a later file puts it right
- rows that cannot be taken: the customer services return holds an unknown measure and a quarter that is none
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from math import cos, pi
from random import Random

from moothall.figures.measures import Measure
from moothall.kit.periods import LENGTHS, Period
from moothall_demo.shapes import Shape

FIRST, LAST = date(2021, 10, 1), date(2026, 9, 30)  # five years
INSTALMENTS = (
    0.101,
    0.196,
    0.29,
    0.384,
    0.478,
    0.571,
    0.664,
    0.757,
    0.849,
    0.938,
    0.971,
    1.0,
)  # due by month


@dataclass(frozen=True)
class Row:
    """One row of a return, as text."""

    measure: str
    period: Period
    value: str
    numerator: str = ""
    denominator: str = ""
    note: str = ""


def rows(measure: Measure, shape: Shape, rng: Random) -> list[Row]:
    """Five years of a measure, oddities among them."""
    return [
        odd for period in periods(measure.frequency) for odd in _planted(_row(measure, shape, period, rng))
    ]


def periods(frequency: str) -> Iterator[Period]:
    """The periods of this frequency that lie in the five years; a year is a financial year."""
    length = {word: code for code, word in LENGTHS.items()}[frequency]
    period = Period(date(FIRST.year - 1, 4, 1), length)
    while period.end <= LAST:
        if period.start >= FIRST or (length == "P1Y" and period.start.year >= FIRST.year):
            yield period
        period = Period(_after(period), length)


def _after(period: Period) -> date:
    return date.fromordinal(period.end.toordinal() + 1)


def _row(measure: Measure, shape: Shape, period: Period, rng: Random) -> Row:
    level = _level(measure, shape, period, rng)
    if not shape.base:
        return Row(measure.id, period, f"{max(level, 0):.{measure.decimals}f}")
    scale = 100 if measure.unit == "%" else 100_000 if measure.unit.startswith("per 100,000") else 1
    under = max(1, round(shape.base * rng.gauss(1, 0.06)))
    over = round(level * under / scale)
    if measure.unit == "%" and measure.polarity != "neither":
        over = min(max(over, 0), under)
    return Row(measure.id, period, f"{over * scale / under:.{measure.decimals}f}", str(over), str(under))


def _level(measure: Measure, shape: Shape, period: Period, rng: Random) -> float:
    share = (period.start - FIRST).days / (LAST - FIRST).days
    level = shape.start + (shape.end - shape.start) * share
    middle = period.start.month + (period.end.month - period.start.month) / 2
    if period.length != "P1Y":
        level *= 1 + shape.season * cos(2 * pi * (middle - shape.peak) / 12)
    if shape.cumulative:
        level *= INSTALMENTS[(period.end.month - 4) % 12]
    level += rng.gauss(0, shape.noise) * abs(shape.start + shape.end) / 2
    return level + _shift(measure.id, period)


def _shift(measure: str, period: Period) -> float:
    if measure == "contact-online" and period.start >= date(2024, 4, 1):
        return 9.0
    if measure == "sickness-absence" and period.start >= date(2023, 4, 1):
        return 0.8
    return 0.0


def _planted(row: Row) -> Iterator[Row]:
    month = row.period.start.isoformat()[:7]
    match row.measure, month:
        case "missed-bins", "2025-01":
            over = 3 * int(row.numerator)
            value = f"{over * 100_000 / int(row.denominator):.1f}"
            yield replace(row, value=value, numerator=str(over), note="Roads closed by snow for six days")
        case "call-wait", "2025-11":
            yield replace(row, value=f"{int(row.value) / 60:.0f}", numerator="", denominator="")
        case "sickness-absence", "2023-04":
            yield replace(row, value=f"{row.value} [b]", note="New system: part days are counted from here")
        case "theatre-seats-sold", "2023-03" | "2023-04" | "2023-05" | "2023-06" | "2023-07" | "2023-08":
            return
        case "museum-visits", "2024-02":
            yield replace(row, value="[x]", note="The counter at the door failed")
        case "homes-made-safe", "2022-04":
            yield replace(row, value="[c]")
        case "information-requests-in-time", "2026-09":
            yield Row(row.measure, row.period, "[x]", note="Waiting for the new case system's report")
        case "missed-bins-put-right", "2026-02":
            yield replace(row, value="98.7", numerator="", denominator="", note="Provisional")
        case _:
            yield row


CORRECTION = Row(
    "missed-bins-put-right",
    Period(date(2026, 2, 1), "P1M"),
    "90.2",
    "221",
    "245",
    "Corrected: jobs closed without a visit had been counted as put right",
)
SPOILT = (
    ("Smiles per caller", "Apr 2025", "14.2", "", "", ""),
    ("customer-satisfaction", "Q5 2024-25", "72.4", "", "", ""),
)
