"""How rows come in: recognised by their header, converted, staged, and published by one flip.

Every row is kept: as an observation, or as a reject with its line, the reason and its text.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from moothall.figures.sources import Layout, Source, recognise, sources
from moothall.kit.tables import Sheet, Table, Unreadable, open_table

HEADER_WITHIN = 40  # banner rows come before a header; more than this is another kind of file

Row = tuple[int, list[str]]
Reject = tuple[int, str, str]
Progress = Callable[[int, int, str], None]


class Fault(Exception):
    """A row cannot be taken. The message is one sentence that says why."""


@dataclass(frozen=True)
class Recognised:
    """A table whose layout is known: its rows after the header, and how to ask for a row's original text.

    `notes` grows while rows are read: what the reader noticed about the file, a sentence each.
    """

    layout: Layout
    sheet: str
    rows: Iterator[Row]
    original: Callable[[], str]
    notes: Sequence[str]


@contextmanager
def recognised(path: Path, name: str, only: str | None = None) -> Iterator[list[Recognised]]:
    """Each table in a file whose layout is known, open for the block.

    Raises Unreadable with one sentence when there is none; reading the rows may still raise it.
    """
    source = _source(only)
    with open_table(path, name) as table:
        shown = [sheet for sheet in table.sheets if not sheet.hidden]
        if len(shown) < len(table.sheets):
            table.notes.append("What is hidden was not loaded: unhide a sheet to load it.")
        found = [it for sheet in shown if (it := _recognised(table, sheet, source))]
        if not found:
            raise Unreadable(_unknown(name, table, source))
        yield found


def _source(only: str | None) -> Source | None:
    if only and only not in sources():
        raise Unreadable(f"There is no source '{only}': write one of {', '.join(sorted(sources()))}.")
    return sources()[only] if only else None


def _recognised(table: Table, sheet: Sheet, only: Source | None) -> Recognised | None:
    rows = iter(sheet.rows())
    for _line, cells in islice(rows, HEADER_WITHIN):
        if layout := recognise(cells, only):
            return Recognised(layout, sheet.name or "", rows, sheet.original, table.notes)
    return None


def _unknown(name: str, table: Table, source: Source | None) -> str:
    first = next(chain.from_iterable((cells for _, cells in sheet.rows()) for sheet in table.sheets), [])
    said = ", ".join(text for text in first if text)[:120] or "nothing"
    if source:
        wanted = ", ".join(source.columns[field][0] for field in source.needs)
        return f"{name} is not laid out as {source.title}, which has the columns {wanted}; its first row says: {said}."
    return (
        f"No row near the top of {name} is a header that Moothall knows; its first row says: {said}. "
        "A council's own return needs the columns Measure, Period and Value."
    )
