"""The Code's set of contracts, written from the contract register itself: a file to be checked like any other."""

import csv
from datetime import date
from pathlib import Path

from moothall.core.models import Organisation
from moothall.direction.money import in_pounds
from moothall.kit.periods import Period
from moothall.spend.composing import YES
from moothall.spend.queries import Contract, contracts_to_publish
from moothall.spend.transparency.actions import Given

SET = "contracts"
COLUMNS = (
    "OrganisationalUnit", "ContractReference", "ContractTitle", "Description", "SupplierName", "ContractValue",
    "AnnualValue", "IrrecoverableVATAmount", "StartDate", "EndDate", "ReviewDate", "ProcurementProcess", "SME",
    "VCSE", "RegistrationNumber",
)  # fmt: skip


def given(organisation: Organisation, period: Period, folder: Path) -> Given:
    """Writes the contracts over £5,000 that ran in a period, as the register has them now, into a folder.

    What is withheld and what has no recorded value is left out. Cells are as they were typed: the check writes the
    file that is published, and keeps a spreadsheet from running them.
    """
    path = folder / f"contract-register-{period.start.isoformat()}.csv"
    found = contracts_to_publish(organisation, period.start, period.end)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *map(_row, found.contracts)])
    return Given(path.name, path, SET)


def _row(it: Contract) -> tuple[str, ...]:
    more: int | None = it.more  # type: ignore[attr-defined]
    supplier = it.supplier
    return (
        it.service.name,
        it.reference,
        it.title,
        it.description,
        supplier.name,
        _pounds(None if it.value_pence is None else it.value_pence + (more or 0)),
        _pounds(it.annual_pence),
        _pounds(it.vat_pence),
        it.starts.isoformat(),
        _day(it.last_day),
        _day(it.review_on),
        it.get_invitation_display() if it.invitation else "",
        YES[supplier.sme],
        YES[supplier.vcse],
        supplier.company_number or supplier.charity_number,
    )


def _pounds(pence: int | None) -> str:
    return "" if pence is None else f"{in_pounds(pence):f}"


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""
