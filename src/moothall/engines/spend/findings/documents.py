"""Documents: the invoices and credit notes behind a ledger's lines, which is what findings are judged on.

A real ledger holds one invoice on many lines: a line a cost centre, capital beside revenue, often of equal amounts.
Two equal lines are therefore nothing; two equal documents may be. The lines of one document are

- with a transaction number: those of one number, payee, invoice number and day. Where a file numbers its lines and
  not its documents (nearly every invoice of several lines has as many transaction numbers), the number says nothing
  and the next rule holds;
- with an invoice number: those of one file, supplier, number and day. If every line of such a document stands there
  two or more times over, in every column alike, it is as many documents;
- otherwise, and on a card, the line itself.

`document` is numbered by the first payment's id. Its words are those of its largest line.
"""

from zlib import crc32

from moothall.engines.spend.ledger import Ledger
from moothall.engines.spend.settled import settled, unbilled

# A number that says it is none. What is left of a number without its spaces and marks is compared with this.
NO_NUMBER = (
    "^(|0+|NA|NONE|NIL|NULL|TBC|TBA|UNKNOWN|VARIOUS|VAR|MISC|SUNDRY|SEEATTACHED|ATTACHED|NOINVOICE|NOREF|"
    "REDACTED.*|WITHHELD.*|PERSONALDATA|INVOICE|INV|STATEMENT|MULTIPLE)$"
)
_LINES_NUMBERED = (
    0.9  # of invoices on several lines: how many have a transaction number a line, to call it that
)
_AT_LEAST = 20  # such invoices, to say anything


def prepare(ledger: Ledger) -> None:
    """Makes `document` and `document_of(id, document)`, unless they are there and nothing has changed since."""
    mark = _mark(ledger)
    ledger.db.execute("CREATE TABLE IF NOT EXISTS documents_made (mark VARCHAR)")
    if ledger.one("SELECT mark FROM documents_made") == mark:
        return
    ledger.db.execute("DELETE FROM documents_made")
    for statement in _STATEMENTS:
        ledger.db.execute(statement)
    ledger.db.execute("INSERT INTO documents_made VALUES (?)", [mark])


def _mark(ledger: Ledger) -> str:
    """What would be another if payments, clusters or categories were others."""
    how = str(crc32("".join(_STATEMENTS).encode()))  # another version of Moothall may have made them
    return how + "/".join(
        str(ledger.one(query))
        for query in (
            "SELECT concat_ws(' ', count(*), max(id), sum(amount)) FROM payment",
            "SELECT concat_ws(' ', count(*), bit_xor(hash(payee, supplier))) FROM payee_supplier",
            "SELECT concat_ws(' ', count(*), bit_xor(hash(id, category))) FROM payment_category",
        )
    )


_CLEAN = "regexp_replace(upper({0}), '[^A-Z0-9]', '', 'g')"
_ONE_NUMBER = f"""
    CASE WHEN regexp_matches({_CLEAN.format("invoice_no")}, '{NO_NUMBER}') THEN NULL
         ELSE hash(upper(trim(invoice_no))) END"""
# Every grouping is of numbers, never of text: DuckDB puts numbers aside on disk when memory runs short, and a ledger of
# ten million lines goes through in bounded memory. Words are fetched at the end, by the id of the largest line.
_STATEMENTS = (
    # the lines, with a number taken for none where it says it is none
    f"""
    CREATE OR REPLACE TEMP TABLE told AS
    SELECT id, file, kind = 'card' AS card, payee, coalesce(supplier, -payee - 1) AS supplier, paid,
           CASE WHEN trim(transaction_no) <> '' THEN hash(trim(transaction_no)) END AS transaction,
           {_ONE_NUMBER} AS invoice,
           hash(amount, service, account, account_code, purpose, order_no, vat, capital) AS same
    FROM payment LEFT JOIN payee_supplier USING (payee)
    """,  # noqa: S608
    # the files whose transaction numbers are numbers of lines
    f"""
    CREATE OR REPLACE TEMP TABLE line_numbered AS
    SELECT file FROM (
        SELECT file, count(*) AS lines, count(DISTINCT transaction) AS numbers FROM told
        WHERE NOT card AND transaction IS NOT NULL AND invoice IS NOT NULL
        GROUP BY file, supplier, invoice, paid HAVING count(*) > 1)
    GROUP BY file HAVING count(*) >= {_AT_LEAST} AND avg((numbers = lines)::INTEGER) >= {_LINES_NUMBERED}
    """,  # noqa: S608
    # what each line's document is known by; NULL where that is for its invoice number to say
    """
    CREATE OR REPLACE TEMP TABLE keyed AS
    SELECT id, CASE
        WHEN card THEN hash('line', id)
        WHEN transaction IS NOT NULL AND file NOT IN (FROM line_numbered)
        THEN hash('transaction', transaction, payee, invoice, paid)
        WHEN invoice IS NULL THEN hash('line', id)
        END AS key,
        hash('invoice', file, supplier, invoice, paid) AS numbered, same
    FROM told
    """,
    # a document that stands there whole two or more times over, in every column of every line
    """
    CREATE OR REPLACE TEMP TABLE copied AS
    SELECT numbered FROM (
        SELECT numbered, count(*) AS times FROM keyed WHERE key IS NULL GROUP BY numbered, same)
    GROUP BY numbered HAVING min(times) = max(times) AND min(times) > 1
    """,
    """
    CREATE OR REPLACE TABLE document_of AS
    WITH every AS (
        SELECT id, key FROM keyed WHERE key IS NOT NULL
        UNION ALL
        SELECT id, numbered FROM keyed ANTI JOIN copied USING (numbered) WHERE key IS NULL
        UNION ALL
        SELECT id, hash(numbered, row_number() OVER (PARTITION BY numbered, same ORDER BY id))
        FROM keyed SEMI JOIN copied USING (numbered) WHERE key IS NULL),
    firsts AS (SELECT key, min(id) AS document FROM every GROUP BY key)
    SELECT id, document FROM every JOIN firsts USING (key)
    """,
    "DROP TABLE told",
    "DROP TABLE keyed",
    "DROP TABLE line_numbered",
    "DROP TABLE copied",
    """
    CREATE OR REPLACE TEMP TABLE whole AS
    SELECT document, arg_max(id, abs(amount)) AS largest, min(file) AS file,
           min(paid) AS paid, min(invoiced) AS invoiced, min(received) AS received, min(ordered) AS ordered,
           min(id) FILTER (trim(order_no) <> '') AS order_line,
           min(hash(trim(order_no))) FILTER (trim(order_no) <> '')
               = max(hash(trim(order_no))) FILTER (trim(order_no) <> '') AS one_order,
           sum(amount) AS amount,
           CASE WHEN count(gross) = count(*) THEN sum(gross) END AS gross,
           CASE WHEN count(net) = count(*) THEN sum(net) END AS net,
           CASE WHEN count(vat) = count(*) THEN sum(vat) END AS vat,
           count(*) AS lines, (sum(hash(amount) % 1_000_000_007) % 1_000_000_007)::BIGINT AS parts,
           count(*) FILTER (kind = 'ledger' AND transaction_no IS NULL) > 0 AS unnumbered
    FROM payment JOIN document_of USING (id) GROUP BY document
    """,
    f"""
    CREATE OR REPLACE TABLE document AS
    WITH worded AS (
        SELECT document, whole.file, line.supplier, line.payee, line.kind, whole.paid, whole.invoiced,
               whole.received, whole.ordered, line.transaction_no, line.invoice_no,
               CASE WHEN one_order THEN trim(ordering.order_no) END AS order_no,
               whole.amount, whole.gross, whole.net, whole.vat, lines, parts, document AS first_id,
               line.service, line.purpose, line.account, line.given_category, line.category, line.raised_by,
               line.contract_ref, line.merchant_category, line.capital, coalesce(line.redacted, false) AS redacted,
               line.payee_name, line.payee_ref, line.vat_number, line.postcode, unnumbered,
               {_CLEAN.format("line.invoice_no")} AS ref,
               lower(concat_ws(' ', line.purpose, line.account, line.given_category)) AS said,
               lower(concat_ws(' ', line.payee_name, nullif(line.supplier_name, line.payee_name))) AS called
        FROM whole JOIN spending AS line ON line.id = largest
        LEFT JOIN (SELECT id, order_no FROM payment WHERE trim(order_no) <> '') AS ordering
            ON ordering.id = order_line)
    SELECT * EXCLUDE (ref, said, called, unnumbered),
           CASE WHEN ref IS NULL OR regexp_matches(ref, '{NO_NUMBER}') THEN NULL ELSE ref END AS ref,
           {settled("category", "said", "called")} AS settled, NOT {unbilled("category", "said", "called")} AS billed,
           unnumbered
    FROM worded
    """,  # noqa: S608
    "DROP TABLE whole",
)
