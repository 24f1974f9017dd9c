"""What a debt paid late costs: Bank Rate by date, the half-year that fixes it, fixed sums, and days."""

import itertools
from datetime import date
from decimal import Decimal

import pytest

from moothall.reference import late_payment as law

pytestmark = pytest.mark.once

# payontime.co.uk's table of reference rates, to the first half of 2024; after it the decisions themselves
PUBLISHED = {
    (2012, 1): "0.50",
    (2016, 7): "0.50",
    (2017, 1): "0.25",
    (2018, 1): "0.50",
    (2018, 7): "0.50",
    (2019, 1): "0.75",
    (2020, 1): "0.75",
    (2020, 7): "0.10",
    (2022, 1): "0.25",
    (2022, 7): "1.25",
    (2023, 1): "3.50",
    (2023, 7): "5.00",
    (2024, 1): "5.25",
    (2024, 7): "5.25",
    (2025, 1): "4.75",
    (2025, 7): "4.25",
    (2026, 1): "3.75",
    (2026, 7): "3.75",
}


def test_statutory_rate_is_eight_over_bank_rate_at_the_end_of_the_half_year_before() -> None:
    for (year, month), reference in PUBLISHED.items():
        for day in (date(year, month, 1), date(year, month + 5, 30)):
            assert law.statutory_rate(day) == Decimal(reference) + 8


def test_rows_are_in_order_each_with_its_source() -> None:
    rates = law.bank_rates()
    assert [it.starts for it in rates] == sorted({it.starts for it in rates})
    assert all(it.source and 0 < it.per_cent < 20 for it in rates)
    assert all(now.per_cent != then.per_cent for then, now in itertools.pairwise(rates))


def test_a_day_before_the_first_row_is_not_known() -> None:
    with pytest.raises(LookupError, match="add its rows"):
        law.bank_rate(date(2009, 3, 4))


def test_bank_rate_by_day() -> None:
    assert law.bank_rate(date(2024, 7, 31)) == Decimal("5.25")
    assert law.bank_rate(date(2024, 8, 1)) == 5
    assert law.bank_rate(date(2024, 8, 1), ((date(2020, 1, 1), Decimal(1)),)) == 1


@pytest.mark.parametrize(
    ("debt", "owed"),
    [("0.01", 40), ("999.99", 40), ("1000", 70), ("9999.99", 70), ("10000", 100), ("2000000", 100)],
)
def test_fixed_sums(debt: str, owed: int) -> None:
    assert law.fixed_sum(Decimal(debt)) == owed


def test_the_thirtieth_day_is_in_time_and_interest_runs_from_the_day_after() -> None:
    assert law.interest(Decimal(1_000), date(2024, 3, 1), date(2024, 3, 31)) is None
    owed = law.interest(Decimal(1_000), date(2024, 3, 1), date(2024, 4, 1))
    assert owed == law.Interest(1, Decimal("13.25"), Decimal("0.36"), Decimal(70))
    assert owed.total == Decimal("70.36")


def test_the_rate_is_that_of_the_day_interest_began_and_stays() -> None:
    """Due on 30 June 2025: interest begins on 1 July, at 4.25 + 8, whatever the bank does in August."""
    owed = law.interest(Decimal(20_000), date(2025, 5, 31), date(2025, 10, 8))
    assert owed is not None
    assert (owed.days, owed.per_cent) == (100, Decimal("12.25"))
    assert owed.interest == Decimal("671.23")
    before = law.interest(Decimal(20_000), date(2025, 5, 30), date(2025, 10, 8))
    assert before is not None
    assert before.per_cent == Decimal("12.75")


def test_nothing_is_no_debt() -> None:
    with pytest.raises(ValueError, match="more than nothing"):
        law.interest(Decimal(0), date(2024, 3, 1), date(2024, 4, 1))
