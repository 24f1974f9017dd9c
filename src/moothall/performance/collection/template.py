"""A return template: an Excel workbook with a row for each value that is asked for, which reads back without retyping.

Pure: rows in, bytes out. What a person fills in is unlocked and checked as it is typed; all else is protected. Which
council, service and period it is of, and what exactly was asked, is kept in a sheet that Excel does not list, with a
digest over it; the key of each row stands in a hidden column, so that rows which were sorted still find their value.
`returned` reads it.
"""

import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import xlsxwriter

from moothall.kit.documents.words import is_formula, showable, spoken_date
from moothall.kit.numbers import plain
from moothall.kit.periods import Period

VERSION = 1
PAGE = "Return"  # the sheet that is filled in
HIDDEN = "moothall"  # the sheet that says what the workbook is
MARK = "Moothall return template"
FORMAT = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GAPS = {
    "It is not known": "missing",
    "It does not apply to this period": "not applicable",
    "It is held back: it could show who somebody is": "suppressed",
}
HEADERS = (
    "Measure", "Period", "Unit", "Due", "Last value", "Target",
    "What the numerator counts", "Numerator", "What the denominator counts", "Denominator",
    "Value", "If there is no value, why not", "What happened, if there is no value", "Comment", "Key",
)  # fmt: skip
MEASURE, PERIOD, NUMERATOR, DENOMINATOR, VALUE, GAP, REASON, COMMENT, KEY = 0, 1, 7, 9, 10, 11, 12, 13, 14
WIDTHS = (34, 12, 16, 18, 20, 18, 28, 13, 28, 13, 13, 26, 30, 34, 2)
LONGEST_REASON, LONGEST_COMMENT = 300, 400
DIGITS = 15  # that Excel keeps of a number; one with more goes in as text


@dataclass(frozen=True)
class Row:
    """One value that is asked for, and what is known of it. `number` is that of the entry that stood, 0 for none."""

    ask: int
    period: Period
    title: str
    unit: str
    numerator: str = ""
    denominator: str = ""
    breakdown: str = ""
    due: date | None = None
    last: str = ""
    target: str = ""
    number: int = 0
    given: tuple[Decimal | None, Decimal | None, Decimal | None] = (None, None, None)
    missing: str = ""
    reason: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        return f"{self.title} ({self.breakdown})" if self.breakdown else self.title

    @property
    def key(self) -> str:
        """Tells the row from every other, and what was asked when it was made from what is asked later."""
        return f"{self.place}|{self.number}|{self.digest}"

    @property
    def place(self) -> str:
        return f"{self.ask}|{self.period.start.isoformat()}"

    @property
    def digest(self) -> str:
        """What is asked, in twelve letters: it changes with the measure's unit or with what is counted."""
        asked = [self.title, self.breakdown, self.unit, self.numerator, self.denominator, self.period.iso]
        return digest(asked)[:12]


@dataclass(frozen=True)
class Template:
    """The values of one service whose periods end on one day."""

    council: str
    council_name: str
    service: str
    service_name: str
    ends: date
    rows: tuple[Row, ...]
    address: str = ""  # of the page that takes it back

    @property
    def file_name(self) -> str:
        return f"{self.council}-{self.service}-{self.ends.isoformat()}.xlsx"

    @property
    def period(self) -> str:
        """'Oct 2026', and where several lengths end on the day, each."""
        return ", ".join(dict.fromkeys(row.period.label for row in self.rows))

    @property
    def due(self) -> date | None:
        return min((row.due for row in self.rows if row.due), default=None)


def digest(told: Any) -> str:
    """The SHA-256 of something that JSON can say."""
    written = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def identity(council: str, service: str, ends: date, keys: Sequence[str]) -> dict[str, Any]:
    """What the hidden sheet says: whose, of when, what was asked, and a digest over all of it."""
    told = {
        "is": MARK, "version": VERSION, "council": council, "service": service, "ends": ends.isoformat(),
        "keys": list(keys),
    }  # fmt: skip
    return {**told, "digest": digest(told)}


def write(it: Template, on: date) -> bytes:
    """The workbook; the same rows on the same day give the same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False})
    book.set_properties(
        {
            "title": showable(f"Return of {it.service_name}, {it.period}"),
            "author": showable(it.council_name),
            "created": datetime.combine(on, time()),
        }
    )
    _Page(book, it).write()
    _hidden(book, it)
    book.close()
    return out.getvalue()


class _Page:
    """The sheet that is filled in."""

    def __init__(self, book: Any, it: Template) -> None:
        self.it = it
        self.page = book.add_worksheet(PAGE)
        base = {"text_wrap": True, "valign": "top"}
        self.bold = book.add_format({"bold": True, "font_size": 14})
        self.header = book.add_format({**base, "bold": True, "bottom": 2, "bg_color": "#E8F1F2"})
        self.locked = book.add_format({**base, "bottom": 4})
        self.quoted = book.add_format({**base, "bottom": 4, "quote_prefix": True})
        free = {**base, "border": 1, "bg_color": "#FFF7D6", "locked": False}
        self.words = book.add_format({**free, "num_format": "@"})
        self.free = book.add_format({**free, "num_format": "General", "align": "right"})

    def write(self) -> None:
        it, page = self.it, self.page
        self.text(0, 0, f"{it.service_name}: values for {it.period}", self.bold)
        self.text(1, 0, f"{it.council_name}. Fill in the yellow cells, save the file, and send it back.")
        where = f" at {it.address}" if it.address else ""
        self.text(
            2,
            0,
            f"Send it back on the service’s page of ‘Data collection’{where}, or by moothall collect read.",
        )
        self.text(
            3, 0,
            "Give the numerator and the denominator, and leave Value blank: it is worked out. "
            "Where there is no value, choose why and say what happened. A blank row changes nothing.",
        )  # fmt: skip
        top = 5
        for place, header in enumerate(HEADERS):
            self.text(top, place, header, self.header)
            page.set_column(place, place, WIDTHS[place], None, {"hidden": place == KEY})
        for line, row in enumerate(it.rows, top + 1):
            self.row(line, row)
        page.freeze_panes(top + 1, 2)
        page.repeat_rows(top)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.protect("", {"format_columns": True, "format_rows": True, "sort": True})

    def row(self, line: int, row: Row) -> None:
        page = self.page
        shown = (
            row.name, row.period.label, row.unit or "number", spoken_date(row.due) if row.due else "",
            row.last, row.target, row.numerator,
        )  # fmt: skip
        for place, words in enumerate(shown):
            self.text(line, place, words)
        self.text(line, DENOMINATOR - 1, row.denominator)
        counts = ((NUMERATOR, row.given[1]), (DENOMINATOR, row.given[2]))
        for place, number in counts:
            if row.numerator:
                self.number(line, place, number)
            else:
                self.text(line, place, "")
        self.number(line, VALUE, row.given[0])
        gap = next((words for words, kind in GAPS.items() if row.missing and kind == row.missing), "")
        for place, words in ((GAP, gap), (REASON, row.reason), (COMMENT, row.note)):
            self.text(line, place, words, self.words)
        page.data_validation(line, GAP, line, GAP, {
            "validate": "list", "source": list(GAPS), "error_title": "Choose one of the list",
            "error_message": "Choose why there is no value, or leave it blank.",
        })  # fmt: skip
        for place, most in ((REASON, LONGEST_REASON), (COMMENT, LONGEST_COMMENT)):
            page.data_validation(line, place, line, place, {
                "validate": "length", "criteria": "<=", "value": most, "error_title": "Too long",
                "error_message": f"Shorten it to {most} characters.",
            })  # fmt: skip
        self.text(line, KEY, row.key)

    def number(self, line: int, place: int, value: Decimal | None) -> None:
        """A cell that takes a number, with what stands there already."""
        if value is None:
            self.page.write_blank(line, place, None, self.free)
        elif len(value.as_tuple().digits) > DIGITS:
            self.page.write_string(line, place, plain(value), self.free)
        else:
            self.page.write_number(line, place, float(value), self.free)
        self.page.data_validation(line, place, line, place, {
            "validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15,
            "error_title": "A number, please",
            "error_message": "Write digits alone, such as 1234.5: no unit, no words.",
        })  # fmt: skip

    def text(self, line: int, place: int, words: str, form: Any = None) -> None:
        """Text that never runs, whatever it begins with."""
        words = showable(words)
        if line > 4 and form is None:
            form = self.quoted if is_formula(words) else self.locked
        if words:
            self.page.write_string(line, place, words, form)
        else:
            self.page.write_blank(line, place, None, form)


def _hidden(book: Any, it: Template) -> None:
    page = book.add_worksheet(HIDDEN)
    told = identity(it.council, it.service, it.ends, [row.key for row in it.rows])
    keys = told.pop("keys")
    page.write_string(0, 0, json.dumps(told, ensure_ascii=False, sort_keys=True))
    for line, key in enumerate(keys, 1):
        page.write_string(line, 0, key)
    page.protect()
    page.very_hidden()


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Templates in one ZIP; the same files give the same bytes."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
