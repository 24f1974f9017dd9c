"""VAT over 20% of the net, or the VAT of an invoice paid again by itself.

The rule: a document whose VAT is more than 20% of its net by over a penny a line and a tenth of a per cent; the
excess is at stake. And a document whose amount is the VAT of an earlier one of the same supplier and number.

What it is not: VAT alone, as on imports or a correction, where the net is next to nothing; or a file whose VAT column
holds something else, told by how many of its documents break the rule.

Source: Value Added Tax Act 1994, section 2: no rate is higher than 20%.
"""

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings.documents import prepare
from moothall.engines.spend.findings.duplicates.evidence import (
    LONG,
    MATTER,
    NEAR_DAYS,
    ORDER,
    SERVICES,
    Piece,
    same_number,
)
from moothall.engines.spend.findings.duplicates.groups import findings, payments_of
from moothall.engines.spend.findings.duplicates.pairs import FLOOR, weighed
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.ledger import Ledger

CODE = "duplicate-vat"
_MANY = 0.02  # of a file's documents with VAT over 20%, from which its VAT column is not what it says
_OVER = """
    WITH charged AS (
        SELECT document, file, invoice_no, net, vat, vat - round(net * 0.2, 2) AS over,
               vat > net * 0.201 + 0.01 * lines + 0.01 AS breaks
        FROM document WHERE vat > 0 AND net IS NOT NULL)
    SELECT document, invoice_no, net, vat, over,
           (count(*) FILTER (breaks) OVER file - 1) / (count(*) OVER file + 20) AS often
    FROM charged WINDOW file AS (PARTITION BY file) QUALIFY breaks ORDER BY document"""
_ALONE = """
    SELECT a.document AS one, b.document AS other, b.amount AS stake FROM bill a JOIN bill b USING (supplier, number)
    WHERE a.kind = 'ledger' AND b.kind = 'ledger' AND (a.day, a.document) < (b.day, b.document)
    AND a.of_ref <= 10 AND a.amount >= 5
    AND b.amount IN (a.vat, round(a.amount * 0.2, 2), a.gross - a.net)"""
_START = 0.3  # supplier and number, and an amount that stands to the other as VAT does
_PIECES = (
    NEAR_DAYS,
    ORDER,
    *same_number(),
    LONG,
    SERVICES,
    *MATTER,
    Piece(
        "CASE WHEN a.vat IS NULL THEN -1.0 WHEN a.gross IS NULL OR a.amount = a.net THEN -0.8 END",
        "CASE WHEN a.vat IS NULL THEN 'the ledger does not say what VAT the first had' "
        "ELSE 'the first may have been paid without its VAT' END",
    ),
)


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    prepare(ledger)
    yield from _over(ledger)
    yield from findings(
        ledger,
        CODE,
        weighed(ledger, _ALONE, _START, _PIECES),
        said="The second payment is the VAT of the first, under the same invoice number.",
        innocent="It is no duplicate if the VAT was left off the first payment: look at what the invoice comes to.",
    )


def _over(ledger: Ledger) -> Iterator[Finding]:
    found = ledger.rows(_OVER)
    payments = payments_of(ledger, [row[0] for row in found])
    for document, number, net, vat, over, often in found:
        likelihood = charged_twice(net, vat) * (1 if often < _MANY else _MANY / often)
        if likelihood < FLOOR:
            continue
        yield Finding(
            test=CODE,
            payments=payments[document],
            amount=over,
            likelihood=round(likelihood, 3),
            explanation=f"VAT of £{vat:,.2f} was paid on £{net:,.2f}, which is more than 20%: £{over:,.2f} too much. "
            "It is right if the invoice is for VAT alone, as on imports, or if the net is that of one part.",
            facts={
                "Invoice number": number or "none",
                "VAT as a share of the net": f"{vat / net:.1%}" if net > 0 else "there is no net",
                "Other documents of the file with more than 20%": f"{often:.2%}",
            },
        )


def charged_twice(net: Decimal, vat: Decimal) -> float:
    """How likely VAT over 20% is a mistake that costs money: next to none where there is hardly a net."""
    if net <= 0 or vat > net:
        return 0.2
    rate = vat / net
    return 0.9 if abs(rate - Decimal("0.4")) < Decimal("0.002") else 0.7


TEST = SpendTest(
    code=CODE,
    title="VAT over 20% of the net, or paid again by itself",
    family="duplicates",
    about=__doc__,
    recoverable=Decimal("0.9"),
    find=find,
    needs=frozenset({"vat"}),
)
