"""Deciding what a file is from its content, and opening it."""

from pathlib import Path

from moothall.kit.tables import text
from moothall.kit.tables.table import Table


def open_table(path: Path, name: str | None = None) -> Table:
    """Open a CSV, XLSX or ODS file for reading. `name` is what the person calls it. Raises Unreadable."""
    called = f"‘{name or path.name}’"
    sheet, encoding, notes = text.sheet_of(path, called)
    return Table("csv", encoding, [sheet], notes)
