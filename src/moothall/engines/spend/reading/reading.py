"""Reading: files of payments, card purchases, orders and contracts into the ledger, every row accounted for.

reading = read(ledger, [folder])
reading.read == reading.kept + reading.rejected
"""

import csv
import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from moothall.engines.spend.ledger import Ledger, quoted
from moothall.engines.spend.reading import payments, raw, records, registers, sources
from moothall.engines.spend.reading.faults import Rejected
from moothall.engines.spend.reading.layout import NotASpendTable
from moothall.engines.spend.reading.mappings import Mappings
from moothall.engines.spend.reading.numbering import Numbered, Numbering
from moothall.engines.spend.reading.result import FileRead, Reading, Report, silent
from moothall.engines.spend.reading.sources import NotRead, Source
from moothall.kit.unreadable import Unreadable


def read(
    ledger: Ledger,
    paths: Path | Iterable[Path],
    *,
    mappings: Mappings | None = None,
    apart: Path | None = None,
    report: Report = silent,
) -> Reading:
    """Reads files, folders and zips of payments, card purchases, purchase orders and contract registers.

    `apart` is a folder that is not looked into wherever it lies: the one that the caller writes to. What is no such
    table in a folder or a zip is named in `Reading.not_read`; a file that was named itself and cannot be read raises
    Unreadable, one sentence saying what to do.
    """
    given = [paths] if isinstance(paths, Path) else list(paths)
    return _Run(ledger, mappings or Mappings(), report).all(given, apart)


def read_contracts(
    ledger: Ledger, path: Path, *, mappings: Mappings | None = None, report: Report = silent
) -> Reading:
    """Reads a contract register or a file of notices, or a folder of them. Raises Unreadable."""
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
            numbering = Numbering(folder, self.mappings, self.kind, self._went, self.reading.not_read.append)
            for found in sources.find(paths, apart):
                try:
                    for source in sources.open_sources(found, folder / "members"):
                        self._source(source, numbering, named=found.named)
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
        if len(self.reading.not_read) == 1:
            return first
        return f"Nothing in {named} could be read. The first: {first}"

    def _source(self, source: Source | NotRead, numbering: Numbering, *, named: bool) -> None:
        """Reads one file. One that is no such table is refused where it was named itself, else said."""
        if isinstance(source, NotRead):
            self.reading.not_read.append(source)
            return
        try:
            self._tables(source, numbering)
        except Unreadable as refused:
            if named and not source.scratch:
                raise
            self.reading.not_read.append(NotRead(source.name, str(refused)))
        finally:
            source.done()

    def _tables(self, source: Source, numbering: Numbering) -> None:
        if source.sha256 in self.seen:
            said = f"‘{source.name}’ is the same file as ‘{self.seen[source.sha256]}’, byte for byte: it was read once."
            self.reading.not_read.append(NotRead(source.name, said))
            self._went(source.size)
            return
        self.at = source.name
        self._went(0)
        try:
            for table in numbering.tables(source):
                self._take(table)
                self.seen[source.sha256] = source.name
        except NotASpendTable as fault:
            what = "a contract register" if self.kind == "contracts" else "a table of payments"
            raise Unreadable(
                f"‘{source.name}’ is not {what}: {fault}. Check that it is the right file."
            ) from None
        except OSError as fault:
            if fault.errno in sources.FULL:
                raise  # no file's fault: to go on would leave this one out
            raise Unreadable(
                f"‘{source.name}’ could not be read to its end: check that it is still there and try again."
            ) from None

    def _went(self, count: int) -> None:
        self.done += count
        self.report(min(self.done, self.weight), self.weight, f"Reading {self.at}")

    def _take(self, table: Numbered) -> None:
        """The numbered rows into the ledger, and what is known of the file."""
        ledger, layout = self.ledger, table.layout
        file = ledger.one("SELECT coalesce(max(file), 0) + 1 FROM file")
        found = raw.take(ledger, table.rows, table.delimiter, layout)
        doubts, notes, basis = layout.doubts + found.doubts, table.notes + found.notes, None
        if layout.kind == "contracts":
            kept, rejected = registers.contracts(ledger, layout, file)
            total = ledger.one("SELECT sum(value) FROM contract WHERE file = ?", [file])
        elif layout.kind == "orders":
            kept, rejected = registers.orders(ledger, layout, file)
            total = ledger.one("SELECT sum(amount) FROM purchase_order WHERE file = ?", [file])
        else:
            loaded = payments.load(ledger, layout, file)
            kept, rejected, basis, total = loaded.kept, loaded.rejected, loaded.basis, loaded.total
            doubts = doubts + loaded.doubts
        ledger.db.execute("DROP TABLE raw")
        self._set_aside(table, file, rejected)
        aside = len(rejected) + table.rejected
        it = FileRead(
            file=file,
            name=table.source.name,
            sheet=table.sheet,
            sha256=table.source.sha256,
            kind=layout.kind,
            layout=layout.fingerprint,
            header_line=layout.header_line,
            mapping=layout.named,
            sure={name: layout.sure[name] for name in layout.named},
            doubts=doubts,
            notes=notes,
            encoding=table.encoding,
            delimiter=table.written_with,
            basis=basis,
            read=kept + aside,
            kept=kept,
            rejected=aside,
            total=total or Decimal(0),
        )
        mapping = json.dumps(it.mapping, ensure_ascii=False)
        row = (
            *(it.file, it.name, it.sheet, it.sha256, it.kind, it.encoding, it.delimiter, it.header_line),
            *(it.layout, mapping, it.basis, it.read, it.kept, it.rejected),
        )
        ledger.fill("file", [row])
        self.reading.files.append(it)

    def _set_aside(self, table: Numbered, file: int, rejected: Rejected) -> None:
        """The rejected rows, with their text: those set aside while cutting, and those that were no payments."""
        if rejected:
            why = dict(rejected)
            with table.rows.open("rb") as lines, table.rejects.open("a", encoding="utf-8", newline="") as out:
                write = csv.writer(out).writerow
                end = table.delimiter.encode()
                for line in lines:
                    number, _, text = line.partition(end)
                    if reason := why.get(int(number)):
                        write(
                            (int(number), reason, records.shown(text.decode("utf-8", "replace").rstrip("\n")))
                        )
        if rejected or table.rejected:
            columns = "{'line': 'BIGINT', 'reason': 'VARCHAR', 'text': 'VARCHAR'}"
            self.ledger.db.execute(
                f"INSERT INTO reject SELECT {file}, line, reason, text FROM read_csv({quoted(str(table.rejects))},"  # noqa: S608
                " auto_detect=false, header=false, delim=',', quote='\"', escape='\"', parallel=false,"
                f" columns={columns})"
            )
