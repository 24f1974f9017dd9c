"""What a contract has left: its value, less what was spent on it and what open orders bind.

What was spent is what invoices matched here say or, where that is more, what the ledgers say (`spend.spent`).
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from moothall.spend.life import RUNNING, State
from moothall.spend.models import Contract
from moothall.spend.purchasing.life import Standing
from moothall.spend.purchasing.models import Invoice, Order
from moothall.spend.queries import Row
from moothall.spend.spent import spent


@dataclass(frozen=True)
class Left:
    """A contract's value, what was spent and what is ordered, in pence without VAT. No value: nobody can say."""

    value: int | None
    spent: int
    ordered: int
    state: State

    @property
    def pence(self) -> int | None:
        """What is left; below nought where more was spent. None where no value is recorded."""
        return None if self.value is None else self.value - self.spent - self.ordered

    @property
    def live(self) -> bool:
        return self.state in RUNNING

    def short(self, pence: int) -> bool:
        """Whether so much is more than is left. Where no value is recorded nobody can say so."""
        return self.pence is not None and pence > self.pence


def left(contract: Contract, on: date, *, but: int | None = None) -> Left:
    """What a contract has left on a day; `but`, an order's key, is left out. Three queries."""
    orders = Order.objects.filter(contract=contract)
    if but is not None:
        orders = orders.exclude(pk=but)
    binding = orders.aggregate(it=Sum("standing_pence"))["it"] or 0
    bills = Invoice.objects.filter(order__in=orders, standing=Standing.MATCHED)
    sums = bills.aggregate(
        billed=Sum("net_pence", filter=Q(credits__isnull=True)),
        given=Sum("net_pence", filter=Q(credits__isnull=False)),
    )
    matched = (sums["billed"] or 0) - (sums["given"] or 0)
    row = Row(contract, on)
    return Left(row.value, max(matched, spent(contract) or 0), max(binding - matched, 0), row.state)
