"""A register is read from a file, looked at and then kept; notices are read, and tied to contracts by a person."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.files import keep
from moothall.core.models import COMMAND_LINE, Organisation, Person, Service
from moothall.kit.documents.words import showable
from moothall.kit.unreadable import Unreadable
from moothall.spend.actions.held import one_at_a_time
from moothall.spend.actions.recording import Said, add_contract, change_contract
from moothall.spend.actions.suppliers import SupplierSaid, add_supplier
from moothall.spend.models import Contract, Intake, ProcurementNotice, Rules, Supplier
from moothall.spend.names import plain_name
from moothall.spend.permissions import MANAGE_CONTRACTS
from moothall.spend.reading.contracts_finder import read_rows
from moothall.spend.reading.ocds import read_package
from moothall.spend.reading.parsed import Notices, Parsed, Reject
from moothall.spend.reading.register import DAYS, read_register

MOST_ROWS = 20_000  # of a register; a council has hundreds
OF_SUPPLIER = tuple(it.name for it in fields(SupplierSaid) if it.name != "name")
OF_CONTRACT = (
    "title", "description", "kind", "category", "cpv", *DAYS, "value_pence", "annual_pence", "vat_pence",
    "tier", "route", "invitation",
)  # fmt: skip
_MADE_FOR_NOTICE = (
    "source", "release", "title", "raw_sha256", "ocid", "stage", "code", "description", "buyer", "published_on",
    "deadline_on", "awarded_on", "starts", "ends", "value_pence", "value_words", "cpv", "cpv_words", "url",
)  # fmt: skip


def preview_register(
    person: Person, *, organisation: Organisation, path: Path, name: str, service: Service | None = None
) -> Intake:
    """Reads a register and says what would come of it; nothing is kept yet. `service`: of rows that name none."""
    with change(person, MANAGE_CONTRACTS, "contract.register_read", organisation=organisation) as entry:
        try:
            found = read_register(path, name)
        except Unreadable as fault:
            raise NotPossible(str(fault)) from fault
        if found.read > MOST_ROWS:
            raise NotPossible(f"‘{name}’ has {found.read:,} rows: load at most {MOST_ROWS:,} at a time.")
        known = _Known(organisation, service)
        rows, rejects = [], list(found.rejects)
        for row in found.rows:
            try:
                rows.append(row | known.judged(row))
            except NotPossible as fault:
                rejects.append(Reject(row["line"], str(fault), f"{row['reference']} {row['title']}"))
        rejects.sort(key=lambda it: it.line)
        made = _intake(person, organisation, Intake.Holds.REGISTER, "register", name)
        made.sha256, made.state = keep(path), Intake.State.PREVIEWED
        made.read, made.rows = found.read, rows
        made.rejects = [it.plain() for it in rejects]
        made.kept, made.changed, made.same = (_count(rows, it) for it in ("new", "changed", "same"))
        made.told = {
            "columns": found.columns,
            "unread": found.unread,
            "notes": found.notes,
            "service": service.slug if service else "",
        }
        made.save()
        subject(entry, made)
        entry.after = _counts(made)
    return made


def keep_register(person: Person, *, intake: Intake) -> Intake:
    """Keeps what was read: new contracts are recorded, changed ones get a new version. What is rejected stays out."""
    council = intake.organisation
    with change(person, MANAGE_CONTRACTS, "contract.register_kept", organisation=council, on=intake) as entry:
        it = _waiting(intake)
        slug = it.told.get("service", "")
        service = Service.objects.filter(organisation=council, slug=slug).first() if slug else None
        known = _Known(council, service)
        rejects = []
        counted = {"new": 0, "changed": 0, "same": 0}
        for row in it.rows:
            try:
                counted[_keep(person, known, row, it.name)] += 1
            except NotPossible as fault:
                rejects.append(Reject(row["line"], str(fault), f"{row['reference']} {row['title']}").plain())
        it.kept, it.changed, it.same = counted["new"], counted["changed"], counted["same"]
        it.rejects = sorted(it.rejects + rejects, key=lambda one: one["line"])
        it.state, it.decided_at = Intake.State.KEPT, clock.now()
        it.save()
        entry.after = _counts(it)
    return it


def drop_register(person: Person, *, intake: Intake) -> None:
    """Leaves what was read out of the register."""
    with change(
        person, MANAGE_CONTRACTS, "contract.register_dropped", organisation=intake.organisation, on=intake
    ) as entry:
        it = _waiting(intake)
        it.state, it.decided_at = Intake.State.DROPPED, clock.now()
        it.save()
        entry.after = _counts(it)


def import_notices(
    person: Person, *, organisation: Organisation, path: Path, name: str, only_ours: bool = False
) -> Intake:
    """Keeps the notices of a file: an OCDS release package (JSON), or rows of Contracts Finder (CSV, XLSX, ODS).

    Every notice read is kept, or there already, or another buyer's where `only_ours`, or rejected with its line.
    """
    try:
        found = _read(path, name)
    except Unreadable as fault:
        raise NotPossible(str(fault)) from fault
    source = next((it.source for it in found.parsed), "file")
    return keep_notices(
        person,
        organisation=organisation,
        found=found,
        source=source,
        name=name,
        sha256=keep(path),
        only_ours=only_ours,
    )


def keep_notices(
    person: Person,
    *,
    organisation: Organisation,
    found: Notices,
    source: str,
    name: str,
    sha256: str = "",
    only_ours: bool = False,
    told: Mapping[str, Any] | None = None,
    broken: bool = False,
) -> Intake:
    """Keeps what was read of notices; see `import_notices`."""
    with change(person, MANAGE_CONTRACTS, "contract.notices_imported", organisation=organisation) as entry:
        one_at_a_time(organisation)
        made = _intake(person, organisation, Intake.Holds.NOTICES, source, name)
        made.sha256, made.told = sha256, dict(told or {})
        made.state = Intake.State.BROKEN if broken else Intake.State.KEPT
        made.save()
        ours = _ours(organisation) if only_ours else None
        new = list(_new(organisation, found.parsed, ours, made))
        ProcurementNotice.objects.bulk_create(new, batch_size=500)
        made.read, made.kept = found.read, len(new)
        made.rejects = [it.plain() for it in found.rejects]
        made.same = found.read - made.kept - made.others - len(made.rejects)
        made.decided_at = clock.now()
        made.save()
        subject(entry, made)
        entry.after = _counts(made)
    return made


def match_notice(
    person: Person, *, notice: ProcurementNotice, contract: Contract, fill_supplier: bool = False
) -> int:
    """Says that a notice is of a contract; with it go the other notices of the same procurement. How many it was.

    `fill_supplier`: the company number that the notice gives is written to the contract's supplier, where it has none.
    """
    council = notice.organisation
    with change(
        person, MANAGE_CONTRACTS, "contract.notice_matched", organisation=council, on=contract
    ) as entry:
        if contract.organisation_id != council.pk:
            raise NotPossible("Choose a contract of this council.")
        if notice.contract_id:
            raise NotPossible("This notice is matched already: part it first.")
        together = ProcurementNotice.objects.filter(organisation=council, contract__isnull=True)
        together = together.filter(ocid=notice.ocid) if notice.ocid else together.filter(pk=notice.pk)
        number = together.update(
            contract=contract, supplier=contract.supplier, matched_by=person, matched_at=clock.now()
        )
        filled = _fill(contract.supplier, notice) if fill_supplier else ""
        entry.after = {"notice": notice.release, "notices": number, "company number": filled or None}
    return number


def part_notice(person: Person, *, notice: ProcurementNotice) -> None:
    """Says that a notice is not of the contract that it was matched with."""
    with change(
        person, MANAGE_CONTRACTS, "contract.notice_parted", organisation=notice.organisation, on=notice
    ) as entry:
        it = ProcurementNotice.objects.select_for_update(of=("self",)).select_related("contract")
        one = it.get(pk=notice.pk)
        if one.contract is None:
            raise NotPossible("This notice is matched with no contract.")
        entry.before = {"contract": one.contract.reference}
        one.contract = one.supplier = one.matched_by = one.matched_at = None
        one.save()


class _Known:
    """What a council has already, looked up once for a whole file."""

    def __init__(self, organisation: Organisation, service: Service | None):
        self.organisation, self.service = organisation, service
        standing = Service.objects.filter(organisation=organisation, ended_on__isnull=True)
        self.services = {key: it for it in standing for key in (it.name.casefold(), it.slug)}
        here = Person.objects.filter(
            memberships__organisation=organisation, memberships__ended_at__isnull=True
        ).exclude(username=COMMAND_LINE)
        self.people = {
            key: it for it in here for key in (it.name.casefold(), it.username, it.email.casefold()) if key
        }
        suppliers = Supplier.objects.filter(organisation=organisation, replaced_by__isnull=True)
        self.suppliers: dict[str, Supplier] = {}
        for it in suppliers:
            self.learn(it)
        contracts = Contract.objects.filter(organisation=organisation)
        self.contracts = {
            it.reference.casefold(): it
            for it in contracts.select_related("organisation", "supplier", "service", "owner")
        }
        self.lines: dict[str, int] = {}

    def learn(self, it: Supplier) -> None:
        """A supplier is known by its name, its name without its form, and its number."""
        for key in (it.name.casefold(), it.plain_name, it.company_number):
            if key:
                self.suppliers.setdefault(key, it)

    def supplier(self, row: Mapping[str, Any]) -> Supplier | None:
        keys = (row["company_number"], row["supplier"].casefold(), plain_name(row["supplier"]))
        return next((self.suppliers[it] for it in keys if it and it in self.suppliers), None)

    def service_of(self, row: Mapping[str, Any]) -> Service | None:
        """The service that a row names, else the one for rows that name none. Raises NotPossible for one unknown."""
        named = row["service"].casefold()
        if not named:
            return self.service
        if found := self.services.get(named):
            return found
        if self.service:
            return self.service
        raise NotPossible(
            f"‘{row['service'][:60]}’ is no service here: name one, or choose one for such rows."
        )

    def judged(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Whether a row is new, changed or the same, and what differs. Raises NotPossible."""
        reference = row["reference"].casefold()
        if reference in self.lines:
            raise NotPossible(f"Its reference is on line {self.lines[reference]} already.")
        self.lines[reference] = row["line"]
        if row["starts"] and row["ends"] and row["ends"] < row["starts"]:
            raise NotPossible("It ends before it starts.")
        service, there = self.service_of(row), self.contracts.get(reference)
        told = []
        if row["owner"] and row["owner"].casefold() not in self.people:
            told.append(f"‘{row['owner'][:60]}’ holds no role here: it has no owner.")
        if there is None:
            if service is None:
                raise NotPossible("It names no service: name one, or choose one for such rows.")
            if self.supplier(row) is None:
                told.append("A new supplier.")
            return {"what": "new", "told": told}
        differs = self.differing(there, row, service)
        return {"what": "changed" if differs else "same", "told": told + differs}

    def differing(self, there: Contract, row: Mapping[str, Any], service: Service | None) -> list[str]:
        """What a row says otherwise than the register: the names of fields."""
        said = self.said(there, row, service, there.supplier)
        old = of_contract(there)
        differs = [
            it.name.removesuffix("_pence").replace("_", " ")
            for it in fields(Said)
            if getattr(said, it.name) != getattr(old, it.name)
        ]
        named = self.supplier(row)
        if named is None or named.pk != there.supplier_id:
            differs.append("supplier")
        return differs

    def said(
        self, there: Contract | None, row: Mapping[str, Any], service: Service | None, supplier: Supplier
    ) -> Said:
        """What a row says of a contract. A cell that is blank leaves what the register says."""
        given: dict[str, Any] = {name: row[name] for name in OF_CONTRACT if row[name] not in ("", None)}
        given |= {name: date.fromisoformat(given[name]) for name in DAYS if name in given}
        if owner := self.people.get(row["owner"].casefold()):
            given["owner"] = owner
        if there is None:
            assert service is not None
            return Said(reference=row["reference"], supplier=supplier, service=service, **given)
        if row["service"] and service:
            given["service"] = service
        return replace(of_contract(there), supplier=supplier, **given)


def of_contract(it: Contract) -> Said:
    """What the register says of a contract, to be said anew with a part of it changed."""
    return Said(**{one.name: getattr(it, one.name) for one in fields(Said)})


def _keep(person: Person, known: _Known, row: Mapping[str, Any], name: str) -> str:
    """Keeps a row; 'new', 'changed' or 'same'."""
    there = known.contracts.get(row["reference"].casefold())
    service = known.service_of(row)
    if there is None and service is None:
        raise NotPossible("It names no service: name one, or choose one for such rows.")
    supplier = known.supplier(row)
    if there and not known.differing(there, row, service):
        return "same"
    if supplier is None:
        given = {it: row[it] for it in OF_SUPPLIER}
        supplier = add_supplier(
            person, organisation=known.organisation, said=SupplierSaid(row["supplier"][:200], **given)
        )
        known.learn(supplier)
    said = known.said(there, row, service, supplier)
    if there is None:
        add_contract(person, organisation=known.organisation, said=said, reason=f"From {name}")
        return "new"
    change_contract(person, contract=there, said=said, reason=f"From {name}")
    return "changed"


def _waiting(intake: Intake) -> Intake:
    it = Intake.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=intake.pk)
    if it.state != Intake.State.PREVIEWED:
        raise NotPossible(f"This register is {it.get_state_display()}: load the file again.")
    return it


def _intake(person: Person, organisation: Organisation, holds: str, source: str, name: str) -> Intake:
    return Intake(
        organisation=organisation,
        holds=holds,
        source=source,
        name=Path(showable(name)).name[:200],
        by=person,
        at=clock.now(),
    )


def _count(rows: Iterable[Mapping[str, Any]], what: str) -> int:
    return sum(it["what"] == what for it in rows)


def _counts(it: Intake) -> dict[str, object]:
    return {
        "name": it.name,
        "state": it.state,
        "read": it.read,
        "kept": it.kept,
        "changed": it.changed,
        "same": it.same,
        "others": it.others,
        "rejected": len(it.rejects),
    }


@dataclass(frozen=True)
class _Ours:
    names: frozenset[str]

    def fits(self, it: Parsed) -> bool:
        return plain_name(it.buyer) in self.names or any(one.casefold() in self.names for one in it.buyer_ids)


def _ours(organisation: Organisation) -> _Ours:
    own = Rules.objects.filter(organisation=organisation, from_date__lte=clock.today()).first()
    named = [organisation.name, *(own.buyers if own else ())]
    return _Ours(frozenset(one for it in named for one in (plain_name(it), it.casefold())))


def _new(
    organisation: Organisation, parsed: Iterable[Parsed], ours: _Ours | None, intake: Intake
) -> Iterator[ProcurementNotice]:
    """The notices that are not there yet, each once; those of others are counted."""
    there = set(ProcurementNotice.objects.filter(organisation=organisation).values_list("source", "release"))
    for it in parsed:
        if ours and not ours.fits(it):
            intake.others += 1
        elif (it.source, it.release) not in there:
            there.add((it.source, it.release))
            given = {name: getattr(it, name) for name in _MADE_FOR_NOTICE}
            yield ProcurementNotice(
                organisation=organisation, intake=intake, suppliers=list(it.suppliers), **given
            )


def _read(path: Path, name: str) -> Notices:
    with path.open("rb") as file:
        start = file.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"{", b"[")):
        return read_package(path.read_bytes())
    return read_rows(path, name)


def _fill(supplier: Supplier, notice: ProcurementNotice) -> str:
    """Gives the supplier the company number that the notice has beside its name."""
    number = next(
        (
            it["company_number"]
            for it in notice.suppliers
            if it["company_number"] and plain_name(it["name"]) == supplier.plain_name
        ),
        "",
    )
    taken = Supplier.objects.filter(
        organisation_id=supplier.organisation_id, company_number=number, replaced_by__isnull=True
    )
    if not number or supplier.company_number or taken.exists():
        return ""
    supplier.company_number = number
    supplier.save(update_fields=["company_number"])
    return str(number)
