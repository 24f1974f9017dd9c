"""The same invoice number and amount under two suppliers.

The rule: two documents of two suppliers with one invoice number and one amount. An invoice that was entered under the
wrong supplier, then again under the right one, looks like this; so does one that somebody else sent in.

What it is not: a number that many suppliers use (a short one, a date, a batch of ours), or a round amount that many
are paid. The longer the number and the odder the amount, the less chance explains it.

Source: payment matching across creditors by number and amount.
"""

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings.duplicates.evidence import (
    ALIKE,
    LONG,
    MATTER,
    NEAR_DAYS,
    ORDER,
    Piece,
    said,
)
from moothall.engines.spend.findings.duplicates.groups import findings
from moothall.engines.spend.findings.duplicates.pairs import blocked, weighed
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.ledger import Ledger

CODE = "duplicate-other-supplier"
_START = 1.0  # amount and number, and neither supplier nor day: how long and how odd they are comes on top
_QUERY = blocked(
    "CASE WHEN kind = 'ledger' AND length(core) >= 3 THEN hash(number, amount) END",
    f"a.supplier <> b.supplier AND a.ref = b.ref AND a.amount = b.amount AND {ALIKE} IS NULL",
    "b.amount",
)
_PIECES = (
    NEAR_DAYS,
    ORDER,
    Piece(
        "CASE length(a.core) WHEN 3 THEN -1.5 WHEN 4 THEN 0.3 WHEN 5 THEN 1.5 ELSE 2.5 END",
        "format('the number has {} figures', length(a.core))",
    ),
    # a batch of ours, or one award to many
    Piece(
        "CASE WHEN found.sharing > 2 THEN -2.0 * ln(found.sharing - 1) END",
        "format('{} bills share number and amount', found.sharing)",
    ),
    Piece("CASE WHEN a.calendar THEN -1.5 END", said("the number is a date, a month or a year")),
    Piece(
        "CASE WHEN a.users > 2 THEN -2.0 * ln(a.users - 1) END",
        "format('{} suppliers use this number', a.users)",
    ),
    Piece(
        "CASE WHEN greatest(a.of_ref, b.of_ref) > 1 THEN -1.2 * ln(1 + greatest(a.of_ref, b.of_ref)) END",
        said("one of the suppliers uses the number again"),
    ),
    Piece(
        "CASE WHEN a.amount % 100 = 0 THEN -1.0 WHEN a.amount % 1 <> 0 THEN 0.5 END",
        "CASE WHEN a.amount % 100 = 0 THEN 'the amount is in whole hundreds' ELSE 'the amount is an odd one' END",
    ),
    Piece("CASE WHEN a.service = b.service THEN 0.5 END", said("the service is the same")),
    LONG,
    *MATTER,
)


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    return findings(
        ledger,
        CODE,
        weighed(ledger, _QUERY, _START, _PIECES),
        said="Two suppliers were paid for one invoice number and one amount.",
        innocent="It is no duplicate if each supplier sent an invoice of its own: look at both.",
    )


TEST = SpendTest(
    code=CODE,
    title="Same invoice number and amount under two suppliers",
    family="duplicates",
    about=__doc__,
    recoverable=Decimal("0.8"),
    find=find,
    needs=frozenset({"invoice_no"}),
    prior=0.4,
)
