"""What the commands say of the demonstration council, against their published shapes."""

import json
from collections.abc import Callable

import jsonschema_rs
import pytest
from tests.cli.conftest import Said
from tests.cli.test_commands import valid
from tests.demonstration import Demonstration, demonstration

from moothall.cli.schemas import FOLDER
from moothall_demo.council import CODE

__all__ = ["demonstration"]
Run = Callable[..., Said]


@pytest.mark.parametrize("measure", ["recycling-rate", "residual-household-waste", "staff-turnover"])
def test_a_benchmark_in_the_published_shape(
    demonstration: Demonstration, moothall: Run, measure: str
) -> None:
    found = valid("benchmark", moothall("benchmark", measure, "--area", CODE, "--json", "-").out)
    assert found["area"]["area"] == CODE and found["value"] == found["area"]["value"]
    assert found["measure"]["source"] == "Made-up statistics of the demonstration"
    assert len(found["trend"]) > 3
    if measure != "staff-turnover":  # only our own returns have it
        assert len(found["peers"]) > 3 and found["list"]["title"] and found["quartiles"]
        assert 1 <= found["rank"] <= found["of"]


def test_the_demonstrations_scorecard_is_in_the_published_shape(
    demonstration: Demonstration, moothall: Run
) -> None:
    slug = demonstration.organisation.slug
    found = valid("scorecard", moothall("scorecard", "--organisation", slug, "--json", "-").out)
    measures = [it for priority in found["priorities"] for it in priority["measures"]]
    assert sum(found["counts"].values()) == len({it["id"] for it in measures}) > 20
    assert any(it["target"] and it["target"]["upper"] for it in measures)


def test_the_schema_refuses_a_number_that_is_not_a_string(
    demonstration: Demonstration, moothall: Run
) -> None:
    found = valid("benchmark", moothall("benchmark", "recycling-rate", "--area", CODE, "--json", "-").out)
    schema = json.loads((FOLDER / "benchmark.json").read_text())
    assert not jsonschema_rs.is_valid(schema, {**found, "value": 44.1})
    assert not jsonschema_rs.is_valid(schema, {**found, "surprise": None})


def test_recalculating_says_how_many_measures_each_method_did(
    demonstration: Demonstration, moothall: Run
) -> None:
    slug = demonstration.organisation.slug
    asked = ("recalculate", "--measure", "recycling-rate", "--organisation", slug, "--json", "-")
    found = valid("recalculate", moothall(*asked).out)
    assert found["councils"][0]["council"] == slug
    assert found["councils"][0]["methods"]["spc"] == 1
    assert "no measure" in moothall("recalculate", "--measure", "nonsense").err
