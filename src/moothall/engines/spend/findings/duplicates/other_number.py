"""The same supplier and amount within weeks of each other, under another number or none.

The rule: two documents of one supplier and one amount of £250 or more, next to each other in time and at most 65 days
apart, whose numbers differ (or that have none). A copy that was entered under a statement's, an order's or a mistyped
number looks like this. Where neither has a number, the two may also be of what looks like one supplier under two
names, if one of the names has three bills or fewer.

What it is not: rent, leases, subscriptions, taxis and placements at a list price, told by this supplier's other
bills: how often its amounts come again, and how close its equal bills stand otherwise. What tells most is the number:
one that none of the supplier's others is made like, or that comes out of its turn. Numbers that follow each other are
two invoices, and numbers that are nearly the same are judged by a test of their own.

Source: payment matching on supplier, amount and date; it finds most and is most often wrong, so here it must be the
exception with a supplier before it is called likely.
"""

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings.duplicates.bills import AT_ONCE, MOST, WINDOW
from moothall.engines.spend.findings.duplicates.evidence import (
    ACCOUNTS,
    ALIKE,
    BEAT,
    CHANCE,
    CHANCE_SAID,
    DAYS,
    FORM,
    MATTER,
    NEAR,
    ORDER,
    SERVED,
    TURN,
    Piece,
    said,
)
from moothall.engines.spend.findings.duplicates.groups import findings
from moothall.engines.spend.findings.duplicates.pairs import weighed
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.ledger import Ledger

CODE = "duplicate-other-number"
_AGAIN = 0.0014  # of bills are paid again: 0.05 to 0.5% is what councils report
_ENTERED_OTHERWISE = 0.001  # … under another number, where bills have numbers
_FEW = 3  # bills of a supplier that may be another's second account, where no number tells
_LEAST = 250  # pounds: under this equal amounts are common, and recovery audits do not look
_NAMED = "(months <> '' OR codes <> '')"
_NUMBERED = "(a.ref IS NOT NULL AND b.ref IS NOT NULL)"


def _next(key: str, where: str) -> str:
    """Bills and the next that agrees in `key`, with how the others of the key stand in time."""
    return f"""
        SELECT lag(document) OVER turn AS one, document AS other, amount AS stake, day - lag(day) OVER turn AS gap,
               count(*) OVER whole - 2 AS more,
               min(day - before) OVER (turn ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS gap_before,
               min(day - before) OVER (turn ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS gap_after
        FROM (SELECT *, lag(day) OVER (PARTITION BY {key} ORDER BY day, document) AS before FROM bill WHERE {where})
        WINDOW turn AS (PARTITION BY {key} ORDER BY day, document), whole AS (PARTITION BY {key})
        QUALIFY count(*) OVER whole <= {MOST}"""  # noqa: S608


_QUERY = f"""
    WITH either AS (
        {_next("supplier, kind, amount", f"of_amount > 1 AND amount >= {_LEAST}")}
        UNION ALL
        {_next("supplier, kind, amount, matter", f"{_NAMED} AND of_matter > 1 AND amount >= {_LEAST}")}),
    unnumbered AS (
        SELECT document, supplier, day, amount, of_supplier, plain, vat_number, postcode,
               hash(amount, plain[:5]) AS block
        FROM bill WHERE ref IS NULL AND kind = 'ledger' AND amount >= {_LEAST}
        QUALIFY count(*) OVER (PARTITION BY block) BETWEEN 2 AND {MOST}),
    once AS (
        SELECT one, other, stake, more, least(gap_before, gap_after) AS closest FROM either
        WHERE one IS NOT NULL AND gap <= {WINDOW}
        QUALIFY row_number() OVER (PARTITION BY one, other ORDER BY more) = 1
        UNION ALL
        SELECT a.document, b.document, a.amount, 0, NULL
        FROM unnumbered a JOIN unnumbered b USING (block)
        WHERE a.supplier <> b.supplier AND a.amount = b.amount
            AND (a.day, a.document) < (b.day, b.document) AND {DAYS} <= {WINDOW}
            AND least(a.of_supplier, b.of_supplier) <= {_FEW} AND {ALIKE} IS NOT NULL)
    SELECT once.* FROM once JOIN bill a ON a.document = one JOIN bill b ON b.document = other
    WHERE (a.ref IS NULL OR b.ref IS NULL OR a.ref <> b.ref AND NOT {NEAR})"""  # noqa: S608
_PIECES = (
    Piece(
        f"ln(CASE WHEN {_NUMBERED} THEN {_ENTERED_OTHERWISE} ELSE {_AGAIN} END "
        f"* CASE WHEN {DAYS} <= {AT_ONCE} THEN 0.15 ELSE 1 END / {CHANCE})",
        CHANCE_SAID,
    ),
    Piece(
        f"CASE WHEN found.more > 2 AND found.closest >= 6 AND {DAYS} <= 0.45 * found.closest THEN 0.6 "
        "WHEN found.more > 0 THEN -2.5 - ln(found.more) END",
        f"CASE WHEN found.more > 2 AND found.closest >= 6 AND {DAYS} <= 0.45 * found.closest "
        "THEN 'it stands between bills that come at an interval' "
        "ELSE 'more bills of this amount came from the supplier' END",
    ),
    BEAT,
    SERVED,
    ACCOUNTS,
    *MATTER,
    ORDER,
    Piece(f"CASE WHEN {DAYS} = 0 THEN -4.0 END", said("both were paid on one day")),
    FORM,
    TURN,
    Piece(
        "CASE WHEN a.odd IS NULL AND b.odd IS NULL AND a.head <> b.head THEN -1.5 "
        "WHEN abs(try_cast(a.core AS HUGEINT) - try_cast(b.core AS HUGEINT)) BETWEEN 1 AND 20 THEN -3.8 END",
        "CASE WHEN a.head <> b.head THEN 'the letters of the numbers differ, as those of two cases do' "
        "ELSE 'the numbers follow each other' END",
    ),
    Piece("CASE WHEN a.kind = 'card' THEN -2.0 END", said("equal purchases by card are common")),
    Piece(
        "CASE WHEN a.kind <> 'card' AND (a.ref IS NULL) <> (b.ref IS NULL) THEN -0.3 END",
        said("one of them has no number"),
    ),
)


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    return findings(
        ledger,
        CODE,
        weighed(ledger, _QUERY, 0.0, _PIECES),
        said="The supplier and the amount are the same, the number is another or there is none.",
        innocent="It is no duplicate if two things were bought at one price, or the bill comes at an interval: "
        "look at what each was for, and ask the supplier for a statement.",
    )


TEST = SpendTest(
    code=CODE,
    title="Same supplier and amount within weeks, another number",
    family="duplicates",
    about=__doc__,
    recoverable=Decimal("0.8"),
    find=find,
    prior=0.3,
)
