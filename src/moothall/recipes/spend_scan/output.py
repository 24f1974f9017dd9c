"""The scan as values for JSON, and written a finding a line so that two scans can be compared and none fills memory."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from moothall.engines.spend.findings.ranking import Ranked
from moothall.kit.numbers import plain
from moothall.recipes.spend_scan.evidence import Evidence
from moothall.recipes.spend_scan.result import Scan

_AT_ONCE = 500  # findings whose payments are looked up together


def as_json(scan: Scan) -> dict[str, Any]:
    """What `moothall spend scan --json` writes, whole; its schema is cli/schema/spend-scan.json."""
    return {**_head(scan), "findings": list(findings(scan)), "rejects": list(rejects(scan))}


def write_json(scan: Scan, out: TextIO) -> None:
    """The same, written as it is made: each finding and each reject on a line of its own."""
    out.write("{\n")
    for name, value in _head(scan).items():
        out.write(f"{_line(name)}: {_line(value)},\n")
    _listed(out, "findings", findings(scan))
    out.write(",\n")
    _listed(out, "rejects", rejects(scan))
    out.write("\n}\n")


def findings(scan: Scan) -> Iterator[dict[str, Any]]:
    """Each finding in its place: its rows are the physical lines of the files, from 1, the header included."""
    for begun in range(0, len(scan.ranked), _AT_ONCE):
        some = scan.ranked[begun : begun + _AT_ONCE]
        scan.evidence.load(id for it in some for id in (*it.finding.payments, *it.finding.beside))
        for rank, it in enumerate(some, begun + 1):
            yield _finding(scan, rank, it)


def rejects(scan: Scan) -> Iterator[dict[str, Any]]:
    """Each row of the payments that was set aside, with its reason."""
    of = {it.file for it in scan.payments}
    for file, line, reason in scan.ledger.rows("SELECT file, line, reason FROM reject ORDER BY file, line"):
        if file in of:
            place = scan.evidence.places[file]
            yield {"file": place.file, **_sheet(place.sheet), "row": line, "reason": reason}


def _head(scan: Scan) -> dict[str, Any]:
    reading = scan.reading
    return {
        "rows": {it: scan.rows(it) for it in ("read", "kept", "rejected")},
        "total": plain(scan.total),
        "mapping": {_called(it.name, it.sheet): dict(it.mapping) for it in scan.files},
        "files": [
            {
                "file": it.name,
                **_sheet(it.sheet),
                "kind": it.kind,
                "header_row": it.header_line,
                "read": it.read,
                "kept": it.kept,
                "rejected": it.rejected,
                "total": plain(it.total),
                "doubts": list(it.doubts),
                "notes": list(it.notes),
            }
            for it in scan.files
        ],
        "not_read": [{"file": it.name, "reason": it.reason} for it in reading.not_read],
        "tests": {code: dict(it) for code, it in tests(scan).items()},
        "suppliers": {"payees": scan.clustering.payees, "suppliers": scan.clustering.suppliers},
        "date": scan.settings.as_at.isoformat(),
        "seconds": dict(scan.seconds),
    }


def tests(scan: Scan) -> dict[str, dict[str, Any]]:
    """Each test: how many findings, how many of them likely; or why it was not run."""
    told: dict[str, dict[str, Any]] = {code: {"findings": 0, "likely": 0} for code in scan.found.ran}
    for it in scan.ranked:
        of = told.setdefault(it.finding.test, {"findings": 0, "likely": 0})
        of["findings"] += 1
        of["likely"] += it.likely
    return told | {code: {"not_run": why} for code, why in scan.found.not_run.items()}


def _finding(scan: Scan, rank: int, it: Ranked) -> dict[str, Any]:
    finding = it.finding
    return {
        "rank": rank,
        "test": finding.test,
        "rows": [_row(scan.evidence, id) for id in finding.payments],
        "amount": plain(finding.amount),
        "likelihood": round(it.likelihood, 4),
        "explanation": finding.explanation,
        "expected": plain(it.expected),
        "comes_back": it.comes_back,
        "beside": [_row(scan.evidence, id) for id in finding.beside],
        "key": it.key,
        "supplier": scan.supplier(it),
        "facts": dict(finding.facts),
        "outcome": it.outcome.result if it.outcome else None,
    }


def _row(evidence: Evidence, payment: int) -> dict[str, Any]:
    place, row = evidence.at(payment)
    return {"file": place.file, **_sheet(place.sheet), "row": row}


def _sheet(sheet: str | None) -> dict[str, str]:
    return {} if sheet is None else {"sheet": sheet}


def _called(name: str, sheet: str | None) -> str:
    return name if sheet is None else f"{name}, sheet {sheet}"


def _listed(out: TextIO, name: str, values: Iterable[Any]) -> None:
    out.write(f"{_line(name)}: [")
    for place, value in enumerate(values):
        out.write(f"{',' if place else ''}\n{_line(value)}")
    out.write("\n]")


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
