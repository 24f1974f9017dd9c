"""Beside others: what moved them all falls out, planted weights come back, and placebos say how unusual it is."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from numpy.typing import NDArray

from moothall.engines.effect import (
    Params,
    difference_in_differences,
    effect,
    interrupted_time_series,
    synthetic_control,
)
from moothall.engines.effect.synthetic import weights_of
from moothall.kit.periods import Period
from moothall.kit.series import Series, whole

FIRST = Period(date(2021, 4, 1), "P1M")
CHANGE = date(2024, 4, 1)  # after 36 months
MONTHS = 48
Floats = NDArray[np.floating]


def as_series(name: str, figures: Floats) -> Series:
    return whole(name, ((FIRST.moved(i), Decimal(f"{it:.2f}")) for i, it in enumerate(figures)))


def world(
    controls: int, *, size: float = 0.0, seed: int = 5, mixed: bool = True
) -> tuple[Series, list[Series]]:
    """A series and its controls, which share a storm from the day of the change on."""
    rng = np.random.default_rng(seed)
    causes = np.cumsum(rng.normal(0, 2, (MONTHS, 3)), axis=0)
    storm = np.where(np.arange(MONTHS) >= 36, 25.0, 0.0)
    others = 60 + rng.normal(0, 10, controls) + rng.normal(0, 1, (MONTHS, controls)) + storm[:, None]
    if mixed:
        others += causes @ rng.random((3, controls))
        own = 0.5 * others[:, 0] + 0.3 * others[:, 1] + 0.2 * others[:, 2]
    else:
        own = 40 + storm
    own = own + rng.normal(0, 1, MONTHS) + np.where(np.arange(MONTHS) >= 36, size, 0.0)
    return as_series("ours", own), [as_series(f"council {i}", it) for i, it in enumerate(others.T)]


def test_what_moved_them_all_falls_out() -> None:
    ours, others = world(6, size=-8, mixed=False)
    assert interrupted_time_series(ours, CHANGE).verdict == "higher"  # the storm passes for the change
    found = difference_in_differences(ours, others, CHANGE, better="lower")
    assert (found.verdict, found.method) == ("better", "difference in differences")
    assert found.estimate is not None and found.estimate.interval.lo95 < -8 < found.estimate.interval.hi95
    assert "Measured against the average of 6 controls." in found.words
    still, others = world(6, mixed=False)
    assert difference_in_differences(still, others, CHANGE).verdict == "no change seen"


def test_planted_weights_come_back() -> None:
    rng = np.random.default_rng(2)
    others = np.cumsum(rng.normal(size=(40, 8)), axis=0)
    planted = np.array([0.5, 0.3, 0.2, 0, 0, 0, 0, 0])
    assert weights_of(others @ planted + 7, others) == pytest.approx(planted, abs=1e-4)
    found = weights_of(others @ planted + rng.normal(0, 0.3, 40), others)
    assert found.sum() == pytest.approx(1) and (found >= 0).all()
    assert found == pytest.approx(planted, abs=0.1)


def test_a_synthetic_control_finds_the_effect_and_names_its_weights() -> None:
    ours, others = world(20, size=8)
    found = synthetic_control(ours, others, CHANGE, better="higher")
    assert found.verdict == "better" and found.estimate is not None
    assert float(found.estimate.value) == pytest.approx(8, abs=2)
    assert sum(found.weights.values()) == pytest.approx(1, abs=0.01)
    heaviest = sorted(found.weights, key=lambda it: -found.weights[it])[:2]
    assert set(heaviest) == {"council 0", "council 1"}
    assert found.checks["fit before"].passed is True


def test_placebos_in_space_rank_the_series_among_its_controls() -> None:
    ours, others = world(20, size=8)
    found = synthetic_control(ours, others, CHANGE).checks["placebo in space"]
    assert found.passed is True and found.figures["p"] == "0.0476"  # the first of twenty-one
    assert (found.figures["rank"], found.figures["of"]) == ("1", "21")
    quiet, others = world(20)
    found = synthetic_control(quiet, others, CHANGE).checks["placebo in space"]
    assert found.passed is False and float(found.figures["p"]) > 0.05
    few = difference_in_differences(ours, others[:4], CHANGE).checks["placebo in space"]
    assert few.passed is None and "So few cannot settle it" in few.words


def test_the_method_is_chosen_by_rule_with_the_others_beside_it() -> None:
    ours, others = world(20, size=8)
    found = effect(ours, CHANGE, controls=others)
    assert found.method == "synthetic control" and "followed the series" in found.why
    assert [it.method for it in found.beside] == ["interrupted time series", "difference in differences"]
    plain, others = world(4, size=8, mixed=False)
    found = effect(plain, CHANGE, controls=others)
    assert found.method == "difference in differences" and "kept its distance" in found.why
    assert [it.verdict for it in found.beside] == ["higher", "cannot tell"]
    drifting = as_series(
        "drifting", np.array([float(it or 0) + 1.5 * i for i, it in enumerate(plain.values)])
    )
    found = effect(drifting, CHANGE, controls=others)
    assert found.method == "interrupted time series" and "drifted" in found.why
    beside = next(it for it in found.beside if it.method == "difference in differences")
    assert beside.checks["pre-trend"].passed is False and "already drifting" in beside.words


def holed(given: Series, missing: Callable[[int], bool]) -> Series:
    return whole(
        given.name, ((it.period, None if missing(i) else it.value) for i, it in enumerate(given.points))
    )


def test_a_control_that_lacks_figures_is_left_out_and_a_lone_month_for_all() -> None:
    ours, others = world(6, size=-8, mixed=False)
    thin, gap = holed(others[0], lambda i: i % 4 == 0), holed(others[1], lambda i: i == 10)
    found = difference_in_differences(ours, [thin, gap, *others[2:], ours], CHANGE)
    assert "Left out, for want of figures: council 0." in found.checks["controls"].words
    assert found.checks["controls"].figures == {"used": "5", "left out": "1"} and found.before == 35
    assert found.verdict == "lower"
    none = difference_in_differences(ours, [thin], CHANGE)
    assert none.verdict == "cannot tell" and "0 controls with figures, and 1 is needed" in none.words
    assert effect(ours, CHANGE, controls=[thin]).method == "interrupted time series"
    assert synthetic_control(ours, others[:4], CHANGE).verdict == "cannot tell"


def test_shifting_a_control_or_scaling_all_changes_nothing_else() -> None:
    ours, others = world(8, size=8)
    found = synthetic_control(ours, others, CHANGE)
    up = [whole(it.name, ((p.period, (p.value or 0) + 1000) for p in it.points)) for it in others]
    assert synthetic_control(ours, up, CHANGE).weights == found.weights
    ten = [whole(it.name, ((p.period, (p.value or 0) * 10) for p in it.points)) for it in (ours, *others)]
    large = synthetic_control(ten[0], ten[1:], CHANGE)
    assert found.estimate and large.estimate
    assert float(large.estimate.value) == pytest.approx(10 * float(found.estimate.value), rel=1e-3)
    assert (
        large.weights == found.weights
        and large.checks["placebo in space"] == found.checks["placebo in space"]
    )


def test_whether_figures_are_counts_is_asked_of_the_series_not_of_the_difference() -> None:
    ours, others = world(6, size=-8, mixed=False)
    rounded = whole("ours", ((it.period, Decimal(round(it.value or 0))) for it in ours.points))
    found = difference_in_differences(rounded, others, CHANGE, params=Params(noun="calls"))
    assert "fewer calls a month since April 2024" in found.words
