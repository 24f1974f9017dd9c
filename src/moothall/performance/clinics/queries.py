"""Questions about clinics."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Count, Q, QuerySet

from moothall.core.due import due
from moothall.core.models import Organisation, Person, Service
from moothall.core.permission import may, organisations, require
from moothall.direction.models import Commitment
from moothall.direction.queries import promised_in
from moothall.performance import queries as performance
from moothall.performance.clinics.agenda import Found, agenda
from moothall.performance.clinics.life import Kind, Standing, State
from moothall.performance.clinics.models import Clinic as Clinic  # pages name them too
from moothall.performance.clinics.models import Item as Item
from moothall.performance.signal import signals

READ, MANAGE = "performance.read", "clinics.manage"
SOURCE = "clinic"
OWED = ("action", "collection")  # what a clinic asks about, of all that people owe


def clinics(person: Person, organisation: Organisation) -> QuerySet[Clinic]:
    """Every clinic, newest first, with how much is on its agenda. One query. Raises PermissionDenied."""
    require(person, READ, organisation)
    counted = Clinic.objects.filter(organisation=organisation).select_related("service", "organisation")
    return (
        counted.annotate(
            count=Count("items"), discussed=Count("items", filter=Q(items__standing=Standing.DISCUSSED))
        )
        .defer("document")
        .order_by("-on", "-id")
    )


def clinic(person: Person, pk: int) -> Clinic | None:
    """One clinic that this person may read."""
    found = Clinic.objects.filter(organisation__in=organisations(person, READ), pk=pk)
    return found.select_related("organisation", "service", "closed_by").first()


def items(clinic: Clinic) -> list[Item]:
    """Its agenda, in order. One query."""
    found = clinic.items.select_related(
        "written_by", "commitment__service", "commitment__person", "carried_from__clinic"
    )
    return list(found)


def item(person: Person, pk: int) -> Item | None:
    """One thing on an agenda that this person may read."""
    found = Item.objects.filter(clinic__organisation__in=organisations(person, READ), pk=pk)
    return found.select_related("clinic__organisation", "clinic__service", "written_by", "commitment").first()


def actions_of(clinic: Clinic) -> dict[int, list[Commitment]]:
    """By item, the actions that the clinic agreed. Two queries."""
    by: dict[int, list[Commitment]] = {}
    for it in promised_in(clinic.organisation, SOURCE, str(clinic.pk)):
        by.setdefault(int(it.source_key.partition("/")[2] or 0), []).append(it)
    return by


def may_manage(person: Person, organisation: Organisation) -> bool:
    """Whether the person plans clinics and writes their minutes."""
    return may(person, MANAGE, organisation)


def to_discuss(
    person: Person, organisation: Organisation, on: date, service: Service | None = None
) -> list[Found]:
    """What the rules put on the agenda of a clinic on a day; of one service, where one is named."""
    scorecard = performance.scorecard(person, organisation, on)
    lines = [it for it in scorecard.lines() if service is None or _service(it) == service.slug]
    owed = [
        it
        for it in due(organisation, on, until=on, kinds=OWED)
        if service is None or it.service == service.slug
    ]
    once = list({(it.kind, it.key): it for it in owed}.values())
    return agenda(lines, signals(person, organisation), once, carried(organisation, service), on)


def _service(line: performance.Line) -> str:
    return line.owner.service.slug if line.owner else line.measure.owner


def carried(organisation: Organisation, service: Service | None) -> list[Found]:
    """What closed clinics carried and no later clinic has taken up."""
    left = Item.objects.filter(
        clinic__organisation=organisation, clinic__service=service, clinic__state=State.CLOSED,
        standing=Standing.CARRIED, carried_to=None,
    ).select_related("clinic")  # fmt: skip
    why = "Carried from the {}."
    return [
        Found(
            Kind.CARRIED,
            key_of(it),
            it.title,
            why.format(it.clinic),
            it.measure,
            it.commitment_id,
            it.evidence,
            it.pk,
        )
        for it in left
    ]


def key_of(it: Item) -> str:
    if it.measure:
        return f"measure/{it.measure}"
    return f"action/{it.commitment_id}" if it.commitment_id else f"item/{it.pk}"


def counts(found: Iterable[Item]) -> list[tuple[str, int]]:
    """How much is on the agenda for each reason, in the order in which it is taken."""
    kinds: Sequence[str] = [it.kind for it in found]
    return [(str(kind.label), kinds.count(kind)) for kind in Kind if kind in kinds]
