"""An order paid beyond its value.

The rule: what was paid on an order number, less credits, is more than what was ordered under it by over 2% and £10;
where amounts may hold VAT, by over 20% as well. The excess is at stake. An order that was paid twice over, or whose
last payment repeats an earlier one, is likely; one that grew a little is worth a look.

What it is not: an order that runs on (more than a dozen payments), or one that was raised again under its number.

Source: the three-way match of order, receipt and invoice, done after the event.
"""

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings.documents import prepare
from moothall.engines.spend.findings.duplicates.groups import payments_of
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.ledger import Ledger

CODE = "duplicate-beyond-order"
_RUNS_ON = 12  # payments, from which an order is taken to run on
_QUERY = """
    WITH said AS (
        SELECT upper(trim(order_no)) AS order_no, sum(amount) AS ordered, count(DISTINCT supplier) AS suppliers
        FROM purchase_order WHERE order_no IS NOT NULL AND amount > 0 GROUP BY ALL),
    paid AS (
        SELECT upper(trim(order_no)) AS order_no, sum(amount) AS paid,
               list(document ORDER BY paid, document) FILTER (amount > 0) AS documents,
               list(amount ORDER BY paid, document) FILTER (amount > 0) AS amounts,
               bool_or(basis IS DISTINCT FROM 'net') AS with_vat
        FROM document JOIN file USING (file) WHERE order_no IS NOT NULL AND NOT redacted GROUP BY ALL)
    SELECT order_no, ordered, paid, documents, amounts, with_vat FROM said JOIN paid USING (order_no)
    WHERE paid > ordered * CASE WHEN with_vat THEN 1.204 ELSE 1.02 END + 10 AND suppliers <= 1
    ORDER BY order_no"""


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    prepare(ledger)
    found = ledger.rows(_QUERY)
    payments = payments_of(ledger, [it for row in found for it in row[3]])
    for number, ordered, paid, documents, amounts, with_vat in found:
        excess = paid - ordered
        running, within = Decimal(0), []
        for document, amount in zip(documents, amounts, strict=True):
            if running + amount > ordered * (Decimal("1.204") if with_vat else Decimal("1.02")) + 10:
                break
            running += amount
            within.append(document)
        extra = documents[len(within) :]
        repeats = any(amounts[at] in amounts[:at] for at in range(len(within), len(documents)))
        likelihood = (
            0.8 if repeats and len(documents) <= 4 else 0.6 if repeats or excess > ordered / 2 else 0.45
        )
        if len(documents) > _RUNS_ON:
            likelihood = 0.2
        yield Finding(
            test=CODE,
            payments=tuple(id for it in extra for id in payments[it]),
            amount=excess,
            likelihood=likelihood,
            explanation=f"Order {number} was for £{ordered:,.2f} and £{paid:,.2f} has been paid on it: £{excess:,.2f} "
            "more. It is right if the order was added to: ask who raised it, and whether the last bill was for it.",
            beside=tuple(id for it in within for id in payments[it]),
            facts={"Ordered": f"£{ordered:,.2f}", "Paid": f"£{paid:,.2f}", "Payments": str(len(documents))},
        )


TEST = SpendTest(
    code=CODE,
    title="Order paid beyond its value",
    family="duplicates",
    about=__doc__,
    recoverable=Decimal("0.6"),
    find=find,
    needs=frozenset({"order_no", "purchase_order.order_no", "purchase_order.amount"}),
    prior=0.4,
)
