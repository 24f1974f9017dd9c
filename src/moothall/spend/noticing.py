"""Questions about procurement notices, the contracts that they may be of, and what was loaded."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from moothall.core.models import Organisation, Person
from moothall.core.permission import organisations, require
from moothall.spend.models import Contract, Intake, ProcurementNotice
from moothall.spend.names import likeness, plain_name
from moothall.spend.permissions import MANAGE_CONTRACTS, READ

LIKE_ENOUGH = 0.3  # of a match that is proposed


def notices(
    person: Person, organisation: Organisation, *, matched: str = "", code: str = "", q: str = ""
) -> QuerySet[ProcurementNotice]:
    """Procurement notices, the newest first. Raises PermissionDenied."""
    require(person, READ, organisation)
    found = ProcurementNotice.objects.filter(organisation=organisation).select_related("contract")
    if matched in ("yes", "no"):
        found = found.filter(contract__isnull=matched == "no")
    if code:
        found = found.filter(code=code)
    return found.filter(Q(title__icontains=q) | Q(buyer__icontains=q)) if q else found


def notice(person: Person, pk: int) -> ProcurementNotice | None:
    """One notice that this person may read; else None."""
    found = ProcurementNotice.objects.filter(organisation__in=organisations(person, READ), pk=pk)
    return found.select_related("organisation", "intake", "contract__supplier", "matched_by").first()


def asked_last(organisation: Organisation, source: str) -> Intake | None:
    """The last time that a publisher was asked for notices; None before the first."""
    return Intake.objects.filter(organisation=organisation, source=source, told__has_key="to").first()


@dataclass(frozen=True)
class Match:
    """A contract that a notice may be of, how like it is (0 to 1), and why."""

    contract: Contract
    likeness: float
    why: tuple[str, ...]


def matches(it: ProcurementNotice, most: int = 5) -> list[Match]:
    """The contracts that a notice is most likely of, for a person to choose from: nothing is tied by itself."""
    same = ProcurementNotice.objects.filter(
        organisation=it.organisation, ocid=it.ocid, contract__isnull=False
    ).exclude(ocid="")
    known = set(same.values_list("contract", flat=True))
    found = Contract.objects.filter(organisation=it.organisation).select_related("supplier", "organisation")
    named = {plain_name(one["name"]) for one in it.suppliers}
    numbers = {one["company_number"] for one in it.suppliers if one["company_number"]}
    judged = (_match(it, one, known, named, numbers) for one in found)
    likely = sorted((one for one in judged if one.likeness >= LIKE_ENOUGH), key=lambda one: -one.likeness)
    return likely[:most]


def _match(
    it: ProcurementNotice, one: Contract, known: set[int], named: set[str], numbers: set[str]
) -> Match:
    titles = likeness(it.title, one.title)
    points, why = titles * 0.5, list[str]()
    if one.pk in known:
        points, why = points + 1.0, [*why, "another notice of this procurement is of it"]
    if one.reference.casefold() in f"{it.title} {it.description}".casefold():
        points, why = points + 0.4, [*why, "the notice has its reference"]
    if one.supplier.company_number and one.supplier.company_number in numbers:
        points, why = points + 0.35, [*why, "the same company number"]
    elif one.supplier.plain_name in named:
        points, why = points + 0.3, [*why, "the same supplier"]
    if titles >= 0.5:
        why.append("titles that are alike")
    if it.starts and it.starts == one.starts:
        points, why = points + 0.15, [*why, "the same first day"]
    values = {it.value_pence, one.value_pence}
    if None not in values and min(values) > 0.95 * max(values):  # type: ignore[type-var, operator]
        points, why = points + 0.15, [*why, "about the same value"]
    return Match(one, min(points, 1.0), tuple(why))


def intakes(person: Person, organisation: Organisation) -> QuerySet[Intake]:
    """What was loaded or fetched, the newest first, without its rows. Raises PermissionDenied."""
    require(person, MANAGE_CONTRACTS, organisation)
    return Intake.objects.filter(organisation=organisation).select_related("by").defer("rows")


def intake(person: Person, pk: int) -> Intake | None:
    """One load of contracts or notices, for somebody who manages contracts; else None."""
    found = Intake.objects.filter(organisation__in=organisations(person, MANAGE_CONTRACTS), pk=pk)
    return found.select_related("organisation", "by").first()
