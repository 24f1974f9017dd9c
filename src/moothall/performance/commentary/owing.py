"""What people owe of commentary: words on what is off target or more than ordinary variation, and their approval."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from moothall.core.due import Due, Room
from moothall.core.models import Organisation
from moothall.performance.commentary.life import State
from moothall.performance.commentary.queries import READ, Wanted, heads, wanted

KIND = "commentary"
REMINDS = "clinics.manage"  # whoever runs the clinics asks for the words beside the figures
LEAD = timedelta(days=7)  # whoever owes it is told a week before


def rule(organisation: Organisation, on: date, until: date) -> Iterator[Due]:
    """What the latest figures ask for by a day: to be written by whoever answers for the measure, then approved.

    What waits is due from the service's manager, unless they wrote it; else from nobody by name, as several may.
    """
    managers = heads(organisation)
    for it in wanted(organisation, on):
        if it.due > until or (it.text and it.text.state == State.APPROVED):
            continue
        waits = it.text is not None and it.text.state == State.WAITING
        owner = it.owner.person if it.owner else None
        named = [one for one in managers.get(it.service, ()) if one.pk != _writer(it)] if waits else [owner]
        for person in named or (None,):
            yield Due(
                KIND,
                f"{it.measure.id}-{it.latest.start}",
                f"{'Approve' if waits else 'Write'} commentary: {it.measure.title}, {it.period.label}",
                it.due,
                _address(it, waits),
                person,
                service=it.service,
                tell=it.due - LEAD <= on,
            )


def _writer(it: Wanted) -> int | None:
    return it.text.written_by_id if it.text else None


def _address(it: Wanted, waits: bool) -> str:
    if it.text and waits:
        return reverse("commentary", args=[it.text.pk])
    return reverse("commentary-write", args=[it.measure.id, it.latest.start])


ROOM = Room("Commentary", reads=READ, manages=REMINDS, rule=rule)
