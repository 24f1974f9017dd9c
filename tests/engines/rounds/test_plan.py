"""A plan as JSON and back."""

import json
from importlib.resources import files
from typing import Any

import jsonschema_rs
import pytest
from tests.engines.rounds.worked import PLAN, STOPS

from moothall.engines.rounds import Plan, Stop
from moothall.kit.unreadable import Unreadable

SCHEMA = json.loads((files("moothall.engines.rounds") / "schemas" / "plan.json").read_text(encoding="utf-8"))


def test_a_plan_is_the_same_after_json_and_has_the_published_shape() -> None:
    data = json.loads(json.dumps(PLAN.as_data()))
    jsonschema_rs.validate(SCHEMA, data)
    assert data == {
        "rounds": [
            {
                "vehicle": "R1",
                "day": "Monday",
                "stops": [
                    {"service": "high", "arc": "ab"},
                    {"service": "church", "arc": "bc"},
                    {"site": "pit"},
                    {"service": "back", "arc": "ca"},
                    {"service": "bank"},
                    {"site": "pit"},
                ],
            }
        ]
    }
    assert Plan.from_data(data) == PLAN == Plan.from_json(json.dumps(data))
    assert PLAN.rounds[0].services == tuple(it for it in STOPS if isinstance(it, Stop))


@pytest.mark.parametrize(
    ("stop", "sentence"),
    [
        ({"arc": "ab"}, "stops[0] must have one of service or site, and only one."),
        ({"service": "high", "site": "pit"}, "stops[0] must have one of service or site, and only one."),
        ("high", "stops[0] must have one of service or site, and only one."),
        ({"site": "pit", "arc": "ab"}, "stops[0] has ‘arc’, which is not known there: use site."),
        ({"service": 3}, "stops[0].service must be text in quotation marks, not 3."),
    ],
)
def test_a_bad_stop_is_told_with_its_place(stop: Any, sentence: str) -> None:
    data = {"rounds": [{"vehicle": "R1", "day": "Monday", "stops": [stop]}]}
    with pytest.raises(Unreadable) as told:
        Plan.from_data(data)
    assert str(told.value) == f"The plan.rounds[0].{sentence}"
    assert not jsonschema_rs.is_valid(SCHEMA, data)
