"""One measure divided by another: a value, or why there is none."""

from datetime import date
from decimal import Decimal as D

from moothall.engines.lean import divide, gathered
from moothall.kit.periods import Period


def month(number: int, year: int = 2025) -> Period:
    return Period(date(year, number, 1), "P1M")


def test_only_what_both_have_is_divided_and_the_rest_says_why() -> None:
    over = {month(4): D(100), month(5): D(90), month(6): None, month(7): D(50)}
    under = {month(4): D(8), month(6): D(3), month(7): D(0)}
    found = divide(over, under)
    assert [it.value for it in found] == [D("12.5"), None, None, None]
    assert [it.reason for it in found] == [
        "",
        "no figure for the lower measure",
        "no figure for the upper measure",
        "the lower measure is nought",
    ]
    assert divide({month(4): D(3)}, {month(4): D(4)}, D(100))[0].value == D(75)


def test_months_add_up_to_a_year_only_when_every_one_is_there() -> None:
    whole = {month(n): D(n) for n in range(4, 13)} | {month(n, 2026): D(1) for n in range(1, 4)}
    year = Period(date(2025, 4, 1), "P1Y")
    assert gathered(whole, "P1Y") == {year: D(sum(range(4, 13)) + 3)}
    assert gathered({**whole, month(12): None}, "P1Y") == {year: None}
    assert gathered({key: value for key, value in whole.items() if key != month(5)}, "P1Y") == {year: None}
    quarter = Period(date(2025, 4, 1), "P3M")
    assert gathered({month(4): D(1), month(5): D(2), month(6): D(3)}, "P3M") == {quarter: D(6)}
    assert gathered({month(4): D(1)}, "P1M") == {month(4): D(1)}
