"""Spending in words and pictures, as several pages show it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from moothall.direction.money import in_pounds, pounds
from moothall.kit.charts import Chart, Line, Tally, Trend, Unit
from moothall.kit.numbers import show
from moothall.kit.periods import Period
from moothall.spend.ledgers.life import State
from moothall.spend.ledgers.queries import COUNTED, Payment, Scan
from moothall.spend.ledgers.summing import category_title
from moothall.web.plan.days import day

POUNDS = Unit(prefix="£", decimals=0)
PAYMENT_COLUMNS = (
    "Paid", "Supplier", "As printed", "Service", "For", "Category", "Reference", "Order", "Contract", "Amount",
    "Paid by", "File", "Line",
)  # fmt: skip
LOOKS = {
    State.OPEN: "info",
    State.LOOKING: "watch",
    State.TRUE: "poor",
    State.FALSE: "none",
    State.RECOVERED: "good",
}


def whole(pence: int | None) -> str | None:
    """£12,346: to the pound; None where it is not known, which a table says."""
    return None if pence is None else show(Decimal(pence).scaleb(-2), "£", 0)


def exactly(pence: int | None) -> str | None:
    """£12,345.67, always with pence."""
    return None if pence is None else show(Decimal(pence).scaleb(-2), "£", 2)


def percent(per_mille: int) -> str:
    """Per mille as whole per cent."""
    return f"{(per_mille + 5) // 10}%"


def share(part: int, all_of: int) -> str | None:
    """Part of a whole in per cent, to one place; None of nothing."""
    return show(Decimal(100 * part) / all_of, "%", 1) if all_of else None


def month(on: str | date) -> str:
    """'Apr 2026'."""
    return Period(date.fromisoformat(on) if isinstance(on, str) else on, "P1M").label


def payments_at(**asked: Any) -> str:
    """The address of the payments behind an amount."""
    said = {name: value for name, value in asked.items() if value is not None}
    return f"{reverse('spend-payments')}?{urlencode(said)}"


SHOWN: Mapping[str, Any] = {
    "whole": whole,
    "pounds_of": lambda it: whole(int(it * 100)),
    "exactly": exactly,
    "percent": percent,
    "share": share,
    "month": month,
    "day": day,
    "pounds": pounds,
    "looks": LOOKS,
    "category": category_title,
    "payments_at": payments_at,
    "counted": COUNTED,
}


def source(scan: Scan) -> str:
    """Where figures of a scan are from."""
    return f"The council’s ledgers, scan {scan.number} of {day(scan.made_at)}"


def by_month(title: str, months: Sequence[Sequence[Any]], said: str) -> Chart | None:
    """Pounds by month; None without two months."""
    if len(months) < 2:
        return None
    labels = tuple(month(it[0]) for it in months)
    values = tuple(Decimal(it[1]).scaleb(-2) for it in months)
    return Chart(title, said, Trend(labels, Line("The council", values), POUNDS))


def bars(
    title: str, what: str, rows: Sequence[tuple[str, int]], said: str, whole: int | None = None
) -> Chart | None:
    """Pounds of each, and of all others up to the whole where that is given; None where there is nothing to draw.

    What comes to less than a pound, such as more credits than bills, has no bar: the cube has it.
    """
    others = whole - sum(pence for _name, pence in rows) if whole is not None else 0
    every = [*rows, ("All others", others)]
    kept = tuple((name, ((pence + 50) // 100,)) for name, pence in every if pence >= 100)
    return Chart(title, said, Tally(("pounds",), kept, "pounds", what, POUNDS)) if kept else None


def counted(title: str, what: str, rows: Sequence[tuple[str, int]], said: str) -> Chart | None:
    """Numbers of each; None where all are nought."""
    kept = tuple((name, (count,)) for name, count in rows)
    return (
        Chart(title, said, Tally((what,), kept, what, "Standing")) if any(it[1][0] for it in kept) else None
    )


def payment_row(it: Payment) -> list[Any]:
    """A payment in the order of PAYMENT_COLUMNS, with the file and the line that it stands at."""
    return [
        it.paid.isoformat() if it.paid else None,
        it.payee.name if it.payee else None,
        it.printed,
        it.service,
        it.purpose,
        category_title(it.category),
        it.reference,
        it.order,
        it.contract.reference if it.contract else None,
        in_pounds(it.pence),
        it.get_kind_display(),
        str(it.table),
        it.line,
    ]


def typed(pence: int | None) -> str:
    """An amount as it is typed; '' where it is not known."""
    return "" if pence is None else f"{in_pounds(pence):f}"
