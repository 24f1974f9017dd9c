"""Series made from a known truth: the effect is found, its interval holds it, or it is said that one cannot tell."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from scipy.stats import t as t_distribution

from moothall.engines.effect import Params, effect, interrupted_time_series
from moothall.engines.effect.model import Prior, around, fit
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


def test_quarters_and_years_ask_for_enough_of_them() -> None:
    years = whole("years", ((Period(date(2015 + i, 4, 1), "P1Y"), Decimal(10 + i % 2)) for i in range(8)))
    found = interrupted_time_series(years, date(2020, 4, 1))
    assert found.verdict == "cannot tell" and "10 are needed" in found.words


def test_the_season_the_level_and_the_slope_are_told_apart() -> None:
    """A season of 8, a fall of 20 at the change and a rise of 2 a month from there: on average, 9 fewer."""
    rng = np.random.default_rng(4)
    at = np.arange(48)
    figures = (
        100
        + 8 * np.cos(2 * np.pi * at / 12)
        + rng.normal(0, 1, 48)
        + np.where(at >= 36, 2 * (at - 36) - 20, 0)
    )
    given = whole("calls", ((FIRST.moved(i), Decimal(f"{it:.2f}")) for i, it in enumerate(figures)))
    found = interrupted_time_series(given, date(2025, 1, 1))
    assert found.estimate and found.level and found.slope
    for estimate, truth in ((found.estimate, -9), (found.level, -20), (found.slope, 2)):
        assert estimate.interval.lo95 < truth < estimate.interval.hi95
        assert float(estimate.value) == pytest.approx(truth, abs=1.5)
    assert not found.slope.interval.has_nought


def test_a_trend_before_is_carried_on_and_said() -> None:
    rng = np.random.default_rng(6)
    figures = 100 + 2 * np.arange(48) + rng.normal(0, 2, 48)
    given = whole("calls", ((FIRST.moved(i), Decimal(f"{it:.1f}")) for i, it in enumerate(figures)))
    found = interrupted_time_series(given, date(2025, 1, 1))
    assert found.verdict == "no change seen"  # though the after-period is 60 higher on average
    assert "trend before the change (up about 2" in found.checks["pre-trend"].words


def test_an_outlier_and_a_drift_that_nobody_made_are_said() -> None:
    odd = whole(
        "calls", ((it.period, Decimal(160) if i == 7 else it.value) for i, it in enumerate(series().points))
    )
    found = interrupted_time_series(odd, CHANGE)
    assert (
        found.checks["outliers"].passed is False and "Take care: Aug 2022 is unlike the rest." in found.words
    )
    assert interrupted_time_series(series(), CHANGE).checks["outliers"].passed is True
    early = [100 + (i * 7) % 5 + (40 if i >= 26 else 0) for i in range(60)]
    given = whole("calls", ((FIRST.moved(i), Decimal(it)) for i, it in enumerate(early)))
    placebo = interrupted_time_series(given, date(2026, 1, 1)).checks["placebo in time"]
    assert placebo.passed is False and int(placebo.figures["found"]) >= 1


def test_words_for_measures_for_no_change_and_for_other_periods() -> None:
    rates = changed(series(effect=-12), lambda it: it / 4)
    found = interrupted_time_series(rates, CHANGE, params=Params(unit="%"))
    assert "% lower on average since January 2024 (95% interval" in found.words
    none = interrupted_time_series(series(), CHANGE)
    assert none.words.startswith("No change seen since January 2024: about ")
    assert "but it could be anything from" in none.words and "fewer to" in none.words
    quarters = whole(
        "visits",
        (
            (Period(FIRST.start, "P3M").moved(i), Decimal(50 + (i * 5) % 7 + 30 * (i >= 16)))
            for i in range(24)
        ),
    )
    said = interrupted_time_series(quarters, date(2026, 1, 1))
    assert said.verdict == "higher" and "more a quarter since Q4 2025-26" in said.words


def test_days_are_refused_and_a_change_outside_the_series_cannot_be_told() -> None:
    days = whole("calls", ((Period(date(2024, 1, 1), "P1D").moved(i), Decimal(i % 7)) for i in range(400)))
    assert "weeks or months" in interrupted_time_series(days, date(2024, 9, 1)).words
    for day in (date(2019, 1, 1), date(2031, 5, 20)):
        assert interrupted_time_series(series(), day).verdict == "cannot tell"
    assert effect(series(effect=-12), CHANGE).why == "No controls were given."


def test_figures_without_noise_do_not_break_it() -> None:
    plain = whole("calls", ((FIRST.moved(i), Decimal(100 + i % 12 - 20 * (i >= 36))) for i in range(48)))
    found = interrupted_time_series(plain, date(2025, 1, 1))
    assert found.verdict == "lower" and found.estimate is not None
    assert float(found.estimate.value) == pytest.approx(-20, abs=0.5)


def test_at_one_point_of_the_grid_it_is_generalised_least_squares() -> None:
    """Written out with the whole matrix of variances, two periods missing, beside the whitened sums."""
    rng = np.random.default_rng(11)
    at = np.delete(np.arange(40), (5, 30))
    values = rng.normal(size=(1, 38)) + 0.1 * at
    design, names = around(at, 28, 1, trend="any")
    found = fit(design, values, Prior(correlations=(0.6,)))
    inverse = np.linalg.inv(0.6 ** np.abs(at[:, None] - at[None, :]))
    after = (at >= 28).astype(float)
    columns = np.column_stack([np.ones(38), after, (at - 28) * after, at])
    variance = np.linalg.inv(columns.T @ inverse @ columns)
    coefficients = variance @ columns.T @ inverse @ values[0]
    left = values[0] - columns @ coefficients
    asked = np.array([0, 1, ((at - 28) * after)[after > 0].mean(), 0])
    scale = np.sqrt(left @ inverse @ left / 34 * (asked @ variance @ asked))
    low, high = found.limits(names.index("average"))
    assert found.estimate(0)[0] == pytest.approx(asked @ coefficients)
    assert high[0] - low[0] == pytest.approx(2 * t_distribution.ppf(0.975, 34) * scale, rel=1e-4)


def test_many_at_once_are_as_one_by_one() -> None:
    rng = np.random.default_rng(3)
    values = rng.normal(size=(40, 36))
    design, _ = around(np.arange(36), 24, 12)
    together = fit(design, values).limits(0)
    for row in (0, 17, 39):
        alone = fit(design, values[row : row + 1]).limits(0)
        assert [it[0] for it in alone] == pytest.approx([it[row] for it in together], abs=0.01)
