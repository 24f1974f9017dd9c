"""A ledger to read into, and a short way to write a file and read it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from moothall.engines.spend.ledger import TABLES, Ledger
from moothall.engines.spend.reading import Mappings, Reading, read


@pytest.fixture(scope="session")
def _ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger(tmp_path_factory.mktemp("ledger"), threads=1) as it:
        yield it


@pytest.fixture
def ledger(_ledger: Ledger) -> Iterator[Ledger]:
    """One for all tests, emptied after each: making one takes longer than most tests."""
    yield _ledger
    for table in TABLES:
        _ledger.db.execute(f"DELETE FROM {table}")


@pytest.fixture
def reading_of(ledger: Ledger, tmp_path: Path) -> Callable[..., Reading]:
    """Writes a text as a file and reads it."""

    def write_and_read(
        text: str | bytes, name: str = "spend.csv", mappings: Mappings | None = None
    ) -> Reading:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(ledger, path, mappings=mappings)

    return write_and_read
