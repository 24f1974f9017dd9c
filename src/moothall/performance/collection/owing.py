"""What people owe of collected values, for reminders, the clinics' agenda, calendar feeds and webhooks."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from moothall.core.due import Due, Room
from moothall.core.models import Organisation
from moothall.performance.collection.permissions import MANAGE, READ
from moothall.performance.collection.queries import open_items, rules

KIND = "collection"


def rule(organisation: Organisation, on: date, until: date) -> Iterator[Due]:
    """Every value that nobody returned and that is wanted by a day; once its period is over it is told in its time.

    What waits for sign-off is not owed by whoever returned it, and is left out.
    """
    lead = timedelta(days=rules(organisation).lead_days)
    for it in open_items(organisation, on):
        if it.due > until:
            continue
        for person in it.people or (None,):
            yield Due(
                KIND,
                f"{it.ask.pk}-{it.period.start.isoformat()}",
                it.title,
                it.due,
                reverse("collection-enter", args=[it.ask.pk, it.period.start]),
                person,
                words=f"for {it.ask.service.name}",
                service=it.ask.service.slug,
                tell=it.state.wanted and it.due - lead <= on,
            )


ROOM = Room("Data collection", READ, MANAGE, rule)
