"""Early payment worked out from what a scan kept of each supplier, on the terms that the council set.

It is worked out when its page is asked for: 30 milliseconds of CPU for 400 suppliers, and once in a process a tenth of
a second for numpy, which the spread of results needs. So nothing is stored that new terms would make old.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from moothall.engines.spend.early_payment import (
    Candidate,
    Programme,
    Rules,
    Scenario,
    Terms,
    judge,
    scenarios,
)
from moothall.engines.spend.early_payment import Standing as Standing  # pages name it too
from moothall.spend.ledgers.models import Scan, ScanRules


@dataclass(frozen=True)
class Early:
    """Who could be asked, and what it would bring. `unsure` counts suppliers whose size nobody recorded as asked."""

    since: date
    until: date
    dated: bool
    candidates: tuple[Candidate, ...]
    others: int
    scenarios: tuple[Scenario, ...]
    unsure: tuple[Scenario, ...]
    taken: list[tuple[int, str, int, int, int]]

    def of(self, *standing: Standing) -> list[Candidate]:
        """The candidates that stand so."""
        return [it for it in self.candidates if it.standing in standing]


def worked_out(scan: Scan, terms: ScanRules, deposit: int) -> Early:
    """What the terms would bring; `deposit` in hundredths of a per cent is for a council that set none."""
    programme = Programme(
        terms=Terms(Decimal(terms.rebate) / 10_000, terms.early_day, terms.due_day),
        paid_day=terms.early_day,
        deposit_rate=Decimal(deposit if terms.deposit is None else terms.deposit) / 10_000,
        admin=Decimal(terms.running_pence) / 100,
    )
    kept = scan.early
    candidates = tuple(
        judge(
            payee,
            name,
            spend=Decimal(pence) / 100,
            invoices=invoices,
            days_now=days,
            small=small,
            hidden=False,
            programme=programme,
            rules=Rules(),
        )
        for payee, name, pence, invoices, days, small in kept["candidates"]
    )
    asked = [it for it in candidates if it.standing == Standing.ASK]
    unsure = [it for it in candidates if it.standing in (Standing.ASK, Standing.SIZE_UNKNOWN)]
    return Early(
        date.fromisoformat(kept["since"]),
        date.fromisoformat(kept["until"]),
        kept["dated"],
        candidates,
        kept["others"],
        scenarios(asked, programme),
        scenarios(unsure, programme),
        [(payee, name, count, pence, invoices) for payee, name, count, pence, invoices in kept["taken"]],
    )
