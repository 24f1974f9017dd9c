"""A purchase split over one card on one day.

The rule: two or more purchases from one merchant on one day by one card (by the cardholder where the ledger gives one,
else by the service), each between 75% and 100% of a usual limit of a card (£250, £500, £1,000, £2,500, £5,000), where
there are more of them than stand under numbers that are no limit. What is at stake is what they come to.

What it is not: a card used twice on one day for two things; most such days are that, which is why they are counted
against those that mean nothing.

Source: as for split orders; a card is refused over its limit for one transaction, so a purchase over it is put
through twice.
"""

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.findings.splitting.clusters import surprising
from moothall.engines.spend.findings.splitting.split_orders import said
from moothall.engines.spend.ledger import Ledger

CODE = "split-by-card"
LIMITS = tuple(map(Decimal, (250, 500, 1_000, 2_500, 5_000)))


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    found = list(surprising(ledger, "card", LIMITS, apart=0, within=0))
    yield from said(ledger, CODE, found, "one card")


TEST = SpendTest(
    code=CODE,
    title="Purchase split over one card on one day",
    family="splitting",
    about=__doc__,
    recoverable=Decimal("0.05"),
    find=find,
    needs=frozenset({"paid", "kind=card"}),
    prior=0.3,
)
