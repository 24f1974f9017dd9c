"""Averages and limits: worked examples to the last digit, screening, baselines, clipping, and figures without any."""

from decimal import Decimal
from fractions import Fraction

import pytest
from tests.engines.spc.series import SEQUENCE, d, monthly, rounded

from moothall.engines.spc import chart, limits_of
from moothall.engines.spc.limits import decimals, published


def test_the_worked_example_to_four_decimals() -> None:
    (segment,) = chart(monthly(SEQUENCE), "higher").segments
    numbers = (segment.mean, segment.range_mean, segment.upper, segment.lower)
    assert rounded(numbers) == ["51.0769", "4.5000", "63.0469", "39.1069"]
    assert rounded((segment.near_upper, segment.near_lower)) == ["59.0569", "43.0969"]
    assert (segment.figures, segment.basis, segment.screened) == (13, 13, ())


def test_the_largest_range_of_the_worked_example_is_just_under_the_screen() -> None:
    limits = limits_of(d(SEQUENCE))
    assert limits and Fraction("3.267") * limits.range_mean == Fraction("14.7015")
    # From 46 to 61 the range is 15, and the mean range 55/12: still kept, 15 < 14.97... is false.
    further = limits_of(d((*SEQUENCE[:-1], 61)))
    assert further and further.screened == (12,)
    assert further.range_mean == Fraction(40, 11)


def test_the_limits_that_nhsrplotthedots_publishes_for_twenty_figures() -> None:
    # Its snapshot for R's set.seed(123); rnorm(20), here in thousandths: mean 0.142, limits -3.01 and 3.29.
    figures = [-560, -230, 1559, 71, 129, 1715, 461, -1265, -687, -446, 1224, 360, 401, 111, -556, 1787, 498]
    limits = limits_of(d([*figures, -1967, 701, -473]), screen=False)
    assert limits
    found = [float(it) / 1000 for it in (limits.mean, limits.lower, limits.upper)]
    assert found == pytest.approx([0.142, -3.01, 3.29], abs=0.005)


def test_screening_makes_the_limits_narrower_once() -> None:
    figures = [*SEQUENCE, 51, 150, 50, 52]
    screened, whole = limits_of(d(figures)), limits_of(d(figures), screen=False)
    assert screened and whole
    assert (screened.screened, whole.screened) == ((14, 15), ())
    assert screened.mean == whole.mean, "the point itself stays in the average"
    assert screened.upper - screened.lower < whole.upper - whole.lower
    # Once: what is outlying only after the first screening stays.
    twice = limits_of(d([0, 0, 1, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0, 60, 0, 0, 0, 0, 0, 0, 0]))
    assert twice and twice.screened == (13, 14)
    assert Fraction(5) > Fraction("3.267") * twice.range_mean, "a second screening would leave it out"


def test_screening_never_leaves_limits_without_width() -> None:
    # NHSRplotthedots leaves every range of nought of a constant series out (0 < 0 is false) and has no limits then.
    constant = limits_of(d([50] * 15))
    assert constant and constant.upper == constant.lower == constant.mean == 50
    # One case in a row of noughts: were it screened out, every nought would lie outside limits of no width.
    rare = limits_of(d([0] * 7 + [5] + [0] * 5))
    assert rare and rare.screened == () and rare.lower < 0 < rare.mean < rare.upper


def test_no_range_is_taken_across_a_gap() -> None:
    limits = limits_of(d([10, 12, None, 50, 52]))
    assert limits and (limits.mean, limits.range_mean) == (31, 2)


@pytest.mark.parametrize("values", [[], [None], [5], [5, None, 7], [None, 5, None]])
def test_no_two_neighbours_no_limits(values: list[int | None]) -> None:
    assert limits_of(d(values)) is None


def test_a_baseline_is_of_figures_not_of_periods() -> None:
    limits = limits_of(d([10, None, 12, 14, 90, 95]), baseline=3)
    assert limits and (limits.mean, limits.range_mean, limits.basis) == (12, 2, 3)
    longer = limits_of(d([10, 12]), baseline=20)
    assert longer and longer.basis == 2


def test_limits_are_clipped_only_where_asked() -> None:
    values = d([1, 3, 0, 2, 4, 1])
    free, clipped = limits_of(values), limits_of(values, floor=Decimal(0), ceiling=Decimal(5))
    assert free and free.lower < free.near_lower < 0 and free.near_upper > 5
    assert clipped and clipped.lower == clipped.near_lower == 0
    assert (clipped.upper, clipped.near_upper, clipped.mean) == (5, 5, free.mean)


def test_figures_are_shown_exactly_or_six_decimals_further() -> None:
    assert decimals(d(["1", "2.50", "-0.125", None])) == 3
    assert str(published(Fraction(5), 1)) == "5.0"
    assert str(published(Fraction("5.25"), 1)) == "5.25"
    assert str(published(Fraction(1, 3), 1)) == "0.3333333"
    assert str(published(Fraction(-1, 10**9), 0)) == "0.000000", "never minus nought"
