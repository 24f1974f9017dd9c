"""What services spend on agency staff.

Rule: documents for agency and temporary staff, by the category, the account, the purpose or the supplier's name
(`kinds` says how), added up by service, from `Settings.contract_needed_from` on. It tells the share of the
council's agency spending and of all its spending, how many suppliers, and what it is known by.

What it is not: waste, and no share of the pay bill: a ledger of payments to suppliers has no pay in it. Agencies fill
posts that must be filled. The amount is what was spent; what comes back is an agency's margin, where the post can be
filled otherwise. It is never called likely. See `placement-long` for placements over a year.
"""

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.findings.staffing import spending
from moothall.engines.spend.ledger import Ledger


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    """One finding a service."""
    return spending.of(ledger, settings, code=TEST.code, sort="agency", called="agency staff")


TEST = SpendTest(
    code="agency-spending",
    title="Agency staff",
    family="staffing",
    about="What a service spends on agency and temporary staff.",
    recoverable=Decimal("0.02"),
    find=find,
    prior=0.4,
)
