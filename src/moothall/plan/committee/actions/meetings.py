"""Meetings: put in the calendar, and cancelled."""

from datetime import date, time

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.core.wording import line, prose_or_none
from moothall.kit.documents.words import spoken_date
from moothall.plan.committee.models import Meeting


def add_meeting(
    person: Person,
    *,
    organisation: Organisation,
    body: str,
    on: date,
    starts: time | None = None,
    place: str = "",
) -> Meeting:
    """Puts a meeting in the calendar, which anyone can read."""
    with change(person, "committee.publish", "committee.meeting_added", organisation=organisation) as entry:
        body = line(body, "the body", 120)
        if Meeting.objects.filter(organisation=organisation, body=body, on=on).exists():
            raise NotPossible(
                f"{body} already meets on {spoken_date(on)}: choose that meeting, or another day."
            )
        made = Meeting.objects.create(
            organisation=organisation,
            body=body,
            on=on,
            starts=starts,
            place=prose_or_none(place, "the place", 200),
            created_at=clock.now(),
            changed_at=clock.now(),
        )
        subject(entry, made)
        entry.after = {"body": body, "on": on.isoformat()}
    return made


def cancel_meeting(person: Person, *, meeting: Meeting, reason: str) -> Meeting:
    """Cancels a meeting; it stays in the calendar, and says why."""
    council = meeting.organisation
    with change(
        person, "committee.publish", "committee.meeting_cancelled", organisation=council, on=meeting
    ) as entry:
        if meeting.cancelled_at:
            raise NotPossible("This meeting was cancelled before: there is nothing left to do.")
        meeting.cancelled_reason = line(reason, "the reason", 300)
        meeting.cancelled_at = meeting.changed_at = clock.now()
        meeting.save(update_fields=["cancelled_at", "changed_at", "cancelled_reason"])
        entry.after = {"cancelled": meeting.cancelled_reason}
    return meeting
