"""What people owe of what was promised and agreed: every open commitment with a day, for reminders and calendars."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from moothall.core.due import Due, Room
from moothall.core.models import Organisation
from moothall.direction.life import OPEN
from moothall.direction.models import Commitment
from moothall.direction.permissions import READ, TRACK

KIND = "action"
LEAD = timedelta(days=7)  # whoever owes it is told a week before


def rule(organisation: Organisation, on: date, until: date) -> Iterator[Due]:
    """Open commitments that fall due by a day: one query."""
    found = Commitment.objects.filter(organisation=organisation, state__in=OPEN, due__lte=until)
    for it in found.select_related("service", "person"):
        assert it.due
        yield Due(
            KIND,
            str(it.pk),
            it.words if len(it.words) <= 120 else f"{it.words[:119].rstrip()}…",
            it.due,
            reverse("commitment", args=[it.pk]),
            it.person,
            words=it.source_title,
            service=it.service.slug,
            tell=it.due - LEAD <= on,
        )


ROOM = Room("Actions and commitments", reads=READ, manages=TRACK, rule=rule)
