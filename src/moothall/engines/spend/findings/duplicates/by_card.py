"""Paid on the ledger and by card.

The rule: a purchase by card and a document of the ledger, of one supplier or of names plainly alike, at most 62 days
apart, of one amount: the card's with the ledger's net or gross, to the penny. What is at stake is what the card paid.

What it is not: a supplier who is paid both ways at one price again and again, told by how often either amount comes
again; or a round amount.

Source: card and creditor matching; card purchases carry no invoice number, so nothing but the amount, the supplier
and the days can agree.
"""

from collections.abc import Iterator
from decimal import Decimal
from math import log

from moothall.engines.spend.findings.duplicates.bills import Bill, joined_bills
from moothall.engines.spend.findings.duplicates.groups import findings, joined
from moothall.engines.spend.findings.duplicates.names import alike
from moothall.engines.spend.findings.duplicates.weighing import Evidence, points, weigh_matter
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.ledger import Ledger

CODE = "duplicate-by-card"
WITHIN = 62  # days
_EVENLY = 62  # points at which it is as likely as not: chance is counted by itself below
_EVEN = 0.05  # pairs expected by chance at which nothing is said for or against
_USUAL = 30  # payments of one amount to one supplier, over which it is a price and left out
_NAME = "regexp_replace(lower(payee_name), '[^a-z0-9]', '', 'g')[:5]"
_QUERY = f"""
    WITH card AS (
        SELECT *, {_NAME} AS called, amount AS total FROM bill WHERE kind = 'card' AND of_amount <= {_USUAL}),
    booked AS (
        SELECT *, {_NAME} AS called,
               unnest(list_distinct([amount, coalesce(gross, amount), round(amount * 1.2, 2)::DECIMAL(18,2)])) AS total
        FROM bill WHERE kind = 'ledger' AND of_amount <= {_USUAL})
    SELECT a.document, b.document FROM card a JOIN booked b USING (total)
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
    evidence = Evidence(points(card, booked), even=_EVENLY)
    chance = (
        card.of_supplier * booked.of_supplier * equal_by_chance(card.amount, booked) / 4
    )  # in a third of a year or so
    evidence.add(
        max(min(-log(chance / _EVEN), 4.0), -3.0),
        "chance would hardly bring two equal amounts"
        if chance < _EVEN
        else f"{card.of_supplier} purchases by card and {booked.of_supplier} bills may well agree by chance",
    )
    many = max(card.of_amount, booked.of_amount)
    if many > 1:
        evidence.add(-1.2 * log(1 + many), "the supplier was paid this amount more often")
    if card.amount != booked.amount and card.amount != booked.gross:
        evidence.add(-0.7, "they agree only if the ledger's has VAT put on it")
    days = abs((booked.day - card.day).days)
    if days > 20:
        evidence.add(-0.5, f"{days} days lie between")
    if card.service and card.service == booked.service:
        evidence.add(0.8, "the service is the same")
    weigh_matter(evidence, card, booked, services=False)
    return evidence


def equal_by_chance(amount: Decimal, booked: Bill) -> float:
    """How likely two payments to one supplier are of one amount: as often as its own bills are, and at least a share
    that goes by how round the amount is."""
    steps = ((100, 0.02), (5, 0.005), (1, 0.001))
    least = next((share for step, share in steps if amount % step == 0), 0.00002)
    return max(least, booked.chance / booked.of_supplier) if booked.of_amount > 1 else least


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
