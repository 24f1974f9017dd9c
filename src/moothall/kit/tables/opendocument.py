"""Reading ODS: content.xml from front to back, one row in memory.

Other readers lose that a cell shows a percentage. Cells read as in `workbook`; dates are always whole dates.
Repeated cells and rows are written once with a count, so a small file can describe billions of cells: what
they add is bounded.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError, iterparse
from zipfile import ZipFile

from moothall.kit.tables import cells as shown
from moothall.kit.tables.archive import damage_explained
from moothall.kit.tables.table import Grid, Row, Sheet, trimmed
from moothall.kit.unreadable import Unreadable

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_COPIES = 5_000_000  # cells that repetition may add to a sheet

_NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}


def _name(prefixed: str) -> str:
    prefix, _, local = prefixed.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


_TABLE, _ROW = _name("table:table"), _name("table:table-row")
_CELLS = {_name("table:table-cell"), _name("table:covered-table-cell")}
_COVERED = _name("table:covered-table-cell")
_ROWS_REPEATED, _COLUMNS_REPEATED = (
    _name("table:number-rows-repeated"),
    _name("table:number-columns-repeated"),
)
_TABLE_NAME, _TABLE_STYLE, _DISPLAY = _name("table:name"), _name("table:style-name"), _name("table:display")
_STYLE, _STYLE_NAME, _TABLE_PROPERTIES = (
    _name("style:style"),
    _name("style:name"),
    _name("style:table-properties"),
)
_KIND, _VALUE, _FORMULA = _name("office:value-type"), _name("office:value"), _name("table:formula")
_DATE, _TRUE = _name("office:date-value"), _name("office:boolean-value")
_PARAGRAPH, _SPACES, _TAB, _BREAK = (_name(f"text:{each}") for each in ("p", "s", "tab", "line-break"))


def sheets_of(archive: ZipFile, called: str) -> tuple[list[Sheet], bool]:
    """The sheets in their order, and whether a formula has no saved result. Raises Unreadable."""
    sheets: list[Sheet] = []
    hidden_styles: set[str] = set()
    unsaved = False
    depth = 0
    for event, element in _elements(archive, called):
        if element.tag == _TABLE:
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                hidden = element.get(_TABLE_STYLE) in hidden_styles
                sheets.append(
                    Grid(element.get(_TABLE_NAME, ""), hidden, _reader(archive, len(sheets), called))
                )
            elif event == "end":
                element.clear()
        elif event == "end" and element.tag == _STYLE:
            properties = element.find(_TABLE_PROPERTIES)
            if properties is not None and properties.get(_DISPLAY) == "false":
                hidden_styles.add(element.get(_STYLE_NAME, ""))
        elif event == "end" and element.tag == _ROW:
            unsaved = unsaved or any(cell.get(_FORMULA) and not cell.get(_KIND) for cell in element)
            element.clear()
    if not sheets:
        raise Unreadable(
            f"{called} has no sheets with rows: check that it is the right file and load it again."
        )
    return sheets, unsaved


def _elements(archive: ZipFile, called: str) -> Iterator[tuple[str, Element]]:
    with damage_explained(called), archive.open("content.xml") as part:
        try:
            yield from iterparse(part, ("start", "end"))  # noqa: S314 (`archive` refused DTDs and entities)
        except ParseError:
            raise Unreadable(
                f"{called} is damaged or cut short: save it again and load the new copy."
            ) from None


def _reader(archive: ZipFile, place: int, called: str) -> Callable[[], Iterator[Row]]:
    def read() -> Iterator[Row]:
        seen, depth, line, copies = -1, 0, 1, 0
        for event, element in _elements(archive, called):
            if element.tag == _TABLE:
                depth += 1 if event == "start" else -1
                seen += event == "start" and depth == 1
                if event == "end" and depth == 0 and seen == place:
                    return
            elif event == "end" and element.tag == _ROW and depth == 1:
                if seen == place:
                    times = _count(element, _ROWS_REPEATED)
                    cells = trimmed(_row(element, called))
                    copies += len(cells) * times - len(element)
                    if cells and (line + times - 1 > MAX_ROWS or copies > MAX_COPIES):
                        raise Unreadable(f"{called} has too many cells: save the sheet as CSV and load that.")
                    if cells:
                        for step in range(times):
                            yield line + step, list(cells)
                    line += times
                element.clear()

    return read


def _count(element: Element, attribute: str) -> int:
    text = element.get(attribute, "1")
    return max(int(text), 1) if text.isascii() and text.isdecimal() and len(text) < 9 else 1


def _row(row: Element, called: str) -> list[str]:
    cells: list[str] = []
    blanks = 0  # held back until a cell follows, so that a row blank to the edge of the sheet costs nothing
    for cell in row:
        if cell.tag in _CELLS:
            times, text = _count(cell, _COLUMNS_REPEATED), "" if cell.tag == _COVERED else _text(cell)
            if not text:
                blanks += times
                continue
            if len(cells) + blanks + times > MAX_COLUMNS:
                raise Unreadable(f"{called} has too many columns: save the sheet as CSV and load that.")
            cells.extend([""] * blanks + [text] * times)
            blanks = 0
    return cells


def _text(cell: Element) -> str:
    kind, value = cell.get(_KIND), cell.get(_VALUE)
    if kind in ("float", "currency", "percentage") and value is not None:
        try:
            return (shown.percentage if kind == "percentage" else shown.number)(float(value))
        except ValueError:
            return value
    if kind == "date":
        return _moment(cell.get(_DATE, ""))
    if kind == "boolean":
        return "TRUE" if cell.get(_TRUE) == "true" else "FALSE"
    return "\n".join(_paragraph(part) for part in cell.iterfind(_PARAGRAPH))


def _moment(text: str) -> str:
    try:
        return shown.moment(datetime.fromisoformat(text))
    except ValueError:
        return text


def _paragraph(element: Element) -> str:
    marks: dict[str, Callable[[Any], str]] = {
        _SPACES: lambda part: " " * min(int(part.get(_name("text:c"), "1")), 1000),
        _TAB: lambda part: "\t",
        _BREAK: lambda part: "\n",
    }
    pieces = [element.text or ""]
    for part in element:
        pieces += [marks[part.tag](part) if part.tag in marks else _paragraph(part), part.tail or ""]
    return "".join(pieces)
