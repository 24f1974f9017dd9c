"""What people owe of risks: every open one by the day of its next review, for reminders and calendars."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from moothall.core.due import Due, Room
from moothall.core.models import Organisation
from moothall.risks.life import State
from moothall.risks.models import Risk
from moothall.risks.permissions import MANAGE, READ

KIND = "risk-review"
LEAD = timedelta(days=7)  # its owner is told a week before


def rule(organisation: Organisation, on: date, until: date) -> Iterator[Due]:
    """Open risks whose review is due by a day: one query."""
    found = Risk.objects.filter(organisation=organisation, state=State.OPEN, next_review__lte=until)
    for it in found.select_related("service", "owner"):
        yield Due(
            KIND,
            str(it.pk),
            f"Review risk {it.number}: {it.title}",
            it.next_review,
            reverse("risk", args=[it.pk]),
            it.owner,
            words=f"every {it.review_months} months" if it.review_months > 1 else "every month",
            service=it.service.slug,
            tell=it.next_review - LEAD <= on,
        )


ROOM = Room("Reviews of risks", reads=READ, manages=MANAGE, rule=rule)
