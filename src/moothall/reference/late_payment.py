"""What a debt paid late by a public authority costs in statutory interest and fixed sums, with Bank Rate by date.

Simple interest at eight per cent over a reference rate, from the day after the last of 30 days until it is paid: the
reference rate is Bank Rate on the last day of the half-year before interest starts, and stays for that debt. Besides
it a fixed sum for each debt. The law, its sources and what was not read stand in `late_payment.toml`.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

_DAY = timedelta(days=1)
_JULY = 7
_PENNY = Decimal("0.01")

Rates = Sequence[tuple[date, Decimal]]  # from when, per cent a year


@dataclass(frozen=True, slots=True)
class BankRate:
    """Bank Rate from a day on, per cent a year, where it was found, and whether a published table agrees."""

    starts: date
    per_cent: Decimal
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Interest:
    """What one debt paid late has cost: days late, per cent a year, interest and the fixed sum in pounds."""

    days: int
    per_cent: Decimal
    interest: Decimal
    fixed_sum: Decimal

    @property
    def total(self) -> Decimal:
        return self.interest + self.fixed_sum


def bank_rates() -> tuple[BankRate, ...]:
    """Every Bank Rate known, oldest first. After the last row it is taken to stand: add a row when it changes."""
    return tuple(
        BankRate(it["from"], Decimal(it["per_cent"]), it["source"], it["verified"])
        for it in _data()["bank_rate"]
    )


def bank_rate(on: date, rates: Rates = ()) -> Decimal:
    """Bank Rate on a day, per cent. `rates` take the place of ours. Raises LookupError for a day before the first."""
    held = [per_cent for starts, per_cent in sorted(rates or _ours()) if starts <= on]
    if not held:
        raise LookupError(f"Bank Rate on {on} is not known: add its rows to late_payment.toml")
    return held[-1]


def half_year(day: date) -> date:
    """The first day of the half-year, January or July, that a day lies in."""
    return date(day.year, _JULY if day.month >= _JULY else 1, 1)


def statutory_rate(starts: date, rates: Rates = ()) -> Decimal:
    """Per cent a year on a debt whose interest starts to run on a day (SI 2002/1675 art 4): it does not move after."""
    return bank_rate(half_year(starts) - _DAY, rates) + Decimal(_data()["over_bank_rate"])


def payment_days() -> int:
    """How many days a public authority has to pay, from the later of invoice, supply and acceptance (s4)."""
    return int(_data()["payment_days"])


def year_days() -> int:
    """The days by which a year's interest is divided."""
    return int(_data()["year_days"])


def fixed_sums() -> tuple[tuple[Decimal, Decimal], ...]:
    """From which debt, what sum: in pounds, smallest debt first (s5A)."""
    return tuple((Decimal(it["debt_from"]), Decimal(it["sum"])) for it in _data()["fixed_sum"])


def fixed_sum(debt: Decimal) -> Decimal:
    """The sum a supplier may claim for one debt paid late, whatever the interest."""
    return [owed for starts, owed in fixed_sums() if starts <= debt][-1]


def interest(debt: Decimal, asked: date, paid: date, rates: Rates = ()) -> Interest | None:
    """What is owed on a debt (VAT included) asked for on one day and paid on another; None where it was not late.

    `asked` is the later of the invoice's receipt, the supply and its acceptance. Raises ValueError for a debt of
    nothing or less: a credit is never late.
    """
    if debt <= 0:
        raise ValueError("a debt is more than nothing")
    due = asked + payment_days() * _DAY
    if paid <= due:
        return None
    days = (paid - due).days
    per_cent = statutory_rate(due + _DAY, rates)
    owed = debt * per_cent / 100 * days / year_days()
    return Interest(days, per_cent, owed.quantize(_PENNY), fixed_sum(debt))


def _ours() -> Rates:
    return tuple((it.starts, it.per_cent) for it in bank_rates())


@cache
def _data() -> dict[str, Any]:
    place = files("moothall.reference") / "late_payment.toml"
    return tomllib.loads(place.read_text(encoding="utf-8"))
