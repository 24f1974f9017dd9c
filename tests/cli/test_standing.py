"""`moothall scorecard` on loaded figures: its published shape, and its words."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.cli.conftest import Said
from tests.cli.test_commands import valid

from moothall.core.models import Organisation, Service
from moothall.core.queries import command_line
from moothall.direction.actions import add_priority, set_owner
from moothall.figures.measures import catalogue
from moothall.performance.actions import set_target

Run = Callable[..., Said]


@pytest.fixture
def scored(council: Organisation, tmp_path: Path, moothall: Run) -> Organisation:
    """A council with two priorities: one measure on track, one without a figure, one never returned."""
    given = tmp_path / "kpis.csv"
    given.write_text(
        "Measure,Period,Value\n"
        "recycling-rate,2024-25,44.10\nrecycling-rate,2025-26,48.25\n"
        "missed-bins,Sep 2026,[x]\n"
    )
    assert moothall("load", given, "--quiet").status == 0
    who = command_line("test")
    for title, measures in (("Cleaner", ["recycling-rate", "missed-bins"]), ("Kinder", ["staff-turnover"])):
        add_priority(who, organisation=council, title=title, from_date=date(2023, 4, 1), measures=measures)
    waste = Service.objects.create(organisation=council, slug="waste", name="Waste")
    set_owner(who, organisation=council, measure="recycling-rate", service=waste)
    set_target(
        who,
        organisation=council,
        measure=catalogue()["recycling-rate"],
        value=Decimal("48.0"),
        tolerance=Decimal("1.5"),
        from_date=date(2025, 4, 1),
    )
    return council


def test_the_scorecard_in_the_published_shape(moothall: Run, scored: Organisation) -> None:
    found = valid("scorecard", moothall("scorecard", "--organisation", "ashcombe", "--json", "-").out)
    assert found["organisation"] == {"id": "ashcombe", "name": "Ashcombe Vale", "area": "X07000001"}
    cleaner, kinder = found["priorities"]
    recycling, bins = cleaner["measures"]
    assert (recycling["period"], recycling["value"], recycling["status"]) == (
        "2025-04-01/P1Y",
        "48.25",
        "On track",
    )
    assert recycling["target"] == {"value": "48.0", "upper": None, "tolerance": "1.5"}
    assert recycling["travel"] == {
        "direction": "up",
        "effect": "better",
        "period": "2024-04-01/P1Y",
        "value": "44.10",
    }
    assert (recycling["service"], recycling["person"]) == ("waste", None)
    assert (bins["period"], bins["value"], bins["missing"]) == ("2026-09", None, "not available")
    assert (kinder["measures"][0]["period"], kinder["measures"][0]["status"]) == (None, "No data")
    assert found["counts"] == {
        "On track": 1,
        "Close to target": 0,
        "Off track": 0,
        "No data": 2,
        "No target": 0,
    }


def test_the_scorecard_in_words(moothall: Run, scored: Organisation) -> None:
    said = moothall("scorecard").out
    assert "On track         Household waste recycling rate: 48.3% in 2025-26, target 48.0%, up" in said
    assert "Missed bins: no figure (not available); owed by the waste service" in said
    assert moothall("scorecard", "--quiet").out == ""
    assert moothall("scorecard", "--json", "card.json").status == 0
    assert valid("scorecard", Path("card.json").read_text())["priorities"]


def test_an_empty_scorecard_says_how_to_begin(moothall: Run, council: Organisation) -> None:
    said = moothall("scorecard")
    assert said.status == 0 and "no priorities have been set" in said.out
    assert valid("scorecard", moothall("scorecard", "--json", "-").out)["priorities"] == []
