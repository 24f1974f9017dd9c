"""The intervals against values that others have published, and against the coin they claim to describe."""

import math
import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.engines.peers import byar, exact_poisson, wilson

# Newcombe RG (1998), Two-sided confidence intervals for the single proportion: comparison of seven methods,
# Statistics in Medicine 17, 857-872, Table I, method 3 (score, without continuity correction), 95%.
NEWCOMBE = [
    (81, 263, "0.2553", "0.3662"),
    (15, 148, "0.0624", "0.1605"),
    (0, 20, "0.0000", "0.1611"),
    (1, 29, "0.0061", "0.1718"),
]

# The exact 95% limits of a Poisson count (Garwood 1936), to the two decimals that the usual tables print.
POISSON = [
    (0, "0.00", "3.69"),
    (1, "0.03", "5.57"),
    (5, "1.62", "11.67"),
    (10, "4.80", "18.39"),
    (20, "12.22", "30.89"),
    (50, "37.11", "65.92"),
]


def four(value: Decimal) -> str:
    return f"{value:.4f}"


@pytest.mark.parametrize(("numerator", "denominator", "lower", "upper"), NEWCOMBE)
def test_wilson_agrees_with_newcombe(numerator: int, denominator: int, lower: str, upper: str) -> None:
    assert tuple(map(four, wilson(numerator, denominator))) == (lower, upper)


@pytest.mark.parametrize(("count", "lower", "upper"), POISSON)
def test_exact_agrees_with_the_published_tables(count: int, lower: str, upper: str) -> None:
    assert tuple(f"{limit:.2f}" for limit in exact_poisson(count, 1)) == (lower, upper)


@pytest.mark.parametrize("count", [1, 4, 9])
def test_exact_limits_leave_a_fortieth_in_each_tail(count: int) -> None:
    low, high = (float(limit) for limit in exact_poisson(count, 1))
    at_most = [
        sum(math.exp(-rate) * rate**k / math.factorial(k) for k in range(count)) for rate in (low, high)
    ]
    assert 1 - at_most[0] == pytest.approx(0.025, abs=1e-6)
    assert at_most[1] + math.exp(-high) * high**count / math.factorial(count) == pytest.approx(
        0.025, abs=1e-6
    )


@pytest.mark.parametrize("count", range(10, 100))
def test_byar_is_within_two_thousandths_of_exact_from_ten_events(count: int) -> None:
    # The accuracy that Public Health England's Technical Guide: Confidence Intervals (2018) states.
    for ours, exact in zip(byar(count, 1), exact_poisson(count, 1), strict=True):
        assert abs(ours / exact - 1) < Decimal("0.002")


def test_byar_is_not_close_below_ten_which_is_why_exact_is_used_there() -> None:
    assert abs(byar(1, 1).lower / exact_poisson(1, 1).lower - 1) > Decimal("0.2")


def test_a_rate_is_per_unit_of_its_denominator() -> None:
    whole, share = byar(40, 1), byar(40, 8000)
    assert share.lower * 8000 == pytest.approx(whole.lower)
    assert share.upper * 8000 == pytest.approx(whole.upper)


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_wilson_holds_the_proportion_and_stays_within_nought_and_one(a: int, b: int) -> None:
    numerator, denominator = min(a, b), b
    low, high = wilson(numerator, denominator)
    assert 0 <= low <= Decimal(numerator) / denominator <= high <= 1
    assert (low == 0) == (numerator == 0)
    assert (high == 1) == (numerator == denominator)


@given(st.integers(0, 10**7))
def test_byar_holds_the_count(count: int) -> None:
    low, high = byar(count, 1)
    assert 0 <= low <= count < high


@pytest.mark.parametrize(("share", "size"), [(0.05, 60), (0.3, 40), (0.5, 200), (0.93, 120)])
def test_wilson_covers_the_truth_about_19_times_in_20(share: float, size: int) -> None:
    rng = random.Random(20260101)
    trials = 3000
    truth = Decimal(str(share))
    limits = [wilson(count, size) for count in range(size + 1)]
    counts = (sum(rng.random() < share for _ in range(size)) for _ in range(trials))
    covered = sum(limits[count].lower <= truth <= limits[count].upper for count in counts)
    assert 0.93 <= covered / trials <= 0.98


@pytest.mark.parametrize("interval", [wilson, byar, exact_poisson])
def test_impossible_counts_are_refused_in_a_sentence(interval) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="denominator above nought"):
        interval(1, 0)
    with pytest.raises(ValueError, match="cannot be negative"):
        interval(-1, 10)
    with pytest.raises(ValueError, match="cannot exceed"):
        wilson(11, 10)
