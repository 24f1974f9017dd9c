"""What one test finds in a few rows, with its fields asked for as a scan would ask."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.engines.spend.ledgers import ledger_of

from moothall.engines.spend.findings.finding import Finding, Settings
from moothall.engines.spend.findings.registry import tests
from moothall.engines.spend.ledger import Ledger

Row = Mapping[str, Any]
APRIL = date(2024, 4, 1)


def found(
    folder: Path,
    code: str,
    rows: Iterable[Row],
    *,
    contracts: Iterable[Row] = (),
    orders: Iterable[Row] = (),
    as_at: date = date(2025, 4, 1),
    **settings: Any,
) -> list[Finding]:
    """The findings of one test, each within bounds that hold for every test."""
    with ledger_of(folder, list(rows), contracts=contracts, orders=orders) as ledger:
        return found_in(ledger, code, Settings(as_at=as_at, **settings))


def found_in(ledger: Ledger, code: str, settings: Settings) -> list[Finding]:
    """The same of a ledger that is there already: many cases are cheaper in one."""
    findings = list(tests()[code].find(ledger, settings))
    there = {it[0] for it in ledger.rows("SELECT id FROM payment")}
    for finding in findings:
        assert finding.test == code
        assert finding.payments
        assert set(finding.payments) <= there
        assert finding.amount >= 0
        assert 0 < finding.likelihood < 1
        assert finding.facts
        assert (
            "nnocent" in finding.explanation or "othing is wrong" in finding.explanation or code == "digits"
        )
    assert len({it.subject or it.payments for it in findings}) == len(findings)
    return findings


def bills(
    payee: str, count: int, amount: object = "1000.10", *, every: int = 14, begin: date = APRIL, **more: Any
) -> list[dict[str, Any]]:
    """So many bills of one payee, so many days apart, each with a number of its own."""
    return [
        {
            "payee": payee,
            "paid": _weekday(begin + timedelta(days=every * at)),
            "amount": amount,
            "invoice_no": f"{payee[:3].upper()}{7000 + at}",
            "service": "Highways",
            "category": "works/repairs",
            **more,
        }
        for at in range(count)
    ]


def _weekday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))
