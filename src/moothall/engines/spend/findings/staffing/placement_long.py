"""Agency placements that seem to last over a year.

Rule: steady payments for agency staff or consultants to one supplier, from one service, in words that say the same
thing when numbers and months are left out; where every bill has words of its own, all of the supplier's bills to
the service. They go on for more than 365 days (or through the whole of a ledger of eleven months or more) without a
gap over 62 days, and a month's sums stay near each other (the middle half no wider than the median). At most six
bills and £25,000 a month: more is several people, and a managed service that bills for all of them is no placement.
One finding a placement.

What it is not: a count of people. A bill may be for several, and one supplier may send one worker after another.
After twelve weeks an agency worker has the rights of an employee in pay (SI 2010/93 reg 7); over a year the post is
one the council seems to need. Purposes may name people: the finding never repeats them. It is never called likely.
"""
# ruff: noqa: S608 (queries are made of words of our own: whatever is asked for comes as a parameter)

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings import bought
from moothall.engines.spend.findings.bought import payments_of, plain
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.findings.staffing.kinds import STAFFED
from moothall.engines.spend.findings.wording import day, pounds
from moothall.engines.spend.ledger import Ledger

YEAR = 365
WHOLE_LEDGER = 334  # days: eleven months
GAP = 62
STEADY = 1.0
MONTHS = 10  # with a bill
A_WHILE = 4  # bills in the same words: somebody
MOST_BILLS = 6  # a month: one worker is billed by the week
MOST = 25_000  # pounds a month: no worker costs more

_PLACED = f"""
    WITH worded AS (
        SELECT document, supplier, supplier_name, service, paid, amount,
               {plain("coalesce(purpose, '')")} AS words
        FROM ({STAFFED}) WHERE kind = 'ledger' AND amount > 0 AND paid IS NOT NULL),
    levelled AS (
        SELECT *, 'words' AS level FROM worded WHERE words <> ''
        UNION ALL BY NAME SELECT * REPLACE ('' AS words), 'supplier' AS level FROM worded),
    gapped AS (
        SELECT *, date_diff('day', lag(paid) OVER (
            PARTITION BY level, supplier, service, words ORDER BY paid), paid) AS gap FROM levelled),
    monthly AS (
        SELECT level, supplier, service, words, date_trunc('month', paid) AS month, sum(amount) AS spent,
               max(gap) AS gap, min(paid) AS first, max(paid) AS last, any_value(supplier_name) AS supplier_name,
               count(*) AS bills
        FROM gapped GROUP BY ALL),
    run AS (
        SELECT level, supplier, service, words, any_value(supplier_name) AS supplier_name, min(first) AS first,
               max(last) AS last, sum(spent) AS spent, sum(bills)::INTEGER AS bills, count(*) AS months,
               quantile_cont(spent, 0.75) - quantile_cont(spent, 0.25) AS width, median(spent) AS middle
        FROM monthly GROUP BY level, supplier, service, words
        HAVING months >= {MONTHS} AND sum(bills) <= {MOST_BILLS} * months AND middle <= {MOST}
           AND coalesce(max(gap), 0) <= {GAP} AND width <= {STEADY} * middle),
    told_apart AS (  -- where the words name several people, each for a while, all of them are not one placement
        SELECT supplier, service FROM (
            SELECT supplier, service, words FROM monthly WHERE level = 'words'
            GROUP BY supplier, service, words HAVING sum(bills) >= {A_WHILE})
        GROUP BY supplier, service HAVING count(*) > 1),
    span AS (SELECT min(paid) AS begins, max(paid) AS ends FROM document),
    long AS (
        SELECT run.* FROM run, span
        WHERE date_diff('day', first, last) > {YEAR}
           OR (date_diff('day', first, last) >= {WHOLE_LEDGER} AND first - begins <= 31 AND ends - last <= 31))
    SELECT row_number() OVER (ORDER BY spent DESC, supplier, service, words) AS place, * FROM long
    WHERE level = 'words' OR NOT EXISTS (
        FROM long AS finer WHERE finer.level = 'words' AND finer.supplier = long.supplier
        AND finer.service = long.service)
    AND (supplier, service) NOT IN (FROM told_apart)
"""


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    """One finding a run of steady payments over a year."""
    bought.prepare(ledger)
    ledger.db.execute(f"CREATE OR REPLACE TEMP TABLE placed AS {_PLACED}")
    payments = payments_of(
        ledger,
        f"""
        SELECT place, document, epoch(paid) FROM (
            SELECT document, supplier, service, paid, {plain("coalesce(purpose, '')")} AS words
            FROM ({STAFFED}) WHERE kind = 'ledger' AND amount > 0) AS it
        JOIN placed ON placed.supplier = it.supplier AND placed.service = it.service
            AND (placed.level = 'supplier' OR placed.words = it.words)""",
    )
    for place, level, name, service, first, last, spent, bills, months in ledger.rows(
        "SELECT place, level, supplier_name, service, first, last, spent, bills, months FROM placed ORDER BY place"
    ):
        yield Finding(
            TEST.code,
            payments[place],
            spent,
            0.4 if level == "words" else 0.25,
            f"{service} paid {name} {pounds(spent)} in {bills:,} bills from {day(first)} to {day(last)}, "
            f"about as much in each of {months:,} months: a placement may have lasted over a year. Innocent where "
            f"several people came one after another.",
            facts={
                "Seen for": f"{(last - first).days:,} days",
                "Bills": f"{bills:,} in {months:,} months",
                "Paid": pounds(spent),
                "Told apart by": "what the bills say" if level == "words" else "the supplier alone",
            },
        )


TEST = SpendTest(
    code="placement-long",
    title="Placements over a year",
    family="staffing",
    about="Steady payments for agency staff that go on for more than a year.",
    recoverable=Decimal("0.05"),
    find=find,
    needs=frozenset({"paid", "service"}),
    prior=0.4,
)
