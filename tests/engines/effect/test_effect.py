"""Series made from a known truth: the effect is found, its interval holds it, or it is said that one cannot tell."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from moothall.engines.effect import Params, difference_in_differences, interrupted_time_series
from moothall.engines.effect.model import around, fit
from moothall.kit.periods import Period
from moothall.kit.series import Series, whole

FIRST = Period(date(2022, 1, 1), "P1M")
CHANGE = date(2024, 1, 1)  # after 24 months


def series(
    name: str = "calls", *, after: int = 12, effect: float = 0.0, seed: int = 1, scale: float = 3.0
) -> Series:
    rng = np.random.default_rng(seed)
    season = 8 * np.cos(2 * np.pi * np.arange(24 + after) / 12)
    figures = 100 + season + scale * rng.normal(size=24 + after)
    figures[24:] += effect
    return whole(name, ((FIRST.moved(i), Decimal(f"{it:.0f}")) for i, it in enumerate(figures)))


def changed(given: Series, by: Callable[[Decimal], Decimal]) -> Series:
    return whole(
        given.name, ((it.period, by(it.value) if it.value is not None else None) for it in given.points)
    )


def test_a_fall_is_found_sized_and_put_in_a_sentence() -> None:
    found = interrupted_time_series(series(effect=-12), CHANGE, better="lower", params=Params(noun="calls"))
    assert found.verdict == "better"
    assert found.estimate is not None
    assert found.estimate.interval.lo95 < -12 < found.estimate.interval.hi95 < 0
    assert (
        found.words.startswith("About 1")
        and "fewer calls a month since January 2024 (95% interval" in found.words
    )
    assert interrupted_time_series(series(effect=-12), CHANGE, better="higher").verdict == "worse"
    assert interrupted_time_series(series(effect=-12), CHANGE).verdict == "lower"


def test_nothing_is_seen_where_there_is_nothing_most_of_the_time() -> None:
    said = [interrupted_time_series(series(seed=seed), CHANGE).verdict for seed in range(12)]
    assert said.count("no change seen") >= 10


@pytest.mark.parametrize(("lean", "held"), [(0.0, 0.92), (0.6, 0.92)])
def test_the_interval_holds_the_truth(lean: float, held: float) -> None:
    rng = np.random.default_rng(7)
    noise = np.empty((150, 36))
    noise[:, 0] = rng.normal(size=150)
    for t in range(1, 36):
        noise[:, t] = lean * noise[:, t - 1] + np.sqrt(1 - lean**2) * rng.normal(size=150)
    noise[:, 24:] += 3
    design, names = around(np.arange(36), 24, 12)
    low, high = fit(design, noise + rng.normal(size=(150, 12))[:, np.arange(36) % 12]).limits(
        names.index("average")
    )
    assert ((low <= 3) & (high >= 3)).mean() >= held
    assert (low > 0).mean() >= 0.8


def test_too_few_periods_and_a_flat_past_cannot_tell_and_say_why() -> None:
    short = interrupted_time_series(series(after=5), CHANGE)
    assert (short.verdict, short.estimate) == ("cannot tell", None)
    assert "5 months with figures after the change, and 6 are needed" in short.words
    flat = changed(series(), lambda _: Decimal(5))
    assert "all the same" in interrupted_time_series(flat, CHANGE).words


def test_the_period_within_which_the_change_fell_is_left_out() -> None:
    found = interrupted_time_series(series(effect=-12, after=13), date(2024, 1, 15))
    assert found.left_out == FIRST.moved(24) and (found.before, found.after) == (24, 12)
    assert "left out of both sides" in found.checks["left out"].words


def test_missing_months_are_allowed() -> None:
    holed = whole(
        "calls",
        ((it.period, None if i in (5, 30) else it.value) for i, it in enumerate(series(effect=-12).points)),
    )
    found = interrupted_time_series(holed, CHANGE)
    assert (found.before, found.after, found.verdict) == (
        23,
        11,
        "cannot tell",
    )  # one short of what is needed before
    found = interrupted_time_series(holed, CHANGE, params=Params(fewest_before={"P1M": 20}))
    assert found.verdict == "lower"


def test_shifting_and_scaling_the_figures_shifts_and_scales_the_answer() -> None:
    plain = interrupted_time_series(series(effect=-12), CHANGE).estimate
    moved = interrupted_time_series(changed(series(effect=-12), lambda it: 10 * it + 500), CHANGE).estimate
    assert plain and moved
    assert float(moved.value) == pytest.approx(10 * float(plain.value), rel=1e-3)


def test_the_same_figures_give_the_same_answer() -> None:
    assert interrupted_time_series(series(effect=-4), CHANGE) == interrupted_time_series(
        series(effect=-4), CHANGE
    )


def test_beside_others_what_moved_them_all_falls_out() -> None:
    storm = [0.0] * 24 + [25.0] * 12

    def stormy(given: Series) -> Series:
        return whole(
            given.name,
            (
                (it.period, it.value + Decimal(f"{storm[i]:.0f}"))
                for i, it in enumerate(given.points)
                if it.value is not None
            ),
        )

    others = [stormy(series(f"council {seed}", seed=seed)) for seed in range(20, 26)]
    ours = stormy(series(effect=-12))
    assert interrupted_time_series(ours, CHANGE).verdict == "higher"  # the storm passes for the change
    found = difference_in_differences(ours, others, CHANGE, better="lower")
    assert found.verdict == "better" and found.method == "difference in differences"
    assert found.estimate is not None and found.estimate.interval.lo95 < -12 < found.estimate.interval.hi95
    assert found.checks["placebo in space"].passed
    assert found.checks["controls"].figures == {"used": "6", "left out": "0"}
    still = difference_in_differences(stormy(series()), others, CHANGE)
    assert still.verdict == "no change seen"


def test_a_control_that_lacks_figures_is_left_out_and_none_left_is_refused() -> None:
    thin = whole("thin", [(FIRST, Decimal(1)), (FIRST.moved(35), Decimal(2))])
    found = difference_in_differences(series(effect=-12), [series("other", seed=9), thin], CHANGE)
    assert "Left out for want of figures: thin" in found.checks["controls"].words
    with pytest.raises(ValueError, match="nine in ten"):
        difference_in_differences(series(), [thin], CHANGE)


def test_quarters_and_years_ask_for_enough_of_them() -> None:
    years = whole("years", ((Period(date(2015 + i, 4, 1), "P1Y"), Decimal(10 + i % 2)) for i in range(8)))
    found = interrupted_time_series(years, date(2020, 4, 1))
    assert found.verdict == "cannot tell" and "10 are needed" in found.words
