"""Orders raised after the invoice.

Rule: the order is dated after the invoice's date (without one, after the day it was received, else paid). The order's
date is the payment's own, else that of the order with its number in an extract of orders. One finding a service, with
every such document and its share of the service's documents that have an order with a date.

What it is not: an overpayment. It shows that nobody agreed to the spending before it was made. Call-off orders raised
once a month, emergencies and invoices dated ahead by the supplier are innocent; where most of a council's orders
are late, single ones say little and none is called likely.
"""
# ruff: noqa: S608 (queries are made of words of our own: whatever is asked for comes as a parameter)

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings import bought
from moothall.engines.spend.findings.bought import payments_of
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.findings.wording import pounds, share
from moothall.engines.spend.ledger import Ledger

USUAL = 0.1  # of a council's orders: from here on a late order is its habit

_ORDERED = """
    WITH raised AS (
        SELECT upper(trim(order_no)) AS order_no, min(raised) AS raised FROM purchase_order
        WHERE order_no IS NOT NULL GROUP BY ALL),
    dated AS (
        SELECT document, supplier, coalesce(service, 'no service given') AS service, amount,
               coalesce(ordered, raised) AS ordered, coalesce(invoiced, received, paid) AS invoiced
        FROM document LEFT JOIN raised ON raised.order_no = upper(trim(document.order_no)) WHERE amount > 0)
    SELECT *, ordered > invoiced AS late, date_diff('day', invoiced, ordered) AS days FROM dated
    WHERE ordered IS NOT NULL AND invoiced IS NOT NULL
"""
_FOUND = f"""
    SELECT service, count(*), count(*) FILTER (late) AS times, sum(amount) FILTER (late) AS spent,
           median(days) FILTER (late), max(days), count(DISTINCT supplier) FILTER (late)
    FROM ({_ORDERED}) GROUP BY service HAVING count(*) FILTER (late) > 0 ORDER BY spent DESC, service
"""


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    """One finding a service with orders raised after their invoices."""
    bought.prepare(ledger)
    habit = float(ledger.one(f"SELECT coalesce(avg(late::INTEGER), 0) FROM ({_ORDERED})"))
    payments = payments_of(ledger, f"SELECT service, document, amount FROM ({_ORDERED}) WHERE late")
    for service, documents, times, spent, median, most, suppliers in ledger.rows(_FOUND):
        yield Finding(
            TEST.code,
            payments[service],
            spent,
            0.6 if habit < USUAL else 0.4,
            f"{service}: {times:,} of {documents:,} orders were raised after the invoice, {pounds(spent)} in all, "
            f"by {median:.0f} days in the middle. Innocent for call-off orders and emergencies.",
            facts={
                "Raised after the invoice": f"{times:,} of {documents:,} ({share(times, documents)})",
                "Of all the council's orders": f"{habit:.1%}",
                "Pounds": pounds(spent),
                "Days late, middle and most": f"{median:.0f} and {most:.0f}",
                "Suppliers": f"{suppliers:,}",
            },
            subject=service,
        )


TEST = SpendTest(
    code="order-retrospective",
    title="Orders raised after the invoice",
    family="buying",
    about="The order is dated after the invoice that it should have come before.",
    recoverable=Decimal("0.005"),
    find=find,
    needs=frozenset({"order_no"}),
    prior=0.6,
)
