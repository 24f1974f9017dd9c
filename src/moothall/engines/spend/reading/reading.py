"""Reading: files of payments, card purchases, orders and contracts into the ledger, every row accounted for.

reading = read(ledger, [folder])
reading.read == reading.kept + reading.rejected
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from moothall.engines.spend.ledger import Ledger
from moothall.engines.spend.reading import layout as layouts
from moothall.engines.spend.reading import letters as lettering
from moothall.engines.spend.reading import payments, raw, records, registers, sources
from moothall.engines.spend.reading.layout import Layout, NotASpendTable, Row
from moothall.engines.spend.reading.letters import Letters
from moothall.engines.spend.reading.mappings import Mappings
from moothall.engines.spend.reading.records import Cutter, Rejects, Shape
from moothall.engines.spend.reading.sources import NotRead, Source
from moothall.engines.spend.reading.typing_sql import quoted
from moothall.kit.tables import open_table
from moothall.kit.tables.opening import refuse_others
from moothall.kit.tables.text import delimiter_of
from moothall.kit.unreadable import Unreadable

Report = Callable[[int, int, str], None]
SAMPLE_LINES = 1_000
MOST_TELLING = 50_000  # letters of a line that may say what the delimiter is


def silent(done: int, total: int, message: str) -> None:
    """A report to nobody."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """A table that was read: what it was taken for, and where its rows went."""

    file: int
    name: str
    sheet: str | None
    sha256: str
    kind: str
    layout: str
    header_line: int | None
    mapping: dict[str, str]
    sure: dict[str, float]
    doubts: list[str]
    notes: list[str]
    encoding: str | None
    delimiter: str | None
    basis: str | None
    read: int
    kept: int
    rejected: int
    total: Decimal


@dataclass
class Reading:
    """All that was read. `not_read`: files that were found and are no such tables, or twice the same, and why."""

    files: list[FileRead] = field(default_factory=list)
    not_read: list[NotRead] = field(default_factory=list)

    @property
    def read(self) -> int:
        return sum(it.read for it in self.files)

    @property
    def kept(self) -> int:
        return sum(it.kept for it in self.files)

    @property
    def rejected(self) -> int:
        return sum(it.rejected for it in self.files)

    @property
    def total(self) -> Decimal:
        """Of the payments and card purchases, in pounds; contracts and orders are not spent."""
        return sum((it.total for it in self.files if it.kind in ("payments", "cards")), Decimal(0))

    @property
    def doubts(self) -> list[str]:
        return [f"{it.name}: {doubt}" for it in self.files for doubt in it.doubts]


@dataclass
class _Table:
    """One table on its way: numbered rows in a file, and what is known of it."""

    source: Source
    sheet: str | None
    layout: Layout
    numbered: Path
    delimiter: str
    rejects: Path
    set_aside: int
    encoding: str | None
    shown_delimiter: str | None
    notes: list[str]


def read(
    ledger: Ledger,
    paths: Path | Iterable[Path],
    *,
    mappings: Mappings | None = None,
    apart: Path | None = None,
    report: Report = silent,
) -> Reading:
    """Reads files, folders and zips of payments, card purchases, purchase orders and contract registers.

    What is no such table in a folder or a zip is named in `Reading.not_read`; a file that was named itself and cannot
    be read raises Unreadable, one sentence saying what to do. `apart` is a folder that is not looked into wherever it
    lies: the one that the caller writes to.
    """
    given = [paths] if isinstance(paths, Path) else list(paths)
    return _Run(ledger, mappings or Mappings(), report).all(given, apart)


def read_contracts(
    ledger: Ledger, path: Path, *, mappings: Mappings | None = None, report: Report = silent
) -> Reading:
    """Reads a contract register or a file of notices. Raises Unreadable."""
    return _Run(ledger, mappings or Mappings(), report, kind="contracts").all([path])


class _Run:
    """One call of read."""

    def __init__(self, ledger: Ledger, mappings: Mappings, report: Report, kind: str | None = None) -> None:
        self.ledger, self.mappings, self.report, self.kind = ledger, mappings, report, kind
        self.reading = Reading()
        self.done = self.weight = 0
        self.seen: dict[str, str] = dict(ledger.rows("SELECT sha256, min(name) FROM file GROUP BY 1"))
        self.at = ""

    def all(self, paths: list[Path], apart: Path | None = None) -> Reading:
        self.weight = max(sources.weight(paths, apart), 1)
        with TemporaryDirectory(dir=self.ledger.folder, prefix="reading-") as made:
            folder = Path(made)
            for found in sources.find(paths, apart):
                try:
                    for source in sources.open_sources(found, folder / "members"):
                        if isinstance(source, NotRead):
                            self.reading.not_read.append(source)
                            continue
                        alone = found.named and not source.scratch
                        try:
                            self._source(source, folder, alone)
                        finally:
                            source.done()
                except Unreadable as refused:
                    if found.named:
                        raise
                    self.reading.not_read.append(NotRead(found.name, str(refused)))
        self.report(self.weight, self.weight, "Read")
        if not self.reading.files:
            raise Unreadable(self._nothing(paths))
        return self.reading

    def _nothing(self, paths: list[Path]) -> str:
        named = ", ".join(f"‘{it.name}’" for it in paths[:3])
        if not self.reading.not_read:
            return f"There is nothing to read in {named}: name a file or a folder that has some."
        first = self.reading.not_read[0].reason
        return (
            first
            if len(self.reading.not_read) == 1
            else f"Nothing in {named} could be read. The first: {first}"
        )

    def _source(self, source: Source, folder: Path, alone: bool) -> None:
        """Reads one file. One that is no table is refused where it was named, else said."""
        if source.sha256 in self.seen:
            same = self.seen[source.sha256]
            said = NotRead(
                source.name, f"‘{source.name}’ is the same file as ‘{same}’, byte for byte: it was read once."
            )
            self.reading.not_read.append(said)
            self._went(source.size)
            return
        before = len(self.reading.files)
        self.at = source.name
        self._went(0)
        try:
            tables = (
                self._text(source, folder) if not _zipped(source.path) else self._workbook(source, folder)
            )
            for table in tables:
                self._take(table)
        except NotASpendTable as fault:
            sentence = (
                f"‘{source.name}’ is not a table of payments: {fault}. Check that it is the right file."
            )
            if alone:
                raise Unreadable(sentence) from None
            self.reading.not_read.append(NotRead(source.name, sentence))
        except Unreadable as refused:
            if alone:
                raise
            self.reading.not_read.append(NotRead(source.name, str(refused)))
        except OSError:
            sentence = (
                f"‘{source.name}’ could not be read to its end: check that it is still there and try again."
            )
            if alone:
                raise Unreadable(sentence) from None
            self.reading.not_read.append(NotRead(source.name, sentence))
        if len(self.reading.files) > before:
            self.seen[source.sha256] = source.name

    def _went(self, count: int) -> None:
        self.done += count
        self.report(min(self.done, self.weight), self.weight, f"Reading {self.at}")

    def _text(self, source: Source, folder: Path) -> Iterator[_Table]:
        """A delimited text: a look at its start, then one pass over all of it."""
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
        sample = [Row(line, cells) for line, cells in records.rows(lines, delimiter)]
        layout = layouts.layout_of(sample, mappings=self.mappings, name=source.name, kind=self.kind)
        numbered, rejected = folder / "numbered.csv", folder / "rejects.csv"
        letters = Letters()
        shape = Shape(delimiter, len(layout.columns), layout.least, layout.header_line or 0)
        with (
            source.path.open("rb") as stream,
            numbered.open("wb") as out,
            rejected.open("w", encoding="utf-8", newline="") as aside,
        ):
            rejects = Rejects(csv.writer(aside).writerow)
            Cutter(shape, out, rejects, letters).cut(lettering.chunks(stream, called, letters, self._went))
        yield _Table(
            source,
            None,
            layout,
            numbered,
            delimiter,
            rejected,
            rejects.count,
            letters.encoding,
            delimiter,
            list(letters.said()),
        )

    def _workbook(self, source: Source, folder: Path) -> Iterator[_Table]:
        """Each sheet of a workbook that is a table of payments; the others are named."""
        with open_table(source.path, source.name) as book:
            taken = 0
            for sheet in book.sheets:
                called = f"{source.name}, sheet ‘{sheet.name}’" if len(book.sheets) > 1 else source.name
                if sheet.hidden:
                    self.reading.not_read.append(
                        NotRead(called, "The sheet is hidden: show it in the workbook if its rows count.")
                    )
                    continue
                sample: list[Row] = []
                for line, cells in sheet.rows():
                    sample.append(Row(line, cells))
                    if len(sample) == SAMPLE_LINES:
                        break
                try:
                    layout = layouts.layout_of(
                        sample, mappings=self.mappings, name=source.name, kind=self.kind
                    )
                except NotASpendTable as fault:
                    if len(book.sheets) == 1:
                        raise
                    self.reading.not_read.append(NotRead(called, f"It is not a table of payments: {fault}."))
                    continue
                taken += 1
                numbered, rejected = folder / "numbered.csv", folder / "rejects.csv"
                width, skip, aside = len(layout.columns), layout.header_line or 0, 0
                with (
                    numbered.open("w", encoding="utf-8", errors="replace", newline="") as out,
                    rejected.open("w", encoding="utf-8", errors="replace", newline="") as rejects,
                ):
                    put, refuse = out.write, csv.writer(rejects).writerow
                    for line, cells in sheet.rows():
                        if line <= skip:
                            continue
                        row = [it.replace("\r\n", " ").replace("\r", " ") for it in cells]
                        if len(row) > width:
                            said = f"it has {len(row)} cells, and the table {width} columns (‘{row[width:][-1][:40]}’ is too many)"
                            refuse((line, said, records.shown("\t".join(row))))
                            aside += 1
                            continue
                        put(f"{line},{records.record(row + [''] * (width - len(row)), ',')}\n")
                yield _Table(
                    source, sheet.name, layout, numbered, ",", rejected, aside, None, None, list(book.notes)
                )
            if not taken:
                raise NotASpendTable("none of its sheets has payments")
        self._went(source.size)

    def _take(self, table: _Table) -> None:
        """The numbered rows into the ledger, and what is known of the file."""
        ledger, layout = self.ledger, table.layout
        file = ledger.one("SELECT coalesce(max(file), 0) + 1 FROM file")
        base = ledger.one("SELECT coalesce(max(id), 0) FROM payment")
        found = raw.take(ledger, [table.numbered], table.delimiter, layout)
        doubts, basis = layout.doubts + found.doubts, None
        if layout.kind == "contracts":
            kept, rejected = registers.contracts(ledger, layout, file)
            total = ledger.one("SELECT sum(value) FROM contract WHERE file = ?", [file])
        elif layout.kind == "orders":
            kept, rejected = registers.orders(ledger, layout, file)
            total = ledger.one("SELECT sum(amount) FROM purchase_order WHERE file = ?", [file])
        else:
            loaded = payments.load(ledger, layout, file, base)
            kept, rejected, basis = loaded.kept, loaded.rejected, loaded.basis
            doubts = doubts + loaded.doubts + payments.unread(found)
            total = ledger.one("SELECT sum(amount) FROM payment WHERE file = ?", [file])
        if found.parts_of_pennies:
            table.notes.append(
                f"{found.parts_of_pennies:,} rows have parts of a penny: they were rounded to the penny."
            )
        ledger.db.execute("DROP TABLE raw")
        self._set_aside(table, file, rejected)
        rows = kept + len(rejected) + table.set_aside
        read = FileRead(
            file,
            table.source.name,
            table.sheet,
            table.source.sha256,
            layout.kind,
            layout.fingerprint,
            layout.header_line,
            layout.named,
            {it: layout.sure[it] for it in layout.named},
            doubts,
            table.notes,
            table.encoding,
            table.shown_delimiter,
            basis,
            rows,
            kept,
            rows - kept,
            total or Decimal(0),
        )
        ledger.fill(
            "file",
            [
                (
                    file,
                    read.name,
                    read.sheet,
                    read.sha256,
                    read.kind,
                    read.encoding,
                    read.delimiter,
                    read.header_line,
                    read.layout,
                    json.dumps(read.mapping, ensure_ascii=False),
                    basis,
                    rows,
                    kept,
                    rows - kept,
                )
            ],
        )
        self.reading.files.append(read)

    def _set_aside(self, table: _Table, file: int, rejected: list[tuple[int, str]]) -> None:
        """The rejected rows: those set aside while cutting, and those that turned out to be no payments, with their text."""
        if rejected:
            why = dict(rejected)
            with (
                table.numbered.open("rb") as lines,
                table.rejects.open("a", encoding="utf-8", newline="") as out,
            ):
                write = csv.writer(out).writerow
                end = table.delimiter.encode()
                for line in lines:
                    number, _, text = line.partition(end)
                    if (reason := why.get(int(number))) is not None:
                        write(
                            (int(number), reason, records.shown(text.decode("utf-8", "replace").rstrip("\n")))
                        )
        if rejected or table.set_aside:
            self.ledger.db.execute(
                f"INSERT INTO reject SELECT {file}, line, reason, text FROM read_csv({quoted(str(table.rejects))}, auto_detect=false,"  # noqa: S608
                " header=false, delim=',', quote='\"', escape='\"', parallel=false, max_line_size=16000000,"
                " columns={'line': 'BIGINT', 'reason': 'VARCHAR', 'text': 'VARCHAR'})"
            )


def _zipped(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
