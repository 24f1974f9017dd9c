"""Clear days, bank holidays, retention, and how notice of a key decision stands. Worked out by hand on a calendar."""

from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from moothall.plan.committee.notice import standing
from moothall.reference.committee import (
    bank_holidays,
    clear_days,
    exemptions,
    kept_until,
    latest_notice,
    notice_period,
    retention,
)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("meeting", "number", "working", "latest"),
    [
        ("2026-12-03", 28, False, "2026-11-04"),  # 5 November to 2 December are 28 days
        ("2024-03-14", 28, False, "2024-02-14"),  # over 29 February
        ("2023-03-14", 28, False, "2023-02-13"),  # and the same day in a year without one
        ("2026-12-03", 5, True, "2026-11-25"),  # Thu 26, Fri 27, Mon 30, Tue 1, Wed 2
        ("2026-04-09", 5, True, "2026-03-30"),  # Easter: Tue 31, Wed 1, Thu 2, Tue 7, Wed 8
        ("2026-05-12", 5, True, "2026-05-01"),  # Tue 5 to Fri 8, Mon 11; Mon 4 is a bank holiday
        (
            "2027-01-05",
            5,
            True,
            "2026-12-23",
        ),  # Thu 24, Tue 29, Wed 30, Thu 31, Mon 4: 28 and 1 are bank holidays
        ("2026-07-16", 1, True, "2026-07-14"),
        ("2026-07-13", 0, True, "2026-07-10"),  # a working day itself
    ],
)
def test_the_last_day_for_notice(meeting: str, number: int, working: bool, latest: str) -> None:
    found = latest_notice(day(meeting), number, working_days=working)
    assert found == day(latest)
    assert clear_days(found, day(meeting), working_days=working) == number


def test_holidays_may_be_given() -> None:
    assert latest_notice(day("2026-12-03"), 5, working_days=True, holidays={day("2026-12-01")}) == day(
        "2026-11-24"
    )
    assert latest_notice(day("2026-04-09"), 5, working_days=True, holidays=set()) == day("2026-04-01")


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 40), st.booleans())
def test_the_latest_notice_gives_just_enough_days_and_a_day_later_too_few(
    meeting: date, number: int, working: bool
) -> None:
    latest = latest_notice(meeting, number, working_days=working)
    assert clear_days(latest, meeting, working_days=working) == number
    following = latest + timedelta(1)
    while working and (following.weekday() > 4 or following in bank_holidays(following.year)):
        following += timedelta(1)
    assert clear_days(following, meeting, working_days=working) == number - 1


def test_notice_on_the_day_or_after_gives_none() -> None:
    assert (
        clear_days(day("2026-12-03"), day("2026-12-03"))
        == clear_days(day("2026-12-04"), day("2026-12-03"))
        == 0
    )
    assert clear_days(day("2026-12-02"), day("2026-12-03")) == 0


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
        (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
        (2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        (2028, "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26"),
    ],
)
def test_bank_holidays_are_those_of_england(year: int, days: str) -> None:
    assert sorted(f"{it:%m-%d}" for it in bank_holidays(year)) == days.split()


def test_easter_is_where_another_library_has_it() -> None:
    for year in range(1990, 2100):
        assert {easter(year) - timedelta(2), easter(year) + timedelta(1)} <= bank_holidays(year)


def test_years_of_keeping_begin_with_the_day_of_the_decision() -> None:
    assert kept_until(day("2026-03-01"), 6) == day("2032-02-29")
    assert kept_until(day("2024-02-29"), 6) == day("2030-02-28")
    law = retention(day("2026-01-01"))
    assert (law.record_years, law.background_years) == (6, 4)


def test_every_rule_says_its_law_and_whether_it_was_read() -> None:
    for key in ("key-decision", "general-exception", "special-urgency", "private-meeting", "agenda"):
        period = notice_period(key, day("2026-11-23"))
        assert period.law and period.says and period.checked in ("primary", "secondary")
    with pytest.raises(LookupError):
        notice_period("key-decision", day("2010-01-01"))
    assert [it.paragraph for it in exemptions()] == [1, 2, 3, 4, 5, 6, 7]


MEETING = day("2026-12-03")  # 28 clear days: by 4 November; five: by 25 November


@pytest.mark.parametrize(
    ("today", "given", "kind", "done", "said"),
    [
        ("2026-11-01", {}, "in time", False, "Publish it by 4 November 2026"),
        ("2026-11-20", {"published": "2026-11-04"}, "in time", True, "28 clear days before 3 December"),
        ("2026-11-20", {"published": "2026-11-05"}, "general exception", False, "by 25 November 2026"),
        ("2026-11-05", {}, "general exception", False, "due by 4 November 2026"),
        ("2026-11-26", {"exception": "2026-11-25"}, "general exception", True, "Publish the reasons too"),
        ("2026-11-26", {"exception": "2026-11-26"}, "special urgency", False, "possible until 25 November"),
        ("2026-11-26", {}, "special urgency", False, "must agree"),
        ("2026-12-02", {"urgency": "2026-12-01"}, "special urgency", True, "agreed on 1 December 2026"),
    ],
)
def test_how_notice_stands(today: str, given: dict[str, str], kind: str, done: bool, said: str) -> None:
    found = standing(MEETING, today=day(today), **{name: day(it) for name, it in given.items()})
    assert (found.kind, found.done) == (kind, done)
    assert said in found.advice
    assert (found.publish_by, found.exception_by) == (day("2026-11-04"), day("2026-11-25"))


def test_what_is_not_key_needs_no_notice() -> None:
    found = standing(MEETING, today=day("2026-12-02"), key=False)
    assert found.done and found.words == "Not a key decision"
