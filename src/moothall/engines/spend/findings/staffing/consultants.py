"""What services spend on consultants.

Rule: documents for consultants and advice, by the category, the account, the purpose or the supplier's name
(`kinds` says how), added up by service, from `Settings.contract_needed_from` on. What is for agency staff is not
counted again.

What it is not: waste. Surveyors, engineers and valuers are consultants too, often on capital schemes. The amount is
what was spent; little of it comes back. It is never called likely.
"""

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.findings.staffing import spending
from moothall.engines.spend.ledger import Ledger


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    """One finding a service."""
    return spending.of(ledger, settings, code=TEST.code, sort="consultants", called="consultants")


TEST = SpendTest(
    code="consultant-spending",
    title="Consultants",
    family="staffing",
    about="What a service spends on consultants and advice.",
    recoverable=Decimal("0.01"),
    find=find,
    prior=0.4,
)
