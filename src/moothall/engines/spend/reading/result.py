"""What reading gives: the tables that were read, with where each row went, and the files that were not."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from moothall.engines.spend.reading.sources import NotRead

Report = Callable[[int, int, str], None]  # done, in all, and a word for it


def silent(done: int, total: int, message: str) -> None:
    """A report to nobody."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """A table that was read: what it was taken for, and where its rows went."""

    file: int  # its number in the ledger
    name: str
    sheet: str | None
    sha256: str
    kind: str  # 'payments' | 'cards' | 'contracts' | 'orders'
    layout: str  # its fingerprint, by which a correction is remembered
    header_line: int | None
    mapping: dict[str, str]  # field -> heading
    sure: dict[str, float]  # field -> 0 to 1
    doubts: list[str]  # what a person should look at
    notes: list[str]  # what a person should know
    encoding: str | None
    delimiter: str | None
    basis: str | None
    read: int
    kept: int
    rejected: int
    total: Decimal


@dataclass
class Reading:
    """All that was read. `not_read`: files that were found and are no such tables, or twice the same, and why."""

    files: list[FileRead] = field(default_factory=list)
    not_read: list[NotRead] = field(default_factory=list)

    @property
    def read(self) -> int:
        """Rows that were found: kept + rejected. Headings, what stands above them and blank rows are none."""
        return sum(it.read for it in self.files)

    @property
    def kept(self) -> int:
        return sum(it.kept for it in self.files)

    @property
    def rejected(self) -> int:
        return sum(it.rejected for it in self.files)

    @property
    def total(self) -> Decimal:
        """Of the payments and card purchases, in pounds; contracts and orders are not spent."""
        return sum((it.total for it in self.files if it.kind in ("payments", "cards")), Decimal(0))

    @property
    def doubts(self) -> list[str]:
        return [f"{it.name}: {doubt}" for it in self.files for doubt in it.doubts]
