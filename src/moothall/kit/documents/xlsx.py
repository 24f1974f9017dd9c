"""Tables as an Excel workbook: a sheet each, numbers as numbers, text as text that never runs."""

import datetime
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter

from moothall.kit.documents.errors import DocumentError
from moothall.kit.documents.model import Cell, Column, Document, plain, tables
from moothall.kit.documents.words import is_formula, showable

Value = str | int | Decimal | Cell | None

_NAME_LENGTH = 31
_TEXT_LENGTH = 32_767
_ROWS = 1_048_576
# Excel keeps fifteen digits of a number. One with more goes in as text rather than lose its last.
_DIGITS = 15
_COLUMN_WIDTH = 18


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to be: its rows are read once, in order, and not held in memory."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Iterable[Value]]
    source: str = ""


def to_xlsx(document: Document) -> bytes:
    """Every table of the document on a sheet of its own, then a sheet that says where each came from."""
    sheets = [
        Sheet(table.label, table.columns, table.rows, table.source) for table in tables(document.blocks)
    ]
    out = io.BytesIO()
    write_workbook(out, sheets, title=document.title, author=document.author, date=document.date)
    return out.getvalue()


def write_workbook(
    out: BinaryIO, sheets: Iterable[Sheet], *, title: str, date: datetime.date, author: str = ""
) -> None:
    """Write the sheets to `out`, holding one row at a time, and last a sheet named 'Sources'.

    Raises DocumentError where a text or a table is larger than Excel can hold, since it would be cut short.
    """
    workbook = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_urls": False})
    created = datetime.datetime.combine(date, datetime.time())
    workbook.set_properties({"title": showable(title), "author": showable(author), "created": created})
    write = _Writer(workbook)
    taken = {"sources", "history"}  # Excel keeps 'History' for itself
    contents = []
    for sheet in sheets:
        name = _sheet_name(sheet.name, taken)
        write.sheet(name, sheet)
        contents.append((name, sheet.name, sheet.source))
    about = (Column("Sheet"), Column("Table"), Column("Source"))
    write.sheet("Sources", Sheet("Sources", about, contents))
    workbook.close()


class _Writer:
    """A workbook and the formats already made in it."""

    def __init__(self, workbook: Any) -> None:
        self.workbook = workbook
        self.header = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.header_number = workbook.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "align": "right"}
        )
        self.quoted = workbook.add_format({"quote_prefix": True})
        self.numbers: dict[str, Any] = {}

    def sheet(self, name: str, sheet: Sheet) -> None:
        page = self.workbook.add_worksheet(name)
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
        page.set_column(0, len(sheet.columns) - 1, _COLUMN_WIDTH)
        for place, column in enumerate(sheet.columns):
            header = self.header_number if column.numeric else self.header
            page.write_string(0, place, self.text(column.name), header)
        for number, row in enumerate(sheet.rows, start=1):
            if number >= _ROWS:
                raise DocumentError(
                    f"The table '{sheet.name}' has more rows than Excel holds; take it as CSV."
                )
            for place, value in enumerate(row):
                self.value(page, number, place, value)

    def value(self, page: Any, row: int, place: int, value: Value) -> None:
        match value:
            case None:
                return
            case Cell(content, Decimal() as number):
                self.number(page, row, place, number, grouped="," in plain(content))
            case Cell(content):
                self.value(page, row, place, plain(content))
            case Decimal() | int():
                self.number(page, row, place, Decimal(value))
            case str():
                page.write_string(row, place, self.text(value), self.quoted if is_formula(value) else None)

    def text(self, text: str) -> str:
        if len(text) > _TEXT_LENGTH:
            raise DocumentError(
                f"A cell has {len(text):,} characters and Excel holds {_TEXT_LENGTH:,}; take it as CSV."
            )
        return showable(text)

    def number(self, page: Any, row: int, place: int, value: Decimal, grouped: bool = False) -> None:
        """A number that shows the decimals it was written with, and thousands as the page shows them."""
        exponent = value.as_tuple().exponent
        if len(value.as_tuple().digits) > _DIGITS or not isinstance(exponent, int) or abs(exponent) > _DIGITS:
            page.write_string(row, place, str(value))
            return
        form = ("#,##0" if grouped else "0") + ("." + "0" * -exponent if exponent < 0 else "")
        if form not in self.numbers:
            self.numbers[form] = self.workbook.add_format({"num_format": form})
        page.write_number(row, place, float(value), self.numbers[form])


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """A name Excel allows, not yet taken; adds it to `taken`."""
    base = re.sub(r"[\[\]:*?/\\]", " ", showable(wanted)).replace("\n", " ").strip(" '\t") or "Table"
    name, number = base[:_NAME_LENGTH].rstrip(" '"), 1
    while name.lower() in taken:
        number += 1
        ending = f" {number}"
        name = base[: _NAME_LENGTH - len(ending)].rstrip(" '") + ending
    taken.add(name.lower())
    return name
