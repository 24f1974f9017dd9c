"""Round sums from suppliers who bill to the penny.

Rule: a supplier with twelve bills or more, of which four in five are no multiple of £10, sends some of £1,000 or more
that are multiples of £500, at most one in five of its bills. One finding a supplier. The chance that a bill
worked out to the penny falls on a multiple of £500 is one in 50,000; for one that nobody worked out it is what one
expects.

What it is not: a fault. Deposits, stage payments, contributions and agreed fees are round. A round sum among exact
ones may be an estimate that was paid, or a bill without a measure behind it. It is never called likely.
"""
# ruff: noqa: S608 (queries are made of words of our own: whatever is asked for comes as a parameter)

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings import bought
from moothall.engines.spend.findings.bought import payments_of
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.findings.wording import pounds, share
from moothall.engines.spend.ledger import Ledger
from moothall.kit.numbers import counted

BILLS = 12
EXACT = 0.8
ROUND, LEAST = 500, 1_000
FEW = 0.2  # of its bills: more than these and round sums are how it bills

_ROUND = f"""
    WITH billed AS (
        SELECT document, supplier, supplier_name, amount FROM bought WHERE kind = 'ledger' AND amount > 0),
    habit AS (
        SELECT supplier, count(*) AS bills, count(*) FILTER (amount % 10 <> 0) AS exact, median(amount) AS middle
        FROM billed GROUP BY supplier HAVING bills >= {BILLS} AND exact >= {EXACT} * bills)
    SELECT document, supplier, supplier_name, amount, bills, exact, middle FROM billed JOIN habit USING (supplier)
    WHERE amount % {ROUND} = 0 AND amount >= {LEAST}
"""


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    """One finding a supplier that bills to the penny and now and then in round sums."""
    bought.prepare(ledger)
    payments = payments_of(ledger, f"SELECT supplier, document, amount FROM ({_ROUND})")
    for supplier, name, amount, times, bills, exact, middle in ledger.rows(
        f"""
        SELECT supplier, any_value(supplier_name), sum(amount), count(*), any_value(bills), any_value(exact),
               any_value(middle)
        FROM ({_ROUND}) GROUP BY supplier HAVING count(*) <= {FEW} * any_value(bills) ORDER BY 3 DESC, supplier"""
    ):
        yield Finding(
            TEST.code,
            payments[supplier],
            amount,
            0.25,
            f"{name} bills to the penny ({share(exact, bills)} of {bills:,} bills are no multiple of £10); "
            f"{counted(times, 'bill is', 'bills are')} a round sum: {pounds(amount)}. "
            f"Innocent for deposits, stage payments and agreed fees.",
            facts={
                "Round bills": f"{times:,}, {pounds(amount)}",
                "Bills": f"{bills:,}, of which {exact:,} are no multiple of £10",
                "Middle bill": pounds(middle),
            },
            subject=name,
        )


TEST = SpendTest(
    code="round-sums",
    title="Round sums from a supplier who bills to the penny",
    family="paying",
    about="A large round bill of a supplier whose bills are hardly ever round.",
    recoverable=Decimal("0.05"),
    find=find,
    prior=0.2,
)
