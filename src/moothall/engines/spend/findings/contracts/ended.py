"""Spending after a contract's end.

Rule: a supplier whose contracts have all ended goes on being paid: documents paid more than 60 days after the last
end (extensions counted), or dated more than 31 days after it where they have a date, of £1,000 or more together.
A document that names an ended contract is held against that contract alone.

What it is not: proof that nothing is agreed. A contract extended or let again and not entered yet looks the same. One
last bill, or little beside what was paid before, is most often a final account or a retention: less likely.
"""
# ruff: noqa: S608 (queries are made of words of our own: whatever is asked for comes as a parameter)

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from moothall.engines.spend.findings.bought import ask, payments_of
from moothall.engines.spend.findings.contracts import register
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.findings.wording import day, pounds
from moothall.engines.spend.ledger import Ledger
from moothall.kit.numbers import counted

LEAST = Decimal(1_000)
LAST_ACCOUNT = Decimal("0.05")  # of what was paid before: a final account or retention

_AFTER = f"""
    WITH last AS (  -- the contract of each supplier that ended last, where all have ended
        SELECT supplier, arg_max(contract, ends) AS contract, max(ends) AS ends
        FROM registered WHERE supplier IS NOT NULL GROUP BY supplier HAVING count(ends) = count(*)),
    beyond AS (
        SELECT bought.document, contract, false AS named, ends FROM bought JOIN last USING (supplier)
        WHERE document NOT IN (SELECT document FROM contract_document)
        UNION ALL
        SELECT document, contract, true, ends FROM contract_document JOIN registered USING (contract) WHERE named)
    SELECT document, beyond.contract, named, ends, document.amount, document.paid, document.supplier
    FROM beyond JOIN document USING (document)
    WHERE CASE WHEN invoiced IS NULL THEN paid > ends + INTERVAL {register.LAST_BILLS} DAY
               ELSE invoiced > ends + INTERVAL {register.LAST_INVOICES} DAY END
"""
_FOUND = f"""
    WITH after AS ({_AFTER}),
    before AS (
        SELECT contract, sum(amount) AS spent FROM contract_document
        WHERE document NOT IN (SELECT document FROM after) GROUP BY contract)
    SELECT after.contract, any_value(title), any_value(reference), any_value(registered.ends), sum(amount),
           count(*), min(paid), max(paid), bool_and(named), coalesce(any_value(before.spent), 0),
           coalesce(any_value(supplier.name), 'A supplier')
    FROM after JOIN registered USING (contract) LEFT JOIN before USING (contract)
    LEFT JOIN supplier ON supplier.supplier = after.supplier
    GROUP BY after.contract HAVING sum(amount) >= $least ORDER BY sum(amount) DESC, after.contract
"""


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    """One finding a contract that was still paid under long after it ended."""
    register.prepare(ledger)
    payments = payments_of(ledger, f"SELECT contract, document, amount FROM ({_AFTER})")
    for row in ask(ledger, _FOUND, least=LEAST):
        yield _finding(row, payments[row[0]])


def _finding(row: tuple[Any, ...], payments: tuple[int, ...]) -> Finding:
    contract, title, reference, ended, spent, documents, first, last, named, before, supplier = row
    likelihood = 0.8 if named else 0.7
    if documents == 1 or spent < before * LAST_ACCOUNT:
        likelihood = 0.35
    return Finding(
        TEST.code,
        payments,
        spent,
        likelihood,
        f"{supplier} was paid {pounds(spent)} after its contract “{title}” ended on {day(ended)}: "
        f"{counted(documents, 'bill')}, the last on {day(last)}. Innocent if the contract "
        f"was extended or let again and the register does not say so yet, or if this is the final account.",
        facts={
            "Contract": reference or title,
            "Ended": day(ended),
            "Paid after": pounds(spent),
            "Bills after": f"{documents:,}",
            "First of them paid": day(first),
            "Paid under it before": pounds(before),
        },
        contract=contract,
        subject=f"{supplier}\x1f{reference or title}",
    )


TEST = SpendTest(
    code="contract-ended",
    title="Spending after a contract’s end",
    family="contracts",
    about="A supplier whose contracts have all ended goes on being paid.",
    recoverable=Decimal("0.02"),
    find=find,
    needs=frozenset({"contract.contract", "contract.ends", "paid"}),
    prior=0.6,
)
