"""First digits of a service's bills that are not spread as first digits are.

Rule: the first digits of a service's bills, each supplier and amount counted once, stray from Benford's law by more
than Nigrini's limit for first digits (a mean absolute deviation over 0.015) and by more than chance allows (a
chi-square over 26.1, one in a thousand with eight degrees of freedom), with 1,000 different bills or more. One
finding a service.

What it is not: a sign of fraud. Tariffs, limits, list prices and a file that leaves out what is under £500 bend first
digits, so with such a file nothing under £1,000 is counted. It is information: nothing is at stake and it is never
called likely. Source: Nigrini, Benford's Law (2012), whose limits are rules of thumb.
"""
# ruff: noqa: S608 (queries are made of words of our own: whatever is asked for comes as a parameter)

from collections.abc import Iterator
from decimal import Decimal
from math import log10

from moothall.engines.spend.findings import bought
from moothall.engines.spend.findings.bought import payments_of
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.ledger import Ledger

BILLS = 1_000
DEVIATION = 0.015
CHI_SQUARE = 26.125  # one in a thousand, eight degrees of freedom
EXPECTED = {digit: log10(1 + 1 / digit) for digit in range(1, 10)}

# a file of spending over £500 has hardly any bill below: from £1,000 on it is whole
_BILLS = """
    WITH least AS (
        SELECT CASE WHEN avg((amount < 500)::INTEGER) < 0.02 THEN 1000 ELSE 10 END AS least
        FROM bought WHERE amount > 0)
    SELECT service, supplier, amount, min(document) AS document,
           floor(amount / pow(10, floor(log10(amount::DOUBLE))))::INTEGER AS digit
    FROM bought, least WHERE amount >= least GROUP BY service, supplier, amount
"""


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    """One finding a service whose first digits stray."""
    bought.prepare(ledger)
    counted: dict[str, dict[int, int]] = {}
    for service, digit, bills in ledger.rows(
        f"SELECT service, least(greatest(digit, 1), 9), count(*) FROM ({_BILLS}) GROUP BY ALL ORDER BY ALL"
    ):
        counted.setdefault(service, {})[digit] = bills
    strayed = {
        service: digits
        for service, digits in counted.items()
        if sum(digits.values()) >= BILLS and deviation(digits) > DEVIATION and chi_square(digits) > CHI_SQUARE
    }
    most = {service: max(digits, key=lambda it: _excess(digits, it)) for service, digits in strayed.items()}
    payments = payments_of(
        ledger,
        f"""
        SELECT service, document, amount FROM ({_BILLS}) JOIN (
            SELECT unnest($services::VARCHAR[]) AS service, unnest($digits::INTEGER[]) AS digit)
        USING (service, digit)""",
        services=list(most),
        digits=list(most.values()),
    )
    for service, digits in strayed.items():
        bills, digit = sum(digits.values()), most[service]
        yield Finding(
            TEST.code,
            payments[service],
            Decimal(0),
            0.05,
            f"{service}: of {bills:,} different bills {digits[digit] / bills:.0%} begin with {digit}, where "
            f"{EXPECTED[digit]:.0%} would by Benford's law. Tariffs and list prices do this; look at those bills only "
            f"if nothing of the kind explains it.",
            facts={
                "Bills": f"{bills:,}",
                "Mean absolute deviation": f"{deviation(digits):.4f}",
                "Chi-square": f"{chi_square(digits):.0f}",
            },
            subject=service,
        )


def deviation(digits: dict[int, int]) -> float:
    """The mean distance of the nine shares from Benford's."""
    whole = sum(digits.values())
    return sum(abs(digits.get(it, 0) / whole - share) for it, share in EXPECTED.items()) / len(EXPECTED)


def chi_square(digits: dict[int, int]) -> float:
    """Pearson's chi-square of the nine counts against Benford's."""
    whole = sum(digits.values())
    return sum((digits.get(it, 0) - whole * share) ** 2 / (whole * share) for it, share in EXPECTED.items())


def _excess(digits: dict[int, int], digit: int) -> float:
    return digits[digit] - sum(digits.values()) * EXPECTED[digit]


TEST = SpendTest(
    code="digits",
    title="First digits out of the ordinary",
    family="paying",
    about="First digits of a service's bills that stray from Benford's law. Information, not accusation.",
    recoverable=Decimal(0),
    find=find,
    needs=frozenset({"service"}),
    prior=0.05,
)
