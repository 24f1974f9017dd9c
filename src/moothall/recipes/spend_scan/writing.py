"""The files of a scan, each written under another name and given its own when it is whole."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from moothall.engines.spend.reading import Mappings
from moothall.kit.documents.csv import Value, csv_stream
from moothall.kit.documents.page import to_page
from moothall.recipes.spend_scan import output, workbook
from moothall.recipes.spend_scan.reporting import report
from moothall.recipes.spend_scan.result import Scan
from moothall.recipes.spend_scan.steps import Report, Timed, silent

REPORT, WORKBOOK, JSON, REJECTS, MAPPING = (
    "report.html", "findings.xlsx", "findings.json", "rejects.csv", "mapping.json",
)  # fmt: skip


def write(scan: Scan, out: Path, folder: Path, mappings: Mappings, report: Report = silent) -> None:
    """Writes the five files into `out`: none is seen there before all are whole.

    `folder` is where they are made, on the same disk. `mappings` are the corrections there were, which are kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    timed = Timed(report, scan.seconds)
    made: tuple[tuple[str, Callable[[Path], object]], ...] = (
        (REJECTS, lambda path: _rejects(scan, path)),
        (MAPPING, lambda path: _mapping(scan, mappings, path)),
        (WORKBOOK, lambda path: _workbook(scan, path)),
        (REPORT, lambda path: _page(scan, path)),
        (JSON, lambda path: _json(scan, path)),
    )
    with timed.step("writing") as said:
        for place, (name, make) in enumerate(made):
            said(place, len(made), f"Writing {name}")
            make(folder / name)
        for name, _ in made:
            (folder / name).replace(out / name)


def _page(scan: Scan, path: Path) -> None:
    path.write_text(to_page(report(scan)), "utf-8")


def _workbook(scan: Scan, path: Path) -> None:
    with path.open("wb") as stream:
        workbook.write(scan, stream)


def _json(scan: Scan, path: Path) -> None:
    with path.open("w", encoding="utf-8") as stream:
        output.write_json(scan, stream)


def _rejects(scan: Scan, path: Path) -> None:
    def rows() -> Iterator[tuple[Value, ...]]:
        found = scan.ledger.db.cursor()  # its own, so that others may be asked meanwhile
        found.execute("SELECT file, line, reason, text FROM reject ORDER BY file, line")
        while some := found.fetchmany(10_000):
            for file, line, reason, text in some:
                place = scan.evidence.places[file]
                yield place.file, place.sheet, line, reason, text

    with path.open("wb") as stream:
        stream.writelines(csv_stream(("file", "sheet", "row", "reason", "text"), rows()))


_HOW = (
    "To correct how a layout is read, write field and column under its name in 'layouts' (null for none), "
    'such as {"columns": {"amount": "Net Amount"}}; the next scan with this file reads it so.'
)


def _mapping(scan: Scan, mappings: Mappings, path: Path) -> None:
    """The corrections there are, a place for more, and how each layout was understood this time."""
    mappings.save(path)
    kept: dict[str, Any] = json.loads(path.read_text("utf-8"))
    doubts = {(it.name, it.sheet): it.doubts for it in scan.files}
    recognised: dict[str, dict[str, Any]] = {}
    for name, sheet, layout, kind, mapping in scan.ledger.rows(
        "SELECT name, sheet, layout, kind, mapping FROM file ORDER BY file"
    ):
        kept["layouts"].setdefault(layout, {"columns": {}})
        of = recognised.setdefault(
            layout, {"kind": kind, "columns": json.loads(mapping), "files": [], "doubts": []}
        )
        of["files"].append(name if sheet is None else f"{name}, sheet {sheet}")
        of["doubts"] += [it for it in doubts.get((name, sheet), ()) if it not in of["doubts"]]
    text = json.dumps({"how": _HOW, **kept, "recognised": recognised}, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", "utf-8")
