"""Medians and quartiles: known answers, and agreement with the standard library's inclusive method."""

import statistics
from decimal import Decimal, getcontext, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.engines.peers import median, ordinal, quartiles

FIGURES = st.decimals(-(10**6), 10**6, places=2)


def decimals(*values: str) -> list[Decimal]:
    return [Decimal(value) for value in values]


def test_excel_quartile_inc_example() -> None:
    # Microsoft's own example for QUARTILE.INC: {1, 2, 4, 7, 8, 9, 10, 12}, first quartile 3.5.
    spread = quartiles(decimals("1", "2", "4", "7", "8", "9", "10", "12"))
    assert spread == (Decimal("3.5"), Decimal("7.5"), Decimal("9.25"))
    assert spread.iqr == Decimal("5.75")


def test_one_value_is_its_own_quartiles() -> None:
    assert quartiles(decimals("4.2")) == (Decimal("4.2"),) * 3


@given(st.lists(FIGURES, min_size=2, max_size=40))
def test_same_as_the_inclusive_method_of_the_standard_library(values: list[Decimal]) -> None:
    assert list(quartiles(values)) == statistics.quantiles(values, n=4, method="inclusive")
    assert median(values) == statistics.median(values)


def test_exact_whatever_precision_the_caller_has_set() -> None:
    values = decimals("0.1", "0.2", "1234567.89", "9999999.99")
    with localcontext(prec=3):
        narrow = quartiles(values)
    assert getcontext().prec > 3
    assert narrow == quartiles(values) == (Decimal("0.175"), Decimal("617284.045"), Decimal("3425925.915"))


def test_nothing_has_no_median() -> None:
    with pytest.raises(ValueError, match="no median of nothing"):
        median([])


@pytest.mark.parametrize(
    "words", ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "101st", "111th", "113th"]
)
def test_ordinals(words: str) -> None:
    assert ordinal(int(words[:-2])) == words
