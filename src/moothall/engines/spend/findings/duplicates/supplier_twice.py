"""One supplier set up twice, with the same invoice under both accounts.

The rule: two documents with one invoice number and one amount whose payees are two accounts of one supplier: joined
by the clustering, or plainly alike (one VAT number, one postcode, the names the same but for the legal form). A
system that refuses the same invoice twice looks only within one account, which is how this comes about.

What it is not: a supplier that uses a number again, or a company and its subsidiary that each sent an invoice.

Source: the commonest cause that councils report of what they get back; look at the accounts first, then at the rest.
"""

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings.duplicates.bills import Bill, pairs
from moothall.engines.spend.findings.duplicates.groups import findings, joined
from moothall.engines.spend.findings.duplicates.names import alike
from moothall.engines.spend.findings.duplicates.weighing import (
    NUMBER,
    Evidence,
    points,
    weigh_days,
    weigh_matter,
    weigh_number,
)
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.ledger import Ledger

CODE = "duplicate-supplier-twice"
_KEY = "CASE WHEN kind = 'ledger' AND NOT calendar THEN hash(ref, amount) END"


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    return findings(
        ledger,
        CODE,
        joined(_pairs(ledger)),
        said="One invoice was paid to two accounts that look like one supplier's.",
        innocent="It is no duplicate if these are two companies that each sent an invoice. If they are one, close "
        "one of the accounts as well.",
    )


def _pairs(ledger: Ledger) -> Iterator[tuple[Bill, Bill, Decimal, Evidence]]:
    for a, b in pairs(ledger, _KEY, "a.payee <> b.payee AND a.ref = b.ref AND a.amount = b.amount"):
        shared = alike(a, b)
        if shared or a.supplier == b.supplier:
            yield a, b, b.amount, weigh(a, b, shared or "both accounts are held to be one supplier's")


def weigh(a: Bill, b: Bill, shared: str) -> Evidence:
    """What speaks for and against a pair of one number and amount under two accounts that share something."""
    evidence = Evidence(points(a, b, number=NUMBER))
    evidence.add(0.8, shared)
    one = a.supplier == b.supplier
    weigh_number(evidence, a, sharing=2 if one else 1, across=not one)
    weigh_days(evidence, (b.day - a.day).days)
    weigh_matter(evidence, a, b)
    return evidence


TEST = SpendTest(
    code=CODE,
    title="One supplier set up twice, the same invoice under both",
    family="duplicates",
    about=__doc__,
    recoverable=Decimal("0.9"),
    find=find,
    needs=frozenset({"invoice_no"}),
    prior=0.6,
)
