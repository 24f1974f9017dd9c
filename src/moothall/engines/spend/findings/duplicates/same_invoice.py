"""The same supplier, invoice number and amount, more than once.

The rule: two or more documents of one supplier with one invoice number (its spaces and marks apart) and one amount.
All but the first are held to be paid too much.

What it is not: one invoice on many lines, which is one document; a number that this supplier uses for every bill, or
that is a month, a year or an account number; instalments at a steady interval; a bill that was credited and billed
again; a number that two services share on one day, which is one invoice in two halves.

Source: the first of the reports that matching of creditor payments has given since the National Fraud Initiative
began; the commonest true duplicate is an invoice and its copy, both entered.
"""

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings.duplicates.bills import MOST
from moothall.engines.spend.findings.duplicates.evidence import (
    INTERVAL,
    LONG,
    MATTER,
    NEAR_DAYS,
    ORDER,
    SERVICES,
    Piece,
    said,
    same_number,
)
from moothall.engines.spend.findings.duplicates.groups import findings
from moothall.engines.spend.findings.duplicates.pairs import weighed
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.ledger import Ledger

CODE = "duplicate-same-invoice"
_START = 1.0  # as likely as three to one, before the number is asked how much it says
_QUERY = f"""
    WITH turned AS (
        SELECT document, supplier, number, amount, lag(document) OVER turn AS one, day - lag(day) OVER turn AS gap
        FROM bill WHERE number IS NOT NULL AND kind = 'ledger'
        WINDOW turn AS (PARTITION BY supplier, number, amount ORDER BY day, document)),
    shared AS (
        SELECT supplier, number, amount, count(*) AS sharing, min(gap) AS least, max(gap) AS most, median(gap) AS usual
        FROM turned GROUP BY ALL HAVING count(*) BETWEEN 2 AND {MOST})
    SELECT one, document AS other, amount AS stake, sharing,
           sharing > 2 AND least >= 6 AND most <= 2.5 * usual AS steady
    FROM turned JOIN shared USING (supplier, number, amount) WHERE one IS NOT NULL"""  # noqa: S608
_PIECES = (
    NEAR_DAYS,
    ORDER,
    *same_number(sharing="found.sharing"),
    LONG,
    SERVICES,
    *MATTER,
    # many equal bills at steady intervals are instalments, in a heap they are a price
    Piece(
        "CASE WHEN found.steady THEN -4.0 WHEN found.sharing > 3 THEN -ln(found.sharing - 1) END",
        "CASE WHEN found.steady THEN format('{} of them come at a steady interval', found.sharing) "
        "ELSE format('there are {} of them', found.sharing) END",
    ),
    Piece(f"CASE WHEN a.calendar THEN {INTERVAL.weight} END", INTERVAL.words),
    Piece(
        "CASE WHEN b.unnumbered AND a.day = b.day THEN -1.5 END",
        said("nothing but its repetition tells it from another line of the same document"),
    ),
)


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    return findings(
        ledger,
        CODE,
        weighed(ledger, _QUERY, _START, _PIECES),
        said="The supplier, the invoice number and the amount are the same.",
        innocent="It is no duplicate if the number stands for an order, an account or a period, if these are "
        "instalments, or if one of them was returned or credited under another number.",
    )


TEST = SpendTest(
    code=CODE,
    title="Same supplier, invoice number and amount",
    family="duplicates",
    about=__doc__,
    recoverable=Decimal("0.9"),
    find=find,
    needs=frozenset({"invoice_no"}),
)
