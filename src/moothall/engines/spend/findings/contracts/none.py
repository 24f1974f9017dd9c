"""Spending with no contract.

Rule: a supplier's spending in a financial year, while none of its contracts in the register was live, is at least
`Settings.contract_needed_from`. Only what could have been bought otherwise is counted (see `bought`), and not what
was paid after its last contract ended, which `contract-ended` tells. One finding a supplier, over all such years.

How likely: that a supplier is missing from a register says much where the register holds nearly all suppliers of its
kind, and little where it holds none: rents, schools and court fees stand in no register. Of the suppliers of its
category (where none is known, of its account, else of its words) that passed the sum, g is the share with a
contract, with one more that has none counted in; three in ten missing suppliers are taken to be without one before
it is looked at. The likelihood is 0.3 / (0.3 + 0.7 × (1 − g)), with 1 − g at least 0.1: 0.81 where the register
holds nearly all. A kind of which it holds under a quarter makes one finding, of likelihood 0.2, for all of them.
Purchases by card are not counted.

What it is not: proof that rules were broken. A framework, a partner's contract, a contract under another name and
small purchases that only add up all look the same from here. The amount is money under no known control, not money
lost: little of it comes back. Source: Local Government Transparency Code 2015, which has contracts over £5,000
published.
"""
# ruff: noqa: S608 (queries are made of words of our own: whatever is asked for comes as a parameter)

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings.bought import payments_of, plain
from moothall.engines.spend.findings.contracts import register
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.findings.wording import financial_year, pounds, title
from moothall.engines.spend.ledger import Ledger
from moothall.kit.numbers import counted

WITHOUT = 0.3  # of suppliers missing from a register, how many have no contract, before it is looked at
LEAST_MISSING = 0.1  # no register is taken to miss less than a tenth of what there is

FEW = 0.25  # of a kind's suppliers in the register: under it the kind is one finding
OF_A_KIND = 0.2  # its likelihood
UNSEEN = 1  # supplier without a contract that is counted to those of a category: few say little
EARLIER = 0.3  # at most, where the register has a contract that begins later: an earlier one may have been taken off

_PAID = """
    WITH terms AS (
        SELECT supplier, max(ends) AS ends, count(ends) = count(*) AS ended FROM registered
        WHERE supplier IS NOT NULL GROUP BY supplier)
    SELECT bought.*, CASE WHEN document IN (SELECT document FROM contract_document) THEN 'covered'
                          WHEN terms.ended AND paid > terms.ends THEN 'after its end'
                          WHEN terms.supplier IS NOT NULL THEN 'before its start'
                          ELSE 'none' END AS stands
    FROM bought LEFT JOIN terms USING (supplier) WHERE kind = 'ledger' AND paid IS NOT NULL
"""
_YEARS = f"""
    SELECT supplier, supplier_name, year, sum(amount) FILTER (loose) AS spent, count(*) FILTER (loose) AS documents,
           sum(amount) AS whole, count(DISTINCT service) FILTER (loose) AS services,
           bool_or(stands = 'covered') AS held, bool_or(stands = 'before its start') AS earlier,
           arg_max(coalesce(category, account, {plain("purpose")}, 'not known'), amount) AS sort
    FROM (SELECT *, stands IN ('none', 'before its start') AS loose FROM ({_PAID}))
    GROUP BY supplier, supplier_name, year
"""
# of each category: how many of its suppliers the register holds, of those that passed the sum
_HELD = f"""
    SELECT sort, count(DISTINCT supplier) FILTER (held) / (count(DISTINCT supplier) + {UNSEEN}) AS held,
           count(DISTINCT supplier) FILTER (held) AS with_contract, count(DISTINCT supplier) AS suppliers
    FROM ({_YEARS}) WHERE whole >= $least GROUP BY sort
"""
_OVER = f"""
    WITH over AS (
        SELECT supplier, supplier_name, sum(spent) AS spent, sum(documents)::INTEGER AS documents,
               max(services) AS services, bool_or(earlier) AS earlier, list(year ORDER BY year) AS years,
               list(spent ORDER BY year) AS by_year, arg_max(sort, spent) AS sort
        FROM ({_YEARS}) WHERE spent >= $least GROUP BY supplier, supplier_name)
    SELECT over.*, held, with_contract, suppliers FROM over JOIN ({_HELD}) USING (sort)
"""
_DOCUMENTS = f"""
    SELECT * FROM ({_PAID}) JOIN (
        SELECT supplier, year FROM ({_YEARS}) WHERE spent >= $least) USING (supplier, year)
    WHERE stands IN ('none', 'before its start')
"""


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    """One finding a supplier that was paid more in a year, under no contract, than may be without one."""
    register.prepare(ledger)
    least = settings.contract_needed_from
    ledger.db.execute(f"CREATE OR REPLACE TEMP TABLE loose AS {_OVER}", {"least": least})
    yield from _suppliers(ledger, least)
    yield from _kinds(ledger, least)


def _suppliers(ledger: Ledger, least: Decimal) -> Iterator[Finding]:
    payments = payments_of(ledger, f"SELECT supplier, document, amount FROM ({_DOCUMENTS})", least=least)
    for supplier, name, spent, documents, services, earlier, years, by_year, held, have, of in ledger.rows(
        f"""
        SELECT supplier, supplier_name, spent, documents, services, earlier, years, by_year, held, with_contract,
               suppliers
        FROM loose WHERE held >= {FEW} OR earlier ORDER BY spent DESC, supplier"""
    ):
        likelihood = WITHOUT / (WITHOUT + (1 - WITHOUT) * max(1 - held, LEAST_MISSING))
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
                "Suppliers of its kind in the register": f"{have:,} of {of:,}",
            },
            subject=name,
        )


def _kinds(ledger: Ledger, least: Decimal) -> Iterator[Finding]:
    """Kinds of which the register holds hardly anybody: one finding for each, not one for every landlord."""
    payments = payments_of(
        ledger,
        f"""
        SELECT sort, document, amount FROM ({_DOCUMENTS}) AS it
        JOIN (SELECT supplier, sort FROM loose WHERE held < {FEW} AND NOT earlier) USING (supplier)""",
        least=least,
    )
    for sort, spent, suppliers, documents, have, of in ledger.rows(
        f"""
        SELECT sort, sum(spent), count(*), sum(documents)::INTEGER, any_value(with_contract), any_value(suppliers)
        FROM loose
        WHERE held < {FEW} AND NOT earlier GROUP BY sort ORDER BY sum(spent) DESC, sort"""
    ):
        yield Finding(
            TEST.code,
            payments[sort],
            spent,
            OF_A_KIND,
            f"{title(sort)}: {counted(suppliers, 'supplier was', 'suppliers were')} paid "
            f"{pounds(spent)}, each over {pounds(least)} in a year, and the register has contracts with {have:,} of "
            f"{of:,} of this kind. Innocent where the kind needs none: rents, fees, placements.",
            facts={
                "Spent": pounds(spent),
                "Suppliers": f"{suppliers:,}",
                "Documents": f"{documents:,}",
                "A contract is needed from": f"{pounds(least)} a year",
                "Suppliers of its kind in the register": f"{have:,} of {of:,}",
            },
            subject=f"of a kind\x1f{sort}",
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
