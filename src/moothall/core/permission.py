"""What a person may do: a permission, an organisation, and how far the permission reaches there.

Each room declares its permissions in its own `permissions.py`; roles (data) grant them; this module answers.
A refusal is one sentence that names what is missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.utils.module_loading import module_has_submodule

from moothall.core.models import Membership, Organisation, Person, Scope, Visitor


@dataclass(frozen=True)
class Held:
    """One permission as held by one person in one organisation."""

    organisation: int
    permission: str
    scope: str
    own: frozenset[str]


@cache
def declared() -> dict[str, str]:
    """Every permission there is, and what it lets a person do, in words."""
    found: dict[str, str] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("moothall.") and module_has_submodule(config.module, "permissions"):
            found.update(import_module(f"{config.name}.permissions").PERMISSIONS)
    return found


def held(person: Visitor) -> tuple[Held, ...]:
    """Everything this person may do now: two queries, once a request."""
    if not isinstance(person, Person) or not person.is_active:
        return ()
    kept: tuple[Held, ...] | None = getattr(person, "_held", None)
    if kept is None:
        kept = tuple(_held(person))
        person._held = kept  # type: ignore[attr-defined]
    return kept


def _held(person: Person) -> Iterator[Held]:
    memberships = Membership.objects.filter(person=person, ended_at__isnull=True)
    for membership in memberships.select_related("role").prefetch_related("role__grants"):
        for grant in membership.role.grants.all():
            yield Held(membership.organisation_id, grant.permission, grant.scope, frozenset(membership.own))


def forget(person: Person) -> None:
    """Ask again next time: the person's memberships have changed."""
    person.__dict__.pop("_held", None)


def may(
    person: Visitor,
    permission: str,
    organisation: Organisation | int | None = None,
    *,
    service: str | None = None,
    measure: str | None = None,
) -> bool:
    """Whether the person may do this: anywhere (no organisation given), there, or to that service or measure.

    With neither a service nor a measure named, holding the permission in any scope answers yes: the
    question is then 'may they open the page at all', and the action asks again about the thing itself.
    """
    if permission not in declared():
        raise LookupError(f"no permission is called '{permission}'")
    where = organisation.pk if isinstance(organisation, Organisation) else organisation
    return any(
        it.permission == permission
        and (where is None or it.organisation == where)
        and _reaches(it, service, measure)
        for it in held(person)
    )


def _reaches(it: Held, service: str | None, measure: str | None) -> bool:
    if it.scope == Scope.ALL or (service is None and measure is None):
        return True
    if it.scope == Scope.SERVICE:
        return service is not None and service in it.own
    return measure is not None and measure in it.own


def require(
    person: Visitor,
    permission: str,
    organisation: Organisation | int | None = None,
    *,
    service: str | None = None,
    measure: str | None = None,
) -> None:
    """Raises PermissionDenied, with a sentence, unless the person may."""
    if not may(person, permission, organisation, service=service, measure=measure):
        what = declared()[permission]
        reach = f" for {measure or service}" if measure or service else ""
        raise PermissionDenied(f"You may not {what}{reach}. Ask an administrator for a role that can.")


def organisations(person: Visitor, permission: str) -> frozenset[int]:
    """The organisations in which the person holds this permission, in any scope."""
    return frozenset(it.organisation for it in held(person) if it.permission == permission)
