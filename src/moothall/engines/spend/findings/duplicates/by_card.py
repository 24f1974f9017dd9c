"""Paid on the ledger and by card.

The rule: a purchase by card and a document of the ledger, of one supplier or of names plainly alike, at most 45 days
apart, of one amount: the card's with the ledger's net or gross, to the penny. What is at stake is what the card paid.

What it is not: a supplier who is paid both ways at one price again and again, told by how often either amount comes
again; or a round amount.

Source: card and creditor matching; card purchases carry no invoice number, so nothing but the amount, the supplier
and the days can agree.
"""

from collections.abc import Iterator
from decimal import Decimal
from math import log

from moothall.engines.spend.findings.duplicates.bills import BOTH, Bill, joined_bills
from moothall.engines.spend.findings.duplicates.groups import findings, joined
from moothall.engines.spend.findings.duplicates.names import alike
from moothall.engines.spend.findings.duplicates.weighing import Evidence, points, weigh_place
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.ledger import Ledger

CODE = "duplicate-by-card"
WITHIN = 45  # days
_USUAL = 30  # payments of one amount to one supplier, over which it is a price and left out
_NAME = "regexp_replace(lower(payee_name), '[^a-z0-9]', '', 'g')[:5]"
_QUERY = f"""
    WITH card AS (
        SELECT *, {_NAME} AS called, amount AS total FROM bill WHERE kind = 'card' AND of_amount <= {_USUAL}),
    booked AS (
        SELECT *, {_NAME} AS called,
               unnest(list_distinct([amount, coalesce(gross, amount), round(amount * 1.2, 2)::DECIMAL(18,2)])) AS total
        FROM bill WHERE kind = 'ledger' AND of_amount <= {_USUAL})
    SELECT {BOTH} FROM card a JOIN booked b USING (total)
    WHERE abs(b.day - a.day) <= {WITHIN} AND (a.supplier = b.supplier OR a.called = b.called)"""  # noqa: S608


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    return findings(
        ledger,
        CODE,
        joined(_pairs(ledger)),
        said="One amount was paid to one supplier by card and on the ledger.",
        innocent="It is no duplicate if two things were bought at one price: look at the card's receipt beside the "
        "invoice.",
    )


def _pairs(ledger: Ledger) -> Iterator[tuple[Bill, Bill, Decimal, Evidence]]:
    for card, booked in joined_bills(ledger, _QUERY):
        if card.supplier == booked.supplier or alike(card, booked):
            first, later = sorted((card, booked), key=lambda it: (it.day, it.document))
            yield first, later, card.amount, weigh(card, booked)


def weigh(card: Bill, booked: Bill) -> Evidence:
    """What speaks for and against a purchase by card and a document of the ledger."""
    evidence = Evidence(points(card, booked))
    repeat = max(card.others_repeat, booked.others_repeat)
    evidence.add(
        max(min(-0.9 * log(repeat / 0.08), 1.8), -3.0),
        "hardly any other amount comes again" if repeat < 0.08 else "other amounts come again too",
    )
    many = max(card.of_amount, booked.of_amount)
    if many > 1:
        evidence.add(-0.9 * log(1 + many), "the supplier was paid this amount more often")
    if card.amount % 100 == 0:
        evidence.add(-1.0, "the amount is in whole hundreds")
    elif card.amount % 5 == 0:
        evidence.add(-0.5, "the amount is a round one")
    elif card.amount % 1:
        evidence.add(0.7, "the amount is an odd one")
    if card.amount != booked.amount and card.amount != booked.gross:
        evidence.add(-0.7, "they agree only if the ledger's has VAT put on it")
    days = abs((booked.day - card.day).days)
    if days > 20:
        evidence.add(-0.5, f"{days} days lie between")
    if card.service and card.service == booked.service:
        evidence.add(0.6, "the service is the same")
    weigh_place(evidence, card._replace(service=None), booked._replace(service=None))
    return evidence


TEST = SpendTest(
    code=CODE,
    title="Paid on the ledger and by card",
    family="duplicates",
    about=__doc__,
    recoverable=Decimal("0.8"),
    find=find,
    needs=frozenset({"kind=card", "kind=ledger"}),
    prior=0.4,
)
