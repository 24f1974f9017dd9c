"""A return template read back: what was filled in, row by row, and whether it is still what was asked. Pure.

It is judged by what is in it, never by its name. Formulas are not run: the result that was saved with one is read, and
one without a saved result is said.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from json import JSONDecodeError, loads
from pathlib import Path
from typing import Any

from moothall.kit.numbers import NotANumber, decimal, exact
from moothall.kit.tables.opening import open_table
from moothall.kit.tables.table import Sheet
from moothall.kit.unreadable import Unreadable
from moothall.performance.collection.template import (
    COMMENT,
    DENOMINATOR,
    GAP,
    GAPS,
    HEADERS,
    HIDDEN,
    KEY,
    MARK,
    MEASURE,
    NUMERATOR,
    PAGE,
    PERIOD,
    REASON,
    VALUE,
    VERSION,
    identity,
)

MOST_ROWS = 2000
LAST_LINE = 20_000  # rows that were left blank between count too
_KEY = re.compile(r"[0-9]{1,18}\|[0-9]{4}-[0-9]{2}-[0-9]{2}\|[0-9]{1,9}\|[0-9a-f]{12}")
_AGAIN = "download the template again and copy your values into it"
_NUMBERS = {NUMERATOR: "numerator", DENOMINATOR: "denominator", VALUE: "value"}
_FILLED = (*_NUMBERS, GAP, REASON, COMMENT)


@dataclass(frozen=True)
class Identity:
    """Whose template it is, of which periods, and the keys of its rows as they were made."""

    council: str
    service: str
    ends: date
    keys: tuple[str, ...]


@dataclass
class Filled:
    """One row as it was sent back: its key, what it calls itself, what was filled in, and what is wrong with it."""

    line: int
    key: str
    measure: str
    period: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    missing: str = ""
    reason: str = ""
    note: str = ""
    fault: str = ""
    blank: bool = False
    formulas: list[str] = field(default_factory=list)  # names of the cells whose saved result was read

    @property
    def place(self) -> str:
        """Ask and first day, as `template.Row.place`."""
        return "|".join(self.key.split("|")[:2])

    @property
    def number(self) -> int:
        return int(self.key.split("|")[2])

    @property
    def digest(self) -> str:
        return self.key.split("|")[3]


@dataclass(frozen=True)
class Returned:
    """A file as it came back."""

    identity: Identity
    rows: tuple[Filled, ...]


def read(path: Path, name: str) -> Returned:
    """What a filled template says. Raises Unreadable with one sentence where it is none, or was altered."""
    called = f"‘{name}’"
    with open_table(path, name) as table:
        if table.kind != "xlsx":
            raise Unreadable(f"{called} is no return template: send back the Excel file that was downloaded.")
        hidden = next((it for it in table.sheets if it.name == HIDDEN), None)
        if hidden is None:
            raise Unreadable(
                f"{called} is no return template of Moothall, or lost what it was made for: {_AGAIN}."
            )
        found = _identity(hidden, called)
        page = next((it for it in table.sheets if it.name == PAGE), None)
        if page is None:
            raise Unreadable(f"{called} has lost its sheet ‘{PAGE}’: {_AGAIN}.")
        lines = _lines(page, called)
    saved = _formulas(path, lines, called)
    rows = [_filled(line, cells, saved.get(line, {})) for line, cells in lines]
    return Returned(found, tuple(_once(it for it in rows if it is not None)))


def _identity(sheet: Sheet, called: str) -> Identity:
    rows = [cells[0] for _line, cells in sheet.rows() if cells]
    altered = Unreadable(f"{called} was altered where it says what was asked: {_AGAIN}.")
    try:
        told: dict[str, Any] = loads(rows[0])
        if told["is"] != MARK:
            raise altered
        if told["version"] != VERSION:
            raise Unreadable(f"{called} is a template of another version of Moothall: {_AGAIN}.")
        ends = date.fromisoformat(told["ends"])
        if told["digest"] != identity(told["council"], told["service"], ends, rows[1:])["digest"]:
            raise altered
    except (IndexError, KeyError, TypeError, ValueError, JSONDecodeError) as fault:
        raise altered from fault
    return Identity(told["council"], told["service"], ends, tuple(rows[1:]))


def _lines(page: Sheet, called: str) -> list[tuple[int, list[str]]]:
    """The rows below the headers, each with all its cells."""
    found: list[tuple[int, list[str]]] = []
    headed = False
    for line, cells in page.rows():
        if len(found) > MOST_ROWS or line > LAST_LINE:
            raise Unreadable(f"{called} has more than {MOST_ROWS:,} rows, and no template has: {_AGAIN}.")
        full = [cell.strip() for cell in cells] + [""] * (len(HEADERS) - len(cells))
        if headed:
            found.append((line, full))
        elif full[0] == HEADERS[0]:
            for now, then in zip(full, HEADERS, strict=False):
                if now != then:
                    raise Unreadable(f"{called} has a column ‘{now[:60]}’ where ‘{then}’ was: {_AGAIN}.")
            headed = True
    if not headed:
        raise Unreadable(f"{called} has lost the row of its headers: {_AGAIN}.")
    return found


def _formulas(path: Path, lines: Sequence[tuple[int, list[str]]], called: str) -> dict[int, dict[int, bool]]:
    """By line and column, the cells that are formulas, and whether a result was saved with each."""
    told = dict(lines)
    try:
        return {line: found for line, found in _marked(path, told) if found}
    except Exception as fault:  # what openpyxl makes of a malformed formula can be anything
        raise Unreadable(
            f"{called} is not a sound workbook: open it in Excel, save it again and send that."
        ) from fault


def _marked(path: Path, told: dict[int, list[str]]) -> Iterator[tuple[int, dict[int, bool]]]:
    import openpyxl

    with path.open("rb") as stream:  # by its content: it may have any name
        book = openpyxl.load_workbook(stream, read_only=True, keep_links=False)
        rows = book[PAGE].iter_rows(max_row=max(told, default=1), max_col=len(HEADERS))
        for line, row in enumerate(rows, 1):
            if cells := told.get(line):
                yield (
                    line,
                    {at: bool(cells[at]) for at in _FILLED if at < len(row) and row[at].data_type == "f"},
                )
        book.close()


def _filled(line: int, cells: list[str], formulas: dict[int, bool]) -> Filled | None:
    """A row of the page; None where nothing stands in it."""
    if not any(cells[place] for place in (*_FILLED, KEY)) and not formulas:
        return None
    it = Filled(line, cells[KEY], cells[MEASURE], cells[PERIOD])
    it.blank = not any(cells[place] for place in _FILLED) and not formulas
    if not _KEY.fullmatch(it.key):
        it.key = ""
        it.fault = "" if it.blank else f"Row {line} was not in the template: enter its value on its own page."
        return None if it.blank else it
    for place, saved in formulas.items():
        it.formulas.append(HEADERS[place].lower())
        if not saved:
            it.fault = (
                f"The {HEADERS[place].lower()} is a formula that was never worked out: open the file in Excel and "
                "save it, or write the number itself."
            )
            return it
    try:
        for place, name in _NUMBERS.items():
            setattr(it, name, _number(cells[place], HEADERS[place]))
        it.missing = _gap(cells[GAP])
    except ValueError as fault:
        it.fault = str(fault)
    it.reason, it.note = cells[REASON], cells[COMMENT]
    return it


def _number(text: str, header: str) -> Decimal | None:
    try:
        return decimal(*exact(text)) if text else None
    except NotANumber as fault:
        raise ValueError(f"{header}: {fault}") from fault


def _gap(text: str) -> str:
    if text and text not in GAPS:
        raise ValueError(f"‘{text[:60]}’ is not in the list of why there is no value: choose one of it.")
    return GAPS[text] if text else ""


def _once(rows: Iterable[Filled]) -> list[Filled]:
    """Where a row was copied, none of its copies is taken."""
    found = list(rows)
    lines: dict[str, list[int]] = {}
    for it in found:
        if it.key:
            lines.setdefault(it.place, []).append(it.line)
    for it in found:
        if it.key and len(lines[it.place]) > 1:
            said = " and ".join(map(str, lines[it.place]))
            it.fault = f"Rows {said} are the same value: leave one of them."
    return found
