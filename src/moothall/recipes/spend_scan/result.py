"""What a scan found, for the report, the workbook and the JSON to say."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING

from moothall.engines.spend.cube import Cube
from moothall.engines.spend.early_payment import Assessment
from moothall.engines.spend.findings.finding import Settings
from moothall.engines.spend.findings.ranking import Ranked
from moothall.engines.spend.ledger import Ledger
from moothall.kit.periods import Period
from moothall.recipes.spend_scan.evidence import Evidence

if TYPE_CHECKING:
    from moothall.engines.spend.categories import Categories
    from moothall.engines.spend.findings.running import Found
    from moothall.engines.spend.reading import FileRead, Reading
    from moothall.engines.spend.suppliers import Clustering


PAYMENTS = ("payments", "cards")  # the kinds of tables that hold payments


@dataclass(frozen=True)
class Scan:
    """What a scan found. The ledger stays open: report, workbook and JSON ask it for what they show."""

    ledger: Ledger
    settings: Settings
    reading: "Reading"
    contracts: "Reading | None"
    orders: "Reading | None"
    clustering: "Clustering"
    categories: "Categories"
    found: "Found"
    cube: Cube
    early: Assessment | None
    evidence: Evidence
    prices: Mapping[Period, Decimal] | None
    seconds: dict[str, float]  # each step took; writing adds its own

    @property
    def ranked(self) -> tuple[Ranked, ...]:
        """Every finding in the order to look at them, those reviewed before last."""
        return self.found.findings

    @property
    def files(self) -> "tuple[FileRead, ...]":
        """Every table that was read: payments, then a register and orders that were given beside them."""
        beside = (it.files for it in (self.contracts, self.orders) if it is not None)
        return (*self.reading.files, *chain.from_iterable(beside))

    @property
    def payments(self) -> "tuple[FileRead, ...]":
        """The tables of payments."""
        return tuple(it for it in self.reading.files if it.kind in PAYMENTS)

    def rows(self, what: str) -> int:
        """How many rows of payments were 'read', 'kept' or 'rejected'."""
        return sum(getattr(it, what) for it in self.payments)

    @property
    def total(self) -> Decimal:
        """Pounds of every payment that was kept."""
        return self.cube.total

    def supplier(self, it: Ranked) -> str:
        """The supplier that a finding is about; '' where it is about several, or about none."""
        if not it.finding.payments:
            return it.supplier
        self.evidence.load(it.finding.payments)
        return it.supplier if self.evidence.of_one_supplier(it.finding.payments) else ""
