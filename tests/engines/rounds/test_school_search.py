"""Mornings solved: as cheap as the best of all plans tried one by one, within every rule, the same again."""

from dataclasses import replace
from importlib import import_module
from itertools import permutations
from pathlib import Path

import pytest
from tests.engines.rounds.hamlet import ALL_IN_ONE, CAR, HALF_PAST_EIGHT, HAMLET, NINE, morning, plan

from moothall.engines.rounds.problem import Window
from moothall.engines.rounds.school import SchoolProblem, check, faults
from moothall.engines.rounds.school.problem import Boarding
from moothall.engines.rounds.school.search import SchoolProgress, solve

BENCHMARKS = Path(__file__).resolve().parents[3] / "benchmarks"
ANN, BEN, CAT, DAN = HAMLET.pupils
OAK, ASH = HAMLET.schools


@pytest.fixture(scope="module")
def few() -> SchoolProblem:
    """Sixty pupils of the benchmark's county."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        made: SchoolProblem = import_module("rounds_school").county(3, 60, 45)
    return made


def test_the_search_finds_what_trying_every_order_finds() -> None:
    """One car, each pupil once, each school wherever it may stand."""
    possible = [
        check(HAMLET, plan(morning(*order)))
        for order in permutations(("ann", "ben", "cat", "dan", "oak", "ash"))
    ]
    possible += [check(HAMLET, plan(morning("ann", "ben", "oak"), morning("cat", "dan", "ash")))]
    least = min(it.pence for it in possible if it.feasible)
    assert least == check(HAMLET, ALL_IN_ONE).pence
    assert check(HAMLET, solve(HAMLET, iterations=300).plan).pence == least


@pytest.mark.parametrize(
    ("problem", "vehicles"),
    [
        (replace(HAMLET, mixed=False), 1),
        (replace(HAMLET, schools=(OAK, replace(ASH, window=Window(NINE, NINE + 60)))), 1),
        (replace(HAMLET, pupils=(replace(ANN, alone=True), BEN, CAT, DAN)), 1),
        (replace(HAMLET, pupils=(replace(ANN, apart=("ben", "cat")), BEN, CAT, DAN)), 1),
        (replace(HAMLET, pupils=tuple(replace(it, wheelchair=True) for it in HAMLET.pupils)), 2),
        (
            replace(
                HAMLET,
                mixed=False,
                schools=tuple(
                    replace(it, window=Window(HALF_PAST_EIGHT, HALF_PAST_EIGHT + 60)) for it in HAMLET.schools
                ),
            ),
            2,
        ),
    ],
)
def test_vehicles_serve_one_school_after_another_or_both_within_the_rules(
    problem: SchoolProblem, vehicles: int
) -> None:
    made = solve(problem, iterations=300)
    it = check(problem, made.plan)
    assert it.broken == () and made.left_behind == ()
    assert len(it.mornings) == vehicles


def test_a_pupil_walks_to_a_point_where_that_is_cheaper_and_near_enough() -> None:
    boards = (Boarding("dan's"), Boarding("oak", 120))
    problem = replace(HAMLET, pupils=(replace(ANN, school="oak"), replace(DAN, school="oak", boards=boards)))
    it = solve(problem, iterations=100).plan
    assert any(getattr(stop, "place", "") == "oak" for out in it.mornings for stop in out.stops)
    far = replace(problem.pupils[1], journey=125)
    it = solve(replace(problem, pupils=(problem.pupils[0], far)), iterations=100).plan
    assert any(getattr(stop, "place", "") == "dan's" for out in it.mornings for stop in out.stops)


def test_where_there_is_no_room_it_says_who_is_left_behind() -> None:
    problem = replace(HAMLET, mixed=False, vehicles=(replace(CAR, count=1, seats=1, wheelchairs=0),))
    made = solve(problem, iterations=200)
    assert made.left_behind
    assert {it.pupil for it in check(problem, made.plan).broken} == set(made.left_behind)


def test_a_county_keeps_every_rule_and_comes_again_from_seed_and_iterations(few: SchoolProblem) -> None:
    problem = few
    assert faults(problem) == ()
    told: list[SchoolProgress] = []
    made = solve(problem, seed=2, iterations=400, report=told.append)
    it = check(problem, made.plan)
    assert it.feasible and not made.interrupted and made.iterations == 400
    assert abs(told[-1].pence - it.pence) <= len(it.mornings)  # the search's price is the checker's
    assert solve(problem, seed=2, iterations=400).plan == made.plan
    assert solve(problem, seed=3, iterations=400).plan != made.plan
    again = solve(problem, seed=5, iterations=50, start=made.plan)
    assert check(problem, again.plan).pence <= it.pence


def test_stopped_it_gives_the_best_so_far(few: SchoolProblem) -> None:
    made = solve(few, iterations=10_000, stop=lambda: True)
    assert made.interrupted and made.iterations == 1
    it = check(few, made.plan)
    assert it.feasible or {broken.pupil for broken in it.broken} == set(made.left_behind)
