"""Bills: the documents that could have been paid twice, less those a credit took back, with what is usual for each.

A bill is a document over nought of a supplier who is named (a redacted payee is never compared by its payee), not of
a kind that the law, a pay run or an award settles. A credit takes its bill away before anything is compared:

1. a credit of the same supplier, number and amount, the first with the first;
2. else one of the same supplier and amount takes the last such bill of the six months before it, of the same service,
   month and case where there is one;
3. what other credits of the same supplier and number come to is kept as `credited`, and lessens what is at stake.

How much an agreement says is worked out from the ledger itself, supplier by supplier: how often this supplier's
amounts come again, how often its numbers do, and how many suppliers use a number at all.

What is usual is told by the supplier's other bills, those of the same amount left out:

- `habit` is how likely a bill meets an equal one, within two months and not at once, that is no second payment of it:
  how many bills of about this size do, and as many as do so two to four months before, too late for a second payment;
  what more come soon than late counts a quarter. `habit_once` is the same within ten days; both with `_here` for
  equal bills of one service. Few bills say little: the rate of all suppliers with about as many bills counts as one
  bill beside the supplier's, and the supplier's as four beside those of the size.
- `crowding` is how likely chance brings an equal one: the supplier's bills within two months of about this size, over
  the pence that they are spread over, with how often round amounts come.
- `reuse` is how likely its number stands on another bill; `odd`, where its number is the only one of its make, how
  likely another of the supplier's is; `out`, how likely one comes out of turn; `agree`, how likely a bill agrees with
  another in amount, service, month and case; `cases`, how likely its case is another bill's, too; `beats`, how likely
  a bill stands close to another; `together`, how likely two bills are of one service; `untaxed`, how likely one has
  no VAT.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple
from zlib import crc32

from moothall.engines.spend.findings.documents import prepare
from moothall.engines.spend.ledger import Ledger

MOST = 300  # documents with one key, over which the key says nothing and its pairs are not looked at
_MONTHS_BACK = 183  # days within which a credit without the bill's number may be for it
_EARLY = 7  # days by which a credit may stand before its bill
OFF = "least(lines // 2, 4)"  # pence by which the VAT of a bill, rounded line by line, may be off; SQL over a bill
AT_ONCE = 10  # days within which what was billed together may be paid
WINDOW = 65  # days within which a second payment is looked for by its amount alone: two months and a pay run


class Bill(NamedTuple):
    """What a finding tells of a bill."""

    document: int
    day: date
    amount: Decimal
    invoice_no: str | None
    credited: Decimal  # by credits of the same supplier and number
    of_supplier: int  # bills of this supplier


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
    r"regexp_extract_all(upper(purpose), '\b(?:[A-Z]*[0-9]{3,}[A-Z]?|[A-Z]{2}[0-9]{2})\b'),"
    r" lambda it: NOT regexp_matches(it, '^20[0-9]{2}$')))), ' ')"
)
# The day that a number ends in: 'KT301 05/08/24'.
_A_DAY = "[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:20)?[0-9]{2}"
_ENDS_IN = f"translate(regexp_extract(invoice_no, '(?:^|[^0-9])({_A_DAY})$', 1), '.-', '//')"
_MONTHS = "(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|SEPT|OCT|NOV|DEC)"
_WRITTEN = ("%d%m%Y", "%Y%m%d", "%d%m%y", "%y%m%d", "%d%b%Y", "%d%b%y", "%d%B%Y", "%Y%m", "%m%Y")
_DATED = " OR ".join(
    f"(date_diff('day', try_strptime(ref, '{it}')::DATE, day) BETWEEN -60 AND 400)" for it in _WRITTEN
)
_CALENDAR = f"""(
    regexp_matches(ref, '{_MONTHS}[A-Z]*(20)?[0-9]{{0,2}}$|^(20)?[12][0-9]$')
    OR regexp_matches(ref, '^(W|WK|WEEK|M|MTH|MONTH|P|PERIOD|Q|QTR|QUARTER)[0-9]{{1,2}}(20)?[0-9]{{0,2}}$')
    OR (length(ref) IN (4, 6, 8) AND regexp_matches(ref, '^([12][0-9]|20[12][0-9](20)?)[0-9]{{2}}$')
        AND try_cast(ref[-2:] AS INT) = try_cast(ref[CASE length(ref) WHEN 4 THEN 1 ELSE 3 END:][:2] AS INT) + 1)
    OR regexp_matches(ref, '^(0?[1-9]|1[0-2])20[12][0-9]$')
    OR {_DATED})"""
# The payee without its legal form, marks and spaces: enough to look, not to join them.
_FORMS = r"\b(ltd|limited|plc|llp|llc|inc|co|company|the|uk|and|group|services?|t/?a)\b"
_SPELT = f"regexp_replace(replace(lower(payee_name), '&', ' and '), '{_FORMS}', ' ', 'g')"
_PLAIN = f"regexp_replace({_SPELT}, '[^a-z0-9]+', '', 'g')"
# How a bill met an equal one before it: the name, of any service or its own, when, and whether it counts itself.
_MEETS = tuple(
    (name + mark, where, f"BETWEEN INTERVAL {begin} DAY PRECEDING AND INTERVAL {end} DAY PRECEDING", itself)
    for where, mark in (("anywhere", ""), ("here", "_here"))
    for name, begin, end, itself in (
        ("later", 2 * WINDOW, WINDOW + 1, 0),
        ("soon", WINDOW + 15, AT_ONCE + 1, 0),
        ("once", AT_ONCE, 0, 1),
    )
)
_SLOW = "least({0}_soon{1}, 0.75 * {0}_later{1} + 0.25 * {0}_soon{1})"


def _each(sql: str) -> str:
    """The same of each way to meet an equal bill."""
    return ", ".join(sql.format(name) for name, *_ in _MEETS)


def _habit(met: str, mark: str) -> str:
    """The rate at which a supplier's others of the size meet an equal bill, beside its own and that of its like."""
    near, others = met.format("near", mark), met.format("others", mark)
    rate = f"rate_once{mark}" if "once" in met else f"rate_later{mark}"
    return f"({near} + 4 * ({others} + {rate}) / (others + 1)) / (near + 4)"


# How a number is made: its figures as nines.
_MAKE = "CASE WHEN ref IS NOT NULL THEN hash(regexp_replace(ref, '[0-9]', '9', 'g')) END"

_STATEMENTS = (
    f"""
    CREATE OR REPLACE TEMP TABLE compared AS
    SELECT hash(service, months, codes) AS matter, * FROM (
    SELECT document, supplier, payee, kind, coalesce(paid, invoiced) AS day, invoiced, invoice_no, ref,
           coalesce(nullif({_CORE}, ''), ref) AS core, coalesce({_CALENDAR}, false) AS calendar,
           regexp_extract(ref, '^[A-Z]*') AS head, regexp_extract(ref, '[A-Z]*$') AS tail,
           try_strptime({_ENDS_IN}, ['%d/%m/%y', '%d/%m/%Y'])::DATE AS dated,
           translate(ref, 'OQDILBSZG', '000118526') AS looks,
           order_no, amount, gross, net, vat, service, purpose, payee_name, vat_number, postcode, unnumbered,
           coalesce({_MONTHS_NAMED}, '') AS months, coalesce({_CODES_NAMED}, '') AS codes, lines,
           parts, billed,
           CASE WHEN length({_CORE}) BETWEEN 3 AND 15 THEN try_cast({_CORE} AS BIGINT) END AS counted_as
    FROM document
    WHERE supplier IS NOT NULL AND NOT redacted AND amount <> 0
          AND coalesce(paid, invoiced) IS NOT NULL)
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
    # 2. others of the same amount: for the same thing, then for any; twice over, as two credits may reach for one bill
    *[
        f"""
        INSERT INTO taken
        WITH credits AS (
            SELECT document, supplier, -amount AS amount, matter, day + {_EARLY} AS day FROM compared
            WHERE amount < 0 AND document NOT IN (SELECT credit FROM taken)),
        open AS (
            SELECT document, supplier, amount, matter, day FROM compared
            WHERE amount > 0 AND document NOT IN (SELECT bill FROM taken))
        SELECT credits.document, open.document FROM credits ASOF JOIN open
            ON credits.supplier = open.supplier AND credits.amount = open.amount AND credits.day >= open.day {same}
        WHERE credits.day - open.day <= {_MONTHS_BACK + _EARLY}
        QUALIFY row_number() OVER (PARTITION BY open.document ORDER BY credits.day, credits.document) = 1
        """  # noqa: S608
        for same in ("AND credits.matter = open.matter", "", "")
    ],
    # what is usual for each supplier is worked out over figures alone, which go aside on disk when there are many
    f"""
    CREATE OR REPLACE TEMP TABLE narrow AS
    SELECT document, supplier, payee, kind = 'card' AS card, vat = 0 AS untaxed, day, amount,
           hash(service) AS place, hash(codes) AS codes,
           matter, CASE WHEN ref IS NOT NULL THEN hash(ref) END AS number, codes <> '' AS named,
           {_MAKE} AS make, hash({_MAKE}, calendar) AS form, calendar,
           CASE WHEN core IS NOT NULL THEN hash(core) END AS stem, counted_as,
           floor(ln(amount) / ln(2))::INTEGER AS size, (amount * 100)::BIGINT AS pence,
           CASE WHEN amount % 500 = 0 THEN 0 WHEN amount % 100 = 0 THEN 1 WHEN amount % 50 = 0 THEN 2
                WHEN amount % 10 = 0 THEN 3 WHEN amount % 5 = 0 THEN 4 WHEN amount % 1 = 0 THEN 5
                WHEN amount % 0.5 = 0 THEN 6 WHEN amount % 0.1 = 0 THEN 7 ELSE 8 END AS round
    FROM compared ANTI JOIN (SELECT bill AS document FROM taken) USING (document) WHERE amount > 0
    """,  # noqa: S608
    # the number's turn among the ten before and after, and the days between bills
    """
    CREATE OR REPLACE TEMP TABLE turned AS
    SELECT document, CASE WHEN low < high AND neighbours >= 5
                          THEN counted_as BETWEEN low - (high - low) // 2 AND high + (high - low) // 2
                     END AS in_sequence
    FROM (SELECT document, counted_as, min(counted_as) OVER near AS low, max(counted_as) OVER near AS high,
                 count(counted_as) OVER near AS neighbours
          FROM narrow WHERE counted_as IS NOT NULL
          WINDOW near AS (PARTITION BY supplier, make ORDER BY day, document
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
    # equal bills at once, within two months before, and in the two months before those; of any service and of its own
    f"""
    CREATE OR REPLACE TEMP TABLE met AS
    SELECT document, supplier, card, amount, size, {
        ", ".join(
            f"count(*) OVER ({where} RANGE {when}) > {itself} AS {name}"
            for name, where, when, itself in _MEETS
        )
    }
    FROM narrow WINDOW anywhere AS (PARTITION BY supplier, card, amount ORDER BY day),
                       here AS (PARTITION BY supplier, card, amount, place ORDER BY day)
    """,  # noqa: S608
    f"""
    CREATE OR REPLACE TEMP TABLE around AS
    SELECT document, count(*) OVER (PARTITION BY supplier, card ORDER BY day
               RANGE BETWEEN INTERVAL {WINDOW} DAY PRECEDING AND CURRENT ROW) - 1 AS bills
    FROM narrow
    """,  # noqa: S608
    f"""
    CREATE OR REPLACE TEMP TABLE habits AS
    WITH priced AS (
        SELECT supplier, card, size, amount, count(*) AS bills, {_each("count(*) FILTER ({0}) AS {0}")}
        FROM met GROUP BY ALL),
    sized AS (
        SELECT supplier, card, size, sum(bills) AS bills, {_each("sum({0}) AS {0}")} FROM priced GROUP BY ALL),
    suppliers AS (
        SELECT supplier, card, sum(bills) AS bills, {_each("sum({0}) AS {0}")} FROM sized GROUP BY ALL)
    SELECT priced.supplier, priced.card, priced.amount, priced.bills AS of_amount, suppliers.bills AS of_supplier,
           suppliers.bills - priced.bills AS others, sized.bills - priced.bills AS near,
           {_each("suppliers.{0} - priced.{0} AS others_{0}, sized.{0} - priced.{0} AS near_{0}")}
    FROM priced JOIN sized USING (supplier, card, size) JOIN suppliers ON suppliers.supplier = priced.supplier
        AND suppliers.card = priced.card
    """,  # noqa: S608
    f"""
    CREATE OR REPLACE TEMP TABLE usual AS
    WITH placed AS (
        SELECT document, narrow.supplier, narrow.card, narrow.amount, pence, round, around.bills AS around,
               habits.* EXCLUDE (supplier, card, amount), {_each("met.{0}")},
               CASE WHEN others < 1 THEN 0 WHEN others < 4 THEN 1 WHEN others < 10 THEN 2 WHEN others < 25 THEN 3
                    WHEN others < 60 THEN 4 WHEN others < 200 THEN 5 ELSE 6 END AS class,
               CASE WHEN known < 4 OR usual IS NULL OR usual < 12 THEN 0
                    WHEN least(coalesce(before, 999), coalesce(after, 999)) < 0.6 * usual THEN 1 ELSE 2 END AS beat
        FROM narrow JOIN met USING (document) JOIN around USING (document) JOIN gaps USING (document)
        JOIN habits ON habits.supplier = narrow.supplier AND habits.card = narrow.card
            AND habits.amount = narrow.amount
        JOIN spaced_all ON spaced_all.supplier = narrow.supplier AND spaced_all.card = narrow.card),
    pooled AS (
        SELECT class, beat, {_each("(count(*) FILTER ({0} AND of_amount = 2) + 0.3) / (count(*) + 20) AS rate_{0}")}
        FROM placed GROUP BY ALL),
    everywhere AS (
        SELECT round, count(*) / sum(count(*)) OVER () AS share,
               [0.00002, 0.00008, 0.0001, 0.0008, 0.001, 0.008, 0.01, 0.08, 0.9][round + 1] AS fair
        FROM narrow GROUP BY round),
    rounds AS (SELECT supplier, card, round, count(*) AS as_round FROM narrow GROUP BY ALL)
    SELECT document, of_amount, of_supplier, beat,
           (greatest(count(*) FILTER (beat = 1) OVER whole - 1, 0) + 0.2)
               / (count(*) FILTER (beat > 0) OVER whole + 1) AS beats,
           {_habit(_SLOW, "")} AS habit, {_habit(_SLOW, "_here")} AS habit_here,
           {_habit("{0}_once{1}", "")} AS habit_once, {_habit("{0}_once{1}", "_here")} AS habit_once_here,
           greatest(around, 1) * (near + 0.5) / (others + 1) / (0.7 * pence)
               * (as_round - of_amount + 20 * share) / (others + 20) / fair AS crowding
    FROM placed JOIN pooled USING (class, beat) JOIN everywhere USING (round)
    JOIN rounds ON rounds.supplier = placed.supplier AND rounds.card = placed.card AND rounds.round = placed.round
    WINDOW whole AS (PARTITION BY placed.supplier, placed.card)
    """,  # noqa: S608
    # how often a supplier's number is of a form that no other of its numbers has, or comes out of its turn
    """
    CREATE OR REPLACE TEMP TABLE numbering AS
    WITH refs AS (SELECT supplier, number, count(*) AS times FROM narrow WHERE number IS NOT NULL GROUP BY ALL),
    forms AS (SELECT supplier, form, count(*) AS times FROM narrow WHERE number IS NOT NULL GROUP BY ALL),
    numbers AS (SELECT supplier, sum(times) AS numbered, count(*) AS numbers FROM refs GROUP BY ALL),
    odd AS (
        SELECT supplier, count(*) FILTER (times = 1) AS odd, sum(times) FILTER (times <= 2) AS rare
        FROM forms GROUP BY ALL),
    turns AS (
        SELECT supplier, count(*) AS turns, count(*) FILTER (NOT in_sequence) AS out
        FROM narrow JOIN turned USING (document) WHERE in_sequence IS NOT NULL GROUP BY ALL),
    every AS (
        SELECT numbers.*, odd, coalesce(rare, 0) AS rare, coalesce(turns, 0) AS turns, coalesce(out, 0) AS out,
               least(floor(log2(numbered)), 8) AS class
        FROM numbers JOIN odd USING (supplier) LEFT JOIN turns USING (supplier)),
    pooled AS (
        SELECT class, (sum(odd) + 0.3) / (sum(numbered) + 10) AS odds, (sum(out) + 0.3) / (sum(turns) + 10) AS outs
        FROM every GROUP BY class)
    SELECT every.* EXCLUDE (class), odds, outs FROM every JOIN pooled USING (class)
    """,
    # how often a bill's number, its matter, its case, its account and its service come among its supplier's
    """
    CREATE OR REPLACE TEMP TABLE as_numbered AS
    WITH used AS (
        SELECT number, count(DISTINCT supplier) AS users FROM narrow WHERE number IS NOT NULL GROUP BY number),
    refs AS (SELECT supplier, number, count(*) AS of_ref FROM narrow WHERE number IS NOT NULL GROUP BY ALL),
    forms AS (SELECT supplier, form, count(*) AS of_form FROM narrow WHERE number IS NOT NULL GROUP BY ALL)
    SELECT document, of_ref, users, numbered, in_sequence,
           (greatest(numbered - numbers - (of_ref - 1), 0) + 0.05) / (numbered - of_ref + 2) AS reuse,
           CASE WHEN of_form = 1 THEN (odd - 1 + 2 * odds) / (numbered + 1)
                WHEN of_form = 2 AND numbered >= 40 THEN (rare - 1 + 2 * odds) / (numbered + 1) END AS odd,
           (greatest(out - 1, 0) + 2 * outs) / (turns + 1) AS out
    FROM narrow JOIN refs USING (supplier, number) JOIN forms USING (supplier, form) JOIN used USING (number)
    JOIN numbering USING (supplier) LEFT JOIN turned USING (document)
    """,
    """
    CREATE OR REPLACE TEMP TABLE as_bought AS
    WITH matters AS (SELECT supplier, card, amount, matter, count(*) AS of_matter FROM narrow GROUP BY ALL),
    repeats AS (
        SELECT supplier, card, sum(of_matter) FILTER (of_matter > 1) AS agreeing FROM matters GROUP BY ALL)
    SELECT document, of_matter, coalesce(agreeing, 0) - CASE WHEN of_matter > 1 THEN of_matter ELSE 0 END AS agreeing
    FROM narrow JOIN matters USING (supplier, card, amount, matter) JOIN repeats USING (supplier, card)
    """,
    """
    CREATE OR REPLACE TEMP TABLE as_named AS
    WITH named AS (SELECT supplier, card, codes, count(*) AS of_case FROM narrow WHERE named GROUP BY ALL),
    naming AS (
        SELECT supplier, card, coalesce(sum(of_case) FILTER (of_case > 1), 0) AS again, sum(of_case) AS times
        FROM named GROUP BY ALL)
    SELECT document, of_case,
           (again - CASE WHEN of_case > 1 THEN of_case ELSE 0 END + 0.1) / (times - of_case + 1) AS cases
    FROM narrow JOIN named USING (supplier, card, codes) JOIN naming USING (supplier, card) WHERE narrow.named
    """,
    # 3. what is left of the credits lessens what is at stake; and all of it together
    f"""
    CREATE OR REPLACE TABLE bill AS
    WITH partly AS (
        SELECT supplier, core, -sum(amount) AS credited FROM compared
        WHERE amount < 0 AND core IS NOT NULL AND document NOT IN (SELECT credit FROM taken) GROUP BY ALL),
    makes AS (
        SELECT supplier, make, count(*) AS of_make, count(*) FILTER (calendar) AS dates
        FROM narrow WHERE make IS NOT NULL GROUP BY ALL),
    cores AS (SELECT supplier, stem, count(*) AS of_core FROM narrow WHERE stem IS NOT NULL GROUP BY ALL),
    accounts AS (
        SELECT *, sum(of_payee) OVER (PARTITION BY supplier) AS of_all
        FROM (SELECT supplier, payee, count(*) AS of_payee FROM narrow GROUP BY ALL)),
    alone AS (
        SELECT (count(*) FILTER (of_payee = 1) + 0.3) / (sum(of_payee) + 10) AS alone
        FROM accounts WHERE of_all > 1),
    taxed AS (
        SELECT supplier, card, count(*) FILTER (untaxed) AS untaxed, count(untaxed) AS told FROM narrow GROUP BY ALL),
    places AS (SELECT supplier, card, place, count(*) AS bills FROM narrow GROUP BY ALL),
    housed AS (
        SELECT supplier, card, sum(bills * bills) / sum(bills) ** 2 AS together FROM places GROUP BY ALL)
    SELECT document, bill.supplier, bill.payee, kind, bill.day, invoiced, invoice_no, ref, bill.core,
           bill.calendar AND coalesce(of_make < 4 OR dates >= 0.6 * of_make, true) AS calendar, head,
           tail, looks, dated, order_no, bill.amount, gross, net, vat, service, purpose, {_PLAIN} AS plain, vat_number,
           postcode, months, bill.codes, lines, parts, billed, unnumbered,
           coalesce(credited, 0)::DECIMAL(18,2) AS credited, of_supplier, of_payee,
           (of_payee - 1 + 20 * alone) / (of_supplier - 1 + 20) AS seldom, of_amount, of_matter,
           coalesce(of_ref, 0) AS of_ref, coalesce(of_core, 0) AS of_core, coalesce(numbered, 0) AS numbered,
           coalesce(users, 0) AS users, in_sequence, narrow.number, narrow.matter,
           coalesce(interval, CASE WHEN steady THEN wide END) AS interval, habit, habit_here, habit_once,
           habit_once_here, crowding, beat, beats, together, reuse, odd, out,
           (agreeing + 0.1) / (of_supplier - of_matter + 2) AS agree, coalesce(of_case, 0) AS of_case, cases,
           (greatest(taxed.untaxed - 1, 0) + 0.1) / (told + 1) AS untaxed
    FROM compared AS bill JOIN narrow USING (document) JOIN usual USING (document) JOIN as_bought USING (document)
    JOIN spaced_all ON spaced_all.supplier = narrow.supplier AND spaced_all.card = narrow.card
    JOIN housed ON housed.supplier = narrow.supplier AND housed.card = narrow.card
    JOIN taxed ON taxed.supplier = narrow.supplier AND taxed.card = narrow.card
    JOIN accounts ON accounts.supplier = narrow.supplier AND accounts.payee = narrow.payee
    CROSS JOIN alone
    LEFT JOIN as_numbered USING (document)
    LEFT JOIN as_named USING (document)
    LEFT JOIN makes ON makes.supplier = narrow.supplier AND makes.make = narrow.make
    LEFT JOIN cores ON cores.supplier = narrow.supplier AND cores.stem = narrow.stem
    LEFT JOIN partly ON partly.supplier = bill.supplier AND partly.core = bill.core
    LEFT JOIN spaced ON spaced.supplier = narrow.supplier AND spaced.card = narrow.card
        AND spaced.place = narrow.place AND spaced.codes = narrow.codes
    """,  # noqa: S608
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
            "numbering",
            "as_numbered",
            "as_bought",
            "as_named",
        )
    ],
    "DROP TABLE usual",
)
