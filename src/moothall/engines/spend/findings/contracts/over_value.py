"""Spending beyond a contract's value.

Rule: what was paid under a contract, added up in the order of payment, passes its whole value by more than a
twentieth. The day it passed and by how much are said. Documents belong to a contract as `register` says; where a
supplier has several live contracts and its bills name none, all of them are held against their values together.
Where the ledger begins after the contract did, what was paid before is not known: the sum is the least it can be.

What it is not: an overpayment. A variation or an extension that nobody entered is the usual cause; a value that was
entered for one year is another, and where the spending of a year comes near the value the finding says so and is less
likely. Amounts without VAT may be set beside a value with it.
"""
# ruff: noqa: S608 (queries are made of words of our own: whatever is asked for comes as a parameter)

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from moothall.engines.spend.findings.bought import ask, payments_of
from moothall.engines.spend.findings.contracts import register
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.findings.wording import day, pounds, share
from moothall.engines.spend.ledger import Ledger

OVER = Decimal("0.05")  # of the value: less than this beyond it is rounding and indexation
YEARLY = 0.3  # a year's spending within this of the value: the value may be for one year
_LIKELY = {"named": 0.85, "alone": 0.7, "among": 0.45}
_IF_YEARLY = 0.3
_DAYS = 365.25

# a pool is one contract, or those of a supplier that its bills do not tell apart
_POOLS = """
    WITH together AS (
        SELECT DISTINCT contract, supplier FROM contract_document WHERE among > 1),
    pooled AS (
        SELECT contract, CASE WHEN together.supplier IS NULL THEN 'contract ' || contract
                              ELSE 'supplier ' || together.supplier END AS pool
        FROM registered LEFT JOIN together USING (contract)),
    worth AS (
        SELECT pool, min(contract) AS contract, CASE WHEN count(value) = count(*) THEN sum(value) END AS value,
               count(*) AS contracts, min(title) AS title, min(reference) AS reference, min(starts) AS starts,
               max(ends) AS ends, bool_or(yearly) AS yearly
        FROM pooled JOIN registered USING (contract) GROUP BY pool),
    paid AS (
        SELECT DISTINCT pool, document, named, paid, amount, supplier
        FROM contract_document JOIN pooled USING (contract)),
    running AS (
        SELECT *, sum(amount) OVER (PARTITION BY pool ORDER BY paid, document) AS so_far FROM paid)
"""
_FOUND = f"""
    {_POOLS}
    SELECT pool, worth.contract, worth.value AS value, contracts, title, reference, starts, ends, yearly,
           sum(amount) AS spent, min(paid) FILTER (so_far > worth.value), min(paid), max(paid), bool_and(named),
           coalesce(any_value(supplier.name), 'A supplier')
    FROM running JOIN worth USING (pool) LEFT JOIN supplier USING (supplier) WHERE worth.value > 0
    GROUP BY pool, worth.contract, worth.value, contracts, title, reference, starts, ends, yearly
    HAVING sum(amount) > worth.value * (1 + $over) ORDER BY sum(amount) - worth.value DESC, pool
"""


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    """One finding a contract, or a supplier's contracts together, that more was paid under than they are worth."""
    register.prepare(ledger)
    found = ask(ledger, _FOUND, over=OVER)
    payments = payments_of(
        ledger,
        f"""
        {_POOLS} SELECT pool, document, amount FROM running JOIN worth USING (pool)
        WHERE so_far > value AND pool IN (SELECT unnest($pools::VARCHAR[]))""",
        pools=[it[0] for it in found],
    )
    begins = ledger.one("SELECT min(paid) FROM document")
    for row in found:
        if row[0] in payments:
            yield _finding(row, payments[row[0]], begins)


def _finding(row: tuple[Any, ...], payments: tuple[int, ...], begins: date) -> Finding:
    (_, contract, value, contracts, title, reference, starts, ends, yearly, spent, passed) = row[:11]
    first, last, named, supplier = row[11:]
    over = spent - value
    years = max((last - first).days / _DAYS, 1)
    one_year = not yearly and years >= 1.5 and abs(float(spent) / years / float(value) - 1) <= YEARLY
    likelihood = _LIKELY["named" if named else "alone" if contracts == 1 else "among"]
    if over < value / 10:
        likelihood *= 0.8
    if one_year:
        likelihood = min(likelihood, _IF_YEARLY)
    what = f"the contract “{title}”" if contracts == 1 else f"its {contracts} contracts together"
    return Finding(
        TEST.code,
        payments,
        over,
        likelihood,
        f"{supplier} was paid {pounds(spent)} under {what}, worth {pounds(value)}: {pounds(over)} more, from "
        f"{day(passed)} on. "
        + ("A year's spending comes near the value, which may be for one year. " if one_year else "")
        + "Innocent if the value was raised or the contract extended and the register does not say so yet.",
        facts={
            "Contract": reference or title,
            "Value": pounds(value),
            "Paid": pounds(spent),
            "Over by": f"{pounds(over)} ({share(over, value)})",
            "Passed on": day(passed),
            "Term": f"{day(starts)} to {day(ends)}",
        }
        | ({"Before the ledger": "not counted"} if starts and starts < begins else {}),
        contract=contract,
        subject=f"{supplier}\x1f{reference or title}",
    )


TEST = SpendTest(
    code="contract-over-value",
    title="Spending beyond a contract’s value",
    family="contracts",
    about="What was paid under a contract adds up to more than a twentieth over its value.",
    recoverable=Decimal("0.03"),
    find=find,
    needs=frozenset({"contract.contract", "contract.value", "paid"}),
    prior=0.6,
)
