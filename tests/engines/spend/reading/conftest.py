"""A ledger to read into, and a short way to write a file and read it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from moothall.engines.spend.ledger import Ledger
from moothall.engines.spend.reading import Mappings, Reading, read


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger") as it:
        yield it


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
