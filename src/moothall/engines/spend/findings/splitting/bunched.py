"""A service whose bills bunch just under a threshold.

The rule: the bills of a service between 90% and 100% of a threshold are counted, a supplier's equal amounts once and
at most three of one supplier, and set beside what eight neighbouring bands as wide (in proportion) hold, four on each
side, and beside how bills bunch in the rest of the council. A service is reported where chance would bring as many
less than once in twenty councils, all services and thresholds looked at counted in. What is at stake is the share of
those bills that is more than expected.

What it is not: a judgement of any one bill. It says where to draw a sample of orders and ask how they were priced.

Source: the bunching estimator with the counterfactual read off the bands beside (Kleven 2016; Palguta and Pertold
2017); the chance is of the negative binomial, since what is expected is itself an estimate.
"""

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings.duplicates.bills import prepare_bills
from moothall.engines.spend.findings.duplicates.groups import payments_of
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.findings.splitting.clusters import at_least
from moothall.engines.spend.findings.wording import pounds
from moothall.engines.spend.ledger import Ledger

CODE = "bunched-under-threshold"
_BESIDE = 4  # bands on each side
_LEAST = 6  # bills in the band, under which nothing is said
_ONCE_IN = 0.05  # chance over all services and thresholds
_WIDTH = "0.9"
_QUERY = """
    WITH priced AS (
        SELECT document, coalesce(service, '') AS service, amount FROM bill WHERE kind = 'ledger'
        QUALIFY row_number() OVER (PARTITION BY supplier, service, amount ORDER BY day, document) = 1),
    banded AS (
        SELECT priced.*, supplier, floor(ln(priced.amount / $most) / -ln($width))::INTEGER AS band
        FROM priced JOIN bill USING (document)
        WHERE priced.amount >= $most * pow($width, $beside + 1) AND priced.amount < $most / pow($width, $beside)
        QUALIFY row_number() OVER (PARTITION BY supplier, priced.service, band ORDER BY document) <= 3)
    SELECT service, count(*) FILTER (band = -1) AS here, count(*) FILTER (band <> -1) AS beside,
           coalesce(sum(amount) FILTER (band = -1), 0) AS spent, list(document ORDER BY document) FILTER (band = -1)
    FROM banded GROUP BY service ORDER BY service"""


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    prepare_bills(ledger)
    looked_at = []
    for most in settings.thresholds:
        found = ledger.db.execute(
            _QUERY, {"most": most, "width": Decimal(_WIDTH), "beside": _BESIDE}
        ).fetchall()
        here, beside = sum(row[1] for row in found), sum(row[2] for row in found)
        for service, count, around, spent, documents in found:
            if service and count >= _LEAST:
                usual = max(1.0, _BESIDE * 2 * (here - count + 1) / (beside - around + _BESIDE * 2))
                looked_at.append((most, service, count, around, usual, spent, documents))
    for most, service, count, around, usual, spent, documents in looked_at:
        expected = usual * (around + 0.5) / (2 * _BESIDE)
        chance = at_least(count, around, usual / (2 * _BESIDE))
        if chance * len(looked_at) > _ONCE_IN:
            continue
        payments = payments_of(ledger, documents)
        share = Decimal(str(round(1 - expected / count, 4)))
        yield Finding(
            test=CODE,
            payments=tuple(id for it in documents for id in payments[it]),
            amount=(spent * share).quantize(Decimal("0.01")),
            likelihood=round(min(0.95, float(share)), 3),
            explanation=f"{count} bills of this service stand just under {pounds(most)}, where about {expected:.1f} "
            "would by its other bills. No one of them need be wrong: draw some and ask how they were priced.",
            facts={
                "Service": service,
                "Threshold": pounds(most),
                "Bills from 90% of it up to it": str(count),
                "Expected": f"{expected:.1f}",
                "Chance of as many (p)": f"{chance:.2g}",
                "Services and thresholds looked at": str(len(looked_at)),
            },
            subject=f"{service} £{most}",
        )


TEST = SpendTest(
    code=CODE,
    title="Bills of a service bunched under a threshold",
    family="splitting",
    about=__doc__,
    recoverable=Decimal("0.02"),
    find=find,
    needs=frozenset({"paid", "service", "kind=ledger"}),
    prior=0.3,
)
