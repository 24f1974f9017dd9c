"""A contract with an extension and a paper, a notice that is not matched, a register that waits, open to residents."""

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from moothall.core.models import Service
from moothall.spend import actions
from moothall.spend.actions import Said, SupplierSaid
from moothall.spend.models import Contract, ContractDocument, Extension, Intake, ProcurementNotice

if TYPE_CHECKING:
    from tests.people import World

STARTS, ENDS, UNTIL = date(2024, 4, 1), date(2027, 3, 31), date(2029, 3, 31)
REGISTER = (
    "Reference,Title,Supplier,Department,Start date,End date,Value\n"
    "C-002,Skips,Beck Skips,Waste and recycling,1/4/2026,31/3/2027,9000\n"
)
PACKAGE = {
    "releases": [
        {
            "ocid": "ocds-h6vhtk-0abc01",
            "id": "000001-2026",
            "date": "2026-05-01T09:00:00Z",
            "tag": ["award"],
            "tender": {"title": "Emptying of litter bins"},
            "buyer": {"name": "Testham"},
        }
    ]
}


def contracts_samples(world: "World") -> dict[str, object]:
    it = Contract.objects.first() or _contract(world)
    return {
        "contract": it.pk,
        "contract_part": "review",
        "contract_thing": "extension",
        "thing": Extension.objects.earliest("pk").pk,
        "supplier": it.supplier_id,
        "document": ContractDocument.objects.earliest("pk").pk,
        "notice": ProcurementNotice.objects.earliest("pk").pk,
        "intake": Intake.objects.get(state=Intake.State.PREVIEWED).pk,
    }


def _contract(world: "World") -> Contract:
    root, council = world.root, world.council
    supplier = actions.add_supplier(root, organisation=council, said=SupplierSaid("The Bin Company Ltd"))
    service = Service.objects.get(organisation=council, slug="waste")
    said = Said("C-001", "Litter bins", supplier, service, STARTS, ENDS, value_pence=12_000_000)
    it = actions.add_contract(root, organisation=council, said=said)
    actions.add_extension(root, contract=it, until=UNTIL)
    actions.open_register(root, organisation=council)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(b"%PDF-1.7 a contract")
        actions.add_document(
            root, contract=it, kind="contract", title="The contract", file=path, file_name="contract.pdf"
        )
        path.write_text(REGISTER, encoding="utf-8")
        actions.preview_register(root, organisation=council, path=path, name="register.csv")
        path.write_text(json.dumps(PACKAGE), encoding="utf-8")
        actions.import_notices(root, organisation=council, path=path, name="notices.json")
    return it
