"""A file's tables on their way into DuckDB: recognised by their first rows, then cut into numbered rows on disk."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from moothall.engines.spend.reading import letters as lettering
from moothall.engines.spend.reading import records
from moothall.engines.spend.reading.layout import Layout, NotASpendTable, Row, layout_of
from moothall.engines.spend.reading.letters import Letters
from moothall.engines.spend.reading.mappings import Mappings
from moothall.engines.spend.reading.records import Cutter, Rejects, Shape
from moothall.engines.spend.reading.sources import NotRead, Source
from moothall.kit.tables import Sheet, open_table
from moothall.kit.tables.opening import refuse_others
from moothall.kit.tables.text import delimiter_of

SAMPLE_LINES = 1_000
MOST_TELLING = 50_000  # letters of a line that may say what the delimiter is


@dataclass(frozen=True, slots=True)
class Numbered:
    """A table in numbered rows: `rows` is CSV of one width with the line before each, `rejects` line, reason, text."""

    source: Source
    sheet: str | None
    layout: Layout
    rows: Path
    delimiter: str
    rejects: Path
    rejected: int
    encoding: str | None  # these two of texts
    written_with: str | None
    notes: list[str]


@dataclass(frozen=True, slots=True)
class Numbering:
    """How tables are recognised, where they are written, and who is told of bytes read and sheets left out."""

    folder: Path
    mappings: Mappings
    kind: str | None
    went: Callable[[int], None]
    left_out: Callable[[NotRead], None]

    def tables(self, source: Source) -> Iterator[Numbered]:
        """One table at a time: the files of one are written over by the next. Raises Unreadable, NotASpendTable."""
        with source.path.open("rb") as stream:
            zipped = stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
        return self._workbook(source) if zipped else self._text(source)

    def _layout(self, sample: list[Row], source: Source) -> Layout:
        return layout_of(sample, mappings=self.mappings, name=source.name, kind=self.kind)

    def _text(self, source: Source) -> Iterator[Numbered]:
        """A look at the start of a delimited text, then one pass over all of it."""
        called = f"‘{source.name}’"
        with source.path.open("rb") as stream:
            refuse_others(stream.read(1024), stream, called)
            stream.seek(0)
            start = next(lettering.chunks(stream, called, Letters(), lambda count: None), b"")
        lines = [
            lettering.mended(it, Letters(), 0).decode("utf-8", "replace")
            for it in start.split(b"\n", SAMPLE_LINES)[:SAMPLE_LINES]
        ]
        telling = (it for it in lines if len(it) < MOST_TELLING and it.strip(' \t",;|'))
        delimiter = delimiter_of("\n".join(telling))
        layout = self._layout([Row(line, row) for line, row in records.rows(lines, delimiter)], source)
        shape = Shape(delimiter, len(layout.columns), layout.least, layout.header_line or 0)
        rows, rejects, letters = self.folder / "rows.csv", self.folder / "rejects.csv", Letters()
        with (
            source.path.open("rb") as stream,
            rows.open("wb") as out,
            rejects.open("w", encoding="utf-8", newline="") as aside,
        ):
            refused = Rejects(csv.writer(aside).writerow)
            Cutter(shape, out, refused, letters).cut(lettering.chunks(stream, called, letters, self.went))
        yield Numbered(
            *(source, None, layout, rows, delimiter, rejects, refused.count),
            *(letters.encoding, delimiter, list(letters.said())),
        )

    def _workbook(self, source: Source) -> Iterator[Numbered]:
        """Each sheet that is such a table; the others are named."""
        with open_table(source.path, source.name) as book:
            taken = 0
            for sheet in book.sheets:
                called = f"{source.name}, sheet ‘{sheet.name}’" if len(book.sheets) > 1 else source.name
                if sheet.hidden:
                    said = f"‘{called}’ is hidden: show the sheet in its workbook if its rows count."
                    self.left_out(NotRead(called, said))
                    continue
                try:
                    layout = self._layout(_sample(sheet), source)
                except NotASpendTable as fault:
                    if len(book.sheets) == 1:
                        raise
                    self.left_out(NotRead(called, f"‘{called}’ is not a table of payments: {fault}."))
                    continue
                taken += 1
                rows, rejects = self.folder / "rows.csv", self.folder / "rejects.csv"
                rejected = _sheet(sheet, layout, rows, rejects)
                yield Numbered(
                    *(source, sheet.name, layout, rows, ",", rejects, rejected),
                    *(None, None, list(book.notes)),
                )
            if not taken:
                raise NotASpendTable("none of its sheets has payments")
        self.went(source.size)


def _sample(sheet: Sheet) -> list[Row]:
    sample: list[Row] = []
    for line, cells in sheet.rows():
        sample.append(Row(line, cells))
        if len(sample) == SAMPLE_LINES:
            break
    return sample


def _sheet(sheet: Sheet, layout: Layout, rows: Path, rejects: Path) -> int:
    """Writes a sheet's rows; how many were set aside. A sheet leaves blank cells at the end of a row out."""
    width, header, aside = len(layout.columns), layout.header_line or 0, 0
    with (
        rows.open("w", encoding="utf-8", errors="replace", newline="") as out,
        rejects.open("w", encoding="utf-8", errors="replace", newline="") as refused,
    ):
        refuse = csv.writer(refused).writerow
        for line, cells in sheet.rows():
            if line <= header:
                continue
            if len(cells) > width:
                refuse((line, records.too_many(cells, width), records.shown("\t".join(cells))))
                aside += 1
                continue
            row = [it.replace("\r\n", " ").replace("\r", " ") for it in cells] + [""] * (width - len(cells))
            out.write(f"{line},{records.record(row, ',')}\n")
    return aside
