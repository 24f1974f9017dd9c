"""How much two bills look like one: points for what agrees, and what speaks for and against in this ledger.

The points are those that data-matching of creditor payments has long used (amount 40, supplier 20, number 25,
within three days 10, order 5). They are made log-odds, (points - 75) / 10, so that amount, supplier and number
alone stand at 0.73. To that is added what the ledger itself says: a supplier who sends equal bills every week has
shown that an equal amount means little, one who has never used a number twice that an equal number means much.
Every addition has its words, which a reviewer reads.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from math import exp, log
from statistics import median

from moothall.engines.spend.findings.duplicates.bills import WINDOW, Bill

FLOOR = 0.15  # under this a pair is not worth anybody's look and is not reported
AMOUNT, SUPPLIER, NUMBER, NEAR, ORDER = 40, 20, 25, 10, 5
_EVEN = 75  # points at which it is as likely as not
_NEAR_DAYS = 3


@dataclass
class Evidence:
    """Points for what agrees, and what was added in log-odds, each with its words."""

    points: int
    said: list[tuple[float, str]] = field(default_factory=list)
    even: int = _EVEN  # points at which it is as likely as not before anything is said

    def add(self, weight: float, words: str) -> None:
        if abs(weight) >= 0.05:
            self.said.append((weight, words))

    @property
    def likelihood(self) -> float:
        odds = (self.points - self.even) / 10 + sum(weight for weight, _ in self.said)
        return round(1 / (1 + exp(-max(min(odds, 7.0), -7.0))), 3)

    def words(self, *, speaking_for: bool) -> str:
        kept = [it for it in self.said if (it[0] > 0) == speaking_for]
        return "; ".join(words for _, words in sorted(kept, key=lambda it: -abs(it[0])))


def points(a: Bill, b: Bill, *, amount: int = AMOUNT, number: int = 0, supplier: int = SUPPLIER) -> int:
    """Points of a pair: what the caller has found of amount, number and supplier, and here days and order."""
    near = NEAR if abs((b.day - a.day).days) <= _NEAR_DAYS else 0
    order = ORDER if a.order_no and a.order_no == b.order_no else 0
    return amount + supplier + number + near + order


def weigh_number(evidence: Evidence, bill: Bill, *, sharing: int, across: bool = False) -> None:
    """What an equal number says, when `sharing` of the supplier's bills have it in this group.

    A supplier that uses each number once shows that its short numbers, too, are numbers of invoices; not so `across`
    two suppliers, who both begin at 1.
    """
    reuse = bill.others_reuse
    proven = not across and bill.numbered - bill.of_ref >= 5 and reuse < 0.03
    weight = max(min(-log(reuse / 0.02), 0.3 if bill.calendar else 2.0), -4.0)
    if weight > 0:
        evidence.add(
            weight if bill.numbered - bill.of_ref > 1 else 0.0, "the supplier's other numbers come once each"
        )
    else:
        evidence.add(weight, "this supplier uses numbers again")
    if bill.of_ref > sharing:
        evidence.add(
            -1.2 * log(1 + bill.of_ref - sharing), "the number also stands on bills of other amounts"
        )
    if bill.calendar:
        evidence.add(-1.8 if proven else -2.8, "the number is a date, a month or a year")
        return
    digits = len(bill.core or "")
    if digits >= 5:
        evidence.add(0.6, "the number is a long one")
    elif digits <= 3:
        short = {3: 0.8, 2: 1.8}.get(digits, 2.4)
        evidence.add(-short * (0.4 if proven else 1), "the number is a short one")
    usual = 2 if across else 1
    if bill.users > usual and not proven:
        evidence.add(-0.8 * log(1 + bill.users - usual), f"{bill.users} suppliers use this number")


def weigh_interval(evidence: Evidence, a: Bill, b: Bill) -> None:
    """What the supplier's usual interval says: the next of its bills is no second payment of the last."""
    days = abs((b.day - a.day).days)
    usual = a.interval or b.interval
    if (
        usual
        and usual >= 6
        and days >= 6
        and abs(days - usual * max(round(days / usual), 1)) <= max(usual / 5, 1)
    ):
        evidence.add(-2.2, f"the supplier's bills come every {usual:.0f} days or so")


def weigh_days(evidence: Evidence, days: int) -> None:
    """What the days between say where the number is equal or near: a duplicate is mostly paid within weeks."""
    if days > 120:
        evidence.add(-1.0, f"{days} days lie between")
    elif days in range(26, 36) or days in range(84, 100):
        evidence.add(-0.5, "a month or a quarter lies between")


def weigh_matter(evidence: Evidence, a: Bill, b: Bill, *, services: bool = True) -> None:
    """What service, purpose, lines and invoice date say. A purpose that names a month or a case tells bills apart as
    well as a number does; one invoice on two services is two halves more often than two payments."""
    if services and a.service and b.service and a.service != b.service:
        halves = a.day == b.day and a.amount == b.amount
        shared = a.core is not None and a.core == b.core
        evidence.add(
            -2.0 if halves else -1.0 if shared else -1.8,
            "they are of two services" + (" on one day" if halves else ""),
        )
    elif a.purpose and a.purpose == b.purpose and a.service == b.service:
        evidence.add(0.4, "service and purpose are the same")
    if a.months and b.months and a.months != b.months:
        evidence.add(-2.5, "the purposes name two months")
    if a.codes and b.codes and not set(a.codes.split()) & set(b.codes.split()):
        evidence.add(-1.8, "the purposes name two cases")
    if a.amount == b.amount and a.kind == b.kind and max(a.lines, b.lines) > 1:
        if a.parts == b.parts:
            evidence.add(0.8 if max(a.lines, b.lines) == 2 else 1.6, "line by line the amounts are the same")
        else:
            evidence.add(-1.5, "the lines are of other amounts")
    if not (a.billed and b.billed):
        evidence.add(-2.0, "such payments are settled by law, a pay run or an award")
    if a.invoiced and b.invoiced:
        if a.invoiced == b.invoiced:
            same = a.ref is not None and a.ref == b.ref
            evidence.add(1.2 if same else 0.5, "the invoice date is the same")
        else:
            evidence.add(-0.8, "the invoice dates differ")


def weigh_rhythm(evidence: Evidence, group: Sequence[Bill]) -> None:
    """What many equal bills say: at steady intervals they are instalments, in a heap they are a price."""
    if len(group) < 3:
        return
    gaps = [(b.day - a.day).days for a, b in pairwise(group)]
    if min(gaps) >= 6 and max(gaps) <= 2.5 * median(gaps):
        evidence.add(-4.0, f"{len(group)} of them come at a steady interval")
    elif len(group) > 3:
        evidence.add(-1.0 * log(len(group) - 1), f"there are {len(group)} of them")


def weigh_repeats(evidence: Evidence, a: Bill, b: Bill) -> None:
    """How often chance and custom bring this supplier equal bills, beside a number that is nearly the same."""
    often = by_chance(a, b) * max(1.0, (b.day - a.day).days / WINDOW)
    evidence.add(max(min(-1.1 * log(often / 0.02), 3.2), -3.5), _chance_said(a, b))


def by_chance(a: Bill, b: Bill) -> float:
    """How likely the later of two equal bills meets one that it is no second payment of: as its supplier's bills do,
    or, where service, month and case are the same, as they agree in all of these."""
    chance = max(a.chance, b.chance)
    return min(chance, max(a.others_agree, b.others_agree)) if a.matter == b.matter and a.named else chance


def _chance_said(a: Bill, b: Bill) -> str:
    often = by_chance(a, b)
    share = "fewer than one in ten thousand" if often < 0.0001 else f"{often:.2%}"
    return f"{share} of such bills of this supplier meet an equal one within two months by chance"


def weigh_amount(evidence: Evidence, a: Bill, b: Bill, others: Sequence[timedelta], *, prior: float) -> None:
    """What an equal amount says without an equal number: `prior` is how often a bill is paid again, set against how
    often chance and custom bring this supplier an equal one. `others` are the gaps between its other bills of the
    amount."""
    gap = b.day - a.day
    evidence.add(log(prior / by_chance(a, b)), _chance_said(a, b))
    if others:
        closest = min(others)
        if len(others) >= 3 and closest.days >= 6 and gap.days <= 0.45 * closest.days:
            evidence.add(0.6, "it stands between bills that come at an interval")
        else:
            evidence.add(-1.5 - 0.7 * log(len(others)), "more bills of this amount came from the supplier")
    if b.beat == 1:
        evidence.add(0.7, "it stands close to another bill, where this supplier's are apart")
    elif b.beat == 2:
        evidence.add(-1.5, "it comes when the supplier's next bill would")
