"""XLSX and CSV: numbers as numbers, text as text, and nothing that runs."""

import csv
import io
import tracemalloc
from collections.abc import Iterator
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kit.documents.samples import DAY, HOSTILE, everything, holding, rates

from moothall.kit.documents.csv import Value, csv_stream, tables_to_csv, to_csv
from moothall.kit.documents.errors import DocumentError
from moothall.kit.documents.model import Cell, Column, Document, Table, Text, cell
from moothall.kit.documents.words import is_formula, number_in
from moothall.kit.documents.xlsx import Sheet, to_xlsx, write_workbook

FORMULAS = (
    "=1+1",
    "+SUM(A1)",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://x")',
    "＝1",
    "-",
    "+44 20 7946 0000",
)
NUMBERS = ("-5.2", "+3", "-1,234.50", "-5%")


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def one_cell(value: Value) -> openpyxl.cell.Cell:
    out = io.BytesIO()
    write_workbook(out, [Sheet("One", (Column("Head"),), [[value]])], title="One", date=DAY)
    return opened(out.getvalue())["One"]["A2"]


def csv_cell(value: Value) -> str:
    lines = b"".join(csv_stream(["head"], [[value, "end"]])).decode()
    return list(csv.reader(io.StringIO(lines, newline="")))[1][0]


def test_every_table_has_a_sheet_and_its_source_is_kept() -> None:
    book = opened(to_xlsx(everything()))
    assert book.sheetnames == ["Recycling rate by year", "Recycling is rising", "Sources"]
    sheet = book["Recycling rate by year"]
    assert [[part.value for part in row] for row in sheet.iter_rows()] == [
        ["Year", "Rate (%)", "Spend (£)"],
        ["2021-22", 44.1, 1204000],
        ["2022-23", "45.2%", "not published"],
    ]
    assert [part.data_type for part in sheet[2]] == ["s", "n", "n"]
    assert (sheet["B2"].number_format, sheet["C2"].number_format) == ("0.00", "#,##0")
    assert sheet.freeze_panes == "A2"
    assert [[part.value for part in row] for row in book["Sources"].iter_rows(min_row=2)] == [
        ["Recycling rate by year", "Recycling rate by year", "Council return, 2024"],
        ["Recycling is rising", "Recycling is rising", "Defra, 2024"],
    ]
    assert (book.properties.title, book.properties.creator) == (
        "Productivity plan 2026",
        "Fictionborough Council",
    )
    assert book.properties.created.isoformat() == "2026-11-03T00:00:00"


def test_the_same_document_gives_the_same_workbook() -> None:
    assert to_xlsx(everything()) == to_xlsx(everything())


@pytest.mark.parametrize("words", [*FORMULAS, *HOSTILE])
def test_a_sheet_never_runs_what_was_typed(words: str) -> None:
    found = one_cell(words)
    assert found.data_type == "s"
    assert found.value == words.replace("\r", "\n")
    assert found.quotePrefix == is_formula(words)
    assert opened(to_xlsx(holding(words))).worksheets[0]["A2"].data_type == "s"


@pytest.mark.parametrize("text", ["007", "1e5", "2022-23", "https://a.example/", "TRUE", "#N/A", "1/2", "12"])
def test_text_stays_text(text: str) -> None:
    assert (one_cell(text).data_type, one_cell(text).value) == ("s", text)
    assert csv_cell(text) == text


@pytest.mark.parametrize(
    ("value", "kind", "held", "form"),
    [
        (5, "n", 5, "0"),
        (Decimal("-3.50"), "n", -3.5, "0.00"),
        (Decimal("0"), "n", 0, "0"),
        (Decimal("123456789012345"), "n", 123456789012345, "0"),
        (Decimal("1234567890123456"), "s", "1234567890123456", "General"),
        (10**400, "s", str(10**400), "General"),
        (Decimal("1E-40"), "s", "1E-40", "General"),
        (Cell((Text("1,204"),), Decimal(1204)), "n", 1204, "#,##0"),
        (Cell((Text("n/a"),)), "s", "n/a", "General"),
    ],
)
def test_a_number_is_a_number_unless_excel_would_lose_some(
    value: Value, kind: str, held: object, form: str
) -> None:
    found = one_cell(value)
    assert (found.data_type, found.value, found.number_format) == (kind, held, form)


def test_none_is_an_empty_cell() -> None:
    assert one_cell(None).value is None
    assert csv_cell(None) == ""


@pytest.mark.parametrize(
    ("wanted", "named"),
    [
        ("a/b:c*d?[e]\\", "a b c d  e"),
        ("'quoted'", "quoted"),
        ("", "Table: Head"),
        ("x" * 40, "x" * 31),
        ("History", "History 2"),
    ],
)
def test_a_sheets_name_is_one_that_excel_allows(wanted: str, named: str) -> None:
    table = Table(wanted, (Column("Head"),), ())
    assert opened(to_xlsx(Document("Plan", (table,), DAY))).sheetnames[0] == named.replace(
        "Table: ", "Table  "
    )


def test_names_that_differ_only_in_case_are_told_apart() -> None:
    tables = tuple(Table(name, (Column("Head"),), ()) for name in ("Spend", "SPEND", "spend", "sources"))
    names = opened(to_xlsx(Document("Plan", tables, DAY))).sheetnames
    assert names == ["Spend", "SPEND 2", "spend 3", "sources 2", "Sources"]


def test_what_excel_would_cut_short_is_refused() -> None:
    with pytest.raises(DocumentError, match="32,768 characters"):
        one_cell("x" * 32_768)
    assert len(one_cell("x" * 32_767).value) == 32_767


def test_a_workbook_is_written_a_row_at_a_time(tmp_path) -> None:  # type: ignore[no-untyped-def]
    def rows() -> Iterator[list[Value]]:
        for number in range(40_000):
            yield [f"row {number} of many, with text of its own", Decimal(number)]

    tracemalloc.start()
    with (tmp_path / "many.xlsx").open("wb") as out:
        write_workbook(
            out, [Sheet("Many", (Column("Words"), Column("n", True)), rows())], title="Many", date=DAY
        )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000
    assert openpyxl.load_workbook(tmp_path / "many.xlsx", read_only=True)["Many"].max_row == 40_001


def test_csv_has_exact_numbers_and_a_header() -> None:
    assert to_csv(rates()).decode() == (
        "Year,Rate (%),Spend (£)\r\n2021-22,44.10,1204000\r\n2022-23,45.2%,not published\r\n"
    )


def test_every_table_of_a_document_is_in_one_csv() -> None:
    made = tables_to_csv(Document("Rates", (rates(),), DAY)).decode().splitlines()
    assert made[0] == "Table,Row,Column,Value"
    assert [it.split(",", 1)[1] for it in made[1:4]] == [
        "1,Year,2021-22",
        "1,Rate (%),44.10",
        "1,Spend (£),1204000",
    ]


@pytest.mark.parametrize("words", FORMULAS)
def test_csv_defuses_formulas(words: str) -> None:
    assert csv_cell(words) == "'" + words
    assert csv_cell(cell(words)) == "'" + words
    assert b"".join(csv_stream([words], [])).decode().lstrip('"').startswith("'")


@pytest.mark.parametrize("words", NUMBERS)
def test_csv_leaves_numbers_alone(words: str) -> None:
    assert csv_cell(words) == words
    assert csv_cell(Decimal("-1E+3")) == "-1000"
    assert csv_cell(-7) == "-7"


@given(
    st.lists(
        st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])), min_size=2, max_size=4
    )
)
def test_any_row_reads_back_and_no_cell_can_run(row: list[str]) -> None:
    lines = b"".join(csv_stream(row, [row])).decode()
    header, again = csv.reader(io.StringIO(lines, newline=""))
    assert header == again
    for typed, read in zip(row, again, strict=True):
        assert read == ("'" + typed if is_formula(typed) else typed)
        assert not is_formula(read)


def test_csv_comes_a_line_at_a_time() -> None:
    def rows() -> Iterator[list[Value]]:
        yield ["first"]
        raise AssertionError("the second row was asked for before the first was sent")

    stream = csv_stream(["head"], rows())
    assert [next(stream), next(stream)] == [b"head\r\n", b"first\r\n"]


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,234.50", "1234.50"), ("−3", "-3"), (" 0.5 ", "0.5"), ("0", "0"), ("+7", "7")],
)
def test_a_number_is_read_as_it_is_written(text: str, number: str) -> None:
    assert number_in(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "007", "1,23", "1.2.3", "1e5", "45%", "£5", "2022-23", "٣"])
def test_what_is_not_plainly_a_number_is_none(text: str) -> None:
    assert number_in(text) is None
