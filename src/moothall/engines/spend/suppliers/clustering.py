"""Every payee in exactly one supplier: who is whom, how sure that is, and what a person should look at."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from moothall.engines.spend.ledger import Ledger
from moothall.engines.spend.suppliers import facts
from moothall.engines.spend.suppliers.joining import SURE, Identity, Joining, Pair, Resolved
from moothall.engines.spend.suppliers.parties import named_in, payees_of, several


@dataclass(frozen=True, slots=True)
class Clustering:
    """What was done: how many payees stand in how many suppliers, and the pairs a person should look at."""

    payees: int
    suppliers: int
    redacted: int
    review: tuple[Pair, ...]  # most pounds first
    contracts: Mapping[int, tuple[Resolved, ...]]  # contract -> its suppliers; several in a framework
    unresolved: Mapping[int, Resolved | None]  # contracts whose supplier is not sure; None: nobody is like it


def cluster(
    ledger: Ledger,
    *,
    joined: Iterable[tuple[Identity, Identity]] = (),
    parted: Iterable[tuple[Identity, Identity]] = (),
) -> Clustering:
    """Fills supplier, payee_supplier, contract.supplier and purchase_order.supplier, afresh each time.

    `joined` and `parted` are what a person has decided of two payees, by printed name and reference: they win over
    every rule, and parted over joined. A redacted payee is a supplier by itself whatever anybody decided. A
    supplier's number is the lowest of its payees'.
    """
    parties, redacted = payees_of(ledger)
    named = named_in(ledger)
    work = Joining(facts.credible([*parties, *named]), len(parties))
    work.decide(joined, parted)
    work.join()
    _fill(ledger, work, redacted)
    contracts, unresolved = _resolve(ledger, work)
    suppliers = {work.supplier(at) for at in range(len(parties))}
    return Clustering(
        payees=len(parties) + len(redacted),
        suppliers=len(suppliers) + len(redacted),
        redacted=len(redacted),
        review=tuple(work.review()),
        contracts=contracts,
        unresolved=unresolved,
    )


def _fill(ledger: Ledger, work: Joining, redacted: Sequence[tuple[int, str]]) -> None:
    ledger.db.execute("DELETE FROM supplier")
    ledger.db.execute("DELETE FROM payee_supplier")
    payees = [
        (party.payee, work.supplier(at), *work.standing(at))
        for at, party in enumerate(work.parties[: work.own])
    ]
    payees += [(it, it, 1.0, "redacted: kept as it is, joined with nothing") for it, _ in redacted]
    ledger.fill("payee_supplier", payees)
    flags = {payee: known for payee, *known in ledger.rows("SELECT payee, sme, vcse FROM payee")}
    suppliers: list[tuple[object, ...]] = [
        (it, name, None, None, None, *flags[it], True) for it, name in redacted
    ]
    for root, held in work.held.items():
        members = [work.parties[at] for at in sorted(held.members)]  # most pounds first
        pounds: dict[str, Decimal] = defaultdict(Decimal)
        for it in members:
            pounds[it.printed] += it.pounds
        suppliers.append(
            (
                work.supplier(root),
                max(pounds, key=lambda it: (pounds[it], it)) or "No name given",
                next((it.company for it in members if it.company), None),
                next((it.vat for it in members if it.vat), None),
                next((it.postcode for it in members if it.postcode), None),
                *(_agreed(flags[it.payee][at] for it in members if it.payee is not None) for at in (0, 1)),
                False,
            )
        )
    ledger.fill("supplier", suppliers)


def _agreed(given: Iterable[bool | None]) -> bool | None:
    """What all that say something say; None where they differ or nobody does."""
    said = set(given) - {None}
    return said.pop() if len(said) == 1 else None


def _resolve(
    ledger: Ledger, work: Joining
) -> tuple[dict[int, tuple[Resolved, ...]], dict[int, Resolved | None]]:
    """Whom contracts and orders name. A contract with several is set to the one that was paid most."""
    likely = {party.printed: work.named(at) for at, party in enumerate(work.parties[work.own :], work.own)}
    paid = {work.supplier(root): held.pounds for root, held in work.held.items()}
    contracts: dict[int, tuple[Resolved, ...]] = {}
    unresolved: dict[int, Resolved | None] = {}
    for contract, name in ledger.rows(
        "SELECT contract, trim(supplier_name) FROM contract WHERE trim(supplier_name) <> '' ORDER BY contract"
    ):
        found = likely.get(name)
        parts = several(name)
        if parts and not (found and found.confidence >= SURE):
            each = [likely.get(it) for it in parts]
            sure = {it.supplier: it for it in each if it and it.confidence >= SURE}
        else:
            sure = {found.supplier: found} if found and found.confidence >= SURE else {}
        if sure:
            contracts[contract] = tuple(
                sorted(sure.values(), key=lambda it: (-paid[it.supplier], it.supplier))
            )
        else:
            unresolved[contract] = found
    ledger.db.execute("UPDATE contract SET supplier = NULL WHERE supplier IS NOT NULL")
    ledger.db.execute("UPDATE purchase_order SET supplier = NULL WHERE supplier IS NOT NULL")
    chosen = [(contract, found[0].supplier) for contract, found in contracts.items()]
    ledger.db.execute("CREATE OR REPLACE TEMP TABLE _named (name VARCHAR, number INTEGER, supplier INTEGER)")
    ledger.fill("_named", [(None, number, supplier) for number, supplier in chosen])
    ledger.fill(
        "_named", [(name, None, it.supplier) for name, it in likely.items() if it and it.confidence >= SURE]
    )
    ledger.db.execute("UPDATE contract SET supplier = _named.supplier FROM _named WHERE contract = number")
    ledger.db.execute(
        """UPDATE purchase_order SET supplier = _named.supplier FROM _named
           WHERE trim(supplier_name) = name"""
    )
    ledger.db.execute("DROP TABLE _named")
    return contracts, unresolved
