"""The test councils, made once a module as for the contracts, with two years of missed bins in the store."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from tests.people import World
from tests.shared import _django_db_marker, db, people, shared_world, world

from moothall.core.models import Service
from moothall.figures.actions import load
from moothall.performance.collection import actions
from moothall.performance.collection.models import Ask

__all__ = ["_django_db_marker", "db", "people", "world"]

TODAY = date(2026, 11, 20)
OCTOBER = date(2026, 10, 1)
RULE = {"kind": "after", "number": 10, "unit": "working days"}


def prepare(world: World, folder: Path) -> None:
    """The world of a module, with figures of missed bins."""
    load(world.root, organisation=world.council, path=history(folder))


shared = shared_world(prepare)


def history(folder: Path) -> Path:
    """A return of two years to August 2026: about 60 for each 100,000 collections."""
    rows, month = ["Measure,Period,Value,Numerator,Denominator"], date(2024, 9, 1)
    for n in range(24):
        missed = 200 + (n * 7) % 30
        rows.append(f"missed-bins,{month:%b %Y},{Decimal(missed) / 340_000 * 100_000:.1f},{missed},340000")
        month = (month + timedelta(days=32)).replace(day=1)
    path = folder / "history.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """The day stands still: ten working days after October have gone by."""
    monkeypatch.setattr("moothall.core.clock.today", lambda: TODAY)
    return TODAY


@pytest.fixture
def waste(world: World) -> Service:
    return Service.objects.get(organisation=world.council, slug="waste")


@pytest.fixture
def asked(world: World, waste: Service) -> Ask:
    """Missed bins, from September on, with two years of history before."""
    return ask_for(world, waste, "missed-bins")


def ask_for(world: World, service: Service, *measures: str, **more: object) -> Ask:
    return actions.ask(
        world.person["performance-officer"],
        organisation=world.council,
        service=service,
        measures=measures,
        rule=RULE,
        first_day=date(2026, 9, 5),
        **more,  # type: ignore[arg-type]
    )[0]
