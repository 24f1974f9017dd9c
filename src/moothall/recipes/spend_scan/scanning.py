"""The scan: a council's files read, its suppliers known, its spending sorted, looked through and added up."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from moothall.engines.spend import cube as cubes
from moothall.engines.spend import early_payment
from moothall.engines.spend.categories import classify
from moothall.engines.spend.findings.finding import Settings
from moothall.engines.spend.findings.ranking import Outcome
from moothall.engines.spend.findings.running import find
from moothall.engines.spend.ledger import Ledger
from moothall.engines.spend.reading import Mappings, Reading, read, read_contracts
from moothall.engines.spend.suppliers import cluster
from moothall.kit.periods import Period
from moothall.kit.unreadable import Unreadable
from moothall.recipes.spend_scan.evidence import Evidence
from moothall.recipes.spend_scan.result import PAYMENTS, Scan
from moothall.recipes.spend_scan.steps import Report, Timed, silent
from moothall.reference.late_payment import bank_rate, bank_rates
from moothall.reference.statutory_returns.holidays import bank_holidays


def scan(
    paths: Iterable[Path],
    *,
    folder: Path,
    settings: Settings,
    contracts: Path | None = None,
    orders: Path | None = None,
    mappings: Mappings | None = None,
    outcomes: Iterable[Outcome] = (),
    prices: Mapping[Period, Decimal] | None = None,
    apart: Path | None = None,
    memory: str = "600MB",
    threads: int = 2,
    report: Report = silent,
) -> Scan:
    """Scans the files, keeping its ledger in `folder`, which the caller makes empty and clears away.

    `apart` is a folder that is not read wherever it lies: the one where the report of an earlier scan stands.
    Raises Unreadable where nothing can be read. Close the scan's ledger when all is written.
    """
    mappings = mappings if mappings is not None else Mappings()
    settings = with_known_rates(settings)
    timed = Timed(report)
    ledger = Ledger(folder, memory=memory, threads=threads)
    try:
        with timed.step("reading") as said:
            # first, so that a copy among the payments is known for what it is
            told = read_contracts(ledger, contracts, mappings=mappings) if contracts else None
            ordered = _orders(ledger, orders, mappings) if orders else None
            reading = read(ledger, list(paths), mappings=mappings, apart=apart, report=said)
        if not any(it.kept for it in reading.files if it.kind in PAYMENTS):
            raise Unreadable(
                "No payment could be read in these files: open one and look whether it has amounts and payees."
            )
        with timed.step("suppliers"):
            clustering = cluster(ledger)
        with timed.step("categories"):
            categories = classify(ledger)
        with timed.step("findings") as said:
            found = find(ledger, settings, outcomes=outcomes, report=said)
        with timed.step("cube"):
            cube = cubes.build(ledger, local=settings.local_postcodes)
        with timed.step("early payment"):
            programme = early_payment.Programme(
                deposit_rate=bank_rate(settings.as_at, settings.bank_rate) / 100
            )
            early = early_payment.assess(ledger, programme)
    except BaseException:
        ledger.close()
        raise
    return Scan(
        ledger, settings, reading, told, ordered, clustering, categories, found, cube, early, Evidence(ledger), prices,
        timed.seconds,
    )  # fmt: skip


def _orders(ledger: Ledger, path: Path, mappings: Mappings) -> Reading:
    found = read(ledger, path, mappings=mappings)
    if any(it.kind != "orders" for it in found.files):
        raise Unreadable(
            f"‘{path.name}’ does not look like an extract of orders: it has no order numbers and dates."
        )
    return found


def with_known_rates(settings: Settings) -> Settings:
    """The settings with Bank Rate and bank holidays filled in where the council gave none of its own."""
    return replace(
        settings,
        bank_rate=settings.bank_rate or tuple((it.starts, it.per_cent) for it in bank_rates()),
        bank_holidays=settings.bank_holidays
        or frozenset(day for year in range(2010, settings.as_at.year + 1) for day in bank_holidays(year)),
    )
