"""What the forecast engine answers where the truth is known."""

from decimal import Decimal

import numpy as np
import pytest
from tests.engines.forecast.making import made, noise, wave

from moothall.engines.forecast import NotForecast, Params, Result, forecast, forecast_many
from moothall.engines.forecast.models import AVERAGE, NAIVE, SEASONAL_NAIVE, SMOOTHING, STRAIGHT, THETA

QUICK = Params(windows=4)


def means(result: Result) -> list[float]:
    return [float(it.mean) for it in result.points]


def test_season_and_level_are_recovered_and_naive_is_beaten() -> None:
    found = forecast(made(300 + wave(84) + noise(84, 6)), 12, params=QUICK)
    truth = 300 + wave(96)[84:]
    assert np.abs(np.array(means(found)) - truth).mean() < 5
    assert found.model in (AVERAGE, THETA, SMOOTHING, STRAIGHT)
    assert found.mase is not None and found.mase_naive is not None and found.mase < found.mase_naive
    assert str(found.mase) in found.label and str(found.mase_naive) in found.label
    assert found.windows == 4 and not found.findings


def test_a_trend_is_followed() -> None:
    found = forecast(made(100 + 2 * np.arange(84) + wave(84) + noise(84, 3)), 12)
    truth = 100 + 2 * np.arange(84, 96) + wave(96)[84:]
    assert found.model == STRAIGHT
    assert np.abs(np.array(means(found)) - truth).mean() < 5


def test_the_periods_follow_the_last_and_limits_enclose_the_mean() -> None:
    found = forecast(made(50 + noise(40)), 14, params=QUICK)
    assert [it.period.iso for it in found.points][:2] == ["2015-05", "2015-06"]
    assert len(found.points) == 14
    for it in found.points:
        assert it.lo95 is not None and it.lo80 is not None and it.hi80 is not None and it.hi95 is not None
        assert it.lo95 < it.lo80 < it.mean < it.hi80 < it.hi95


def test_naive_answers_where_the_level_wanders_and_nothing_beats_it() -> None:
    yearly = forecast(made(1000 + np.cumsum(noise(40, 10, seed=2)), "P1Y"), 3)
    assert yearly.model == NAIVE
    assert yearly.mase == yearly.mase_naive
    assert "no model did better" in yearly.label
    assert len(yearly.candidates) == 5 and sum(it.chosen for it in yearly.candidates) == 1


def test_an_exact_season_is_a_tie_and_ties_go_to_naive() -> None:
    found = forecast(made(np.tile(np.arange(12.0) * 10 + 5, 5)), 12, params=QUICK)
    assert found.model == SEASONAL_NAIVE
    assert means(found) == [it * 10 + 5 for it in range(12)]
    assert "repeated itself exactly" in found.label and found.points[0].lo95 is None
    assert found.findings[0].sentence.startswith("Every period is the same as the one a year before")


@pytest.mark.parametrize(
    ("n", "model", "words"),
    [
        (1, NAIVE, "there is only 1 month"),
        (9, NAIVE, "only 9 months"),
        (20, SEASONAL_NAIVE, "only 20 months"),
    ],
)
def test_a_short_series_gets_the_naive_answer_labelled(n: int, model: str, words: str) -> None:
    found = forecast(made(np.arange(n) + 3.0), 12)
    assert found.model == model and words in found.label
    assert found.findings[0].kind == "short"
    assert means(found)[0] == (n + 2 if n <= 12 else n - 9)
    assert (found.points[0].lo95 is None) == (n < 4)


def test_quarters_and_years_are_forecast() -> None:
    quarterly = forecast(made(200 + wave(32, 40, 4) + noise(32, 4), "P3M"), 6, params=QUICK)
    assert [it.period.label for it in quarterly.points][:2] == ["Q4 2019-20", "Q1 2020-21"]
    assert np.abs(np.array(means(quarterly)) - (200 + wave(38, 40, 4)[32:])).mean() < 8
    yearly = forecast(made(50 + noise(20), "P1Y"), 2, params=QUICK)
    assert [it.period.iso for it in yearly.points] == ["2032", "2033"]


def test_a_series_that_never_was_below_zero_stays_above_it_and_others_need_not() -> None:
    low = np.maximum(3 + noise(60, 3), 0)
    found = forecast(made(low), 6, params=QUICK)
    assert found.points[0].lo95 == 0 and "not below zero" in [it.kind for it in found.findings]
    free = forecast(made(low), 6, params=Params(windows=4, never_below_zero=False))
    assert free.points[0].lo95 is not None and free.points[0].lo95 < 0
    balance = forecast(made(noise(60, 3)), 6, params=QUICK)
    assert balance.points[0].lo95 is not None and balance.points[0].lo95 < 0


def test_a_constant_series_is_its_value_without_an_interval() -> None:
    found = forecast(made([5.0] * 40), 3)
    assert means(found) == [5, 5, 5]
    assert found.points[0].lo95 is None and found.mase is None
    assert [it.kind for it in found.findings] == ["constant"]


def test_coverage_is_measured_on_windows_whose_intervals_saw_only_the_past() -> None:
    found = forecast(made(300 + wave(120) + noise(120, 6)), 12)
    assert found.windows == 16
    assert found.coverage95 is not None and found.coverage95 >= Decimal("0.9")
    assert found.coverage80 is not None and found.coverage80 <= found.coverage95


def test_the_same_series_gives_the_same_forecast_alone_in_company_and_over_two_processes() -> None:
    many = {name: made(80 + wave(40) + noise(40, seed=n), name=name) for n, name in enumerate("abcd")}
    told: list[tuple[int, int]] = []
    one = forecast_many(many, 3, params=QUICK, report=lambda done, total: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert list(one) == list("abcd")
    assert one["c"] == forecast(many["c"], 3, params=QUICK)
    assert forecast_many(many.values(), 3, params=QUICK, workers=2) == one


def test_what_cannot_be_forecast_is_one_sentence() -> None:
    with pytest.raises(NotForecast, match="weekly: only monthly, quarterly and annual"):
        forecast(made([1.0, 2.0], "P1W"), 3)
    with pytest.raises(NotForecast, match="no values"):
        forecast(made([None, None]), 3)
    with pytest.raises(ValueError, match="at least one period"):
        forecast(made([1.0]), 0)
