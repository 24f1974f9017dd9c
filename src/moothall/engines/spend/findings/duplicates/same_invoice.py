"""The same supplier, invoice number and amount, more than once.

The rule: two or more documents of one supplier with one invoice number (its spaces and marks apart) and one amount.
All but the first are held to be paid too much.

What it is not: one invoice on many lines, which is one document; a number that this supplier uses for every bill, or
that is a month, a year or an account number; instalments at a steady interval; a bill that was credited and billed
again; a number that two services share on one day, which is one invoice in two halves.

Source: the first of the reports that matching of creditor payments has given since the National Fraud Initiative
began; the commonest true duplicate is an invoice and its copy, both entered.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from moothall.engines.spend.findings.duplicates.bills import COLUMNS, MOST, Bill, bills
from moothall.engines.spend.findings.duplicates.groups import Claim, findings
from moothall.engines.spend.findings.duplicates.weighing import (
    NUMBER,
    Evidence,
    points,
    weigh_days,
    weigh_interval,
    weigh_matter,
    weigh_number,
    weigh_rhythm,
)
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.ledger import Ledger

CODE = "duplicate-same-invoice"
_QUERY = f"""
    SELECT {COLUMNS} FROM bill WHERE ref IS NOT NULL AND kind = 'ledger'
    QUALIFY count(*) OVER (PARTITION BY supplier, ref, amount) BETWEEN 2 AND {MOST}
    ORDER BY supplier, ref, amount, day, document"""  # noqa: S608


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    return findings(
        ledger,
        CODE,
        _claims(ledger),
        said="The supplier, the invoice number and the amount are the same.",
        innocent="It is no duplicate if the number stands for an order, an account or a period, if these are "
        "instalments, or if one of them was returned or credited under another number.",
    )


def _claims(ledger: Ledger) -> Iterator[Claim]:
    for _, same in groupby(bills(ledger, _QUERY), key=lambda it: (it.supplier, it.ref, it.amount)):
        first, *extra = group = list(same)
        yield Claim(first, tuple(extra), first.amount * len(extra), weigh(group))


def weigh(group: list[Bill]) -> Evidence:
    """What speaks for and against a group that agrees in supplier, number and amount, the earliest first."""
    first, second = group[0], group[1]
    evidence = Evidence(points(first, second, number=NUMBER))
    weigh_number(evidence, first, sharing=len(group))
    weigh_days(evidence, (second.day - first.day).days)
    weigh_matter(evidence, first, second)
    weigh_rhythm(evidence, group)
    if first.calendar:
        weigh_interval(evidence, first, second)
    if second.unnumbered and second.day == first.day:
        evidence.add(-1.5, "nothing but its repetition tells it from another line of the same document")
    return evidence


TEST = SpendTest(
    code=CODE,
    title="Same supplier, invoice number and amount",
    family="duplicates",
    about=__doc__,
    recoverable=Decimal("0.9"),
    find=find,
    needs=frozenset({"invoice_no"}),
)
