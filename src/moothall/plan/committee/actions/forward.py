"""The forward plan: coming decisions, the notice given of them, and its exceptions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.core.wording import line, prose_or_none
from moothall.kit.documents.words import spoken_date
from moothall.plan.committee.actions.exempt import OPEN, Secret, make_secret
from moothall.plan.committee.models import ForwardEntry, Meeting

CHANGEABLE = (
    "matter", "decision_maker", "members", "meeting", "decision_on", "portfolio", "contact", "consultees", "documents",
)  # fmt: skip


def add_entry(
    person: Person,
    *,
    organisation: Organisation,
    title: str,
    matter: str,
    decision_maker: str,
    key: bool,
    contact: str,
    decision_on: date | None = None,
    members: str = "",
    meeting: Meeting | None = None,
    portfolio: str = "",
    consultees: str = "",
    documents: str = "",
    secret: Secret = OPEN,
) -> ForwardEntry:
    """Adds a coming decision to the forward plan; it is not public until it is published. A meeting gives its day."""
    with change(person, "committee.write", "committee.entry_added", organisation=organisation) as audit:
        made = ForwardEntry(organisation=organisation, key=key, created_at=clock.now())
        made.title = line(title, "the title", 200)
        given = {
            "matter": matter,
            "decision_maker": decision_maker,
            "members": members,
            "meeting": meeting,
            "decision_on": decision_on,
            "portfolio": portfolio,
            "contact": contact,
            "consultees": consultees,
            "documents": documents,
        }
        _fill(made, given)
        make_secret(made, secret)
        made.save()
        subject(audit, made)
        audit.after = {"title": made.title, "decision_on": made.decision_on.isoformat(), "key": key}
    return made


def change_entry(person: Person, *, entry: ForwardEntry, **given: Any) -> ForwardEntry:
    """Changes what an entry says (`CHANGEABLE`). Notice was given of its title and of whether it is key: they stay."""
    council = entry.organisation
    with change(
        person, "committee.write", "committee.entry_changed", organisation=council, on=entry
    ) as audit:
        if entry.ended_at:
            raise NotPossible("This entry was taken off the forward plan: add another.")
        before = {name: str(getattr(entry, name)) for name in CHANGEABLE}
        _fill(entry, {name: getattr(entry, name) for name in CHANGEABLE} | given)
        entry.save()
        after = {name: str(getattr(entry, name)) for name in CHANGEABLE}
        audit.before = {name: it for name, it in before.items() if after[name] != it}
        audit.after = {name: it for name, it in after.items() if before[name] != it}
        if not audit.after:
            raise NotPossible("Nothing is different: there is nothing to save.")
    return entry


def _fill(entry: ForwardEntry, given: Mapping[str, Any]) -> None:
    meeting = given["meeting"]
    if meeting is not None and meeting.organisation_id != entry.organisation_id:
        raise NotPossible("That meeting is another council's: choose one of this council's.")
    if meeting is None and given["decision_on"] is None:
        raise NotPossible("Choose a meeting, or write the date of the decision.")
    entry.meeting = meeting
    entry.decision_on = meeting.on if meeting else given["decision_on"]
    entry.decision_maker = line(given["decision_maker"], "the decision maker", 200)
    entry.contact = line(given["contact"], "the contact", 300)
    entry.matter = prose_or_none(given["matter"], "the matter", 5000)
    entry.portfolio = prose_or_none(given["portfolio"], "the portfolio", 120)
    for name in ("members", "consultees", "documents"):
        setattr(entry, name, prose_or_none(given[name], f"the {name}", 5000))


def publish_entry(person: Person, *, entry: ForwardEntry) -> ForwardEntry:
    """Publishes an entry: notice runs from today."""
    council = entry.organisation
    with change(
        person, "committee.publish", "committee.entry_published", organisation=council, on=entry
    ) as audit:
        if entry.ended_at or entry.published_at:
            raise NotPossible("This entry is published, or was taken off: there is nothing left to do.")
        if entry.decision_on < clock.today():
            raise NotPossible(
                f"{spoken_date(entry.decision_on)} has passed: give the entry a day that is to come."
            )
        if not entry.matter:
            raise NotPossible("The matter is empty: say in a sentence or two what is to be decided.")
        if entry.key and not entry.members:
            raise NotPossible(
                "Notice of a key decision lists the members of the body that decides, or the title of the person who "
                "does (SI 2012/2089 reg 9): write them."
            )
        entry.published_at = clock.now()
        entry.save(update_fields=["published_at"])
        audit.after = {"published": clock.today().isoformat(), "decision_on": entry.decision_on.isoformat()}
    return entry


def record_exception(person: Person, *, entry: ForwardEntry, on: date, reason: str) -> ForwardEntry:
    """Records a general exception (reg 10): the chair was told, and that notice published, on a day."""
    council = entry.organisation
    with change(
        person, "committee.publish", "committee.exception_recorded", organisation=council, on=entry
    ) as audit:
        _refuse_not_urgent(entry, on)
        entry.exception_on, entry.exception_reason = on, line(reason, "the reason", 2000)
        entry.save(update_fields=["exception_on", "exception_reason"])
        audit.after = {"exception_on": on.isoformat(), "reason": entry.exception_reason}
    return entry


def record_urgency(person: Person, *, entry: ForwardEntry, on: date, by: str, reason: str) -> ForwardEntry:
    """Records special urgency (reg 11): who agreed, on which day, and the reasons that were published."""
    council = entry.organisation
    with change(
        person, "committee.publish", "committee.urgency_recorded", organisation=council, on=entry
    ) as audit:
        _refuse_not_urgent(entry, on)
        entry.urgency_on, entry.urgency_by = on, line(by, "the name", 200)
        entry.urgency_reason = line(reason, "the reason", 2000)
        entry.save(update_fields=["urgency_on", "urgency_by", "urgency_reason"])
        audit.after = {"urgency_on": on.isoformat(), "by": entry.urgency_by, "reason": entry.urgency_reason}
    return entry


def _refuse_not_urgent(entry: ForwardEntry, on: date) -> None:
    if not entry.key:
        raise NotPossible("Only a key decision needs this: this one is not.")
    if entry.ended_at:
        raise NotPossible("This entry was taken off the forward plan: add another.")
    if on > clock.today():
        raise NotPossible(f"{spoken_date(on)} is still to come: record it once it is done.")


def end_entry(person: Person, *, entry: ForwardEntry, reason: str) -> ForwardEntry:
    """Takes a coming decision off the forward plan; the audit keeps why."""
    council = entry.organisation
    with change(
        person, "committee.publish", "committee.entry_ended", organisation=council, on=entry
    ) as audit:
        if entry.ended_at:
            raise NotPossible("This entry was taken off before: there is nothing left to do.")
        entry.ended_at, entry.ended_reason = clock.now(), line(reason, "the reason", 300)
        entry.save(update_fields=["ended_at", "ended_reason"])
        audit.after = {"ended": entry.ended_reason}
    return entry
