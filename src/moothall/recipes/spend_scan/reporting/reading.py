"""The report's account of itself: what could not be tested, how each file was read, what was set aside."""

from collections.abc import Iterator, Sequence

from moothall.engines.spend.findings.registry import tests
from moothall.engines.spend.reading import FileRead
from moothall.kit.documents.model import Block, cell
from moothall.kit.numbers import counted
from moothall.recipes.spend_scan.reporting.blocks import bullets, heading, said, table
from moothall.recipes.spend_scan.result import Scan
from moothall.recipes.spend_scan.words import category_names, in_full, percent

MOST_FILES = 40
MOST_LAYOUTS = 10
MOST_REJECTS = 20


def not_tested(scan: Scan) -> Iterator[Block]:
    """The tests that could not be run, and what they lack."""
    if not scan.found.not_run and not scan.found.left_out:
        return
    titles = {code: it.title for code, it in tests().items()}
    yield heading("What could not be tested, and why", id="not-tested")
    yield said("That nothing was found there says nothing: it was not looked for.")
    yield table(
        "Tests that were not run",
        ("Test", "Why"),
        [(titles.get(code, code), why) for code, why in scan.found.not_run.items()],
    )
    if scan.found.left_out:
        yield said("Left out of tests that were run, because it was too common to be compared:")
        yield bullets(scan.found.left_out)


def reading(scan: Scan) -> Iterator[Block]:
    """Each file with its rows, how its columns were understood, doubts and rejects."""
    yield heading("How the files were read", id="reading")
    yield said(
        f"Every row of the payments is accounted for: {scan.rows('read'):,} read = {scan.rows('kept'):,} kept + "
        f"{scan.rows('rejected'):,} set aside."
    )
    files = scan.files
    yield table(
        "Files",
        ("File", "Sheet", "What it is", "Amounts", "Rows read", "Kept", "Set aside", "Total"),
        [
            (it.name, it.sheet or "", it.kind, it.basis or "", it.read, it.kept, it.rejected, it.total)
            for it in files[:MOST_FILES]
        ],
        numeric=("Rows read", "Kept", "Set aside", "Total"),
    )
    if len(files) > MOST_FILES:
        yield said(
            f"The other {len(files) - MOST_FILES:,} files are in findings.xlsx, on the sheet ‘mapping’."
        )
    if scan.reading.not_read:
        yield table(
            "Files that were found and not read",
            ("File", "Why"),
            [(it.name, it.reason) for it in scan.reading.not_read[:MOST_FILES]],
        )
    yield from _layouts(files)
    yield from _rejects(scan)
    yield from _suppliers_and_categories(scan)
    yield heading("How long it took", 3)
    yield said(", ".join(f"{name} {seconds:.1f} seconds" for name, seconds in scan.seconds.items()) + ".")


def _layouts(files: Sequence[FileRead]) -> Iterator[Block]:
    """One table for each way in which columns were understood, with the files that it is of."""
    seen: dict[str, list[FileRead]] = {}
    for it in files:
        seen.setdefault(str(sorted(it.mapping.items())), []).append(it)
    for some in list(seen.values())[:MOST_LAYOUTS]:
        first = some[0]
        more = f" and {counted(len(some) - 1, 'file')} more" if len(some) > 1 else ""
        yield heading(f"Columns of {first.name}{f', {first.sheet}' if first.sheet else ''}{more}", 3)
        yield table(
            "How its columns were understood",
            ("Field", "Column"),
            [(name, str(column)) for name, column in first.mapping.items()],
        )
        notes = list(dict.fromkeys(note for it in some for note in it.notes))
        if notes:
            yield bullets(notes)
        doubts = list(dict.fromkeys(doubt for it in some for doubt in it.doubts))
        if doubts:
            yield said("In doubt; a correction written into mapping.json is remembered:")
            yield bullets(doubts)


def _rejects(scan: Scan) -> Iterator[Block]:
    if not any(it.rejected for it in scan.files):
        return
    yield heading("Rows that were set aside", 3)
    yield table(
        "Reasons",
        ("Reason", "Rows"),
        scan.ledger.rows(
            "SELECT regexp_replace(reason, '‘[^’]*’', '‘…’', 'g') AS why, count(*) FROM reject "
            "GROUP BY 1 ORDER BY 2 DESC LIMIT 15"
        ),
        numeric=("Rows",),
    )
    yield table(
        f"The first {MOST_REJECTS}; all are in rejects.csv",
        ("File", "Row", "Reason"),
        [
            (scan.evidence.places[file].file, cell(line, str(line)), reason)
            for file, line, reason in scan.ledger.rows(
                "SELECT file, line, reason FROM reject ORDER BY file, line LIMIT ?", [MOST_REJECTS]
            )
        ],
        numeric=("Row",),
    )


def _suppliers_and_categories(scan: Scan) -> Iterator[Block]:
    """How sure it is who the suppliers are, and how the council's own coding was understood."""
    yield heading("Suppliers and categories", 3)
    doubtful = len(scan.clustering.review)
    yield said(
        f"{counted(scan.clustering.payees, 'name')} of payees were taken for "
        f"{counted(scan.clustering.suppliers, 'supplier')}. "
        + (
            f"{counted(doubtful, 'pair')} of names may be one supplier or two: they are in findings.xlsx, on the sheet "
            "‘review of suppliers’."
            if doubtful
            else "No two names were left in doubt."
        )
    )
    yield said(
        f"{scan.categories.classified:,} of {counted(scan.categories.payments, 'payment')} were sorted into "
        "categories; the others say too little of what they were for."
    )
    mapping = sorted(scan.categories.mapping, key=lambda it: -it.rows)[:MOST_LAYOUTS]
    if mapping:
        names = category_names()
        yield table(
            "How the council’s own categories were understood, the most used first",
            ("Its category", "Taken for", "How sure", "Payments"),
            [(it.given, in_full(it.category, names), percent(it.sure), it.rows) for it in mapping],
            numeric=("How sure", "Payments"),
        )
