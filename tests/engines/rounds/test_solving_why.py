"""Why not everything can be done, and what would help."""

from dataclasses import replace

from tests.engines.rounds.tiny import drawn

from moothall.engines.rounds import Plan
from moothall.engines.rounds.problem import ANY, Shift
from moothall.engines.rounds.solving import impossible, shortfall, solve


def test_nothing_is_wrong_with_what_can_be_done() -> None:
    problem = drawn(1, tips=1)
    assert impossible(problem) == ()
    assert shortfall(problem, solve(problem, iterations=300).plan) == ()


def test_a_street_that_no_vehicle_holds() -> None:
    problem = drawn(1)
    heavy = replace(problem.services[2], name="Mill Lane", load={"refuse": 1075})
    problem = replace(problem, services=(*problem.services[:2], heavy, *problem.services[3:]))
    (reason,) = impossible(problem)
    assert reason.service == heavy.id
    assert reason.sentence == (
        "Mill Lane has 1,075 kg at a visit: 1,000 kg more than any vehicle that may serve it holds."
    )
    assert "larger vehicle" in reason.remedy


def test_a_shift_too_short_for_the_tip() -> None:
    problem = drawn(1, tips=1)
    long = replace(problem.services[0], name="Mill Lane", seconds=900)
    problem = replace(problem, services=(long, *problem.services[1:]))
    (reason,) = impossible(problem)
    assert "Mill Lane, serve it and drive to the tip and home takes" in reason.sentence
    assert reason.sentence.endswith("no shift is longer than 12 min.")
    assert "Lengthen a shift by" in reason.remedy


def test_a_street_that_nobody_may_serve() -> None:
    problem = drawn(1)
    narrow = replace(problem.services[0], name="Mill Lane", skill="narrow")
    problem = replace(problem, services=(narrow, *problem.services[1:]))
    assert "No vehicle that works on the days of Mill Lane" in impossible(problem)[0].sentence


def test_hours_that_do_not_suffice_for_all() -> None:
    problem = drawn(1, streets=6, vehicles=1, tips=1)
    problem = replace(problem, vehicles=(replace(problem.vehicles[0], shift=Shift(0, 400)),))
    result = solve(problem, iterations=400)
    assert result.left_out
    (reason,) = shortfall(problem, result.plan)
    assert "no room for" in reason.sentence and "of the 7 min of all shifts" in reason.sentence
    assert "add 1 round" in reason.remedy


def test_room_that_does_not_suffice_for_all() -> None:
    problem = drawn(1, streets=6, vehicles=1)
    problem = replace(problem, vehicles=(replace(problem.vehicles[0], shift=None, payload={ANY: 60}),))
    (reason,) = shortfall(problem, Plan(()))
    assert "the vehicles hold 60 kg" in reason.sentence
