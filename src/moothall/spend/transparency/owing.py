"""What people owe of the Code: each set that the council publishes here, by the day it is due."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from moothall.core.due import Due, Room
from moothall.core.models import COMMAND_LINE, Membership, Organisation, Person, Scope
from moothall.kit.periods import Period
from moothall.spend.permissions import PUBLISH, READ
from moothall.spend.transparency import sets
from moothall.spend.transparency.life import PUBLIC, State
from moothall.spend.transparency.models import Edition

KIND = "transparency"


Known = dict[str, dict[Period, bool]]  # by set, each period that was ever published, and whether it is now


def expected(known: Known, until: date) -> Iterator[tuple[str, Period, date]]:
    """Each set and period, from the set's first one here on, that is not published and falls due by a day."""
    for set_id, there in known.items():
        period = min(there, key=lambda it: it.start)
        while (day := sets.due(set_id, period)) <= until:
            if not there.get(period):
                yield set_id, period, day
            period = period.moved(1)


def published(organisation: Organisation) -> Known:
    """What was ever published here: one query."""
    found: Known = defaultdict(dict)
    rows = Edition.objects.filter(organisation=organisation, state__in=PUBLIC).order_by()
    for set_id, start, length, state in rows.values_list("set_id", "start", "length", "state"):
        if set_id in sets.every():
            period = Period(start, length)
            found[set_id][period] = found[set_id].get(period, False) or state == State.PUBLISHED
    return found


def rule(organisation: Organisation, on: date, until: date) -> Iterator[Due]:
    """Sets to publish by a day, once for each who may publish. A set is expected from the first time it is published.

    What was withdrawn is owed again. Three queries.
    """
    known = published(organisation)
    if not known:
        return
    people = holders(organisation)
    for set_id, period, day in expected(known, until):
        for person in people or [None]:
            yield Due(
                KIND,
                f"{set_id}-{period.start.isoformat()}",
                f"Publish {sets.every()[set_id].title}, {period.label}",
                day,
                reverse("transparency"),
                person,
                words="under the Transparency Code",
                tell=period.end < on,
            )


def holders(organisation: Organisation) -> list[Person | None]:
    """Who may publish here."""
    found = (
        Membership.objects.filter(
            organisation=organisation,
            ended_at__isnull=True,
            person__is_active=True,
            role__grants__permission=PUBLISH,
            role__grants__scope=Scope.ALL,
        )
        .exclude(person__username=COMMAND_LINE)
        .select_related("person")
    )
    return list({it.person_id: it.person for it in found}.values())


ROOM = Room("Transparency Code", reads=READ, manages=PUBLISH, rule=rule)
