"""The scan: the council's ledgers, contracts, orders and decisions through the engine, in a folder cleared away after.

The recipe `spend_scan` does the same for files without a database; here each step is given what the council keeps.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moothall.core.errors import NotPossible
from moothall.core.models import Organisation
from moothall.engines.spend.findings.finding import Settings
from moothall.engines.spend.findings.ranking import Outcome
from moothall.kit.unreadable import Unreadable
from moothall.spend.ledgers import reading
from moothall.spend.ledgers.life import JUDGED
from moothall.spend.ledgers.models import Finding, LedgerFile, LedgerTable, ScanRules, SupplierDecision
from moothall.spend.models import Contract, Supplier
from moothall.spend.names import plain_name

if TYPE_CHECKING:
    from moothall.engines.spend.cube import Cube
    from moothall.engines.spend.early_payment import Assessment
    from moothall.engines.spend.findings.running import Found
    from moothall.engines.spend.ledger import Ledger
    from moothall.engines.spend.suppliers import Clustering

VERSION = "1"  # of what a scan does; another one is another answer
Report = Callable[[int, int, str], None]
_DEFAULT = Settings(as_at=date(2000, 1, 1))
# how far each step is of a hundred, as a recipe's scan on a year's ledger was timed
READ, KNOWN, SORTED, FOUND, ADDED = 30, 40, 45, 60, 65


@dataclass
class Scanned:
    """What the engine found, with the tables that it read; the ledger is open."""

    ledger: "Ledger"
    settings: Settings
    files: list[LedgerFile]
    tables: dict[int, LedgerTable]  # by the file's number in the ledger
    clustering: "Clustering"
    found: "Found"
    cube: "Cube"
    early: "Assessment | None"
    inputs: dict[str, Any]
    read: int
    kept: int
    rejected: int


def rules(organisation: Organisation) -> ScanRules:
    """The council's rules of looking; the usual ones, not kept, where it decided none."""
    found = ScanRules.objects.filter(organisation=organisation).first()
    return found or ScanRules(
        organisation=organisation,
        thresholds_pence=[int(it * 100) for it in _DEFAULT.thresholds],
        contract_needed_pence=int(_DEFAULT.contract_needed_from * 100),
    )


def settings(it: ScanRules, on: date) -> Settings:
    """The engine's settings of these rules, with Bank Rate and bank holidays as they are known."""
    from moothall.recipes.spend_scan.scanning import with_known_rates

    return with_known_rates(
        Settings(
            as_at=on,
            thresholds=tuple(Decimal(pence) / 100 for pence in it.thresholds_pence),
            contract_needed_from=Decimal(it.contract_needed_pence) / 100,
            local_postcodes=tuple(it.postcodes),
        )
    )


def standing_files(organisation: Organisation) -> list[LedgerFile]:
    """The files that a scan goes through: those that can be read and were not withdrawn, the oldest first."""
    found = LedgerFile.objects.filter(organisation=organisation, withdrawn_at__isnull=True, refused="")
    return list(found.order_by("pk"))


def outcomes(organisation: Organisation) -> list[Outcome]:
    """What people said of findings, for the ranking to learn from."""
    found = Finding.objects.filter(organisation=organisation, state__in=JUDGED).select_related("payee")
    return [
        Outcome(
            it.test,
            it.key,
            it.state,  # type: ignore[arg-type]
            Decimal(it.recovered_pence) / 100,
            Decimal(it.amount_pence) / 100,
            it.stated / 1000,
            it.payee.name if it.payee and not it.payee.redacted else "",
        )
        for it in found
    ]


def look(
    organisation: Organisation, contracts: Iterable[Contract], folder: Path, report: Report, on: date
) -> Scanned:
    """Runs the engine over all the council keeps. Raises NotPossible where there is nothing to look through."""
    from moothall.engines.spend import cube, early_payment
    from moothall.engines.spend.categories import classify
    from moothall.engines.spend.findings.running import find
    from moothall.engines.spend.ledger import Ledger
    from moothall.engines.spend.suppliers import cluster

    chosen = standing_files(organisation)
    decided = settings(rules(organisation), on)
    ledger = Ledger(folder)
    try:
        _contracts(ledger, contracts)
        tables, counts = _read(ledger, organisation, chosen, report)
        report(READ, 100, "Finding out who the suppliers are")
        joined, parted = decisions(organisation)
        clustering = cluster(ledger, joined=joined, parted=parted)
        told = _tell_suppliers(ledger, organisation)
        report(KNOWN, 100, "Sorting the spending")
        classify(ledger)
        report(SORTED, 100, "Looking for what is wrong")
        taught = outcomes(organisation)
        found = find(ledger, decided, outcomes=taught, report=_between(report, SORTED, FOUND))
        report(FOUND, 100, "Adding up")
        cubed = cube.build(ledger, local=decided.local_postcodes)
        early = early_payment.assess(ledger)
        inputs = {
            "files": [[it.name, it.sha256] for it in chosen],
            "contracts": _digest(ledger.rows("SELECT * EXCLUDE (supplier) FROM contract ORDER BY contract")),
            "suppliers": _digest(told),
            "joined": joined,
            "parted": parted,
            "outcomes": [[it.test, it.key, it.result, it.recovered] for it in taught],
        }
        return Scanned(ledger, decided, chosen, tables, clustering, found, cubed, early, inputs, *counts)
    except BaseException:
        ledger.close()
        raise


def registered(organisation: Organisation) -> dict[str, Supplier]:
    """The suppliers of the contract register by company number and by plain name; each as it stands now."""
    known: dict[str, Supplier] = {}
    for it in Supplier.objects.filter(organisation=organisation).select_related("replaced_by"):
        for name in (it.company_number, it.plain_name):
            if name:
                known[name] = it.replaced_by or it
    return known


def _tell_suppliers(ledger: "Ledger", organisation: Organisation) -> list[tuple[Any, ...]]:
    """Fills in what the ledgers leave open of a supplier and the contract register says; what was filled in."""
    known = registered(organisation)
    said = []
    for supplier, name, company in ledger.rows(
        "SELECT supplier, name, company_number FROM supplier WHERE NOT redacted ORDER BY supplier"
    ):
        if entry := known.get(company or "") or known.get(plain_name(name or "")):
            said.append(
                (entry.company_number or None, entry.postcode or None, entry.sme, entry.vcse, supplier)
            )
    if said:
        ledger.db.executemany(
            """UPDATE supplier SET company_number = coalesce(company_number, ?), postcode = coalesce(postcode, ?),
                                   sme = coalesce(sme, ?), vcse = coalesce(vcse, ?) WHERE supplier = ?""",
            said,
        )
    return said


def decisions(
    organisation: Organisation,
) -> tuple[list[tuple[Any, Any]], list[tuple[Any, Any]]]:
    """What people decided of pairs of names: those that are one supplier, and those that are not."""
    joined: list[tuple[Any, Any]] = []
    parted: list[tuple[Any, Any]] = []
    for it in SupplierDecision.objects.filter(organisation=organisation, undone_at__isnull=True).order_by(
        "pk"
    ):
        pair = ((it.name or None, it.ref or None), (it.other_name or None, it.other_ref or None))
        (joined if it.together else parted).append(pair)
    return joined, parted


def _contracts(ledger: "Ledger", contracts: Iterable[Contract]) -> None:
    """The contract register as the ledger's table. One that was terminated ends on that day."""

    def pounds(pence: int | None) -> Decimal | None:
        return None if pence is None else Decimal(pence) / 100

    rows = []
    for it in contracts:
        used = [one for one in it.extensions.all() if one.used_on]
        more = sum(one.value_pence or 0 for one in used)
        rows.append(
            (
                it.pk, None, None, it.reference, it.title, it.supplier.name, it.supplier.company_number or None,
                it.starts, it.terminated_on or it.ends, it.terminated_on or it.last_day,
                pounds(None if it.value_pence is None else it.value_pence + more), pounds(it.annual_pence),
                it.service.name, it.category or None, it.route or None, None,
            )
        )  # fmt: skip
    ledger.fill("contract", rows)


def _read(
    ledger: "Ledger", organisation: Organisation, chosen: Sequence[LedgerFile], report: Report
) -> tuple[dict[int, LedgerTable], tuple[int, int, int]]:
    known = reading.mappings(organisation)
    standing = {
        (it.file_id, it.name, it.sheet): it
        for it in LedgerTable.objects.filter(file__in=chosen, superseded_at__isnull=True)
    }
    tables: dict[int, LedgerTable] = {}
    read = kept = rejected = 0
    for place, it in enumerate(chosen):
        report(place * READ // len(chosen), 100, f"Reading {it.name}")
        try:
            found = reading.read_into(ledger, it, known, lambda _done, _of, _what: None)
        except Unreadable:
            continue  # its page says so
        for one in found.files:
            if one.kind == "contracts":
                continue
            table = standing.get((it.pk, one.name[:300], (one.sheet or "")[:200]))
            if table is None or table.layout != one.layout or table.mapping != one.mapping:
                made = reading.keep(ledger, it, found, reading.columns(it, known))
                standing |= {(it.pk, new.name, new.sheet): new for new in made}
                table = standing[it.pk, one.name[:300], (one.sheet or "")[:200]]
            tables[one.file] = table
            if one.kind in ("payments", "cards"):
                read, kept, rejected = read + one.read, kept + one.kept, rejected + one.rejected
    if not kept:
        raise NotPossible("No payment could be read in the files: load a ledger, or correct how one is read.")
    return tables, (read, kept, rejected)


def _between(report: Report, low: int, high: int) -> Report:
    def told(done: int, total: int, message: str) -> None:
        report(low + (high - low) * done // max(total, 1), 100, message)

    return told


def _digest(rows: list[tuple[Any, ...]]) -> str:
    """What some rows were, in short."""
    return hashlib.sha256(repr(rows).encode()).hexdigest()
