"""What a table says of its cells: the unit, scale and period that stand at the head of a column or row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from moothall.engines.text.figures.periods import periods
from moothall.engines.text.figures.units import of_heading
from moothall.engines.text.figures.vocabulary import listed
from moothall.kit.papers.paper import Kind, Passage

_SCALES = [
    (
        "k",
        re.compile(
            r"[£$€]\s?(?:['’]?0{3}(?:['’]?s)?|k)(?![0-9A-Za-z])|\(['’]?000['’]?s?\)|\bthousands?\b", re.I
        ),
    ),
    ("m", re.compile(r"[£$€]\s?(?:m|mn|million)s?\b|\bmillions?\b", re.I)),
    ("bn", re.compile(r"[£$€]\s?(?:bn|billion)s?\b|\bbillions?\b", re.I)),
]
_NEGATIVE = re.compile(r"\(\s?[£$€]?\s?[0-9][0-9.,]*\s?(?:%|k|m|bn|million|thousand|billion)?\s?\)")
_LONGEST_CAPTION = 200


@dataclass(frozen=True, slots=True)
class Table:
    """What stands above a row: the names of its columns, and the words before the table."""

    columns: tuple[str, ...] = ()
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    start: int  # in the passage's text
    end: int
    column: str  # the heading of its column
    row: str  # the row's first cell, '' for that cell itself
    caption: str

    @property
    def headings(self) -> tuple[str, ...]:
        return (self.column, self.row, self.caption)

    @property
    def measures(self) -> bool:
        """Whether its column can hold measures: not references, dates or deadlines."""
        name = self.column.lower().strip(" .:#") or self.column.lower().strip()
        return name not in listed("table", "not_measures")

    def unit(self, own: str = "") -> str:
        if own:
            return own
        return next((unit for heading in self.headings if (unit := of_heading(heading))), "")

    def scale(self) -> str:
        """Of the heading that gives the unit: '£000' is 'k'."""
        for heading in self.headings:
            for scale, pattern in _SCALES:
                if pattern.search(heading):
                    return scale
            if of_heading(heading):
                return ""
        return ""

    def period(self) -> str:
        for heading in self.headings:
            if found := periods(heading):
                return found[0].text
        return ""


def negative(cell: str) -> bool:
    """Brackets round a whole cell mean a minus, as accounts write it. In a sentence they are only brackets."""
    return _NEGATIVE.fullmatch(cell.strip()) is not None


def tables(passages: Sequence[Passage]) -> list[Table]:
    """For each passage, the table that it is a row of (an empty one for anything else)."""
    found: list[Table] = []
    columns: tuple[str, ...] = ()
    caption = ""
    for place, it in enumerate(passages):
        if it.kind is not Kind.ROW:
            columns = ()
            caption = it.text if len(it.text) <= _LONGEST_CAPTION else ""
            found.append(Table())
            continue
        if it.header or (not columns and _heads(it, passages, place)):
            columns = it.cells
        found.append(Table(columns, caption))
    return found


def _heads(row: Passage, passages: Sequence[Passage], place: int) -> bool:
    """A first row nobody marked, of words alone, above another row."""
    first = place == 0 or passages[place - 1].kind is not Kind.ROW
    return first and not any(
        char.isdigit() for cell in row.cells for char in re.sub(r"(?:19|20)[0-9]{2}\S*|'?000", "", cell)
    )


def cells(row: Passage, table: Table) -> list[Cell]:
    """The cells of a row, by where they stand in its text."""
    found, place = [], 0
    parts = row.text.split(" | ")
    for number, part in enumerate(parts):
        column = table.columns[number][:_LONGEST_CAPTION] if len(table.columns) == len(parts) else ""
        label = parts[0][:_LONGEST_CAPTION] if number else ""
        found.append(Cell(place, place + len(part), column, label, table.caption))
        place += len(part) + 3
    return found
