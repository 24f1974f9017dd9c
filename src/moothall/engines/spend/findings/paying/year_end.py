"""Bursts of spending at the end of the financial year.

Two signs, of which one is enough:

- *the service*: its March, set beside its own other months of the same financial year after both have been divided by
  the council's pace (the whole council spends more in some months). March without its largest bill stands more than
  3.5 robust deviations (median, and 1.4826 times the median distance from it) and half as much again above the
  middle month, with half as many bills again and £10,000 or more above it. Nine other months must have bills.
- *a supplier of the service*: its bills of the last ten days of March are six or more, and half as many again, and half
  as much money again, as in the whole of its busiest other month there, at the council's pace. £5,000 or more.

One finding a service and year for the first, one a supplier of a service for the second. The amount is what lies above
the middle or the busiest month.

What it is not: waste. Grants that must be spent, yearly bills, seasons and accounts closed in order do it too. Money
spent so that it is not lost is what is looked for, and only people know that. It is never called likely.
"""
# ruff: noqa: S608 (queries are made of words of our own: whatever is asked for comes as a parameter)

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings import bought
from moothall.engines.spend.findings.bought import financial_year, payments_of, pounds
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.ledger import Ledger

DEVIATIONS = 3.5
RISE = 1.5
LEAST = Decimal(10_000)
MONTHS = 9
LAST_DAYS = 10
LAST_BILLS = 6
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


# a supplier of a service: the last days of March beside the busiest whole month there
_SUPPLIERS = f"""
    WITH monthly AS (
        SELECT service, supplier, year, month(paid) AS month, sum(amount) AS spent, count(*) AS bills,
               count(*) FILTER (month(paid) = 3 AND day(paid) > {31 - LAST_DAYS}) AS last_bills,
               sum(amount) FILTER (month(paid) = 3 AND day(paid) > {31 - LAST_DAYS}) AS last_spent
        FROM bought WHERE kind = 'ledger' AND amount > 0 AND paid IS NOT NULL GROUP BY ALL),
    pace AS (
        SELECT year, greatest(1, sum(bills) FILTER (month = 3) / (sum(bills) / count(DISTINCT month))) AS pace
        FROM monthly GROUP BY year HAVING count(DISTINCT month) >= {MONTHS}),
    seen AS (
        SELECT service, supplier, year, sum(last_bills) AS bills, sum(last_spent) AS spent,
               pace * coalesce(max(spent) FILTER (month <> 3), 0) AS busiest,
               pace * coalesce(max(monthly.bills) FILTER (month <> 3), 0) AS busiest_bills
        FROM monthly JOIN pace USING (year) GROUP BY service, supplier, year, pace)
    SELECT seen.*, supplier.name FROM seen JOIN supplier USING (supplier)
    WHERE bills >= {LAST_BILLS} AND bills > {RISE} * busiest_bills AND seen.spent > {RISE} * busiest
      AND seen.spent >= {LEAST} / 2
    ORDER BY seen.spent - busiest DESC, service, supplier
"""


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    """One finding a service and year whose March runs away, and one a supplier of a service that does."""
    bought.prepare(ledger)
    yield from _services(ledger)
    yield from _suppliers(ledger)


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


def _suppliers(ledger: Ledger) -> Iterator[Finding]:
    found = ledger.rows(_SUPPLIERS)
    payments = payments_of(
        ledger,
        f"""
        SELECT concat_ws('|', service, supplier, year), document, amount FROM bought
        WHERE kind = 'ledger' AND amount > 0 AND month(paid) = 3 AND day(paid) > {31 - LAST_DAYS}
          AND concat_ws('|', service, supplier, year) IN (SELECT unnest($found::VARCHAR[]))""",
        found=[f"{it[0]}|{it[1]}|{it[2]}" for it in found],
    )
    for service, supplier, year, bills, spent, busiest, busiest_bills, name in found:
        yield Finding(
            TEST.code,
            payments[f"{service}|{supplier}|{year}"],
            Decimal(float(spent) - float(busiest)).quantize(Decimal("0.01")),
            0.3,
            f"{service} paid {name} {pounds(spent)} on {bills:,} bills in the last {LAST_DAYS} days of March of "
            f"{financial_year(year)}; the busiest other month had {busiest_bills:.0f}, {pounds(busiest)}, at the "
            f"council's pace. Innocent for grants with an end, yearly bills and seasons.",
            facts={
                "At the end of March": f"{pounds(spent)}, {bills:,} bills",
                "The busiest other month at March's pace": f"{pounds(busiest)}, {busiest_bills:.0f} bills",
            },
            subject=f"{service}\x1f{name}\x1f{financial_year(year)}",
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
