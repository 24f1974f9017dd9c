"""What people owe of collected values, for reminders, the clinics' agenda, calendar feeds and webhooks."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.urls import reverse

from moothall.core.due import Attachment, Due, Room
from moothall.core.models import Organisation, Person
from moothall.core.permission import may
from moothall.performance.collection.coming import Item
from moothall.performance.collection.permissions import MANAGE, READ
from moothall.performance.collection.queries import collected, may_enter, open_items, rules
from moothall.performance.collection.template import FORMAT, write
from moothall.performance.collection.templates import made_of

KIND = "collection"


def rule(organisation: Organisation, on: date, until: date) -> Iterator[Due]:
    """Every value that nobody returned and that is wanted by a day; once its period is over it is told in its time.

    What waits for sign-off is not owed by whoever returned it, and is left out.
    """
    lead = timedelta(days=rules(organisation).lead_days)
    for it in open_items(organisation, on):
        if it.due <= until:
            yield from _owed(it, tell=it.state.wanted and it.due - lead <= on)


def wanted_now(organisation: Organisation, on: date) -> list[Due]:
    """What can be returned today, however far off its due day is."""
    return [due for it in open_items(organisation, on) if it.state.wanted for due in _owed(it, tell=True)]


def _owed(it: Item, *, tell: bool) -> Iterator[Due]:
    """One item, from each person whom it is due from."""
    for person in it.people or (None,):
        yield Due(
            KIND,
            _key(it),
            it.title,
            it.due,
            reverse("collection-enter", args=[it.ask.pk, it.period.start]),
            person,
            words=f"for {it.ask.service.name}",
            service=it.ask.service.slug,
            tell=tell,
        )


def _key(it: Item) -> str:
    return f"{it.ask.pk}-{it.period.start.isoformat()}"


def attached(organisation: Organisation, whom: Person, items: Iterable[Due], on: date) -> list[Attachment]:
    """The templates of what one person owes, for the message that tells them so."""
    if not may(whom, READ, organisation):
        return []
    keys = {it.key for it in items}
    found = [
        it
        for it in collected(whom, organisation, on)
        if _key(it) in keys and it.state.wanted and may_enter(whom, it.ask)
    ]
    return [Attachment(it.file_name, write(it, on), FORMAT) for it in made_of(whom, organisation, found, on)]


ROOM = Room("Data collection", READ, MANAGE, rule, attached=attached)
