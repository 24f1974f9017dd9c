"""A problem as JSON and back; and somebody's bad JSON told in one sentence that names the place."""

import json
from dataclasses import MISSING, fields, is_dataclass, replace
from importlib.resources import files
from typing import Any

import jsonschema_rs
import pytest
from tests.engines.rounds.worked import LORRY, VILLAGE

from moothall.engines.rounds import Problem, problem
from moothall.engines.rounds.problem import ANY, Arc, Break, Network, Node, Prices, Turn, Window
from moothall.kit.unreadable import Unreadable

SCHEMA = json.loads(
    (files("moothall.engines.rounds") / "schemas" / "problem.json").read_text(encoding="utf-8")
)
EVERYTHING = replace(
    VILLAGE,
    network=Network(
        (Node("Y", -2.25, 53.5), *VILLAGE.network.nodes[1:]),
        (Arc("yy", "Y", "Y", 10, 5, "Turning head", {"artic": None, "electric": 8}), *VILLAGE.network.arcs),
        (Turn("yy", "ya", None), Turn("ba", "ay", 20)),
    ),
    services=(
        replace(VILLAGE.services[0], window=Window(1, 2), skill="lift", priority=2, patterns=(("Monday",),)),
        *VILLAGE.services[1:],
    ),
    sites=tuple(
        replace(it, hours=Window(3, 4), days=("Monday",), materials=("refuse",)) for it in VILLAGE.sites
    ),
    vehicles=(
        replace(
            LORRY, class_="artic", break_=Break(5, 6), skills=("lift",), days=("Monday",), payload={ANY: 7}
        ),
        replace(LORRY, id="R2", shift=None),
    ),
    prices=Prices(*range(1, 8)),
)


@pytest.mark.parametrize("it", [VILLAGE, EVERYTHING], ids=["the village", "with everything"])
def test_a_problem_is_the_same_after_json_and_has_the_published_shape(it: Problem) -> None:
    data = json.loads(json.dumps(it.as_data()))
    assert Problem.from_data(data) == it == Problem.from_json(json.dumps(data).encode())
    jsonschema_rs.validate(SCHEMA, data)


def test_what_has_its_default_is_not_written() -> None:
    data = VILLAGE.as_data()
    assert "prices" not in data and "turns" not in data["network"]
    assert data["vehicles"][0]["shift"] == {"start": 23_400, "seconds": 3600}
    assert "class" not in data["vehicles"][0] and "break" not in data["vehicles"][0]
    given = problem.Vehicle("a", "b", class_="c", break_=Break(1, 2))
    assert replace(VILLAGE, vehicles=(given,)).as_data()["vehicles"] == [
        {"id": "a", "depot": "b", "class": "c", "break": {"after": 1, "seconds": 2}}
    ]


def test_the_schema_has_every_field_and_no_other() -> None:
    kinds = {it.__name__.lower(): it for it in problem.__dict__.values() if is_dataclass(it)}
    shapes = {**SCHEMA["$defs"], "problem": SCHEMA}
    assert set(shapes) == {*kinds, "whole"}
    for name, kind in kinds.items():
        assert set(shapes[name]["properties"]) == {it.name.rstrip("_") for it in fields(kind)}
        needed = {it.name for it in fields(kind) if it.default is it.default_factory is MISSING}
        assert set(shapes[name]["required"]) == needed


def spoilt(path: str, value: Any) -> dict[str, Any]:
    """The village as data with one place in it changed; None takes the key away."""
    data: Any = json.loads(json.dumps(VILLAGE.as_data()))
    *way, last = [int(it) if it.isdigit() else it for it in path.split(".")]
    place = data
    for step in way:
        place = place[step]
    place[last] = value
    if value is None:
        del place[last]
    return dict(data)


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("name", None, "The problem has no ‘name’: give one."),
        ("name", 7, "The problem.name must be text in quotation marks, not 7."),
        (
            "network.arcs.3.seconds",
            "30",
            "The problem.network.arcs[3] (‘ba’).seconds must be a whole number from 0 to 2,000,000,000, without "
            "quotation marks, not ‘30’.",
        ),
        (
            "services.0.seconds",
            1.5,
            "The problem.services[0] (‘high’).seconds must be a whole number from 0 to 2,000,000,000, without "
            "quotation marks, not 1.5.",
        ),
        (
            "services.0.homes",
            -1,
            "The problem.services[0] (‘high’).homes must be a whole number from 0 to 2,000,000,000, without "
            "quotation marks, not -1.",
        ),
        (
            "services.1.arcs",
            "bc",
            "The problem.services[1] (‘church’).arcs must be a list in square brackets, not ‘bc’.",
        ),
        (
            "services.1.load",
            [1],
            "The problem.services[1] (‘church’).load must be an object in braces, not a list.",
        ),
        (
            "services.1.load.refuse",
            True,
            "The problem.services[1] (‘church’).load.refuse must be a whole number from 0 to 2,000,000,000, without "
            "quotation marks, not true.",
        ),
        ("vehicles.0.shift.start", None, "The problem.vehicles[0] (‘R1’).shift has no ‘start’: give one."),
        (
            "vehicles.0.shift.begin",
            1,
            "The problem.vehicles[0] (‘R1’).shift has ‘begin’, which is not known there: use start, seconds or "
            "overtime.",
        ),
        (
            "network.nodes.0.longitude",
            float("nan"),
            "The problem.network.nodes[0] (‘Y’).longitude must be a number, without quotation marks, not nan.",
        ),
        ("network.nodes.1", "A", "The problem.network.nodes[1] must be an object in braces, not ‘A’."),
    ],
)
def test_what_is_wrong_is_told_with_its_place(path: str, value: Any, sentence: str) -> None:
    data = spoilt(path, value)
    with pytest.raises(Unreadable) as told:
        Problem.from_data(data)
    assert str(told.value) == sentence
    if value == value:  # JSON knows no NaN
        assert not jsonschema_rs.is_valid(SCHEMA, data)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"name": }', "The problem is not JSON: look at line 1, column 10 (Expecting value)."),
        (b"\xff\xfe{", "The problem is not text: save it as JSON in UTF-8."),
        ("[]", "The problem must be an object in braces, not a list."),
        ("[" * 100_000, "The problem is not JSON: it has too many brackets within brackets."),
    ],
)
def test_what_is_no_json_is_told(text: str | bytes, sentence: str) -> None:
    with pytest.raises(Unreadable) as told:
        Problem.from_json(text)
    assert str(told.value) == sentence
