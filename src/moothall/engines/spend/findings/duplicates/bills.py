"""Bills: the documents that could have been paid twice, less those a credit took back, with what is usual for each.

A bill is a document over nought of a supplier who is named (a redacted payee is never compared by its payee), not of
a kind that the law, a pay run or an award settles. A credit takes its bill away before anything is compared:

1. a credit of the same supplier, number and amount, the first with the first;
2. else one of the same supplier and amount takes the last such bill of the six months before it;
3. what other credits of the same supplier and number come to is kept as `credited`, and lessens what is at stake.

How much an agreement says is worked out from the ledger itself, supplier by supplier: how often this supplier's
amounts come again, how often its numbers do, and how many suppliers use a number at all.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from moothall.engines.spend.findings.documents import prepare
from moothall.engines.spend.ledger import Ledger

MOST = 300  # documents with one key, over which the key says nothing and its pairs are not looked at
_MONTHS_BACK = 183  # days within which a credit without the bill's number may be for it
_EARLY = 7  # days by which a credit may stand before its bill


class Bill(NamedTuple):
    """A bill. `ref` is its number without marks and spaces, `core` that without letters and leading noughts."""

    document: int
    supplier: int
    payee: int
    kind: str
    day: date
    invoiced: date | None
    invoice_no: str | None
    ref: str | None
    core: str | None
    calendar: bool  # the number is a date, a month or a year
    order_no: str | None
    amount: Decimal
    gross: Decimal | None
    net: Decimal | None
    vat: Decimal | None
    service: str | None
    purpose: str | None
    payee_name: str | None
    vat_number: str | None
    postcode: str | None
    months: str  # that the purpose names: 'APR'
    codes: str  # figures that the purpose names, of a case or a vehicle: 'PM259'
    lines: int
    parts: int  # the same for two bills of the same lines
    contestable: bool  # not settled by the law, a pay run or an award
    unnumbered: bool  # no transaction number tells its lines from another's
    credited: Decimal  # by credits of the same supplier and number
    of_supplier: int  # bills of this supplier
    of_amount: int  # … of this amount too
    of_ref: int  # bills of this supplier with this number (nought without one)
    numbered: int  # bills of this supplier that have a number
    numbers: float  # different numbers among them
    repeated: int  # bills of this supplier whose amount comes again
    users: int  # suppliers who use this number
    of_matter: int  # bills of this supplier with this amount, service, months and codes
    in_sequence: (
        bool | None
    )  # the number stands among those of the ten bills before and after; None: nobody can say
    interval: (
        float | None
    )  # usual days from one bill of this supplier, service and case to the next, if there is one
    matters_repeated: int  # bills of this supplier that agree in all that with another

    @property
    def others_repeat(self) -> float:
        """How likely it is that a bill of this supplier is of an amount that comes again, told by its others."""
        others = self.of_supplier - self.of_amount
        repeat = self.repeated - (self.of_amount if self.of_amount > 1 else 0)
        return (repeat + 0.1) / (others + 2)

    @property
    def others_agree(self) -> float:
        """The same of a bill that agrees with another not in amount alone but in service, month and case too."""
        others = self.of_supplier - self.of_matter
        repeat = self.matters_repeated - (self.of_matter if self.of_matter > 1 else 0)
        return (repeat + 0.1) / (others + 2)

    @property
    def matter(self) -> tuple[str | None, str, str]:
        return self.service, self.months, self.codes

    @property
    def others_reuse(self) -> float:
        """How likely it is that this supplier uses a number again for another bill, told by its other numbers."""
        others = self.numbered - self.of_ref
        reused = max(self.numbered - self.numbers - (self.of_ref - 1), 0.0)
        return (reused + 0.05) / (others + 2)


COLUMNS = ", ".join(Bill._fields)
BOTH = ", ".join(f"{side}.{it}" for side in "ab" for it in Bill._fields)


def prepare_bills(ledger: Ledger) -> None:
    """Makes `bill`, unless it is there and the documents are as they were."""
    prepare(ledger)
    ledger.db.execute("CREATE TABLE IF NOT EXISTS bills_made (mark VARCHAR)")
    mark = ledger.one("SELECT mark FROM documents_made")
    if ledger.one("SELECT mark FROM bills_made") == mark:
        return
    ledger.db.execute("DELETE FROM bills_made")
    for statement in _STATEMENTS:
        ledger.db.execute(statement)
    ledger.db.execute("INSERT INTO bills_made VALUES (?)", [mark])


def bills(ledger: Ledger, query: str) -> Iterator[Bill]:
    """The bills of a query that gives the columns of `bill`."""
    prepare_bills(ledger)
    cursor = ledger.db.cursor().execute(query)
    while rows := cursor.fetchmany(10_000):
        yield from map(Bill._make, rows)


def pairs(ledger: Ledger, key: str, condition: str) -> Iterator[tuple[Bill, Bill]]:
    """Pairs of bills, the earlier first, that agree in `key` and meet `condition` on `a` and `b`.

    A key that more than MOST bills share is left out: what so many agree in says nothing of two of them.
    """
    return joined_bills(
        ledger,
        f"""
        WITH keyed AS (SELECT *, {key} AS block FROM bill),
        few AS (SELECT block FROM keyed WHERE block IS NOT NULL GROUP BY block HAVING count(*) BETWEEN 2 AND {MOST}),
        side AS (SELECT keyed.* FROM keyed SEMI JOIN few USING (block))
        SELECT {BOTH} FROM side a JOIN side b USING (block)
        WHERE (a.day, a.document) < (b.day, b.document) AND {condition}""",  # noqa: S608
    )


def joined_bills(ledger: Ledger, query: str) -> Iterator[tuple[Bill, Bill]]:
    """The pairs of a query that gives BOTH."""
    prepare_bills(ledger)
    width = len(Bill._fields)
    cursor = ledger.db.cursor().execute(query)
    while rows := cursor.fetchmany(10_000):
        for row in rows:
            yield Bill._make(row[:width]), Bill._make(row[width:])


# The number without its words, the letter before it and the letter after it; O, I and L read as figures.
_CORE = (
    "ltrim(regexp_replace(translate(regexp_replace(regexp_replace(ref, '[A-Z]{2,}', '', 'g'),"
    " '^[A-HJKM-NP-Z]|[A-HJKM-NP-Z]$', '', 'g'), 'OIL', '011'), '[^0-9]', '', 'g'), '0')"
)
# Months and figures that a purpose names, in order and each once: '' where it names none.
_NAMED = (
    r"\b(JAN(UARY)?|FEB(RUARY)?|MAR(CH)?|APR(IL)?|MAY|JUNE?|JULY?|AUG(UST)?|SEPT?(EMBER)?|OCT(OBER)?|NOV(EMBER)?|"
    r"DEC(EMBER)?)([0-9]{2}|20[0-9]{2})?\b"
)
_MONTHS_NAMED = (
    f"array_to_string(list_sort(list_distinct(list_transform(regexp_extract_all(upper(purpose), '{_NAMED}'),"
    " lambda it: it[:3]))), ' ')"
)
_CODES_NAMED = (
    r"array_to_string(list_sort(list_distinct(list_filter("
    r"regexp_extract_all(upper(purpose), '\b[A-Z]*[0-9]{3,}[A-Z]?\b'),"
    r" lambda it: NOT regexp_matches(it, '^20[0-9]{2}$')))), ' ')"
)
_MONTHS = "(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|SEPT|OCT|NOV|DEC)"
_WRITTEN = ("%d%m%Y", "%Y%m%d", "%d%m%y", "%y%m%d", "%d%b%Y", "%d%b%y", "%d%B%Y", "%Y%m", "%m%Y")
_DATED = " OR ".join(
    f"(date_diff('day', try_strptime(ref, '{it}')::DATE, day) BETWEEN -60 AND 400)" for it in _WRITTEN
)
_CALENDAR = f"""(
    regexp_matches(ref, '{_MONTHS}[A-Z]*(20)?[0-9]{{0,2}}$|^(20)?[12][0-9]$|^20[12][0-9](20)?[0-9]{{2}}$')
    OR regexp_matches(ref, '^(W|WK|WEEK|M|MTH|MONTH|P|PERIOD|Q|QTR|QUARTER)[0-9]{{1,2}}(20)?[0-9]{{0,2}}$')
    OR (length(ref) = 4 AND try_cast(ref[3:] AS INT) = try_cast(ref[:2] AS INT) + 1)
    OR regexp_matches(ref, '^(0?[1-9]|1[0-2])20[12][0-9]$')
    OR {_DATED})"""
_STATEMENTS = (
    f"""
    CREATE OR REPLACE TEMP TABLE compared AS
    SELECT document, supplier, payee, kind, coalesce(paid, invoiced) AS day, invoiced, invoice_no, ref,
           coalesce(nullif({_CORE}, ''), ref) AS core, coalesce({_CALENDAR}, false) AS calendar,
           order_no, amount, gross, net, vat, service, purpose, payee_name, vat_number, postcode, unnumbered,
           coalesce({_MONTHS_NAMED}, '') AS months, coalesce({_CODES_NAMED}, '') AS codes, lines,
           hash(parts) % 1_000_000_007 AS parts, contestable,
           CASE WHEN length({_CORE}) BETWEEN 3 AND 15 THEN try_cast({_CORE} AS BIGINT) END AS counted_as
    FROM document
    WHERE supplier IS NOT NULL AND NOT redacted AND amount <> 0
          AND coalesce(paid, invoiced) IS NOT NULL
    """,  # noqa: S608
    # 1. credits of the same number and amount
    f"""
    CREATE OR REPLACE TEMP TABLE taken AS
    WITH turn AS (
        SELECT document, supplier, core, day, amount < 0 AS credit, abs(amount) AS size,
               row_number() OVER (PARTITION BY supplier, core, abs(amount), amount < 0 ORDER BY day, document) AS turn
        FROM compared WHERE core IS NOT NULL)
    SELECT credit.document AS credit, bill.document AS bill
    FROM turn credit JOIN turn bill USING (supplier, core, size, turn)
    WHERE credit.credit AND NOT bill.credit AND credit.day >= bill.day - {_EARLY}
    """,  # noqa: S608
    # 2. others of the same amount, twice over: two credits may reach for one bill
    *[
        f"""
        INSERT INTO taken
        WITH credits AS (
            SELECT document, supplier, -amount AS amount, day + {_EARLY} AS day FROM compared
            WHERE amount < 0 AND document NOT IN (SELECT credit FROM taken)),
        open AS (
            SELECT document, supplier, amount, day FROM compared
            WHERE amount > 0 AND document NOT IN (SELECT bill FROM taken))
        SELECT credits.document, open.document FROM credits ASOF JOIN open
            ON credits.supplier = open.supplier AND credits.amount = open.amount AND credits.day >= open.day
        WHERE credits.day - open.day <= {_MONTHS_BACK + _EARLY}
        QUALIFY row_number() OVER (PARTITION BY open.document ORDER BY credits.day, credits.document) = 1
        """  # noqa: S608
    ]
    * 2,
    # 3. what is left of the credits lessens what is at stake; and what is usual for the supplier
    """
    CREATE OR REPLACE TABLE bill AS
    WITH partly AS (
        SELECT supplier, core, -sum(amount) AS credited FROM compared
        WHERE amount < 0 AND core IS NOT NULL AND document NOT IN (SELECT credit FROM taken) GROUP BY ALL),
    used AS (SELECT ref, count(DISTINCT supplier) AS users FROM compared WHERE ref IS NOT NULL GROUP BY ref),
    open AS (
        SELECT * FROM compared WHERE amount > 0 AND document NOT IN (SELECT bill FROM taken)),
    counted AS (
        SELECT *, count(*) OVER (PARTITION BY supplier, kind, amount) AS of_amount,
               CASE WHEN ref IS NULL THEN 0 ELSE count(*) OVER (PARTITION BY supplier, ref) END AS of_ref,
               count(*) OVER (PARTITION BY supplier, kind, amount, service, months, codes) AS of_matter,
               min(counted_as) OVER near AS low, max(counted_as) OVER near AS high,
               count(counted_as) OVER near AS neighbours,
               day - lag(day) OVER following AS gap, day - lag(day) OVER any_other AS wider
        FROM open
        WINDOW near AS (PARTITION BY supplier, regexp_replace(ref, '[0-9]+', '9', 'g'), length(ref)
                        ORDER BY day, document ROWS BETWEEN 10 PRECEDING AND 10 FOLLOWING EXCLUDE CURRENT ROW),
               following AS (PARTITION BY supplier, kind, service, codes ORDER BY day, document),
               any_other AS (PARTITION BY supplier, kind ORDER BY day, document)),
    spaced AS (
        SELECT supplier, kind, service, codes, median(gap) AS interval FROM counted WHERE gap > 0
        GROUP BY ALL HAVING count(*) >= 4 AND quantile_cont(gap, 0.75) <= 1.3 * quantile_cont(gap, 0.25) + 2),
    spaced_all AS (
        SELECT supplier, kind, median(wider) AS wide FROM counted WHERE wider > 0
        GROUP BY ALL HAVING count(*) >= 4 AND quantile_cont(wider, 0.75) <= 1.3 * quantile_cont(wider, 0.25) + 2)
    SELECT document, counted.supplier, payee, counted.kind, day, invoiced, invoice_no, ref, counted.core, calendar,
           order_no, amount, gross, net, vat, counted.service, purpose, payee_name, vat_number, postcode, months,
           counted.codes, lines, parts, contestable, unnumbered, coalesce(credited, 0)::DECIMAL(18,2) AS credited,
           count(*) OVER usual AS of_supplier, of_amount, of_ref,
           count(ref) OVER (PARTITION BY counted.supplier) AS numbered,
           coalesce(sum(CASE WHEN of_ref > 0 THEN 1.0 / of_ref END) OVER (PARTITION BY counted.supplier), 0) AS numbers,
           count(*) FILTER (of_amount > 1) OVER usual AS repeated, coalesce(users, 0) AS users, of_matter,
           CASE WHEN low < high AND neighbours >= 5
                THEN counted_as BETWEEN low - (high - low) // 2 AND high + (high - low) // 2 END AS in_sequence,
           coalesce(interval, wide) AS interval,
           count(*) FILTER (of_matter > 1) OVER usual AS matters_repeated
    FROM counted LEFT JOIN partly ON partly.supplier = counted.supplier AND partly.core = counted.core
    LEFT JOIN used USING (ref)
    LEFT JOIN spaced ON spaced.supplier = counted.supplier AND spaced.kind = counted.kind
        AND spaced.service IS NOT DISTINCT FROM counted.service AND spaced.codes = counted.codes
    LEFT JOIN spaced_all ON spaced_all.supplier = counted.supplier AND spaced_all.kind = counted.kind
    WINDOW usual AS (PARTITION BY counted.supplier, counted.kind)
    """,
    # what is too common to be compared, for the list of findings to say
    f"""
    CREATE OR REPLACE TABLE left_out AS
    WITH prices AS (
        SELECT supplier FROM bill GROUP BY supplier, kind, amount HAVING count(*) > {MOST}),
    numbers AS (
        SELECT supplier FROM bill WHERE ref IS NOT NULL GROUP BY supplier, ref, amount HAVING count(*) > {MOST})
    SELECT format('{{}} amounts that one supplier was paid more than {MOST} times were taken for prices and not '
                  'compared.', count(*)) AS what FROM prices HAVING count(*) > 0
    UNION ALL
    SELECT format('{{}} invoice numbers that stand on more than {MOST} bills of one supplier and amount were not '
                  'compared.', count(*)) FROM numbers HAVING count(*) > 0
    """,  # noqa: S608
    "DROP TABLE compared",
    "DROP TABLE taken",
)
