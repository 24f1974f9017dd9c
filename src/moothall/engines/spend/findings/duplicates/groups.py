"""From pairs to findings: bills that belong together are one finding, the first payment beside the extra ones."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from moothall.engines.spend.findings.duplicates.bills import Bill
from moothall.engines.spend.findings.duplicates.weighing import FLOOR, Evidence
from moothall.engines.spend.findings.finding import LIKELY, Finding
from moothall.engines.spend.ledger import Ledger

_AT_ONCE = 5_000
_Pair = tuple[Bill, Bill, Decimal, Evidence]  # earlier, later, stake


class Claim(NamedTuple):
    """That `extra` were paid on top of `first`. `stake` is what was paid too much, in pounds, before credits."""

    first: Bill
    extra: tuple[Bill, ...]
    stake: Decimal
    evidence: Evidence


def joined(pairs: Iterable[_Pair]) -> Iterator[Claim]:
    """Claims of pairs (earlier, later, stake, evidence): a bill is an extra of one other only, the likeliest.

    Three bills in a chain are one claim of two extras; the likelihood is that of its weakest link. Links that are
    likely and links that are not are chained apart, so that no doubt weakens what is plain.
    """
    best: dict[int, _Pair] = {}
    for pair in pairs:
        if pair[3].likelihood < FLOOR:
            continue
        held = best.get(pair[1].document)
        if held is None or (pair[3].likelihood, pair[0].day) > (held[3].likelihood, held[0].day):
            best[pair[1].document] = pair
    groups: dict[tuple[int, bool], list[_Pair]] = defaultdict(list)
    for pair in best.values():
        likely, root = pair[3].likelihood >= LIKELY, pair[0]
        while (above := best.get(root.document)) is not None and (above[3].likelihood >= LIKELY) == likely:
            root = above[0]
        groups[root.document, likely].append(pair)
    for (root_document, _), chain in sorted(groups.items()):
        chain.sort(key=lambda it: (it[1].day, it[1].document))
        first = next(it[0] for it in chain if it[0].document == root_document)
        weakest = min((it[3] for it in chain), key=lambda it: it.likelihood)
        yield Claim(first, tuple(it[1] for it in chain), sum((it[2] for it in chain), Decimal(0)), weakest)


def findings(
    ledger: Ledger, test: str, claims: Iterable[Claim], *, said: str, innocent: str, **more: str
) -> Iterator[Finding]:
    """Findings of claims worth a look. `said` tells what agrees and `innocent` what would make it no duplicate."""
    kept = [
        (claim, stake)
        for claim in claims
        if claim.evidence.likelihood >= FLOOR
        and (stake := claim.stake - max(it.credited for it in (claim.first, *claim.extra))) > claim.stake / 10
    ]
    payments = payments_of(ledger, [it.document for claim, _ in kept for it in (claim.first, *claim.extra)])
    for claim, stake in kept:
        first, extra = claim.first, claim.extra
        yield Finding(
            test=test,
            payments=tuple(id for it in extra for id in payments[it.document]),
            amount=stake,
            likelihood=claim.evidence.likelihood,
            explanation=f"{said} {_days(first, extra)} £{stake:,.2f} may have been paid too much. {innocent}",
            beside=payments[first.document],
            facts={**_facts(claim), **more},
        )


def payments_of(ledger: Ledger, documents: Sequence[int]) -> Mapping[int, tuple[int, ...]]:
    """The ids of the payments of each document."""
    wanted = sorted(set(documents))
    found: dict[int, tuple[int, ...]] = {}
    for begun in range(0, len(wanted), _AT_ONCE):
        found.update(
            (document, tuple(ids))
            for document, ids in ledger.rows(
                "SELECT document, list(id ORDER BY id) FROM document_of "
                "WHERE document IN (SELECT unnest(?::BIGINT[])) GROUP BY document",
                [wanted[begun : begun + _AT_ONCE]],
            )
        )
    return found


def _days(first: Bill, extra: Sequence[Bill]) -> str:
    paid = ", ".join(f"£{it.amount:,.2f} on {_day(it)}" for it in extra[:4])
    more = f" and {len(extra) - 4} more times" if len(extra) > 4 else ""
    return f"£{first.amount:,.2f} was paid on {_day(first)}, then {paid}{more}."


def _day(bill: Bill) -> str:
    return f"{bill.day.day} {bill.day:%B %Y}"


def _facts(claim: Claim) -> dict[str, str]:
    facts = {
        "First number": claim.first.invoice_no or "none",
        "Later numbers": ", ".join(it.invoice_no or "none" for it in claim.extra[:6]),
        "Days between": ", ".join(str((it.day - claim.first.day).days) for it in claim.extra[:6]),
        "Points of 100": str(claim.evidence.points),
        "Speaks for it": claim.evidence.words(speaking_for=True),
        "Speaks against it": claim.evidence.words(speaking_for=False),
        "Bills of this supplier": str(claim.first.of_supplier),
    }
    credited = max(it.credited for it in (claim.first, *claim.extra))
    if credited:
        facts["Taken off for credits"] = f"£{credited:,.2f}"
    return {label: value for label, value in facts.items() if value}
