"""Lateness as a measure: worked out by rule after each month, in the store with its lineage, and not changed later."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests.people import World
from tests.performance_collection.conftest import ask_for

from moothall.core.errors import NotPossible
from moothall.core.models import Service
from moothall.figures.measures import catalogue
from moothall.figures.models import Load, Observation
from moothall.figures.recalculating import METHODS, recalculate
from moothall.performance.collection import actions, punctual
from moothall.performance.collection.models import Ask

SEPTEMBER = date(2026, 9, 1)


def on(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """It is midday of a day."""
    monkeypatch.setattr("moothall.core.clock.today", lambda: day)
    monkeypatch.setattr(
        "moothall.core.clock.now", lambda: datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    )


def returned(world: World, measure: str, start: date) -> None:
    ask = Ask.objects.get(measure=measure)
    who, value = (
        world.person["administrator" if ask.service.slug == "homes" else "service-manager"],
        Decimal(60),
    )
    entry = actions.enter(
        world.root if ask.service.slug == "homes" else who, ask=ask, start=start, value=value
    )
    actions.submit(world.root, entry=entry, because="Counted twice.")
    actions.sign_off(world.person["performance-officer"], organisation=world.council, entries=[entry])


def figures() -> dict[tuple[date, str], Observation]:
    found = Observation.objects.filter(series__measure=punctual.MEASURE).select_related("series", "load")
    return {(it.start, it.series.breakdown): it for it in found}


@pytest.fixture
def autumn(world: World, waste: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """September's three values fall due on 14 October: one is there on the day, one a day late, one never."""
    ask_for(world, waste, "missed-bins", "garden-waste-subscriptions")
    ask_for(world, Service.objects.get(organisation=world.council, slug="homes"), "temporary-accommodation")
    on(monkeypatch, date(2026, 10, 14))
    returned(world, "missed-bins", SEPTEMBER)
    on(monkeypatch, date(2026, 10, 15))
    returned(world, "temporary-accommodation", SEPTEMBER)


def test_a_month_is_entered_once_it_is_over_whole_and_by_service(
    world: World, autumn: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, date(2026, 10, 31))
    assert punctual.refresh(world.root, world.council, list(catalogue().values()), print) == 0, "it goes on"
    on(monkeypatch, date(2026, 11, 1))
    assert punctual.refresh(world.root, world.council, list(catalogue().values()), print) == 3
    found = figures()
    said = {part: (it.numerator, it.denominator, it.value) for (_, part), it in found.items()}
    assert said == {
        "": (1, 3, Decimal("33.333")),
        "Homes": (0, 1, Decimal("0.000")),
        "Waste and recycling": (1, 2, Decimal("50.000")),
    }
    whole = found[date(2026, 10, 1), ""]
    assert "Temporary accommodation" in whole.note or "temporary accommodation" in whole.note
    assert "Garden waste subscriptions" in whole.note and "Missed bins" not in whole.note


def test_what_was_entered_stands_whatever_is_asked_otherwise_later(
    world: World, autumn: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, date(2026, 11, 1))
    everything = list(catalogue().values())
    punctual.refresh(world.root, world.council, everything, print)
    loads = Load.objects.count()
    for ask in Ask.objects.all():
        rule = {"kind": "after", "number": 40, "unit": "days"}
        actions.change_ask(world.person["performance-officer"], ask=ask, rule=rule)
    assert punctual.refresh(world.root, world.council, everything, print) == 0
    assert Load.objects.count() == loads and figures()[date(2026, 10, 1), ""].numerator == 1


def test_the_nightly_command_enters_it_and_who_may_not_load_does_not(
    world: World, autumn: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, date(2026, 11, 1))
    monkeypatch.setattr(
        "moothall.figures.recalculating.METHODS", {punctual.MEASURE: METHODS[punctual.MEASURE]}
    )
    councillor = world.person["councillor"]
    assert recalculate(councillor, organisation=world.council) == {punctual.MEASURE: 0}
    assert recalculate(world.root, organisation=world.council) == {punctual.MEASURE: 3}
    (load,) = {it.load for it in figures().values()}
    assert load.file_name == "Returns on time 2026-11-01.csv" and load.loaded_by == world.root


def test_its_lineage_says_that_a_rule_entered_it(
    world: World, autumn: None, people: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.urls import reverse

    on(monkeypatch, date(2026, 11, 1))
    punctual.refresh(world.root, world.council, list(catalogue().values()), print)
    it = figures()[date(2026, 10, 1), ""]
    page = people["auditor"].get(reverse("lineage", args=[it.series_id, it.start]))  # type: ignore[attr-defined]
    assert punctual.RULE in page.content.decode()


def test_nobody_is_asked_for_it(world: World, waste: Service) -> None:
    with pytest.raises(NotPossible, match="worked out by rule"):
        ask_for(world, waste, punctual.MEASURE)
