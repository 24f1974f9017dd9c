"""Two figures of the amount have changed places.

The rule: two documents of one supplier, at most 120 days apart, whose amounts have the same figures in another order
(so that the difference divides by nine), with the same number, the same invoice date or the same day. With no more
than a date in common, only two figures may have changed places.

What it is not: one of many bills of a supplier that happen to have the same figures. The more bills there are, the
less it is worth without the number. What is at stake is the smaller.

Source: the check by nines of bookkeeping: a transposition changes a sum by a multiple of nine.
"""

from collections.abc import Iterator
from decimal import Decimal
from math import log

from moothall.engines.spend.findings.duplicates.bills import Bill, pairs
from moothall.engines.spend.findings.duplicates.groups import findings, joined
from moothall.engines.spend.findings.duplicates.weighing import (
    NUMBER,
    Evidence,
    points,
    weigh_matter,
    weigh_number,
)
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.ledger import Ledger

CODE = "duplicate-reversed-digits"
_AMOUNT = 33  # points: the amounts agree but for the order of their figures
_KEY = "CASE WHEN amount >= 10 THEN hash(supplier, kind, list_sort(string_split(amount::VARCHAR, ''))) END"
_TOGETHER = """
    a.supplier = b.supplier AND a.amount <> b.amount AND b.day - a.day <= 120
    AND coalesce(a.ref = b.ref OR a.day = b.day OR a.invoiced = b.invoiced, false)"""


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    return findings(
        ledger,
        CODE,
        joined(_pairs(ledger)),
        said="The amounts have the same figures in another order, and the supplier is the same.",
        innocent="It is no duplicate if these are two invoices: look at the amount on each, and whether the wrong "
        "one was returned.",
    )


def _pairs(ledger: Ledger) -> Iterator[tuple[Bill, Bill, Decimal, Evidence]]:
    for a, b in pairs(ledger, _KEY, _TOGETHER):
        places = changed(a.amount, b.amount)
        if (a.ref and a.ref == b.ref) or places == 2:
            yield a, b, min(a.amount, b.amount), weigh(a, b, places)


def changed(a: Decimal, b: Decimal) -> int:
    """In how many places two amounts differ that have the same figures; one length, or as many as there are."""
    one, other = f"{a:.2f}", f"{b:.2f}"
    return sum(x != y for x, y in zip(one, other, strict=True)) if len(one) == len(other) else len(one)


def weigh(a: Bill, b: Bill, places: int) -> Evidence:
    """What speaks for and against a pair of one supplier whose amounts have the same figures."""
    same = bool(a.ref) and a.ref == b.ref
    evidence = Evidence(points(a, b, amount=_AMOUNT, number=NUMBER if same else 0))
    if same:
        weigh_number(evidence, a, sharing=2)
    else:
        evidence.add(-0.6 * log(1 + a.of_supplier / 10), f"the supplier has {a.of_supplier} bills")
        if a.ref and b.ref:
            evidence.add(-0.8, "the numbers differ")
    if places > 2:
        evidence.add(-0.8, "more than two figures stand elsewhere")
    if a.amount % 10 == 0 and b.amount % 10 == 0:
        evidence.add(-0.8, "the amounts are round ones")
    weigh_matter(evidence, a, b)
    return evidence


TEST = SpendTest(
    code=CODE,
    title="Figures of the amount reversed",
    family="duplicates",
    about=__doc__,
    recoverable=Decimal("0.8"),
    find=find,
    prior=0.4,
)
