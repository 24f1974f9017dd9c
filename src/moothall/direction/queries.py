"""Questions about priorities, who answers for a measure, and commitments."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from moothall.core.models import COMMAND_LINE, Organisation, Person, Service
from moothall.core.permission import may, organisations, require
from moothall.core.queries import services as services_of
from moothall.direction.models import Commitment as Commitment  # pages name it too
from moothall.direction.models import CommitmentUpdate, Owner
from moothall.direction.models import Priority as Priority
from moothall.direction.permissions import MANAGE, READ, READ_TRACKED, TRACK, UPDATE


def priorities(organisation: Organisation, on: date) -> list[Priority]:
    """A council's priorities on a day, in their order, each with its measures at hand: two queries."""
    found = Priority.objects.filter(organisation=organisation).standing(on)
    return list(found.select_related("holder").prefetch_related("measures"))


def every_priority(person: Person, organisation: Organisation) -> list[Priority]:
    """Those that stand, have ended or are to come, in their order, with their measures. Raises PermissionDenied."""
    require(person, READ, organisation)
    found = Priority.objects.filter(organisation=organisation)
    return list(found.select_related("holder").prefetch_related("measures"))


def priority(person: Person, pk: int) -> Priority | None:
    """One priority that this person may read, whenever it stands, with its measures at hand; else None."""
    found = Priority.objects.filter(organisation__in=organisations(person, READ), pk=pk)
    return found.select_related("organisation", "holder").prefetch_related("measures").first()


def owners(organisation: Organisation) -> dict[str, Owner]:
    """Who answers for each measure that has an owner, by measure: one query."""
    found = Owner.objects.filter(organisation=organisation).select_related("service", "person")
    return {owner.measure: owner for owner in found}


def owner(organisation: Organisation, measure: str) -> Owner | None:
    """Who answers for a measure; nobody when that was never said."""
    return (
        Owner.objects.filter(organisation=organisation, measure=measure)
        .select_related("service", "person")
        .first()
    )


def owning_service(organisation: Organisation, measure: str) -> str | None:
    """The slug of the service that answers for a measure; None when that was never said."""
    found = owner(organisation, measure)
    return found.service.slug if found else None


def may_change(person: Person, organisation: Organisation) -> bool:
    """Whether the person sets the council's priorities and owners."""
    return may(person, MANAGE, organisation)


def to_change(person: Person, organisation: Organisation, priority: int) -> Priority | None:
    """A priority for somebody who is to change it. Raises PermissionDenied."""
    require(person, MANAGE, organisation)
    found = Priority.objects.filter(organisation=organisation, pk=priority)
    return found.select_related("organisation", "holder").prefetch_related("measures").first()


def services(person: Person, organisation: Organisation) -> QuerySet[Service]:
    """The services that can answer for a measure. Raises PermissionDenied."""
    require(person, READ, organisation)
    return services_of(organisation)


def answerable(person: Person, organisation: Organisation) -> QuerySet[Person]:
    """The people who can be named as holder or owner: those with a role here now. Raises PermissionDenied."""
    require(person, MANAGE, organisation)
    return people_here(organisation)


def people_here(organisation: Organisation) -> QuerySet[Person]:
    """The people with a role in a council now, by name. It asks for no permission: forms that may name them do."""
    here = Person.objects.filter(
        is_active=True, memberships__organisation=organisation, memberships__ended_at__isnull=True
    )
    return here.exclude(username=COMMAND_LINE).distinct().order_by("name", "username")


def commitments(person: Person, organisation: Organisation) -> QuerySet[Commitment]:
    """Everything the council promised, by number, each with its updates at hand: two queries.
    Raises PermissionDenied."""
    require(person, READ_TRACKED, organisation)
    return _with_updates(Commitment.objects.filter(organisation=organisation))


def commitment(person: Person, pk: int) -> Commitment | None:
    """One commitment that this person may read, with its updates; else None."""
    found = Commitment.objects.filter(organisation__in=organisations(person, READ_TRACKED), pk=pk)
    return _with_updates(found).first()


def promised_in(organisation: Organisation, kind: str, key: str) -> QuerySet[Commitment]:
    """What was promised in one document and its parts ('productivity-plan' and 'productivity-plan/2').

    It asks for no permission: whoever shows it to the public sees to it that the document is public.
    """
    within = Q(source_key=key) | Q(source_key__startswith=f"{key}/")
    return _with_updates(Commitment.objects.filter(within, organisation=organisation, source_kind=kind))


def may_track(person: Person, organisation: Organisation) -> bool:
    """Whether the person says what is tracked, drops and carries forward."""
    return may(person, TRACK, organisation)


def may_update(person: Person, commitment: Commitment) -> bool:
    """Whether the person says how this commitment goes: it may be of another's service."""
    return may(person, UPDATE, commitment.organisation_id, service=commitment.service.slug)


def to_name(person: Person, organisation: Organisation) -> QuerySet[Person]:
    """The people who can be named as answering for a commitment. Raises PermissionDenied."""
    require(person, TRACK, organisation)
    return people_here(organisation)


def to_choose(person: Person, organisation: Organisation) -> QuerySet[Service]:
    """The services that can answer for a commitment. Raises PermissionDenied."""
    require(person, READ_TRACKED, organisation)
    return services_of(organisation)


def _with_updates(found: QuerySet[Commitment]) -> QuerySet[Commitment]:
    updates = CommitmentUpdate.objects.select_related("by")
    return found.select_related("organisation", "service", "person", "carried_to").prefetch_related(
        Prefetch("updates", queryset=updates)
    )
