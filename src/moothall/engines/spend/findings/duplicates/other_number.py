"""The same supplier and amount within weeks of each other, under another number or none.

The rule: two documents of one supplier and one amount, next to each other in time and at most 62 days apart, whose
numbers differ (or that have none). A copy that was entered under a
statement's, an order's or a mistyped number looks like this.

What it is not: rent, leases, subscriptions, taxis and placements at a list price, told by this supplier's other
bills: how often its amounts come again, and how close its equal bills stand otherwise. Numbers that follow each other
are two invoices, and numbers that are nearly the same are judged by a test of their own.

Source: payment matching on supplier, amount and date; it finds most and is most often wrong, so here it must be the
exception with a supplier before it is called likely.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import groupby, pairwise

from moothall.engines.spend.findings.duplicates.bills import COLUMNS, MOST, WINDOW, Bill, bills
from moothall.engines.spend.findings.duplicates.groups import findings, joined
from moothall.engines.spend.findings.duplicates.near_reference import head, in_turn, is_near
from moothall.engines.spend.findings.duplicates.weighing import (
    Evidence,
    points,
    weigh_amount,
    weigh_matter,
)
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.ledger import Ledger

CODE = "duplicate-other-number"
_AGAIN = 0.002  # of bills are paid again: 0.05 to 0.5% is what councils report
_ENTERED_OTHERWISE = 0.001  # … under another number, where bills have numbers
_TOO_OFTEN = 0.05  # of bills meet an equal one by chance, over which no two are looked at
_QUERY = f"""
    SELECT {COLUMNS} FROM bill WHERE of_amount BETWEEN 2 AND {MOST}
    QUALIFY min(chance) OVER (PARTITION BY supplier, kind, amount) < {_TOO_OFTEN}
    ORDER BY supplier, kind, amount, day, document"""  # noqa: S608
_MATTERS = f"""
    SELECT {COLUMNS} FROM bill WHERE (months <> '' OR codes <> '')
        AND matters_repeated - CASE WHEN of_matter > 1 THEN of_matter ELSE 0 END
            < {_TOO_OFTEN} * (of_supplier - of_matter + 2)
    QUALIFY count(*) OVER (PARTITION BY supplier, kind, amount, service, months, codes) BETWEEN 2 AND {MOST}
    ORDER BY supplier, kind, amount, service, months, codes, day, document"""  # noqa: S608


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    return findings(
        ledger,
        CODE,
        joined(_pairs(ledger)),
        said="The supplier and the amount are the same, the number is another or there is none.",
        innocent="It is no duplicate if two things were bought at one price, or the bill comes at an interval: "
        "look at what each was for, and ask the supplier for a statement.",
    )


def _pairs(ledger: Ledger) -> Iterator[tuple[Bill, Bill, Decimal, Evidence]]:
    def price(it: Bill) -> tuple[object, ...]:
        return it.supplier, it.kind, it.amount

    def matter(it: Bill) -> tuple[object, ...]:
        return *price(it), *it.matter

    yield from _next_to_each_other(ledger, _MATTERS, matter)
    yield from _next_to_each_other(ledger, _QUERY, price)


def _next_to_each_other(
    ledger: Ledger, query: str, key: Callable[[Bill], tuple[object, ...]]
) -> Iterator[tuple[Bill, Bill, Decimal, Evidence]]:
    for _, same in groupby(bills(ledger, query), key=key):
        group = list(same)
        gaps = [b.day - a.day for a, b in pairwise(group)]
        for at, (a, b) in enumerate(pairwise(group)):
            if gaps[at].days <= WINDOW and (a.ref is None or a.ref != b.ref) and not is_near(a, b):
                yield a, b, b.amount, weigh(a, b, gaps[:at] + gaps[at + 1 :])


def weigh(a: Bill, b: Bill, others: list[timedelta]) -> Evidence:
    """What speaks for and against a pair of one supplier and amount, with the gaps between its other equals."""
    evidence = Evidence(points(a, b), even=points(a, b))
    days = (b.day - a.day).days
    numbered = a.ref is not None and b.ref is not None
    weigh_amount(evidence, a, b, others, prior=_ENTERED_OTHERWISE if numbered else _AGAIN)
    weigh_matter(evidence, a, b)
    if a.order_no and a.order_no == b.order_no:
        evidence.add(0.5, "the order is the same")
    if days == 0:
        evidence.add(-2.3, "both were paid on one day")
    if 20 <= days <= 36 and a.months and b.beat == 0:
        evidence.add(-1.0, "a month lies between, and the next bill may still name the last one's")
    if numbered:
        weigh_two_numbers(evidence, a, b)
    elif a.kind == "card":
        evidence.add(-2.0, "equal purchases by card are common")
    elif a.ref or b.ref:
        evidence.add(-0.3, "one of them has no number")
    return evidence


def weigh_two_numbers(evidence: Evidence, a: Bill, b: Bill) -> None:
    """What two different numbers say: near each other in counting they are two invoices."""
    one, other = a.core or "", b.core or ""
    apart = abs(int(other) - int(one)) if one.isdecimal() and other.isdecimal() else None
    if shape(a.ref) != shape(b.ref):
        evidence.add(1.6 if a.in_sequence else 0.8, "the second number is not made as the first")
    elif head(a.ref or "") != head(b.ref or ""):
        evidence.add(-1.5, "the letters of the numbers differ, as those of two cases do")
    elif apart and apart <= 20:
        evidence.add(-3.8, "the numbers follow each other")
    else:
        in_turn(evidence, a, b)


def shape(number: str | None) -> str:
    """How a number is made: each letter an A, each figure a 9."""
    return "".join("9" if it.isdecimal() else "A" for it in number or "")


TEST = SpendTest(
    code=CODE,
    title="Same supplier and amount within weeks, another number",
    family="duplicates",
    about=__doc__,
    recoverable=Decimal("0.8"),
    find=find,
    prior=0.3,
)
