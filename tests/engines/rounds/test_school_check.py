"""A morning counted by hand; and each rule broken once on purpose, and found."""

from dataclasses import replace

import pytest
from tests.engines.rounds.hamlet import ALL_IN_ONE, CAR, HALF_PAST_EIGHT, HAMLET, NINE, morning, plan

from moothall.engines.rounds.problem import Window
from moothall.engines.rounds.school import (
    DropOff,
    Morning,
    PickUp,
    SchoolPlan,
    SchoolProblem,
    check,
    faults,
    manifest,
)
from moothall.engines.rounds.school.problem import Boarding


def test_a_morning_counted_by_hand() -> None:
    it = check(HAMLET, ALL_IN_ONE)
    assert not faults(HAMLET) and it.broken == ()
    (driven,) = it.mornings
    # Three minutes' drive from Ann's to Oak with three boardings; a minute there, a minute, a boarding, a minute.
    assert it.journeys == {"ann": 270, "ben": 180, "cat": 300, "dan": 90}
    at_oak, at_ash = HALF_PAST_EIGHT, HALF_PAST_EIGHT + 60 + 60 + 30 + 60
    assert [call.arrives for call in driven.calls] == [
        at_oak - 270,
        at_oak - 180,
        at_oak - 90,
        at_oak,
        at_oak + 120,
        at_ash,
    ]
    assert (driven.starts, driven.ends) == (at_oak - 330, at_ash + 60 + 360)
    assert (driven.metres, driven.fullest, driven.places) == (12_000, (3,), 5)
    seconds, miles = 330 + 210 + 420, 12_000 / 1609.344
    assert it.pence == 2000 + round(seconds + 100 * miles)
    assert it.grams == round(300 * miles) and it.minutes == seconds / 60 and it.miles == miles
    assert (it.runs, it.longest_ride, it.occupancy) == (1, 300, 3 / 5)
    assert it.as_data()["vehicles"] == 1 and it.as_data()["longest_journey"] == 300


def test_between_runs_the_vehicle_waits_and_leaves_its_depot_as_late_as_it_may() -> None:
    later = replace(HAMLET.schools[1], window=Window(NINE, NINE + 600))
    problem = replace(HAMLET, schools=(HAMLET.schools[0], later))
    (driven,) = check(problem, plan(morning("ann", "ben", "oak", "cat", "dan", "ash"))).mornings
    oak = next(it for it in driven.calls if it.stop == DropOff("oak"))
    ash = next(it for it in driven.calls if it.stop == DropOff("ash"))
    assert oak.arrives == HALF_PAST_EIGHT + 600 and ash.arrives == NINE
    assert driven.fullest == (2, 2)


def test_an_assistant_is_paid_for_all_the_time_and_takes_a_seat() -> None:
    helped = with_pupil("ben", assistant=True)
    helped = replace(helped, vehicles=(replace(CAR, assistant_pence_an_hour=1800),))
    it = check(helped, ALL_IN_ONE)
    assert it.feasible and it.pence == check(HAMLET, ALL_IN_ONE).pence + 960 // 2
    narrow = replace(helped, vehicles=(replace(CAR, seats=3),))
    assert rules(narrow, ALL_IN_ONE) == {"seats"}


def test_the_walk_to_a_pick_up_point_is_part_of_the_journey() -> None:
    walks = with_pupil("ann", boards=(Boarding("ann's", 330), Boarding("ben's", 0)))
    assert check(walks, ALL_IN_ONE).journeys["ann"] == 600
    assert rules(with_pupil("ann", boards=(Boarding("ann's", 331),)), ALL_IN_ONE) == {"journey"}


def with_pupil(id: str, **others: object) -> SchoolProblem:
    pupils = tuple(replace(it, **others) if it.id == id else it for it in HAMLET.pupils)  # type: ignore[arg-type]
    return replace(HAMLET, pupils=pupils)


def with_car(**others: int) -> SchoolProblem:
    return replace(HAMLET, vehicles=(replace(CAR, **others),))  # type: ignore[arg-type]


def rules(problem: SchoolProblem, made: SchoolPlan) -> set[str]:
    return {it.rule for it in check(problem, made).broken}


EARLY = replace(HAMLET.schools[1], window=Window(HALF_PAST_EIGHT - 600, HALF_PAST_EIGHT + 209))
TWO_RUNS = plan(morning("ann", "ben", "oak", "cat", "dan", "ash"))


@pytest.mark.parametrize(
    ("problem", "made", "rule", "words"),
    [
        (HAMLET, plan(morning("ann", "ben", "cat", "oak", "ash")), "fetched", "Nobody fetches pupil dan."),
        (
            HAMLET,
            plan(*ALL_IN_ONE.mornings, morning("dan", "ash")),
            "fetched",
            "Pupil dan is fetched 2 times.",
        ),
        (HAMLET, plan(morning("ann", "ben", "cat", "oak", "eve", "dan", "ash")), "known", "pupil eve"),
        (with_car(count=0), ALL_IN_ONE, "fleet", "there are 0"),
        (HAMLET, plan(*ALL_IN_ONE.mornings, morning(kind="bus")), "fleet", "‘bus’"),
        (with_car(seats=2), ALL_IN_ONE, "seats", "3 need a seat with pupil cat: it has 2 then"),
        (with_pupil("ann", wheelchair=True), ALL_IN_ONE, "", ""),
        (
            replace(with_pupil("ann", wheelchair=True), vehicles=(replace(CAR, folds=3),)),
            ALL_IN_ONE,
            "seats",
            "it has 1 then",
        ),
        (
            replace(with_pupil("ann", wheelchair=True), vehicles=(replace(CAR, wheelchairs=0),)),
            ALL_IN_ONE,
            "wheelchairs",
            "it takes 0",
        ),
        (with_pupil("cat", journey=299), ALL_IN_ONE, "journey", "5 min on the way to school ash, of at most"),
        (with_pupil("dan", alone=True), ALL_IN_ONE, "alone", "pupil dan must ride alone"),
        (with_pupil("ann", apart=("cat",)), ALL_IN_ONE, "apart", "pupils ann and cat may not ride together"),
        (with_pupil("ann", apart=("dan",)), ALL_IN_ONE, "", ""),
        (replace(HAMLET, mixed=False), ALL_IN_ONE, "mixed", "different schools are aboard with pupil cat"),
        (replace(HAMLET, mixed=False), TWO_RUNS, "", ""),
        (replace(HAMLET, schools=(HAMLET.schools[0], EARLY)), ALL_IN_ONE, "window", "oak and ash"),
        (replace(HAMLET, schools=(HAMLET.schools[0], EARLY)), TWO_RUNS, "window", "the run to school ash is"),
        (HAMLET, plan(morning("ann", "ben", "oak", "cat", "dan")), "brought", "pupil cat is not brought"),
        (
            HAMLET,
            plan(morning("ann", "ben", "oak", "oak", "cat", "dan", "ash")),
            "school",
            "nobody is aboard",
        ),
        (
            HAMLET,
            plan(Morning("car", (PickUp("ann", "ben's"), *morning("ben", "cat", "oak", "dan", "ash").stops))),
            "place",
            "pupil ann cannot be fetched at ben's",
        ),
        (
            HAMLET,
            plan(Morning("car", (*ALL_IN_ONE.mornings[0].stops, DropOff("elm")))),
            "known",
            "school elm is not in the problem",
        ),
    ],
)
def test_each_rule_broken_is_told_in_a_sentence(
    problem: SchoolProblem, made: SchoolPlan, rule: str, words: str
) -> None:
    found = check(problem, made).broken
    assert {it.rule for it in found} == ({rule} if rule else set())
    assert words in " ".join(it.sentence for it in found)


def test_the_manifest_tells_who_gets_on_and_off_where_and_when() -> None:
    problem = with_pupil("ben", wheelchair=True, assistant=True, apart=("dan",))
    lines = manifest(problem, check(problem, ALL_IN_ONE))
    assert [(it.stop, it.pupil, it.gets) for it in lines] == [
        (1, "ann", "on"),
        (2, "ben", "on"),
        (3, "cat", "on"),
        (4, "ann", "off"),
        (4, "ben", "off"),
        (5, "dan", "on"),
        (6, "cat", "off"),
        (6, "dan", "off"),
    ]
    ben = lines[1]
    assert ben.needs == ("wheelchair", "assistant", "not with dan")
    assert lines[5].needs == ("not with ben",) and ben.gate == HALF_PAST_EIGHT
    assert {it.run for it in lines} == {1} and {it.vehicle for it in lines} == {1}
    second = manifest(HAMLET, check(HAMLET, TWO_RUNS))
    assert [it.run for it in second] == [1] * 4 + [2] * 4
