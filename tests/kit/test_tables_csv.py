import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.kit.tables import Table, Unreadable, open_table


def opened(tmp_path: Path, content: bytes) -> Table:
    path = tmp_path / "return.bin"  # the name says nothing: content decides
    path.write_bytes(content)
    return open_table(path, "return.csv")


def rows(table: Table) -> list[tuple[int, list[str]]]:
    (sheet,) = table.sheets
    return list(sheet.rows())


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("area,£\nYnys Môn,1".encode(), "utf-8"),
        ("area,£\nYnys Môn,1".encode("utf-8-sig"), "utf-8-sig"),
        ("area,£\nYnys Môn,1".encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + "area,£\nYnys Môn,1".encode("utf-16-be"), "utf-16"),
        ("area,£\nYnys Môn,1".encode("cp1252"), "cp1252"),
    ],
)
def test_letters_are_read_however_they_are_written(tmp_path: Path, content: bytes, encoding: str) -> None:
    table = opened(tmp_path, content)
    assert (table.kind, table.encoding) == ("csv", encoding)
    assert rows(table) == [(1, ["area", "£"]), (2, ["Ynys Môn", "1"])]


def test_one_letter_late_in_a_large_file_decides_its_encoding(tmp_path: Path) -> None:
    table = opened(tmp_path, b"area,value\n" * 200_000 + b"Caf\xe9,1\n")
    assert table.encoding == "cp1252"
    assert table.notes == ["Line 200001 is not UTF-8, so the whole file was read as Windows-1252 text."]
    assert rows(table)[-1] == (200_001, ["Café", "1"])


def test_a_letter_cut_by_the_edge_of_a_chunk_or_by_the_end(tmp_path: Path) -> None:
    odd = b"a" + "é".encode() * 600_000
    assert opened(tmp_path, b"\n".join([odd] * 2)).encoding == "utf-8"
    assert opened(tmp_path, b"name\ncaf\xc3").encoding == "cp1252"


def test_bytes_that_windows_never_defined_are_tolerated(tmp_path: Path) -> None:
    assert rows(opened(tmp_path, b"a,b\n\x81\x9d,\xa3\n")) == [(1, ["a", "b"]), (2, ["\ufffd\ufffd", "£"])]


def test_a_file_that_claims_utf8_and_is_not_keeps_its_header(tmp_path: Path) -> None:
    table = opened(tmp_path, b"\xef\xbb\xbfarea,b\nCaf\xe9,1\n")
    assert rows(table) == [(1, ["area", "b"]), (2, ["Caf\ufffd", "1"])]
    assert table.notes[0].startswith("Line 2 is not UTF-8, though marked so")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_makes_columns(tmp_path: Path, delimiter: str) -> None:
    lines = ["A banner, with a comma", "", delimiter.join(["area", "name", "value"])]
    lines += [delimiter.join(["E07000170", '"Ash, field"', "1.5"])] * 3
    assert rows(opened(tmp_path, "\n".join(lines).encode()))[1:] == [
        (3, ["area", "name", "value"]),
        *((line, ["E07000170", "Ash, field", "1.5"]) for line in (4, 5, 6)),
    ]


def test_decimal_commas_do_not_hide_the_semicolons(tmp_path: Path) -> None:
    assert rows(opened(tmp_path, b"a;b\n1,5;2,5\n3,5;4,5\n"))[1] == (2, ["1,5", "2,5"])


@pytest.mark.parametrize("header", ["PAR1", "RIFF rate", "BM", "GIF8"])
def test_a_header_spelt_like_the_start_of_another_kind_of_file(tmp_path: Path, header: str) -> None:
    assert rows(opened(tmp_path, f"{header},b\n1,2\n".encode())) == [(1, [header, "b"]), (2, ["1", "2"])]


def test_one_column_is_a_table_too(tmp_path: Path) -> None:
    assert rows(opened(tmp_path, b"code\nE06000001\n")) == [(1, ["code"]), (2, ["E06000001"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_numbered_as_an_editor_numbers_them(tmp_path: Path, end: str) -> None:
    lines = ["", "a,b,,", "  ", ",,", '1,"two', "lines", 'here",', "", "3,4"]
    table = opened(tmp_path, end.join(lines).encode())
    assert [(line, [cell.replace(end, "\n") for cell in cells]) for line, cells in rows(table)] == [
        (2, ["a", "b"]),
        (5, ["1", "two\nlines\nhere"]),
        (9, ["3", "4"]),
    ]


def test_the_original_text_of_each_row_is_kept(tmp_path: Path) -> None:
    (sheet,) = opened(tmp_path, b'a,b\r\n\r\n1," two\r\nlines ",,\r\n"x" ,\'y\r\n').sheets
    originals = [(line, sheet.original()) for line, _ in sheet.rows()]
    assert originals == [(1, "a,b"), (3, '1," two\r\nlines ",,'), (5, '"x" ,\'y')]


def test_rows_can_be_read_twice_and_in_part(tmp_path: Path) -> None:
    (sheet,) = opened(tmp_path, b"a,b\n1,2\n3,4\n").sheets
    first = sheet.rows()
    assert next(first) == (1, ["a", "b"])
    assert [line for line, _ in sheet.rows()] == [1, 2, 3]


def test_quotes_inside_words_are_only_letters(tmp_path: Path) -> None:
    assert rows(opened(tmp_path, b'a,b\n5" pipe,"Joe ""Bloggs"""\n'))[1] == (2, ['5" pipe', 'Joe "Bloggs"'])


@pytest.mark.parametrize("after", [b"", b"\n", b"3,4\n" * 10, b"3,4\n" * 100_000])
def test_a_quotation_mark_never_closed_is_named_by_its_line(tmp_path: Path, after: bytes) -> None:
    table = opened(tmp_path, b'a,b\n1,2\n"3,4\n' + after)
    with pytest.raises(
        Unreadable, match=r"^‘return\.csv’ has a quotation mark on line 3 that is never closed"
    ):
        rows(table)


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"", "is empty"),
        (b"\n\r\n  \n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"a,b\n1,\x002\n", "is not text"),
        (b"a,b\n" + b"1,2\n" * 1_000_000 + b"\0", "is not text"),
        (b"\xff\xfea", "is damaged or not text"),
        (b"\xff\xfe\0\0a\0\0\0", "is not text"),
        (bytes(range(1, 32)) * 20, "is not text"),
        (b"x" * (17 << 20), "a line too long"),
    ],
)
def test_what_is_not_text_is_refused(tmp_path: Path, content: bytes, advice: str) -> None:
    with pytest.raises(Unreadable, match=advice) as refusal:
        opened(tmp_path, content)
    assert str(refusal.value).startswith("‘return.csv’ ")
    assert str(refusal.value).endswith(".")


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        table = opened(tmp_path, b"E07000170,Ashfield,2022-23,35.9\n" * count)
        tracemalloc.start()
        for _ in table.sheets[0].rows():
            pass
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    assert peak(100_000) < 1.2 * peak(10_000) < 2_000_000


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip)


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=5))
def test_what_csv_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, written: list[list[str]]
) -> None:
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in cells) for cells in written]
    header = "column,column,column,column\n" * 40  # enough to settle the delimiter whatever the cells contain
    table = opened(tmp_path_factory.mktemp("csv"), (header + "\n".join(lines)).encode())
    assert rows(table)[40:] == [(line, cells) for line, cells in enumerate(written, 41)]
