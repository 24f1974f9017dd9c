"""One change of state: checked, made and written down, or nothing.

with change(person, "plan.publish", "plan.published", organisation=plan.organisation, on=plan) as entry:
    entry.before = {"status": plan.status}
    ...
    entry.after = {"status": plan.status}
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction

from moothall.core import clock
from moothall.core.models import AuditEntry, Organisation, Person
from moothall.core.permission import require


def record(
    person: Person | None,
    action: str,
    *,
    organisation: Organisation | None = None,
    on: models.Model | None = None,
    before: Any = None,
    after: Any = None,
    address: str | None = None,
) -> AuditEntry:
    """Writes one entry. For changes another library makes (a password, a sign-in); ours go through `change`."""
    return AuditEntry.objects.create(
        at=clock.now(),
        person=person,
        address=(person.address if person and address is None else address) or "",
        organisation=organisation,
        action=action,
        before=before,
        after=after,
        **_subject(on),
    )


@contextmanager
def change(
    person: Person,
    permission: str,
    action: str,
    *,
    organisation: Organisation | None = None,
    on: models.Model | None = None,
    service: str | None = None,
    measure: str | None = None,
) -> Iterator[AuditEntry]:
    """Checks the permission, then runs the block and writes its entry in one transaction.

    Raises PermissionDenied before anything has changed. `action` says what happened, in the past tense;
    `on` is the thing changed (it may be set on the entry later with `subject`, when the block makes it).
    """
    require(person, permission, organisation, service=service, measure=measure)
    with transaction.atomic():
        entry = AuditEntry(
            at=clock.now(),
            person=person,
            address=person.address,
            organisation=organisation,
            action=action,
            **_subject(on),
        )
        yield entry
        entry.save()


def subject(entry: AuditEntry, on: models.Model) -> None:
    """Says which thing the entry is about, for a block that makes it."""
    for name, value in _subject(on).items():
        setattr(entry, name, value)


def _subject(on: models.Model | None) -> dict[str, str]:
    if on is None:
        return {}
    return {"kind": on._meta.label_lower, "key": str(on.pk), "title": str(on)[:300]}
