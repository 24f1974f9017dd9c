"""Amounts and notices of procurement: the right row on a day, and every row says where it is from."""

from datetime import date
from itertools import pairwise

import pytest

from moothall.reference.procurement_thresholds import notice, notices, threshold, thresholds, works

D = date


@pytest.mark.parametrize(
    ("kind", "on", "pounds"),
    [
        ("goods-services", D(2025, 12, 31), 214_904),
        ("goods-services", D(2026, 1, 1), 207_720),
        ("goods-services-central", D(2026, 1, 1), 135_018),
        ("works", D(2024, 1, 1), 5_372_609),
        ("works", D(2027, 12, 31), 5_193_000),
        ("utilities", D(2026, 6, 1), 415_440),
        ("light-touch", D(2025, 6, 1), 663_540),
        ("light-touch", D(2026, 6, 1), 663_540),
        ("concession", D(2026, 6, 1), 5_193_000),
        ("light-touch-concession", D(2026, 6, 1), 5_372_609),
        ("pipeline-contract", D(2030, 1, 1), 2_000_000),
    ],
)
def test_an_amount_is_that_of_its_day(kind: str, on: date, pounds: int) -> None:
    assert threshold(kind, on).pounds == pounds


@pytest.mark.parametrize(
    ("kind", "on"), [("works", D(2023, 12, 31)), ("works", D(2028, 1, 1)), ("tea", D(2026, 1, 1))]
)
def test_where_none_is_known_nothing_is_guessed(kind: str, on: date) -> None:
    with pytest.raises(LookupError):
        threshold(kind, on)


def test_rows_of_a_kind_follow_each_other_and_name_their_law() -> None:
    by_kind: dict[str, list[tuple[date, date | None]]] = {}
    for it in thresholds():
        assert it.law and it.says and it.checked in ("secondary", "unverified") and it.pounds > 0
        by_kind.setdefault(it.kind, []).append((it.holds_from, it.holds_to))
    for spans in by_kind.values():
        for (_, ended), (begins, _) in pairwise(spans):
            assert ended and (begins - ended).days == 1


def test_the_seventeen_notices() -> None:
    assert [it.code for it in notices()] == [f"UK{number}" for number in range(1, 18)]
    assert all(it.title and it.says and it.counted and it.law and it.checked for it in notices())
    assert (notice("UK7").days, notice("UK7").light_touch_days, notice("UK6").days) == (30, 120, 8)
    with pytest.raises(LookupError):
        notice("UK18")


def test_the_parts_of_a_procurement_name_parts_that_come_before_them() -> None:
    for size in ("large", "small"):
        seen = {""}
        for it in works(size):
            assert it.before in seen and (it.days > 0) != (it.working_days > 0)
            seen.add(it.key)
        assert {"bid", "evaluate", "decide", "sign", "engage"} <= seen
