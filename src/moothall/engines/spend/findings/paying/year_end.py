"""Bursts of spending at the end of the financial year.

Two signs, of which one is enough:

- *the service*: its March, set beside its own other months of the same financial year after both have been divided by
  the council's pace (the whole council spends more in some months). March without its largest bill stands more than
  3.5 robust deviations (median, and 1.4826 times the median distance from it) and half as much again above the
  middle month, with half as many bills again and £10,000 or more above it. Nine other months must have bills.
- *its last days*: of the service, or of a supplier or a category in it, the bills from 21 March on are six or more and
  £5,000 or more, and more than in its busiest other ten days of the year at the council's pace: either twice the
  money, or half as much money again on half as many bills again and three.

One finding a service, year and sign. The amount is what lies above the middle month or the busiest other days.

What it is not: waste. Grants that must be spent, yearly bills, seasons and accounts closed in order do it too. Money
spent so that it is not lost is what is looked for, and only people know that. It is never called likely.
"""
# ruff: noqa: S608 (queries are made of words of our own: whatever is asked for comes as a parameter)

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings import bought
from moothall.engines.spend.findings.bought import payments_of
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.findings.wording import financial_year, pounds, title
from moothall.engines.spend.ledger import Ledger

DEVIATIONS = 3.5
RISE = 1.5
TWICE = 2
LEAST = Decimal(10_000)
MONTHS = 9
LAST_BILLS = 6
_END = 32  # the last third of March: month times ten, and the third from 0
_SPREAD = 1.4826  # makes a median distance a standard deviation, for what is normal

_FOUND = f"""
    WITH monthly AS (
        SELECT service, year, month(paid) AS month, sum(amount)::DOUBLE AS spent, count(*) AS bills,
               max(amount)::DOUBLE AS largest
        FROM bought WHERE kind = 'ledger' AND amount > 0 AND paid IS NOT NULL GROUP BY ALL),
    council AS (
        SELECT year, month, sum(bills) / avg(sum(bills)) OVER (PARTITION BY year) AS pace
        FROM monthly GROUP BY year, month),
    paced AS (
        SELECT *, spent / pace AS even, bills / pace AS even_bills FROM monthly JOIN council USING (year, month)),
    usual AS (
        SELECT service, year, median(even) AS middle, mad(even) AS distance, median(even_bills) AS bills
        FROM paced WHERE month <> 3 GROUP BY ALL HAVING count(*) >= {MONTHS})
    SELECT service, year, spent, paced.bills, middle * pace, usual.bills * pace,
           (even - middle) / greatest({_SPREAD} * distance, 0.1 * middle)
    FROM paced JOIN usual USING (service, year)
    WHERE month = 3 AND (spent - largest) / pace > {RISE} * middle AND even_bills > {RISE} * usual.bills
      AND (spent - largest) / pace - middle > {DEVIATIONS} * greatest({_SPREAD} * distance, 0.1 * middle)
      AND spent - middle * pace >= {LEAST}
    ORDER BY spent - middle * pace DESC, service, year
"""


# a part of a service (a supplier, a category, all of it): the last third of March beside its busiest other third
_PARTS = f"""
    WITH billed AS (
        SELECT service, supplier, coalesce(category, account, '') AS sort, year, document, amount,
               month(paid) * 10 + least((day(paid) - 1) // 10, 2) AS third
        FROM bought WHERE kind = 'ledger' AND amount > 0 AND paid IS NOT NULL),
    thirds AS (
        SELECT service, year, supplier, sort, third, sum(amount) AS spent, count(*) AS bills,
               GROUPING(supplier, sort) AS level
        FROM billed GROUP BY GROUPING SETS (
            (service, year, third), (service, year, third, supplier), (service, year, third, sort))),
    pace AS (  -- the council's own end of March beside its other ends of months
        SELECT year, greatest(1, sum(bills) FILTER (third = {_END})
                                 / avg(sum(bills)) FILTER (third % 10 = 2) OVER (PARTITION BY year)) AS pace
        FROM thirds WHERE level = 3 GROUP BY year, third
        QUALIFY third = {_END} AND count(*) OVER (PARTITION BY year) >= 3 * {MONTHS}),
    seen AS (
        SELECT service, year, level, supplier, sort,
               coalesce(max(spent) FILTER (third = {_END}), 0) AS spent,
               coalesce(max(bills) FILTER (third = {_END}), 0) AS bills,
               any_value(pace) * coalesce(max(spent) FILTER (third <> {_END}), 0) AS busiest,
               any_value(pace) * coalesce(max(bills) FILTER (third <> {_END}), 0) AS busiest_bills
        FROM thirds JOIN pace USING (year) GROUP BY service, year, level, supplier, sort)
    SELECT * FROM seen
    WHERE bills >= {LAST_BILLS} AND bills > busiest_bills AND spent >= {LEAST} / 2
      AND (spent > {TWICE} * busiest OR spent > {RISE} * busiest AND bills >= {RISE} * busiest_bills + 3)
"""


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    """One finding a service and year whose March, or the last days of it, runs away."""
    bought.prepare(ledger)
    yield from _services(ledger)
    yield from _parts(ledger)


def _services(ledger: Ledger) -> Iterator[Finding]:
    found = ledger.rows(_FOUND)
    payments = payments_of(
        ledger,
        """
        SELECT service || year::VARCHAR, document, amount FROM bought
        WHERE kind = 'ledger' AND amount > 0 AND month(paid) = 3
          AND service || year::VARCHAR IN (SELECT unnest($found::VARCHAR[]))""",
        found=[f"{it[0]}{it[1]}" for it in found],
    )
    for service, year, spent, bills, middle, usual_bills, deviations in found:
        above = Decimal(spent - middle).quantize(Decimal("0.01"))
        yield Finding(
            TEST.code,
            payments[f"{service}{year}"],
            above,
            0.3,
            f"{service} paid {pounds(spent)} on {bills:,} bills in March of {financial_year(year)}; its middle month, "
            f"at the council's pace, would have been {pounds(middle)} on {usual_bills:.0f}. Innocent for grants with "
            f"an end, yearly bills and seasons.",
            facts={
                "In March": f"{pounds(spent)}, {bills:,} bills",
                "A middle month at March's pace": f"{pounds(middle)}, {usual_bills:.0f} bills",
                "Robust deviations": f"{deviations:.1f}",
            },
            subject=f"{service}\x1f{financial_year(year)}",
        )


def _parts(ledger: Ledger) -> Iterator[Finding]:
    ledger.db.execute(f"CREATE OR REPLACE TEMP TABLE burst AS {_PARTS}")
    payments = payments_of(
        ledger,
        """
        SELECT DISTINCT service || year::VARCHAR, document, amount FROM bought
        JOIN (SELECT service, year, level, supplier AS who, sort FROM burst) USING (service, year)
        WHERE kind = 'ledger' AND amount > 0 AND month(paid) = 3 AND day(paid) > 20
          AND (level = 3 OR who = supplier OR sort = coalesce(category, account, ''))""",
    )
    for service, year, spent, bills, busiest, busiest_bills, of in ledger.rows(
        """
        SELECT service, year, max(spent), arg_max(bills, spent), arg_max(busiest, spent),
               arg_max(busiest_bills, spent),
               arg_max(CASE level WHEN 3 THEN 'the whole service' WHEN 1 THEN supplier.name ELSE sort END, spent)
        FROM burst LEFT JOIN supplier USING (supplier) GROUP BY service, year ORDER BY max(spent) DESC, service, year"""
    ):
        what = title(of)
        yield Finding(
            TEST.code,
            payments[f"{service}{year}"],
            Decimal(float(spent) - float(busiest)).quantize(Decimal("0.01")),
            0.3,
            f"{service} ({what}) paid {pounds(spent)} on {bills:,} bills in the last days of March of "
            f"{financial_year(year)}; its busiest other ten days had {busiest_bills:.0f}, {pounds(busiest)}, at the "
            f"council's pace. Innocent for grants with an end, yearly bills and seasons.",
            facts={
                "At the end of March": f"{pounds(spent)}, {bills:,} bills",
                "The busiest other ten days at March's pace": f"{pounds(busiest)}, {busiest_bills:.0f} bills",
                "Seen in": what,
            },
            subject=f"{service}\x1f{financial_year(year)}\x1flast days",
        )


TEST = SpendTest(
    code="year-end-burst",
    title="A burst at the end of the year",
    family="paying",
    about="A service's March runs away from its other months, and from what the council does in March.",
    recoverable=Decimal("0.02"),
    find=find,
    needs=frozenset({"paid", "service"}),
    prior=0.25,
)
