from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.kit.periods import LENGTHS, NotAPeriod, Period, parse

SPELLINGS = {
    "2022-04-01/P1Y": [
        *("2022-23", "2022/23", "2022-2023", "2022/2023", "FY2022", "FY2022-23", "FY 2022/23", "fy2022/23"),
        *("2022 to 2023", "2022 - 23", "2022–23", " 2022-23 ", "2022-04-01/P1Y", "2022-04-01/2023-03-31"),
        *("Apr 2022 to Mar 2023", "2022-04-01T00:00:00/P1Y", "2022-04-01/P12M"),
    ],
    "2011-04-01/P1Y": ["2011/12", "FY2011-12", "2011-2012", "2011 to 2012", "2011/2012", "FY2011"],
    "1999-04-01/P1Y": ["1999-00", "1999-2000", "1999/00"],
    "2022": ["2022", "2022-01-01/P1Y", "2022-01-01/2022-12-31", "Jan to Dec 2022"],
    "2024-04-01/P3M": [
        *("Q1 2024/25", "2024-25 Q1", "2024/25 Quarter 1", "Quarter 1 2024/25", "Q1 FY2024", "FY2024 Q1"),
        *("Q1 2024-2025", "q1 2024/25", "Q1, 2024/25", "2024 Q2", "Q2 2024", "2024Q2", "2024-Q2"),
        *("2024-04-01/P3M", "2024-04-01/2024-06-30", "Apr to Jun 2024", "Apr-Jun 2024"),
    ],
    "2025-01-01/P3M": ["Q4 2024/25", "2025 Q1", "Q4 FY2024"],
    "2024-02-01/P3M": ["Feb to Apr 2024", "2024-02-01/P3M"],
    "2024-11-01/P3M": ["Nov 2024 to Jan 2025"],
    "2024-04": [
        *("Apr 2024", "April 2024", "Apr-24", "April-2024", "04/2024", "4/2024", "2024-04", "2024M04"),
        *("2024 April", "APR 2024", "2024-04-01/P1M", "2024-04-01/2024-04-30"),
    ],
    "2023-07": ["2023-07-01/P1M", "Jul 2023"],
    "2023-09": ["Sept 2023", "Sep 23"],
    "2022-12": ["2022-12", "Dec 2022"],
    "2024-04-01": [
        *(
            "2024-04-01",
            "01/04/2024",
            "1/4/2024",
            "1.4.2024",
            "1 April 2024",
            "1st April 2024",
            "01-Apr-2024",
        ),
        *("01-Apr-24", "2024-04-01T00:00:00", "2024-04-01 00:00:00", "2024-04-01T00:00:00Z"),
        *("2024-04-01/P1D",),
    ],
    "2024-04-01/P1W": [
        "w/c 1 April 2024",
        "W/C 01/04/2024",
        "week commencing 1 April 2024",
        "2024-04-01/P7D",
    ],
}


@pytest.mark.parametrize(("iso", "text"), [(iso, text) for iso, texts in SPELLINGS.items() for text in texts])
def test_every_spelling_in_use_is_read(iso: str, text: str) -> None:
    assert parse(text).iso == iso


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "2022-13", "2022-24", "2019-21", "2022 to 2024", "2022/12", "31/02/2024", "2023-02-29"),
        *(
            "Q5 2024/25",
            "Q1 2024/26",
            "13/2024",
            "2024-04-15/P1M",
            "2024-04-01/2024-05-15",
            "2024-04-01 09:30:00",
        ),
        *(
            "1822",
            "22-23",
            "2024-W14",
            "٢٠٢٤",
            "2024-04-01/P2Y",
            "2022-23" + " " * 60,
            "FY2022-24",
            "Feb 2024 to Jan 2024",
        ),
    ],
)
def test_what_is_not_a_period_is_refused_with_one_sentence(text: str) -> None:
    with pytest.raises(NotAPeriod) as refusal:
        parse(text)
    assert "write one such as" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_the_sentence_is_short_and_printable_whatever_was_written() -> None:
    with pytest.raises(NotAPeriod) as refusal:
        parse("x\0\n" * 10_000)
    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 150


@pytest.mark.parametrize("year", range(2000, 2012))
def test_a_month_or_a_financial_year_is_settled_by_the_measure_or_refused(year: int) -> None:
    text = f"{year}-{(year + 1) % 100:02}"
    assert parse(text, "annual") == Period(date(year, 4, 1), "P1Y")
    assert parse(text, "monthly") == Period(date(year, year - 1999, 1), "P1M")
    for frequency in (None, "quarterly"):
        with pytest.raises(NotAPeriod, match="could be a month or a financial year: write") as refusal:
            parse(text, frequency)
        _, year_way, month_way = str(refusal.value).split("‘")[1:]
        assert parse(year_way.split("’")[0]) == parse(text, "annual")
        assert parse(month_way.split("’")[0]) == parse(text, "monthly")


def test_the_hint_changes_nothing_that_is_clear() -> None:
    assert parse("2012-13", "monthly").iso == "2012-04-01/P1Y"
    assert parse("2011-11", "annual").iso == "2011-11"
    assert parse("1999-00", "monthly").iso == "1999-04-01/P1Y"


@pytest.mark.parametrize(
    ("iso", "label", "end", "previous", "year_before"),
    [
        ("2022-04-01/P1Y", "2022-23", "2023-03-31", "2021-22", "2021-22"),
        ("1999-04-01/P1Y", "1999-2000", "2000-03-31", "1998-99", "1998-99"),
        ("2001", "2001", "2001-12-31", "2000", "2000"),
        (
            "2022-09-01/P1Y",
            "Sep 2022 to Aug 2023",
            "2023-08-31",
            "Sep 2021 to Aug 2022",
            "Sep 2021 to Aug 2022",
        ),
        ("2024-04-01/P3M", "Q1 2024-25", "2024-06-30", "Q4 2023-24", "Q1 2023-24"),
        ("2025-01-01/P3M", "Q4 2024-25", "2025-03-31", "Q3 2024-25", "Q4 2023-24"),
        ("2024-02", "Feb 2024", "2024-02-29", "Jan 2024", "Feb 2023"),
        ("2024-01", "Jan 2024", "2024-01-31", "Dec 2023", "Jan 2023"),
        ("2024-04-01/P1W", "w/c 1 April 2024", "2024-04-07", "w/c 25 March 2024", "w/c 3 April 2023"),
        ("2025-04-30", "30 April 2025", "2025-04-30", "29 April 2025", "30 April 2024"),
        ("2024-02-29", "29 February 2024", "2024-02-29", "28 February 2024", "28 February 2023"),
    ],
)
def test_what_a_period_says(iso: str, label: str, end: str, previous: str, year_before: str) -> None:
    period = parse(iso)
    assert (period.iso, period.label, period.end) == (iso, label, date.fromisoformat(end))
    assert (period.previous().label, period.year_before().label) == (previous, year_before)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(st.dates(date(1905, 1, 1), date(2195, 12, 31)))
    length = draw(st.sampled_from(sorted(LENGTHS)))
    return Period(start if length in ("P1D", "P1W") else start.replace(day=1), length)


@given(periods())
def test_what_is_written_is_read_back(period: Period) -> None:
    assert parse(period.iso, period.frequency) == period
    assert parse(period.label, period.frequency) == period


@given(periods())
def test_periods_follow_each_other_without_gap_or_overlap(period: Period) -> None:
    assert period.previous().end + timedelta(days=1) == period.start
    assert period.start <= period.end
    assert period.previous() < period


@given(periods(), periods())
def test_no_two_periods_share_a_label_or_an_iso_text(one: Period, other: Period) -> None:
    assert (one.label == other.label) == (one.iso == other.iso) == (one == other)


@given(st.text(max_size=20))
def test_any_text_is_a_period_or_refused(text: str) -> None:
    try:
        period = parse(text)
    except NotAPeriod:
        return
    assert parse(period.iso, period.frequency) == period


def test_a_period_of_another_length_or_start_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="length is one of"):
        Period(date(2024, 1, 1), "P2Y")
    with pytest.raises(ValueError, match="first day of a month"):
        Period(date(2024, 1, 2), "P1M")
