"""Reading XLSX: each cell as a person sees it, not as Excel stores it.

A cell shown as a percentage reads '35.9%'; a date is ISO ('2024-04-01'), and one shown as month and year is
'2024-04'; true and false are 'TRUE' and 'FALSE'; an error is itself ('#N/A'); a formula without a saved
result is blank. Of merged cells the first has the value. Hidden rows and columns are read like others; hidden
sheets are read and say so.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import IO, Any

from moothall.kit.tables import cells as shown
from moothall.kit.tables.table import Grid, Row, Sheet
from moothall.kit.unreadable import Unreadable

MAX_ROWS = 1_048_576  # Excel's own limit; a hostile file can number a row higher
MAX_CELLS = 100_000_000  # blank ones too: one cell far to the right makes its row wide

_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


def sheets_of(stream: IO[bytes], called: str) -> tuple[list[Sheet], Callable[[], None]]:
    """The worksheets in order (a chart sheet is not one), and how to close the book. Raises Unreadable."""
    import openpyxl  # takes as long to start as all the rest of a command

    with _explained(called):
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        worksheets = [sheet for sheet in book.worksheets if hasattr(sheet, "reset_dimensions")]
    if not worksheets:
        raise Unreadable(
            f"{called} has no sheets with rows: check that it is the right file and load it again."
        )
    return [
        Grid(each.title, each.sheet_state != "visible", _reader(each, called)) for each in worksheets
    ], book.close


@contextmanager
def _explained(called: str) -> Iterator[None]:
    """On malformed parts openpyxl fails in any way Python can (KeyError, TypeError, ParseError and more)."""
    try:
        yield
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(
            f"{called} is not a sound workbook: open it in Excel, save it again and load that."
        ) from error


def _reader(sheet: Any, called: str) -> Callable[[], Iterator[Row]]:
    def read() -> Iterator[Row]:
        seen = 0
        with _explained(called):
            sheet.reset_dimensions()  # the size a file states for its sheet is often wrong
            for line, row in enumerate(sheet.iter_rows(), 1):
                seen += len(row)
                if line > MAX_ROWS or seen > MAX_CELLS:
                    raise Unreadable(f"{called} has too many cells: save the sheet as CSV and load that.")
                yield line, [_text(cell) for cell in row]

    return read


def _text(cell: Any) -> str:
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return shown.percentage(value) if _is_percentage(cell.number_format) else shown.number(value)
    if isinstance(value, datetime):
        text = shown.moment(value)
        return text[:7] if value.day == 1 and len(text) == 10 and _is_month(cell.number_format) else text
    if isinstance(value, timedelta):
        return shown.duration(value)
    return value.isoformat() if isinstance(value, date | time) else str(value)


@lru_cache(maxsize=1024)
def _is_percentage(number_format: str) -> bool:
    return "%" in _NOT_SHOWN.sub("", number_format)


@lru_cache(maxsize=1024)
def _is_month(number_format: str) -> bool:
    letters = set(_NOT_SHOWN.sub("", number_format).casefold())
    return {"y", "m"} <= letters and not letters & {"d", "h", "s"}
