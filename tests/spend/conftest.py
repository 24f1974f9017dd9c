"""The test councils, made once a module, and contracts to their first one's waste service."""

from collections.abc import Callable
from datetime import date

import pytest
from tests.people import World
from tests.shared import _django_db_marker, db, people, shared_world, world

from moothall.core import clock
from moothall.core.models import Service
from moothall.spend import actions
from moothall.spend.actions import Said, SupplierSaid
from moothall.spend.models import Contract, Supplier

__all__ = ["_django_db_marker", "db", "people", "world"]
TODAY = date(2026, 11, 16)
Adding = Callable[..., Contract]

shared = shared_world()


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """It is the sixteenth of November 2026."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    return TODAY


@pytest.fixture
def supplier(world: World) -> Supplier:
    said = SupplierSaid("The Bin Company Ltd", company_number="99000001", sme=True)
    return actions.add_supplier(world.root, organisation=world.council, said=said)


@pytest.fixture
def adding(world: World, supplier: Supplier) -> Adding:
    """Records a contract of three years as the procurement officer, unless said otherwise."""

    def add(reference: str = "C-1", *, by: str = "procurement-officer", **more: object) -> Contract:
        service = Service.objects.get(organisation=world.council, slug=more.pop("service", "waste"))
        given = {"starts": date(2024, 4, 1), "ends": date(2027, 3, 31)} | more
        said = Said(reference, str(given.pop("title", "Litter bins")), supplier, service, **given)  # type: ignore[arg-type]
        return actions.add_contract(world.person[by], organisation=world.council, said=said)

    return add
