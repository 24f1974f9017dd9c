"""The test councils, and a return of the waste service."""

from datetime import date
from typing import Any

import pytest
from tests.people import World, people, world

from moothall.core.models import Service
from moothall.plan.returns import actions
from moothall.plan.returns.models import StatutoryReturn

__all__ = ["people", "world"]

TODAY = date(2026, 11, 2)
QUARTERLY: dict[str, Any] = {
    "title": "WasteDataFlow",
    "body": "The environment department",
    "frequency": "quarterly",
    "year_starts": 4,
    "rule": {"kind": "after", "number": 3, "unit": "months"},
    "first_day": date(2025, 10, 5),
}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """The day stands still."""
    monkeypatch.setattr("moothall.core.clock.today", lambda: TODAY)
    return TODAY


@pytest.fixture
def waste(world: World) -> Service:
    return Service.objects.get(organisation=world.council, slug="waste")


@pytest.fixture
def made(world: World, waste: Service) -> StatutoryReturn:
    """Quarterly, three months after the quarter, from October 2025 on; its person is the service manager."""
    return actions.add_return(
        world.person["performance-officer"],
        organisation=world.council,
        service=waste,
        owner=world.person["service-manager"],
        **QUARTERLY,
    )
