"""From files to files: each set chosen, checked, searched for personal data and written, or stopped and why.

published/<set>[-<period>].csv   what goes on the website, with index.csv and index.json
lineage/<the same>.csv           each published row's file and line
validation.html, validation.json what was found, row by row
private/redacted.csv             what stood where a marker was written; never to be published
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

from moothall.engines.spend.ledger import Ledger
from moothall.engines.spend.reading import Mappings, read
from moothall.kit.documents.csv import csv_stream
from moothall.kit.unreadable import Unreadable
from moothall.recipes.transparency import payments, personal_data
from moothall.recipes.transparency.checks import every
from moothall.recipes.transparency.personal_data import Hit, Original
from moothall.recipes.transparency.problems import Problem, Severity, gathered
from moothall.recipes.transparency.registry import sets
from moothall.recipes.transparency.rules import Rules
from moothall.recipes.transparency.tables import TableRead, read_tables
from moothall.recipes.transparency.template import Row, TransparencySet, Value
from moothall.recipes.transparency.wording import Grade

LICENCE = "Open Government Licence v3.0"
LICENCE_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
PUBLISHED, LINEAGE, PRIVATE = "published", "lineage", "private"
_TABLES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".ods", ".zip")

Report = Callable[[int, int, str], None]


def silent(done: int, total: int, message: str) -> None:
    """Reports to nobody."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows read and not published, why, and their pounds (None for a set that has none)."""

    why: str
    rows: int
    total: Decimal | None


@dataclass(frozen=True, slots=True)
class SetResult:
    """What became of one set. rows + left out + rejected = read; total + left out = read_total."""

    set: TransparencySet
    status: str  # 'published' | 'published despite errors' | 'not published'
    files: tuple[str, ...]  # what it was read from
    mappings: tuple[TableRead, ...]
    read: int
    read_total: Decimal | None
    rejected: int
    left_out: tuple[LeftOut, ...]
    rows: int  # of the published file, or of what would be
    total: Decimal | None
    first: date | None
    last: date | None
    problems: tuple[Problem, ...]
    personal: tuple[Hit, ...]
    basis: str
    due: date | None
    file: str = ""
    sha256: str = ""

    @property
    def errors(self) -> int:
        """Problems that stop the set."""
        return sum(it.severity is Severity.ERROR for it in self.problems)


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published, what was stopped, what was not given and what could not be read."""

    rules: Rules
    sets: tuple[SetResult, ...]
    missing: tuple[TransparencySet, ...]
    unread: tuple[tuple[str, str], ...]  # file, why

    @property
    def stopped(self) -> tuple[SetResult, ...]:
        return tuple(it for it in self.sets if it.status == "not published")

    @property
    def clean(self) -> bool:
        """Whether nothing has an error and every file was read."""
        return not self.unread and not any(it.errors for it in self.sets)


def publish(
    source: Sequence[Path | tuple[str, Path]] | Ledger,
    *,
    out: Path,
    rules: Rules,
    mappings: Mappings | None = None,
    report: Report = silent,
) -> Publication:
    """Writes the sets that `source` holds into `out`. A path may be given as (set id, path) where headings do not say.

    A set with an error is not written, and a file of it that this wrote before is taken away, unless
    `rules.despite`. `mappings` are those of engines.spend.reading. Raises Unreadable where nothing could be read.
    """
    tables: list[TableRead] = []
    unread: list[tuple[str, str]] = []
    if isinstance(source, Ledger):
        results = _publish(source, tables, out, rules, report)
    else:
        paths, unread = _sort(source, tables, report)
        with tempfile.TemporaryDirectory(prefix="moothall-") as folder, Ledger(Path(folder)) as ledger:
            if paths:
                unread += _read_payments(ledger, paths, mappings or Mappings(), Path(folder), report)
            results = _publish(ledger, tables, out, rules, report)
    if not results:
        why = f" ({unread[0][1]})" if unread else ""
        raise Unreadable(
            f"None of these files is a set of the Transparency Code{why}: check their headings, or name one "
            "as SET=FILE."
        )
    given = {it.set.id for it in results}
    done = Publication(
        rules, tuple(results), tuple(it for id, it in sets().items() if id not in given), tuple(unread)
    )
    _write_index(out, done)
    return done


def validate(
    one: TransparencySet, rows: Sequence[Row], rules: Rules
) -> tuple[tuple[Problem, ...], list[Hit]]:
    """What is wrong with the rows of a set, and what in them is personal, without writing anything."""
    hits = personal_data.search(one, rows)
    return gathered([*every(one, rows, rules), *_personal(hits)]), hits


# -- reading -------------------------------------------------------------------------------------------------------


def _sort(
    source: Sequence[Path | tuple[str, Path]], tables: list[TableRead], report: Report
) -> tuple[list[tuple[str, Path]], list[tuple[str, str]]]:
    """The tables of sets into `tables`; what is left is payments."""
    left: list[tuple[str, Path]] = []
    unread: list[tuple[str, str]] = []
    files = [(name, it) for name, path in map(_named, source) for it in _files(path)]
    for number, (name, path) in enumerate(files):
        report(number, len(files), path.name)
        wanted = _wanted(name)
        if (wanted and wanted.reads != "table") or _is_archive(path):
            left.append((name, path))
            continue
        try:
            found = read_tables(path, path.name, wanted)
        except Unreadable as fault:
            unread.append((path.name, str(fault)))
            continue
        tables += found
        if not found and wanted:
            needed = ", ".join(it.name for it in wanted.fields if it.need == "needed")
            unread.append((path.name, f"It has no header with the columns of {wanted.id}: {needed}."))
        elif not found:
            left.append((name, path))
    return left, unread


def _named(it: Path | tuple[str, Path]) -> tuple[str, Path]:
    return it if isinstance(it, tuple) else ("", it)


def _wanted(name: str) -> TransparencySet | None:
    if name and name not in sets():
        raise Unreadable(f"There is no set '{name}': choose one of {', '.join(sets())}.")
    return sets()[name] if name else None


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise Unreadable(f"‘{path}’ is not there: check its name and folder and try again.")
    if not path.is_dir():
        return [path]
    return sorted(it for it in path.rglob("*") if it.is_file() and it.suffix.lower() in _TABLES)


def _is_archive(path: Path) -> bool:
    return path.suffix.lower() == ".zip" and is_zipfile(path)


def _read_payments(
    ledger: Ledger, files: Sequence[tuple[str, Path]], mappings: Mappings, folder: Path, report: Report
) -> list[tuple[str, str]]:
    """Fills the ledger, a file at a time, so that one that cannot be read does not stop the others."""
    unread: list[tuple[str, str]] = []
    for set_id, path in files:
        try:
            decided = _decided(set_id, path, mappings, folder) if set_id else mappings
            reading = read(ledger, [path], mappings=decided, report=report)
        except Unreadable as fault:
            unread.append((path.name, str(fault)))
            continue
        unread += [(it.name, it.reason) for it in reading.not_read]
        unread += [
            (it.name, f"It was taken for {it.kind}, which are no set in this layout: name it as SET=FILE.")
            for it in reading.files
            if it.kind not in ("payments", "cards", "contracts")
        ]
    return unread


def _decided(set_id: str, path: Path, mappings: Mappings, folder: Path) -> Mappings:
    """The mappings with a person's word for it that a file is of payments or of cards."""
    kind = "cards" if sets()[set_id].reads == "card" else "payments"
    with Ledger(folder / "looked-at") as scratch:
        for it in read(scratch, [path], mappings=mappings).files:
            if it.kind != kind:
                mappings = mappings.corrected(it.layout, kind=kind)
        scratch.db.execute("DELETE FROM file")
    return mappings


# -- one set after another -----------------------------------------------------------------------------------------


def _publish(
    ledger: Ledger, tables: Sequence[TableRead], out: Path, rules: Rules, report: Report
) -> list[SetResult]:
    results: list[SetResult] = []
    for number, one in enumerate(sets().values()):
        report(number, len(sets()), one.title)
        mine = tuple(it for it in tables if it.set.id == one.id)
        if one.reads != "table" and payments.bears(ledger, one):
            results.append(_of_payments(ledger, one, out, rules))
        elif mine or (one.register and ledger.one(f"SELECT 1 FROM {one.register} LIMIT 1")):  # noqa: S608
            results.append(_of_tables(ledger, one, mine, out, rules))
    return results


def _of_payments(ledger: Ledger, one: TransparencySet, out: Path, rules: Rules) -> SetResult:
    chosen = payments.choose(ledger, one, rules)
    left_out = tuple(
        LeftOut(why, rows, chosen.left_out.totals[why]) for why, rows in chosen.left_out.rows.items()
    )
    kind = "cards" if one.reads == "card" else "payments"
    names = ledger.rows("SELECT DISTINCT name FROM file WHERE kind = ? ORDER BY 1", [kind])
    basis = f"Amounts are {' or '.join(chosen.bases) or 'as the file gives them'}."
    if one.reads == "ledger":
        basis += (
            f" A transaction is published when the sum of its lines, with VAT that cannot be recovered, is "
            f"more than £{rules.above:,} "
            "either way."
        )
    draft = SetResult(
        one, "", tuple(it[0] for it in names), (), chosen.read + chosen.rejected, chosen.total, chosen.rejected,
        left_out, 0, None, None, None, tuple(chosen.problems), (), basis, None,
    )  # fmt: skip
    return _finish(draft, chosen.rows, out, rules)


def _of_tables(
    ledger: Ledger, one: TransparencySet, tables: tuple[TableRead, ...], out: Path, rules: Rules
) -> SetResult:
    rows = [row for it in tables for row in it.rows]
    files = [it.file for it in tables]
    problems: list[Problem] = []
    if one.register:
        more, problems = payments.register(ledger, one)
        rows += more
        files += [row.place.file for row in more]
    rejected = sum(len(it.places) for it in problems)
    draft = SetResult(
        one, "", tuple(dict.fromkeys(files)), tables, len(rows) + rejected, _sum(one, rows), rejected,
        (), 0, None, None, None, tuple(problems), (), "", None,
    )  # fmt: skip
    return _finish(draft, rows, out, rules)


def _finish(draft: SetResult, rows: list[Row], out: Path, rules: Rules) -> SetResult:
    one = draft.set
    rows = [_completed(row, rules) for row in rows]
    originals: list[Original] = []
    if rules.redact:
        rows, hits, originals = personal_data.redact(one, rows)
    else:
        hits = personal_data.search(one, rows)
    problems = gathered([*draft.problems, *every(one, rows, rules), *_personal(hits)])
    days = sorted(day for row in rows if one.dated and (day := row.day(one.dated)))
    effective = sorted(day for row in rows if (day := row.day("EffectiveDate")))
    first = rules.first or next(iter(days or effective), None)
    last = rules.last or next(reversed(days or effective), None)
    stopped = any(it.severity is Severity.ERROR for it in problems)
    status = "published" if not stopped else "published despite errors" if rules.despite else "not published"
    result = replace(
        draft,
        status=status,
        rows=len(rows),
        total=_sum(one, rows),
        first=first,
        last=last,
        problems=problems,
        personal=tuple(hits),
        due=_due(one, rules.last),
    )
    name = _file_name(one, rules)
    _keep_originals(out, name, originals)
    if status == "not published":
        for folder in (PUBLISHED, LINEAGE):  # what an earlier run wrote is no longer what the files say
            (out / folder / name).unlink(missing_ok=True)
        return result
    return replace(result, file=name, sha256=_write(out, name, one, rows))


def _completed(row: Row, rules: Rules) -> Row:
    """The row with the council's name, address and day filled in where the file gives none."""
    given: dict[str, Value] = {
        "OrganisationLabel": rules.council or None,
        "OrganisationURI": rules.uri or None,
        "EffectiveDate": rules.last,
    }
    blank = {name: value for name, value in given.items() if row[name] is None and value is not None}
    if rules.council:
        blank["OrganisationLabel"] = rules.council
    return row.changed(blank) if blank else row


def _personal(hits: Iterable[Hit]) -> Iterable[Problem]:
    """Personal data as problems: what must not be published stops the set; what is redacted is only told."""
    for it in hits:
        kinds = ", ".join(it.kinds)
        if it.redacted:
            said, severity = f"Personal data ({kinds}) was written over.", Severity.NOTICE
            mend = f"Check it against {PRIVATE}/redacted.csv, which must not be published."
        elif it.grade is Grade.MUST:
            said, severity = f"It holds personal data ({kinds}).", Severity.ERROR
            mend = "Take it out of the extract, or publish with --redact."
        else:
            said, severity = f"It may hold personal data ({kinds}).", Severity.WARNING
            mend = "Look at it; where it is a person, take it out or publish with --redact."
        yield Problem("personal data", severity, said, mend, (it.place,), it.column)


def _sum(one: TransparencySet, rows: Iterable[Row]) -> Decimal | None:
    if not one.total:
        return None
    return sum((it for row in rows if (it := row.number(one.total)) is not None), Decimal(0))


def _due(one: TransparencySet, last: date | None) -> date | None:
    """By when a quarterly set is due: months after the end of the period, the last of a month staying the last."""
    if one.months_after is None or one.frequency != "quarterly" or last is None:
        return None
    month = last.month - 1 + one.months_after + 1
    following = date(last.year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


# -- writing -------------------------------------------------------------------------------------------------------


def _file_name(one: TransparencySet, rules: Rules) -> str:
    first, last = rules.first, rules.last
    if one.frequency == "quarterly" and first and last:
        if first.day == 1 and first.month % 3 == 1 and _due_end(first) == last:
            return f"{one.id}-{first.year}-Q{first.month // 3 + 1}.csv"
        return f"{one.id}-{first}-to-{last}.csv"
    return f"{one.id}.csv"


def _due_end(first: date) -> date:
    """The last day of the quarter that begins on a day."""
    year, month = (first.year, first.month + 3) if first.month < 10 else (first.year + 1, 1)
    return date.fromordinal(date(year, month, 1).toordinal() - 1)


def _cell(value: Value) -> str | Decimal | None:
    return value.isoformat() if isinstance(value, date) else value


def _write(out: Path, name: str, one: TransparencySet, rows: Sequence[Row]) -> str:
    """The published file and its lineage; the published file's SHA-256."""
    columns = [it.name for it in one.fields]
    digest = _stream(out / PUBLISHED / name, csv_stream(columns, (map(_cell, row.values) for row in rows)))
    lineage = (
        (number, row.place.file, row.place.sheet, row.place.line) for number, row in enumerate(rows, start=2)
    )
    _stream(out / LINEAGE / name, csv_stream(("published_row", "file", "sheet", "row"), lineage))
    return digest


def _stream(path: Path, chunks: Iterable[bytes]) -> str:
    """A file written whole or not at all; its SHA-256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    digest = hashlib.sha256()
    with part.open("wb") as file:
        for chunk in chunks:
            digest.update(chunk)
            file.write(chunk)
    part.replace(path)
    return digest.hexdigest()


def _keep_originals(out: Path, name: str, originals: Sequence[Original]) -> None:
    """The private list of what was written over: in a folder that only its owner may open."""
    path = out / PRIVATE / f"redacted-{name}"
    if not originals:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    header = ("file", "sheet", "row", "column", "kinds", "was", "published")
    rows = (
        (it.place.file, it.place.sheet, it.place.line, it.column, ", ".join(it.kinds), it.before, it.after)
        for it in originals
    )
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        for chunk in csv_stream(header, rows):
            file.write(chunk)


INDEX = (
    "set", "title", "file", "period_from", "period_to", "rows", "total", "total_of",
    "frequency", "due", "source", "licence", "sha256",
)  # fmt: skip


def index_row(it: SetResult) -> dict[str, str | int | None]:
    """A published set as the index lists it."""
    return {
        "set": it.set.id,
        "title": it.set.title,
        "file": it.file,
        "period_from": it.first.isoformat() if it.first else None,
        "period_to": it.last.isoformat() if it.last else None,
        "rows": it.rows,
        "total": None if it.total is None else f"{it.total:f}",
        "total_of": it.set.total or None,
        "frequency": it.set.frequency,
        "due": it.due.isoformat() if it.due else it.set.due,
        "source": it.set.source,
        "licence": LICENCE,
        "sha256": it.sha256,
    }


def _write_index(out: Path, done: Publication) -> None:
    """The index of what is published. Files of the index before that this run did not write stay listed."""
    rows = {str(row["file"]): row for row in _earlier(out)}
    for it in done.sets:
        if it.file:
            rows[it.file] = index_row(it)
    listed = [rows[name] for name in sorted(rows) if (out / PUBLISHED / name).exists()]
    _stream(
        out / PUBLISHED / "index.csv",
        csv_stream(INDEX, ([row.get(name) for name in INDEX] for row in listed)),
    )
    text = json.dumps(
        {"licence": LICENCE, "licence_url": LICENCE_URL, "sets": listed}, ensure_ascii=False, indent=2
    )
    _stream(out / PUBLISHED / "index.json", [text.encode() + b"\n"])


def _earlier(out: Path) -> list[dict[str, Any]]:
    try:
        kept = json.loads((out / PUBLISHED / "index.json").read_text(encoding="utf-8"))["sets"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [it for it in kept if isinstance(it, dict) and isinstance(it.get("file"), str)]
