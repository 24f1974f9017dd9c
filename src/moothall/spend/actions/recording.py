"""A contract is recorded, changed and terminated; and tied to decisions and risks of other rooms."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person, Service
from moothall.core.permission import require
from moothall.core.wording import line, prose, prose_or_none
from moothall.kit.documents.links import is_allowed
from moothall.kit.documents.words import spoken_date
from moothall.spend.actions.held import LONGEST, LONGEST_LINE, of_contract, one_at_a_time, one_of, theirs
from moothall.spend.life import Invitation, Kind, Route, Tie, Tier
from moothall.spend.models import Contract, ContractTie, Supplier, Version
from moothall.spend.permissions import WRITE_CONTRACT


@dataclass(frozen=True)
class Said:
    """What is said of a contract. Money is whole pence without VAT that is got back; None where it is not known."""

    reference: str
    title: str
    supplier: Supplier
    service: Service
    starts: date
    ends: date | None = None
    description: str = ""
    kind: str = Kind.SERVICES
    category: str = ""
    cpv: str = ""
    owner: Person | None = None
    notice_by: date | None = None
    review_on: date | None = None
    value_pence: int | None = None
    annual_pence: int | None = None
    vat_pence: int | None = None
    tier: str = ""
    route: str = ""
    invitation: str = ""
    withheld_because: str = ""


def add_contract(person: Person, *, organisation: Organisation, said: Said, reason: str = "") -> Contract:
    """Records a contract. Raises NotPossible where its reference is taken or its days do not fit."""
    with change(
        person, WRITE_CONTRACT, "contract.added", organisation=organisation, service=said.service.slug
    ) as entry:
        one_at_a_time(organisation)
        made = Contract(organisation=organisation, added_by=person, added_at=clock.now())
        _say(made, said)
        made.last_day = made.ends
        made.save()
        subject(entry, made)
        entry.after = _version(person, made, reason).said
    return made


def change_contract(person: Person, *, contract: Contract, said: Said, reason: str = "") -> bool:
    """Says anew what a contract is, as a new version; what was said stays. Whether anything was different."""
    with of_contract(person, "contract.changed", contract) as (it, entry):
        require(person, WRITE_CONTRACT, it.organisation, service=said.service.slug)
        entry.before = plainly(it)
        _say(it, said)
        it.last_day = last_day_of(it)
        after = plainly(it)
        if after == entry.before:
            raise _Same
        it.save()
        entry.after = _version(person, it, prose_or_none(reason, "the reason", LONGEST)).said
    return True


class _Same(NotPossible):
    def __init__(self) -> None:
        super().__init__("Nothing is different from what the register says: there is nothing to save.")


def terminate(person: Person, *, contract: Contract, on: date, reason: str) -> None:
    """Ends a contract before its time. `on` is its last day, which may be still to come."""
    with of_contract(person, "contract.terminated", contract, over=False) as (it, entry):
        if it.terminated_on:
            raise NotPossible(
                f"Contract {it.reference} is terminated already: its last day is {spoken_date(it.terminated_on)}."
            )
        if it.last_day and on > it.last_day:
            raise NotPossible(f"It ends on {spoken_date(it.last_day)} anyway: give an earlier day.")
        it.terminated_on = it.last_day = on
        it.terminated_because = prose(reason, "the reason", LONGEST)
        it.save()
        entry.after = _version(person, it, it.terminated_because).said


def tie(
    person: Person, *, contract: Contract, kind: str, key: str, title: str, href: str = ""
) -> ContractTie:
    """Ties a contract to a decision or a risk of another room: its label and the address where it is read."""
    with of_contract(person, "contract.tied", contract) as (it, entry):
        one_of(kind, Tie.values, "what it is")
        if href and (len(href) > 300 or not is_allowed(href)):
            raise NotPossible("A link begins with https://, or is an address on this site.")
        if key and it.ties.filter(kind=kind, key=key, ended_on__isnull=True).exists():
            raise NotPossible("It is tied to that already.")
        made = ContractTie.objects.create(
            contract=it,
            kind=kind,
            key=prose_or_none(key, "the key", 80),
            title=line(title, "what it is", LONGEST_LINE),
            href=href,
            added_by=person,
            added_at=clock.now(),
        )
        entry.after = {"kind": kind, "title": made.title, "href": href}
    return made


def end_tie(person: Person, *, tie: ContractTie, on: date) -> None:
    """Says that a contract is not tied to something any more."""
    with of_contract(person, "contract.tie_ended", tie.contract) as (_, entry):
        one = ContractTie.objects.select_for_update().get(pk=tie.pk)
        if one.ended_on:
            raise NotPossible("That tie has ended already.")
        one.ended_on = on
        one.save(update_fields=["ended_on"])
        entry.after = {"kind": one.kind, "title": one.title, "ended on": on.isoformat()}


def last_day_of(it: Contract) -> date | None:
    """The last day with every extension that was used; that of its termination where it was cut short."""
    if it.terminated_on or it.ends is None:
        return it.terminated_on
    used = it.extensions.filter(used_on__isnull=False).values_list("until", flat=True) if it.pk else []
    return max([it.ends, *used])


def plainly(it: Contract) -> dict[str, Any]:
    """Everything that an entry says, as a version keeps it."""

    def day(on: date | None) -> str | None:
        return on.isoformat() if on else None

    return {
        "reference": it.reference,
        "title": it.title,
        "description": it.description,
        "supplier": it.supplier.name,
        "kind": it.kind,
        "category": it.category,
        "CPV": it.cpv,
        "service": it.service.name,
        "owner": str(it.owner) if it.owner else None,
        "starts": day(it.starts),
        "ends": day(it.ends),
        "last day": day(it.last_day),
        "notice by": day(it.notice_by),
        "value in pence": it.value_pence,
        "value a year in pence": it.annual_pence,
        "VAT in pence": it.vat_pence,
        "tier": it.tier,
        "route": it.route,
        "invitation": it.invitation,
        "next review": day(it.review_on),
        "not public because": it.withheld_because,
        "terminated": it.terminated_because,
    }


def _version(person: Person, it: Contract, reason: str) -> Version:
    newest = it.versions.first()
    return Version.objects.create(
        contract=it,
        number=newest.number + 1 if newest else 1,
        said=plainly(it),
        reason=reason,
        by=person,
        at=clock.now(),
    )


def write_version(person: Person, it: Contract, reason: str) -> Version:
    """The next version of an entry, as it is now."""
    return _version(person, it, reason)


def _say(it: Contract, said: Said) -> None:
    here = it.organisation
    if {said.supplier.organisation_id, said.service.organisation_id} != {here.pk}:
        raise NotPossible("Choose a supplier and a service of this council.")
    if said.supplier.replaced_by_id:
        raise NotPossible(f"‘{said.supplier}’ was superseded: choose the supplier that it is now.")
    theirs(here, said.owner)
    it.reference = line(said.reference, "the reference", 60)
    if Contract.objects.filter(organisation=here, reference__iexact=it.reference).exclude(pk=it.pk).exists():
        raise NotPossible(
            f"There is a contract {it.reference} already: change that one, or give another reference."
        )
    it.title = line(said.title, "the title", 300)
    it.description = prose_or_none(said.description, "the description", LONGEST)
    it.category = prose_or_none(said.category, "the category", 120)
    it.cpv = prose_or_none(said.cpv, "the CPV code", 10)
    if it.cpv and not it.cpv.partition("-")[0].isdecimal():
        raise NotPossible(f"‘{it.cpv}’ is no CPV code: it has eight digits, such as 90511000.")
    if said.ends and said.ends < said.starts:
        raise NotPossible(
            f"It would end on {spoken_date(said.ends)}, before it starts: give a later last day."
        )
    if said.notice_by and said.ends and said.notice_by > said.ends and not it.pk:
        raise NotPossible("The day for notice is after the last day: give an earlier one.")
    it.kind = one_of(said.kind, Kind.values, "what is bought")
    for name, choices in (("tier", Tier), ("route", Route), ("invitation", Invitation)):
        setattr(it, name, one_of(getattr(said, name), ["", *choices.values], f"the {name}"))
    it.withheld_because = prose_or_none(said.withheld_because, "the reason", 300)
    it.supplier, it.service, it.owner = said.supplier, said.service, said.owner
    it.starts, it.ends, it.notice_by, it.review_on = said.starts, said.ends, said.notice_by, said.review_on
    it.value_pence, it.annual_pence, it.vat_pence = said.value_pence, said.annual_pence, said.vat_pence
