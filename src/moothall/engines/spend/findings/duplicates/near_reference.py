"""The same supplier and amount under a number that is nearly the same.

The rule: two documents of one supplier and amount, at most 190 days apart, whose numbers are the same once letters,
marks and leading noughts are gone and O, I and L are read as figures; or of which one is the other with a little
added; or which differ in one character; or in which two characters have changed places.

What it is not: numbers that follow each other (1041 and 1042 differ in one character, too), or parts of one bill
(1041/1 and 1041/2). For those it is the supplier's other bills that decide: where amounts come again and again, a
near number is the next number.

Source: one edit (Damerau 1964) covers four in five slips of the keyboard.
"""

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings.duplicates.bills import WINDOW
from moothall.engines.spend.findings.duplicates.evidence import (
    CHANCE,
    CHANCE_SAID,
    DATES,
    DAYS,
    FORM,
    INTERVAL,
    LONG,
    MATTER,
    NEAR,
    NEAR_DAYS,
    NEARNESS,
    ORDER,
    SAME,
    SERVICES,
    TAKEN,
    TURN,
    Piece,
    said,
    same_number,
    when,
)
from moothall.engines.spend.findings.duplicates.groups import findings
from moothall.engines.spend.findings.duplicates.pairs import blocked, weighed
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.ledger import Ledger

CODE = "duplicate-near-number"
WITHIN = 190  # days
_QUERY = blocked(
    "CASE WHEN kind = 'ledger' AND length(ref) >= 3 THEN hash(supplier, amount) END",
    f"b.day - a.day <= {WITHIN} AND a.supplier = b.supplier AND a.amount = b.amount AND {NEAR}",
    "b.amount",
)
_OFTEN = f"({CHANCE} * greatest(1, {DAYS} / {WINDOW}))"


_PIECES = (
    NEARNESS,
    ORDER,
    *when(SAME, (NEAR_DAYS, *same_number(sharing="1"))),
    *when(
        f"NOT {SAME}",
        (
            Piece(f"greatest(least(-1.1 * ln({_OFTEN} / 0.02), 3.2), -3.5)", CHANCE_SAID),
            Piece(
                "-1.3 * ln(greatest(CASE WHEN a.matter = b.matter THEN a.of_matter ELSE a.of_amount END - 1, 1))",
                said("more bills of this amount came from the supplier"),
            ),
            Piece(
                "CASE WHEN a.calendar OR b.calendar THEN -1.5 END",
                said("the number is a date, a month or a year"),
            ),
            Piece(
                "CASE WHEN length(a.core) <= 3 AND b.in_sequence IS DISTINCT FROM false THEN -1.0 END",
                said("the number is a short one"),
            ),
            Piece(f"CASE WHEN {DAYS} = 0 THEN -1.5 END", said("both were paid on one day")),
            INTERVAL,
            TURN,
            Piece(
                f"CASE WHEN a.ref <> b.ref AND {FORM.weight} IS NOT NULL THEN least({FORM.weight}, 2.5) END",
                FORM.words,
            ),
            TAKEN,
            DATES,
        ),
    ),
    Piece(
        "CASE WHEN a.core = b.core AND a.of_core > 2 THEN -1.3 * ln(a.of_core - 1) END",
        said("more bills bear this number with something after it: parts of one bill"),
    ),
    LONG,
    SERVICES,
    *MATTER,
)


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    return findings(
        ledger,
        CODE,
        weighed(ledger, _QUERY, 0.0, _PIECES),
        said="The supplier and the amount are the same and the invoice numbers nearly so.",
        innocent="It is no duplicate if these are two invoices of one price, or parts of one bill: look at both.",
    )


TEST = SpendTest(
    code=CODE,
    title="Same supplier and amount, nearly the same invoice number",
    family="duplicates",
    about=__doc__,
    recoverable=Decimal("0.9"),
    find=find,
    needs=frozenset({"invoice_no"}),
)
