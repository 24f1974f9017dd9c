"""What a layout can show: whether a planted copy stands out from what the supplier's innocent bills look like in it.

The rule, for every kind and layout alike: a copy is shown if no two innocent bills of its supplier, as this layout
prints them and within as many days, agree in all that the copy and its original agree in. What may agree is

- the amount: the same, or one of them the other with VAT on it;
- the number: the same, the same with something added or left off, or one slip of a key from it; and whether one of the
  two is of a make that no other number of the supplier has;
- the service, the case and the month that the purposes name, and the amounts line by line.

Where innocent bills do agree so, the copy is the very picture of the supplier's ordinary trade: nobody could say of the
two pairs which was paid twice. Such copies stay planted and are counted, and the figures stand by: of all that was
planted, and of what is shown. What another supplier's or a card's number or amount shows is always shown, for none of
the innocent pairs of one supplier is like it. Nothing here looks at what the tests of findings look at, or how.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import combinations

from spend_planting.shapes import Doc, Plant

WITHIN = timedelta(days=65)  # the longest that any copy comes after its original
SAME, WRITTEN, SLIP, OTHER = 3, 2, 1, 0  # how the numbers of two bills agree
MONTHS = frozenset(["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"])
MARKS = re.compile("[^A-Z0-9]+")
FIGURE = re.compile("[0-9]")


def mark_shown(plants: Iterable[Plant], docs: Iterable[Doc], sees: frozenset[str]) -> None:
    """Says of each planted duplicate whether the layout shows it."""
    plants = [it for it in plants if it.kind.startswith("duplicate: ")]
    copies = {id(doc) for it in plants for doc in it.docs}
    firms = {it.beside[0].account.firm for it in plants}
    innocent: dict[int, list[Doc]] = defaultdict(list)
    for doc in docs:
        if doc.account.firm in firms and doc.kind == "ledger" and id(doc) not in copies:
            innocent[doc.account.firm].append(doc)
    for plant in plants:
        (first,), copy = plant.beside, plant.docs[0]
        one_bill = len(plant.docs) == 1 and copy.kind == "ledger" and copy.account.firm == first.account.firm
        plant.shown = not one_bill or Showing(innocent[first.account.firm], sees).shows(first, copy)


class Showing:
    """What of two bills of one supplier agrees as a layout prints them, and whether its innocent bills do so too."""

    def __init__(self, innocent: Sequence[Doc], sees: frozenset[str]) -> None:
        credits = {-it.net for it in innocent if it.net < 0}
        self.sees = sees
        self.bills = [it for it in innocent if it.net > 0 and it.net not in credits]
        self.makes = Counter(make(it.invoice_no) for it in innocent)

    def shows(self, first: Doc, copy: Doc) -> bool:
        wanted = self._agree(first, copy)
        pairs = self._with_vat() if copy.net != first.net else self._equal()
        return not any(
            abs(a.paid - b.paid) <= WITHIN
            and all(has >= needs for has, needs in zip(self._agree(a, b), wanted, strict=True))
            for a, b in pairs
        )

    def _equal(self) -> Iterator[tuple[Doc, Doc]]:
        by_amount: dict[int, list[Doc]] = defaultdict(list)
        for doc in self.bills:
            by_amount[doc.net].append(doc)
        for same in by_amount.values():
            yield from combinations(same, 2)

    def _with_vat(self) -> Iterator[tuple[Doc, Doc]]:
        by_amount: dict[int, list[Doc]] = defaultdict(list)
        for doc in self.bills:
            by_amount[doc.net].append(doc)
        for doc in self.bills:
            for rate in (1.05, 1.2):
                for penny in (-1, 0, 1):
                    yield from ((doc, other) for other in by_amount.get(round(doc.net * rate) + penny, ()))

    def _agree(self, a: Doc, b: Doc) -> tuple[int, ...]:
        one, other = a.lines[0], b.lines[0]
        purposes = (one.purpose.split(), other.purpose.split()) if "purpose" in self.sees else ([], [])
        months, cases = (
            {*filter(names, purposes[0])} & {*filter(names, purposes[1])}
            for names in (lambda it: it in MONTHS, lambda it: len(it) >= 3 and bool(FIGURE.search(it)))
        )
        numbers = (a.invoice_no, b.invoice_no) if "invoice" in self.sees else ("", "")
        return (
            nearness(*numbers),
            self._odd(*numbers),
            one.service == other.service,
            bool(months),
            bool(cases),
            len(a.lines) > 1 and sorted(it.net for it in a.lines) == sorted(it.net for it in b.lines),
            "dates" in self.sees and a.invoiced == b.invoiced,
        )

    def _odd(self, one: str, other: str) -> bool:
        a, b = make(one), make(other)
        return bool(a and b) and a != b and min(self.makes[a], self.makes[b]) <= 1


def make(number: str) -> str:
    """How a number is made: its figures as nines."""
    return FIGURE.sub("9", number)


def nearness(one: str, other: str) -> int:
    """How near two numbers are, their marks left off."""
    a, b = MARKS.sub("", one.upper()), MARKS.sub("", other.upper())
    if not a or not b:
        return OTHER
    if one == other:
        return SAME
    if a in b or b in a:
        return WRITTEN
    return SLIP if slipped(a, b) else OTHER


def slipped(one: str, other: str) -> bool:
    """Whether one slip of a key makes the one number the other; neither begins the other."""
    begin = next(at for at, (x, y) in enumerate(zip(one, other, strict=False)) if x != y)
    rest, others = one[begin:], other[begin:]
    swapped = rest[1::-1] == others[:2] and rest[2:] == others[2:]
    return swapped or rest[1:] in (others, others[1:]) or rest == others[1:]
