"""Paid on the ledger and by card.

The rule: a purchase by card and a document of the ledger, of one supplier or of names plainly alike, at most 62 days
apart, of one amount: the card's with the ledger's net or gross, to the penny (where VAT has to be put on, a penny for
every two lines, for it is rounded line by line). What is at stake is what the card paid.

What it is not: a supplier who is paid both ways at one price again and again, told by how often either amount comes
again; or a round amount.

Source: card and creditor matching; card purchases carry no invoice number, so nothing but the amount, the supplier
and the days can agree.
"""

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings.duplicates.bills import OFF
from moothall.engines.spend.findings.duplicates.evidence import (
    ALIKE,
    DAYS,
    MATTER,
    NEAR_DAYS,
    ORDER,
    Piece,
    said,
)
from moothall.engines.spend.findings.duplicates.groups import findings
from moothall.engines.spend.findings.duplicates.pairs import weighed
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.ledger import Ledger

CODE = "duplicate-by-card"
WITHIN = 62  # days
_START = 0.5
_EVEN = 0.05  # pairs expected by chance at which nothing is said for or against
_TELLING = 40  # bills of a supplier, from which its own tell how often an amount comes again
_LITTLE = 0.00002  # how likely two odd amounts are one
_USUAL = 30  # payments of one amount to one supplier, over which it is a price and left out
_QUERY = f"""
    WITH few AS (
        SELECT document, kind, supplier, day, amount, gross, hash(plain[:5]) AS called, {OFF} AS off
        FROM bill WHERE of_amount <= {_USUAL}),
    booked AS (
        SELECT *, unnest(list_distinct([amount, coalesce(gross, amount)] || list_transform(
                   range(-off, off + 1), lambda it: (round(amount * 1.2, 2) + it / 100)::DECIMAL(18,2)))) AS total
        FROM few WHERE kind = 'ledger'),
    either AS MATERIALIZED (
        SELECT a.document AS card, b.document AS booked, a.amount AS stake,
               (a.day, a.document) < (b.day, b.document) AS turn, a.supplier = b.supplier AS one_supplier
        FROM few a JOIN booked b ON a.amount = b.total AND (a.supplier = b.supplier OR a.called = b.called)
        WHERE a.kind = 'card' AND abs(b.day - a.day) <= {WITHIN}),
    alike AS (
        SELECT either.* FROM either JOIN bill a ON a.document = card JOIN bill b ON b.document = booked
        WHERE one_supplier OR {ALIKE} IS NOT NULL)
    SELECT CASE WHEN turn THEN card ELSE booked END AS one, CASE WHEN turn THEN booked ELSE card END AS other, stake
    FROM alike"""  # noqa: S608
# how likely two payments to one supplier are of one amount: as often as its own bills are, and at least a share that
# goes by how round the amount is
_CARD, _BOOKED = (
    {at: f"CASE WHEN (a.kind = 'card') = {card} THEN a.{at} ELSE b.{at} END"
     for at in ("amount", "gross", "of_supplier", "of_amount", "habit", "crowding")}
    for card in ("true", "false")
)  # fmt: skip
_ROUND = (
    f"(CASE WHEN {_CARD['amount']} % 100 = 0 THEN 0.02 WHEN {_CARD['amount']} % 5 = 0 THEN 0.005 "
    f"WHEN {_CARD['amount']} % 1 = 0 THEN 0.001 ELSE {_LITTLE} END)"
)
_OWN = f"((({_BOOKED['habit']}) + ({_BOOKED['crowding']})) / ({_BOOKED['of_supplier']}))"
_EQUAL = (
    f"CASE WHEN {_BOOKED['of_supplier']} >= {_TELLING} THEN greatest({_LITTLE}, {_OWN}) "
    f"ELSE greatest({_ROUND}, CASE WHEN {_BOOKED['of_amount']} > 1 THEN {_OWN} END) END"
)
_CHANCE = (
    f"(({_CARD['of_supplier']}) * ({_BOOKED['of_supplier']}) * ({_EQUAL}) / 4)"  # in a third of a year or so
)
_PIECES = (
    NEAR_DAYS,
    ORDER,
    Piece(
        f"greatest(least(-ln({_CHANCE} / {_EVEN}), 4.0), -3.0)",
        f"CASE WHEN {_CHANCE} < {_EVEN} THEN 'chance would hardly bring two equal amounts' "
        "ELSE format('{} purchases by card and {} bills may well agree by chance', "
        f"{_CARD['of_supplier']}, {_BOOKED['of_supplier']}) END",
    ),
    Piece(
        "CASE WHEN greatest(a.of_amount, b.of_amount) > 1 THEN -1.2 * ln(1 + greatest(a.of_amount, b.of_amount)) END",
        said("the supplier was paid this amount more often"),
    ),
    Piece(
        f"CASE WHEN {_CARD['amount']} <> {_BOOKED['amount']} "
        f"AND {_CARD['amount']} IS DISTINCT FROM {_BOOKED['gross']} THEN -0.7 END",
        said("they agree only if the ledger's has VAT put on it"),
    ),
    Piece(f"CASE WHEN {DAYS} > 20 THEN -0.5 END", f"format('{{}} days lie between', {DAYS})"),
    Piece("CASE WHEN a.service = b.service THEN 0.8 END", said("the service is the same")),
    *MATTER,
)


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    return findings(
        ledger,
        CODE,
        weighed(ledger, _QUERY, _START, _PIECES),
        said="One amount was paid to one supplier by card and on the ledger.",
        innocent="It is no duplicate if two things were bought at one price: look at the card's receipt beside the "
        "invoice.",
    )


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
