"""Everything planted that is not a duplicate: split orders, contracts, buying, paying, staffing and VAT."""

import random
from collections.abc import Callable
from datetime import date, timedelta

from spend_planting.council import ROLES, Council, Supplier, pence
from spend_planting.habits import ANY, CORPORATE, STANDARD
from spend_planting.names import otherwise, vat_number
from spend_planting.shapes import Account, Contract, Doc, Line, Plant

THRESHOLDS = (5_000, 25_000, 200_000)
CONTRACTS = (
    "contract: none",
    "contract: beyond its value",
    "contract: after its end",
    "contract: nearly out",
)
# kind -> what must be printed for it to be seen
NEEDS = {
    **{f"split: under {it:,}": "" for it in THRESHOLDS},
    "buying: one-off supplier": "",
    "buying: fragmented category": "category",
    "buying: card with contracted supplier": "cards",
    "buying: order after invoice": "order",
    "paying: round sums": "",
    "paying: weekend": "",
    "paying: year-end burst": "",
    "paying: late": "dates",
    "staffing: agency over a year": "",
    "staffing: consultant over a year": "",
    "paying: VAT not recovered": "",
}
OTHERS = (*NEEDS, *CONTRACTS)
GROUPS = frozenset(
    {
        "buying: fragmented category",
        "paying: weekend",
        "paying: year-end burst",
        "staffing: agency over a year",
        "staffing: consultant over a year",
    }
)


class Others:
    """Plants among a council's `docs`. Contracts come last, by `contracts`, once what was planted is counted."""

    def __init__(self, council: Council, docs: list[Doc], sees: frozenset[str], rng: random.Random) -> None:
        self.council, self.docs, self.sees, self.rng = council, docs, sees, rng
        self.march = max(it for it in council.months if it.month == 3)
        self.suppliers = [
            it for it in council.suppliers if it.reference and council.spent.get(it.accounts[0].firm, 0) > 0
        ]
        self.busy = [it for it in self.suppliers if it.habit.rhythm == "often" and it.habit.price == "free"]

    def plant(self, kind: str, count: int) -> list[Plant]:
        if NEEDS[kind] and NEEDS[kind] not in self.sees:
            return []
        name, _, rest = kind.partition(": ")
        if name == "split":
            threshold = int(rest.removeprefix("under ").replace(",", "")) * 100
            return [self._split(kind, threshold) for _ in range(count)]
        way: Callable[[str, int], list[Plant]] = getattr(
            self, "_" + rest.replace("-", "_").replace(" ", "_").lower()
        )
        return [it for it in way(kind, count) if it.docs]

    # ---- making documents
    def _add(self, doc: Doc, kind: str) -> Doc:
        doc.planted = kind
        self.docs.append(doc)
        self.council.spent[doc.account.firm] = self.council.spent.get(doc.account.firm, 0) + doc.net
        return doc

    def _invoice(
        self,
        it: Supplier,
        day: date,
        net: int,
        service: str,
        kind: str,
        purpose: str = "",
        order: bool = True,
    ) -> Doc:
        council, rng = self.council, self.rng
        account, text = it.habit.accounts[0]
        line = Line(
            net,
            round(net * it.habit.vat),
            service,
            council.centres.get(service, "100100"),
            account,
            purpose or text,
        )
        at = (day.year - council.start.year) * 12 + day.month - council.start.month
        doc = council._doc(it, at, day, [line])
        if order and it.has_orders:
            doc.order_no, doc.ordered = (
                f"PO{next(council.orders)}",
                doc.invoiced - timedelta(days=rng.randint(3, 30)),
            )
        return self._add(doc, kind)

    def _day(self, before: int = 45) -> date:
        """One on which an invoice is still paid before the ledger ends."""
        span = (self.council.end - self.council.start).days - before
        return self.council.start + timedelta(days=self.rng.randint(0, span))

    def _split(self, kind: str, threshold: int) -> Plant:
        rng = self.rng
        works = [it for it in self.suppliers if it.habit.name in ("works", "big services")]
        it = rng.choice(works if threshold > 5_000_000 and works else self.busy)
        service, who = rng.choice(it.habit.services), f"user{rng.randint(1, 60):03d}"
        text = it.habit.accounts[0][1]
        day = self._day(80)
        ordered = day - timedelta(days=rng.randint(3, 20))
        made = []
        for part in range(1, rng.choice((2, 3, 3, 4, 5)) + 1):
            net = pence(threshold / 100 * rng.uniform(0.82, 0.995), rng)
            doc = self._invoice(
                it,
                day,
                min(net, threshold - 100),
                service,
                kind,
                f"{text} PHASE {part}" if rng.random() < 0.4 else text,
            )
            doc.raised_by = who
            if doc.order_no:  # the orders are raised one after another, whenever the invoices come
                ordered = min(ordered + timedelta(days=rng.choice((0, 0, 1, 2))), doc.invoiced)
                doc.ordered = ordered
            made.append(doc)
            day += timedelta(days=rng.choice((0, 0, 1, 2, 3, 5, 7)))
        return Plant(kind, made, amount=sum(doc.net for doc in made))

    # ---- buying
    def _one_off_supplier(self, kind: str, count: int) -> list[Plant]:
        council, rng, made = self.council, self.rng, []
        for _ in range(count):
            name = council.names.firm(("Solutions", "Installations", "Interiors", "Landscapes"))
            account = Account(name, str(next(council.refs)), next(council.firm), vat_number(rng))
            net = pence(rng.uniform(8_000, 24_000), rng)
            made.append(
                Plant(
                    kind,
                    [
                        self._new(
                            account, self._day(), net, ("Miscellaneous", "399990"), "General supplies", kind
                        )
                    ],
                    amount=net,
                )
            )
        return made

    def _new(
        self,
        account: Account,
        day: date,
        net: int,
        category: tuple[str, str],
        text: str,
        kind: str,
        service: str = "",
    ) -> Doc:
        council, rng = self.council, self.rng
        service = service or rng.choice(ANY)
        line = Line(net, round(net * STANDARD), service, council.centres[service], text, text.upper())
        paid = council.runs.after(day + timedelta(days=rng.randint(6, 20)))
        doc = Doc(
            account,
            str(rng.randint(10, 99_999)),
            day,
            paid,
            [line],
            category,
            "planted",
            received=day + timedelta(days=2),
            raised_by=f"user{rng.randint(1, 60):03d}",
        )
        return self._add(doc, kind)

    def _fragmented_category(self, kind: str, count: int) -> list[Plant]:
        """A thing bought under one contract until everybody bought it for themselves, at any price."""
        council, rng, made = self.council, self.rng, []
        for i in range(count):
            category = (
                f"Furniture: {('tables', 'chairs', 'lockers', 'desks', 'shelving', 'blinds', 'whiteboards')[i % 7]}",
                f"3811{i:02d}",
            )
            docs = []
            for _ in range(rng.randint(22, 38)):
                account = Account(
                    council.names.firm(("Furniture", "Interiors", "Contracts")),
                    str(next(council.refs)),
                    next(council.firm),
                )
                docs.append(
                    self._new(
                        account, self._day(), pence(rng.uniform(120, 2_900), rng), category, "Furniture", kind
                    )
                )
            made.append(Plant(kind, docs, amount=sum(doc.net for doc in docs)))
        return made

    def _card_with_contracted_supplier(self, kind: str, count: int) -> list[Plant]:
        council, rng, made = self.council, self.rng, []
        for it in rng.sample(self.busy, min(count, len(self.busy))):
            name = rng.choice(
                (it.accounts[0].name.upper(), it.accounts[0].name, otherwise(it.accounts[0].name, rng))
            )
            account = Account(name, "", it.accounts[0].firm)
            docs = []
            for _ in range(rng.randint(3, 8)):
                day, net = council.runs.after(self._day(10)), pence(rng.uniform(30, 700), rng)
                service = rng.choice(CORPORATE)
                line = Line(
                    net,
                    round(net * 0.2),
                    service,
                    council.centres[service],
                    "Purchase cards",
                    "Card purchase",
                )
                docs.append(
                    self._add(
                        Doc(
                            account,
                            "",
                            day,
                            day,
                            [line],
                            ("Miscellaneous shops", "5999"),
                            "cards",
                            kind="card",
                        ),
                        kind,
                    )
                )
            made.append(Plant(kind, docs, amount=sum(doc.net for doc in docs)))
        return made

    def _order_after_invoice(self, kind: str, count: int) -> list[Plant]:
        pool = [
            it
            for it in self.docs
            if it.order_no
            and it.ordered
            and not it.planted
            and it.net > 25_000
            and it.habit in ("repairs", "one-off", "stationery", "equipment")
        ]
        made = []
        for doc in self.rng.sample(pool, min(count, len(pool))):
            doc.planted = kind
            doc.ordered = doc.invoiced + timedelta(
                days=self.rng.randint(1, max((doc.paid - doc.invoiced).days, 2))
            )
            made.append(Plant(kind, [doc], amount=doc.net))
        return made

    # ---- paying
    def _round_sums(self, kind: str, count: int) -> list[Plant]:
        rng, made = self.rng, []
        for it in rng.sample(self.busy, min(count, len(self.busy))):
            service = rng.choice(it.habit.services)
            docs = [
                self._invoice(it, self._day(), rng.randint(2, 9) * 100_000, service, kind)
                for _ in range(rng.randint(3, 6))
            ]
            made.append(Plant(kind, docs, amount=sum(doc.net for doc in docs)))
        return made

    def _weekend(self, kind: str, count: int) -> list[Plant]:
        """A Saturday or Sunday on which somebody pays."""
        rng, made = self.rng, []
        for _ in range(count):
            day = self._day(20)
            day += timedelta(days=rng.choice((5, 6)) - day.weekday())
            pool = [
                it
                for it in self.docs
                if not it.planted
                and it.kind == "ledger"
                and 0 < (day - it.paid).days < 6
                and it.net > 10_000
                and (day - it.invoiced).days < 29
                and not it.account.redacted
            ]
            docs = rng.sample(pool, min(rng.randint(4, 9), len(pool)))
            for doc in docs:
                doc.paid, doc.planted, doc.batch = day, kind, ""
            made.append(Plant(kind, docs, amount=sum(doc.net for doc in docs)))
        return made

    def _year_end_burst(self, kind: str, count: int) -> list[Plant]:
        rng, made = self.rng, []
        for service in rng.sample(sorted({s for it in self.busy for s in it.habit.services}), count):
            some = rng.sample([it for it in self.busy if service in it.habit.services], 1) + rng.choices(
                self.busy, k=2
            )
            docs = []
            for _ in range(rng.randint(12, 20)):
                doc = self._invoice(
                    rng.choice(some),
                    date(self.march.year, 3, rng.randint(4, 14)),
                    pence(rng.uniform(800, 4_700), rng),
                    service,
                    kind,
                )
                doc.paid = self.council.runs.after(date(self.march.year, 3, rng.randint(20, 27)))
                docs.append(doc)
            made.append(Plant(kind, docs, amount=sum(doc.net for doc in docs)))
        return made

    def _late(self, kind: str, count: int) -> list[Plant]:
        rng, council = self.rng, self.council
        pool = [
            it
            for it in self.docs
            if not it.planted
            and it.kind == "ledger"
            and not it.account.redacted
            and it.net > 25_000
            and it.invoiced + timedelta(days=100) < council.end
            and it.habit not in ("rents", "tax and pensions", "precepts")
        ]
        made = []
        for doc in rng.sample(pool, min(count, len(pool))):
            doc.paid = council.runs.after(
                doc.invoiced + timedelta(days=36 + min(int(rng.expovariate(1 / 20)), 55))
            )
            doc.planted, doc.batch = kind, ""
            made.append(Plant(kind, [doc], amount=doc.gross))
        return made

    def _vat_not_recovered(self, kind: str, count: int) -> list[Plant]:
        """VAT put to the service as a cost, though the supplier charges it and the council could have it back."""
        rng = self.rng
        own, beside = "lost" in self.sees, "vat" in self.sees
        if not own and not beside:
            return []
        pool = [
            it
            for it in self.docs
            if not it.planted
            and it.net > 50_000
            and it.habit in ("repairs", "subscriptions", "barristers", "agency", "waste", "stationery")
            and sum(line.vat for line in it.lines) > 0
        ]
        made = []
        for doc in rng.sample(pool, min(count, len(pool))):
            doc.planted = kind
            amount = sum(line.vat for line in doc.lines)
            for line in doc.lines:
                if own:
                    line.lost = line.vat
                else:
                    line.net, line.vat = line.net + line.vat, 0
            made.append(Plant(kind, [doc], amount=amount))
        return made

    # ---- staffing
    def _person(self, kind: str, habit: str, weeks: int, price: Callable[[], int]) -> Plant:
        council, rng = self.council, self.rng
        it = rng.choice([s for s in self.suppliers if s.habit.name == habit])
        which = f"{rng.choice('ABCDEFGH')}{rng.choice('ABCDEFGH')}{rng.randint(10, 999)}"
        service = rng.choice(it.habit.services)
        text = it.habit.accounts[0][1] + f" - INTERIM {rng.choice(ROLES).upper()} {which}"
        end = council.end - timedelta(days=40)
        day = max(end - timedelta(weeks=rng.randint(57, 66)), council.start)
        docs, order = [], f"PO{next(council.orders)}"
        raised = day - timedelta(days=10)
        while day <= end:
            doc = self._invoice(it, day, price(), service, kind, text, order=False)
            doc.order_no, doc.ordered = order, raised
            docs.append(doc)
            day += timedelta(weeks=weeks)
        return Plant(kind, docs, amount=sum(doc.net for doc in docs))

    def _agency_over_a_year(self, kind: str, count: int) -> list[Plant]:
        rng = self.rng

        def person() -> Plant:
            rate = rng.randint(2_200, 5_600)
            return self._person(kind, "agency", 1, lambda: round(rate * rng.choice((37, 37, 36, 35.5, 30))))

        return [person() for _ in range(count)]

    def _consultant_over_a_year(self, kind: str, count: int) -> list[Plant]:
        rng = self.rng

        def person() -> Plant:
            rate = rng.randint(45_000, 90_000)
            return self._person(kind, "consultants", 4, lambda: rate * rng.randint(8, 18))

        return [person() for _ in range(count)]

    # ---- contracts
    def contracts(self, count: int) -> tuple[list[Contract], list[Plant]]:
        """The register, with `count` faults of each kind where there are contracts enough."""
        council, rng = self.council, self.rng
        register = council.contracts()
        by_firm: dict[int, list[Doc]] = {}
        for doc in self.docs:
            by_firm.setdefault(doc.account.firm, []).append(doc)
        wanted = [it for it in register if council.spent[it.firm] > 2_500_000]
        rng.shuffle(wanted)
        plants: list[Plant] = []
        for kind in CONTRACTS:
            done = 0
            while done < count and wanted:
                it = wanted.pop()
                docs = sorted((d for d in by_firm[it.firm] if d.kind == "ledger"), key=lambda doc: doc.paid)
                plant = self._broken(kind, it, docs)
                if plant is None:
                    continue
                done += 1
                plants.append(plant)
                if kind == "contract: none":
                    register.remove(it)
                    for doc in docs:
                        doc.contract_ref = ""
        return register, plants

    def _broken(self, kind: str, it: Contract, docs: list[Doc]) -> Plant | None:
        council, rng = self.council, self.rng
        spent = sum(doc.net for doc in docs)
        if kind == "contract: none":
            return Plant(kind, docs, amount=spent)
        if kind == "contract: beyond its value":
            it.starts = council.start - timedelta(days=rng.randint(0, 60))
            it.value = round(spent * rng.uniform(0.45, 0.8) / 10_000) * 10_000
            it.annual = round(it.value / ((it.ends - it.starts).days / 365.25))
            return Plant(kind, docs, amount=spent - it.value, contract=it.reference)
        if kind == "contract: after its end":
            it.ends = council.start + timedelta(
                days=round((council.end - council.start).days * rng.uniform(0.35, 0.65))
            )
            after = [doc for doc in docs if doc.invoiced > it.ends and doc.paid > it.ends]
            amount = sum(doc.net for doc in after)
            if amount < 600_000:
                return None
            it.starts = min(it.starts, it.ends - timedelta(days=365 * 2))
            it.value = round(it.annual * (it.ends - it.starts).days / 365.25)
            return Plant(kind, after, amount=amount, contract=it.reference)
        if rng.random() < 0.5:
            it.ends = council.end + timedelta(days=rng.randint(15, 80))
        else:
            it.starts = council.start - timedelta(days=10)
            it.value = round(spent / rng.uniform(0.92, 0.98))
        return Plant(kind, [], amount=spent, contract=it.reference)


__all__ = ["CONTRACTS", "GROUPS", "NEEDS", "OTHERS", "Others"]
