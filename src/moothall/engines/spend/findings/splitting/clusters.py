"""Clusters of bills under a limit, held against the clusters that stand under limits nobody has.

Several bills of one supplier within days, each under a limit and together over it, come about by chance all the time: a
rule that reports them all fires by the thousand on random data. What chance does can be read off the same ledger. A
band under a number that is no limit (half, three quarters, 1.4, 2 and 3 times the limit: round numbers too, since
prices like to stand just under those) is looked through in the same way, and the clusters found there, to each bill
in its band, are what is expected under the limit. Kinds of cluster are told apart by how many bills there are (two, or
three and more) and how closely they stand under the limit. From the strongest kind on, as many kinds are reported as
together are more than chance explains; the likelihood of each is the share that is more: (found - expected) / found.

What is counted is suppliers, not clusters: one supplier's clusters are not independent of each other. A supplier with
several other bills in the band is left out on both sides: its price stands there, more often than anybody's design. So
is what people are placed in or choose for themselves: each of them has a price, and a month has several.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from moothall.engines.spend.findings.bought import chosen_by_people
from moothall.engines.spend.findings.duplicates.bills import prepare_bills
from moothall.engines.spend.ledger import Ledger

BAND = Decimal("0.75")  # of the limit, from which a bill stands under it
_CLOSE = Decimal("0.88")  # … closely
_PLACEBOS = (Decimal("0.5"), Decimal("0.75"), Decimal("1.4"), Decimal(2), Decimal(3))
_HABIT = 3  # other bills of the supplier in the band, or more than so many clusters: its price stands there
_SHRINK = 50  # bills that what is found at other limits counts as, beside a limit's own
SURPRISE = 0.01  # chance of as many clusters or more, over which kinds are not reported

_FOLLOWING = (
    20  # numbers that lie between one bill's and the next, at most, where they were raised one after another
)
# words by which one job is told in pieces
_PIECES = r"\b(phase|part|stage|lot|section|instal?ment|[0-9]+ of [0-9]+)\b"

Kind = tuple[bool, bool, bool]  # three or more; closely under, or linked; linked


@dataclass(frozen=True, slots=True)
class Cluster:
    """Bills of one supplier, from one service and person, within days of each other and under one limit."""

    limit: Decimal
    supplier: int
    documents: tuple[int, ...]
    amounts: tuple[Decimal, ...]
    numbers: tuple[str | None, ...]
    first: date
    last: date
    others: int  # of the supplier's bills in the band, those of its clusters left out
    linked: bool  # the numbers of bills or orders follow each other, or the purposes tell pieces of one job

    @property
    def total(self) -> Decimal:
        return sum(self.amounts, Decimal(0))

    @property
    def kind(self) -> Kind:
        close = min(self.amounts) >= self.limit * _CLOSE
        return len(self.amounts) >= 3, close or self.linked, self.linked


@dataclass(frozen=True, slots=True)
class Surprise:
    """A cluster of a kind of which there are more than chance explains."""

    cluster: Cluster
    found: int  # suppliers with one of its kind under its limit
    expected: float  # … by what stands under numbers that are no limit
    chance: float  # of as many or more of its kind and the stronger ones

    @property
    def likelihood(self) -> float:
        return round(min(0.95, 1 - self.expected / self.found), 3)


def surprising(
    ledger: Ledger, kind: str, limits: Sequence[Decimal], *, apart: int, within: int
) -> Iterator[Surprise]:
    """Clusters under these limits of kinds that chance does not explain; `apart` days at most from bill to bill."""
    real: dict[tuple[Decimal, Kind], list[Cluster]] = defaultdict(list)
    placebo: Counter[tuple[Decimal, Kind]] = Counter()
    bills, beside = Counter[Decimal](), Counter[Decimal]()
    placed = [
        (limit, at)
        for limit in limits
        for at in (Decimal(1), *_PLACEBOS)
        if at == 1 or _free(limit * at, limits)
    ]
    for limit, at, count, clusters in _clusters(ledger, kind, placed, apart=apart, within=within):
        if at == 1:
            bills[limit] += count
            for it in clusters:
                real[limit, it.kind].append(it)
        else:
            beside[limit] += count
            placebo.update((limit, of) for of, _ in {(it.kind, it.supplier) for it in clusters})
    everywhere = sum(beside.values())
    for limit in limits:
        share = bills[limit] / (beside[limit] + _SHRINK)
        seen = []
        for of in {kind for at, kind in real if at == limit}:
            pooled = sum(placebo[it, of] for it in limits) / (everywhere + 1)
            suppliers = len({it.supplier for it in real[limit, of]})
            seen.append(_Seen(of, suppliers, placebo[limit, of] + _SHRINK * pooled))
        for kind_seen, chance in _beyond_chance(seen, share):
            for cluster in real[limit, kind_seen.kind]:
                yield Surprise(cluster, kind_seen.found, kind_seen.expected(share), chance)


class _Seen(NamedTuple):
    """Clusters of one kind: suppliers with one under a limit, and `around`, under numbers that are no limit."""

    kind: Kind
    found: int
    around: float

    def expected(self, share: float) -> float:
        """Suppliers that chance brings here, where `share` of the bills around stand."""
        return (self.around + 0.5) * share


def _beyond_chance(seen: Sequence[_Seen], share: float) -> Iterator[tuple[_Seen, float]]:
    """The kinds that stand out, and the chance of as many together.

    Kinds are taken together from the strongest on: ten splits of five kinds are as much a surprise as
    ten of one. The most kinds that chance does not explain are reported, each held to what is expected of itself.
    """
    ordered = sorted(seen, reverse=True)
    together = [
        (taken, at_least(sum(it.found for it in taken), sum(it.around for it in taken), share) * len(ordered))
        for taken in (ordered[:count] for count in range(1, len(ordered) + 1))
    ]
    taken, chance = max(
        (it for it in together if it[1] <= SURPRISE), key=lambda it: len(it[0]), default=([], 1.0)
    )
    for it in taken:
        if it.found > it.expected(share):
            yield it, chance


def at_least(count: int, around: float, share: float) -> float:
    """The chance of `count` or more, where `around` were seen among so many that `share` of them stand here.

    What is expected is itself an estimate, so this is the negative binomial, the mixture of Poissons over what the
    mean may be (Jeffreys' prior), and not the Poisson of one mean.
    """
    size, stay = around + 0.5, 1 / (1 + share)
    term = below = stay**size
    for at in range(1, count):
        term *= (size + at - 1) / at * (1 - stay)
        below += term
    return max(0.0, 1 - below) if count > 0 else 1.0


def _free(number: Decimal, limits: Iterable[Decimal]) -> bool:
    """Whether no bill can stand in the band of this number and in that of a limit."""
    return all(number <= limit * BAND or number * BAND >= limit for limit in limits)


def _clusters(
    ledger: Ledger, kind: str, placed: Sequence[tuple[Decimal, Decimal]], *, apart: int, within: int
) -> Iterator[tuple[Decimal, Decimal, int, list[Cluster]]]:
    """For each limit and multiple of it, how many bills stand in its band and the clusters of them."""
    prepare_bills(ledger)
    bands = ", ".join(
        f"({limit}::DECIMAL(18,2), {at}, {limit * at * BAND}, {limit * at})" for limit, at in placed
    )
    cursor = ledger.db.cursor().execute(
        f"""
        WITH band(most, times, low, high) AS (VALUES {bands}),
        within AS (
            SELECT most, times, high, document, bill.supplier, coalesce(bill.invoiced, day) AS day, bill.amount,
                   bill.invoice_no, bill.order_no,
                   coalesce(bill.service, '') AS service, coalesce(raised_by, '') AS person,
                   try_cast(bill.core AS BIGINT) AS number,
                   try_cast(right(regexp_replace(bill.order_no, '[^0-9]', '', 'g'), 15) AS BIGINT) AS ordered,
                   regexp_matches(lower(bill.purpose), '{_PIECES}') AS piece
            FROM bill JOIN document USING (document) JOIN band ON bill.amount >= low AND bill.amount < high
            WHERE bill.kind = ? AND NOT settled AND NOT {chosen_by_people("category")}
            QUALIFY row_number() OVER (
                PARTITION BY most, times, bill.supplier, coalesce(bill.ref, document::VARCHAR)
                ORDER BY day, document) = 1),
        apart AS (
            SELECT *, count(*) OVER (PARTITION BY most, times, supplier) AS in_band,
                   coalesce(day - lag(day) OVER place > {apart}, true) AS begins
            FROM within
            WINDOW place AS (PARTITION BY most, times, supplier, service, person ORDER BY day, document)),
        runs AS (
            SELECT *, sum(begins::INTEGER) OVER (
                PARTITION BY most, times, supplier, service, person ORDER BY day, document) AS run
            FROM apart),
        grouped AS (
            SELECT most, times, supplier, list(document ORDER BY day, document) AS documents,
                   list(amount ORDER BY day, document) AS amounts,
                   list(invoice_no ORDER BY day, document) AS numbers,
                   min(day) AS first, max(day) AS last, any_value(in_band) AS in_band, count(*) AS bills,
                   coalesce(count(DISTINCT number) = count(*)
                            AND max(number) - min(number) <= {_FOLLOWING} * (count(*) - 1), false)
                   OR coalesce(count(DISTINCT ordered) = count(*)
                               AND max(ordered) - min(ordered) <= {_FOLLOWING} * (count(*) - 1), false)
                   OR coalesce(bool_or(piece), false) AS linked
            FROM runs GROUP BY most, times, supplier, service, person, run
            HAVING count(*) > 1 AND max(day) - min(day) <= {within}
            AND NOT (count(order_no) = count(*) AND count(DISTINCT order_no) = 1)),
        clusters AS (
            SELECT *, in_band - sum(bills) OVER of_supplier AS others
            FROM grouped WINDOW of_supplier AS (PARTITION BY most, times, supplier)
            QUALIFY others < {_HABIT} AND count(*) OVER of_supplier <= {_HABIT}),
        counted AS (SELECT most, times, any_value(high) AS high, count(*) AS bills FROM within GROUP BY ALL)
        SELECT most, times, high, counted.bills, supplier, documents, amounts, numbers, first, last, others, linked
        FROM counted LEFT JOIN clusters USING (most, times) ORDER BY most, times, documents[1]""",  # noqa: S608
        [kind],
    )
    found: dict[tuple[Decimal, Decimal], tuple[int, list[Cluster]]] = {}
    for (
        most,
        times,
        high,
        bills,
        supplier,
        documents,
        amounts,
        numbers,
        first,
        last,
        others,
        linked,
    ) in cursor.fetchall():
        _, clusters = found.setdefault((most, times), (bills, []))
        if documents:
            clusters.append(
                Cluster(
                    Decimal(high),
                    supplier,
                    tuple(documents),
                    tuple(amounts),
                    tuple(numbers),
                    first,
                    last,
                    others,
                    linked,
                )
            )
    for (most, times), (bills, clusters) in found.items():
        yield most, times, bills, clusters
