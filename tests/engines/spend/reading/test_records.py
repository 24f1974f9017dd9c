"""Rows are cut at their delimiters, numbered by the line they begin on, and none takes another with it."""

import csv
import io

import pytest

from moothall.engines.spend.reading.letters import Letters, chunks
from moothall.engines.spend.reading.records import Cutter, Rejects, Shape, cells, record


def cut(text: str | bytes, width: int = 3, least: int = 3, delimiter: str = ",", skip: int = 0):
    """The kept rows as (line, cells), and the rejects."""
    data = text if isinstance(text, bytes) else text.encode()
    out, rejects = io.BytesIO(), []
    stream = io.BytesIO(data)
    cutter = Cutter(Shape(delimiter, width, least, skip), out, Rejects(rejects.append), letters := Letters())
    cutter.cut(chunks(stream, "‘f’", letters, lambda count: None))
    kept = list(
        csv.reader(io.StringIO(out.getvalue().decode(), newline=""), delimiter=delimiter, strict=True)
    )
    assert cutter.kept == len(kept)
    return [(int(number), row) for number, *row in kept], rejects


@pytest.mark.parametrize(
    "line",
    [
        "a,b,c",
        '"a","b","c"',
        'a,"b, b",c',
        'a,"say ""so""",c',
        ",,c",
        '"","",c',
        'a,"""b""",c',
        'a,"b,""c"",d",e',
    ],
)
def test_regular_lines_are_kept_as_csv_reads_them(line):
    kept, rejects = cut(f"{line}\n")
    assert kept == [(1, next(csv.reader([line])))]
    assert rejects == []


def test_lines_are_physical_and_blank_ones_count():
    kept, _ = cut("\n\na,b,c\r\n,,\r\n , ,\nd,e,f\rg,h,i")
    assert kept == [(3, ["a", "b", "c"]), (6, ["d", "e", "f"]), (7, ["g", "h", "i"])]


def test_a_quoted_line_break_stays_in_its_row():
    kept, rejects = cut('a,"one\ntwo, three\n",c\nd,e,f\n')
    assert kept == [(1, ["a", "one two, three ", "c"]), (4, ["d", "e", "f"])]
    assert rejects == []


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ('a,5" pipe,c', ["a", '5" pipe', "c"]),
        ('a,5" pipe 6",c', ["a", '5" pipe 6"', "c"]),
        ('a,"The "Old" Mill",c', ["a", 'The "Old" Mill', "c"]),
        ('a,"never closed,c', ["a", '"never closed', "c"]),
        ('a,"b, d" & co,c', ["a", "b, d & co", "c"]),
        ('a,"b" & co,c', ["a", "b & co", "c"]),
    ],
)
def test_stray_quotation_marks_are_letters(line, row):
    kept, rejects = cut(f"{line}\nd,e,f\n")
    assert kept == [(1, row), (2, ["d", "e", "f"])]
    assert rejects == []


def test_a_mark_that_is_never_closed_takes_only_its_own_line():
    lines = ['a,"b,c,d'] + [f"{n},x,y" for n in range(1000)]
    kept, rejects = cut("\n".join(lines))
    assert len(kept) == 1000
    assert [(line, text) for line, _, text in rejects] == [(1, 'a,"b,c,d')]
    assert "never closed" in rejects[0][1]


def test_two_strays_far_apart_do_not_meet():
    for between in (0, 3):
        kept, _ = cut('a,"b,c,d\n' + "d,e,f,g\n" * between + 'g,h",i,j\n', width=4)
        assert [it[0] for it in kept] == list(range(1, between + 3))
        assert kept[0][1] == ["a", '"b', "c", "d"]


def test_blank_cells_too_many_are_dropped_and_a_real_one_is_refused():
    kept, rejects = cut("a,b,c,,\nd,e,f,g\n")
    assert kept == [(1, ["a", "b", "c"])]
    assert rejects == [(2, "it has 4 cells, and the table 3 columns (‘g’ is too many)", "d,e,f,g")]


def test_cells_too_few_are_added_only_where_they_may_be_blank():
    kept, rejects = cut("a,b\nc\nd,e,f\n", least=2)
    assert kept == [(1, ["a", "b", ""]), (3, ["d", "e", "f"])]
    assert rejects == [(2, "it has only 1 of 3 cells", "c")]


def test_a_row_broken_by_a_bare_line_break_is_mended():
    kept, rejects = cut("a,b\nb,c\nd,e,f\n")
    assert kept == [(1, ["a", "b b", "c"]), (3, ["d", "e", "f"])]
    assert rejects == []


def test_rows_across_the_edges_of_chunks(monkeypatch):
    from moothall.engines.spend.reading import letters

    text = "".join(f'{n},"two\nlines",é\n' if n % 7 == 0 else f"{n},b,c\r\n" for n in range(300))
    whole = cut(text)
    monkeypatch.setattr(letters, "CHUNK", 37)
    assert cut(text) == whole
    assert len(whole[0]) == 300


def test_a_record_and_its_cells_are_each_other():
    row = ["a", "b,c", 'd "e"', "", "f\tg"]
    assert cells(record(row, ","), ",") == (row, False)
    assert cells("", ",") == ([""], False)
    assert cells("a,", ",") == (["a", ""], False)
