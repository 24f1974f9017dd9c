"""Categories bought from many suppliers in small sums.

Rule: a category with a tail of twelve suppliers or more, each with less than `Settings.contract_needed_from` a year,
who together have £10,000 a year or more. One finding a category. It tells the number of suppliers, of those paid
once, the tail and its share, the Herfindahl index (the sum of the squares of the suppliers' shares: 1 is a single
supplier, under 0.15 nobody leads), and the spread of prices where several suppliers have a price for what looks like
the same item.

At stake is what buying together may save, taken low: a thirtieth of the tail, and what was paid above the middle
price for the same items. The thirtieth is ours; no study stands behind it. Put your own in its place when you know.

Care, early years and placements are left out: there people choose, or are placed.

What it is not: waste. Local shops, specialists and schools that buy for themselves are good reasons for many
suppliers. It is never called likely.
"""
# ruff: noqa: S608 (queries are made of words of our own: whatever is asked for comes as a parameter)

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings import bought
from moothall.engines.spend.findings.bought import ask, chosen_by_people, payments_of
from moothall.engines.spend.findings.buying import prices
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.findings.wording import pounds, share, title
from moothall.engines.spend.ledger import Ledger

YEARLY = Decimal(10_000)  # of the tail
SUPPLIERS = 12  # in the tail
SAVED = Decimal(1) / 30  # of the tail

_SUPPLIERS = f"""
    WITH span AS (
        SELECT greatest(1, date_diff('day', min(paid), max(paid)) / 365.25) AS years FROM bought),
    shares AS (
        SELECT category, supplier, sum(amount) AS spent, count(*) AS bills FROM bought
        WHERE category IS NOT NULL
          AND NOT {chosen_by_people("category")}
        GROUP BY ALL HAVING sum(amount) > 0)
    SELECT *, spent / years AS yearly, spent / years < $least AS tail FROM shares, span
"""
_FOUND = f"""
    SELECT category, sum(spent), sum(yearly), count(*) AS suppliers, count(*) FILTER (bills = 1),
           coalesce(sum(spent) FILTER (tail), 0)::DECIMAL(18,2) AS tailed, count(*) FILTER (tail) AS small,
           sum(spent::DOUBLE * spent::DOUBLE) / (sum(spent)::DOUBLE * sum(spent)::DOUBLE) AS concentration
    FROM ({_SUPPLIERS}) GROUP BY category
    HAVING sum(yearly) FILTER (tail) >= $yearly AND small >= {SUPPLIERS}
    ORDER BY tailed DESC, category
"""


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    """One finding a category that many suppliers share in small parts."""
    bought.prepare(ledger)
    least = settings.contract_needed_from
    found = ask(ledger, _FOUND, least=least, yearly=YEARLY)
    spread = prices.spreads(ledger) if found else {}
    payments = payments_of(
        ledger,
        f"""
        SELECT category, document, bought.amount FROM bought JOIN ({_SUPPLIERS}) AS it USING (category, supplier)
        WHERE tail AND category IN (SELECT unnest($found::VARCHAR[]))""",
        least=least,
        found=[it[0] for it in found],
    )
    for category, spent, _, suppliers, once, tailed, small, concentration in found:
        items, above, widest = spread.get(category, (0, Decimal(0), 1.0))
        stake = (tailed * SAVED).quantize(Decimal("0.01")) + above
        yield Finding(
            TEST.code,
            payments[category],
            stake,
            0.3,
            f"{title(category)}: {suppliers:,} suppliers share {pounds(spent)}; {small:,} of them, with under "
            f"{pounds(least)} a year, have {share(tailed, spent)} of it. {pounds(stake)} is what buying together may "
            f"save, taken low. Innocent where many sellers are wanted: local trade, choice, specialists.",
            facts={
                "Spent": pounds(spent),
                "Suppliers": f"{suppliers:,}, of which {once:,} were paid once",
                "Tail": f"{pounds(tailed)} to {small:,} suppliers ({share(tailed, spent)})",
                "Herfindahl index": f"{concentration:.3f}",
                "Same items at several prices": f"{items:,}, up to {widest:.1f} times; {pounds(above)} above middle",
                "At stake": f"a thirtieth of the tail and {pounds(above)}",
            },
            subject=category,
        )


TEST = SpendTest(
    code="category-fragmented",
    title="Many small suppliers in a category",
    family="buying",
    about="A category shared by many suppliers in small sums, with its tail and the spread of its prices.",
    recoverable=Decimal("0.1"),
    find=find,
    needs=frozenset({"payment_category.category", "paid"}),
    prior=0.3,
)
