"""The net and the gross of one invoice, both paid.

The rule: two documents of one supplier, one of which is the other with VAT on it: the amounts stand as 1 to 1.20, or
1 to 1.05, to the penny. With the same or nearly the same number within 190 days; without, within 62 days. What is at
stake is the smaller.

What it is not: two bills whose amounts happen to stand so. Round amounts often do (£100 and £120); odd ones with one
number between them hardly ever.

Source: invoices that are keyed once from the net and once from the total; standard and reduced rates of VAT are 20%
and 5% (Value Added Tax Act 1994, sections 2 and 29A).
"""

from collections.abc import Iterator
from decimal import Decimal
from math import log

from moothall.engines.spend.findings.duplicates.bills import Bill, joined_bills
from moothall.engines.spend.findings.duplicates.groups import findings, joined
from moothall.engines.spend.findings.duplicates.near_reference import nearness
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

CODE = "duplicate-net-and-gross"
_AMOUNT = 35  # points: the amounts agree but for VAT
_NUMBERED, _WITHIN = 190, 62  # days, with and without a number in common
_AGAIN = 0.00015  # of bills are paid net and gross
_PRICES = 6  # amounts that stand so to one: two rates, a penny either way
_USUAL = 60  # bills of one amount, over which it is a price and left out
_QUERY = f"""
    WITH net AS (
        SELECT *, round(amount * unnest([1.20, 1.05]), 2)::DECIMAL(18,2) AS taxed FROM bill
        WHERE of_amount <= {_USUAL} AND amount >= 5),
    either AS (SELECT *, unnest([taxed - 0.01, taxed, taxed + 0.01])::DECIMAL(18,2) AS total FROM net)
    SELECT a.document, b.document FROM either a JOIN bill b ON a.supplier = b.supplier AND a.total = b.amount
    WHERE a.kind = b.kind AND b.of_amount <= {_USUAL}
    AND (coalesce(a.ref = b.ref OR (a.core = b.core AND length(a.core) >= 4), false) AND
             abs(b.day - a.day) <= {_NUMBERED}
         OR abs(b.day - a.day) <= {_WITHIN} AND
            (a.ref IS NULL OR b.ref IS NULL OR damerau_levenshtein(a.ref, b.ref) <= 1
             OR coalesce(a.invoiced = b.invoiced OR a.order_no = b.order_no, false)))"""  # noqa: S608


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    return findings(
        ledger,
        CODE,
        joined(_pairs(ledger)),
        said="One amount is the other with VAT on it, and the supplier is the same.",
        innocent="It is no duplicate if the second puts the first right and the first was returned, or if these "
        "are two invoices: look at the invoice for its total.",
    )


def _pairs(ledger: Ledger) -> Iterator[tuple[Bill, Bill, Decimal, Evidence]]:
    for net, gross in joined_bills(ledger, _QUERY):
        first, later = sorted((net, gross), key=lambda it: (it.day, it.document))
        yield first, later, net.amount, weigh(first, later)


def weigh_vat(evidence: Evidence, a: Bill, b: Bill) -> None:
    """What the VAT of both says, where the ledger gives it: a gross that was entered as a net has none."""
    net, gross = sorted((a, b), key=lambda it: it.amount)
    if net.vat is None or gross.vat is None:
        return
    if net.vat > 0 and gross.vat == 0:
        evidence.add(
            2.5 if net.amount + net.vat == gross.amount else 1.0, "the larger has no VAT, the smaller has"
        )
    elif net.vat == 0 or gross.vat > 0:
        evidence.add(-1.5 if a.ref and a.ref == b.ref else -3.5, "each has the VAT of its own amount")


def weigh(a: Bill, b: Bill) -> Evidence:
    """What speaks for and against a pair of one supplier of which one is the other with VAT."""
    smaller = min(a.amount, b.amount)
    if a.ref and a.ref == b.ref:
        evidence = Evidence(points(a, b, amount=_AMOUNT, number=NUMBER))
        weigh_number(evidence, a, sharing=2)
    elif a.ref and b.ref:
        near = nearness(a, b)
        evidence = Evidence(points(a, b, amount=_AMOUNT, number=near.points))
        evidence.add(near.weight - 0.3, near.words)
        if not near.same:
            evidence.add(-0.8, "the amounts differ as well as the numbers")
            evidence.add(-0.5 * log(1 + a.of_supplier / 20), f"the supplier has {a.of_supplier} bills")
            if min(len(a.core or ""), len(b.core or "")) <= 4:
                evidence.add(-1.0, "the number is a short one")
    else:
        evidence = Evidence(points(a, b, amount=_AMOUNT), even=points(a, b, amount=_AMOUNT))
        often = _PRICES * max(a.crowding, b.crowding)
        evidence.add(
            max(min(log(_AGAIN / often), 1.5), -4.0),
            f"{often:.2%} of such bills of this supplier stand so to another within two months by chance",
        )
        if b.beat == 2:
            evidence.add(-2.0, "it comes when the supplier's next bill would")
    weigh_days(evidence, abs((b.day - a.day).days))
    weigh_vat(evidence, a, b)
    weigh_matter(evidence, a, b)
    if smaller % 5 == 0:
        evidence.add(-0.4 if a.ref and a.ref == b.ref else -1.2, "round amounts often stand so")
    elif smaller % 1:
        evidence.add(0.8, "the amount is an odd one")
    return evidence


TEST = SpendTest(
    code=CODE,
    title="Net and gross of one invoice both paid",
    family="duplicates",
    about=__doc__,
    recoverable=Decimal("0.8"),
    find=find,
    prior=0.4,
)
