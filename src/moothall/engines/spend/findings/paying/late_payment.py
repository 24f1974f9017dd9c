"""Bills paid late, and the statutory interest that their suppliers may claim.

Rule: a bill paid more than 30 days after it was asked for: the later of the invoice's date and, where the ledger
has it, the day it was received. One finding a supplier. At stake is simple interest at eight per cent over the Bank
Rate of the half-year's end before it began, on the debt with its VAT where that is known, and the fixed sum of £40,
£70 or £100 a bill (`moothall.reference.late_payment`). Bills of nothing, credits, cards, withheld payees and public
bodies are left out; a bill more than two years late is taken for a slip in a date.

What it is not: a debt yet. A supplier must claim it, and a disputed bill runs from the day it was put right. Without
a day of receipt the invoice's own date is used, which makes bills later than they are. Sources: Late Payment of
Commercial Debts (Interest) Act 1998; Procurement Act 2023 s69 for the bands of 30 and 60 days.
"""
# ruff: noqa: S608 (queries are made of words of our own: whatever is asked for comes as a parameter)

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from moothall.engines.spend.findings import bought
from moothall.engines.spend.findings.bought import ask, payments_of
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.findings.wording import pounds, share
from moothall.engines.spend.ledger import Ledger
from moothall.reference import late_payment as law

_SLIP = 730  # days: nobody waits that long; a year was written wrong
_IN_THE_POST = 14  # days from an invoice's date in which it will have come
_JANUARY, _JULY = 1, 7


@dataclass(frozen=True, slots=True)
class Promptness:
    """How quickly bills were paid: how many there were, within 30 days, from 31 to 60, over 60, and days on average."""

    bills: int
    within_30: int
    within_60: int
    over_60: int
    average_days: float


_BILLS = f"""
    WITH asked AS (
        SELECT document, supplier, supplier_name, paid, greatest(invoiced, received) AS asked,
               received IS NOT NULL AS received, coalesce(gross, amount + vat, amount) AS debt
        FROM bought WHERE kind = 'ledger' AND amount > 0 AND invoiced IS NOT NULL AND paid IS NOT NULL)
    SELECT *, date_diff('day', asked, paid) AS days, asked + INTERVAL {law.payment_days() + 1} DAY AS starts
    FROM asked WHERE date_diff('day', asked, paid) BETWEEN 0 AND {_SLIP}
"""
_OWED = f"""
    SELECT *, days - {law.payment_days()} AS late,
           round(debt * coalesce(per_cent, 0) / 100 * (days - {law.payment_days()}) / {law.year_days()}, 2) AS interest,
           CASE {" ".join(f"WHEN debt >= {least} THEN {owed}" for least, owed in reversed(law.fixed_sums()))}
           END::DECIMAL(18,2) AS fixed
    FROM ({_BILLS}) ASOF LEFT JOIN (
        SELECT unnest($halves::DATE[]) AS half, unnest($rates::DECIMAL(9,4)[]) AS per_cent) AS rate
    ON starts >= half WHERE days > {law.payment_days()}
"""
_FOUND = f"""
    SELECT supplier, supplier_name, count(*), sum(debt), sum(interest)::DECIMAL(18,2), sum(fixed),
           median(late), max(late), avg(received::INTEGER), count(per_cent)
    FROM ({_OWED}) GROUP BY supplier, supplier_name ORDER BY sum(interest) + sum(fixed) DESC, supplier
"""


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    """One finding a supplier that was paid late."""
    bought.prepare(ledger)
    rates = _rates(ledger, settings)
    all_of = dict(ledger.rows(f"SELECT supplier, count(*) FROM ({_BILLS}) GROUP BY supplier"))
    payments = payments_of(ledger, f"SELECT supplier, document, interest + fixed FROM ({_OWED})", **rates)
    whole = promptness(ledger)
    council = share(whole.within_30, whole.bills)
    for row in ask(ledger, _FOUND, **rates):
        supplier, name, late, debt, interest, fixed, median, most, received, rated = row
        yield Finding(
            TEST.code,
            payments[supplier],
            interest + fixed,
            _likelihood(received > 0.5, median),
            f"{name} was paid late {late:,} times of {all_of[supplier]:,}, by {median:.0f} days in the middle. It may "
            f"claim {pounds(interest)} interest and {pounds(fixed)} in fixed sums. Innocent where a bill was disputed "
            f"or came long after its date.",
            facts={
                "Paid late": f"{late:,} of {all_of[supplier]:,} bills ({share(late, all_of[supplier])})",
                "Debt paid late": pounds(debt),
                "Days late, middle and most": f"{median:.0f} and {most:.0f}",
                "Interest": pounds(interest) if rated == late else f"{pounds(interest)}, not of every bill",
                "Fixed sums": pounds(fixed),
                "Counted from": "receipt" if received > 0.5 else "the invoice's date",
                "The council within 30 days": f"{council} of {whole.bills:,} bills",
            },
            subject=name,
        )


def promptness(ledger: Ledger) -> Promptness:
    """How quickly the council pays, bill by bill, in the bands of the payments compliance notice."""
    bought.prepare(ledger)
    found = ledger.rows(
        f"""
        SELECT count(*), count(*) FILTER (days <= 30), count(*) FILTER (days BETWEEN 31 AND 60),
               count(*) FILTER (days > 60), coalesce(avg(days), 0) FROM ({_BILLS})"""
    )[0]
    return Promptness(*found)


def _rates(ledger: Ledger, settings: Settings) -> dict[str, list[Any]]:
    """The statutory rate of every half-year that interest of this ledger may begin in, as far as Bank Rate is known."""
    first, last = ledger.rows(f"SELECT min(starts)::DATE, max(starts)::DATE FROM ({_BILLS})")[0]
    halves, rates = [], []
    if first is not None:
        for year in range(first.year, last.year + 1):
            for month in (_JANUARY, _JULY):
                half = date(year, month, 1)
                try:
                    rates.append(law.statutory_rate(half, settings.bank_rate))
                except LookupError:
                    continue
                halves.append(half)
    return {"halves": halves, "rates": rates}


def _likelihood(received: bool, days: float) -> float:
    """How likely bills so many days late were: an invoice's own date may be some days before it came."""
    if received:
        return 0.8
    return 0.6 if days > _IN_THE_POST else 0.4


TEST = SpendTest(
    code="late-payment",
    title="Paid late",
    family="paying",
    about="Bills paid more than 30 days after they were asked for, with the interest that may be claimed.",
    recoverable=Decimal("0.05"),
    find=find,
    needs=frozenset({"invoiced", "paid"}),
    prior=0.6,
)
