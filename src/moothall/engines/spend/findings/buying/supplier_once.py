"""Suppliers paid once, with a sum that should have had a competition.

Rule: a supplier with a single bill in the whole ledger, of at least `Settings.contract_needed_from`, in a category
where the council has an established supplier: one with twelve bills or more (where only the group of categories is
clear, in the group). One finding a category. The ledger must cover half a year or more, and suppliers paid in its last
month are not counted: they may come again.

What it is not: a fault of the supplier. One-off work is bought once. What it costs is a supplier set up and checked,
and a price that nobody had agreed before. It is never called likely.
"""
# ruff: noqa: S608 (queries are made of words of our own: whatever is asked for comes as a parameter)

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.categories.ids import GENERAL
from moothall.engines.spend.findings import bought
from moothall.engines.spend.findings.bought import ask, payments_of
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.findings.wording import pounds, title
from moothall.engines.spend.ledger import Ledger
from moothall.kit.numbers import counted

ESTABLISHED = 12  # bills of one supplier
_SPAN = 182  # days

_ONCE = f"""
    WITH span AS (SELECT min(paid) AS first, max(paid) AS last FROM bought),
    seen AS (
        SELECT category, supplier, count(*) AS bills, sum(amount) AS spent, max(paid) AS paid,
               sum(count(*)) OVER (PARTITION BY supplier) AS all_bills, min(document) AS document
        FROM bought WHERE category IS NOT NULL GROUP BY category, supplier),
    held AS (  -- where only the group is known, any established supplier of the group will do
        SELECT once.category, count(DISTINCT seen.supplier) AS established
        FROM (SELECT DISTINCT category FROM seen) AS once
        JOIN seen ON seen.category = once.category
            OR (once.category LIKE '%/{GENERAL}'
                AND split_part(seen.category, '/', 1) = split_part(once.category, '/', 1))
        WHERE seen.bills >= {ESTABLISHED} GROUP BY once.category)
    SELECT category, supplier, document, spent, established FROM seen JOIN held USING (category), span
    WHERE all_bills = 1 AND spent >= $least AND date_diff('day', first, last) >= {_SPAN}
      AND paid < last - INTERVAL 1 MONTH
"""


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    """One finding a category with suppliers paid once beside established ones."""
    bought.prepare(ledger)
    least = settings.contract_needed_from
    payments = payments_of(ledger, f"SELECT category, document, spent FROM ({_ONCE})", least=least)
    for category, suppliers, spent, established in ask(
        ledger,
        f"""
        SELECT category, count(*), sum(spent), max(established) FROM ({_ONCE})
        GROUP BY category ORDER BY 3 DESC, category""",
        least=least,
    ):
        yield Finding(
            TEST.code,
            payments[category],
            spent,
            0.25,
            f"{title(category)}: {counted(suppliers, 'supplier was', 'suppliers were each')} paid "
            f"once, {pounds(spent)} in all, beside {established:,} that the council buys from all the time. Innocent "
            f"for work that is needed once.",
            facts={
                "Suppliers paid once": f"{suppliers:,}",
                "Pounds": pounds(spent),
                "Established suppliers": f"{established:,}",
            },
            subject=category,
        )


TEST = SpendTest(
    code="supplier-once",
    title="Suppliers paid once",
    family="buying",
    about="A single bill that should have had a competition, beside suppliers the council has already.",
    recoverable=Decimal("0.02"),
    find=find,
    needs=frozenset({"payment_category.category", "paid"}),
    prior=0.3,
)
