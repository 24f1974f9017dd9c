"""The same supplier and amount under a number that is nearly the same.

The rule: two documents of one supplier and amount, at most 190 days apart, whose numbers are the same once letters,
marks and leading noughts are gone and O, I and L are read as figures; or of which one is the other with a little
added; or which differ in one character; or in which two characters have changed places.

What it is not: numbers that follow each other (1041 and 1042 differ in one character, too), or parts of one bill
(1041/1 and 1041/2). For those it is the supplier's other bills that decide: where amounts come again and again, a
near number is the next number.

Source: one edit (Damerau 1964) covers four in five slips of the keyboard.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from math import log
from typing import NamedTuple

from moothall.engines.spend.findings.duplicates.bills import Bill, pairs
from moothall.engines.spend.findings.duplicates.groups import findings, joined
from moothall.engines.spend.findings.duplicates.weighing import (
    FLOOR,
    Evidence,
    points,
    weigh_days,
    weigh_interval,
    weigh_matter,
    weigh_number,
    weigh_repeats,
)
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.ledger import Ledger

CODE = "duplicate-near-number"
WITHIN = 190  # days
_OFTEN = (
    0.005  # of bills meet an equal one by chance, from which numbers that follow each other are not looked at
)
_KEY = "CASE WHEN kind = 'ledger' AND length(ref) >= 3 THEN hash(supplier, amount) END"
_NEAR = f"""
    b.day - a.day <= {WITHIN} AND a.supplier = b.supplier AND a.amount = b.amount AND a.ref <> b.ref
    AND (a.core = b.core OR damerau_levenshtein(a.ref, b.ref) <= 1 OR damerau_levenshtein(a.core, b.core) <= 1
         OR starts_with(b.ref, a.ref) OR starts_with(a.ref, b.ref))
    AND NOT coalesce(length(a.core) = length(b.core) AND greatest(a.chance, b.chance) > {_OFTEN}
                     AND abs(try_cast(a.core AS BIGINT) - try_cast(b.core AS BIGINT)) BETWEEN 1 AND 9
                     AND b.in_sequence IS NOT FALSE, false)"""


_ALIKE = [{*it} for it in ("O0", "I1", "L1", "B8", "S5", "Z2", "G6", "Q0", "D0")]


_EVENLY = 64  # points at which it is as likely as not: what chance would bring comes on top
_DAY = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](?:20)?(\d{2})$")
_PAID_AFTER = 20  # days by which the time from a bill's day to its payment may differ


class Nearness(NamedTuple):
    """How two numbers are near: the points of 25 that it is worth, what it adds in log-odds, and in words."""

    points: int
    weight: float
    words: str
    same: bool  # they are one number, written in two ways


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    return findings(
        ledger,
        CODE,
        joined(_pairs(ledger)),
        said="The supplier and the amount are the same and the invoice numbers nearly so.",
        innocent="It is no duplicate if these are two invoices of one price, or parts of one bill: look at both.",
    )


def _pairs(ledger: Ledger) -> Iterator[tuple[Bill, Bill, Decimal, Evidence]]:
    near: list[tuple[Bill, Bill, Evidence]] = []
    ends: dict[tuple[int, str | None], set[str]] = defaultdict(set)
    for pair in pairs(ledger, _KEY, _NEAR):
        for bill in pair:
            if len(tail := _tail(bill.ref or "")) == 1:
                ends[bill.supplier, bill.core].add(tail)
        if (evidence := weigh(*pair)).likelihood >= FLOOR:
            near.append((*pair, evidence))
    for a, b, evidence in near:
        if len(ends[a.supplier, a.core]) > 1:
            evidence.add(-3.0, "several letters stand after this number: parts of one bill")
        yield a, b, b.amount, evidence


def weigh(a: Bill, b: Bill) -> Evidence:
    """What speaks for and against a pair of one supplier and amount whose numbers are near."""
    near = nearness(a, b)
    evidence = Evidence(points(a, b, number=near.points), even=_EVENLY)
    evidence.add(near.weight, near.words)
    if near.same:
        weigh_number(evidence, a, sharing=1)
    else:
        weigh_repeats(evidence, a, b)
        more = (a.of_matter if a.matter == b.matter else a.of_amount) - 2
        if more > 0:
            evidence.add(-1.3 * log(1 + more), "more bills of this amount came from the supplier")
        if a.calendar or b.calendar:
            evidence.add(-1.5, "the number is a date, a month or a year")
        if len(a.core or "") <= 3 and b.in_sequence is not False:
            evidence.add(-1.0, "the number is a short one")
        weigh_interval(evidence, a, b)
        in_turn(evidence, a, b, slip=1.7)
        weigh_dates(evidence, a, b)
    weigh_days(evidence, (b.day - a.day).days)
    weigh_matter(evidence, a, b)
    return evidence


def weigh_dates(evidence: Evidence, a: Bill, b: Bill) -> None:
    """Two numbers that end in a day, as far apart as the payments are: the next bill of a case, not a slip."""
    one, other = dated(a.invoice_no), dated(b.invoice_no)
    if one and other and one != other and abs((b.day - a.day) - (other - one)).days <= _PAID_AFTER:
        evidence.add(-2.8, "the days in the numbers are as far apart as the payments")


def dated(number: str | None) -> date | None:
    """The day that a number ends in, where it is written as one: 'KT301 05/08/24'."""
    found = _DAY.search(number or "")
    try:
        return found and date(2000 + int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def in_turn(evidence: Evidence, a: Bill, b: Bill, *, slip: float = 0.8) -> None:
    """Whether the second number comes in its turn among the supplier's others, as a new invoice's does and a slip's
    does not. Where the first does not either, or the purposes name two months, that says nothing."""
    if b.in_sequence:
        evidence.add(-1.2, "the number comes in its turn among the supplier's others")
    elif b.in_sequence is not None and a.in_sequence and not (a.months and b.months and a.months != b.months):
        evidence.add(slip, "the number does not come in its turn among the supplier's others")


def is_near(a: Bill, b: Bill) -> bool:
    """Whether two numbers are for this test to judge: what _NEAR says, for one pair."""
    if a.ref is None or b.ref is None or min(len(a.ref), len(b.ref)) < 3:
        return False
    return (
        a.core == b.core
        or a.ref.startswith(b.ref)
        or b.ref.startswith(a.ref)
        or one_edit(a.ref, b.ref)
        or one_edit(a.core or "", b.core or "")
    )


def one_edit(one: str, other: str) -> bool:
    """Whether one character was changed, left out, added or has changed places with the next."""
    short, long = sorted((one, other), key=len)
    begin = next((at for at, it in enumerate(short) if it != long[at]), len(short))
    rest, longer = short[begin:], long[begin:]
    if len(short) != len(long):
        return rest == longer[1:]
    return rest[1:] == longer[1:] or (rest[:2] == longer[1::-1] and rest[2:] == longer[2:])


def nearness(a: Bill, b: Bill) -> Nearness:
    """How the numbers of two bills are near."""
    one, other = a.ref or "", b.ref or ""
    ones, others = a.core or "", b.core or ""
    if ones == others:
        if _parts(_tail(one), _tail(other)):
            return Nearness(20, -3.5, "the letters after the number tell two parts apart", True)
        if head(one) and head(other) and head(one) != head(other):
            return Nearness(20, -1.0, "the letters before the number differ", True)
        return Nearness(25, 0.3, "the number is the same but for letters, marks or leading noughts", True)
    if head(one) and head(other) and head(one) != head(other):
        return Nearness(10, -2.0, "the letters before the numbers differ", False)
    changed = [{x, y} for x, y in zip(one, other, strict=False) if x != y]
    if len(one) == len(other) and len(changed) == 1 and changed[0] in _ALIKE:
        return Nearness(24, 0.8, "a letter stands for the figure it looks like", True)
    short, long = sorted((one, other), key=len)
    if (
        long.startswith(short)
        and len(short) >= 4
        and (long[len(short) :].isalpha() or len(long) - len(short) <= 2)
    ):
        return Nearness(22, 0.6, "one number is the other with a little added", True)
    apart = abs(int(ones) - int(others)) if ones.isdecimal() and others.isdecimal() else None
    if len(ones) != len(others):
        return Nearness(20, 0.8, "one figure is missing or too many", False)
    if sorted(ones) == sorted(others):
        weight = 1.2 if apart is None or apart > 90 else 0.3
        return Nearness(20, weight, "two figures have changed places", False)
    if apart is None:
        return Nearness(20, 0.3, "one character differs", False)
    if a.calendar and b.calendar:
        return Nearness(15, -0.3, "one figure of a date differs", False)
    if apart <= 9 and a.in_sequence and b.in_sequence is False:
        return Nearness(15, -1.8, "the numbers follow each other, but not as the supplier's do", False)
    if apart <= 9:
        return Nearness(10, -3.8, "the numbers follow each other", False)
    if apart <= 200:
        return Nearness(15, -0.6, "one figure differs, and the next numbers would", False)
    return Nearness(20, 1.0, "one figure differs", False)


def _parts(one: str, other: str) -> bool:
    """Whether what stands after two numbers tells parts of a bill apart: a letter each."""
    return len(one) == len(other) == 1 and one != other


def head(number: str) -> str:
    """The letters that a number begins with."""
    return number[: len(number) - len(number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))]


def _tail(number: str) -> str:
    return number[len(number.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) :]


TEST = SpendTest(
    code=CODE,
    title="Same supplier and amount, nearly the same invoice number",
    family="duplicates",
    about=__doc__,
    recoverable=Decimal("0.9"),
    find=find,
    needs=frozenset({"invoice_no"}),
)
