"""Every change of state to a council's direction."""

from collections.abc import Sequence
from datetime import date

from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person, Service
from moothall.direction.models import Owner, Priority, PriorityMeasure

MANAGE = "direction.manage"


def add_priority(
    person: Person,
    *,
    organisation: Organisation,
    slug: str,
    title: str,
    from_date: date,
    purpose: str = "",
    portfolio: str = "",
    holder: Person | None = None,
    measures: Sequence[str] = (),
) -> Priority:
    """Adds a priority after those there are, with the measures that show it, in their order."""
    with change(person, MANAGE, "priority.added", organisation=organisation) as entry:
        there = Priority.objects.filter(organisation=organisation)
        if there.filter(slug=slug).exists():
            raise NotPossible(f"There is already a priority '{slug}': give this one another short name.")
        priority = Priority.objects.create(
            organisation=organisation,
            slug=slug,
            title=title,
            purpose=purpose,
            position=there.count() + 1,
            portfolio=portfolio,
            holder=holder,
            from_date=from_date,
        )
        _choose(priority, measures)
        subject(entry, priority)
        entry.after = {"title": title, "from": from_date.isoformat(), "measures": list(measures)}
    return priority


def end_priority(person: Person, *, priority: Priority, on: date) -> None:
    """Ends a priority; `on` is its last day. It stays on record."""
    with change(person, MANAGE, "priority.ended", organisation=priority.organisation, on=priority) as entry:
        if on < priority.from_date:
            raise NotPossible(
                f"'{priority}' began on {priority.from_date:%-d %B %Y}: it cannot end before then."
            )
        entry.before = {"to": priority.to_date.isoformat() if priority.to_date else None}
        priority.to_date = on
        priority.save(update_fields=["to_date"])
        entry.after = {"to": on.isoformat()}


def choose_measures(person: Person, *, priority: Priority, measures: Sequence[str]) -> None:
    """Says which measures show a priority, in their order. What was shown before is in the audit."""
    with change(
        person, MANAGE, "priority.measures", organisation=priority.organisation, on=priority
    ) as entry:
        entry.before = {"measures": list(priority.measures.values_list("measure", flat=True))}
        priority.measures.all().delete()
        _choose(priority, measures)
        entry.after = {"measures": list(measures)}


def _choose(priority: Priority, measures: Sequence[str]) -> None:
    if len(set(measures)) < len(measures):
        raise NotPossible(f"A measure is named twice under '{priority}': name it once.")
    PriorityMeasure.objects.bulk_create(
        PriorityMeasure(priority=priority, measure=measure, position=position)
        for position, measure in enumerate(measures, start=1)
    )


def set_owner(
    person: Person, *, organisation: Organisation, measure: str, service: Service, owner: Person | None = None
) -> Owner:
    """Says which service, and who in it, answers for a measure. Who did before is in the audit."""
    with change(person, MANAGE, "owner.set", organisation=organisation) as entry:
        if service.organisation_id != organisation.pk:
            raise NotPossible(f"'{service}' is not a service of {organisation}.")
        before = Owner.objects.filter(organisation=organisation, measure=measure).first()
        if before:
            entry.before = _said(before)
        owned, _made = Owner.objects.update_or_create(
            organisation=organisation, measure=measure, defaults={"service": service, "person": owner}
        )
        subject(entry, owned)
        entry.after = _said(owned)
    return owned


def _said(owner: Owner) -> dict[str, str]:
    return {
        "measure": owner.measure,
        "service": owner.service.slug,
        "person": owner.person.username if owner.person else "",
    }
