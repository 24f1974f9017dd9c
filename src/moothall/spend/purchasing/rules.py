"""What is worked out of a purchase, never stored. Pure: amounts and days in, answers out. Money is whole pence."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from moothall.kit.documents.words import spoken_date

APRIL = 4
# Days to pay within, of which the day that the invoice came is the first ("beginning with the day"): Procurement Act
# 2023 s68(2), and s4(2H) of the Late Payment of Commercial Debts (Interest) Act 1998, by which interest runs from the
# day after the last.
PAY_WITHIN = 30
MOST = 10**13  # pence of a purchase: more is a slip of the keyboard


def financial_year(on: date) -> int:
    """The year in which the financial year of a day began."""
    return on.year if on.month >= APRIL else on.year - 1


def year_label(year: int) -> str:
    """2026 is '2026-27'."""
    return f"{year}-{(year + 1) % 100:02}"


def reference(letter: str, year: int, number: int) -> str:
    """
    >>> reference("R", 2026, 14)
    'R-2026-0014'
    """
    return f"{letter}-{year}-{number:04}"


def rounded(value: Decimal) -> int:
    """Whole pence, halves away from nought."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def net(quantity: Decimal, unit_pence: int) -> int:
    """What so many cost without VAT."""
    return rounded(quantity * unit_pence)


def vat(net_pence: int, per_mille: int) -> int:
    """The VAT on it, by line as an invoice rounds it."""
    return rounded(Decimal(net_pence * per_mille) / 1000)


def plain_number(text: str) -> str:
    """An invoice's number without what people write otherwise: 'INV 00-123/A' and 'inv-123A' are 'INV123A'."""
    kept = re.sub(r"[^A-Z0-9]", "", text.upper())
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", kept)


def due_on(received: date, paused: int) -> date:
    """The last day to pay: the thirtieth from the day it came, and as many later as it was in dispute.

    >>> due_on(date(2026, 11, 1), 0)
    datetime.date(2026, 11, 30)
    """
    return received + timedelta(days=PAY_WITHIN - 1 + paused)


@dataclass(frozen=True)
class Compared:
    """An invoice beside what came, without VAT: what came and is not matched yet, and by how much the bill is above.

    `allowed` is the smaller of the two tolerances. A bill below what came is for a part of it, so nothing is wrong.
    """

    expected: int
    billed: int
    allowed: int

    @property
    def above(self) -> int:
        return self.billed - self.expected

    @property
    def fits(self) -> bool:
        return self.expected > 0 and self.above <= self.allowed


def compared(expected: int, billed: int, per_mille: int, pence: int) -> Compared:
    """Holds a bill against what came, with a tolerance of so much per mille and so many pence: the smaller counts."""
    return Compared(expected, billed, min(rounded(Decimal(expected * per_mille) / 1000), pence))


def lateness(due: date, paid: date | None, on: date) -> int:
    """By how many days an invoice was or is late; nought where it is not."""
    return max(((paid or on) - due).days, 0)


def late_words(days: int, due: date) -> str:
    """'3 days late' or 'by 5 May 2026'."""
    return f"{days} {'day' if days == 1 else 'days'} late" if days else f"by {spoken_date(due)}"
