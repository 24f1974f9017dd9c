"""One supplier set up twice, with the same invoice under both accounts.

The rule: two documents with one invoice number and one amount whose payees are two accounts of one supplier: joined
by the clustering, or plainly alike (one VAT number, one postcode, the names the same but for the legal form). A
system that refuses the same invoice twice looks only within one account, which is how this comes about.

What it is not: a supplier that uses a number again, or a company and its subsidiary that each sent an invoice.

Source: the commonest cause that councils report of what they get back; look at the accounts first, then at the rest.
"""

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings.duplicates.evidence import (
    ALIKE,
    LONG,
    MATTER,
    NEAR_DAYS,
    ORDER,
    SERVICES,
    Piece,
    same_number,
    when,
)
from moothall.engines.spend.findings.duplicates.groups import findings
from moothall.engines.spend.findings.duplicates.pairs import blocked, weighed
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.ledger import Ledger

CODE = "duplicate-supplier-twice"
_START = 1.0  # as for one supplier
_ONE = "a.supplier = b.supplier"
_QUERY = blocked(
    "CASE WHEN kind = 'ledger' AND NOT calendar THEN hash(number, amount) END",
    f"a.payee <> b.payee AND a.ref = b.ref AND a.amount = b.amount AND ({_ONE} OR {ALIKE} IS NOT NULL)",
    "b.amount",
)
_PIECES = (
    Piece("0.8", f"coalesce({ALIKE}, 'both accounts are held to be one supplier''s')"),
    NEAR_DAYS,
    ORDER,
    *when(_ONE, same_number()),
    *when(f"NOT {_ONE}", same_number(sharing="1", across=True)),
    LONG,
    SERVICES,
    *MATTER,
)


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    return findings(
        ledger,
        CODE,
        weighed(ledger, _QUERY, _START, _PIECES),
        said="One invoice was paid to two accounts that look like one supplier's.",
        innocent="It is no duplicate if these are two companies that each sent an invoice. If they are one, close "
        "one of the accounts as well.",
    )


TEST = SpendTest(
    code=CODE,
    title="One supplier set up twice, the same invoice under both",
    family="duplicates",
    about=__doc__,
    recoverable=Decimal("0.9"),
    find=find,
    needs=frozenset({"invoice_no"}),
    prior=0.6,
)
