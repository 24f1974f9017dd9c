"""Due rules: the day each gives, leap years, weekends and bank holidays among them; the catalogue; bank holidays."""

from datetime import date

import pytest

from moothall.reference.statutory_returns import TIERS, catalogue
from moothall.reference.statutory_returns.due import BadRule, months_after, read
from moothall.reference.statutory_returns.holidays import bank_holidays

YEAR = (date(2026, 4, 1), date(2027, 3, 31))
QUARTER = (date(2026, 4, 1), date(2026, 6, 30))
WINTER = (date(2023, 12, 1), date(2024, 2, 29))
EASTER = (date(2027, 3, 26), date(2027, 3, 29))  # Good Friday and Easter Monday


@pytest.mark.parametrize(
    ("rule", "period", "due"),
    [
        ({"kind": "after", "number": 30, "unit": "days"}, QUARTER, date(2026, 7, 30)),
        ({"kind": "after", "number": 0, "unit": "days"}, QUARTER, date(2026, 6, 30)),
        ({"kind": "after", "number": 6, "unit": "weeks"}, QUARTER, date(2026, 8, 11)),
        ({"kind": "after", "number": 1, "unit": "months"}, QUARTER, date(2026, 7, 31)),
        ({"kind": "after", "number": 3, "unit": "months"}, QUARTER, date(2026, 9, 30)),
        ({"kind": "after", "number": 12, "unit": "months"}, WINTER, date(2025, 2, 28)),
        ({"kind": "after", "number": 5, "unit": "working days"}, QUARTER, date(2026, 7, 7)),
        # 23 March 2027 is a Tuesday; Good Friday and Easter Monday are not worked
        (
            {"kind": "after", "number": 4, "unit": "working days"},
            (date(2027, 1, 1), date(2027, 3, 23)),
            date(2027, 3, 31),
        ),
        ({"kind": "day", "day": 31, "month": 1}, YEAR, date(2026, 1, 31)),
        ({"kind": "day", "day": 31, "month": 1, "moved": "before"}, YEAR, date(2026, 1, 30)),
        ({"kind": "day", "day": 31, "month": 1, "moved": "after"}, YEAR, date(2026, 2, 2)),
        ({"kind": "day", "day": 26, "month": 3, "years": 1, "moved": "after"}, YEAR, date(2027, 3, 30)),
        ({"kind": "day", "day": 29, "month": 2}, YEAR, date(2026, 2, 28)),
        ({"kind": "day", "day": 29, "month": 2, "years": 2}, YEAR, date(2028, 2, 29)),
        (
            {"kind": "weekday-of-month", "which": 2, "weekday": "friday", "month": 10},
            YEAR,
            date(2026, 10, 9),
        ),
        (
            {"kind": "weekday-of-month", "which": -1, "weekday": "friday", "month": 6, "years": 1},
            YEAR,
            date(2027, 6, 25),
        ),
        ({"kind": "weekday-after", "which": -1, "weekday": "friday", "months_after": 0}, QUARTER, date(2026, 6, 26)),
        ({"kind": "weekday-after", "which": 1, "weekday": "monday", "months_after": 1}, QUARTER, date(2026, 7, 6)),
        ({"kind": "weekday-after", "which": -1, "weekday": "thursday", "months_after": 0}, WINTER, date(2024, 2, 29)),
        ({"kind": "announced"}, QUARTER, None),
    ],
)  # fmt: skip
def test_each_rule_gives_its_day(
    rule: dict[str, object], period: tuple[date, date], due: date | None
) -> None:
    made = read(rule)
    assert made.due(*period, holidays=EASTER) == due
    assert read(made.data()) == made
    assert made.words and not made.words[0].isspace()


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"kind": "sometime"}, "is one of"),
        ({"kind": "after", "number": 3}, "needs 'unit'"),
        ({"kind": "after", "number": "3", "unit": "days"}, "'number' must be"),
        ({"kind": "after", "number": 401, "unit": "days"}, "'number' must be"),
        ({"kind": "after", "number": True, "unit": "days"}, "'number' must be"),
        ({"kind": "day", "day": 31, "month": 6}, "No year has that day"),
        ({"kind": "day", "day": 30, "month": 2}, "No year has that day"),
        ({"kind": "announced", "day": 1}, "takes no 'day'"),
        ({"kind": "weekday-of-month", "which": 5, "weekday": "friday", "month": 1}, "'which' must be"),
        ({"kind": "day", "day": 1, "month": 1, "moved": "away"}, "'moved' must be"),
    ],
)
def test_a_rule_that_is_none_says_what_to_write(rule: dict[str, object], said: str) -> None:
    with pytest.raises(BadRule, match=said):
        read(rule)


def test_months_keep_the_last_day_the_last() -> None:
    assert months_after(date(2026, 6, 30), 3) == date(2026, 9, 30)
    assert months_after(date(2026, 9, 30), 3) == date(2026, 12, 31)
    assert months_after(date(2023, 11, 30), 3) == date(2024, 2, 29)
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_after(date(2026, 3, 15), -12) == date(2025, 3, 15)


def test_the_catalogue_holds_together() -> None:
    found = catalogue()
    assert len(found) >= 20
    for it in found.values():
        assert it.source and it.body and it.about and it.basis
        assert set(it.tiers) <= set(TIERS)
        assert it.rule.kind != "announced" or not it.verified


def test_what_is_checked_gives_the_days_its_source_names() -> None:
    found = catalogue()
    year = date(2025, 4, 1), date(2026, 3, 31)
    assert found["council-tax-base"].rule.due(*year) == date(2025, 10, 10)
    assert found["nndr1"].rule.due(*year) == date(2025, 1, 31)
    assert found["nndr3"].rule.due(*year) == date(2026, 7, 31)
    assert found["waste-data-flow"].rule.due(date(2025, 7, 1), date(2025, 9, 30)) == date(2025, 12, 31)
    assert found["gender-pay-gap"].rule.due(date(2024, 4, 1), date(2025, 3, 31)) == date(2026, 3, 30)
    assert found["air-quality-status"].rule.due(date(2025, 1, 1), date(2025, 12, 31)) == date(2026, 6, 30)


def test_bank_holidays_of_england_and_wales() -> None:
    assert [it.isoformat()[5:] for it in sorted(bank_holidays(2020))] == [
        "01-01", "04-10", "04-13", "05-08", "05-25", "08-31", "12-25", "12-28",
    ]  # fmt: skip
    assert [it.isoformat()[5:] for it in sorted(bank_holidays(2022))] == [
        "01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27",
    ]  # fmt: skip
    assert {it.isoformat()[5:] for it in bank_holidays(2021)} >= {"12-27", "12-28"}
