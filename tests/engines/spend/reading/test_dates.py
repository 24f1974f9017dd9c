"""Dates are read a column at a time, and what is none is told why."""

from datetime import date

import pytest

from moothall.engines.spend.reading.dates import read


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05",
        "2024/03/05",
        "2024-03-05T00:00:00",
        "2024-03-05 09:30",
        "20240305",
        "05/03/2024",
        "5/3/24",
        "05-03-2024",
        "05.03.2024",
        "5 Mar 2024",
        "05-Mar-24",
        "05-MAR-2024",
        "5th March 2024",
        "Tuesday 5 March 2024",
        "Tue, 05 Mar 2024",
        "March 5, 2024",
        "5 Sept 2024",
        "45356",
        "05/03/2024 00:00:00",
        "05Mar2024",
    ],
)
def test_spellings(text):
    month = 9 if "Sept" in text else 3
    assert read({text: 1}).days == {text: date(2024, month, 5)}


def test_the_order_is_the_columns_and_decided_by_evidence():
    day_first = read({"03/04/2024": 9, "25/04/2024": 1})
    assert day_first.decided and day_first.days["03/04/2024"] == date(2024, 4, 3)
    month_first = read({"03/04/2024": 9, "04/25/2024": 1})
    assert month_first.decided and month_first.days["03/04/2024"] == date(2024, 3, 4)
    assert not day_first.doubts and not month_first.doubts


def test_an_open_order_is_day_first_and_doubted():
    found = read({"03/04/2024": 1})
    assert found.days["03/04/2024"] == date(2024, 4, 3)
    assert "day first or month first" in found.doubts[0]
    assert read({"03/04/2024": 1}, day_first=False).days["03/04/2024"] == date(2024, 3, 4)


def test_what_could_be_either_is_read_as_here_and_said():
    """Twelve bills of the third of each month look like twelve days of March to an American: this is England."""
    found = read({f"03/{month:02}/2024": 5 for month in range(1, 13)})
    assert found.days["03/02/2024"] == date(2024, 2, 3)
    assert not found.decided and "was read day first" in found.doubts[0]


def test_both_orders_in_one_column_refuse_the_fewer():
    found = read({"25/12/2024": 8, "12/26/2024": 1})
    assert list(found.days) == ["25/12/2024"]
    assert found.faults == {"12/26/2024": "the date ‘12/26/2024’ does not exist"}
    assert "8 cells and month first in 1" in found.doubts[0]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("31/02/2024", "does not exist"),
        ("2023-02-29", "does not exist"),
        ("yesterday", "is not a date"),
        ("01/01/1066", "cannot be"),
        ("12", "is not a date"),
    ],
)
def test_impossible_dates(text, why):
    found = read({text: 1, "25/12/2024": 3})
    assert why in found.faults[text]
    assert text not in found.days


def test_only_a_month():
    found = read({"Apr-24": 5, "2024-05": 1})
    assert found.days == {"Apr-24": date(2024, 4, 1), "2024-05": date(2024, 5, 1)}
    assert "only the month" in found.doubts[0]


def test_years_of_two_digits():
    assert read({"25/12/69": 1, "25/12/98": 1}).days == {
        "25/12/69": date(2069, 12, 25),
        "25/12/98": date(1998, 12, 25),
    }
