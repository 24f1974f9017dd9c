"""An invoice paid in full and again in parts.

The rule: three or more documents of one supplier and invoice number (a part's ending such as '/1' or '-2' left off),
of which one is, to twopence, what all the others come to. What is at stake is that amount.

What it is not: a number that the supplier uses for everything, told by its other bills; or parts whose full invoice
was credited.

Source: stage payments that are entered beside the invoice they belong to.
"""

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings.duplicates.evidence import (
    LONG,
    NEAR_DAYS,
    ORDER,
    Piece,
    said,
    same_number,
)
from moothall.engines.spend.findings.duplicates.groups import findings
from moothall.engines.spend.findings.duplicates.pairs import weighed
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.ledger import Ledger

CODE = "duplicate-full-and-parts"
_START = 2.0  # supplier and number, and a sum to the penny
_PART = r"regexp_replace(invoice_no, '[^A-Z0-9]+(PT|PART|P)?[0-9A-Z]$', '')"
_BASE = f"regexp_replace({_PART}, '[^A-Z0-9]', '', 'g')"
# Each payment of an invoice beside the first; the full one is what was paid too much, or all the parts are.
_QUERY = f"""
    WITH based AS MATERIALIZED (
        SELECT document, supplier, amount, day, hash(CASE WHEN length({_BASE}) >= 4 THEN {_BASE} ELSE ref END) AS base
        FROM bill WHERE ref IS NOT NULL AND kind = 'ledger'),
    several AS (
        SELECT supplier, base, max(amount) AS most, count(DISTINCT amount) > 2 AS unlike FROM based GROUP BY ALL
        HAVING count(*) BETWEEN 3 AND 13 AND abs(sum(amount) - 2 * max(amount)) <= 0.02),
    parts AS (
        SELECT document, unlike, first_value(document) OVER turn AS one, amount,
               amount = most AND row_number() OVER (PARTITION BY supplier, base, amount ORDER BY document) = 1 AS whole
        FROM based JOIN several USING (supplier, base)
        WINDOW turn AS (PARTITION BY supplier, base ORDER BY day, document))
    SELECT parts.one, parts.document AS other, parts.unlike,
           CASE WHEN parts.whole OR begun.whole THEN parts.amount ELSE 0 END AS stake
    FROM parts JOIN parts AS begun ON begun.document = parts.one WHERE parts.document <> parts.one"""  # noqa: S608
_PIECES = (
    NEAR_DAYS,
    ORDER,
    *same_number(sharing="a.of_ref"),
    LONG,
    Piece("CASE WHEN found.unlike THEN 0.7 END", said("the parts are of different amounts")),
)


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    return findings(
        ledger,
        CODE,
        weighed(ledger, _QUERY, _START, _PIECES),
        said="One payment of the invoice is what the others come to together.",
        innocent="It is no duplicate if the number stands for an order or an account, or if the full amount was "
        "returned.",
    )


TEST = SpendTest(
    code=CODE,
    title="Paid in full and again in parts",
    family="duplicates",
    about=__doc__,
    recoverable=Decimal("0.8"),
    find=find,
    needs=frozenset({"invoice_no"}),
)
