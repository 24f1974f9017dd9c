"""The four rules, each alone, on limits that are easy to see: average 0, limits at 3, two thirds at 2."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.spc.series import UNIT, Figure, d

from moothall.engines.spc import outside, shift, trend, two_in_three


def high(*places: int) -> dict[int, str]:
    return dict.fromkeys(places, "high")


def low(*places: int) -> dict[int, str]:
    return dict.fromkeys(places, "low")


def test_outside_is_beyond_a_limit_and_not_on_it() -> None:
    assert outside(d([3, "3.01", -3, "-3.01", 0, None]), UNIT) == high(1) | low(3)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([1, 2, 3, 4, 5, 6], {}),  # six rise: five steps
        ([1, 2, 3, 4, 5, 6, 7], high(*range(7))),
        ([7, 6, 5, 4, 3, 2, 1], low(*range(7))),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], high(*range(1, 8))),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], low(*range(1, 8))),
        ([1, 2, 3, 3, 4, 5, 6, 7], {}),  # a tie breaks it
        ([1, 2, 3, None, 4, 5, 6, 7], {}),  # so does a gap
        ([0, -1, -2, -3, -4, -5, -6, -7], low(*range(8))),  # eight fall: all of them
        ([], {}),
    ],
)
def test_a_trend_is_seven_that_rise_or_fall(values: list[Figure], found: dict[int, str]) -> None:
    assert trend(d(values), UNIT) == found


def test_where_a_trend_turns_the_point_belongs_to_the_one_that_begins() -> None:
    up, down = [1, 2, 3, 4, 5, 6, 7], [6, 5, 4, 3, 2, 1]
    assert trend(d([*up, *down]), UNIT) == high(*range(6)) | low(*range(6, 13))


def test_a_tie_between_two_trends_leaves_each_its_own_side() -> None:
    # NHSRplotthedots takes the last point of the first trend for falling here: the step after it is nought.
    up = [1, 2, 3, 4, 5, 6, 7]
    assert trend(d([*up, 7, *range(8, 14)]), UNIT) == high(*range(14))


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([1] * 6, {}),
        ([1] * 7, high(*range(7))),
        ([1] * 8 + [-1], high(*range(8))),
        ([-1] * 8 + [1], low(*range(8))),
        ([1] * 6 + [-1], {}),
        ([1] * 3 + [0] + [1] * 4, {}),  # on the average: broken
        ([1] * 3 + [None] + [1] * 4, {}),
        ([1] * 7 + [-1] * 7, high(*range(7)) | low(*range(7, 14))),
        ([0] * 20, {}),
    ],
)
def test_a_shift_is_seven_on_one_side(values: list[Figure], found: dict[int, str]) -> None:
    assert shift(d(values), UNIT) == found


C = "2.5"  # close to the upper limit


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([C, 1, C], high(0, 2)),  # only the close ones
        ([1, C, C], high(1, 2)),
        ([C, C, 1], high(0, 1)),
        ([C, C, C], high(0, 1, 2)),
        ([1, 1, C, 1, C, 1, 1], high(2, 4)),
        ([C, 1, 1, C], {}),  # too far apart
        ([C, 1, 1, C, C], high(3, 4)),
        (["-2.5", -1, "-2.5"], low(0, 2)),
        ([C, -1, C], {}),  # all three on one side
        ([C, 0, C], {}),  # the average is on neither
        ([C, "-2.5", 1], {}),
        ([C, None, C], {}),
        ([C, None, C, C], {}),
        ([2, 1, 2], {}),  # on two thirds is not beyond it
        ([3, 1, 3], high(0, 2)),  # on the limit is not outside it
        (["3.5", "3.5", C], {}),  # outside ones do not count as close
        (["3.5", C, C], high(1, 2)),  # but may be the third
        ([C, C], {}),  # three are needed
    ],
)
def test_two_in_three_close_to_a_limit(values: list[Figure], found: dict[int, str]) -> None:
    assert two_in_three(d(values), UNIT) == found


FIGURES = st.lists(st.none() | st.sampled_from([-4, -3, -2, -1, 0, 1, 2, 3, 4, "2.5", "-2.5"]), max_size=40)


@given(FIGURES)
def test_the_rules_flag_what_their_definitions_say(figures: list[Figure]) -> None:
    """Point by point over every window it is in, as NHSRplotthedots defines them."""
    values = d(figures)

    def windows(place: int, width: int) -> list[list]:  # type: ignore[type-arg]
        starts = range(max(place - width + 1, 0), min(place, len(values) - width) + 1)
        found = [values[start : start + width] for start in starts]
        return [it for it in found if None not in it]

    for place, value in enumerate(values):
        sevens, threes = windows(place, 7), windows(place, 3)
        falls = [[a > b for a, b in pairwise(it)] for it in sevens]
        rises = [[a < b for a, b in pairwise(it)] for it in sevens]
        assert (place in trend(values, UNIT)) == any(map(all, [*falls, *rises]))
        sided = any(all(x > 0 for x in it) or all(x < 0 for x in it) for it in sevens)
        assert (place in shift(values, UNIT)) == sided
        close = any(
            (all(x > 0 for x in it) or all(x < 0 for x in it)) and sum(2 < abs(x) <= 3 for x in it) >= 2
            for it in threes
        )
        assert (place in two_in_three(values, UNIT)) == (close and value is not None and 2 < abs(value) <= 3)
        assert (place in outside(values, UNIT)) == (value is not None and abs(value) > 3)
