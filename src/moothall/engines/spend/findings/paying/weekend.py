"""Payments on days on which the council does not pay.

Rule: a ledger payment on a Saturday, a Sunday or one of `Settings.bank_holidays`, in a council whose documents are
paid then less than once in two hundred, or on such a day in one week of ten or fewer. One finding a day. Where a
council pays on such days as a habit nothing is said. Purchase cards are used at weekends and are left out.

What it is not: an accusation. A date of posting in place of payment, a payroll run or an emergency payment will do
it. It is worth a look because a payment made when nobody is there was seen by fewer people. It is never called
likely.
"""
# ruff: noqa: S608 (queries are made of words of our own: whatever is asked for comes as a parameter)

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings import bought
from moothall.engines.spend.findings.bought import ask, payments_of
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.findings.wording import day, pounds
from moothall.engines.spend.ledger import Ledger
from moothall.kit.numbers import counted

HABIT = 0.005  # of documents
SELDOM = 0.1  # days a week
_SATURDAY = 6  # ISO

_PAID = f"""
    SELECT document, supplier, amount, paid,
           isodow(paid) >= {_SATURDAY} AS weekend, paid IN (SELECT unnest($holidays::DATE[])) AS holiday
    FROM document WHERE kind = 'ledger' AND paid IS NOT NULL
"""


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    """One finding a day out of the council's rhythm on which it paid."""
    bought.prepare(ledger)
    holidays = sorted(settings.bank_holidays)
    for kind, name in (("weekend", "weekend"), ("holiday AND NOT weekend", "bank holiday")):
        habit, used = ask(
            ledger,
            f"""
            SELECT coalesce(avg(({kind})::INTEGER), 0),
                   count(DISTINCT paid) FILTER ({kind}) / greatest(1, date_diff('week', min(paid), max(paid)))
            FROM ({_PAID})""",
            holidays=holidays,
        )[0]
        if habit == 0 or (habit >= HABIT and used > SELDOM):
            continue
        payments = payments_of(
            ledger,
            f"SELECT paid, document, amount FROM ({_PAID}) WHERE {kind} AND amount > 0",
            holidays=holidays,
        )
        for paid, amount, documents, suppliers in ask(
            ledger,
            f"""
            SELECT paid, sum(amount), count(*), count(DISTINCT supplier) FROM ({_PAID})
            WHERE {kind} AND amount > 0 GROUP BY paid ORDER BY paid""",
            holidays=holidays,
        ):
            yield Finding(
                TEST.code,
                payments[paid],
                amount,
                0.3,
                f"{pounds(amount)} was paid on {paid:%A} {day(paid)}, a {name}, in "
                f"{counted(documents, 'payment')}. The council pays then {habit:.2%} of the time. "
                f"Innocent if this is the date of posting, or the payment could not wait.",
                facts={
                    "Day": f"{paid:%A} {day(paid)}",
                    "Payments": f"{documents:,}",
                    "Suppliers": f"{suppliers:,}",
                    "The council on such days": f"{habit:.2%}",
                },
            )


TEST = SpendTest(
    code="weekend-payment",
    title="Paid on a weekend or bank holiday",
    family="paying",
    about="A payment on a day on which this council hardly ever pays.",
    recoverable=Decimal("0.01"),
    find=find,
    needs=frozenset({"paid"}),
    prior=0.2,
)
