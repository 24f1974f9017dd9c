"""The same invoice number and amount under two suppliers.

The rule: two documents of two suppliers with one invoice number and one amount. An invoice that was entered under the
wrong supplier, then again under the right one, looks like this; so does one that somebody else sent in.

What it is not: a number that many suppliers use (a short one, a date, a batch of ours), or a round amount that many
are paid. The longer the number and the odder the amount, the less chance explains it.

Source: payment matching across creditors by number and amount.
"""

from collections.abc import Iterator
from decimal import Decimal
from math import log

from moothall.engines.spend.findings.duplicates.bills import Bill, pairs
from moothall.engines.spend.findings.duplicates.groups import findings, joined
from moothall.engines.spend.findings.duplicates.names import alike
from moothall.engines.spend.findings.duplicates.weighing import (
    NUMBER,
    Evidence,
    points,
    weigh_days,
    weigh_matter,
)
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.ledger import Ledger

CODE = "duplicate-other-supplier"
_EVENLY = (
    63  # points at which it is as likely as not: how long the number is and how odd the amount comes on top
)
KEY = "CASE WHEN kind = 'ledger' AND length(core) >= 3 THEN hash(ref, amount) END"


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    return findings(
        ledger,
        CODE,
        joined(_pairs(ledger)),
        said="Two suppliers were paid for one invoice number and one amount.",
        innocent="It is no duplicate if each supplier sent an invoice of its own: look at both.",
    )


def _pairs(ledger: Ledger) -> Iterator[tuple[Bill, Bill, Decimal, Evidence]]:
    for a, b in pairs(ledger, KEY, "a.supplier <> b.supplier AND a.ref = b.ref AND a.amount = b.amount"):
        if not alike(a, b):
            yield a, b, b.amount, weigh(a, b)


def weigh(a: Bill, b: Bill) -> Evidence:
    """What speaks for and against a pair that agrees in number and amount and not in supplier."""
    evidence = Evidence(points(a, b, number=NUMBER, supplier=0), even=_EVENLY)
    digits = len(a.core or "")
    length = {3: -1.5, 4: 0.3, 5: 1.5}.get(digits, 2.5)
    evidence.add(length, f"the number has {digits} figures")
    if a.calendar:
        evidence.add(-1.5, "the number is a date, a month or a year")
    if a.users > 2:
        evidence.add(-2.0 * log(a.users - 1), f"{a.users} suppliers use this number")
    again = max(a.of_ref, b.of_ref)
    if again > 1:
        evidence.add(-1.2 * log(1 + again), "one of the suppliers uses the number again")
    if a.amount % 100 == 0:
        evidence.add(-1.0, "the amount is in whole hundreds")
    elif a.amount % 1:
        evidence.add(0.5, "the amount is an odd one")
    weigh_days(evidence, (b.day - a.day).days)
    if a.service and a.service == b.service:
        evidence.add(0.5, "the service is the same")
    weigh_matter(evidence, a, b, services=False)
    return evidence


TEST = SpendTest(
    code=CODE,
    title="Same invoice number and amount under two suppliers",
    family="duplicates",
    about=__doc__,
    recoverable=Decimal("0.8"),
    find=find,
    needs=frozenset({"invoice_no"}),
    prior=0.4,
)
