"""Measures worked out from two others: kept as runs, with every figure behind them."""

from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import Client
from tests.people import World

from moothall.core.errors import NotPossible
from moothall.core.models import Run
from moothall.figures.actions import load
from moothall.figures.measures import catalogue
from moothall.figures.recalculating import recalculate
from moothall.insight.lean import actions, queries
from moothall.insight.lean.derived import ENGINE, adds_up
from moothall.insight.lean.models import Derived

COST = "Measure,Period,Value,Numerator,Denominator\nCost of waste collection,2025-26,60.00,600000,10000\n"


def made(world: World, person: str = "service-manager", **other: str) -> Derived:
    given = {
        "title": "Cost of a collection", "kind": "unit cost", "over": "waste-service-cost",
        "over_part": "numerator", "under": "missed-bins", "under_part": "denominator", "unit": "£ per collection",
    } | other  # fmt: skip
    return actions.set_derived(world.person[person], organisation=world.council, **given)


def loaded(world: World, months: int, name: str = "months") -> None:
    """What collecting cost in a year, and so many of its twelve months' collections."""
    rows = [
        f"Missed bins,{date(2025 + (n + 3) // 12, (n + 3) % 12 + 1, 1):%b %Y},10.0,{n + 1},{10_000 + n}"
        for n in range(months)
    ]
    for place, text in enumerate(
        (COST, "\n".join(["Measure,Period,Value,Numerator,Denominator", *rows, ""]))
    ):
        path = folder() / f"{name}-{place}.csv"
        path.write_text(text, encoding="utf-8")
        load(world.root, organisation=world.council, path=path)


def folder() -> Path:
    """Where the world of the test lives."""
    home: Path = settings.MOOTHALL_HOME
    home.mkdir(parents=True, exist_ok=True)
    return home


def test_a_year_is_divided_by_the_sum_of_its_months(world: World) -> None:
    loaded(world, 12)
    it = made(world)
    found = queries.one_derived(world.person["auditor"], world.council, it.slug)
    assert found and found.newest
    assert found.newest.label == "2025-26"
    assert found.newest.value == D(600_000) / D(120_066)
    assert (len(found.newest.over_from), len(found.newest.under_from)) == (1, 12)
    assert found.newest.under_from[0].label == "Apr 2025"


def test_a_month_that_is_missing_leaves_no_value_and_says_why(world: World) -> None:
    loaded(world, 11)
    it = made(world)
    found = queries.one_derived(world.person["auditor"], world.council, it.slug)
    assert found and found.newest is None
    assert [(one.label, one.reason) for one in found.values] == [
        ("2025-26", "no figure for the lower measure")
    ]


def test_it_is_worked_out_again_when_its_figures_change_and_not_otherwise(world: World) -> None:
    loaded(world, 11)
    it = made(world)
    runs = Run.objects.filter(engine=ENGINE)
    assert runs.count() == 1
    recalculate(world.root, organisation=world.council, measures=["recycling-rate"])
    recalculate(world.root, organisation=world.council, measures=["missed-bins"])
    assert runs.count() == 1, "nothing new was found"
    loaded(world, 12, "again")
    recalculate(world.root, organisation=world.council, measures=["missed-bins"])
    assert runs.count() == 2
    found = queries.one_derived(world.root, world.council, it.slug)
    assert found and found.newest


def test_the_same_measure_can_show_what_is_used(world: World) -> None:
    it = made(
        world, title="Recycled", kind="utilisation", over="recycling-rate", under="recycling-rate", unit="%"
    )
    found = queries.one_derived(world.root, world.council, it.slug)
    assert found
    assert [one.value for one in found.values] == [D("41.25"), D("42")]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"over": "no-such"}, "two measures"),
        ({"over": "missed-bins", "over_part": "denominator"}, "always one"),
        ({"kind": "mystery"}, "what it is"),
        ({"over": "planning-applications-received"}, "no numerator"),
        ({"under": "temporary-accommodation", "under_part": "value"}, "choose two that count the same days"),
        ({"under_part": "value"}, "does not add up"),
        ({"title": " "}, "title is empty"),
    ],
)
def test_two_that_cannot_be_divided_are_refused(world: World, other: dict[str, str], said: str) -> None:
    with pytest.raises(NotPossible, match=said):
        made(world, "performance-officer", **other)
    assert not Derived.objects.exists()


def test_whose_it_is_follows_the_measure_that_is_divided(world: World) -> None:
    it = made(world)
    with pytest.raises(NotPossible, match="already"):
        made(world)
    with pytest.raises(PermissionDenied):
        made(world, title="Lettings", over="market-stalls-let", under="market-stalls-let", kind="utilisation")
    actions.end_derived(world.person["service-manager"], derived=it, on=date(2026, 9, 1))
    assert queries.derived(world.root, world.council) == []
    assert made(world).slug == it.slug, "its name is free again"


def test_counts_add_up_and_shares_do_not() -> None:
    known = catalogue()
    assert adds_up(known["missed-bins"], "denominator") and not adds_up(known["missed-bins"], "value")
    assert adds_up(known["planning-applications-received"], "value")
    assert not adds_up(known["temporary-accommodation"], "value"), "a count on a day"


def test_the_page_leads_to_every_figure(people: dict[str, Client], world: World) -> None:
    loaded(world, 12)
    it = made(world)
    text = people["councillor"].get(f"/lean/measures/{it.slug}/").content.decode()
    assert text.count("/figures/") == 13
    assert "£5.00" in text and "Work it out no more" not in text
    assert "Cost of a collection" in people["auditor"].get("/lean/measures/").content.decode()
    lines = b"".join(people["auditor"].get(f"/lean/measures/{it.slug}/derived.csv")).decode("utf-8-sig")
    assert lines.splitlines()[1].startswith("2025-26,4.99")
    assert people["service-manager"].get(f"/lean/measures/{it.slug}/end/").status_code == 405
