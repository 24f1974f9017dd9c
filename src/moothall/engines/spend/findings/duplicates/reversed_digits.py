"""Two figures of the amount have changed places.

The rule: two documents of one supplier, at most 120 days apart, whose amounts have the same figures in another order
(so that the difference divides by nine), with the same number, the same invoice date or the same day. With no more
than a date in common, only two figures may have changed places.

What it is not: one of many bills of a supplier that happen to have the same figures. The more bills there are, the
less it is worth without the number. What is at stake is the smaller.

Source: the check by nines of bookkeeping: a transposition changes a sum by a multiple of nine.
"""

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings.duplicates.evidence import (
    MATTER,
    NEAR_DAYS,
    ORDER,
    SERVICES,
    Piece,
    said,
    same_number,
    when,
)
from moothall.engines.spend.findings.duplicates.groups import findings
from moothall.engines.spend.findings.duplicates.pairs import blocked, weighed
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.ledger import Ledger

CODE = "duplicate-reversed-digits"
_SAME = "coalesce(a.ref = b.ref, false)"
_LONG = "length(a.amount::VARCHAR) <> length(b.amount::VARCHAR)"
_MOVED = "hamming(a.amount::VARCHAR, b.amount::VARCHAR)"
_TWO = f"(CASE WHEN {_LONG} THEN false ELSE {_MOVED} = 2 END)"
_QUERY = blocked(
    "CASE WHEN amount >= 10 THEN hash(supplier, kind, list_sort(string_split(amount::VARCHAR, ''))) END",
    "a.supplier = b.supplier AND a.amount <> b.amount AND b.day - a.day <= 120 "
    f"AND ({_SAME} OR {_TWO} AND coalesce(a.day = b.day OR a.invoiced = b.invoiced, false))",
    "least(a.amount, b.amount)",
)
_PIECES = (
    NEAR_DAYS,
    ORDER,
    Piece(f"CASE WHEN NOT {_SAME} THEN -2.5 END", said("they have no number in common")),
    *when(_SAME, same_number()),
    Piece(
        f"CASE WHEN NOT {_SAME} THEN -0.6 * ln(1 + a.of_supplier / 10) END",
        "format('the supplier has {} bills', a.of_supplier)",
    ),
    Piece("CASE WHEN a.ref <> b.ref THEN -0.8 END", said("the numbers differ")),
    Piece(f"CASE WHEN NOT {_TWO} THEN -0.8 END", said("more than two figures stand elsewhere")),
    Piece(
        "CASE WHEN a.amount % 10 = 0 AND b.amount % 10 = 0 THEN -0.8 END", said("the amounts are round ones")
    ),
    SERVICES,
    *MATTER,
)


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    return findings(
        ledger,
        CODE,
        weighed(ledger, _QUERY, 1.2, _PIECES),
        said="The amounts have the same figures in another order, and the supplier is the same.",
        innocent="It is no duplicate if these are two invoices: look at the amount on each, and whether the wrong "
        "one was returned.",
    )


TEST = SpendTest(
    code=CODE,
    title="Figures of the amount reversed",
    family="duplicates",
    about=__doc__,
    recoverable=Decimal("0.8"),
    find=find,
    prior=0.4,
)
