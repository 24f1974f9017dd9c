"""From pairs to findings: bills that belong together are one finding, the first payment beside the extra ones."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from moothall.engines.spend.findings.duplicates.bills import Bill
from moothall.engines.spend.findings.duplicates.pairs import Pair
from moothall.engines.spend.findings.finding import LIKELY, Finding
from moothall.engines.spend.ledger import Ledger

_AT_ONCE = 5_000


class Claim(NamedTuple):
    """That `extra` were paid on top of `first`. `stake` is what was paid too much, in pounds, before credits.

    `told` is the pair that speaks for it: of several the weakest.
    """

    first: Bill
    extra: tuple[Bill, ...]
    stake: Decimal
    told: Pair


def joined(pairs: Iterable[Pair]) -> Iterator[Claim]:
    """Claims of pairs: a bill is an extra of one other only, the likeliest.

    Three bills in a chain are one claim of two extras; the likelihood is that of its weakest link. Links that are
    likely and links that are not are chained apart, so that no doubt weakens what is plain.
    """
    best: dict[int, Pair] = {}
    for pair in pairs:
        held = best.get(pair.later.document)
        if held is None or (pair.likelihood, pair.first.day) > (held.likelihood, held.first.day):
            best[pair.later.document] = pair
    groups: dict[tuple[int, bool], list[Pair]] = defaultdict(list)
    for pair in best.values():
        likely, root = pair.likelihood >= LIKELY, pair.first
        while (above := best.get(root.document)) is not None and (above.likelihood >= LIKELY) == likely:
            root = above.first
        groups[root.document, likely].append(pair)
    for (root_document, _), chain in sorted(groups.items()):
        chain.sort(key=lambda it: (it.later.day, it.later.document))
        first = next(it.first for it in chain if it.first.document == root_document)
        weakest = min(chain, key=lambda it: it.likelihood)
        yield Claim(
            first, tuple(it.later for it in chain), sum((it.stake for it in chain), Decimal(0)), weakest
        )


def findings(
    ledger: Ledger, test: str, pairs: Iterable[Pair], *, said: str, innocent: str
) -> Iterator[Finding]:
    """Findings of the claims of pairs. `said` tells what agrees and `innocent` what would make it no duplicate."""
    return claimed(ledger, test, joined(pairs), said=said, innocent=innocent)


def claimed(
    ledger: Ledger, test: str, claims: Iterable[Claim], *, said: str, innocent: str
) -> Iterator[Finding]:
    """Findings of claims, less what credits took back."""
    kept = [
        (claim, stake)
        for claim in claims
        if (stake := claim.stake - max(it.credited for it in (claim.first, *claim.extra))) > claim.stake / 10
    ]
    payments = payments_of(ledger, [it.document for claim, _ in kept for it in (claim.first, *claim.extra)])
    for claim, stake in kept:
        first, extra = claim.first, claim.extra
        yield Finding(
            test=test,
            payments=tuple(id for it in extra for id in payments[it.document]),
            amount=stake,
            likelihood=claim.told.likelihood,
            explanation=f"{said} {_days(first, extra)} £{stake:,.2f} may have been paid too much. {innocent}",
            beside=payments[first.document],
            facts=_facts(claim),
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
        "Speaks for it": claim.told.words(speaking_for=True),
        "Speaks against it": claim.told.words(speaking_for=False),
        "Bills of this supplier": str(claim.first.of_supplier),
    }
    credited = max(it.credited for it in (claim.first, *claim.extra))
    if credited:
        facts["Taken off for credits"] = f"£{credited:,.2f}"
    return {label: value for label, value in facts.items() if value}
