"""Bills: the documents that could have been paid twice, less those a credit took back, with what is usual for each.

A bill is a document over nought of a supplier who is named (a redacted payee is never compared by its payee), not of
a kind that the law, a pay run or an award settles. A credit takes its bill away before anything is compared:

1. a credit of the same supplier, number and amount, the first with the first;
2. else one of the same supplier and amount takes the last such bill of the six months before it;
3. what other credits of the same supplier and number come to is kept as `credited`, and lessens what is at stake.

How much an agreement says is worked out from the ledger itself, supplier by supplier: how often this supplier's
amounts come again, how often its numbers do, and how many suppliers use a number at all.

`chance` is how likely it is that a bill meets an equal one of its supplier within two months that is no second payment
of it. Bills of its own amount are left out. It is a sum of two:

- *Habit.* How many of the supplier's other bills of about this size met an equal one two to four months before: too
  late for a second payment, and as long a time, so that it says what chance and custom do in two months. A quarter of
  what more meet one within two months is counted too. Few bills say little: the rate of all suppliers with about as
  many bills counts as one bill beside the supplier's, and the supplier's as four beside those of the size.
- *Crowding.* Its bills within two months of about this size, over the pence that they are spread over; how often round
  amounts come is counted over the whole ledger.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from zlib import crc32

from moothall.engines.spend.findings.documents import prepare
from moothall.engines.spend.ledger import Ledger

MOST = 300  # documents with one key, over which the key says nothing and its pairs are not looked at
_MONTHS_BACK = 183  # days within which a credit without the bill's number may be for it
_EARLY = 7  # days by which a credit may stand before its bill
WINDOW = 62  # days within which a second payment is looked for by its amount alone


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
    billed: bool  # somebody sends a bill for it: not settled by the law, a pay run or an award
    unnumbered: bool  # no transaction number tells its lines from another's
    credited: Decimal  # by credits of the same supplier and number
    of_supplier: int  # bills of this supplier
    of_amount: int  # … of this amount too
    of_ref: int  # bills of this supplier with this number (nought without one)
    numbered: int  # bills of this supplier that have a number
    numbers: float  # different numbers among them
    users: int  # suppliers who use this number
    of_matter: int  # bills of this supplier with this amount, service, months and codes
    in_sequence: (
        bool | None
    )  # the number stands among those of the ten bills before and after; None: nobody can say
    interval: (
        float | None
    )  # usual days from one bill of this supplier, service and case to the next, if there is one
    matters_repeated: int  # bills of this supplier that agree in all that with another
    chance: float  # that it meets an equal one within two months which is no second payment
    crowding: float  # the part of it that is because the supplier's amounts stand so close
    beat: int  # of a supplier whose bills are apart: 1 close to another bill, 2 not; 0: nobody can say

    @property
    def others_agree(self) -> float:
        """How likely a bill of this supplier agrees with another in amount, service, month and case, by its others."""
        others = self.of_supplier - self.of_matter
        repeat = self.matters_repeated - (self.of_matter if self.of_matter > 1 else 0)
        return (repeat + 0.1) / (others + 2)

    @property
    def matter(self) -> tuple[str | None, str, str]:
        return self.service, self.months, self.codes

    @property
    def named(self) -> bool:
        """Whether the purpose names a month or a case."""
        return bool(self.months or self.codes)

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
    how = str(crc32("".join(_STATEMENTS).encode()))  # another version of Moothall may have made them
    mark = "/".join((how, str(ledger.one("SELECT mark FROM documents_made"))))
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
        SELECT a.document, b.document FROM side a JOIN side b USING (block)
        WHERE (a.day, a.document) < (b.day, b.document) AND {condition}""",  # noqa: S608
    )


def joined_bills(ledger: Ledger, query: str) -> Iterator[tuple[Bill, Bill]]:
    """The pairs of a query that gives the documents of each; the rest of them is fetched for those alone."""
    prepare_bills(ledger)
    width = len(Bill._fields)
    cursor = ledger.db.cursor().execute(
        f"SELECT {BOTH} FROM ({query}) AS found(one, other) "  # noqa: S608
        "JOIN bill a ON a.document = one JOIN bill b ON b.document = other"
    )
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
           parts, billed,
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
    # what is usual for each supplier is worked out over figures alone, which go aside on disk when there are many
    """
    CREATE OR REPLACE TEMP TABLE narrow AS
    SELECT document, supplier, kind = 'card' AS card, day, amount, hash(service) AS place, hash(codes) AS codes,
           hash(service, months, codes) AS matter, CASE WHEN ref IS NOT NULL THEN hash(ref) END AS number,
           hash(regexp_replace(ref, '[0-9]+', '9', 'g'), length(ref)) AS shape, counted_as,
           floor(ln(amount) / ln(2))::INTEGER AS size, (amount * 100)::BIGINT AS pence,
           CASE WHEN amount % 100 = 0 THEN 0 WHEN amount % 50 = 0 THEN 1 WHEN amount % 10 = 0 THEN 2
                WHEN amount % 5 = 0 THEN 3 WHEN amount % 1 = 0 THEN 4 WHEN amount % 0.5 = 0 THEN 5
                WHEN amount % 0.1 = 0 THEN 6 ELSE 7 END AS round
    FROM compared ANTI JOIN (SELECT bill AS document FROM taken) USING (document) WHERE amount > 0
    """,
    # the number's turn among the ten before and after, and the days between bills
    """
    CREATE OR REPLACE TEMP TABLE turned AS
    SELECT document, CASE WHEN low < high AND neighbours >= 5
                          THEN counted_as BETWEEN low - (high - low) // 2 AND high + (high - low) // 2
                     END AS in_sequence
    FROM (SELECT document, counted_as, min(counted_as) OVER near AS low, max(counted_as) OVER near AS high,
                 count(counted_as) OVER near AS neighbours
          FROM narrow WHERE counted_as IS NOT NULL
          WINDOW near AS (PARTITION BY supplier, shape ORDER BY day, document
                          ROWS BETWEEN 10 PRECEDING AND 10 FOLLOWING EXCLUDE CURRENT ROW))
    """,
    """
    CREATE OR REPLACE TEMP TABLE spaced AS
    SELECT supplier, card, place, codes, median(gap) AS interval
    FROM (SELECT supplier, card, place, codes, day - lag(day) OVER following AS gap FROM narrow
          WINDOW following AS (PARTITION BY supplier, card, place, codes ORDER BY day))
    WHERE gap > 0
    GROUP BY ALL HAVING count(*) >= 4 AND quantile_cont(gap, 0.75) <= 1.3 * quantile_cont(gap, 0.25) + 2
    """,
    """
    CREATE OR REPLACE TEMP TABLE gaps AS
    SELECT document, supplier, card, day - lag(day) OVER others AS before, lead(day) OVER others - day AS after
    FROM narrow WINDOW others AS (PARTITION BY supplier, card ORDER BY day, document)
    """,
    """
    CREATE OR REPLACE TEMP TABLE spaced_all AS
    SELECT supplier, card, median(before) FILTER (before > 0) AS wide, median(before) AS usual, count(*) AS known,
           count(*) FILTER (before > 0) >= 4 AND quantile_cont(before, 0.75) FILTER (before > 0)
               <= 1.3 * quantile_cont(before, 0.25) FILTER (before > 0) + 2 AS steady
    FROM gaps GROUP BY ALL
    """,
    # equal bills within two months before, and in the two months before those
    f"""
    CREATE OR REPLACE TEMP TABLE met AS
    SELECT document, supplier, card, amount, size,
           count(*) OVER (same RANGE BETWEEN INTERVAL {2 * WINDOW} DAY PRECEDING
                          AND INTERVAL {WINDOW + 1} DAY PRECEDING) > 0 AS later,
           count(*) OVER (same RANGE BETWEEN INTERVAL {WINDOW} DAY PRECEDING AND CURRENT ROW) > 1 AS soon
    FROM narrow WINDOW same AS (PARTITION BY supplier, card, amount ORDER BY day)
    """,  # noqa: S608
    f"""
    CREATE OR REPLACE TEMP TABLE around AS
    SELECT document, count(*) OVER (PARTITION BY supplier, card ORDER BY day
               RANGE BETWEEN INTERVAL {WINDOW} DAY PRECEDING AND CURRENT ROW) - 1 AS bills
    FROM narrow
    """,  # noqa: S608
    """
    CREATE OR REPLACE TEMP TABLE habits AS
    WITH priced AS (
        SELECT supplier, card, size, amount, count(*) AS bills, count(*) FILTER (later) AS later,
               count(*) FILTER (soon) AS soon
        FROM met GROUP BY ALL),
    sized AS (
        SELECT supplier, card, size, sum(bills) AS bills, sum(later) AS later, sum(soon) AS soon
        FROM priced GROUP BY ALL),
    suppliers AS (
        SELECT supplier, card, sum(bills) AS bills, sum(later) AS later, sum(soon) AS soon FROM sized GROUP BY ALL)
    SELECT priced.supplier, priced.card, priced.amount, priced.bills AS of_amount, suppliers.bills AS of_supplier,
           suppliers.bills - priced.bills AS others, sized.bills - priced.bills AS near,
           suppliers.later - priced.later AS others_later, sized.later - priced.later AS near_later,
           suppliers.soon - priced.soon AS others_soon, sized.soon - priced.soon AS near_soon
    FROM priced JOIN sized USING (supplier, card, size) JOIN suppliers ON suppliers.supplier = priced.supplier
        AND suppliers.card = priced.card
    """,
    """
    CREATE OR REPLACE TEMP TABLE usual AS
    WITH placed AS (
        SELECT document, narrow.supplier, narrow.card, narrow.amount, pence, round, around.bills AS around, later,
               habits.* EXCLUDE (supplier, card, amount),
               CASE WHEN others < 1 THEN 0 WHEN others < 4 THEN 1 WHEN others < 10 THEN 2 WHEN others < 25 THEN 3
                    WHEN others < 60 THEN 4 WHEN others < 200 THEN 5 ELSE 6 END AS class,
               CASE WHEN known < 4 OR usual IS NULL OR usual < 12 THEN 0
                    WHEN least(coalesce(before, 999), coalesce(after, 999)) < 0.6 * usual THEN 1 ELSE 2 END AS beat
        FROM narrow JOIN met USING (document) JOIN around USING (document) JOIN gaps USING (document)
        JOIN habits ON habits.supplier = narrow.supplier AND habits.card = narrow.card
            AND habits.amount = narrow.amount
        JOIN spaced_all ON spaced_all.supplier = narrow.supplier AND spaced_all.card = narrow.card),
    pooled AS (
        SELECT class, beat, (count(*) FILTER (later AND of_amount = 2) + 0.3) / (count(*) + 20) AS rate
        FROM placed GROUP BY ALL),
    rounds AS (
        SELECT round, count(*) / sum(count(*)) OVER ()
               / [0.0001, 0.0001, 0.0008, 0.001, 0.008, 0.01, 0.08, 0.9][round + 1] AS times
        FROM narrow GROUP BY round)
    SELECT document, of_amount, of_supplier, beat,
           (near_later + 0.25 * greatest(near_soon - near_later, 0)
            + 4 * (others_later + 0.25 * greatest(others_soon - others_later, 0) + rate) / (others + 1)) / (near + 4)
           AS habit,
           greatest(around, 1) * (near + 0.5) / (others + 1) / (0.7 * pence / times) AS crowding
    FROM placed JOIN pooled USING (class, beat) JOIN rounds USING (round)
    """,
    # 3. what is left of the credits lessens what is at stake; and all of it together
    """
    CREATE OR REPLACE TABLE bill AS
    WITH partly AS (
        SELECT supplier, core, -sum(amount) AS credited FROM compared
        WHERE amount < 0 AND core IS NOT NULL AND document NOT IN (SELECT credit FROM taken) GROUP BY ALL),
    used AS (
        SELECT number, count(DISTINCT supplier) AS users FROM narrow WHERE number IS NOT NULL GROUP BY number),
    refs AS (SELECT supplier, number, count(*) AS of_ref FROM narrow WHERE number IS NOT NULL GROUP BY ALL),
    numbering AS (SELECT supplier, sum(of_ref) AS numbered, count(*) AS numbers FROM refs GROUP BY ALL),
    matters AS (SELECT supplier, card, amount, matter, count(*) AS of_matter FROM narrow GROUP BY ALL),
    repeats AS (
        SELECT supplier, card, sum(of_matter) FILTER (of_matter > 1) AS matters_repeated FROM matters GROUP BY ALL)
    SELECT document, bill.supplier, payee, kind, bill.day, invoiced, invoice_no, ref, bill.core, calendar,
           order_no, bill.amount, gross, net, vat, service, purpose, payee_name, vat_number, postcode, months,
           bill.codes, lines, parts, billed, unnumbered, coalesce(credited, 0)::DECIMAL(18,2) AS credited,
           of_supplier, of_amount, coalesce(of_ref, 0) AS of_ref, coalesce(numbered, 0) AS numbered,
           coalesce(numbers, 0)::DOUBLE AS numbers, coalesce(users, 0) AS users, of_matter, in_sequence,
           coalesce(interval, CASE WHEN steady THEN wide END) AS interval,
           coalesce(matters_repeated, 0) AS matters_repeated, habit + crowding AS chance, crowding, beat
    FROM compared AS bill JOIN narrow USING (document) JOIN usual USING (document)
    JOIN matters ON matters.supplier = narrow.supplier AND matters.card = narrow.card
        AND matters.amount = narrow.amount AND matters.matter = narrow.matter
    JOIN spaced_all ON spaced_all.supplier = narrow.supplier AND spaced_all.card = narrow.card
    LEFT JOIN turned USING (document)
    LEFT JOIN repeats ON repeats.supplier = narrow.supplier AND repeats.card = narrow.card
    LEFT JOIN refs ON refs.supplier = narrow.supplier AND refs.number = narrow.number
    LEFT JOIN numbering ON numbering.supplier = narrow.supplier
    LEFT JOIN used ON used.number = narrow.number
    LEFT JOIN partly ON partly.supplier = bill.supplier AND partly.core = bill.core
    LEFT JOIN spaced ON spaced.supplier = narrow.supplier AND spaced.card = narrow.card
        AND spaced.place = narrow.place AND spaced.codes = narrow.codes
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
    *[
        f"DROP TABLE {it}"
        for it in (
            "compared",
            "taken",
            "narrow",
            "turned",
            "spaced",
            "gaps",
            "spaced_all",
            "met",
            "around",
            "habits",
        )
    ],
    "DROP TABLE usual",
)
