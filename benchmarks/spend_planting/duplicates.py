"""Paying twice, in the ways that people do it: a copy of an invoice that was already paid, keyed differently."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from spend_planting.council import copied
from spend_planting.names import otherwise
from spend_planting.paydays import Runs, next_working
from spend_planting.shapes import Account, Doc, Plant

LEAST = 25_000  # pence: a recovery audit does not look below
NEVER = frozenset({"tax and pensions", "precepts"})
LOOKS_LIKE = {"0": "O", "1": "I", "5": "S", "8": "B"}
KEYS = {
    "0": "9",
    "1": "2",
    "2": "13",
    "3": "24",
    "4": "35",
    "5": "46",
    "6": "57",
    "7": "68",
    "8": "79",
    "9": "80",
}
# the copy bears another number, amount or payee: of a bill that comes every month at one price such a copy is, in the
# ledger, the very picture of next month's bill: these are planted on bills of an amount that the supplier seldom asks
SELDOM = frozenset(
    {
        "retyped",
        "transposed",
        "other number",
        "net and gross",
        "amount's digits",
        "also by card",
        "other supplier",
    }
)
# What must be printed for a copy to be seen for one: a kind is planted in a layout only if the fields that carry its
# evidence are there ('|': one of them). What makes one invoice of two equal bills on two services is its number; what
# says that one amount is another with its VAT, and not another price, is the number or the VAT.
NEEDS = {
    "again": "",
    "retyped": "invoice",
    "suffix": "invoice",
    "letter for digit": "invoice",
    "transposed": "invoice",
    "spelling": "invoice",
    "other account": "",
    "other supplier": "invoice",
    "net and gross": "invoice|vat",
    "amount's digits": "invoice",
    "also by card": "cards",
    "two services": "invoice",
    "other number": "invoice",
    "in parts": "invoice",
    "VAT again": "invoice vat",
}
# what is bought with a card
BY_CARD = frozenset(
    [
        "repairs",
        "stationery",
        "food",
        "equipment",
        "subscriptions",
        "licences",
        "one-off",
        "telephones",
        "power",
        "interpreters",
        "deposits",
        "real",
    ]
)
DUPLICATES = tuple(f"duplicate: {it}" for it in NEEDS)


def carries(sees: frozenset[str], way: str) -> bool:
    """Whether a layout prints what shows a copy of this kind for one."""
    return all(sees.intersection(needed.split("|")) for needed in NEEDS[way].split())


def digits_of(text: str) -> list[int]:
    return [i for i, it in enumerate(text) if it.isdigit()]


def retyped(text: str, rng: random.Random) -> str:
    at = digits_of(text)
    if len(at) < 3:
        return text
    i = rng.choice(at[1:])
    way = rng.random()
    if way < 0.5:
        return text[:i] + rng.choice(KEYS[text[i]]) + text[i + 1 :]
    return text[:i] + text[i + 1 :] if way < 0.75 else text[:i] + text[i] + text[i:]


def transposed(text: str, rng: random.Random) -> str:
    at = [
        i for i in digits_of(text) if i + 1 < len(text) and text[i + 1].isdigit() and text[i] != text[i + 1]
    ]
    if not at:
        return text
    i = rng.choice(at)
    return text[:i] + text[i + 1] + text[i] + text[i + 2 :]


def lettered(text: str, rng: random.Random) -> str:
    at = [i for i, it in enumerate(text) if it in LOOKS_LIKE]
    if not at:
        return text
    i = rng.choice(at)
    return text[:i] + LOOKS_LIKE[text[i]] + text[i + 1 :]


def respelt(text: str, rng: random.Random) -> str:
    """The same number with its noughts, prefix or marks left off or put on."""
    ways = [
        text.lstrip("0"),
        "".join(it for it in text if it.isalnum()),
        f"0{text}",
    ]
    if not text.startswith("INV"):
        ways += [f"INV{text}", f"INV {text}"]
    bare = text.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ-/ ")
    if len(bare) >= 4 and bare[0].isdigit():
        ways.append(bare)
    return rng.choice([it for it in ways if it and it != text])


def suffixed(text: str, rng: random.Random) -> str:
    return text + rng.choice(("A", "A", "B", "/1", "-2", " A", "COPY", "R"))


class Duplicates:
    """Plants copies among `docs` (adding to it). `sees` is what the layout prints; `runs` when the council pays."""

    def __init__(
        self,
        docs: list[Doc],
        sees: frozenset[str],
        runs: Runs,
        end: date,
        rng: random.Random,
        least: int = LEAST,
    ) -> None:
        self.docs, self.sees, self.runs, self.end, self.rng = docs, sees, runs, end, rng
        self.used: set[int] = set()
        self.second: dict[int, Account] = {}
        amounts = Counter((it.account.firm, it.net) for it in docs)
        numbers = Counter((it.account.firm, it.invoice_no) for it in docs)
        printed = "invoice" in sees
        self.pool = [
            it
            for it in docs
            if it.kind == "ledger"
            and not it.account.redacted
            and it.habit not in NEVER
            and not it.planted
            and it.net >= least
            and amounts[it.account.firm, -it.net] == 0
            and it.paid + timedelta(days=10) <= end
            and (
                not printed
                or (len(digits_of(it.invoice_no)) >= 3 and numbers[it.account.firm, it.invoice_no] == 1)
            )
        ]
        # without a printed number a copy shows only where the amount is one the supplier never asked for otherwise
        self.seldom = [it for it in self.pool if amounts[it.account.firm, it.net] <= (2 if printed else 1)]
        if not printed:
            self.pool = self.seldom
        self.firms = [it.account for it in docs if not it.account.redacted and it.kind == "ledger"]

    def can(self, way: str) -> bool:
        return carries(self.sees, way)

    def plant(self, kind: str, count: int) -> list[Plant]:
        """Fewer than asked where the layout cannot show them or too few invoices will do."""
        way = kind.removeprefix("duplicate: ")
        if not self.can(way):
            return []
        pool: Sequence[Doc] = self.seldom if way in SELDOM else self.pool
        made: list[Plant] = []
        for _ in range(count * 60):
            if len(made) == count or not pool:
                break
            doc = self.rng.choice(pool)
            copy = None if id(doc) in self.used else self._copy(way, doc)
            if copy is None:
                continue
            self.used |= {id(doc), id(copy)}
            parts = self._parts(copy) if way == "in parts" else [copy]
            for part in parts:
                part.planted = kind
            doc.planted = kind
            self.docs += parts
            made.append(Plant(kind, parts, [doc], sum(it.net for it in parts)))
        return made

    def _copy(self, way: str, doc: Doc) -> Doc | None:
        rng = self.rng
        copy = copied(doc)
        copy.batch = ""
        copy.paid = self.runs.after(doc.paid + timedelta(days=rng.randint(3, 60)))
        if copy.paid > self.end:
            copy.paid = self.runs.after(doc.paid + timedelta(days=rng.randint(3, 8)))
        if copy.paid > self.end or copy.paid <= doc.paid:
            return None
        copy.received = max(doc.received or doc.invoiced, copy.paid - timedelta(days=rng.randint(4, 20)))
        if rng.random() < 0.5:  # paid without the order that the first was paid against
            copy.order_no, copy.ordered = "", None
        if rng.random() < 0.5:  # whoever keyed it again described it in other words
            text = rng.choice(("", "INVOICE", "AS AGREED", doc.invoiced.strftime("%B").upper()))
            for line in copy.lines:
                line.purpose = f"{line.purpose.rstrip('0123456789 ')} {text}".strip()
        changed: dict[str, Callable[[str, random.Random], str]] = {
            "retyped": retyped,
            "suffix": suffixed,
            "letter for digit": lettered,
            "transposed": transposed,
            "spelling": respelt,
        }
        if way in changed:
            copy.invoice_no = changed[way](doc.invoice_no, rng)
            return copy if copy.invoice_no != doc.invoice_no else None
        return getattr(self, "_" + "".join(it if it.isalpha() else "_" for it in way.lower()), self._again)(
            copy, doc
        )

    def _again(self, copy: Doc, doc: Doc) -> Doc | None:
        return copy

    def _other_account(self, copy: Doc, doc: Doc) -> Doc | None:
        rng, it = self.rng, doc.account
        if it.firm not in self.second:
            kept = rng.random() < 0.85
            self.second[it.firm] = Account(
                otherwise(it.name, rng),
                f"{rng.randint(70_000, 99_999)}" if it.ref else "",
                it.firm,
                it.vat_number if kept else "",
                it.company_number if kept else "",
                it.postcode if kept else "",
            )
        copy.account = self.second[it.firm]
        return copy

    def _other_supplier(self, copy: Doc, doc: Doc) -> Doc | None:
        copy.account = self.rng.choice(self.firms)
        return copy if copy.account.firm != doc.account.firm else None

    def _net_and_gross(self, copy: Doc, doc: Doc) -> Doc | None:
        if sum(it.vat for it in doc.lines) <= 0:
            return None
        for line in copy.lines:
            line.net, line.vat, line.lost = line.net + line.vat, 0, 0
        return copy

    def _amount_s_digits(self, copy: Doc, doc: Doc) -> Doc | None:
        """Two figures of the amount change places; the copy is keyed as one line."""
        text = str(doc.net)
        at = [i for i in range(len(text) - 1) if text[i] != text[i + 1] and text[i + 1] != "0" * (i == 0)]
        i = self.rng.choice(at) if at else -1
        if i < 0:
            return None
        net = int(text[:i] + text[i + 1] + text[i] + text[i + 2 :])
        line = copy.lines[0]
        rate = sum(it.vat for it in doc.lines) / doc.net
        line.net, line.vat, line.lost = net, round(net * rate), 0
        copy.lines = [line]
        return copy

    def _also_by_card(self, copy: Doc, doc: Doc) -> Doc | None:
        rng = self.rng
        if doc.gross > 500_000 or doc.habit not in BY_CARD:
            return None
        name = doc.account.name.upper() if rng.random() < 0.6 else otherwise(doc.account.name, rng)
        copy.account = Account(name, "", doc.account.firm)
        copy.kind, copy.invoice_no, copy.category = "card", "", ("Miscellaneous shops", "5999")
        # bought over the counter, and then the shop's invoice came as well: the card is mostly the earlier
        copy.paid = copy.invoiced = next_working(doc.invoiced + timedelta(days=rng.randint(-10, 25)))
        copy.received = None
        if copy.paid > self.end:
            return None
        copy.order_no = copy.contract_ref = ""
        copy.ordered = None
        net, vat = copy.net, sum(it.vat for it in copy.lines)
        if rng.random() < 0.3:  # nobody has yet put the receipt beside it, so no VAT is known
            net, vat = net + vat, 0
        line = copy.lines[0]
        line.net, line.vat, line.lost, line.account, line.purpose = (
            net,
            vat,
            0,
            "Purchase cards",
            "Card purchase",
        )
        copy.lines = [line]
        return copy

    def _in_parts(self, copy: Doc, doc: Doc) -> Doc | None:
        return copy if doc.net > 2 * LEAST else None

    def _parts(self, copy: Doc) -> list[Doc]:
        """The same invoice paid again in two payments that come to the whole."""
        other = copied(copy)
        share = self.rng.uniform(0.3, 0.7)
        other.lines, copy.lines = other.lines[:1], copy.lines
        net = sum(it.net for it in copy.lines)
        vat = sum(it.vat for it in copy.lines)
        first = copy.lines[0]
        first.net, first.vat, first.lost = round(net * share), round(vat * share), 0
        copy.lines = [first]
        second = other.lines[0]
        second.net, second.vat, second.lost = net - first.net, vat - first.vat, 0
        later = self.runs.after(copy.paid + timedelta(days=self.rng.randint(1, 14)))
        other.paid = later if later <= self.end else copy.paid
        return [copy, other]

    def _vat_again(self, copy: Doc, doc: Doc) -> Doc | None:
        """The invoice was paid with its VAT, and then the VAT by itself."""
        vat = sum(it.vat for it in doc.lines)
        if vat < LEAST // 4:
            return None
        line = copy.lines[0]
        line.net, line.vat, line.lost, line.purpose = vat, 0, 0, "VAT"
        copy.lines = [line]
        return copy

    def _two_services(self, copy: Doc, doc: Doc) -> Doc | None:
        services = [
            (it.lines[0].service, it.lines[0].centre)
            for it in self.rng.sample(self.docs, min(6, len(self.docs)))
        ]
        services = [it for it in services if it[0] not in {line.service for line in doc.lines}]
        if not services:
            return None
        for line in copy.lines:
            line.service, line.centre = services[0]
        return copy

    def _other_number(self, copy: Doc, doc: Doc) -> Doc | None:
        """A statement or a pro forma was keyed beside the invoice."""
        rng, day = self.rng, doc.invoiced
        copy.invoice_no = rng.choice(
            (
                f"{day:%d%m%y}",
                f"STMT{day:%m%y}",
                f"PF{rng.randint(100, 9_999)}",
                f"{rng.randint(10_000, 999_999)}",
            )
        )
        return copy if copy.invoice_no != doc.invoice_no else None
