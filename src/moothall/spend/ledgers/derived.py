"""Measures worked out from the ledgers: by quarter, a sum above and a sum below, into the one store.

They go by the door that typed values take: the lineage of each says that a rule entered it, from which scan, and the
sums are its numerator and denominator. Only quarters that the ledgers hold whole are entered, and only what says
something new: a scan that finds the same changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.jobs import Report
from moothall.core.models import Organisation, Person
from moothall.core.permission import may
from moothall.figures.entering import Entered, enter
from moothall.figures.measures import Measure, catalogue
from moothall.figures.queries import council_series
from moothall.kit.periods import Period
from moothall.spend.ledgers.life import State
from moothall.spend.ledgers.models import Finding, Scan
from moothall.spend.ledgers.queries import (
    COUNTED,
    SHARES,
    months,
    months_before,
    newest,
    staff_costs,
    staffing,
)
from moothall.spend.permissions import READ

METHOD = "spend-ledgers"
RULE = "Rule: worked out from the ledgers"
LOAD = "figures.load"
RECOVERED, OF_PAY_BILL = "duplicate-money-recovered", "agency-share-of-pay-bill"
MEASURES = (*SHARES, RECOVERED, OF_PAY_BILL)


@dataclass(frozen=True)
class Worked:
    """A measure in a period, with the sums above and below where it is a share."""

    measure: str
    period: Period
    value: Decimal
    over: Decimal | None = None
    under: Decimal | None = None


def refresh(person: Person, organisation: Organisation, measures: Sequence[Measure], report: Report) -> int:
    """Enters what the newest scan says anew; how many figures. Where this person may not, none."""
    wanted = {it.id: it for it in measures if it.id in MEASURES}
    if not wanted or not (may(person, LOAD, organisation) and may(person, READ, organisation)):
        return 0
    scan = newest(person, organisation)
    if scan is None:
        return 0
    found = [it for it in worked_out(person, organisation, scan) if it.measure in wanted]
    there = {
        (name, it.start): (it.value, it.numerator, it.denominator)
        for name, series in council_series(person, organisation, wanted.values(), clock.today()).items()
        for it in series
    }
    fresh = [it for it in found if there.get((it.measure, it.period.start)) != (it.value, it.over, it.under)]
    if not fresh:
        return 0
    note = f"From scan {scan.number} of the ledgers: {', '.join(name for name, _ in scan.files)}"
    rows = [
        Entered(
            catalogue()[it.measure],
            it.period,
            it.value,
            it.over,
            it.under,
            note=note,
            entered_by=RULE,
            entered_on=scan.as_at,
        )
        for it in fresh
    ]
    try:
        enter(person, organisation=organisation, rows=rows, name=f"Ledgers, scan {scan.number}.csv")
    except NotPossible as fault:  # such as another load that runs: the next night does it
        report(0, 0, str(fault))
        return 0
    return len(rows)


def worked_out(person: Person, organisation: Organisation, scan: Scan) -> Iterator[Worked]:
    """Every measure in every period that the ledgers hold whole."""
    whole = set(months(scan)) - {date.fromisoformat(it) for it, _why in scan.summary["partial"]}
    sums: dict[tuple[str, date], list[int]] = defaultdict(lambda: [0, 0])
    for measure, month, over, under in scan.figures:
        if measure in SHARES:
            total = sums[measure, _quarter(date.fromisoformat(month))]
            total[0] += over
            total[1] += under
    for (measure, start), (over, under) in sorted(sums.items()):
        if under > 0 and {months_before(start, -it) for it in range(3)} <= whole:
            scale = Decimal(1) if measure in COUNTED else Decimal(100)
            yield _share(measure, Period(start, "P3M"), over / scale, under / scale)
    yield from _recovered(organisation, scan)
    yield from _of_pay_bill(person, organisation, scan, whole)


def _share(measure: str, period: Period, over: Decimal, under: Decimal) -> Worked:
    value = (100 * over / under).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Worked(measure, period, value, over, under)


def _recovered(organisation: Organisation, scan: Scan) -> Iterator[Worked]:
    """Money that came back of invoices paid twice, by the quarter in which it came, once that is over."""
    back: dict[date, int] = defaultdict(int)
    found = Finding.objects.filter(organisation=organisation, state=State.RECOVERED, family="duplicates")
    for on, pence in found.filter(recovered_on__isnull=False).values_list("recovered_on", "recovered_pence"):
        assert on
        back[_quarter(on)] += pence
    for start, pence in sorted(back.items()):
        period = Period(start, "P3M")
        if period.end < clock.today():
            yield Worked(RECOVERED, period, Decimal(pence) / 100)


def _of_pay_bill(
    person: Person, organisation: Organisation, scan: Scan, whole: set[date]
) -> Iterator[Worked]:
    """Agency spending over the pay bill, for financial years that the ledgers hold whole."""
    spent = staffing(scan)["agency"]
    for year, cost in sorted(staff_costs(person, organisation).items()):
        start = date(year, 4, 1)
        if cost.pay_bill_pence and {months_before(start, -it) for it in range(12)} <= whole:
            over, under = Decimal(spent.get(year, 0)) / 100, Decimal(cost.pay_bill_pence) / 100
            yield _share(OF_PAY_BILL, Period(start, "P1Y"), over, under)


def _quarter(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
