"""Every change of state to people, their roles, their keys and their calendar addresses."""

import hashlib
import secrets
from collections.abc import Sequence

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, Q

from moothall.core import addresses, clock
from moothall.core.audit import change, record, subject
from moothall.core.due import reading
from moothall.core.errors import NotPossible
from moothall.core.models import (
    COMMAND_LINE,
    ApiKey,
    CalendarAddress,
    Membership,
    Organisation,
    Person,
    Role,
    Service,
)
from moothall.core.permission import forget, organisations
from moothall.reference.gss import area_type


def add_council(
    person: Person, *, slug: str, name: str, area_code: str = "", fictional: bool = False
) -> Organisation:
    """Adds a council to this installation; who adds it administers it, and so does the command line."""
    with change(person, "councils.manage", "council.added") as entry:
        if Organisation.objects.filter(slug=slug).exists():
            raise NotPossible(f"A council here is called '{slug}' already: choose another short name.")
        area_code = area_code.strip().upper()
        if area_code and area_type(area_code) is None:
            raise NotPossible(f"'{area_code}' is not the GSS code of a kind of area known here: check it.")
        council = Organisation(slug=slug, name=name, area_code=area_code, fictional=fictional)
        _valid(council)
        council.save()
        role = Role.objects.get(slug="administrator")
        administrators = Person.objects.filter(Q(pk=person.pk) | Q(username=COMMAND_LINE))
        for it in administrators:
            Membership.objects.create(person=it, organisation=council, role=role)
        subject(entry, council)
        entry.organisation = council
        entry.after = {
            "slug": slug,
            "name": name,
            "area": area_code,
            "administrators": sorted(it.username for it in administrators),
        }
    forget(person)
    return council


def keep_command_line() -> None:
    """Makes the person that commands act as, with the administrator's role wherever it never had one.

    Asked at each migration. It has no password; whoever can run a command can read the database anyway.
    """
    with transaction.atomic():
        person, made = Person.objects.get_or_create(
            username=COMMAND_LINE, defaults={"name": "The command line", "password": make_password(None)}
        )
        if made:
            published = Organisation.objects.published()
            record(person, "person.added", organisation=published, on=person, address="migration")
        role = Role.objects.get(slug="administrator")
        for organisation in Organisation.objects.exclude(memberships__person=person):
            Membership.objects.get_or_create(person=person, organisation=organisation, role=role)
            after = {"role": role.slug, "own": []}
            record(
                person, "role.given", organisation=organisation, on=person, after=after, address="migration"
            )


def add_service(person: Person, *, organisation: Organisation, slug: str, name: str) -> Service:
    """Adds a service: measures are owned by services, and a manager's role reaches their own."""
    with change(person, "councils.manage", "service.added", organisation=organisation) as entry:
        if Service.objects.filter(organisation=organisation, slug=slug).exists():
            raise NotPossible(f"{organisation} has a service called '{slug}' already.")
        service = Service(organisation=organisation, slug=slug, name=name)
        _valid(service)
        service.save()
        subject(entry, service)
        entry.after = {"slug": slug, "name": name}
    return service


def _valid(made: Model) -> None:
    """Raises NotPossible with the first thing that is wrong with a row about to be stored."""
    try:
        made.clean_fields()
    except ValidationError as wrong:
        field, (said, *_) = next(iter(wrong.message_dict.items()))
        raise NotPossible(f"{field.replace('_', ' ').capitalize()}: {said}") from wrong


def add_person(
    person: Person,
    *,
    organisation: Organisation,
    username: str,
    name: str,
    email: str = "",
    password: str | None = None,
) -> Person:
    """Adds somebody who can sign in. Without a password they sign in through the council's own account."""
    with change(person, "people.manage", "person.added", organisation=organisation) as entry:
        if Person.objects.filter(username__iexact=username).exists():
            raise NotPossible(f"Somebody already signs in as '{username}': choose another user name.")
        if (
            email and Person.objects.filter(email__iexact=email).exists()
        ):  # it signs in, so it must be one person's
            raise NotPossible(f"Somebody here already has the address '{email}': give this person their own.")
        added = Person(username=username, name=name, email=email)
        if password is None:
            added.set_unusable_password()
        else:
            validate_password(password, added)
            added.set_password(password)
        added.save()
        subject(entry, added)
        entry.after = {"username": username, "name": name}
    return added


def give_role(
    person: Person, *, to: Person, organisation: Organisation, role: Role, own: Sequence[str] = ()
) -> Membership:
    """Gives a role in an organisation; `own` names the services or measures that a narrow role reaches."""
    with change(person, "people.manage", "role.given", organisation=organisation, on=to) as entry:
        if to.memberships.filter(organisation=organisation, role=role, ended_at__isnull=True).exists():
            raise NotPossible(
                f"{to} already holds the role '{role}': end it first to change what it reaches."
            )
        membership = Membership.objects.create(person=to, organisation=organisation, role=role, own=list(own))
        entry.after = {"role": role.slug, "own": list(own)}
    forget(to)
    return membership


def end_role(person: Person, *, membership: Membership) -> None:
    """Takes a role away from now on; that it was held stays on record."""
    with change(
        person, "people.manage", "role.ended", organisation=membership.organisation, on=membership.person
    ) as entry:
        manages = membership.role.grants.filter(permission="people.manage").exists()
        if membership.person == person and manages:
            raise NotPossible("You cannot end your own role of managing people: ask another administrator.")
        entry.before = {"role": membership.role.slug, "own": membership.own}
        membership.ended_at = clock.now()
        membership.save(update_fields=["ended_at"])
    forget(membership.person)


def set_active(person: Person, *, organisation: Organisation, whom: Person, active: bool) -> None:
    """Lets somebody sign in, or stops them. People are never deleted: their name stands in the record."""
    with change(
        person,
        "people.manage",
        "person.restored" if active else "person.stopped",
        organisation=organisation,
        on=whom,
    ) as entry:
        if whom == person:
            raise NotPossible("You cannot stop yourself: ask another administrator.")
        answerable(person, organisation, whom)
        entry.before = {"active": whom.is_active}
        whom.is_active = active
        whom.save(update_fields=["is_active"])
        entry.after = {"active": active}


def answerable(person: Person, organisation: Organisation, whom: Person) -> None:
    """Raises NotPossible unless whoever manages people here answers for this one: theirs, and nobody else's."""
    if not whom.memberships.filter(organisation=organisation).exists():
        raise NotPossible(f"{whom} holds no role in {organisation}.")
    elsewhere = whom.memberships.filter(ended_at__isnull=True).exclude(
        organisation__in=organisations(person, "people.manage")
    )
    if elsewhere.exists():
        raise NotPossible(
            f"{whom} works for another council here too: end their roles in {organisation} instead."
        )


def make_api_key(person: Person, *, organisation: Organisation, name: str) -> tuple[ApiKey, str]:
    """Makes a key to the read API for the acting person. The key itself is returned once and never stored."""
    with change(person, "keys.hold", "key.made", organisation=organisation) as entry:
        secret = f"mh_{secrets.token_urlsafe(32)}"
        key = ApiKey.objects.create(
            person=person,
            name=name,
            prefix=secret[:8],
            digest=hashlib.sha256(secret.encode()).hexdigest(),
            created_at=clock.now(),
        )
        subject(entry, key)
        entry.after = {"name": name, "prefix": key.prefix}
    return key, secret


def end_api_key(person: Person, *, organisation: Organisation, key: ApiKey) -> None:
    """Ends one of the acting person's own keys."""
    with change(person, "keys.hold", "key.ended", organisation=organisation, on=key):
        if key.person_id != person.pk:
            raise NotPossible("That key belongs to somebody else.")
        key.ended_at = clock.now()
        key.save(update_fields=["ended_at"])


def make_calendar(person: Person, *, organisation: Organisation) -> tuple[CalendarAddress, str]:
    """Makes the secret address at which the acting person's calendar reads what they owe; one before it ends.

    The secret is returned once and never stored. Raises PermissionDenied for somebody who reads nothing there.
    """
    with change(person, _reading(person, organisation), "calendar.made", organisation=organisation) as entry:
        now = CalendarAddress.objects.filter(person=person, organisation=organisation, ended_at__isnull=True)
        entry.before = {"prefix": [it.prefix for it in now]}
        now.update(ended_at=clock.now())
        secret, kept = addresses.new()
        made = CalendarAddress.objects.create(person=person, organisation=organisation, **kept)
        subject(entry, made)
        entry.after = {"prefix": made.prefix}
    return made, secret


def end_calendar(person: Person, *, organisation: Organisation) -> None:
    """Ends the acting person's own calendar address: from now on it answers nobody. Where there is none, nothing."""
    now = CalendarAddress.objects.filter(person=person, organisation=organisation, ended_at__isnull=True)
    for it in now:
        with change(
            person, _reading(person, organisation), "calendar.ended", organisation=organisation, on=it
        ):
            it.ended_at = clock.now()
            it.save(update_fields=["ended_at"])


def _reading(person: Person, organisation: Organisation) -> str:
    found = reading(person, organisation)
    if found is None:
        raise PermissionDenied(f"You hold no role in {organisation} in which anything falls due.")
    return found
