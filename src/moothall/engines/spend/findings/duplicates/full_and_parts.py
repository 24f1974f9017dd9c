"""An invoice paid in full and again in parts.

The rule: three or more documents of one supplier and invoice number (a part's ending such as '/1' or '-2' left off),
of which one is, to twopence, what all the others come to. What is at stake is that amount.

What it is not: a number that the supplier uses for everything, told by its other bills; or parts whose full invoice
was credited.

Source: stage payments that are entered beside the invoice they belong to.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from moothall.engines.spend.findings.duplicates.bills import COLUMNS, Bill, bills
from moothall.engines.spend.findings.duplicates.groups import Claim, findings
from moothall.engines.spend.findings.duplicates.weighing import (
    NUMBER,
    Evidence,
    points,
    weigh_days,
    weigh_number,
)
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.ledger import Ledger

CODE = "duplicate-full-and-parts"
_TWOPENCE = Decimal("0.02")
_PART = r"regexp_replace(invoice_no, '[^A-Z0-9]+(PT|PART|P)?[0-9A-Z]$', '')"
_BASE = f"regexp_replace({_PART}, '[^A-Z0-9]', '', 'g')"
_QUERY = f"""
    WITH based AS (
        SELECT *, CASE WHEN length({_BASE}) >= 4 THEN {_BASE} ELSE ref END AS base FROM bill
        WHERE ref IS NOT NULL AND kind = 'ledger' AND NOT calendar),
    several AS (
        SELECT *, sum(amount) OVER invoice AS whole, max(amount) OVER invoice AS most, count(*) OVER invoice AS times
        FROM based WINDOW invoice AS (PARTITION BY supplier, base))
    SELECT {COLUMNS}, base FROM several
    WHERE times BETWEEN 3 AND 13 AND abs(whole - 2 * most) <= 0.02
    ORDER BY supplier, base, day, document"""  # noqa: S608


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    return findings(
        ledger,
        CODE,
        _claims(ledger),
        said="One payment of the invoice is what the others come to together.",
        innocent="It is no duplicate if the number stands for an order or an account, or if the full amount was "
        "returned.",
    )


def _claims(ledger: Ledger) -> Iterator[Claim]:
    rows = bills(ledger, _QUERY.replace(f"{COLUMNS}, base", COLUMNS.replace("core", "base AS core")))
    for _, same in groupby(rows, key=lambda it: (it.supplier, it.core)):
        group = list(same)
        full = max(group, key=lambda it: it.amount)
        parts = [it for it in group if it is not full]
        if abs(sum((it.amount for it in parts), -full.amount)) <= _TWOPENCE:
            evidence = weigh(full, parts)
            late = full.day > parts[0].day
            first, extra = (parts[0], (*parts[1:], full)) if late else (full, tuple(parts))
            yield Claim(first, extra, full.amount, evidence)


def weigh(full: Bill, parts: list[Bill]) -> Evidence:
    """What speaks for and against one document being paid again by the parts."""
    evidence = Evidence(points(full, parts[0], number=NUMBER, amount=40))
    same = sum(it.ref == full.ref for it in parts) + 1
    weigh_number(evidence, full, sharing=max(same, full.of_ref if same > 1 else 1))
    weigh_days(evidence, max(abs((it.day - full.day).days) for it in parts))
    if len({it.amount for it in parts}) > 1:
        evidence.add(0.7, "the parts are of different amounts")
    return evidence


TEST = SpendTest(
    code=CODE,
    title="Paid in full and again in parts",
    family="duplicates",
    about=__doc__,
    recoverable=Decimal("0.8"),
    find=find,
    needs=frozenset({"invoice_no"}),
)
