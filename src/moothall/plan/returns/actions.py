"""Every change of state to statutory returns: taken up, changed, ended, dated, submitted; and the feeds of them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from moothall.core import addresses, clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.files import keep
from moothall.core.models import Organisation, Person, Service
from moothall.core.wording import line, prose_or_none
from moothall.kit.documents.words import showable, spoken_date
from moothall.kit.periods import Period
from moothall.plan.returns.coming import AHEAD, begun, comes_up, due_by_rule, first_of, length_of, periods
from moothall.plan.returns.evidence import judged
from moothall.plan.returns.models import DueChange, Feed, Occurrence, StatutoryReturn, Submission
from moothall.plan.returns.queries import MANAGE, READ, SUBMIT
from moothall.reference.statutory_returns import FREQUENCIES, catalogue
from moothall.reference.statutory_returns.due import BadRule, read

OLDEST = timedelta(days=5 * 366)  # how far back a return may be tracked from
MOST_LEADS, LONGEST_LEAD = 5, 365
RULE_CHANGED = "The due rule was changed."


def add_return(
    person: Person,
    *,
    organisation: Organisation,
    title: str,
    body: str,
    frequency: str,
    year_starts: int,
    rule: Mapping[str, Any],
    service: Service,
    first_day: date,
    owner: Person | None = None,
    basis: str = "",
    verified: bool = False,
    source: str = "",
    lead_days: Sequence[int] = (28, 7),
    known_as: str = "",
) -> StatutoryReturn:
    """Takes up a return: of the catalogue, or the council's own. Tracked from the period that `first_day` is in."""
    with change(person, MANAGE, "returns.added", organisation=organisation) as entry:
        if known_as and known_as not in catalogue():
            raise NotPossible(f"The catalogue knows no return '{known_as}'.")
        if frequency not in FREQUENCIES or year_starts not in range(1, 13):
            raise NotPossible("A return is annual, quarterly or monthly, and its year starts in a month.")
        if first_day < clock.today() - OLDEST or first_day > clock.today() + AHEAD:
            raise NotPossible("Track a return from a day in the last five years or the year to come.")
        told = _told(organisation, title, body, basis, rule, verified, source, service, owner, lead_days)
        slug = _slug(organisation, told["title"])
        made = StatutoryReturn.objects.create(
            organisation=organisation,
            slug=slug,
            known_as=known_as,
            frequency=frequency,
            year_starts=year_starts,
            first_period=first_of(frequency, year_starts, first_day),
            **told,
        )
        bring_up(made, clock.today())
        subject(entry, made)
        entry.after = _said(made)
    return made


def change_return(
    person: Person,
    *,
    statutory_return: StatutoryReturn,
    title: str,
    body: str,
    rule: Mapping[str, Any],
    service: Service,
    owner: Person | None = None,
    basis: str = "",
    verified: bool = False,
    source: str = "",
    lead_days: Sequence[int] = (28, 7),
) -> StatutoryReturn:
    """Says anew what a return is, whose and when it is due. What has been submitted keeps the day it was due then."""
    it = statutory_return
    with change(person, MANAGE, "returns.changed", organisation=it.organisation, on=it) as entry:
        before = _said(it)
        bring_up(it, clock.today())
        told = _told(it.organisation, title, body, basis, rule, verified, source, service, owner, lead_days)
        ruled = told["rule"] != it.rule
        for name, value in told.items():
            setattr(it, name, value)
        it.save()
        if ruled:
            _date_again(it, person)
        after = _said(it)
        entry.before = {name: said for name, said in before.items() if said != after[name]}
        entry.after = {name: said for name, said in after.items() if said != before[name]}
    return it


def end_return(person: Person, *, statutory_return: StatutoryReturn, on: date) -> None:
    """The return is no longer made: the period that `on` is in is the last. Its history stays."""
    it = statutory_return
    with change(person, MANAGE, "returns.ended", organisation=it.organisation, on=it) as entry:
        last = first_of(it.frequency, it.year_starts, on)
        if last < it.first_period:
            raise NotPossible(
                f"'{it}' is tracked from {spoken_date(it.first_period)}: end it on a later day."
            )
        bring_up(it, clock.today())
        entry.before = {"last_period": it.last_period and it.last_period.isoformat()}
        it.last_period = last
        it.save(update_fields=["last_period"])
        entry.after = {"last_period": last.isoformat()}


def set_due(
    person: Person, *, statutory_return: StatutoryReturn, start: date, due: date, reason: str
) -> DueChange:
    """Gives one period its due day: as its body announced it, or as it was put off. The reason is kept."""
    it = statutory_return
    with change(person, MANAGE, "returns.due_set", organisation=it.organisation, on=it) as entry:
        occurrence = _occurrence(it, start)
        reason = line(reason, "the reason", 300)
        period = Period(start, length_of(it))
        if not period.start - timedelta(days=366) <= due <= period.end + timedelta(days=3 * 366):
            raise NotPossible(f"{spoken_date(due)} is too far from {period.label}: check the year.")
        before = occurrence.due_changes.first()
        entry.before = {"due": _iso(before.due if before else occurrence.due)}
        made = DueChange.objects.create(
            occurrence=occurrence, due=due, reason=reason, made_by=person, made_at=clock.now()
        )
        entry.after = {"period": period.label, "due": due.isoformat(), "reason": reason}
    return made


def submit(
    person: Person,
    *,
    statutory_return: StatutoryReturn,
    start: date,
    submitted_on: date,
    submitted_by: str,
    reference: str = "",
    evidence: str = "",
    file: Path | None = None,
    file_name: str = "",
    why: str = "",
) -> Submission:
    """Records that a return went, with its evidence in words, as a file or both. A second record needs a reason."""
    it = statutory_return
    slug = it.service.slug
    with change(
        person, SUBMIT, "returns.submitted", organisation=it.organisation, on=it, service=slug
    ) as entry:
        occurrence = _occurrence(it, start)
        if submitted_on > clock.today():
            raise NotPossible(
                f"{spoken_date(submitted_on)} is still to come: record the return once it went."
            )
        period = Period(start, length_of(it))
        given = occurrence.due_changes.first()
        if not begun(it, period, given.due if given else occurrence.due, clock.today()):
            raise NotPossible(f"{period.label} has not begun: check which period went.")
        submitted_by = line(submitted_by, "the name of who sent it", 200)
        reference = prose_or_none(reference, "the reference", 200)
        evidence = prose_or_none(evidence, "what shows that it went", 5_000)
        if not (reference or evidence or file):
            raise NotPossible("Say what shows that it went: a reference, a sentence or a file.")
        before = occurrence.submissions.first()
        if before and not why.strip():
            raise NotPossible("This period has a record already: say why yours takes its place.")
        kind = judged(file, file_name) if file else ""
        made = Submission.objects.create(
            occurrence=occurrence,
            number=before.number + 1 if before else 1,
            submitted_on=submitted_on,
            submitted_by=submitted_by,
            reference=reference,
            evidence=evidence,
            file_sha256=keep(file) if file else "",
            file_name=_file_name(file_name) if file else "",
            file_kind=kind,
            why=prose_or_none(why, "the reason", 300),
            recorded_by=person,
            recorded_at=clock.now(),
        )
        entry.before = {"submitted_on": before.submitted_on.isoformat()} if before else None
        entry.after = {
            "period": period.label,
            "submitted_on": submitted_on.isoformat(),
            "reference": reference,
            "file_sha256": made.file_sha256,
            "why": made.why,
        }
    return made


def make_feed(
    person: Person, *, organisation: Organisation, service: Service | None = None
) -> tuple[Feed, str]:
    """Makes a secret calendar address for the acting person. The secret is returned once and never stored."""
    with change(person, READ, "returns.feed_made", organisation=organisation) as entry:
        if service and service.organisation_id != organisation.pk:
            raise NotPossible(f"'{service}' is not a service of {organisation}.")
        secret, kept = addresses.new()
        made = Feed.objects.create(organisation=organisation, person=person, service=service, **kept)
        subject(entry, made)
        entry.after = {"prefix": made.prefix, "service": service.slug if service else ""}
    return made, secret


def end_feed(person: Person, *, feed: Feed) -> None:
    """Ends one of the acting person's own calendar addresses: from now on it answers nobody."""
    with change(person, READ, "returns.feed_ended", organisation=feed.organisation, on=feed):
        if feed.person_id != person.pk:
            raise NotPossible("That calendar address belongs to somebody else.")
        feed.ended_at = feed.ended_at or clock.now()
        feed.save(update_fields=["ended_at"])


def bring_up(it: StatutoryReturn, on: date) -> int:
    """Stores every period that has come up by a day with the due day the rule gives now; how many were new.

    For use inside an action: what is stored keeps its day when the rule changes later.
    """
    there = set(it.occurrences.values_list("start", flat=True))
    new = []
    for period in periods(it, on + timedelta(days=2 * 366)):
        if period.start not in there:
            due = due_by_rule(it, period)
            if comes_up(it, period, due, on):
                new.append(Occurrence(statutory_return=it, start=period.start, due=due))
    Occurrence.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _date_again(it: StatutoryReturn, person: Person) -> None:
    """What came up under the old rule, is not submitted and was not dated by hand, takes the new rule's day."""
    waiting = it.occurrences.filter(submissions__isnull=True).prefetch_related("due_changes")
    for occurrence in waiting:
        standing = next(iter(occurrence.due_changes.all()), None)
        due = due_by_rule(it, Period(occurrence.start, length_of(it)))
        if due is None or (standing and standing.reason != RULE_CHANGED):
            continue
        if due != (standing.due if standing else occurrence.due):
            DueChange.objects.create(
                occurrence=occurrence, due=due, reason=RULE_CHANGED, made_by=person, made_at=clock.now()
            )


def _occurrence(it: StatutoryReturn, start: date) -> Occurrence:
    """The stored period that begins on a day, stored now if need be; held until the change is made."""
    StatutoryReturn.objects.select_for_update().get(pk=it.pk)
    found: Occurrence | None = it.occurrences.filter(start=start).first()
    if found:
        return found
    for period in periods(it, clock.today() + AHEAD + timedelta(days=366)):
        if period.start == start:
            return Occurrence.objects.create(statutory_return=it, start=start, due=due_by_rule(it, period))
    raise NotPossible(f"'{it}' has no period that begins on {spoken_date(start)}.")


def _told(
    organisation: Organisation,
    title: str,
    body: str,
    basis: str,
    rule: Mapping[str, Any],
    verified: bool,
    source: str,
    service: Service,
    owner: Person | None,
    lead_days: Sequence[int],
) -> dict[str, Any]:
    """The fields of a return, each checked. Raises NotPossible."""
    try:
        checked = read(rule).data()
    except BadRule as wrong:
        raise NotPossible(str(wrong)) from wrong
    if service.organisation_id != organisation.pk:
        raise NotPossible(f"'{service}' is not a service of {organisation}.")
    if owner and not owner.memberships.filter(organisation=organisation, ended_at__isnull=True).exists():
        raise NotPossible(f"{owner} holds no role in {organisation}: give them one first.")
    leads = sorted({int(days) for days in lead_days}, reverse=True)
    if len(leads) > MOST_LEADS or not all(0 <= days <= LONGEST_LEAD for days in leads):
        raise NotPossible(f"Give at most {MOST_LEADS} lead times, each from 0 to {LONGEST_LEAD} days.")
    source = prose_or_none(source, "the source", 300)
    if verified and not source:
        raise NotPossible("Say where the due rule was found before it is called checked.")
    return {
        "title": line(title, "the title", 200),
        "body": line(body, "the name of the body that asks for it", 200),
        "basis": prose_or_none(basis, "the law it stands on", 300),
        "rule": checked,
        "verified": verified,
        "source": source,
        "service": service,
        "person": owner,
        "lead_days": leads,
    }


def _said(it: StatutoryReturn) -> dict[str, Any]:
    return {
        "title": it.title,
        "body": it.body,
        "basis": it.basis,
        "frequency": it.frequency,
        "rule": it.rule,
        "verified": it.verified,
        "source": it.source,
        "service": it.service.slug,
        "owner": it.person.username if it.person else "",
        "lead_days": it.lead_days,
        "first_period": it.first_period.isoformat(),
    }


def _slug(organisation: Organisation, title: str) -> str:
    plain, number = slugify(title)[:50].strip("-") or "return", 1
    taken = set(StatutoryReturn.objects.filter(organisation=organisation).values_list("slug", flat=True))
    slug = plain
    while slug in taken:
        number += 1
        slug = f"{plain}-{number}"
    return slug


def _file_name(name: str) -> str:
    """The last part of a file's name, without anything that an address or a header could trip over."""
    plain = "".join(it for it in Path(showable(name)).name if it.isprintable() and it not in '"\\/')
    return plain[-200:] or "evidence"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
