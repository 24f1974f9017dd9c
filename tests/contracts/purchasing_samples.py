"""A draft of the waste service, and a requisition that has its order."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from moothall.core import clock
from moothall.core.models import Role, Service
from moothall.spend.actions import SupplierSaid, add_supplier
from moothall.spend.models import Supplier
from moothall.spend.purchasing import actions
from moothall.spend.purchasing.actions import LineSaid, Said
from moothall.spend.purchasing.models import Requisition

if TYPE_CHECKING:
    from tests.people import World


def purchasing_samples(world: "World") -> dict[str, object]:
    every = list(Requisition.objects.order_by("pk")) or _made(world)
    return {"requisition": every[0].pk}


def _made(world: "World") -> list[Requisition]:
    root, council = world.root, world.council
    supplier = Supplier.objects.first() or add_supplier(
        root, organisation=council, said=SupplierSaid("Beck Skips")
    )
    service = Service.objects.get(organisation=council, slug="waste")
    lines = (LineSaid("Skip", Decimal(2), 240_00),)
    said = Said(
        service, "Skips", "The depot is full.", clock.today(), lines, supplier, None, "emergency", "A fire."
    )
    draft, one = (actions.ask(root, organisation=council, said=said) for _ in range(2))
    actions.send(root, requisition=one)
    treasurer = world.person["section-151-officer"]
    actions.set_limit(
        root, organisation=council, role=Role.objects.get(slug="section-151-officer"), pence=50_000_00,
        from_date=date(2026, 4, 1), reason="Agreed.",
    )  # fmt: skip
    actions.approve(treasurer, requisition=one)
    actions.order(world.person["procurement-officer"], requisition=one)
    return [draft, one]
