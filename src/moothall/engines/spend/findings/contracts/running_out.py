"""Contracts nearly out, in time or in value.

Rule: on the day the ledger is looked at from, a live contract under which something was paid ends within twelve,
nine, six or three months; or four fifths of its value are spent and, at the pace of the last year, the rest goes
before its end. It says which comes first. The amount is what was paid under it in the last year: what will have to
be bought again.

What it is not: a fault. It is a reminder in good time, and is never called likely. A contract that is not to be let
again, or whose successor stands in the register under another supplier, is innocent.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from moothall.engines.spend.findings.bought import ask, payments_of
from moothall.engines.spend.findings.contracts import register
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.findings.wording import day, pounds, share
from moothall.engines.spend.ledger import Ledger

# months to the end -> how pressing, as a likelihood that something must be done now
STEPS = ((3, 0.45), (6, 0.35), (9, 0.25), (12, 0.15))
NEARLY_SPENT = Decimal("0.8")
_MONTH = 365.25 / 12

_FOUND = """
    SELECT contract, title, reference, ends, value, sum(amount) AS spent,
           sum(amount) FILTER (paid > $as_at::DATE - INTERVAL 1 YEAR) AS lately,
           coalesce(any_value(supplier.name), 'A supplier')
    FROM contract_document JOIN registered USING (contract)
    LEFT JOIN supplier ON supplier.supplier = contract_document.supplier
    WHERE among = 1 AND paid <= $as_at AND (ends IS NULL OR ends >= $as_at)
    GROUP BY contract, title, reference, ends, value
    HAVING sum(amount) FILTER (paid > $as_at::DATE - INTERVAL 1 YEAR) > 0
    ORDER BY ends, contract
"""


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    """One finding a contract that ends, or is spent, within a year."""
    register.prepare(ledger)
    found = ask(ledger, _FOUND, as_at=settings.as_at)
    payments = payments_of(
        ledger,
        """
        SELECT contract, document, epoch(paid) FROM contract_document
        WHERE among = 1 AND paid BETWEEN $as_at::DATE - INTERVAL 1 YEAR AND $as_at""",
        as_at=settings.as_at,
    )
    for row in found:
        yield from _findings(row, payments.get(row[0], ()), settings.as_at)


def _findings(row: tuple[Any, ...], payments: tuple[int, ...], as_at: date) -> Iterator[Finding]:
    contract, title, reference, ends, value, spent, lately, supplier = row
    empty = spent_on(as_at, value, spent, lately)
    out = min((it for it in (ends, empty) if it), default=None)
    if out is None:
        return
    months = max((out - as_at).days / _MONTH, 0)
    pressing = next((likelihood for within, likelihood in STEPS if months <= within), None)
    if pressing is None:
        return
    by_value = out != ends
    how = (
        f"{share(spent, value)} of its value of {pounds(value)} is spent, and at the pace of the last year the rest is "
        f"gone about {out:%B %Y}"
        if by_value
        else f"it ends on {day(out)}"
    )
    yield Finding(
        TEST.code,
        payments,
        lately,
        pressing,
        f"The contract “{title}” with {supplier} is nearly out: {how}. {pounds(lately)} was paid under it in the last "
        f"year. Nothing is wrong if what follows it is in hand.",
        facts={
            "Contract": reference or title,
            "Nearly out in": "value" if by_value else "time",
            "Out within": f"{next(within for within, _ in STEPS if months <= within)} months",
            "Ends": day(ends),
            "Spent of value": f"{pounds(spent)} of {pounds(value)}"
            if value
            else f"{pounds(spent)}, no value given",
        },
        contract=contract,
        subject=f"{supplier}\x1f{reference or title}\x1f{ends}",
    )


def spent_on(as_at: date, value: Decimal | None, spent: Decimal, lately: Decimal) -> date | None:
    """When the rest of a contract's value is gone at the last year's pace; None where little of it is spent yet."""
    if value is None or value <= 0 or spent < value * NEARLY_SPENT or spent > value:
        return None
    return as_at + timedelta(days=int(365 * (value - spent) / lately))


TEST = SpendTest(
    code="contract-running-out",
    title="Contracts nearly out",
    family="contracts",
    about="A live contract ends, or its value is spent, within twelve months.",
    recoverable=Decimal("0.005"),
    find=find,
    needs=frozenset({"contract.contract", "paid"}),
    prior=0.4,
)
