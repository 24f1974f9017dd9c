"""Questions about organisations, people, keys and the audit."""

import hashlib

from django.db.models import Prefetch, Q, QuerySet

from moothall.core.errors import NotPossible
from moothall.core.models import (
    COMMAND_LINE,
    ApiKey,
    AuditEntry,
    Job,
    Membership,
    Organisation,
    Person,
    Role,
    Service,
    Visitor,
)
from moothall.core.permission import held, organisations, require


def organisations_of(person: Visitor) -> QuerySet[Organisation]:
    """The councils in which the person holds any role."""
    return Organisation.objects.councils().filter(pk__in={it.organisation for it in held(person)})


def organisation_called(slug: str | None) -> Organisation:
    """The council with this slug; without one, the only council there is. Raises NotPossible."""
    councils = Organisation.objects.councils()
    if slug:
        found = councils.filter(slug=slug).first()
        if not found:
            known = ", ".join(councils.values_list("slug", flat=True)) or "none yet"
            raise NotPossible(f"No council here is called '{slug}'. Councils here: {known}.")
        return found
    if councils.count() > 1:
        known = ", ".join(councils.values_list("slug", flat=True))
        raise NotPossible(f"More than one council is served here: say which with --organisation ({known}).")
    only = councils.first()
    if not only:
        raise NotPossible("No council is served here yet: add one with `moothall council add`.")
    return only


def organisation_to_load_into(slug: str | None) -> Organisation:
    """The council named, or the only one; else the organisation of published statistics, which need no council."""
    councils = Organisation.objects.councils()
    return organisation_called(slug) if slug or councils.count() == 1 else Organisation.objects.published()


def person_called(username: str) -> Person:
    """The person who signs in by this name. Raises NotPossible."""
    found = Person.objects.filter(username__iexact=username, is_active=True).first()
    if not found:
        raise NotPossible(f"Nobody signs in as '{username}'.")
    return found


def command_line(address: str) -> Person:
    """The person that commands act as unless told otherwise: whoever can run them can read the database anyway.

    Made at migration; its address is where it acts from this time. Raises NotPossible.
    """
    person = Person.objects.filter(username=COMMAND_LINE).first()
    if not person:
        raise NotPossible("The database is not up to date with this Moothall: run `moothall migrate`.")
    person.address = address[:100]
    return person


def people(person: Person, organisation: Organisation) -> QuerySet[Person]:
    """Everyone who holds or held a role here, the roles they hold now at hand. Raises PermissionDenied."""
    require(person, "people.read", organisation)
    current = Membership.objects.filter(organisation=organisation, ended_at__isnull=True).select_related(
        "role"
    )
    return (
        Person.objects.filter(memberships__organisation=organisation)
        .distinct()
        .order_by("name")
        .prefetch_related(Prefetch("memberships", queryset=current, to_attr="roles_here"))
    )


def memberships_of(person: Person) -> QuerySet[Membership]:
    """The roles the person holds now, in every council."""
    return (
        Membership.objects.filter(person=person, ended_at__isnull=True)
        .select_related("organisation", "role")
        .order_by("organisation__name", "role__position")
    )


def roles() -> QuerySet[Role]:
    """Every role, with its grants at hand."""
    return Role.objects.prefetch_related("grants")


def role_called(slug: str) -> Role:
    """The role with this short name. Raises NotPossible."""
    found = Role.objects.filter(slug=slug).first()
    if not found:
        known = ", ".join(Role.objects.values_list("slug", flat=True))
        raise NotPossible(f"There is no role '{slug}': choose one of {known}.")
    return found


def services(organisation: Organisation) -> QuerySet[Service]:
    """The services that a council has now, by name: one that ended stays on record alone."""
    return Service.objects.filter(organisation=organisation, ended_on__isnull=True)


def audit_for(person: Person) -> QuerySet[AuditEntry]:
    """The audit entries this person may read, newest first."""
    return AuditEntry.objects.visible_to(organisations(person, "audit.read")).select_related(
        "person", "organisation"
    )


def actors(person: Person) -> QuerySet[Person]:
    """Everyone who holds or held a role where this person reads the audit."""
    return Person.objects.filter(memberships__organisation__in=organisations(person, "audit.read")).distinct()


def job(person: Visitor, pk: int) -> Job | None:
    """A job this person started, or one in an organisation whose audit they read; else nothing."""
    theirs = Q(person=person.pk) | Q(organisation__in=organisations(person, "audit.read"))
    return Job.objects.select_related("person", "organisation").filter(theirs, pk=pk).first()


def holder_of(key: str) -> Person | None:
    """Who holds this API key; nobody when it is unknown or ended."""
    digest = hashlib.sha256(key.encode()).hexdigest()
    found = ApiKey.objects.filter(digest=digest, ended_at__isnull=True).select_related("person").first()
    return found.person if found and found.person.is_active else None


def keys_of(person: Person) -> QuerySet[ApiKey]:
    """The person's API keys, newest first."""
    return ApiKey.objects.filter(person=person)
