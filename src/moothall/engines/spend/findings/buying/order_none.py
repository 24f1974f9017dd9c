"""Spending without an order, where orders are the rule.

Rule: a document without an order number, in a category whose documents nearly always have one (four fifths of at
least twenty, over the whole council). Categories that go without orders by their nature (utilities, placements,
rent) leave themselves out by that. One finding a service. Card payments are not counted.

What it is not: proof of a breach. A council exempts kinds of spending by its own rules, which are not known here,
and an order number may have been lost on the way into a published file. It is never called likely.
"""
# ruff: noqa: S608 (queries are made of words of our own: whatever is asked for comes as a parameter)

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings import bought
from moothall.engines.spend.findings.bought import payments_of
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.findings.wording import pounds, share
from moothall.engines.spend.ledger import Ledger

RULE = 0.8  # of a category's documents have an order: it is the rule there
NEARLY_ALWAYS = 0.97
AT_LEAST = 20

_BOUGHT = f"""
    WITH billed AS (
        SELECT document, supplier, service, coalesce(category, 'none given') AS category, amount, order_no
        FROM bought WHERE kind = 'ledger' AND amount > 0),
    ruled AS (
        SELECT category, count(order_no) / count(*) AS ordered FROM billed
        GROUP BY category HAVING count(*) >= {AT_LEAST} AND count(order_no) >= {RULE} * count(*))
    SELECT * FROM billed JOIN ruled USING (category)
"""
_FOUND = f"""
    SELECT service, sum(amount), sum(amount) FILTER (order_no IS NULL) AS spent, count(*),
           count(*) FILTER (order_no IS NULL), count(DISTINCT supplier) FILTER (order_no IS NULL),
           min(ordered) FILTER (order_no IS NULL)
    FROM ({_BOUGHT}) GROUP BY service HAVING count(*) FILTER (order_no IS NULL) > 0 ORDER BY spent DESC, service
"""


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    """One finding a service that spent without orders where the council's rule is to have one."""
    bought.prepare(ledger)
    payments = payments_of(
        ledger, f"SELECT service, document, amount FROM ({_BOUGHT}) WHERE order_no IS NULL"
    )
    for service, whole, spent, documents, without, suppliers, ordered in ledger.rows(_FOUND):
        yield Finding(
            TEST.code,
            payments[service],
            spent,
            0.45 if ordered >= NEARLY_ALWAYS else 0.3,
            f"{service}: {without:,} of {documents:,} bills, {pounds(spent)}, have no order, in categories where "
            f"{ordered:.0%} of the council's bills or more have one. Innocent where the council's rules ask for none.",
            facts={
                "Without an order": f"{pounds(spent)} of {pounds(whole)} ({share(spent, whole)})",
                "Bills": f"{without:,} of {documents:,}",
                "Suppliers": f"{suppliers:,}",
            },
            subject=service,
        )


TEST = SpendTest(
    code="order-none",
    title="Spending without an order",
    family="buying",
    about="No order number, in a category where nearly every bill has one.",
    recoverable=Decimal("0.005"),
    find=find,
    needs=frozenset({"order_no"}),
)
