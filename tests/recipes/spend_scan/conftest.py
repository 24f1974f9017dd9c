"""One scan of the made-up council, made once: its files, what was found, and what was written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.recipes.spend_scan import made

from moothall.engines.spend.findings.finding import Settings
from moothall.engines.spend.reading import Mappings
from moothall.kit.periods import Period
from moothall.recipes.spend_scan import Scan, scan, write

SETTINGS = Settings(as_at=date(2025, 4, 30), local_postcodes=("M33",))
PRICES = {Period(date(2023, 4, 1), "P1Y"): Decimal(100), Period(date(2024, 4, 1), "P1Y"): Decimal(103)}


@dataclass(frozen=True)
class Scanned:
    files: Path
    contracts: Path
    out: Path
    scan: Scan
    told: list[tuple[int, int, str]]  # the progress that was reported


@pytest.fixture(scope="session")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scanned]:
    folder = tmp_path_factory.mktemp("spend-scan")
    files, out = made.write(folder), folder / "out"
    out.mkdir()
    told: list[tuple[int, int, str]] = []

    def report(done: int, total: int, message: str) -> None:
        told.append((done, total, message))

    found = scan(
        [files], folder=folder / "work", settings=SETTINGS, contracts=folder / "contracts.csv", prices=PRICES,
        report=report,
    )  # fmt: skip
    with found.ledger:
        write(found, out, folder / "work" / "new", Mappings(), report)
        yield Scanned(files, folder / "contracts.csv", out, found, told)
