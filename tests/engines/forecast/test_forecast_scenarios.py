"""Adjustments: visible, exact, and never more certain than they are."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from tests.engines.forecast.making import made

from moothall.engines.forecast import Adjustment, Result, adjusted, as_data, forecast
from moothall.kit.periods import Period


@pytest.fixture(scope="module")
def base() -> Result:
    return forecast(made(np.tile(np.arange(12.0) + 100, 2)[:20] + np.arange(20) // 3), 6)


def month(number: int) -> Period:
    return Period(date(2013, number, 1), "P1M")


def test_each_adjustment_is_listed_with_what_it_did_and_the_base_is_kept(base: Result) -> None:
    assert base.points[0].period.iso == "2013-09"
    price = Adjustment("price", "the charge rises by £10", month(10), factor=Decimal("0.9"))
    growth = Adjustment("population", "two new estates", month(11), month(11), amount=Decimal(5))
    found = adjusted(base, [price, growth])
    assert found.base == base.points and found.points[0] == base.points[0]
    assert [it.adjustment for it in found.applied] == [price, growth]
    for n, (new, old) in enumerate(zip(found.points, base.points, strict=True)):
        assert new.mean - old.mean == sum(it.effects[n] for it in found.applied)
    tenth = Decimal("0.1")
    assert found.points[2].mean == (base.points[2].mean * Decimal("0.9")).quantize(tenth) + 5
    assert found.points[3].mean == (base.points[3].mean * Decimal("0.9")).quantize(tenth)
    assert found.applied[1].effects == (0, 0, 5, 0, 0, 0)
    low, was = found.points[2].lo95, base.points[2].lo95
    assert low is not None and was is not None and low == (was * Decimal("0.9")).quantize(tenth) + 5
    assert "not in them" in found.note and not base.note


def test_adjusting_again_starts_from_the_base(base: Result) -> None:
    ten = Adjustment("policy", "weekly to fortnightly", month(9), amount=Decimal(10))
    once = adjusted(base, [ten])
    assert adjusted(once, [ten]) == once
    assert adjusted(once, []).points == base.points


def test_nothing_goes_below_zero_where_the_history_never_did(base: Result) -> None:
    found = adjusted(base, [Adjustment("other", "the service ends", month(9), amount=Decimal(-1000))])
    assert {it.mean for it in found.points} == {0}
    assert found.applied[0].effects[0] == -base.points[0].mean


def test_an_adjustment_that_touches_nothing_or_turns_the_sign_is_refused(base: Result) -> None:
    with pytest.raises(ValueError, match="touches no period"):
        adjusted(base, [Adjustment("price", "later", Period(date(2020, 1, 1), "P1M"))])
    with pytest.raises(ValueError, match="nought or more"):
        adjusted(base, [Adjustment("price", "odd", month(9), factor=Decimal(-1))])


def test_as_data_has_the_base_beside_the_adjusted(base: Result) -> None:
    data = as_data(adjusted(base, [Adjustment("price", "up", month(9), factor=Decimal("1.5"))]))
    assert data["base"][0]["mean"] != data["points"][0]["mean"]
    assert data["adjustments"][0]["factor"] == "1.5" and data["adjustments"][0]["to"] is None
    assert as_data(base)["base"] == [] and as_data(base)["note"] == ""
