"""The net and the gross of one invoice, both paid.

The rule: two documents of one supplier, one of which is the other with VAT on it: the amounts stand as 1 to 1.20, or
1 to 1.05, to the penny. With the same or nearly the same number within 190 days; without, within 65 days. What is at
stake is the smaller.

What it is not: two bills whose amounts happen to stand so. Round amounts often do (£100 and £120); odd ones with one
number between them hardly ever.

Source: invoices that are keyed once from the net and once from the total; standard and reduced rates of VAT are 20%
and 5% (Value Added Tax Act 1994, sections 2 and 29A).
"""

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings.duplicates.bills import OFF, WINDOW
from moothall.engines.spend.findings.duplicates.evidence import (
    LONG,
    MATTER,
    NEAR_DAYS,
    NEARNESS,
    ORDER,
    SAME,
    SERVICES,
    Piece,
    said,
    same_number,
    when,
)
from moothall.engines.spend.findings.duplicates.groups import findings
from moothall.engines.spend.findings.duplicates.pairs import weighed
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.ledger import Ledger

CODE = "duplicate-net-and-gross"
_NUMBERED = 190  # days, with a number in common
_AGAIN = 0.0006  # of bills are paid net and gross
_ENTERED_GROSS = 0.003  # of bills that have VAT are entered with it and without it being told
_PRICES = "2 * (2 * found.off + 1)"  # amounts that stand so to one: two rates, some pence either way
_USUAL = 60  # bills of one amount, over which it is a price and left out
_QUERY = f"""
    WITH net AS (
        SELECT document, supplier, kind, day, ref, core, number, invoiced, order_no, amount, 1 + {OFF} AS off,
               round(amount * unnest([1.20, 1.05]), 2)::DECIMAL(18,2) AS taxed
        FROM bill WHERE of_amount <= {_USUAL} AND amount >= 5),
    either AS (SELECT *, (taxed + unnest(range(-off, off + 1)) / 100)::DECIMAL(18,2) AS total FROM net),
    stand AS (
        SELECT a.document AS net, b.document AS gross, a.amount AS stake, a.supplier, a.off,
               abs(b.day - a.day) AS days,
               b.day < a.day OR b.day = a.day AND b.document < a.document AS turned,
               coalesce(a.number = b.number OR a.core = b.core AND length(a.core) >= 4, false) AS numbered,
               a.ref IS NULL OR b.ref IS NULL OR damerau_levenshtein(a.ref, b.ref) <= 1
                   OR coalesce(a.invoiced = b.invoiced OR a.order_no = b.order_no, false) AS may
        FROM either a JOIN bill b ON a.supplier = b.supplier AND a.total = b.amount
        WHERE a.kind = b.kind AND b.of_amount <= {_USUAL} AND abs(b.day - a.day) <= {3 * WINDOW}),
    told AS (SELECT *, count(*) OVER (PARTITION BY supplier) - 1 AS others FROM stand)
    SELECT CASE WHEN turned THEN gross ELSE net END AS one, CASE WHEN turned THEN net ELSE gross END AS other,
           stake, others, off
    FROM told WHERE numbered AND days <= {_NUMBERED} OR may AND days <= {WINDOW}"""  # noqa: S608
# which of three cases it is: one number; two that are near; no number to go by
_ONE = "coalesce(a.ref = b.ref, false)"
_TWO = "coalesce(a.ref <> b.ref, false)"
_NONE = "(a.ref IS NULL OR b.ref IS NULL)"
_LESS, _MORE = (
    {
        at: f"CASE WHEN (a.amount < b.amount) = {first} THEN a.{at} ELSE b.{at} END"
        for at in ("amount", "vat", "untaxed", "crowding")
    }
    for first in ("true", "false")
)
_GROSSED = (
    f"coalesce({_LESS['vat']} > 0 AND {_MORE['vat']} = 0 "
    f"AND {_LESS['amount']} + {_LESS['vat']} = {_MORE['amount']}, false)"
)
# Chance: by how close the supplier's amounts stand and how many of its bills stand so, of one service or of two, and
# where the larger has no VAT, how few of its bills have none. Or one of its bills at a price was entered with its VAT.
_OFTEN = f"""(
    greatest({_PRICES} * ({_MORE["crowding"]}), found.others / 3 / a.of_supplier)
    * CASE WHEN a.service = b.service THEN greatest(a.together, 0.1) / 0.85
           WHEN a.service <> b.service THEN (1.05 - a.together) / 0.15 ELSE 1 END
    * CASE WHEN {_GROSSED} THEN greatest({_MORE["untaxed"]}, 0.005) ELSE 1 END
    + CASE WHEN {_GROSSED} THEN {_ENTERED_GROSS} * greatest(a.habit, b.habit) ELSE 0 END)"""


_PIECES = (
    *when(_ONE, (NEAR_DAYS, ORDER, *same_number())),
    *when(
        _TWO,
        (
            NEAR_DAYS,
            ORDER,
            NEARNESS,
            Piece(f"CASE WHEN NOT {SAME} THEN -0.8 END", said("the amounts differ as well as the numbers")),
            Piece(
                f"CASE WHEN NOT {SAME} THEN -0.5 * ln(1 + a.of_supplier / 20) END",
                "format('the supplier has {} bills', a.of_supplier)",
            ),
            Piece(
                f"CASE WHEN NOT {SAME} AND least(length(a.core), length(b.core)) <= 4 THEN -1.0 END",
                said("the number is a short one"),
            ),
            Piece("-1.9", said("the amounts are not the same")),
        ),
    ),
    *when(
        _NONE,
        (
            Piece(
                f"greatest(least(ln({_AGAIN} * CASE WHEN {_GROSSED} THEN 1 ELSE 0.4 END / {_OFTEN}), 4.5), -5.0)",
                f"format('{{:.3f}}% of such bills of this supplier stand so to another within {WINDOW} days "
                f"by chance', 100 * {_OFTEN})",
            ),
            Piece("CASE WHEN b.beat = 2 THEN -2.0 END", said("it comes when the supplier's next bill would")),
        ),
    ),
    # a gross that was entered as a net has no VAT
    Piece(
        f"CASE WHEN {_GROSSED} THEN CASE WHEN {_NONE} THEN NULL ELSE 2.5 END "
        f"WHEN {_LESS['vat']} > 0 AND {_MORE['vat']} = 0 THEN 1.0 "
        f"WHEN {_LESS['vat']} = 0 OR {_MORE['vat']} > 0 THEN CASE WHEN {_ONE} THEN -1.5 ELSE -5.0 END END",
        f"CASE WHEN {_LESS['vat']} > 0 AND {_MORE['vat']} = 0 THEN 'the larger has no VAT, the smaller has' "
        "ELSE 'each has the VAT of its own amount' END",
    ),
    Piece(
        f"CASE WHEN {_NONE} THEN NULL WHEN {_LESS['amount']} % 5 = 0 THEN CASE WHEN {_ONE} THEN -0.4 ELSE -1.2 END "
        f"WHEN {_LESS['amount']} % 1 <> 0 THEN 0.8 END",
        f"CASE WHEN {_LESS['amount']} % 5 = 0 THEN 'round amounts often stand so' ELSE 'the amount is an odd one' END",
    ),
    LONG,
    *when(f"NOT {_NONE}", (SERVICES,)),
    *MATTER,
)


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    return findings(
        ledger,
        CODE,
        weighed(ledger, _QUERY, 0.5, _PIECES),
        said="One amount is the other with VAT on it, and the supplier is the same.",
        innocent="It is no duplicate if the second puts the first right and the first was returned, or if these "
        "are two invoices: look at the invoice for its total.",
    )


TEST = SpendTest(
    code=CODE,
    title="Net and gross of one invoice both paid",
    family="duplicates",
    about=__doc__,
    recoverable=Decimal("0.8"),
    find=find,
    prior=0.4,
)
