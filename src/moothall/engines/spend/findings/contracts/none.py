"""Spending with no contract.

Rule: a supplier's spending in a financial year, while none of its contracts in the register was live, is at least
`Settings.contract_needed_from`. Only what could have been bought otherwise is counted (see `bought`), and not what
was paid after its last contract ended, which `contract-ended` tells. One finding a supplier, over all such years.

How likely: that a supplier is missing from a register says little where the register holds few of those one would
expect there, and much where it holds nearly all. With g the share of such spending that the register covers, and
three in ten suppliers missing from it taken to be without a contract before it is looked at, the likelihood is
0.3 / (0.3 + 0.7 × (1 − g)), with 1 − g at least 0.1.

What it is not: proof that rules were broken. A framework, a partner's contract, a contract under another name and
small purchases that only add up all look the same from here. The amount is money under no known control, not money
lost: little of it comes back. Source: Local Government Transparency Code 2015, which has contracts over £5,000
published.
"""
# ruff: noqa: S608 (queries are made of words of our own: whatever is asked for comes as a parameter)

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings.bought import ask, financial_year, payments_of, pounds, share
from moothall.engines.spend.findings.contracts import register
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.ledger import Ledger

WITHOUT = 0.3  # of suppliers missing from a register, how many have no contract, before it is looked at
LEAST_MISSING = 0.1  # no register is taken to miss less than a tenth of what there is

EARLIER = 0.3  # at most, where the register has a contract that begins later: an earlier one may have been taken off

_PAID = """
    WITH terms AS (
        SELECT supplier, max(ends) AS ends, count(ends) = count(*) AS ended FROM registered
        WHERE supplier IS NOT NULL GROUP BY supplier)
    SELECT bought.*, CASE WHEN document IN (SELECT document FROM contract_document) THEN 'covered'
                          WHEN terms.ended AND paid > terms.ends THEN 'after its end'
                          WHEN terms.supplier IS NOT NULL THEN 'before its start'
                          ELSE 'none' END AS stands
    FROM bought LEFT JOIN terms USING (supplier) WHERE paid IS NOT NULL
"""
_YEARS = f"""
    SELECT supplier, supplier_name, year, sum(amount) FILTER (loose) AS spent, count(*) FILTER (loose) AS documents,
           sum(amount) FILTER (stands = 'covered') AS covered, sum(amount) AS whole,
           count(DISTINCT service) FILTER (loose) AS services, bool_or(stands = 'before its start') AS earlier
    FROM (SELECT *, stands IN ('none', 'before its start') AS loose FROM ({_PAID}))
    GROUP BY supplier, supplier_name, year
"""
_FOUND = f"""
    SELECT supplier, supplier_name, sum(spent), sum(documents)::INTEGER, max(services), bool_or(earlier),
           list(year ORDER BY year), list(spent ORDER BY year)
    FROM ({_YEARS}) WHERE spent >= $least GROUP BY supplier, supplier_name ORDER BY sum(spent) DESC, supplier
"""
_HELD = f"SELECT coalesce(sum(covered) / nullif(sum(whole), 0), 0) FROM ({_YEARS}) WHERE whole >= $least"


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    """One finding a supplier that was paid more in a year, under no contract, than may be without one."""
    register.prepare(ledger)
    least = settings.contract_needed_from
    held = float(ask(ledger, _HELD, least=least)[0][0])
    likelihood = WITHOUT / (WITHOUT + (1 - WITHOUT) * max(1 - held, LEAST_MISSING))
    found = ask(ledger, _FOUND, least=least)
    payments = payments_of(
        ledger,
        f"""
        SELECT supplier, document, amount FROM ({_PAID}) JOIN (
            SELECT supplier, year FROM ({_YEARS}) WHERE spent >= $least) USING (supplier, year)
        WHERE stands IN ('none', 'before its start')""",
        least=least,
    )
    for supplier, name, spent, documents, services, earlier, years, by_year in found:
        told = ", ".join(
            f"{financial_year(year)} {pounds(paid)}" for year, paid in zip(years, by_year, strict=True)
        )
        why = (
            "before its contract in the register began"
            if earlier
            else "and is in no contract of the register"
        )
        yield Finding(
            TEST.code,
            payments[supplier],
            spent,
            min(likelihood, EARLIER) if earlier else likelihood,
            f"{name} was paid {pounds(spent)} ({told}) {why}. Innocent if it stands on a framework, an earlier or "
            f"another's contract, is registered under another name, or need not be tendered.",
            facts={
                "Spent": pounds(spent),
                "Documents": f"{documents:,}",
                "Services": f"{services}",
                "A contract is needed from": f"{pounds(least)} a year",
                "Share of such spending the register covers": share(held, 1),
            },
            subject=name,
        )


TEST = SpendTest(
    code="contract-none",
    title="Spending with no contract",
    family="contracts",
    about="A supplier paid more in a year than may be spent without a contract, and in no contract of the register.",
    recoverable=Decimal("0.01"),
    find=find,
    needs=frozenset({"contract.contract", "paid"}),
)
