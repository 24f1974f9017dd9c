"""Orders split to stay under a threshold of approval or tender.

The rule: two or more bills of one supplier from one service (and one person, where the ledger says who raised them),
each at most seven days after the last and all within three weeks, each between 75% and 100% of a threshold of the
settings. It is reported only where
there are more such clusters than stand under numbers that are no threshold, in the same ledger, by more than chance
explains (p at most 0.01). What is at stake is what the bills come to; little of that comes back, since the thing was
bought: what was lost is the quotation.

What it is not: a supplier whose price stands under the threshold, told by three or more other bills there; several
bills on one order; one bill entered twice, which is another test's.

Source: the bunching of choices under a threshold, held against a counterfactual (Kleven, Bunching, Annual Review of
Economics 2016); for procurement Palguta and Pertold, Manipulation of Procurement Contracts, AEJ Policy 2017.
"""

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings.duplicates.groups import payments_of
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.findings.splitting.clusters import Surprise, surprising
from moothall.engines.spend.findings.wording import pounds, to_the_penny
from moothall.engines.spend.ledger import Ledger

CODE = "split-orders"
APART, WITHIN = 7, 21  # days


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    found = list(surprising(ledger, "ledger", settings.thresholds, apart=APART, within=WITHIN))
    yield from said(ledger, CODE, found, "one service of one supplier")


def said(ledger: Ledger, code: str, found: list[Surprise], whose: str) -> Iterator[Finding]:
    """Findings of clusters; of one bill under two limits the likelier."""
    payments = payments_of(ledger, [document for it in found for document in it.cluster.documents])
    claimed: set[int] = set()
    for it in sorted(found, key=lambda it: (-it.likelihood, it.cluster.documents)):
        cluster = it.cluster
        if claimed & set(cluster.documents):
            continue
        claimed |= set(cluster.documents)
        days = (cluster.last - cluster.first).days
        when = "on one day" if days == 0 else f"within {days} day{'s' if days > 1 else ''}"
        yield Finding(
            test=code,
            payments=tuple(id for document in cluster.documents for id in payments[document]),
            amount=cluster.total,
            likelihood=it.likelihood,
            explanation=f"{len(cluster.amounts)} purchases by {whose} {when}, each under {pounds(cluster.limit)}, "
            f"come to {to_the_penny(cluster.total)}. {it.found} suppliers have such groups under this limit where "
            f"about {it.expected:.1f} would by chance. It is in order if they were separate needs: ask what "
            "each was for.",
            facts={
                "Limit": pounds(cluster.limit),
                "Amounts": ", ".join(map(to_the_penny, cluster.amounts)),
                "Numbers": ", ".join(number or "none" for number in cluster.numbers),
                "Suppliers with such groups": str(it.found),
                "Expected by chance": f"{it.expected:.2f}",
                "Chance of as many (p)": f"{it.chance:.2g}",
                "Other bills of the supplier near the limit": str(cluster.others),
            },
        )


TEST = SpendTest(
    code=CODE,
    title="Order split to stay under a threshold",
    family="splitting",
    about=__doc__,
    recoverable=Decimal("0.05"),
    find=find,
    needs=frozenset({"paid", "kind=ledger"}),
    prior=0.4,
)
