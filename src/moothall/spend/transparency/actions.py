"""Every change of state to what is published under the Transparency Code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from moothall.core import clock, files, jobs
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Job, Organisation, Person
from moothall.core.permission import may, require
from moothall.core.wording import prose, prose_or_none
from moothall.kit.documents.words import showable, spoken_date
from moothall.kit.periods import Period
from moothall.kit.unreadable import Unreadable
from moothall.spend.permissions import LOAD, PUBLISH
from moothall.spend.transparency import checking, rows, sets
from moothall.spend.transparency.life import CHECK_KIND, LIFE, State
from moothall.spend.transparency.models import Edition, GivenFile, Preparation

MOST_FILES, LONGEST = 40, 2_000


@dataclass(frozen=True)
class Given:
    """A file that somebody gives: its name, where it is for now, and which set it is, where its headings do not say."""

    name: str
    path: Path
    set_id: str = ""


def prepare(
    person: Person, *, organisation: Organisation, period: Period, given: Sequence[Given]
) -> Preparation:
    """Keeps the files of a quarter, or of a year's sets, to be checked."""
    with change(person, LOAD, "transparency.prepared", organisation=organisation) as entry:
        if sets.holding(period.start, period.length) != period:
            raise NotPossible("Choose a quarter, or a year from April, from the list.")
        if period.start > clock.today():
            raise NotPossible(f"{period.label} has not begun: choose an earlier one.")
        if not given:
            raise NotPossible("Choose at least one file.")
        if len(given) > MOST_FILES:
            raise NotPossible(f"Give at most {MOST_FILES} files at a time, or a zip of them.")
        for one in given:
            if not one.path.stat().st_size:
                raise NotPossible(f"‘{showable(one.name)}’ is empty: export it again.")
            if one.set_id and one.set_id not in sets.every():
                raise NotPossible("Choose what the files hold from the list.")
        made = Preparation.objects.create(
            organisation=organisation,
            start=period.start,
            length=period.length,
            given_by=person,
            given_at=entry.at,
        )
        kept = GivenFile.objects.bulk_create(
            GivenFile(
                preparation=made,
                name=(Path(showable(one.name)).name or "file")[-200:],
                set_id=one.set_id,
                sha256=files.keep(one.path),
            )
            for one in given
        )
        subject(entry, made)
        entry.after = {"period": period.label, "files": [[it.name, it.sha256] for it in kept]}
    return made


def start_check(person: Person, *, preparation: Preparation, redact: bool = False) -> Job:
    """Starts a check of a preparation's files; `redact` writes markers over all that is found personal."""
    with change(
        person, LOAD, "transparency.check_started", organisation=preparation.organisation, on=preparation
    ) as entry:
        it = _preparation(preparation)
        if it.job and not it.job.finished:
            raise NotPossible("These files are being checked already: wait until that is over.")
        it.job = jobs.start(
            person,
            kind=CHECK_KIND,
            title=f"Checking what to publish for {it.period.label}",
            organisation=it.organisation,
            arguments={"preparation": it.pk, "redact": redact},
        )
        it.save(update_fields=["job"])
        entry.after = {"redact": redact}
        return it.job


def check(
    person: Person, *, preparation: Preparation, redact: bool = False, report: checking.Report = jobs.silent
) -> list[Edition]:
    """Checks the files now. What an earlier check of them left unpublished is dropped in favour of this one."""
    require(person, LOAD, preparation.organisation)
    found, refused = checking.Checked([], {}), ""
    try:
        found = checking.run(
            preparation, list(preparation.files.all()), redact=redact, on=clock.today(), report=report
        )
    except Unreadable as why:
        refused = str(why)[:500]
    with change(
        person, LOAD, "transparency.checked", organisation=preparation.organisation, on=preparation
    ) as entry:
        it = _preparation(preparation)
        _drop(it)
        for one in found.editions:
            one.save()
        it.redact, it.checked_at, it.refused, it.told = redact, clock.now(), refused, found.told
        it.save(update_fields=["redact", "checked_at", "refused", "told"])
        entry.after = {
            "redact": redact,
            "refused": refused or None,
            "sets": {one.set_id: {"rows": one.rows, "errors": one.errors} for one in found.editions},
        }
    preparation.refresh_from_db()
    return found.editions


def drop(person: Person, *, preparation: Preparation) -> None:
    """Leaves out what a check gave and nobody published."""
    with change(
        person, LOAD, "transparency.dropped", organisation=preparation.organisation, on=preparation
    ) as entry:
        it = _preparation(preparation)
        entry.after = {"sets": _drop(it)}
        it.dropped_at = clock.now()
        it.save(update_fields=["dropped_at"])


def look(person: Person, *, edition: Edition, places: Iterable[int]) -> None:
    """Says that somebody looked at some of what the check found; those who prepare may, and those who publish."""
    allowed = LOAD if may(person, LOAD, edition.organisation) else PUBLISH
    with change(
        person, allowed, "transparency.looked_at", organisation=edition.organisation, on=edition
    ) as entry:
        it = _edition(edition)
        if it.state != State.CHECKED:
            raise NotPossible(LIFE.refusal(str(it), it.state))
        new = sorted(set(places) & set(it.to_look_at))
        if not new:
            raise NotPossible("Tick what you looked at.")
        it.looked_at = sorted([*it.looked_at, *new])
        it.save(update_fields=["looked_at"])
        entry.after = {"looked_at": [it.problems[place]["said"] for place in new]}


def publish(person: Person, *, edition: Edition, despite: str = "", note: str = "") -> None:
    """Puts a set where anyone can read it. The one of the same period before it is superseded and stays readable.

    Everything that was found is to be looked at first. `despite` is why a set with errors is published; `note` says
    what differs from the one before it, where there is one.
    """
    with change(
        person, PUBLISH, "transparency.published", organisation=edition.organisation, on=edition
    ) as entry:
        Organisation.objects.select_for_update().get(pk=edition.organisation_id)  # one of a period at a time
        it = _edition(edition)
        state = LIFE.moved(str(it), it.state, State.PUBLISHED)
        if it.period.end >= clock.today():
            raise NotPossible(
                f"{it.period.label} runs until {spoken_date(it.period.end)}: publish it after that day."
            )
        if it.to_look_at:
            raise NotPossible("Look at everything that was found, and tick it, before publishing.")
        it.despite = prose(despite, "the reason to publish it despite errors", LONGEST) if it.errors else ""
        older = Edition.objects.filter(
            organisation=it.organisation, set_id=it.set_id, start=it.start, length=it.length
        )
        standing = older.filter(state=State.PUBLISHED).first()
        it.note = _note(note, it, standing, older.filter(state=State.WITHDRAWN).exists())
        if standing:
            standing.state = LIFE.moved(str(standing), standing.state, State.SUPERSEDED)
            standing.superseded_by = it
            standing.save(update_fields=["state", "superseded_by"])
            rows.withdraw(standing)
        it.state, it.published_by, it.published_at = state, person, entry.at
        rows.publish(it)
        it.save()
        entry.before = {"sha256": standing.sha256} if standing else None
        entry.after = {
            "set": it.set_id,
            "period": it.period.label,
            "rows": it.rows,
            "sha256": it.sha256,
            "despite": it.despite or None,
        }
    edition.refresh_from_db()


def withdraw(person: Person, *, edition: Edition, because: str) -> None:
    """Takes a published file off at once. That it was there, and why it is not, stays to be read."""
    with change(
        person, PUBLISH, "transparency.withdrawn", organisation=edition.organisation, on=edition
    ) as entry:
        it = _edition(edition)
        entry.before = {"state": it.state}
        it.state = LIFE.moved(str(it), it.state, State.WITHDRAWN)
        it.withdrawn_because = prose(because, "the reason", LONGEST)
        it.withdrawn_by, it.withdrawn_at = person, entry.at
        rows.withdraw(it)
        it.sums = {}
        it.save()
        entry.after = {"sha256": it.sha256, "because": it.withdrawn_because}
    edition.refresh_from_db()


def _note(note: str, it: Edition, standing: Edition | None, withdrawn: bool) -> str:
    if standing and standing.sha256 == it.sha256:
        raise NotPossible(f"{it} is published already, byte for byte: there is nothing to do.")
    if standing or withdrawn:
        return prose(note, "what differs from the one before", LONGEST)
    return prose_or_none(note, "the note", LONGEST)


def _drop(it: Preparation) -> list[str]:
    found = list(Edition.objects.select_for_update().filter(preparation=it, state=State.CHECKED))
    for one in found:
        one.state = LIFE.moved(str(one), one.state, State.DROPPED)
        one.save(update_fields=["state"])
    return [one.set_id for one in found]


def _preparation(it: Preparation) -> Preparation:
    found = Preparation.objects.select_for_update(of=("self",)).select_related("organisation", "job")
    held = found.get(pk=it.pk)
    if held.dropped_at:
        raise NotPossible("These files were left out: give them again.")
    return held


def _edition(it: Edition) -> Edition:
    return Edition.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=it.pk)
