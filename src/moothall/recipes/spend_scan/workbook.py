"""findings.xlsx: what was found and the rows behind it, for whoever works through the list in a spreadsheet.

Sheets are streamed and bounded: what would not fit is in findings.json and rejects.csv, and the sheet named
'Sources' says so. Formulas in anybody's words do not run.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import BinaryIO

from moothall.engines.spend.findings.registry import tests
from moothall.kit.documents.model import Column
from moothall.kit.documents.xlsx import Sheet, Value, write_workbook
from moothall.recipes.spend_scan.result import Scan
from moothall.recipes.spend_scan.words import DIMENSION_NAMES, category_names, in_full

MOST_ROWS = 40_000  # of one sheet: more than anybody reads, and Excel holds a million
LONGEST = 2_000  # letters of one cell
# the cube's sheet is as fine as fits: the first of these that comes to no more than MOST_ROWS
GRAINS = (
    ("year", "month", "service", "family", "category", "supplier", "contract", "kind", "capital"),
    ("year", "month", "service", "family", "category", "kind", "capital"),
    ("year", "service", "family", "category", "kind", "capital"),
    ("year", "family", "category", "kind", "capital"),
    ("year", "kind"),
)

Rows = Iterable[Iterable[Value]]


def write(scan: Scan, out: BinaryIO) -> None:
    """Writes the workbook."""
    sheets = [
        _sheet("findings", _FINDINGS, _findings(scan), len(scan.ranked)),
        _sheet(
            "evidence",
            _EVIDENCE,
            _evidence(scan),
            sum(len(it.finding.payments) + len(it.finding.beside) for it in scan.ranked),
        ),
        _sheet("suppliers", _SUPPLIERS, _suppliers(scan), scan.clustering.suppliers),
        _sheet("review of suppliers", _REVIEW, _review(scan), len(scan.clustering.review)),
        _sheet("categories", _CATEGORIES, _categories(scan)),
        _cube(scan),
        _sheet("rejects", _REJECTS, _rejects(scan), sum(it.rejected for it in scan.files)),
        _sheet("mapping", _MAPPING, _mapping(scan)),
    ]
    write_workbook(out, sheets, title="What a scan of spending found", date=scan.settings.as_at)


def _sheet(name: str, columns: tuple[Column, ...], rows: Rows, there_are: int = 0) -> Sheet:
    source = (
        f"The first {MOST_ROWS:,} of {there_are:,} rows; all are in {_ELSEWHERE.get(name, 'findings.json')}"
        if there_are > MOST_ROWS
        else "Every row"
    )
    return Sheet(name, columns, islice(rows, MOST_ROWS), source)


_ELSEWHERE = {"rejects": "rejects.csv", "suppliers": "the files", "review of suppliers": "the files"}


def _columns(*names: str, numbers: tuple[str, ...] = ()) -> tuple[Column, ...]:
    return tuple(Column(name, name in numbers) for name in names)


_FINDINGS = _columns(
    *(
        "rank",
        "what",
        "kind",
        "supplier",
        "at stake (£)",
        "likelihood",
        "expected (£)",
        "explanation",
        "rows",
    ),
    *("file", "sheet", "row", "result", "recovered", "reviewed before", "test", "key"),
    numbers=("rank", "at stake (£)", "likelihood", "expected (£)", "rows", "row"),
)


def _findings(scan: Scan) -> Iterator[list[Value]]:
    """`result` and `recovered` are left for a person: a sheet that is filled in can be given to the next scan."""
    titles = {code: it.title for code, it in tests().items()}
    for begun in range(0, len(scan.ranked), 500):
        some = scan.ranked[begun : begun + 500]
        scan.evidence.load(id for it in some for id in it.finding.payments)
        for rank, it in enumerate(some, begun + 1):
            finding = it.finding
            where = scan.evidence.at(finding.payments[0]) if finding.payments else None
            yield [
                rank,
                titles.get(finding.test, finding.test),
                "can come back" if it.comes_back else "to look at",
                _cut(scan.supplier(it)),
                finding.amount,
                Decimal(f"{it.likelihood:.3f}"),
                it.expected,
                _cut(finding.explanation),
                len(finding.payments),
                where[0].file if where else None,
                where[0].sheet if where else None,
                where[1] if where else None,
                it.outcome.result if it.outcome else None,
                it.outcome.recovered if it.outcome and it.outcome.recovered else None,
                "yes" if it.outcome else None,
                finding.test,
                it.key,
            ]


_EVIDENCE = _columns(
    *("finding", "part", "file", "sheet", "row", "supplier", "date", "reference", "amount (£)"),
    numbers=("finding", "row", "amount (£)"),
)


def _evidence(scan: Scan) -> Iterator[list[Value]]:
    for begun in range(0, len(scan.ranked), 200):
        some = scan.ranked[begun : begun + 200]
        asked = [
            (rank, part, id)
            for rank, it in enumerate(some, begun + 1)
            for part, ids in (("found", it.finding.payments), ("set beside", it.finding.beside))
            for id in ids
        ]
        lines = scan.evidence.lines([id for _, _, id in asked])
        for (rank, part, _), it in zip(asked, lines, strict=True):
            yield [
                rank,
                part,
                it.place.file,
                it.place.sheet,
                it.row,
                _cut(it.supplier),
                it.paid.isoformat() if it.paid else None,
                _cut(it.reference),
                it.amount,
            ]


_SUPPLIERS = _columns(
    *("supplier", "names in the files", "company number", "postcode", "small or medium", "voluntary"),
    *("payments", "amount (£)", "first payment", "last payment"),
    numbers=("names in the files", "payments", "amount (£)"),
)


def _suppliers(scan: Scan) -> Iterator[list[Value]]:
    for name, names, company, postcode, sme, vcse, payments, amount, first, last in scan.ledger.rows(
        f"""
        SELECT any_value(supplier.name), count(DISTINCT spending.payee_name), any_value(supplier.company_number),
               any_value(supplier.postcode), any_value(supplier.sme), any_value(supplier.vcse),
               count(*), sum(amount), min(paid), max(paid)
        FROM spending JOIN supplier ON supplier.supplier = spending.supplier
        GROUP BY supplier.supplier ORDER BY sum(amount) DESC, supplier.supplier LIMIT {MOST_ROWS}"""  # noqa: S608
    ):
        yield [
            _cut(name),
            names,
            company,
            postcode,
            _yes(sme),
            _yes(vcse),
            payments,
            amount,
            first.isoformat() if first else None,
            last.isoformat() if last else None,
        ]


_REVIEW = _columns(
    *("one name", "its account", "another name", "its account", "confidence", "why", "pounds of the smaller"),
    numbers=("confidence", "pounds of the smaller"),
)


def _review(scan: Scan) -> Iterator[list[Value]]:
    for it in scan.clustering.review:
        one, other = it.names
        yield [
            _cut(one),
            it.refs[0],
            _cut(other),
            it.refs[1],
            Decimal(f"{it.confidence:.3f}"),
            _cut(it.why),
            it.pounds,
        ]


_CATEGORIES = _columns(
    *("group", "category", "payments", "suppliers", "amount (£)"),
    numbers=("payments", "suppliers", "amount (£)"),
)


def _categories(scan: Scan) -> Iterator[list[Value]]:
    names = category_names()
    for row in scan.cube.slice(("family", "category")).rows:
        family, category = row.key
        yield [in_full(family, names), in_full(category, names), row.payments, row.suppliers, row.amount]


def _cube(scan: Scan) -> Sheet:
    for grain in GRAINS:
        found = scan.cube.count(grain)
        if found <= MOST_ROWS:
            break
    names = category_names()
    rows: Iterator[list[Value]] = (
        [
            *(
                in_full(value, names) if dimension in ("family", "category") else label
                for dimension, value, label in zip(grain, row.key, row.labels, strict=True)
            ),
            row.payments,
            row.suppliers,
            row.amount,
        ]
        for row in scan.cube.slice(grain).rows
    )
    columns = _columns(
        *(DIMENSION_NAMES[it] for it in grain),
        *("payments", "suppliers", "amount (£)"),
        numbers=("payments", "suppliers", "amount (£)"),
    )
    return Sheet("cube", columns, rows, f"Added up by {', '.join(DIMENSION_NAMES[it] for it in grain)}")


_REJECTS = _columns("file", "sheet", "row", "reason", "text", numbers=("row",))


def _rejects(scan: Scan) -> Iterator[list[Value]]:
    for file, line, reason, text in scan.ledger.rows(
        f"SELECT file, line, reason, text FROM reject ORDER BY file, line LIMIT {MOST_ROWS}"  # noqa: S608
    ):
        place = scan.evidence.places[file]
        yield [place.file, place.sheet, line, _cut(reason), _cut(text)]


_MAPPING = _columns("file", "sheet", "kind", "field", "column", "doubts and notes")


def _mapping(scan: Scan) -> Iterator[list[Value]]:
    for it in scan.files:
        for name, column in it.mapping.items():
            yield [it.name, it.sheet, it.kind, name, str(column), None]
        for doubt in (*it.doubts, *it.notes):
            yield [it.name, it.sheet, it.kind, None, None, _cut(doubt)]


def _cut(text: str | None) -> str | None:
    return text if text is None or len(text) <= LONGEST else text[:LONGEST] + "…"


def _yes(known: bool | None) -> str:
    return {True: "yes", False: "no", None: "not known"}[known]
