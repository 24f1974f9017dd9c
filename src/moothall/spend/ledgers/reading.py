"""Files of a ledger read by the engine, one at a time, and what is kept of each table: its columns and rejects."""

import csv
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from moothall.core import clock, files
from moothall.core.models import Organisation
from moothall.kit.documents.csv import csv_stream
from moothall.kit.documents.words import showable
from moothall.kit.unreadable import Unreadable
from moothall.spend.ledgers.models import LedgerFile, LedgerTable, Remembered

if TYPE_CHECKING:
    from moothall.engines.spend.ledger import Ledger
    from moothall.engines.spend.reading import FileRead, Mappings, Reading

SAMPLES = 5  # of what stands in a column
Report = Callable[[int, int, str], None]


def mappings(organisation: Organisation) -> "Mappings":
    """What people here decided of layouts: the newest of each."""
    from moothall.engines.spend.reading import Correction, Mappings

    newest: dict[str, Correction] = {}
    for it in Remembered.objects.filter(organisation=organisation):
        newest.setdefault(it.layout, Correction(it.columns, it.kind or None, it.day_first))
    return Mappings(newest)


@contextmanager
def by_its_name(it: LedgerFile) -> Iterator[Path]:
    """The kept file under the name it came with, for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="moothall-") as folder:
        path = Path(folder) / (Path(it.name).name or "file")
        path.symlink_to(files.kept(it.sha256))
        yield path


def read_into(ledger: "Ledger", it: LedgerFile, known: "Mappings", report: Report) -> "Reading":
    """Reads one kept file into the ledger. Raises Unreadable. Contracts in it are left to the contract register."""
    from moothall.engines.spend.reading import read

    with by_its_name(it) as path:
        found = read(ledger, [path], mappings=known, report=report)
    for one in found.files:
        if one.kind == "contracts":
            ledger.db.execute("DELETE FROM contract WHERE file = ?", [one.file])
    return found


def read_alone(it: LedgerFile, report: Report) -> None:
    """Reads one file by itself, and keeps how its tables were understood. One that cannot be read says why."""
    from moothall.engines.spend.ledger import Ledger

    with tempfile.TemporaryDirectory(prefix="moothall-") as folder, Ledger(Path(folder)) as ledger:
        known = mappings(it.organisation)
        try:
            found = read_into(ledger, it, known, report)
        except Unreadable as why:
            it.refused, it.read_at = str(why)[:500], clock.now()
            it.save(update_fields=["refused", "read_at"])
            return
        keep(ledger, it, found, columns(it, known))


Columns = dict[tuple[str, str | None], list[dict[str, object]]]


def columns(it: LedgerFile, known: "Mappings") -> Columns:
    """By name and sheet of each table, its columns in order, each with samples of what stands in it."""
    from moothall.engines.spend.reading import sources
    from moothall.engines.spend.reading.layout import NotASpendTable
    from moothall.engines.spend.reading.numbering import Numbering

    made: Columns = {}
    with by_its_name(it) as path:
        numbering = Numbering(path.parent, known, None, lambda _count: None, lambda _it: None)
        for found in sources.find([path]):
            for source in sources.open_sources(found, path.parent / "members"):
                if isinstance(source, sources.NotRead):
                    continue
                try:
                    for table in numbering.tables(source):
                        with table.rows.open(encoding="utf-8", errors="replace", newline="") as lines:
                            rows = list(islice(csv.reader(lines, delimiter=table.delimiter), 40))
                        made[source.name, table.sheet] = [
                            {"name": name, "samples": _samples(rows, place + 1)}
                            for place, name in enumerate(table.layout.columns)
                        ]
                except (NotASpendTable, Unreadable):
                    continue
                finally:
                    source.done()
    return made


def _samples(rows: list[list[str]], place: int) -> list[str]:
    """The first values of a column that differ."""
    there = (showable(row[place]).strip()[:60] for row in rows if place < len(row))
    return list(dict.fromkeys(it for it in there if it))[:SAMPLES]


def keep(ledger: "Ledger", it: LedgerFile, found: "Reading", shown: Columns) -> list[LedgerTable]:
    """Keeps how the tables of a file were read, in place of how they were read before."""
    made = [_table(ledger, it, one, shown.get((one.name, one.sheet), [])) for one in found.files]
    with transaction.atomic():
        now = clock.now()
        LedgerTable.objects.filter(file=it, superseded_at__isnull=True).update(superseded_at=now)
        for table in made:
            table.save()
        it.refused, it.read_at = "", now
        it.not_read = [[one.name[:300], one.reason[:500]] for one in found.not_read]
        it.save(update_fields=["refused", "read_at", "not_read"])
    return made


def _table(ledger: "Ledger", it: LedgerFile, one: "FileRead", shown: list[dict[str, object]]) -> LedgerTable:
    return LedgerTable(
        file=it,
        name=one.name[:300],
        sheet=(one.sheet or "")[:200],
        kind=one.kind,
        layout=one.layout[:64],
        header_line=one.header_line,
        mapping=one.mapping,
        columns=shown,
        doubts=one.doubts,
        notes=one.notes,
        basis=one.basis or "",
        read=one.read,
        kept=one.kept,
        rejected=one.rejected,
        total_pence=int(one.total * 100),
        rejects=_rejects(ledger, one) if one.rejected else "",
        read_at=clock.now(),
    )


def _rejects(ledger: "Ledger", one: "FileRead") -> str:
    """The rows that were set aside, kept as a CSV file of line, reason and text; its digest."""
    with tempfile.TemporaryDirectory(prefix="moothall-") as folder:
        path = Path(folder) / "rejects.csv"
        found = ledger.db.execute(
            "SELECT line, reason, text FROM reject WHERE file = ? ORDER BY line", [one.file]
        )
        with path.open("wb") as out:
            out.writelines(csv_stream(("Line", "Reason", "Row"), iter(found.fetchone, None)))
        return files.keep(path)
