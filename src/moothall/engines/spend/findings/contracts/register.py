"""Which document belongs to which contract, as far as a ledger and a register can tell.

A document that names a contract's reference belongs to it. Else it belongs to its supplier's contract that was live
when it was paid, where there is one only; where several were, to all of them together. A contract is live from its
start to the later of its end and its last extension. A bill dated within 31 days of the end, or paid within 60 where
it has no date of its own, is taken to be for work before it.
"""
# ruff: noqa: S608 (queries are made of words of our own: whatever is asked for comes as a parameter)

from moothall.engines.spend.findings import bought
from moothall.engines.spend.ledger import Ledger

LAST_BILLS = 60  # days after a contract's end in which its bills are still paid
LAST_INVOICES = 31  # and in which they are still dated

_CONTRACTS = "SELECT concat_ws(' ', count(*), bit_xor(hash(whole))) FROM contract AS whole"
_STATEMENTS = (
    # a contract with its whole value; one without a start was always there, one without an end still is
    """
    CREATE OR REPLACE TEMP TABLE registered AS
    SELECT contract, supplier, reference, upper(regexp_replace(reference, '[^A-Za-z0-9]', '', 'g')) AS ref,
           coalesce(title, reference, 'a contract') AS title,
           starts, CASE WHEN ends IS NULL THEN extends_to ELSE greatest(ends, coalesce(extends_to, ends)) END AS ends,
           coalesce(value, annual_value * greatest(1, round(date_diff('day', starts,
               greatest(ends, coalesce(extends_to, ends))) / 365.25)))::DECIMAL(18,2) AS value,
           value IS NULL AS yearly
    FROM contract WHERE supplier IS NOT NULL OR reference IS NOT NULL
    """,
    # each document set beside the contracts that it may belong to
    f"""
    CREATE OR REPLACE TEMP TABLE contract_document AS
    WITH billed AS (
        SELECT document, supplier, kind, paid, invoiced, amount,
               upper(regexp_replace(contract_ref, '[^A-Za-z0-9]', '', 'g')) AS ref
        FROM document WHERE NOT redacted AND paid IS NOT NULL),
    named AS (
        SELECT document, contract, true AS named, 1 AS among
        FROM billed JOIN registered USING (ref) WHERE length(ref) >= 3),
    live AS (
        SELECT document, contract, false AS named, count(*) OVER (PARTITION BY document) AS among
        FROM billed JOIN registered USING (supplier)
        WHERE document NOT IN (SELECT document FROM named)
          AND (registered.starts IS NULL OR coalesce(billed.invoiced, billed.paid) >= registered.starts)
          AND (registered.ends IS NULL OR CASE WHEN billed.invoiced IS NULL
               THEN billed.paid <= registered.ends + INTERVAL {LAST_BILLS} DAY
               ELSE billed.invoiced <= registered.ends + INTERVAL {LAST_INVOICES} DAY END))
    SELECT document, contract, named, among, billed.supplier, kind, paid, invoiced, amount
    FROM (FROM named UNION ALL FROM live) JOIN billed USING (document)
    """,
)


def prepare(ledger: Ledger) -> None:
    """Makes `registered` and `contract_document` of the contracts and documents there are now."""
    bought.prepare(ledger)
    mark = f"{ledger.one('SELECT mark FROM documents_made')}/{ledger.one(_CONTRACTS)}"
    ledger.db.execute("CREATE TEMP TABLE IF NOT EXISTS registered_made (mark VARCHAR)")
    if ledger.one("SELECT mark FROM registered_made") == mark:
        return
    ledger.db.execute("DELETE FROM registered_made")
    for statement in _STATEMENTS:
        ledger.db.execute(statement)
    ledger.db.execute("INSERT INTO registered_made VALUES (?)", [mark])
