"""The benchmark's made-up borough: the same again from its seed, whole, and without faults."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from moothall.engines.rounds import Plan, Problem, Round, Stop, check, faults

BENCHMARKS = Path(__file__).resolve().parents[3] / "benchmarks"


@pytest.fixture(scope="module")
def town() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        import rounds_borough

        return rounds_borough


@pytest.fixture(scope="module")
def small(town: Any) -> Problem:
    return town.borough(7, 300)  # type: ignore[no-any-return]


def test_a_seed_gives_the_same_borough_again_and_another_seed_another(town: Any, small: Problem) -> None:
    assert faults(small) == ()
    assert town.borough(7, 300) == small != town.borough(8, 300)
    assert len(small.network.nodes) == 220 and sum(it.homes for it in small.services) == 2250
    assert len({it.name for it in small.services}) == 300
    one_way = len(small.network.arcs) - 300
    assert 300 - 15 <= one_way < 300


def test_homes_are_added_near_each_other(town: Any, small: Problem) -> None:
    more = town.grown(small, homes=50)
    changed = [(a, b) for a, b in zip(small.services, more.services, strict=True) if a != b]
    assert sum(b.homes - a.homes for a, b in changed) == 50 and len(changed) <= 40
    assert all(b.seconds - a.seconds == 20 * (b.homes - a.homes) for a, b in changed)


def test_days_settled_beforehand_are_of_equal_work(town: Any, small: Problem) -> None:
    work = dict.fromkeys(small.days, 0)
    for it in town.days_first(small).services:
        ((day,),) = it.patterns
        work[day] += it.seconds
    assert max(work.values()) < 1.1 * min(work.values())


def test_todays_days_and_one_day_come_from_a_plan(town: Any, small: Problem) -> None:
    first, second, *_ = small.services
    plan = Plan(
        (
            Round("L1", "Monday", (Stop(first.id, first.arcs[0]),)),
            Round("L1", "Friday", (Stop(second.id, second.arcs[0]),)),
        )
    )
    today = town.as_today(small, plan, day_change=100)
    moved = Plan((replace(plan.rounds[0], day="Friday"),))
    report = check(today, moved)
    assert report.homes_moved == first.homes and report.whole.cost.day_changes == 100 * first.homes
    problem, its = town.one_day(small, plan, "Monday")
    assert (problem.services, problem.days, its.rounds) == ((first,), ("Monday",), plan.rounds[:1])
