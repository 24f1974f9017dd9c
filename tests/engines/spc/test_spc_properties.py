"""What holds of any figures: what is planted is found, nothing where nothing is, and neither scale nor level counts."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.engines.spc.series import Figure, flagged, flags, monthly

from moothall.engines.spc import Limits, Rebase, chart, limits_of
from moothall.engines.spc.limits import published
from moothall.kit.periods import Period

FIGURE = st.integers(-500, 500).map(lambda it: Decimal(it) / 10)
NOISE = st.lists(FIGURE, min_size=20, max_size=20)
SERIES = st.lists(st.none() | FIGURE, min_size=1, max_size=40)


def between(low: Fraction, high: Fraction) -> Decimal:
    return published((low + high) / 2, 6)


def _outside(limits: Limits) -> list[Decimal]:
    return [published(limits.upper, 6) + 1]


def _trend(limits: Limits) -> list[Decimal]:
    """Seven small steps about the average, inside everything."""
    step = (limits.upper - limits.mean) / 100
    return [published(limits.mean + step * it, 6) for it in range(-3, 4)]


def _two_in_three(limits: Limits) -> list[Decimal]:
    close = between(limits.near_upper, limits.upper)
    return [close, between(limits.mean, limits.near_upper), close]


def _shift(limits: Limits) -> list[Decimal]:
    a, b = between(limits.mean, limits.near_upper), between(limits.mean, limits.upper)
    return [a, b, a, b, a, b, a]


PLANTED = {
    "outside": (_outside, [0]),
    "trend": (_trend, list(range(7))),
    "two_in_three": (_two_in_three, [0, 2]),
    "shift": (_shift, list(range(7))),
}


@pytest.mark.parametrize("rule", PLANTED)
@pytest.mark.parametrize("turned", [1, -1])
@given(noise=NOISE, before=st.integers(0, 3))
def test_what_is_planted_is_found(rule: str, turned: int, noise: list[Decimal], before: int) -> None:
    limits = limits_of(noise)
    assert limits
    assume(limits.range_mean > 0)
    plant, places = PLANTED[rule]
    calm = [published(limits.mean, 6)] * before  # on the average: no part of anything
    values = [*noise, *calm, *plant(limits)]
    result = chart(monthly([it * turned for it in values]), "higher", baseline=20)
    first = len(noise) + before
    assert {first + it for it in places} <= set(flagged(result, rule))
    sides = {result.points[first + it].side for it in places}
    assert ("high" if turned == 1 else "low") in sides


@given(FIGURE, st.lists(st.booleans(), min_size=1, max_size=40))
def test_nothing_is_found_where_nothing_changes(value: Decimal, known: list[bool]) -> None:
    result = chart(monthly([value if it else None for it in known]), "higher")
    assert not any(flags(result))
    assert {it.kind for it in result.points} <= {"common", "missing"}


@given(SERIES)
def test_upside_down_only_the_sides_change(values: Sequence[Figure]) -> None:
    result = chart(monthly(values), "higher")
    turned = chart(monthly([None if it is None else -Decimal(it) for it in values]), "lower")
    assert flags(result) == flags(turned)
    assert [it.kind for it in result.points] == [it.kind for it in turned.points]
    swapped = {"high": "low", "low": "high", None: None}
    assert [swapped[it.side] for it in result.points] == [it.side for it in turned.points]


@given(SERIES, st.integers(-(10**6), 10**6), st.integers(1, 1000).map(lambda it: Decimal(it) / 8))
def test_neither_scale_nor_level_changes_a_flag(values: Sequence[Figure], more: int, times: Decimal) -> None:
    moved = [None if it is None else Decimal(it) * times + more for it in values]
    result, again = chart(monthly(values), "higher"), chart(monthly(moved), "higher")
    assert flags(result) == flags(again)
    assert [it.side for it in result.points] == [it.side for it in again.points]


@given(SERIES, SERIES)
def test_segments_know_nothing_of_each_other(first: Sequence[Figure], second: Sequence[Figure]) -> None:
    start = Period(date(2023, 4, 1), "P1M").moved(len(first)).start
    both = chart(monthly([*first, *second]), "higher", rebases=[Rebase(start, "A change")])
    one, two = chart(monthly(first), "higher"), chart(monthly(second), "higher")
    assert flags(both) == flags(one) + flags(two)
    assert both.variation == two.variation or two.latest is None


@given(SERIES, st.sampled_from(["higher", "lower", "neither"]), st.none() | FIGURE, st.booleans())
def test_any_series_has_an_answer_that_hangs_together(
    values: Sequence[Figure], better: str, target: Decimal | None, screen: bool
) -> None:
    result = chart(monthly(values), better, target, screen=screen)  # type: ignore[arg-type]
    (segment,) = result.segments
    for point in result.points:
        assert (point.side is None) == (point.flags == ())
        assert (point.kind == "missing") == (point.value is None)
        assert not (point.flags and point.value is None)
    if segment.upper is not None and segment.lower is not None and segment.mean is not None:
        assert segment.lower <= segment.mean <= segment.upper
    assert result.words.endswith(".") and all(it.endswith(".") for it in result.warnings)
    assert (result.assurance == "none") == (target is None or better == "neither" or segment.upper is None)
