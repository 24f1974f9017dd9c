"""Rows as CSV: UTF-8, a header, and nothing that a spreadsheet would run as a formula."""

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal

from moothall.kit.documents.model import Cell, Document, Table, plain, tables
from moothall.kit.documents.words import is_formula

Value = str | int | Decimal | Cell | None


def csv_stream(header: Iterable[str], rows: Iterable[Iterable[Value]]) -> Iterator[bytes]:
    """CSV a line at a time, so that a download need not be held whole in memory.

    Text that a spreadsheet might run gets an apostrophe before it; a number does not. None is an empty cell.
    """
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\r\n")
    for row in _with_header(header, rows):
        writer.writerow(_written(value) for value in row)
        yield line.getvalue().encode("utf-8", "replace")
        line.seek(0)
        line.truncate()


def to_csv(table: Table) -> bytes:
    """One table; numbers as they are, without the separators that the page shows."""
    return b"".join(csv_stream((column.name for column in table.columns), table.rows))


def tables_to_csv(document: Document) -> bytes:
    """Every table of a document in one file: a line for each cell, with its table, row and column."""
    cells = (
        (table.label, str(number), column.name, value)
        for table in tables(document.blocks)
        for number, row in enumerate(table.rows, start=1)
        for column, value in zip(table.columns, row, strict=True)
    )
    return b"".join(csv_stream(("Table", "Row", "Column", "Value"), cells))


def _with_header(header: Iterable[str], rows: Iterable[Iterable[Value]]) -> Iterator[Iterable[Value]]:
    yield header
    yield from rows


def _written(value: Value) -> str:
    match value:
        case None:
            return ""
        case Cell(content, number):
            return _written(plain(content) if number is None else number)
        case Decimal():
            return f"{value:f}"
        case str() if is_formula(value):
            return "'" + value
    return str(value)
