"""Every change of state to a council's direction."""

from collections.abc import Sequence
from datetime import date
from itertools import chain, count

from django.utils.text import slugify

from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person, Service
from moothall.direction.models import Owner, Priority, PriorityMeasure
from moothall.direction.permissions import MANAGE


def add_priority(
    person: Person,
    *,
    organisation: Organisation,
    title: str,
    from_date: date,
    to_date: date | None = None,
    slug: str = "",
    purpose: str = "",
    portfolio: str = "",
    holder: Person | None = None,
    measures: Sequence[str] = (),
) -> Priority:
    """Adds a priority after those there are, with the measures that show it, in their order.

    Without a short name it gets one made from its title.
    """
    with change(person, MANAGE, "priority.added", organisation=organisation) as entry:
        there = Priority.objects.filter(organisation=organisation)
        if slug and there.filter(slug=slug).exists():
            raise NotPossible(f"There is already a priority '{slug}': give this one another short name.")
        _in_order(title, from_date, to_date)
        _theirs(organisation, holder)
        priority = Priority.objects.create(
            organisation=organisation,
            slug=slug or _short_name(title, set(there.values_list("slug", flat=True))),
            title=title,
            purpose=purpose,
            position=there.count() + 1,
            portfolio=portfolio,
            holder=holder,
            from_date=from_date,
            to_date=to_date,
        )
        _choose(priority, measures)
        subject(entry, priority)
        entry.after = _told(priority) | {"measures": list(measures)}
    return priority


def change_priority(
    person: Person,
    *,
    priority: Priority,
    title: str,
    from_date: date,
    to_date: date | None = None,
    purpose: str = "",
    portfolio: str = "",
    holder: Person | None = None,
) -> None:
    """Says anew what a priority is, whose and for which days. What it was before is in the audit."""
    with change(person, MANAGE, "priority.changed", organisation=priority.organisation, on=priority) as entry:
        _in_order(title, from_date, to_date)
        _theirs(priority.organisation, holder)
        before = _told(priority)
        priority.title, priority.purpose = title, purpose
        priority.portfolio, priority.holder = portfolio, holder
        priority.from_date, priority.to_date = from_date, to_date
        priority.save()
        after = _told(priority)
        entry.before = {name: said for name, said in before.items() if said != after[name]}
        entry.after = {name: said for name, said in after.items() if said != before[name]}


def end_priority(person: Person, *, priority: Priority, on: date) -> None:
    """Ends a priority; `on` is its last day. It stays on record."""
    with change(person, MANAGE, "priority.ended", organisation=priority.organisation, on=priority) as entry:
        _in_order(priority.title, priority.from_date, on)
        entry.before = {"to": priority.to_date.isoformat() if priority.to_date else None}
        priority.to_date = on
        priority.save(update_fields=["to_date"])
        entry.after = {"to": on.isoformat()}


def _in_order(title: str, from_date: date, to_date: date | None) -> None:
    if to_date and to_date < from_date:
        raise NotPossible(f"'{title}' began on {from_date:%-d %B %Y}: it cannot end before then.")


def _theirs(organisation: Organisation, named: Person | None) -> None:
    """Raises NotPossible unless the person named holds, or held, a role in the council."""
    if named and not named.memberships.filter(organisation=organisation).exists():
        raise NotPossible(f"{named} holds no role in {organisation}: give them one first.")


def _short_name(title: str, taken: set[str]) -> str:
    """A title for addresses: 'Cleaner streets' is cleaner-streets, or cleaner-streets-2 the second time."""
    plain = slugify(title)[:40].strip("-") or "priority"
    return next(it for it in chain([plain], (f"{plain}-{n}" for n in count(2))) if it not in taken)


def _told(priority: Priority) -> dict[str, object]:
    return {
        "title": priority.title,
        "purpose": priority.purpose,
        "portfolio": priority.portfolio,
        "holder": priority.holder.username if priority.holder else "",
        "from": priority.from_date.isoformat(),
        "to": priority.to_date.isoformat() if priority.to_date else None,
    }


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
        _theirs(organisation, owner)
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
