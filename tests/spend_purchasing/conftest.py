"""The test councils, made once: limits, a tolerance, two suppliers and a contract with £10,000 of value."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest
from tests.people import World
from tests.shared import _django_db_marker, db, people, shared_world, world

from moothall.core import clock
from moothall.core.models import Role, Service
from moothall.spend.actions import Said as ContractSaid
from moothall.spend.actions import SupplierSaid, add_contract, add_supplier
from moothall.spend.models import Contract, Supplier
from moothall.spend.purchasing import actions
from moothall.spend.purchasing.actions import LineSaid, Said
from moothall.spend.purchasing.models import Invoice, Requisition

__all__ = ["_django_db_marker", "db", "people", "world"]
TODAY = date(2026, 11, 16)
LIMITS = {
    "service-manager": 1_000_00,
    "finance-partner": 2_000_00,
    "director": 5_000_00,
    "section-151-officer": 50_000_00,
}
MANAGER, BUYER, PARTNER, ADMIN = "service-manager", "procurement-officer", "finance-partner", "administrator"
DIRECTOR, TREASURER = "director", "section-151-officer"
Asking = Callable[..., Requisition]


def prepare(world: World, _folder: Path) -> None:
    """What every test leans on."""
    root, council = world.root, world.council
    for role, pence in LIMITS.items():
        actions.set_limit(
            root, organisation=council, role=Role.objects.get(slug=role), pence=pence,
            from_date=date(2026, 4, 1), reason="Cabinet agreed it.",
        )  # fmt: skip
    actions.set_tolerance(
        root, organisation=council, per_mille=20, pence=10_00, from_date=date(2026, 4, 1), reason="Rounding."
    )
    bins = add_supplier(root, organisation=council, said=SupplierSaid("The Bin Company Ltd"))
    add_supplier(root, organisation=council, said=SupplierSaid("Beck Skips"))
    service = Service.objects.get(organisation=council, slug="waste")
    said = ContractSaid(
        "C-1", "Litter bins", bins, service, date(2024, 4, 1), date(2027, 3, 31), value_pence=10_000_00
    )
    add_contract(root, organisation=council, said=said)


shared = shared_world(prepare, scope="package")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """It is the sixteenth of November 2026."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    return TODAY


@pytest.fixture
def contract(world: World) -> Contract:
    return Contract.objects.get(reference="C-1")


@pytest.fixture
def skips(world: World) -> Supplier:
    return Supplier.objects.get(name="Beck Skips")


def said(world: World, **more: object) -> Said:
    """Ten bins at £50 for waste, under the contract unless said otherwise."""
    given: dict[str, object] = {
        "service": Service.objects.get(organisation=world.council, slug=more.pop("service", "waste")),
        "title": "Bins",
        "why": "Ten are broken.",
        "needed_by": date(2026, 12, 1),
        "lines": (LineSaid("Litter bin", D(10), 50_00),),
    }
    if not {"contract", "supplier", "reason"} & more.keys():
        given["contract"] = Contract.objects.get(reference="C-1")
    return Said(**(given | more))  # type: ignore[arg-type]


@pytest.fixture
def asking(world: World) -> Asking:
    """Writes a requisition and sends it, as the service's manager unless said otherwise."""

    def ask(by: str = MANAGER, **more: object) -> Requisition:
        one = actions.ask(world.person[by], organisation=world.council, said=said(world, **more))
        actions.send(world.person[by], requisition=one)
        return Requisition.objects.get(pk=one.pk)

    return ask


@pytest.fixture
def ordered(world: World, asking: Asking) -> Asking:
    """The same, approved by the director and ordered by the procurement officer."""

    def order(by: str = MANAGER, **more: object) -> Requisition:
        one = asking(by, **more)
        actions.approve(world.person[DIRECTOR], requisition=one)
        actions.order(world.person[BUYER], requisition=one)
        return Requisition.objects.get(pk=one.pk)

    return order


def came(world: World, one: Requisition, quantity: D, by: str = MANAGER, **more: object) -> None:
    """So many of the first line came."""
    line = one.lines.get(version=one.version, position=1)
    actions.receive(world.person[by], requisition=one, came={line.pk: quantity}, **more)  # type: ignore[arg-type]


def billed(world: World, one: Requisition, net: int, number: str = "INV-1", **more: object) -> Invoice:
    """A bill with VAT at 20%, as the finance partner records it."""
    given: dict[str, object] = {"dated": TODAY, "received_on": TODAY, "vat_pence": net // 5} | more
    return actions.record_invoice(
        world.person[PARTNER], requisition=one, number=number, net_pence=net,
        gross_pence=net + int(str(given["vat_pence"])), **given,  # type: ignore[arg-type]
    )  # fmt: skip
