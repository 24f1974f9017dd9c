"""Suppliers are recorded, changed, and superseded where two were one."""

import re
from dataclasses import asdict, dataclass

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.core.wording import line, prose, prose_or_none
from moothall.spend.actions.held import one_at_a_time
from moothall.spend.models import Contract, ProcurementNotice, Supplier
from moothall.spend.names import number_of, plain_name
from moothall.spend.permissions import MANAGE_CONTRACTS, WRITE_CONTRACT

_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}")


@dataclass(frozen=True)
class SupplierSaid:
    """What is said of a supplier. None for a yes or no that is not known."""

    name: str
    company_number: str = ""
    charity_number: str = ""
    vat_number: str = ""
    postcode: str = ""
    sme: bool | None = None
    vcse: bool | None = None
    local: bool | None = None


def add_supplier(person: Person, *, organisation: Organisation, said: SupplierSaid) -> Supplier:
    """Records a supplier. Raises NotPossible where one has its name or its company number already."""
    with change(person, WRITE_CONTRACT, "supplier.added", organisation=organisation) as entry:
        one_at_a_time(organisation)
        made = Supplier(organisation=organisation, added_by=person, added_at=clock.now())
        _say(made, said)
        made.save()
        subject(entry, made)
        entry.after = _plain(made)
    return made


def change_supplier(person: Person, *, supplier: Supplier, said: SupplierSaid) -> None:
    """Says anew what a supplier is. What was said before is in the audit."""
    with change(
        person, WRITE_CONTRACT, "supplier.changed", organisation=supplier.organisation, on=supplier
    ) as entry:
        it = _standing(supplier)
        entry.before = _plain(it)
        _say(it, said)
        it.save()
        entry.after = _plain(it)


def supersede_supplier(person: Person, *, supplier: Supplier, by: Supplier, reason: str) -> None:
    """Says that a supplier is another one: its contracts and notices go there, and it stays, marked."""
    with change(
        person, MANAGE_CONTRACTS, "supplier.superseded", organisation=supplier.organisation, on=supplier
    ) as entry:
        it, other = _standing(supplier), _standing(by)
        if it.pk == other.pk or it.organisation_id != other.organisation_id:
            raise NotPossible("Choose another supplier of this council.")
        contracts = list(Contract.objects.filter(supplier=it).values_list("reference", flat=True))
        Contract.objects.filter(supplier=it).update(supplier=other)
        ProcurementNotice.objects.filter(supplier=it).update(supplier=other)
        Supplier.objects.filter(replaced_by=it).update(replaced_by=other)
        it.replaced_by, it.replaced_because = other, prose(reason, "the reason", 2000)
        it.save()
        entry.after = {"is": other.name, "contracts": contracts, "reason": it.replaced_because}


def _standing(supplier: Supplier) -> Supplier:
    it = Supplier.objects.select_for_update(of=("self",)).select_related("replaced_by").get(pk=supplier.pk)
    if it.replaced_by:
        raise NotPossible(f"‘{it}’ is ‘{it.replaced_by}’ now: change that one.")
    return it


def _say(it: Supplier, said: SupplierSaid) -> None:
    it.name = line(said.name, "the name", 200)
    it.plain_name = plain_name(it.name)[:200]
    it.company_number = ""
    if said.company_number.strip():
        it.company_number = number_of(said.company_number)
        if not it.company_number:
            raise NotPossible(
                f"‘{said.company_number.strip()[:20]}’ is no Companies House number: it has eight characters, "
                "such as 01234567 or SC123456."
            )
    it.charity_number = prose_or_none(said.charity_number, "the charity number", 10)
    it.vat_number = prose_or_none("".join(said.vat_number.split()), "the VAT number", 14)
    postcode = "".join(said.postcode.split()).upper()
    it.postcode = f"{postcode[:-3]} {postcode[-3:]}" if postcode else ""
    if it.postcode and not _POSTCODE.fullmatch(it.postcode):
        raise NotPossible(f"‘{said.postcode.strip()[:12]}’ is no postcode: write one such as WR10 1PT.")
    it.sme, it.vcse, it.local = said.sme, said.vcse, said.local
    others = Supplier.objects.filter(organisation=it.organisation, replaced_by__isnull=True).exclude(pk=it.pk)
    if others.filter(name__iexact=it.name).exists():
        raise NotPossible(f"There is a supplier ‘{it.name}’ already.")
    if it.company_number and (same := others.filter(company_number=it.company_number).first()):
        raise NotPossible(f"‘{same}’ has that company number already: it is the same company.")


def _plain(it: Supplier) -> dict[str, object]:
    names = asdict(SupplierSaid(""))
    return {name: getattr(it, name) for name in names}
