"""Purchasing as measures: shares of orders and invoices, worked out by rule once a month is over.

They go into the store by the door that typed values take, as a whole and by service. Where something comes to light
later (an invoice that is older than its order), the month is entered anew: the earlier value stays on record.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.jobs import Report
from moothall.core.models import Organisation, Person
from moothall.core.permission import may
from moothall.figures.entering import Entered, enter
from moothall.figures.measures import Measure
from moothall.figures.queries import council_series
from moothall.figures.recalculating import recalculate_after
from moothall.kit.periods import Period
from moothall.spend.permissions import READ
from moothall.spend.purchasing import rules
from moothall.spend.purchasing.life import WITH_ORDER, Kind, Standing
from moothall.spend.purchasing.models import Invoice, Order

NAME = "purchasing"
RULE = "Rule: Moothall’s record of orders and invoices"
LOAD = "figures.load"

Counted = tuple[date, str, bool]  # the day it counts on, its service, and whether it is in the numerator


def under_contract(organisation: Organisation) -> Iterator[Counted]:
    """Orders placed, and those against a contract."""
    for it in _orders(organisation):
        yield it.on, it.requisition.service.name, it.contract_id is not None


def retrospective(organisation: Organisation) -> Iterator[Counted]:
    """Orders placed, and those after the goods or the invoice."""
    for it in _orders(organisation).prefetch_related("requisition__departures"):
        asked = it.requisition
        late = any(
            one.kind == Kind.RETROSPECTIVE and one.version == asked.version for one in asked.departures.all()
        )
        yield it.on, asked.service.name, late


def first_time(organisation: Organisation) -> Iterator[Counted]:
    """Invoices matched, and those that never were in dispute. Credit notes are not counted."""
    found = Invoice.objects.filter(organisation=organisation, standing=Standing.MATCHED, credits__isnull=True)
    for it in found.select_related("match", "order__requisition__service"):
        yield it.match.on, it.order.requisition.service.name, it.match.first_time


def paid_in_time(organisation: Organisation) -> Iterator[Counted]:
    """Invoices paid, and those within thirty days of coming, days in dispute left out."""
    found = Invoice.objects.filter(organisation=organisation, paid_on__isnull=False)
    for it in found.select_related("order__requisition__service").prefetch_related("disputes"):
        assert it.paid_on  # the filter
        yield it.paid_on, it.order.requisition.service.name, it.paid_on <= it.due(it.paid_on)


COUNTS: dict[str, Callable[[Organisation], Iterable[Counted]]] = {
    "orders-under-contract": under_contract,
    "orders-retrospective": retrospective,
    "invoices-matched-first-time": first_time,
    "order-invoices-paid-in-time": paid_in_time,
}


def _orders(organisation: Organisation) -> QuerySet[Order]:
    found = Order.objects.filter(organisation=organisation, requisition__state__in=WITH_ORDER)
    return found.select_related("requisition__service")


def refresh(person: Person, organisation: Organisation, measures: Sequence[Measure], report: Report) -> int:
    """Enters the months that are over and have no figure yet, or another; how many figures."""
    wanted = [it for it in measures if it.id in COUNTS]
    if not wanted or not (may(person, LOAD, organisation) and may(person, READ, organisation)):
        return 0
    today = clock.today()
    fresh = [row for it in wanted for row in _fresh(person, organisation, it, today)]
    if not fresh:
        return 0
    try:
        made = enter(
            person, organisation=organisation, rows=fresh, name=f"Purchasing {today.isoformat()}.csv"
        )
    except NotPossible as fault:  # such as another load that runs: the next night does it
        report(0, 0, str(fault))
        return 0
    recalculate_after(person, [made.pk])
    return len(fresh)


def _fresh(person: Person, organisation: Organisation, measure: Measure, today: date) -> Iterator[Entered]:
    counted = list(rows(COUNTS[measure.id](organisation), measure, today))
    for name in sorted({it.breakdown for it in counted}):
        series = council_series(person, organisation, [measure], today, breakdown=name).get(measure.id, ())
        there = {it.start: (it.numerator, it.denominator) for it in series}
        for it in counted:
            if it.breakdown == name and there.get(it.period.start) != (it.numerator, it.denominator):
                yield it


def rows(found: Iterable[Counted], measure: Measure, today: date) -> Iterator[Entered]:
    """A figure for each month that is over and had anything to count: of all, and by service."""
    months: dict[tuple[date, str], list[bool]] = defaultdict(list)
    for on, service, fits in found:
        for name in ("", service):
            months[date(on.year, on.month, 1), name].append(fits)
    for (start, name), each in sorted(months.items()):
        month = Period(start, "P1M")
        if month.end >= today:
            continue
        over, under = Decimal(sum(each)), Decimal(len(each))
        yield Entered(
            measure,
            month,
            share(over, under, measure.decimals),
            over,
            under,
            breakdown=name,
            entered_by=RULE,
            entered_on=today,
        )


def share(over: Decimal, under: Decimal, decimals: int) -> Decimal:
    """Per cent, rounded as the measure is."""
    return Decimal(rules.rounded(over * 100 * 10**decimals / under)).scaleb(-decimals)
