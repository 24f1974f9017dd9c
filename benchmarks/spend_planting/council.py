"""A made-up council paying its suppliers, month by month: nothing here is paid twice, late, or without its contract."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from math import exp, pi, sin

from spend_planting.habits import ANY, CARDS, HABITS, MERCHANTS, Habit
from spend_planting.names import Names, otherwise, postcode, vat_number
from spend_planting.numbering import UNIQUE, Numbering, numbering
from spend_planting.paydays import Runs, days_in, months, next_working
from spend_planting.shapes import Account, Contract, Doc, Line

WEEK = 7
TERMS = (1, 4, 9)
FIRST_WEEK = date(2000, 1, 3)
HOURS = (37.0, 37.0, 37.0, 36.5, 35.0, 30.0, 22.5, 41.25)
ROLES = (
    "Social Worker",
    "Senior Planner",
    "Surveyor",
    "Accountant",
    "Support Worker",
    "Project Manager",
    "Analyst",
    "Team Manager",
    "Occupational Therapist",
    "Driver",
)


@dataclass(slots=True)
class Series:
    """One site, route, person or car that a supplier bills for."""

    which: str
    service: str
    centre: str
    account: str
    purpose: str
    base: int
    until: int = 10_000  # the month, counted from the first, in which it stops
    since: int = 0
    paid: int = 0
    order_no: str = ""
    ordered: date | None = None


@dataclass(slots=True)
class Supplier:
    habit: Habit
    accounts: list[Account]
    scheme: str
    number: Numbering
    series: list[Series]
    prices: list[int]
    rate: float
    lag: int
    weekday: int
    day: int
    month: int  # of the year, or of the ledger for what happens once
    change: int  # the month in which the second account takes over
    batched: bool
    has_orders: bool
    reference: str
    credit_number: Iterator[int]
    later: dict[int, list[tuple[date, int, str]]] = field(
        default_factory=dict
    )  # second halves and retentions

    def account(self, at: int) -> Account:
        return self.accounts[-1] if at >= self.change else self.accounts[0]


def pence(pounds: float, rng: random.Random) -> int:
    """As prices are: one in three whole pounds, some to fifty pence, the rest to the penny."""
    kind = rng.random()
    if kind < 0.33:
        return max(round(pounds), 1) * 100
    if kind < 0.42:
        return max(round(pounds * 2), 1) * 50
    return max(round(pounds * 100), 1)


def drawn(middle: float, spread: float, rng: random.Random) -> float:
    return middle * exp(spread * rng.gauss(0, 1))


class Council:
    """One council's suppliers and what it pays them, from a seed. `rows` is about how many lines come of it.

    `firms` are those bought under a contract, by number; `spent` what each was paid so far, in pence.
    """

    def __init__(
        self,
        seed: int,
        rows: int,
        *,
        span: int = 18,
        start: date = date(2023, 4, 1),
        weekdays: tuple[int, ...] = (1, 3),
        cards: bool = True,
    ) -> None:
        self.rng = random.Random(f"council {seed}")
        self.start, self.span = start, span
        self.months = months(start, span)
        self.end = self.months[-1] + timedelta(days=days_in(self.months[-1]) - 1)
        self.runs = Runs(start, self.end + timedelta(days=40), weekdays)
        self.names = Names(self.rng)
        self.firm = count(1)
        self.refs = count(self.rng.randint(2_000, 60_000))
        self.orders = count(self.rng.randint(100_000, 700_000))
        self.centres = {
            it: f"{self.rng.randint(100_000, 699_999)}"
            for it in sorted({s for h in HABITS for s in h.services})
        }
        self.spent: dict[int, int] = {}
        self.suppliers = self._suppliers(rows * (1 - CARDS if cards else 1))
        self.card_rows = rows * CARDS / span if cards else 0.0
        self.merchants = [self._merchant() for _ in range(max(int(rows * CARDS / 45), 8))] if cards else []

    # ---- who there is
    def _suppliers(self, rows: float) -> list[Supplier]:
        whole = sum(it.share for it in HABITS)
        made = []
        for habit in HABITS:
            wanted = rows * habit.share / whole
            while wanted > 0:
                supplier = self._supplier(habit, wanted)
                wanted -= self._expected(supplier)
                made.append(supplier)
        return made

    def _expected(self, it: Supplier) -> float:
        """Roughly how many rows a supplier makes in the whole span."""
        lines = sum(it.habit.lines) / 2
        weeks = self.span * 30.4 / WEEK
        times = {
            "weekly": weeks,
            "fortnightly": weeks / 2,
            "four-weekly": weeks / 4,
            "monthly": self.span,
            "quarterly": self.span / 3,
            "termly": self.span / 4,
            "yearly": self.span / 12,
            "often": it.rate * self.span,
            "once": 1,
            "halves": self.span / 3,
        }[it.habit.rhythm]
        return float(times * lines * (1 if it.habit.rhythm in ("often", "once") else max(len(it.series), 1)))

    def _account(self, name: str, firm: int, redacted: bool, registered: bool) -> Account:
        rng = self.rng
        return Account(
            name,
            str(next(self.refs)),
            firm,
            vat_number=vat_number(rng) if registered else "",
            company_number=f"{rng.randint(1_000_000, 15_999_999):08d}"
            if registered and rng.random() < 0.8
            else "",
            postcode="" if redacted else postcode(rng),
            redacted=redacted,
        )

    def _supplier(self, habit: Habit, wanted: float) -> Supplier:
        rng, firm = self.rng, next(self.firm)
        redacted = rng.random() < habit.redacted
        name = "REDACTED PERSONAL DATA" if redacted else self.names.firm(habit.trades)
        account = self._account(name, firm, redacted, registered=habit.vat > 0 or rng.random() < 0.4)
        accounts, change = [account], 10_000
        if not redacted and rng.random() < 0.03:
            second = Account(
                otherwise(name, rng),
                str(next(self.refs)),
                firm,
                account.vat_number,
                account.company_number,
                account.postcode,
            )
            accounts, change = [account, second], rng.randint(2, max(self.span - 2, 3))
        scheme = rng.choice(habit.numbers)
        middle = drawn(habit.pounds[0], habit.pounds[1] / 3, rng)
        prices = sorted({pence(drawn(middle, habit.pounds[1], rng), rng) for _ in range(rng.randint(4, 11))})
        low, high = habit.series
        size = low + int((high - low + 1) * rng.random() ** 2.5)
        rate = min(habit.rate * rng.paretovariate(1.6) / 1.6, habit.rate * 8)
        if habit.rhythm == "often":  # a small ledger has smaller suppliers, not one of each kind
            rate = max(min(rate, wanted / max(self.span * sum(habit.lines) / 2, 1)), 0.4)
        it = Supplier(
            habit,
            accounts,
            scheme,
            numbering(scheme, rng, name),
            [],
            prices,
            rate,
            rng.randint(3, 20),
            rng.randint(0, 4),
            rng.randint(1, 28),
            rng.randint(0, self.span - 1) if habit.rhythm == "once" else rng.randint(1, 12),
            change,
            rng.random() < habit.batch,
            rng.random() < habit.orders,
            f"C{rng.randint(1_000, 9_999)}-{firm}" if rng.random() < habit.contract else "",
            count(rng.randint(1, 400)),
        )
        if habit.rhythm not in ("often", "once"):
            affordable = max(int(wanted / max(self._expected(it), 1)), 1)
            it.series = [
                self._series(it, middle, 0)
                for _ in range(min(size, max(affordable, low if wanted > 400 else 1)))
            ]
        return it

    def _series(self, it: Supplier, middle: float, at: int) -> Series:
        rng, habit = self.rng, it.habit
        service = rng.choice(habit.services)
        account, purpose = rng.choice(habit.accounts)
        # a council buys most places at its own list price, whoever the person is
        base = (
            rng.choice(it.prices[:4])
            if rng.random() < 0.6
            else pence(drawn(middle, habit.pounds[1], rng), rng)
        )
        which = f"{rng.choice('ABCDEFGHJKLMNPRSTW')}{rng.choice('ABCDEFGHJKLMNPRSTW')}{rng.randint(10, 999)}"
        made = Series(
            which, service, self.centres[service], account, self._purpose(habit, purpose, which), base
        )
        if habit.lasts[1]:
            made.since = at if at else rng.randint(-habit.lasts[0], 2)
            made.until = made.since + rng.randint(*habit.lasts)
        if it.has_orders:
            made.order_no = f"PO{next(self.orders)}"
            made.ordered = self.months[min(max(made.since, 0), self.span - 1)] - timedelta(
                days=rng.randint(5, 60)
            )
        return made

    def _purpose(self, habit: Habit, purpose: str, which: str) -> str:
        if habit.name == "agency":
            return f"{purpose} - INTERIM {self.rng.choice(ROLES).upper()} {which}"
        if habit.name in (
            "taxis",
            "hotels",
            "single placements",
            "car leases",
            "rents",
            "works",
            "power",
            "water",
        ):
            return f"{purpose} {which}"
        return purpose

    # ---- what they are paid
    def docs(self) -> Iterator[list[Doc]]:
        """The documents paid in each month, in the order of their dates; what is paid after the last month is left."""
        waiting: dict[tuple[int, int], list[Doc]] = {}
        for at, month in enumerate(self.months):
            for supplier in self.suppliers:
                for doc in self._month(supplier, at, month):
                    if doc.lines:
                        waiting.setdefault((doc.paid.year, doc.paid.month), []).append(doc)
            for doc in self._cards(month):
                waiting.setdefault((doc.paid.year, doc.paid.month), []).append(doc)
            paid = waiting.pop((month.year, month.month), [])
            paid.sort(key=lambda it: it.paid)
            for doc in paid:
                self.spent[doc.account.firm] = self.spent.get(doc.account.firm, 0) + doc.net
            yield paid

    def _month(self, it: Supplier, at: int, month: date) -> Iterator[Doc]:
        habit, rng = it.habit, self.rng
        rhythm = habit.rhythm
        if rhythm == "once":
            if at == it.month:
                yield self._job(it, at, month + timedelta(days=rng.randint(0, days_in(month) - 1)))
            return
        if rhythm == "often":
            for day in sorted(rng.randint(0, days_in(month) - 1) for _ in range(self._poisson(it.rate))):
                yield from self._perhaps_credited(it, self._job(it, at, month + timedelta(days=day)))
            return
        if habit.lasts[1]:
            for i, series in enumerate(it.series):
                if at >= series.until:
                    if habit.name == "works" and series.paid:
                        yield self._retention(it, series, at, month)
                    it.series[i] = self._series(it, series.base / 100, at + rng.randint(0, 2))
        active = [series for series in it.series if series.since <= at < series.until]
        for due in self._dates(it, month):
            if rhythm == "halves":
                yield from self._halves(it, at, due)
            elif habit.combined and active:
                yield from self._perhaps_credited(it, self._bill(it, active, at, due))
            else:
                for series in active:
                    yield from self._perhaps_credited(it, self._bill(it, [series], at, due))
        for then, net, order in it.later.pop(at, ()):
            yield self._doc(
                it, at, then, [self._line(it, net, it.series[0] if it.series else None)], order_no=order
            )

    def _poisson(self, rate: float) -> int:
        limit, times, product = exp(-min(rate, 600)), 0, self.rng.random()
        if rate > 60:
            return max(round(self.rng.gauss(rate, rate**0.5)), 0)
        while product > limit:
            times += 1
            product *= self.rng.random()
        return times

    def _dates(self, it: Supplier, month: date) -> list[date]:
        last = days_in(month)
        rhythm = it.habit.rhythm
        every = {"weekly": 1, "fortnightly": 2, "four-weekly": 4}.get(rhythm)
        if every:
            days = [month + timedelta(days=i) for i in range(last)]
            return [
                day
                for day in days
                if day.weekday() == it.weekday and ((day - FIRST_WEEK).days // WEEK + it.month) % every == 0
            ]
        due = {
            "monthly": True,
            "quarterly": month.month % 3 == it.month % 3,
            "termly": month.month in TERMS,
            "yearly": month.month == it.month,
            "halves": (month.month + it.month) % 6 == 0,
        }[rhythm]
        return [date(month.year, month.month, min(it.day, last))] if due else []

    def _bill(self, it: Supplier, series: list[Series], at: int, day: date) -> Doc:
        lines = []
        for one in series:
            extra = self.rng.randint(*it.habit.lines) if it.habit.lines[1] > 1 else 1
            net = self._price(it, one, at, day)
            for part in self._parts(net, extra):
                lines.append(self._line(it, part, one, day))
            one.paid += net
        doc = self._doc(it, at, day, lines, which=series[0].which if len(series) == 1 else "")
        if it.has_orders:
            doc.order_no, doc.ordered = series[0].order_no, series[0].ordered
        return doc

    def _price(self, it: Supplier, series: Series, at: int, day: date) -> int:
        rng, habit = self.rng, it.habit
        base = series.base * (1.04 ** ((at + 3) // 12) if at >= 12 else 1)  # put up each April
        if habit.price == "fixed":
            return round(base)
        if habit.price == "metered":
            season = 1 + 0.25 * sin(2 * pi * (day.month + 2) / 12)
            return max(round(base * season * exp(0.18 * rng.gauss(0, 1))), 100)
        if habit.price == "list":
            return round(base * self._quantity(habit.name, day))
        if habit.name == "colleges":
            return round(base * rng.choice((1, 1, 1, 0.5, 2)))
        return max(pence(base / 100 * exp(habit.pounds[1] / 2 * rng.gauss(0, 1)), rng), 500)

    def _quantity(self, name: str, day: date) -> float:
        rng = self.rng
        if name in ("single placements", "foster agencies"):
            return days_in(day) if rng.random() < 0.85 else rng.randint(3, days_in(day))
        if name == "hotels":
            return 7 if rng.random() < 0.8 else rng.randint(1, 6)
        if name == "agency":
            return rng.choice(HOURS)
        if name == "consultants":
            return rng.choice((2, 3, 4, 5, 7.5, 8, 10, 12, 15, 20))
        if name == "school meals":
            return max(round(rng.gauss(900, 150)), 100)
        return rng.choice((1, 1, 1, 1, 2, 2, 3))

    def _parts(self, net: int, into: int) -> list[int]:
        """Shared between cost centres: now and then equally."""
        if into == 1 or abs(net) < 100 * into:
            return [net]
        if self.rng.random() < 0.25:
            part = net // into
            return [part] * (into - 1) + [net - part * (into - 1)]
        weights = [self.rng.random() + 0.1 for _ in range(into)]
        parts = [int(net * it / sum(weights)) for it in weights[1:]]
        return [net - sum(parts), *parts]

    def _line(
        self, it: Supplier, net: int, series: Series | None, day: date | None = None, service: str = ""
    ) -> Line:
        habit = it.habit
        vat = round(net * habit.vat)
        lost = round(vat * habit.blocked)
        if series:
            purpose = f"{series.purpose} {day:%b %y}".upper() if day else series.purpose
            return Line(net, vat, series.service, series.centre, series.account, purpose, lost)
        service = service or self.rng.choice(habit.services)
        account, purpose = habit.accounts[0] if len(habit.accounts) == 1 else self.rng.choice(habit.accounts)
        return Line(net, vat, service, self.centres[service], account, purpose, lost)

    def _job(self, it: Supplier, at: int, day: date) -> Doc:
        """One invoice of a supplier that is bought from as need arises."""
        rng, habit = self.rng, it.habit
        service = rng.choice(habit.services)
        lines: list[Line] = []
        for _ in range(rng.randint(*habit.lines)):
            if habit.price == "list":
                net = rng.choice(it.prices) * int(self._quantity(habit.name, day))
            elif habit.price == "round":
                net = max(round(drawn(habit.pounds[0], habit.pounds[1], rng) / 50), 2) * 5_000
            else:
                net = pence(drawn(habit.pounds[0], habit.pounds[1], rng), rng)
            if habit.name in ("one-off", "private refunds", "small grants"):
                net = min(net, 240_000)
            if lines and rng.random() < 0.2:
                service = rng.choice(habit.services)
            line = self._line(it, net, None, service=service)
            line.purpose = (
                f"{line.purpose} {rng.randint(1_000, 99_999)}" if rng.random() < 0.6 else line.purpose
            )
            lines.append(line)
        doc = self._doc(it, at, day, lines)
        if it.has_orders:
            doc.order_no = f"PO{next(self.orders)}"
            doc.ordered = doc.invoiced - timedelta(days=rng.randint(3, 45))
        return doc

    def _halves(self, it: Supplier, at: int, day: date) -> Iterator[Doc]:
        """Half with the order, half when it stands: two equal invoices, some weeks apart."""
        half = pence(drawn(it.habit.pounds[0], it.habit.pounds[1], self.rng), self.rng)
        order = f"PO{next(self.orders)}"
        line = self._line(it, half, it.series[0])
        line.purpose += " - DEPOSIT"
        doc = self._doc(it, at, day, [line])
        doc.order_no, doc.ordered = order, doc.invoiced - timedelta(days=self.rng.randint(3, 30))
        it.series[0].ordered = doc.ordered
        weeks = self.rng.randint(4, 9)
        then = day + timedelta(weeks=weeks)
        it.later.setdefault(at + (then.year - day.year) * 12 + then.month - day.month, []).append(
            (then, half, order)
        )
        yield doc

    def _retention(self, it: Supplier, series: Series, at: int, month: date) -> Doc:
        line = self._line(it, round(series.paid * 0.025), series)
        line.purpose += " RETENTION"
        doc = self._doc(it, at, month + timedelta(days=self.rng.randint(0, 27)), [line])
        doc.order_no, doc.ordered = series.order_no, series.ordered
        return doc

    def _doc(
        self, it: Supplier, at: int, day: date, lines: list[Line], *, which: str = "", order_no: str = ""
    ) -> Doc:
        rng = self.rng
        invoiced = next_working(day) if rng.random() < 0.97 else day
        received = invoiced + timedelta(days=rng.randint(0, 5))
        account = it.account(at)
        return Doc(
            account,
            it.number(invoiced, which),
            invoiced,
            self.runs.after(min(received + timedelta(days=it.lag), invoiced + timedelta(days=21))),
            lines,
            it.habit.category,
            it.habit.name,
            received=received,
            order_no=order_no,
            ordered=it.series[0].ordered if order_no and it.series else None,
            contract_ref=it.reference,
            batch=account.ref if it.batched else "",
            raised_by=f"user{rng.randint(1, 60):03d}",
        )

    def _perhaps_credited(self, it: Supplier, doc: Doc) -> Iterator[Doc]:
        """Now and then an invoice is credited and billed again, or the bank returns a payment and it is made anew."""
        yield doc
        rng = self.rng
        chance = rng.random()
        if doc.account.redacted or chance > it.habit.credits + 0.004 or doc.net <= 0:
            return
        back = self.runs.after(doc.paid + timedelta(days=rng.randint(1, 25)))
        again = self.runs.after(back + timedelta(days=rng.randint(0, 12)))
        returned = rng.random() < 0.25 and (again - doc.invoiced).days <= 30
        credit = copied(doc, sign=-1)
        credit.paid = back
        credit.batch = ""
        if not returned:
            ways = (
                f"CN{next(it.credit_number):04d}",
                f"{doc.invoice_no}CR" if doc.invoice_no else "",
                doc.invoice_no,
            )
            credit.invoice_no = rng.choice(ways)
            credit.invoiced = credit.received = back - timedelta(days=rng.randint(0, 6))
        yield credit
        anew = copied(doc)
        anew.paid = again
        anew.batch = ""
        if not returned:
            anew.invoiced = anew.received = min(back + timedelta(days=rng.randint(0, 5)), again)
            anew.invoice_no = it.number(anew.invoiced, "") if it.scheme in UNIQUE else doc.invoice_no
            if rng.random() < 0.4:  # for less than before, as was the point
                for line in anew.lines:
                    line.net = round(line.net * 0.9)
                    line.vat = round(line.net * it.habit.vat)
                    line.lost = round(line.vat * it.habit.blocked)
        elif doc.received:
            anew.received = doc.received
        yield anew

    # ---- purchase cards
    def _merchant(self) -> tuple[Account, str, str, list[int]]:
        rng = self.rng
        label, code, trades = rng.choice(MERCHANTS)
        account = Account(self.names.firm(trades), "", next(self.firm))
        return account, label, code, [pence(drawn(36, 0.9, rng), rng) for _ in range(8)]

    def _cards(self, month: date) -> list[Doc]:
        rng, made = self.rng, []
        for _ in range(self._poisson(self.card_rows)):
            at = min(int(rng.paretovariate(0.9)) - 1, len(self.merchants) - 1)
            account, label, code, prices = self.merchants[at]
            net = rng.choice(prices) if rng.random() < 0.35 else pence(drawn(36, 1.0, rng), rng)
            day = next_working(month + timedelta(days=rng.randint(0, days_in(month) - 1)))
            service = rng.choice(ANY)
            centre = self.centres.get(service, "")
            line = Line(
                net,
                round(net * 0.2) if rng.random() < 0.6 else 0,
                service,
                centre,
                "Purchase cards",
                f"Card purchase {label}",
            )
            made.append(
                Doc(account, "", day, day, [line], (label, code), "cards", kind="card", merchant=label)
            )
        return made

    # ---- the register
    def contracts(self) -> list[Contract]:
        """Of every firm bought under a contract, with a life and a value that hold. Ask once all is paid."""
        made = []
        rng = random.Random(f"register {self.start} {len(self.suppliers)}")
        years = max(self.span / 12, 1)
        for it in self.suppliers:
            spent = self.spent.get(it.accounts[0].firm, 0)
            if not it.reference or not spent:
                continue
            starts = date(self.start.year - rng.randint(1, 3), rng.randint(1, 12), 1)
            ends = date(self.end.year + rng.randint(2, 4), rng.randint(1, 12), 28)
            annual = max(
                round(max(spent, 0) * rng.uniform(1.1, 1.7) / (1 if years < 2 else years / 2)), 500_000
            )
            annual = -(-annual // 100_000) * 100_000
            length = (ends - starts).days / 365.25
            made.append(
                Contract(
                    it.reference,
                    f"{it.habit.category[0].split(': ')[-1].capitalize()} {it.reference}",
                    it.accounts[0].firm,
                    it.accounts[0].name,
                    it.accounts[0].company_number,
                    starts,
                    ends,
                    round(annual * length / 100) * 100,
                    annual,
                    (it.series[0].service if it.series else it.habit.services[0]),
                    it.habit.category[0],
                )
            )
        return made


def copied(doc: Doc, sign: int = 1) -> Doc:
    """A document of its own, with lines of its own."""
    lines = [
        Line(sign * it.net, sign * it.vat, it.service, it.centre, it.account, it.purpose, sign * it.lost)
        for it in doc.lines
    ]
    return Doc(
        doc.account,
        doc.invoice_no,
        doc.invoiced,
        doc.paid,
        lines,
        doc.category,
        doc.habit,
        doc.kind,
        doc.received,
        doc.order_no,
        doc.ordered,
        doc.contract_ref,
        doc.batch,
        doc.merchant,
        doc.raised_by,
    )


def numbered(docs: list[Doc], first: Iterator[int]) -> None:
    """Gives each document its transaction number, in the order given; a batch paid on one day has one number."""
    batches: dict[tuple[str, date], str] = {}
    for doc in docs:
        if doc.kind == "card":
            doc.transaction_no = f"GPC{next(first)}"
        elif doc.batch:
            key = (doc.batch, doc.paid)
            doc.transaction_no = batches.get(key) or batches.setdefault(key, f"{1_900_000_000 + next(first)}")
        else:
            doc.transaction_no = f"{5_100_000_000 + next(first)}"
