"""Purchase cards used with a supplier that the council has a contract or an account with.

Rule: card payments to a supplier while a contract of the register with it was live; or, without one, to a supplier
that sent six invoices or more in the twelve months around. One finding a supplier.

What it is not: proof of a wrong price. Some contracts are meant to be paid by card, and a card may be the cheapest
way to pay small bills. What may be lost is the contract's price, its rebate and its count of what was spent.
Suppliers are matched by name, and a card terminal prints names in its own way: a wrong match is the first thing to
look at.
"""
# ruff: noqa: S608 (queries are made of words of our own: whatever is asked for comes as a parameter)

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings.bought import payments_of
from moothall.engines.spend.findings.contracts import register
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.findings.wording import pounds
from moothall.engines.spend.ledger import Ledger

OFTEN = 3  # card payments, from which it is a habit
INVOICES = 6  # in a year around: an account

_CARDS = f"""
    WITH contracted AS (
        SELECT DISTINCT document FROM contract_document WHERE kind = 'card'),
    invoiced AS (
        SELECT supplier, count(*) AS invoices FROM bought WHERE kind = 'ledger' AND amount > 0
        GROUP BY supplier HAVING count(*) >= {INVOICES})
    SELECT document, bought.supplier, supplier_name, amount, paid, service,
           document IN (SELECT document FROM contracted) AS contracted, coalesce(invoices, 0) AS invoices
    FROM bought LEFT JOIN invoiced USING (supplier)
    WHERE kind = 'card' AND (invoices IS NOT NULL OR document IN (SELECT document FROM contracted))
"""
_FOUND = f"""
    SELECT supplier, supplier_name, contracted, sum(amount), count(*), count(DISTINCT service), max(invoices)
    FROM ({_CARDS}) GROUP BY supplier, supplier_name, contracted HAVING sum(amount) > 0
    ORDER BY contracted DESC, sum(amount) DESC, supplier
"""


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    """One finding a supplier that is under contract, or sends invoices, and was paid by card."""
    register.prepare(ledger)
    payments = payments_of(
        ledger, f"SELECT supplier || contracted::VARCHAR, document, amount FROM ({_CARDS})"
    )
    for supplier, name, contracted, spent, times, services, invoices in ledger.rows(_FOUND):
        standing = "has a live contract" if contracted else f"sent {invoices:,} invoices"
        yield Finding(
            TEST.code,
            payments[f"{supplier}{'true' if contracted else 'false'}"],
            spent,
            (0.6 if times >= OFTEN else 0.45) if contracted else 0.2,
            f"{name} {standing}, and {pounds(spent)} was paid to it by card ({times:,} times). Innocent if the "
            f"contract is meant to be paid by card, if the purchases lie outside it, or if the names only look alike.",
            facts={
                "By card": pounds(spent),
                "Times": f"{times:,}",
                "Services": f"{services}",
                "Invoices of the supplier": f"{invoices:,}",
            },
            subject=f"{name}\x1f{'contract' if contracted else 'account'}",
        )


TEST = SpendTest(
    code="card-with-contract",
    title="Card spending with a contracted supplier",
    family="buying",
    about="Purchase cards used with a supplier that the council has a contract or an account with.",
    recoverable=Decimal("0.05"),
    find=find,
    needs=frozenset({"kind=card", "paid"}),
    prior=0.4,
)
