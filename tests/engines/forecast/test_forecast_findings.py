"""What is said of a series: breaks, gaps, intermittent demand, a part-done last period; and nothing of a clean one."""

import numpy as np
import pytest
from tests.engines.forecast.making import Floats, made, noise, wave

from moothall.engines.forecast import Params, Result, forecast
from moothall.engines.forecast.breaks import find_breaks
from moothall.engines.forecast.models import CROSTON, MEAN, SEASONAL_NAIVE

QUICK = Params(windows=2)


def clean(n: int = 72, seed: int = 1) -> Floats:
    return np.asarray(300 + wave(n, 40) + 0.5 * np.arange(n) + noise(n, 12, seed))


def kinds(result: Result) -> list[str]:
    return [it.kind for it in result.findings]


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_said_of_a_clean_series(seed: int) -> None:
    assert kinds(forecast(made(clean(seed=seed)), 3, params=QUICK)) == []


@pytest.mark.parametrize("step", [-60.0, 60.0])
def test_a_break_is_found_where_it_is_and_what_came_before_is_moved(step: float) -> None:
    values = clean()
    values[40:] += step
    found = forecast(made(values), 12, params=QUICK)
    (it,) = found.findings
    assert it.kind == "break" and it.period is not None and abs(it.period.start.month - 5) <= 2
    assert it.period.start.year == 2015
    assert ("rose" if step > 0 else "fell") in it.sentence and "was moved by as much" in it.sentence
    truth = 300 + step + wave(84, 40)[72:] + 0.5 * np.arange(72, 84)
    assert np.abs(np.array([float(p.mean) for p in found.points]) - truth).mean() < 15


def test_a_late_break_is_said_with_how_little_came_after_it() -> None:
    values = clean()
    values[64:] += 90
    (it,) = forecast(made(values), 3, params=QUICK).findings
    assert it.kind == "break" and "Only 8 months came after it" in it.sentence


def test_two_breaks_are_both_found() -> None:
    values = clean(120)
    values[40:] += 100
    values[80:] -= 70
    assert [round(it.at, -1) for it in find_breaks(values, 12)] == [40, 80]


def test_growth_by_a_steady_percentage_is_no_break() -> None:
    assert find_breaks(100 * 1.02 ** np.arange(100) * (1 + noise(100, 0.03)), 12) == []


def test_a_part_done_last_month_is_left_out_and_the_next_is_still_the_first() -> None:
    values = clean()
    values[-1] *= 0.5
    found = forecast(made(values), 12, params=QUICK)
    (it,) = found.findings
    assert it.kind == "partial last period" and it.period is not None and it.period.iso == "2017-12"
    assert found.points[0].period.iso == "2018-01" and len(found.points) == 12
    whole = forecast(made(clean()), 12, params=QUICK)
    assert float(found.points[0].mean) == pytest.approx(float(whole.points[0].mean), rel=0.05)


def test_a_caller_who_knows_that_the_last_month_is_whole_says_so() -> None:
    values = clean()
    values[-1] *= 0.5
    found = forecast(made(values), 3, params=Params(windows=2, last_may_be_partial=False))
    assert "partial last period" not in kinds(found)


def test_intermittent_demand_is_a_rate() -> None:
    rng = np.random.default_rng(5)
    values = np.where(rng.random(72) < 0.25, 2.0, 0.0)
    found = forecast(made(values), 6)
    assert kinds(found)[0] == "intermittent"
    assert found.model in (CROSTON, MEAN)
    assert 0.3 < float(found.points[0].mean) < 0.8 and found.points[0].lo95 == 0


def test_gaps_are_filled_to_fit_and_said() -> None:
    values: list[float | None] = [float(it) for it in clean()]
    values[30] = values[31] = None
    found = forecast(made(values), 6, params=QUICK)
    assert [it.sentence[:40] for it in found.findings] == ["2 of 72 months are missing: filled, for "]
    complete = forecast(made(clean()), 6, params=QUICK)
    assert float(found.points[0].mean) == pytest.approx(float(complete.points[0].mean), rel=0.03)


def test_with_many_gaps_the_answer_is_naive_and_says_so() -> None:
    values = [float(it) if n % 3 else None for n, it in enumerate(clean())]
    found = forecast(made(values), 6, params=QUICK)
    assert found.model == SEASONAL_NAIVE and "of 71 months are missing" in found.label
    assert "the answer is naive" in found.findings[0].sentence


def test_blank_months_at_the_end_are_forecast_not_fitted() -> None:
    found = forecast(made([*clean(), None, None]), 3, params=QUICK)
    assert found.points[0].period.iso == "2018-01" and kinds(found) == []
