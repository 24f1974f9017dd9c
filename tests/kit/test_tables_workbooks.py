import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart
from tests.kit.books import ods, row, said, table, valued, zipped

from moothall.kit.tables import Unreadable, cells, open_table


def xlsx(path: Path, values: list[list[object]], formats: dict[str, str] | None = None) -> Path:
    book = openpyxl.Workbook()
    for each in values:
        book.active.append(each)
    for place, number_format in (formats or {}).items():
        book.active[place].number_format = number_format
    book.save(path)
    return path


def rewritten(path: Path, part: str, old: str, new: str) -> Path:
    """The same workbook with something changed inside one of its parts."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in parts[part]
    return zipped(path, {**parts, part: parts[part].replace(old.encode(), new.encode())})


def first_rows(path: Path) -> list[tuple[int, list[str]]]:
    with open_table(path) as opened:
        return list(opened.sheets[0].rows())


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.359, "0.0%", "35.9%"),
        (0.359, "0%", "35.9%"),
        (-0.05, "0.00%;[Red]-0.00%", "-5%"),
        (1, "0%", "100%"),
        (0.1 + 0.2, "0%", "30%"),
        (35.9, '0.0"%"', "35.9"),
        (35.9, "General", "35.9"),
        (12.0, "0.00", "12"),
        (12, "General", "12"),
        (0.1 + 0.2, "General", "0.3"),
        (171.8786519973597, "General", "171.8786519973597"),
        (0.3333333333333333, "General", "0.3333333333333333"),
        (0.00001, "General", "0.00001"),
        (1.5e20, "General", "150000000000000000000"),
        (1234567.5, "£#,##0", "1234567.5"),
        (-3, "General", "-3"),
        (datetime.fromisoformat("2024-04-01"), "dd/mm/yyyy", "2024-04-01"),
        (date(2024, 4, 1), "d mmm yyyy", "2024-04-01"),
        (datetime.fromisoformat("2024-04-01T09:30"), "dd/mm/yyyy hh:mm", "2024-04-01T09:30:00"),
        (datetime.fromisoformat("2024-04-01"), "mmm-yy", "2024-04"),
        (datetime.fromisoformat("2024-04-15"), "mmm-yy", "2024-04-15"),
        (time(9, 30), "hh:mm", "09:30:00"),
        (timedelta(hours=37, minutes=30), "[h]:mm", "37:30:00"),
        (True, "General", "TRUE"),
        (False, "General", "FALSE"),
        ("#N/A", "General", "#N/A"),
        ("  Ynys Môn\nAnglesey", "General", "  Ynys Môn\nAnglesey"),
        ("007", "General", "007"),
    ],
)
def test_a_cell_reads_as_a_person_sees_it(
    tmp_path: Path, value: object, number_format: str, text: str
) -> None:
    path = xlsx(tmp_path / "return.csv", [["value", "end"], [value, "."]], {"A2": number_format})
    assert first_rows(path) == [(1, ["value", "end"]), (2, [text, "."])]


def test_blank_rows_are_counted_and_blank_ends_trimmed(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "book", [["a", None, "c", None, " "], [], [None, ""], ["d"]])
    with open_table(path) as opened:
        (sheet,) = opened.sheets
        assert (opened.kind, opened.encoding, sheet.name) == ("xlsx", None, "Sheet")
        assert [(line, cells, sheet.original()) for line, cells in sheet.rows()] == [
            (1, ["a", "", "c"], "a\t\tc"),
            (4, ["d"], "d"),
        ]
        assert len(list(sheet.rows())) == 2


def test_merged_cells_hidden_sheets_and_charts(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", "b", "c"])
    book.active.merge_cells("A1:B1")
    notes = book.create_sheet("Notes")
    notes.append(["hidden"])
    notes.sheet_state = "hidden"
    book.create_chartsheet("Picture").add_chart(BarChart())
    book.save(tmp_path / "book.xlsx")
    with open_table(tmp_path / "book.xlsx") as opened:
        assert [(sheet.name, sheet.hidden) for sheet in opened.sheets] == [("Sheet", False), ("Notes", True)]
        assert list(opened.sheets[0].rows()) == [(1, ["a", "", "c"])]
        assert opened.notes == ["The sheet ‘Notes’ is hidden."]


def test_a_size_wrongly_stated_by_the_sheet_hides_nothing(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "book.xlsx", [["a", "b"], ["c", "d"]])
    rewritten(path, "xl/worksheets/sheet1.xml", 'ref="A1:B2"', 'ref="A1"')
    assert first_rows(path) == [(1, ["a", "b"]), (2, ["c", "d"])]


def test_a_formula_reads_as_its_saved_result_or_blank_with_a_note(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "book.xlsx", [["=1+1", "end"]])
    with open_table(path) as opened:
        assert list(opened.sheets[0].rows()) == [(1, ["", "end"])]
        assert "formulas have no saved result" in opened.notes[0]
    rewritten(path, "xl/worksheets/sheet1.xml", "</f>", "</f><v>2</v>")
    with open_table(path) as opened:
        assert list(opened.sheets[0].rows()) == [(1, ["2", "end"])]
        assert opened.notes == []


def test_a_formula_whose_result_is_an_empty_text_needs_no_note(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "book.xlsx", [["=1+1", "end"]])
    rewritten(path, "xl/worksheets/sheet1.xml", '<c r="A1">', '<c r="A1" t="str">')
    with open_table(path) as opened:
        assert list(opened.sheets[0].rows()) == [(1, ["", "end"])]
        assert opened.notes == []


def test_an_ods_cell_reads_as_a_person_sees_it(tmp_path: Path) -> None:
    values = [
        (valued("percentage", "0.359"), "35.9%"),
        (valued("float", "12"), "12"),
        (valued("float", "0.30000000000000004"), "0.3"),
        (valued("currency", "1234.5"), "1234.5"),
        (valued("date", "2024-04-01", "date-value"), "2024-04-01"),
        (valued("date", "2024-04-01T00:00:00", "date-value"), "2024-04-01"),
        (valued("date", "2024-04-01T09:30:00", "date-value"), "2024-04-01T09:30:00"),
        (valued("boolean", "true", "boolean-value"), "TRUE"),
        (said("#N/A"), "#N/A"),
        (said("a<text:s text:c='2'/>b<text:span>c</text:span><text:tab/>d</text:p><text:p>e"), "a  bc\td\ne"),
        (
            "<table:table-cell><office:annotation><text:p>aside</text:p></office:annotation></table:table-cell>",
            "",
        ),
    ]
    path = ods(tmp_path / "book.csv", table("A", *(row(cell, said(".")) for cell, _ in values)))
    assert [cells[0] for _, cells in first_rows(path)] == [text for _, text in values]


def test_ods_rows_sheets_and_repeats(tmp_path: Path) -> None:
    first = table(
        "Return",
        row(said("a"), said(times=2), said("b", times=2), said(times=16_000)),
        row(said(times=16_384), times=3),
        row(
            said("c"),
            "<table:covered-table-cell><text:p>under</text:p></table:covered-table-cell>",
            said("d"),
            times=2,
        ),
        row(said(times=16_384), times=1_048_570),
    )
    path = ods(tmp_path / "book", first + table("Notes", row(said("n")), style="hidden"))
    with open_table(path) as opened:
        assert (opened.kind, opened.notes) == ("ods", ["The sheet ‘Notes’ is hidden."])
        assert [(sheet.name, sheet.hidden) for sheet in opened.sheets] == [("Return", False), ("Notes", True)]
        assert list(opened.sheets[0].rows()) == [
            (1, ["a", "", "", "b", "b"]),
            (5, ["c", "", "d"]),
            (6, ["c", "", "d"]),
        ]
        assert list(opened.sheets[1].rows()) == [(1, ["n"])]
        assert opened.sheets[1].original() == "n"


def test_an_ods_formula_without_a_result_is_blank_with_a_note(tmp_path: Path) -> None:
    unsaved = '<table:table-cell table:formula="of:=1+1"/>'
    with open_table(ods(tmp_path / "book", table("A", row(unsaved, said("b"))))) as opened:
        assert list(opened.sheets[0].rows()) == [(1, ["", "b"])]
        assert "formulas have no saved result" in opened.notes[0]


def test_closing_lets_go_of_the_file(tmp_path: Path) -> None:
    opened = open_table(xlsx(tmp_path / "book.xlsx", [["a"]]))
    opened.close()
    with pytest.raises(Unreadable):
        list(opened.sheets[0].rows())


def test_durations_run_past_a_day_and_below_zero() -> None:
    assert cells.duration(timedelta(days=1, hours=1)) == "25:00:00"
    assert cells.duration(-timedelta(minutes=5)) == "-0:05:00"


def test_numbers_keep_their_digits_and_lose_the_noise() -> None:
    assert [cells.number(value) for value in (2 / 3, 1.1 * 3, 123456789.123, 1e-7, -0.0)] == [
        "0.6666666666666666",
        "3.3",
        "123456789.123",
        "0.0000001",
        "0",
    ]
    assert cells.percentage(0.07) == "7%"
