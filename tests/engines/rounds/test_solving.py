"""What holds of every plan found: it breaks no rule, comes again, begins from another and stops when told."""

from dataclasses import replace

import pytest
from tests.engines.rounds.tiny import drawn

from moothall.engines.rounds import Plan, Problem
from moothall.engines.rounds.check import check
from moothall.engines.rounds.problem import ANY, TIP, Break, Prices, Service, Shift, Site, Today
from moothall.engines.rounds.solving import Progress, solve, solve_many


def week(seed: int = 1) -> Problem:
    """Two vehicles over three days; some streets twice, on the first and last day; all have a day today."""
    problem = drawn(seed, streets=9, tips=2, days=3)
    first, middle, last = problem.days
    services = [
        replace(
            it,
            homes=10,
            patterns=((first, last),) if n % 4 == 0 else (),
            today=Today((first, last) if n % 4 == 0 else (middle,)),
        )
        for n, it in enumerate(problem.services)
    ]
    return replace(problem, services=tuple(services))


@pytest.mark.parametrize("seed", range(6))
def test_a_plan_breaks_no_rule_and_costs_what_the_checker_says(seed: int) -> None:
    problem = week(seed)
    lorries = tuple(
        replace(it, pence_a_day=500, pence_a_kilometre=40, grams_a_kilometre=900, break_=Break(300, 45))
        for it in problem.vehicles
    )
    prices = Prices(overtime=900, day_change=30, wrong_kerb=5, carbon=20_000)
    problem = replace(problem, vehicles=lorries, prices=prices)
    result = solve(problem, seed=seed, iterations=800)
    report = check(problem, result.plan)
    assert report.broken == () and result.left_out == ()
    # The search does not count what every plan pays alike: breaks, and the kilometres that are served.
    figures = report.whole.figures
    alike = figures.breaks + (figures.metres - figures.dead_metres) * (40 + 900 * 20_000 / 1_000_000) / 1000
    assert report.pence == pytest.approx(result.cost + alike, abs=20)


def test_loads_that_may_not_be_mixed_go_to_tips_that_take_them() -> None:
    problem = drawn(2, tips=2)
    services = tuple(
        replace(it, load={"glass" if n % 2 else "refuse": 30}) for n, it in enumerate(problem.services)
    )
    lorries = tuple(replace(it, payload={"glass": 40, ANY: 60}) for it in problem.vehicles)
    sites = tuple(
        replace(it, materials=("glass",) if it.id == "tip 0" else ("refuse",)) if it.kind == TIP else it
        for it in problem.sites
    )
    problem = replace(problem, services=services, vehicles=lorries, sites=sites)
    result = solve(problem, iterations=600)
    assert check(problem, result.plan).broken == () and result.left_out == ()


def test_skills_and_barred_streets_are_kept() -> None:
    problem = drawn(3)
    one, two = problem.vehicles
    services = (replace(problem.services[0], skill="narrow"), *problem.services[1:])
    problem = replace(problem, services=services, vehicles=(one, replace(two, skills=("narrow",))))
    plan = solve(problem, iterations=300).plan
    assert check(problem, plan).broken == ()
    assert services[0].id in {
        stop.service for it in plan.rounds if it.vehicle == two.id for stop in it.services
    }


def test_one_service_is_a_round() -> None:
    problem = drawn(1, tips=1)
    problem = replace(problem, services=problem.services[:1])
    found = solve(problem, iterations=20)
    assert check(problem, found.plan).broken == () and len(found.plan.rounds) == 1


def test_the_same_seed_and_iterations_give_the_same_plan() -> None:
    problem = week()
    first, again = (solve(problem, seed=7, iterations=500) for _ in range(2))
    assert (first.plan, first.cost, first.history) == (again.plan, again.cost, again.history)


def test_seconds_become_iterations_that_give_the_same_plan() -> None:
    ticks = iter(range(1_000_000))
    problem = week()
    found = solve(problem, seed=4, seconds=60, clock=lambda: next(ticks))
    assert not found.interrupted
    assert solve(problem, seed=4, iterations=found.iterations).plan == found.plan


def test_without_iterations_or_a_clock_it_does_not_begin() -> None:
    with pytest.raises(ValueError, match="iterations"):
        solve(week(), seconds=5)


def test_a_search_from_a_plan_is_never_worse_than_the_plan() -> None:
    problem = week()
    start = solve(problem, seed=1, iterations=50)
    found = solve(problem, seed=2, iterations=1, start=start.plan)
    assert found.cost <= start.cost and found.left_out == ()


def test_a_plan_is_begun_from_whatever_it_leaves_out_or_overfills() -> None:
    problem = week()
    plan = solve(problem, seed=1, iterations=500).plan
    fuller = Service("new", 60, (problem.network.arcs[0].id,), load={"refuse": 20})
    grown = replace(problem, services=(*problem.services, fuller))
    short = tuple(replace(it, shift=Shift(0, 690)) for it in problem.vehicles)
    together = Plan(
        (replace(plan.rounds[0], stops=tuple(stop for it in plan.rounds for stop in it.services)),)
    )
    for changed, begun in ((grown, plan), (replace(grown, vehicles=short), together), (grown, Plan(()))):
        found = solve(changed, iterations=600, start=begun)
        assert check(changed, found.plan).broken == ()


def test_days_of_today_are_kept_where_each_change_is_dear() -> None:
    problem = replace(week(), prices=Prices(day_change=100_000))
    found = solve(problem, iterations=800)
    assert check(problem, found.plan).homes_moved == 0


def test_shifts_are_evened_out_where_that_has_a_price() -> None:
    problem = drawn(1, streets=8, tips=1)
    spread = []
    for price in (0, 10_000_000):
        priced = replace(problem, prices=Prices(imbalance=price), vehicles=problem.vehicles[:2])
        whole = check(priced, solve(priced, iterations=1500).plan).whole
        spread.append(whole.imbalance or 0.0)
    assert spread[1] <= spread[0] and spread[1] < 0.2


def test_it_stops_when_told_with_the_best_so_far() -> None:
    problem = week()
    seen: list[Progress] = []
    found = solve(problem, iterations=10_000_000, stop=lambda: len(seen) >= 2, report=seen.append)
    assert found.interrupted and found.iterations < 100_000
    assert check(problem, found.plan).broken == ()
    assert found.cost == seen[-1].cost


def test_the_fewest_vehicles_are_used_where_all_are_alike() -> None:
    problem = drawn(1, streets=6, vehicles=6, tips=1)
    found = solve(problem, iterations=3000)
    needed = -(-check(problem, found.plan).seconds // 700)
    assert len(found.plan.rounds) == needed


def test_no_tip_that_is_shut_that_day_is_used() -> None:
    problem = drawn(4, tips=1, days=2)
    first = problem.days[0]
    tips = (replace(problem.sites[1], days=(first,)), Site("far", "5", TIP, turnaround=90))
    problem = replace(problem, sites=(problem.sites[0], *tips))
    assert check(problem, solve(problem, iterations=400).plan).broken == ()


def test_several_seeds_the_best_first() -> None:
    problem = drawn(2, streets=6)
    found = solve_many(problem, seeds=[1, 2], iterations=200, cores=1)
    assert [it.cost for it in found] == sorted(it.cost for it in found)
    assert {it.seed for it in found} == {1, 2}
    assert found[0].plan == solve(problem, seed=found[0].seed, iterations=200).plan
