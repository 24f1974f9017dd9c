"""What the council's people owe of statutory returns, for reminders, calendar feeds and webhooks."""

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.urls import reverse

from moothall.core.due import Due, Room
from moothall.core.models import Organisation
from moothall.plan.returns.actions import bring_up
from moothall.plan.returns.coming import State
from moothall.plan.returns.models import StatutoryReturn
from moothall.plan.returns.queries import MANAGE, READ, owed

KIND = "statutory-return"


def rule(organisation: Organisation, on: date, until: date) -> Iterator[Due]:
    """Every period that falls due by a day and did not go; told when it is late or within its lead time."""
    for it, person in owed(organisation, on, until):
        assert it.due
        made = it.statutory_return
        yield Due(
            KIND,
            f"{made.pk}-{it.period.start.isoformat()}",
            it.title,
            it.due,
            reverse("return-submit", args=[made.pk, it.period.start]),
            person,
            words=f"to {made.body}",
            service=made.service.slug,
            tell=it.state in (State.LATE, State.SOON),
        )


def ready(organisation: Organisation, on: date) -> None:
    """Stores what has come up by a day, so that it keeps its due day when the rule changes."""
    for it in StatutoryReturn.objects.filter(organisation=organisation):
        with transaction.atomic():
            bring_up(it, on)


ROOM = Room("Statutory returns", READ, MANAGE, rule, ready)
