"""What happened that may have moved a measure: marked on a day, shown on its chart, withdrawn but never deleted."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.core.permission import organisations, require
from moothall.core.wording import line, prose_or_none
from moothall.direction.models import Event as Event  # pages name them too
from moothall.direction.models import Kind as Kind
from moothall.direction.permissions import MARK as MARK
from moothall.direction.permissions import READ


def mark(
    person: Person,
    *,
    organisation: Organisation,
    measure: str,
    service: str,
    kind: Kind,
    on: date,
    title: str,
    reason: str = "",
) -> Event:
    """Marks on a measure what happened. `service` answers for the measure (`figures.answering`).

    A rebase needs its reason: limits are never worked out again merely because the figures moved.
    """
    with change(
        person, MARK, "event.marked", organisation=organisation, service=service, measure=measure
    ) as entry:
        if kind == Kind.REBASE and not reason.strip():
            raise NotPossible("Say why the process is new: limits are not worked out again without a reason.")
        event = Event.objects.create(
            organisation=organisation,
            measure=measure,
            kind=kind,
            on=on,
            title=line(title, "the title", 120),
            reason=prose_or_none(reason, "the reason", 2000),
            marked_by=person,
            marked_at=entry.at,
        )
        subject(entry, event)
        entry.after = {"measure": measure, "kind": kind.value, "on": on.isoformat(), "title": title}
    return event


def withdraw(person: Person, *, event: Event, service: str, because: str) -> None:
    """Takes a mark off its measure, with the reason; it stays on record."""
    with change(
        person,
        MARK,
        "event.withdrawn",
        organisation=event.organisation,
        on=event,
        service=service,
        measure=event.measure,
    ) as entry:
        if event.withdrawn_at:
            raise NotPossible("This mark was withdrawn already.")
        event.withdrawn_at, event.withdrawn_by = clock.now(), person
        event.withdrawn_because = line(because, "the reason", 300)
        event.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
        entry.after = {"because": because}


def events(
    person: Person, organisation: Organisation, measures: Iterable[str] | None = None
) -> dict[str, list[Event]]:
    """By measure, what is marked on it and was not withdrawn, oldest first. One query. Raises PermissionDenied."""
    require(person, READ, organisation)
    found = Event.objects.filter(organisation=organisation, withdrawn_at=None).select_related("marked_by")
    if measures is not None:
        found = found.filter(measure__in=list(measures))
    by: dict[str, list[Event]] = defaultdict(list)
    for event in found:
        by[event.measure].append(event)
    return by


def event(person: Person, pk: int) -> Event | None:
    """One mark that this person may read."""
    found = Event.objects.filter(organisation__in=organisations(person, READ), pk=pk)
    return found.select_related("organisation").first()


def rebases(organisation: Organisation, measures: Iterable[str]) -> dict[str, list[tuple[date, str]]]:
    """By measure, the days from which its limits are worked out anew, each with why. One query."""
    found = Event.objects.filter(
        organisation=organisation, withdrawn_at=None, kind=Kind.REBASE, measure__in=list(measures)
    )
    by: dict[str, list[tuple[date, str]]] = defaultdict(list)
    for event in found:
        by[event.measure].append((event.on, event.reason))
    return by
