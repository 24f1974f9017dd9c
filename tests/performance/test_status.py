"""The rule of status and the rule of travel: worked cases, then what must hold for any numbers."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.performance.status import Aim, Status, Travel, status, travel

NUMBERS = st.decimals(-1000, 1000, places=3)
TOLERANCES = st.decimals(0, 50, places=2)


@pytest.mark.parametrize(
    ("value", "aim", "polarity", "expected"),
    [
        ("48.0", Aim(D("48.0"), tolerance=D(2)), "higher", Status.ON_TRACK),
        ("46.0", Aim(D("48.0"), tolerance=D(2)), "higher", Status.CLOSE),
        ("45.9", Aim(D("48.0"), tolerance=D(2)), "higher", Status.OFF_TRACK),
        ("60", Aim(D(60), tolerance=D(5)), "lower", Status.ON_TRACK),
        ("65", Aim(D(60), tolerance=D(5)), "lower", Status.CLOSE),
        ("66", Aim(D(60), tolerance=D(5)), "lower", Status.OFF_TRACK),
        ("0", Aim(D(0)), "lower", Status.ON_TRACK),
        ("12.4", Aim(D(9), D(14), D(1)), "neither", Status.ON_TRACK),
        ("8.2", Aim(D(9), D(14), D(1)), "neither", Status.CLOSE),
        ("15.1", Aim(D(9), D(14), D(1)), "neither", Status.OFF_TRACK),
        ("12.4", Aim(D(9)), "neither", Status.NO_TARGET),
        ("12.4", None, "higher", Status.NO_TARGET),
        # as it is read: 94.96 is shown as 95.0 and 94.94 as 94.9
        ("94.96", Aim(D(95)), "higher", Status.ON_TRACK),
        ("94.94", Aim(D(95)), "higher", Status.OFF_TRACK),
    ],
)
def test_worked_cases(value: str, aim: Aim | None, polarity: str, expected: Status) -> None:
    assert status(D(value), aim, polarity, 1) is expected


@pytest.mark.parametrize("aim", [None, Aim(D(95))])
def test_missing_is_no_data_and_never_off_track(aim: Aim | None) -> None:
    assert status(None, aim, "higher", 1) is Status.NO_DATA


@given(NUMBERS, NUMBERS, TOLERANCES)
def test_higher_and_lower_mirror_each_other(value: D, target: D, tolerance: D) -> None:
    up = status(value, Aim(target, tolerance=tolerance), "higher", 3)
    assert up is status(-value, Aim(-target, tolerance=tolerance), "lower", 3)


@given(NUMBERS, NUMBERS, TOLERANCES, st.decimals(0, 100, places=3))
def test_a_better_value_never_stands_worse(value: D, target: D, tolerance: D, gain: D) -> None:
    order = [Status.OFF_TRACK, Status.CLOSE, Status.ON_TRACK]
    aim = Aim(target, tolerance=tolerance)
    before, after = (status(it, aim, "higher", 3) for it in (value, value + gain))
    assert order.index(after) >= order.index(before)


@pytest.mark.parametrize(
    ("value", "earlier", "polarity", "expected"),
    [
        ("47.7", "46.7", "higher", Travel("up", "better")),
        ("57.5", "63.4", "lower", Travel("down", "better")),
        ("72", "67", "lower", Travel("up", "worse")),
        ("12.4", "13.0", "neither", Travel("down", "")),
        ("9.91", "9.94", "lower", Travel("flat", "")),
        ("9.9", None, "lower", Travel("none", "")),
        (None, "9.9", "lower", Travel("none", "")),
    ],
)
def test_travel(value: str | None, earlier: str | None, polarity: str, expected: Travel) -> None:
    now, then = (None if it is None else D(it) for it in (value, earlier))
    assert travel(now, then, polarity, 1) == expected
