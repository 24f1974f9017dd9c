"""A school problem as JSON and back, its published shape, and its faults."""

import json
from dataclasses import MISSING, fields, is_dataclass, replace
from importlib.resources import files
from typing import Any

import jsonschema_rs
import pytest
from tests.engines.rounds.hamlet import ALL_IN_ONE, CAR, HAMLET, LINE

from moothall.engines.rounds.problem import Window
from moothall.engines.rounds.school import SchoolPlan, SchoolProblem, faults, plan, problem
from moothall.engines.rounds.school.problem import Boarding
from moothall.kit.unreadable import Unreadable


def schema(name: str) -> Any:
    path = files("moothall.engines.rounds.school") / "schemas" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_problem_and_plan_are_the_same_after_json_and_have_the_published_shape() -> None:
    ann, *others = HAMLET.pupils
    full = replace(ann, wheelchair=True, assistant=True, alone=True, apart=("ben",))
    everything = replace(HAMLET, pupils=(full, *others), mixed=False)
    for it in (HAMLET, everything):
        text = json.dumps(it.as_data())
        assert SchoolProblem.from_json(text) == it
        jsonschema_rs.validate(schema("problem"), json.loads(text))
    text = json.dumps(ALL_IN_ONE.as_data())
    assert SchoolPlan.from_json(text) == ALL_IN_ONE
    jsonschema_rs.validate(schema("plan"), json.loads(text))


@pytest.mark.parametrize(
    ("name", "module", "whole"), [("problem", problem, "schoolproblem"), ("plan", plan, "schoolplan")]
)
def test_the_schema_has_every_field_and_no_other(name: str, module: Any, whole: str) -> None:
    kinds: dict[str, Any] = {name.lower(): it for name, it in vars(module).items() if is_dataclass(it)}
    shapes = {**schema(name)["$defs"], whole: schema(name)}
    assert set(shapes) - {"whole"} == set(kinds)
    for key, kind in kinds.items():
        assert set(shapes[key]["properties"]) == {it.name for it in fields(kind)}
        needed = {it.name for it in fields(kind) if it.default is it.default_factory is MISSING}
        assert set(shapes[key]["required"]) == needed


def test_yes_or_no_must_be_said_so() -> None:
    data = HAMLET.as_data() | {"mixed": 0}
    with pytest.raises(Unreadable, match=r"The problem\.mixed must be true or false, .* not 0"):
        SchoolProblem.from_data(data)


OAK, ASH = HAMLET.schools
ANN, BEN, *REST = HAMLET.pupils


@pytest.mark.parametrize(
    ("spoilt", "words"),
    [
        (replace(HAMLET, schools=(OAK, OAK, ASH)), "There are 2 schools called oak"),
        (replace(HAMLET, vehicles=()), "The problem has no vehicles"),
        (
            replace(HAMLET, pupils=(replace(ANN, boards=()), BEN, *REST)),
            "Pupil ann has no place to be fetched",
        ),
        (
            replace(HAMLET, pupils=(replace(ANN, boards=ANN.boards * 2), BEN)),
            "Pupil ann may be fetched at one place twice",
        ),
        (
            replace(HAMLET, travel=replace(LINE, metres=LINE.metres[:6])),
            "travel.metres must have 7 rows of 7",
        ),
        (replace(HAMLET, schools=(replace(OAK, place="elm"), ASH)), "School oak is at elm"),
        (replace(HAMLET, vehicles=(replace(CAR, depot="elm"),)), "Vehicles car are kept at elm"),
        (
            replace(HAMLET, schools=(OAK,), pupils=(ANN, BEN, REST[0])),
            "Pupil cat goes to ash, which is not one of the schools",
        ),
        (
            replace(HAMLET, pupils=(replace(ANN, boards=(Boarding("elm"),)), BEN)),
            "Pupil ann is fetched at elm",
        ),
        (
            replace(HAMLET, pupils=(replace(ANN, apart=("eve",)), BEN)),
            "may not ride with eve, who is not one",
        ),
        (replace(HAMLET, pupils=(replace(ANN, apart=("ann",)), BEN)), "that is the same pupil"),
        (
            replace(HAMLET, schools=(replace(OAK, window=Window(30_900, 30_600)), ASH)),
            "from 08:35 to 08:30: give the earlier time first",
        ),
        (replace(HAMLET, pupils=(replace(ANN, journey=209), BEN)), "Pupil ann is 3 min 30 s from school oak"),
        (
            replace(
                HAMLET,
                pupils=(replace(ANN, wheelchair=True, assistant=True), BEN),
                vehicles=(replace(CAR, seats=2),),
            ),
            "No vehicle takes a wheelchair and an assistant, which pupil ann needs",
        ),
    ],
)
def test_a_fault_is_one_sentence_that_names_the_place(spoilt: SchoolProblem, words: str) -> None:
    assert faults(HAMLET) == ()
    (sentence,) = faults(spoilt)
    assert words in sentence
