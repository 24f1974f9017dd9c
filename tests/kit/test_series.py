"""Series read from files: gaps stay gaps, and what cannot be read is named."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from moothall.kit.periods import Period
from moothall.kit.series import Point, read_series, whole, written
from moothall.kit.unreadable import Unreadable


def file(folder: Path, text: str) -> Path:
    path = folder / "series.csv"
    path.write_text(text, encoding="utf-8")
    return path


def month(n: int) -> Period:
    return Period(date(2024, n, 1), "P1M")


def test_a_gap_is_a_point_without_a_value(tmp_path: Path) -> None:
    read = read_series(
        file(tmp_path, "Series,Period,Value\nbins,2024-03,4\nbins,Jan 2024,2.50\nbins,2024-04,\n")
    )
    assert read.series["bins"].points == (
        Point(month(1), Decimal("2.50")),
        Point(month(2), None),
        Point(month(3), Decimal(4)),
        Point(month(4), None),
    )
    assert read.rejects == ()


def test_rows_that_cannot_be_read_are_named_with_their_line(tmp_path: Path) -> None:
    read = read_series(
        file(
            tmp_path,
            "series,period,value\na,2024-01,1\na,2024-01,2\na,soon,3\na,2024-02,many\na,2024-25,4\n,2024-01,1\n",
        )
    )
    assert [it.line for it in read.rejects] == [3, 4, 5, 6, 7]
    assert read.series["a"].values == (Decimal(1),)


def test_the_first_day_of_a_month_stands_for_it_where_months_are_meant(tmp_path: Path) -> None:
    path = file(tmp_path, "series,period,value\na,2024-01-01,1\na,2024-02-01,2\n")
    assert read_series(path, frequency="monthly").series["a"].periods == (month(1), month(2))


def test_a_spelling_that_could_be_two_things_is_settled_by_the_other_rows(tmp_path: Path) -> None:
    months = read_series(file(tmp_path, "series,period,value\na,2010-11,1\na,2014-01,2\n"))
    assert not months.rejects
    assert months.series["a"].points[0].period == Period(date(2010, 11, 1), "P1M")
    alone = read_series(file(tmp_path, "series,period,value\na,2010-11,1\nb,2014-01,1\nc,2014,1\n"))
    assert [it.line for it in alone.rejects] == [2]  # the others come in two ways: nothing settles it


@pytest.mark.parametrize(
    "text", ["when,what\n1,2\n", "series,period,value\n", "series,period,value\na,never,1\n"]
)
def test_a_file_without_series_says_what_is_needed(tmp_path: Path, text: str) -> None:
    with pytest.raises(Unreadable, match="series"):
        read_series(file(tmp_path, text))


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    series = whole("a", [(month(2), Decimal("1.10")), (month(4), Decimal(3))])
    rows = "\n".join(",".join(row) for row in written([series]))
    assert read_series(file(tmp_path, f"series,period,value\n{rows}\n")).series["a"] == series


def test_no_series_is_empty_or_of_two_lengths() -> None:
    with pytest.raises(ValueError, match="one length"):
        whole("a", [])
    with pytest.raises(ValueError, match="one length"):
        whole("a", [(month(1), None), (Period(date(2024, 1, 1), "P1Y"), None)])
