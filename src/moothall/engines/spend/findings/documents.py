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

# A number that says it is none. What is left of a number without its spaces and marks is compared with this.
NO_NUMBER = (
    "^(|0+|NA|NONE|NIL|NULL|TBC|TBA|UNKNOWN|VARIOUS|VAR|MISC|SUNDRY|SEEATTACHED|ATTACHED|NOINVOICE|NOREF|"
    "REDACTED.*|WITHHELD.*|PERSONALDATA|INVOICE|INV|STATEMENT|MULTIPLE)$"
)
# Payments that the law, a pay run or an award settles: nobody sends a bill for them twice.
NOT_CONTESTABLE = (
    r"\b(precepts?|lev(y|ies)|superann\w*|supn|pensions?( fund| contrib\w*)?|hmrc|paye|national insurance|payroll|"
    r"net pay|salar(y|ies)|wages|council tax (refund|credit)s?|ctax|nndr|business rates? (refund|retention)s?|"
    r"collection fund|housing benefits?|rent allowances?|direct payments?|personal budgets?|"
    r"budget share|schools?.? budget\w*|dsg|dedicated schools|pupil premium|schools?.{0,12} deposits?|"
    r"(foster\w*|adoption|guardianship|special guardian\w*|carers?|kinship) (allowances?|payments?|fees?)|"
    r"(revenue (and|&) customs)|loan (principal|interest)|treasury|investments?|pwlb|imprest|petty cash)\b"
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


def _words(name: str) -> str:
    """A word of the document's largest line."""
    return f"arg_max({name}, abs(amount)) AS {name}"


_CLEAN = "regexp_replace(upper({0}), '[^A-Z0-9]', '', 'g')"
_STATEMENTS = (
    # the lines, with a number taken for none where it says it is none
    f"""
    CREATE OR REPLACE TEMP TABLE told AS
    SELECT id, file, kind, payee, coalesce(supplier, -payee - 1) AS supplier, paid,
           nullif(trim(transaction_no), '') AS transaction_no,
           CASE WHEN regexp_matches({_CLEAN.format("invoice_no")}, '{NO_NUMBER}') THEN NULL
                ELSE upper(trim(invoice_no)) END AS invoice_no,
           hash(amount, service, account, account_code, purpose, order_no, vat, capital) AS same
    FROM payment LEFT JOIN payee_supplier USING (payee)
    """,  # noqa: S608
    # the files whose transaction numbers are numbers of lines
    f"""
    CREATE OR REPLACE TEMP TABLE line_numbered AS
    SELECT file FROM (
        SELECT file, count(*) AS lines, count(DISTINCT transaction_no) AS numbers FROM told
        WHERE kind = 'ledger' AND transaction_no IS NOT NULL AND invoice_no IS NOT NULL
        GROUP BY file, supplier, invoice_no, paid HAVING count(*) > 1)
    GROUP BY file HAVING count(*) >= {_AT_LEAST} AND avg((numbers = lines)::INTEGER) >= {_LINES_NUMBERED}
    """,  # noqa: S608
    """
    CREATE OR REPLACE TEMP TABLE keyed AS
    SELECT id, CASE
        WHEN kind = 'card' THEN hash('line', id)
        WHEN transaction_no IS NOT NULL AND file NOT IN (FROM line_numbered)
        THEN hash('transaction', transaction_no, payee, invoice_no, paid)
        WHEN invoice_no IS NULL THEN hash('line', id)
        END AS key,
        file, supplier, invoice_no, paid, same
    FROM told
    """,
    # a document that stands there whole two or more times over, in every column of every line
    """
    CREATE OR REPLACE TABLE document_of AS
    WITH alike AS (
        SELECT id, file, supplier, invoice_no, paid,
               count(*) OVER (PARTITION BY file, supplier, invoice_no, paid, same) AS times,
               row_number() OVER (PARTITION BY file, supplier, invoice_no, paid, same ORDER BY id) AS time
        FROM keyed WHERE key IS NULL),
    counted AS (
        SELECT *, min(times) OVER whole = max(times) OVER whole AS copied FROM alike
        WINDOW whole AS (PARTITION BY file, supplier, invoice_no, paid)),
    every AS (
        SELECT id, key FROM keyed WHERE key IS NOT NULL
        UNION ALL
        SELECT id, hash('invoice', file, supplier, invoice_no, paid, CASE WHEN copied THEN time ELSE 1 END)
        FROM counted),
    firsts AS (SELECT key, min(id) AS document FROM every GROUP BY key)
    SELECT id, document FROM every JOIN firsts USING (key)
    """,
    f"""
    CREATE OR REPLACE TABLE document AS
    WITH whole AS (
        SELECT document, min(file) AS file, arg_min(supplier, id) AS supplier, arg_min(payee, id) AS payee,
               any_value(kind) AS kind, min(paid) AS paid, min(invoiced) AS invoiced, min(received) AS received,
               min(ordered) AS ordered, {_words("transaction_no")}, {_words("invoice_no")},
               CASE WHEN count(DISTINCT order_no) = 1 THEN min(order_no) END AS order_no,
               sum(amount) AS amount,
               CASE WHEN count(gross) = count(*) THEN sum(gross) END AS gross,
               CASE WHEN count(net) = count(*) THEN sum(net) END AS net,
               CASE WHEN count(vat) = count(*) THEN sum(vat) END AS vat,
               count(*) AS lines, list_sort(list(amount)) AS parts, min(id) AS first_id, {_words("service")}, {_words("purpose")},
               {_words("account")}, {_words("given_category")}, {_words("category")}, {_words("raised_by")},
               {_words("contract_ref")}, {_words("merchant_category")}, {_words("capital")},
               any_value(coalesce(redacted, false)) AS redacted,
               count(*) FILTER (kind = 'ledger' AND transaction_no IS NULL) AS unnumbered,
               any_value(payee_name) AS payee_name, any_value(payee_ref) AS payee_ref,
               any_value(vat_number) AS vat_number, any_value(postcode) AS postcode
        FROM spending JOIN document_of USING (id) GROUP BY document),
    cleaned AS (
        SELECT * REPLACE (nullif(trim(order_no), '') AS order_no),
               {_CLEAN.format("invoice_no")} AS ref,
               lower(concat_ws(' ', purpose, account, given_category, category, payee_name)) AS words
        FROM whole)
    SELECT * EXCLUDE (ref, words, unnumbered),
           CASE WHEN ref IS NULL OR regexp_matches(ref, '{NO_NUMBER}') THEN NULL ELSE ref END AS ref,
           NOT regexp_matches(words, '{NOT_CONTESTABLE}') AS contestable, unnumbered > 0 AS unnumbered
    FROM cleaned
    """,  # noqa: S608
    "DROP TABLE told",
    "DROP TABLE keyed",
    "DROP TABLE line_numbered",
)
