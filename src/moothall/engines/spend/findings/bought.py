"""What was bought: the documents that a buyer could have bought otherwise, and helps for findings about many of them.

Left out: what is settled otherwise than by choosing a seller (`spend.settled`) and payees whose names are withheld;
credits cancel what they credit. `bought` has a row a document, with the financial year that begins in April of `year`.
"""
# ruff: noqa: S608 (queries are made of words of our own: whatever is asked for comes as a parameter)

from collections import defaultdict
from typing import Any

from moothall.engines.spend.categories.ids import PLACEMENTS
from moothall.engines.spend.findings import documents
from moothall.engines.spend.ledger import Ledger

EVIDENCE = 400  # documents a finding names; of more the largest, and it says how many there are

# Groups and categories in which people are placed or choose for themselves: no two are the same item, each has its own
# price, and many sellers are what is wanted.
_CHOSEN_BY_PEOPLE = (
    *("social-care-adult", "social-care-children", "public-health", "education/early-years"),
    *("education/alternative", *PLACEMENTS),
)
# What changes from bill to bill in the words for one thing.
_CHANGING = (
    r"[^a-z ]+|\b(january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|weeks?|wk|wc|we|ending|commencing|inv(oice)?|[a-z])\b"
)

_MADE = """
    CREATE OR REPLACE TABLE bought AS
    SELECT it.document, it.supplier, supplier.name AS supplier_name, it.kind, it.paid, it.invoiced, it.received,
           it.ordered, it.order_no, it.contract_ref, it.amount, it.gross, it.vat, it.first_id,
           coalesce(it.service, 'no service given') AS service, it.category, it.account, it.purpose,
           it.given_category, it.capital, year(it.paid - INTERVAL 3 MONTH) AS year
    FROM document AS it JOIN supplier USING (supplier)
    WHERE NOT it.settled AND NOT it.redacted AND NOT supplier.redacted
"""


def prepare(ledger: Ledger) -> None:
    """Makes `bought` from the documents, unless it is there and they are the same."""
    documents.prepare(ledger)
    mark = ledger.one("SELECT mark FROM documents_made")
    ledger.db.execute("CREATE TABLE IF NOT EXISTS bought_made (mark VARCHAR)")
    if ledger.one("SELECT mark FROM bought_made") == mark:
        return
    ledger.db.execute("DELETE FROM bought_made")
    ledger.db.execute(_MADE)
    ledger.db.execute("INSERT INTO bought_made VALUES (?)", [mark])


def ask(ledger: Ledger, query: str, /, **values: Any) -> list[tuple[Any, ...]]:
    """All rows of a query whose parameters have names."""
    return ledger.db.execute(query, values).fetchall()


def payments_of(ledger: Ledger, chosen: str, /, **values: Any) -> dict[Any, tuple[int, ...]]:
    """The payments behind the largest documents of each subject; `chosen` is a query of (subject, document, weight)."""
    found: dict[Any, list[int]] = defaultdict(list)
    for subject, payment in ask(
        ledger,
        f"""
        WITH placed AS (
            SELECT subject, document, row_number() OVER (PARTITION BY subject ORDER BY weight DESC, document) AS place
            FROM ({chosen}) AS asked(subject, document, weight) QUALIFY place <= {EVIDENCE})
        SELECT subject, id FROM placed JOIN document_of USING (document) ORDER BY subject, place, id""",
        **values,
    ):
        found[subject].append(payment)
    return {subject: tuple(payments) for subject, payments in found.items()}


def chosen_by_people(column: str) -> str:
    """The SQL of whether a category is one in which people are placed or choose for themselves."""
    listed = ", ".join(f"'{it}'" for it in _CHOSEN_BY_PEOPLE)
    return f"coalesce({column} IN ({listed}) OR split_part({column}, '/', 1) IN ({listed}), false)"


def plain(column: str) -> str:
    """The SQL of a purpose without what changes from bill to bill: numbers, months, weeks, single letters."""
    return f"trim(regexp_replace(regexp_replace(lower({column}), '{_CHANGING}', ' ', 'g'), ' +', ' ', 'g'))"
