"""Questions about priorities and who answers for a measure."""

from datetime import date

from django.db.models import QuerySet

from moothall.core.models import COMMAND_LINE, Organisation, Person, Service
from moothall.core.permission import may, require
from moothall.core.queries import services as services_of
from moothall.direction.models import Owner
from moothall.direction.models import Priority as Priority  # pages name it too
from moothall.direction.permissions import MANAGE, READ


def priorities(organisation: Organisation, on: date) -> list[Priority]:
    """A council's priorities on a day, in their order, each with its measures at hand: two queries."""
    found = Priority.objects.filter(organisation=organisation).standing(on)
    return list(found.select_related("holder").prefetch_related("measures"))


def every_priority(person: Person, organisation: Organisation) -> list[Priority]:
    """Those that stand, have ended or are to come, in their order, with their measures. Raises PermissionDenied."""
    require(person, READ, organisation)
    found = Priority.objects.filter(organisation=organisation)
    return list(found.select_related("holder").prefetch_related("measures"))


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
    here = Person.objects.filter(
        is_active=True, memberships__organisation=organisation, memberships__ended_at__isnull=True
    )
    return here.exclude(username=COMMAND_LINE).distinct().order_by("name", "username")
