"""Questions about ledgers, what was found in them, and suppliers as they are paid. Pages read the newest scan."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from moothall.core.models import Job, Organisation, Person
from moothall.core.permission import organisations, require
from moothall.engines.spend.findings.finding import SpendTest
from moothall.engines.spend.findings.registry import tests
from moothall.kit.periods import Period
from moothall.spend.ledgers import scanning
from moothall.spend.ledgers.life import SCAN_KIND, WORTH_A_LOOK, Paid, ScanState, State
from moothall.spend.ledgers.models import (
    Cell,
    FindingPayment,
    StaffCost,
    SupplierAlias,
    SupplierDecision,
)
from moothall.spend.ledgers.models import Finding as Finding
from moothall.spend.ledgers.models import LedgerFile as LedgerFile
from moothall.spend.ledgers.models import LedgerTable as LedgerTable
from moothall.spend.ledgers.models import Payee as Payee
from moothall.spend.ledgers.models import Payment as Payment
from moothall.spend.ledgers.models import Scan as Scan
from moothall.spend.ledgers.models import ScanRules as ScanRules
from moothall.spend.ledgers.summing import category_title
from moothall.spend.models import Contract, Supplier
from moothall.spend.permissions import READ

LIKELY = 500  # per mille, from which a finding is called likely
SHARES = (
    "spend-under-contract", "spend-with-order", "spend-paid-in-30-days", "spend-by-card", "spend-local",
    "spend-with-smes",
)  # fmt: skip
COUNTED = ("spend-paid-in-30-days",)  # in invoices, not in pounds
UNKNOWN = {
    "service": "No service given",
    "category": "Not sorted",
    "family": "Not sorted",
    "payee": "No payee given",
    "contract": "No contract known",
    "month": "No date",
    "year": "No date",
}


def newest(person: Person, organisation: Organisation) -> Scan | None:
    """The scan that stands; None before the first. Raises PermissionDenied."""
    require(person, READ, organisation)
    found = Scan.objects.filter(organisation=organisation, state=ScanState.STANDING)
    return found.select_related("made_by", "run").defer("run__result").first()


def spent_on(contracts: Collection[int]) -> dict[int, int]:
    """What the newest scan's payments on some contracts come to, in pence, of those it knows payments of."""
    found = Cell.objects.filter(contract__in=contracts, scan__state=ScanState.STANDING).order_by()
    return dict(found.values_list("contract").annotate(Sum("pence")))


def rules(person: Person, organisation: Organisation) -> ScanRules:
    """What the council decided about how its spending is looked at, or the usual. Raises PermissionDenied."""
    require(person, READ, organisation)
    return scanning.rules(organisation)


# --- files ---


def files(person: Person, organisation: Organisation) -> QuerySet[LedgerFile]:
    """The files that were loaded, the newest first, with rows read and kept. Raises PermissionDenied."""
    require(person, READ, organisation)
    now = Q(tables__superseded_at__isnull=True)
    return (
        LedgerFile.objects.filter(organisation=organisation)
        .select_related("added_by", "withdrawn_by")
        .annotate(
            read=Sum("tables__read", filter=now),
            kept=Sum("tables__kept", filter=now),
            set_aside=Sum("tables__rejected", filter=now),
            pence=Sum("tables__total_pence", filter=now),
        )
    )


def file(person: Person, pk: int) -> LedgerFile | None:
    """One file that this person may see; else None."""
    found = LedgerFile.objects.filter(organisation__in=organisations(person, READ), pk=pk)
    return found.select_related("organisation", "added_by", "withdrawn_by", "replaces").first()


def tables(it: LedgerFile) -> list[LedgerTable]:
    """The tables of a file as they were read last."""
    return list(it.tables.filter(superseded_at__isnull=True))


def scan_under_way(person: Person, organisation: Organisation) -> Job | None:
    """A scan that waits or runs."""
    require(person, READ, organisation)
    found = Job.objects.filter(organisation=organisation, kind=SCAN_KIND)
    return found.filter(state__in=("waiting", "running")).first()


def files_since(scan: Scan | None, organisation: Organisation) -> bool:
    """Whether files came or went since the scan."""
    found = LedgerFile.objects.filter(organisation=organisation)
    if scan is None:
        return found.filter(withdrawn_at__isnull=True).exists()
    return found.filter(
        Q(withdrawn_at__isnull=True, refused="", added_at__gt=scan.made_at)
        | Q(withdrawn_at__gt=scan.made_at, added_at__lte=scan.made_at)
    ).exists()


# --- payments ---


def months(scan: Scan) -> list[date]:
    """Every month from the scan's first to its last."""
    if scan.first is None or scan.last is None:
        return []
    count = (scan.last.year - scan.first.year) * 12 + scan.last.month - scan.first.month
    return [months_before(scan.first, -it) for it in range(count + 1)]


def last_day(month: date) -> date:
    """The last day of a month."""
    return months_before(month.replace(day=1), -1) - timedelta(days=1)


def called(by: str, value: Any) -> str:
    """What a value of a dimension is called."""
    return _labels(by, [value])[value]


OF_PAYEE = ("sme", "vcse", "local")  # what may be known of a supplier, or not
KNOWN = {"yes": True, "no": False, "unknown": None}


@dataclass(frozen=True)
class Asked:
    """Which payments, or cells. A value of None is not asked for; '' of a dimension is what is not known."""

    service: str | None = None
    category: str | None = None
    family: str | None = None
    payee: int | None = None
    contract: int | None = None
    kind: str | None = None
    sme: str | None = None  # 'yes', 'no' or 'unknown', as are the two below
    vcse: str | None = None
    local: str | None = None
    staffing: str | None = None
    since: date | None = None
    until: date | None = None  # a day
    q: str = ""

    def conditions(self, day: str) -> Q:
        """As conditions; `day` is the column of the day or the month."""
        found = Q()
        for name in ("service", "category", "kind", "staffing"):
            if (value := getattr(self, name)) is not None:
                found &= Q(**{name: value})
        if self.family is not None:
            found &= (
                Q(category=self.family) | Q(category__startswith=f"{self.family}/")
                if self.family
                else Q(category="")
            )
        for name in ("payee", "contract"):
            if (value := getattr(self, name)) is not None:
                found &= Q(**{name: value}) if value else Q(**{f"{name}__isnull": True})
        for name in OF_PAYEE:
            if (value := getattr(self, name)) is not None:
                known = KNOWN.get(value)
                found &= (
                    Q(**{f"payee__{name}": known})
                    if known is not None
                    else Q(**{f"payee__{name}__isnull": True})
                )
        if self.since:
            found &= Q(**{f"{day}__gte": self.since})
        if self.until:
            found &= Q(**{f"{day}__lte": self.until})
        return found


def payments(scan: Scan, asked: Asked) -> QuerySet[Payment]:
    """The payments asked for, the latest first, each with its file and line."""
    found = Payment.objects.filter(asked.conditions("paid"), scan=scan)
    if asked.q:
        found = found.filter(
            Q(printed__icontains=asked.q) | Q(reference__icontains=asked.q) | Q(purpose__icontains=asked.q)
        )
    return found.select_related("table", "payee", "contract").order_by(F("paid").desc(nulls_last=True), "id")


def added(found: QuerySet[Payment]) -> int:
    """What some payments come to, in pence."""
    return found.order_by().aggregate(it=Sum("pence"))["it"] or 0


# --- the cube ---


@dataclass(frozen=True)
class CubeRow:
    """A row of the cube: its value and what it is called; pence, payments, and pence of the year before.

    `before` is None where the ledgers do not reach back; `priced` is it at later prices, where an index is known.
    """

    value: Any
    label: str
    pence: int
    payments: int
    before: int | None = None
    priced: int | None = None

    @property
    def change(self) -> int | None:
        return None if self.before is None else self.pence - self.before

    @property
    def real_change(self) -> int | None:
        return None if self.priced is None else self.pence - self.priced


@dataclass(frozen=True)
class Cut:
    """What was asked of the cube: rows, their total, and the months compared."""

    rows: list[CubeRow]
    total: CubeRow
    since: date | None
    until: date | None


BY: Mapping[str, str] = {
    "service": "Service",
    "family": "Kind of spending",
    "category": "Category",
    "payee": "Supplier",
    "contract": "Contract",
    "sme": "Small or medium-sized",
    "vcse": "Voluntary or community",
    "local": "Local",
    "kind": "Payment or card",
    "month": "Month",
    "year": "Financial year",
}


def months_before(month: date, back: int) -> date:
    """The first day of the month so many months earlier."""
    place = month.year * 12 + month.month - 1 - back
    return date(place // 12, place % 12 + 1, 1)


def latest_year(scan: Scan) -> tuple[date, date] | None:
    """The first and the last month of the latest twelve, or of as many as there are."""
    if scan.first is None or scan.last is None:
        return None
    return max(scan.first, months_before(scan.last, 11)), scan.last


def cut(scan: Scan, by: str, asked: Asked, rise: Decimal | None = None) -> Cut:
    """The cube by one dimension, beside the same months a year before: at most three queries.

    `rise` is by how much prices rose in that year, as a share; the year before is then also given at later prices.
    """
    now = _sums(scan, by, asked)
    before: dict[Any, tuple[int, int]] | None = None
    if scan.first and asked.since and asked.until and by not in ("month", "year"):
        since, until = months_before(asked.since, 12), months_before(asked.until, 12)
        if since >= scan.first:
            before = _sums(scan, by, replace(asked, since=since, until=until))

    def priced(pence: int) -> int | None:
        return None if rise is None else int((pence * (1 + rise)).to_integral_value())

    keys = [*now, *(it for it in before or () if it not in now)]
    named = _labels(by, keys)
    rows = [
        CubeRow(
            key,
            named[key],
            *now.get(key, (0, 0)),
            None if before is None else before.get(key, (0, 0))[0],
            None if before is None else priced(before.get(key, (0, 0))[0]),
        )
        for key in keys
    ]
    if by in ("month", "year"):
        rows.sort(key=lambda it: (it.value is None, it.value))
    else:
        rows.sort(key=lambda it: (-it.pence, it.label))
    whole = CubeRow(
        None,
        "All",
        sum(it.pence for it in rows),
        sum(it.payments for it in rows),
        None if before is None else sum(it[0] for it in before.values()),
        None if before is None else priced(sum(it[0] for it in before.values())),
    )
    return Cut(rows, whole, asked.since, asked.until)


@dataclass(frozen=True)
class Share:
    """A measure over the latest twelve months and over those before: what stands above and below, in pence or bills.

    None before where the ledgers do not reach back so far.
    """

    measure: str
    over: int
    under: int
    before: tuple[int, int] | None


def shares(scan: Scan) -> list[Share]:
    """How it was bought and paid, as far as the ledgers have the fields: without them a share is left out."""
    span = latest_year(scan)
    if span is None:
        return []
    earlier = months_before(span[0], 12)

    def summed(measure: str, since: date, until: date) -> tuple[int, int]:
        rows = [
            (over, under)
            for name, month, over, under in scan.figures
            if name == measure and since <= date.fromisoformat(month) <= until
        ]
        return sum(over for over, _ in rows), sum(under for _, under in rows)

    found = []
    for measure in SHARES:
        over, under = summed(measure, *span)
        before = summed(measure, earlier, months_before(span[0], 1)) if earlier >= scan.first else None  # type: ignore[operator]
        if under > 0:
            found.append(Share(measure, over, under, before if before and before[1] > 0 else None))
    return found


def _cells(scan: Scan, asked: Asked) -> QuerySet[Cell]:
    return Cell.objects.filter(asked.conditions("month"), scan=scan)


def _key(by: str, value: Any) -> Any:
    if by == "family":
        return value.partition("/")[0]
    if by == "year":
        return None if value is None else value.year - (value.month < 4)
    if by in OF_PAYEE:
        return next(said for said, known in KNOWN.items() if known is value)
    return value


def _column(by: str) -> str:
    return f"payee__{by}" if by in OF_PAYEE else {"family": "category", "year": "month"}.get(by, by)


def _sums(scan: Scan, by: str, asked: Asked) -> dict[Any, tuple[int, int]]:
    found: dict[Any, tuple[int, int]] = {}
    sums = _cells(scan, asked).order_by().values_list(_column(by)).annotate(Sum("pence"), Sum("payments"))
    for value, pence, count in sums:
        key = _key(by, value)
        so_far = found.get(key, (0, 0))
        found[key] = so_far[0] + pence, so_far[1] + count
    return found


def _labels(by: str, keys: Sequence[Any]) -> dict[Any, str]:
    """What each value is called."""
    named: dict[Any, str] = {}
    if by == "payee":
        named = dict(Payee.objects.filter(pk__in=[it for it in keys if it]).values_list("pk", "name"))
    elif by == "contract":
        found = Contract.objects.filter(pk__in=[it for it in keys if it]).values_list(
            "pk", "reference", "title"
        )
        named = {pk: f"{reference}: {title}" for pk, reference, title in found}
    elif by in ("category", "family"):
        named = {it: category_title(it) for it in keys}
    elif by in OF_PAYEE:
        named = {"yes": "Yes", "no": "No", "unknown": "Not known"}
    elif by == "kind":
        named = {Paid.LEDGER.value: "Payments", Paid.CARD.value: "Cards"}
    elif by == "month":
        named = {it: Period(it, "P1M").label for it in keys if it}
    elif by == "year":
        named = {it: Period(date(it, 4, 1), "P1Y").label for it in keys if it}
    return {it: named.get(it) or str(it or UNKNOWN.get(by, "Not known")) for it in keys}


# --- findings ---


@dataclass(frozen=True)
class Wanted:
    """Which findings: by test, service, how they stand and how likely. '' is any; gone: found no more."""

    test: str = ""
    service: str = ""
    state: str = "todo"
    likely: str = ""
    payee: str = ""
    contract: str = ""


def findings(person: Person, organisation: Organisation, wanted: Wanted = Wanted()) -> QuerySet[Finding]:
    """Findings in the order to look at them. Raises PermissionDenied."""
    require(person, READ, organisation)
    found = Finding.objects.filter(organisation=organisation).select_related(
        "payee", "contract", "looked_at_by", "first_scan"
    )
    states = {"todo": Q(found=True, state__in=WORTH_A_LOOK), "gone": Q(found=False), "": Q()}
    found = found.filter(states.get(wanted.state, Q(state=wanted.state)))
    if wanted.test:
        found = found.filter(Q(test=wanted.test) | Q(family=wanted.test))
    if wanted.service:
        found = found.filter(service=wanted.service)
    if wanted.likely:
        found = (
            found.filter(likelihood__gte=LIKELY)
            if wanted.likely == "yes"
            else found.filter(likelihood__lt=LIKELY)
        )
    if wanted.payee.isdecimal():
        found = found.filter(payee=int(wanted.payee[:18]))
    if wanted.contract.isdecimal():
        found = found.filter(contract=int(wanted.contract[:18]))
    return found.order_by("rank", "id")


def tests_of(person: Person, organisation: Organisation) -> list[tuple[str, str, str]]:
    """The tests that found something here, with their titles and families."""
    require(person, READ, organisation)
    found = Finding.objects.filter(organisation=organisation).order_by("title")
    return list(found.values_list("test", "title", "family").distinct())


def services_of(person: Person, organisation: Organisation) -> list[str]:
    """The services that findings are about."""
    require(person, READ, organisation)
    found = Finding.objects.filter(organisation=organisation).exclude(service="").order_by("service")
    return list(found.values_list("service", flat=True).distinct())


def worth(found: QuerySet[Finding]) -> int:
    """What looking into some findings may bring back, in pence; those that were judged bring no more."""
    return found.filter(state__in=WORTH_A_LOOK).order_by().aggregate(it=Sum("expected_pence"))["it"] or 0


def finding(person: Person, pk: int) -> Finding | None:
    """One finding that this person may see; else None."""
    found = Finding.objects.filter(organisation__in=organisations(person, READ), pk=pk)
    return found.select_related(
        "organisation", "payee", "contract", "looked_at_by", "last_scan", "first_scan"
    ).first()


def evidence(it: Finding, most: int) -> tuple[list[Payment], list[Payment], int]:
    """The payments that a finding is about, those it is set beside, and how many there are in all."""
    rows = FindingPayment.objects.filter(finding=it)
    found = list(rows.select_related("payment__table", "payment__payee")[:most])
    return (
        [one.payment for one in found if not one.beside],
        [one.payment for one in found if one.beside],
        len(found) if len(found) < most else rows.count(),
    )


def evidence_rows(it: Finding) -> Iterator[tuple[bool, Payment]]:
    """Every payment of a finding, those it is about first: whether it is one they are set beside, and the payment."""
    rows = FindingPayment.objects.filter(finding=it).order_by("beside", "id")
    for one in rows.select_related("payment__table", "payment__payee", "payment__contract").iterator(2_000):
        yield one.beside, one.payment


def titles() -> dict[str, str]:
    """Every test's title by its code."""
    return {code: it.title for code, it in tests().items()}


def test_of(it: Finding) -> SpendTest | None:
    """The test that found it; None where there is no such test any more."""
    return tests().get(it.test)


def by_state(organisation: Organisation) -> list[tuple[State, int, int, int]]:
    """How many findings stand how, pounds at stake and pounds that came back."""
    sums = {
        state: (count, amount, back)
        for state, count, amount, back in Finding.objects.filter(organisation=organisation)
        .filter(Q(found=True) | ~Q(state__in=WORTH_A_LOOK))
        .order_by()
        .values_list("state")
        .annotate(Count("pk"), Sum("amount_pence"), Sum("recovered_pence"))
    }
    return [(it, *sums.get(it.value, (0, 0, 0))) for it in State]


def recovered(organisation: Organisation) -> list[tuple[date, str, int]]:
    """Money that came back, by month and test, the newest month first."""
    found = (
        Finding.objects.filter(organisation=organisation, state=State.RECOVERED, recovered_on__isnull=False)
        .order_by()
        .annotate(y=ExtractYear("recovered_on"), m=ExtractMonth("recovered_on"))
        .values_list("y", "m", "title")
        .annotate(back=Sum("recovered_pence"))
    )
    return sorted(
        ((date(year, month, 1), title, back) for year, month, title, back in found),
        key=lambda it: (-it[0].toordinal(), it[1]),
    )


# --- suppliers ---


def largest(scan: Scan, q: str = "") -> list[tuple[int, int, int]]:
    """Suppliers by what they were paid in the latest twelve months: pk, pence, payments. One query."""
    span = latest_year(scan)
    found = Cell.objects.filter(scan=scan, payee__isnull=False)
    if span:
        found = found.filter(month__gte=span[0])
    if q:
        found = found.filter(
            payee__in=SupplierAlias.objects.filter(scan=scan, name__icontains=q).values("payee")
        )
    sums = found.order_by().values_list("payee").annotate(pence=Sum("pence"), count=Sum("payments"))
    return list(sums.order_by("-pence", "payee"))


def payees_of(supplier: Supplier) -> list[tuple[Payee, int, int]]:
    """A supplier of the contract register as the newest scan's ledgers pay it: pence and payments in all of them."""
    mine = {it.pk: it for it in Payee.objects.filter(registered=supplier)}
    found = Cell.objects.filter(scan__organisation=supplier.organisation_id, scan__state=ScanState.STANDING)
    sums = (
        found.filter(payee__in=mine).order_by().values_list("payee").annotate(Sum("pence"), Sum("payments"))
    )
    return sorted(((mine[pk], pence, count) for pk, pence, count in sums), key=lambda it: -it[1])


def named(wanted: Iterable[int]) -> dict[int, Payee]:
    """Suppliers by their number."""
    return Payee.objects.in_bulk(list(wanted))


def payee(person: Person, pk: int) -> Payee | None:
    """One supplier that this person may see; else None."""
    found = Payee.objects.filter(organisation__in=organisations(person, READ), pk=pk)
    return found.select_related("organisation", "registered").first()


def aliases(scan: Scan, it: Payee) -> list[SupplierAlias]:
    """The names that a supplier is printed with."""
    return list(SupplierAlias.objects.filter(scan=scan, payee=it))


def alias(scan: Scan, pk: int) -> SupplierAlias | None:
    """One printed name of a scan."""
    return SupplierAlias.objects.filter(scan=scan, pk=pk).first()


def names_like(scan: Scan, q: str, beside: Payee, most: int = 20) -> list[SupplierAlias]:
    """Printed names of other suppliers with these letters in them."""
    found = SupplierAlias.objects.filter(scan=scan, name__icontains=q, payee__redacted=False)
    return list(found.exclude(payee=beside).select_related("payee")[:most])


def decisions(person: Person, organisation: Organisation) -> list[SupplierDecision]:
    """What people decided of names, the newest first; undone ones too. Raises PermissionDenied."""
    require(person, READ, organisation)
    return list(
        SupplierDecision.objects.filter(organisation=organisation).select_related("by", "undone_by")[:200]
    )


def decision(person: Person, pk: int) -> SupplierDecision | None:
    """One decision that this person may see; else None."""
    found = SupplierDecision.objects.filter(organisation__in=organisations(person, READ), pk=pk)
    return found.select_related("organisation").first()


# --- staff ---


def staff_costs(person: Person, organisation: Organisation) -> dict[int, StaffCost]:
    """Pay bill and staff budget by financial year: the newest of each. Raises PermissionDenied."""
    require(person, READ, organisation)
    found: dict[int, StaffCost] = {}
    for it in StaffCost.objects.filter(organisation=organisation).select_related("set_by"):
        found.setdefault(it.year, it)
    return found


def staffing(scan: Scan) -> dict[str, dict[int, int]]:
    """Agency and consultants: pence by financial year, whole or as much as the ledgers hold. No query."""
    found: dict[str, dict[int, int]] = {"agency": {}, "consultants": {}}
    for measure, month, over, _under in scan.figures:
        if measure in found:
            start = date.fromisoformat(month)
            year = start.year - (start.month < 4)
            found[measure][year] = found[measure].get(year, 0) + over
    return found


def staffed_by(scan: Scan, by: str, asked: Asked) -> list[tuple[Any, int, int]]:
    """Spending on agency staff or consultants by 'service' or 'payee', the largest first."""
    found = Payment.objects.filter(asked.conditions("paid"), scan=scan)
    sums = found.order_by().values_list(by).annotate(pence=Sum("pence"), count=Count("pk"))
    return list(sums.order_by("-pence", by)[:30])
