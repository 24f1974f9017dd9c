"""Templates sent out and taken back: what stands in a file becomes drafts, judged as typed values are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction

from moothall.core import clock, files
from moothall.core.audit import change
from moothall.core.due import Due
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.core.permission import require
from moothall.core.reminding import Told, message, post
from moothall.kit.unreadable import Unreadable
from moothall.performance.collection import owing
from moothall.performance.collection.actions import enter, submit
from moothall.performance.collection.coming import Item
from moothall.performance.collection.life import State as EntryState
from moothall.performance.collection.models import Entry
from moothall.performance.collection.permissions import MANAGE, READ
from moothall.performance.collection.queries import Behind, behind, collected, may_enter
from moothall.performance.collection.returned import Filled, Returned, read
from moothall.performance.collection.template import Template, write
from moothall.performance.collection.templates import row

LARGEST = 5 * 2**20  # a template of two thousand rows is a tenth of it


@dataclass(frozen=True)
class Came:
    """What came of one row: kept as a draft (`entry`), or why not; what its history doubts, and what to know of it."""

    title: str
    service: str
    period: str
    entry: Entry | None = None
    fault: str = ""
    known: tuple[str, ...] = ()  # the same as before, or a formula whose saved result was read
    changed: bool = False

    @property
    def doubts(self) -> tuple[str, ...]:
        return tuple(it["words"] for it in self.entry.doubts) if self.entry and self.changed else ()


@dataclass(frozen=True)
class TakenBack:
    """What came of a whole file. `blank` rows had nothing in them; `absent` ones are not in the file any more."""

    name: str
    rows: tuple[Came, ...]
    blank: int = 0
    absent: int = 0

    @property
    def kept(self) -> list[Came]:
        return [it for it in self.rows if it.entry]

    @property
    def faults(self) -> list[Came]:
        return [it for it in self.rows if it.fault]


def take_back(
    person: Person, *, organisation: Organisation, path: Path, name: str, dry: bool = False
) -> TakenBack:
    """Reads a filled template; every row that is still what was asked becomes a draft, and each other says why not.

    The file is kept as it came. With `dry` the same is said and nothing is changed. Raises NotPossible where the file
    is none of this council's templates, PermissionDenied.
    """
    require(person, READ, organisation)
    if path.stat().st_size > LARGEST:
        raise NotPossible(
            f"‘{name}’ is larger than any return template: send back the file that was downloaded."
        )
    try:
        found = read(path, name)
    except Unreadable as fault:
        raise NotPossible(str(fault)) from fault
    if found.identity.council != organisation.slug:
        raise NotPossible(
            f"‘{name}’ is a template of another council ({found.identity.council}), not of {organisation.name}: "
            "nothing was taken from it."
        )
    now = {
        f"{it.ask.pk}|{it.period.start.isoformat()}": it
        for it in collected(person, organisation, clock.today())
    }
    filled = [it for it in found.rows if not it.blank]
    wanted = [now[it.place] for it in filled if it.key and it.place in now]
    past = behind(person, organisation, wanted, clock.today()) if wanted else {}
    digest = "" if dry else files.keep(path)
    with transaction.atomic():
        came = tuple(_taken(person, found, it, now, past, digest, name) for it in filled)
        if dry:
            transaction.set_rollback(True)
    there = {it.key for it in found.rows}
    absent = sum(key not in there for key in found.identity.keys)
    return TakenBack(name, came, sum(it.blank for it in found.rows), absent)


def _taken(
    person: Person,
    found: Returned,
    it: Filled,
    now: Mapping[str, Item],
    past: Mapping[tuple[int, date], Behind],
    digest: str,
    name: str,
) -> Came:
    """What becomes of one row."""
    item = now.get(it.place) if it.key else None
    title = it.measure or f"Row {it.line}"
    service = item.ask.service.name if item else found.identity.service
    why = it.fault or _why_not(person, found, it, item)
    if why or item is None:
        return Came(title, service, it.period, fault=why)
    title = item.title.rpartition(",")[0]
    before = item.entry.pk if item.entry else None
    known = past[item.ask.pk, item.period.start]
    try:
        with transaction.atomic():
            entry = enter(
                person,
                ask=item.ask,
                start=item.period.start,
                value=it.value,
                numerator=it.numerator,
                denominator=it.denominator,
                missing=it.missing,
                reason=it.reason,
                note=it.note,
                file_sha256=digest,
                file_name=name,
                past=known.past,
            )
    except (NotPossible, PermissionDenied) as fault:
        return Came(title, service, it.period, fault=str(fault))
    said = [f"The {cell} is a formula: its saved result was read." for cell in it.formulas]
    said += ["The same stood there already."] if entry.pk == before else []
    return Came(title, service, it.period, entry, known=tuple(said), changed=entry.pk != before)


def _why_not(person: Person, found: Returned, it: Filled, item: Item | None) -> str:
    """Why a row is not what was asked, or not now; '' where it is."""
    if it.key not in found.identity.keys:
        return f"Row {it.line} was altered where it says what was asked: enter its value on its own page."
    if item is None:
        return "It is not asked for any more, so it was left out: ask a performance officer if it should be."
    asked = row(item)
    if asked.digest != it.digest:
        return "It is asked otherwise than when this template was made: download a new one, or enter it on its page."
    if (asked.name, asked.period.label) != (it.measure, it.period):
        return (
            f"Row {it.line} says ‘{it.measure[:60]}, {it.period[:20]}’ where ‘{asked.name}, {asked.period.label}’ was "
            "asked: enter its value on its own page."
        )
    if not may_enter(person, item.ask):
        return "It is not yours to return."
    standing = item.entry
    settled = standing is not None and standing.state in (EntryState.SUBMITTED, EntryState.SIGNED_OFF)
    if settled and standing and standing.number > it.number and not _same(standing, it):
        return (
            f"It was returned otherwise since this template was made ({standing.get_state_display()}, by "
            f"{standing.entered_by}): to change that, enter it on its page."
        )
    return ""


def _same(standing: Entry, it: Filled) -> bool:
    """Whether a row says what stands already; a value that was left to be worked out says nothing else."""
    if it.value is not None and it.value != standing.value:
        return False
    if it.value is None and it.numerator is None:
        return standing.value is None and (standing.reason, standing.note) == (it.reason, it.note)
    counts = (it.numerator, it.denominator) == (standing.numerator, standing.denominator)
    return counts and standing.note == it.note


def submit_all(person: Person, *, found: Sequence[Item], because: Mapping[int, str]) -> tuple[int, int]:
    """Sends these drafts for sign-off: all that nothing doubts, and those whose doubts are answered (by entry).

    How many were sent, and how many wait for an answer.
    """
    sent = waiting = 0
    with transaction.atomic():
        for it in found:
            assert it.entry
            why = because.get(it.entry.pk, "").strip()
            if it.entry.doubts and not why:
                waiting += 1
                continue
            submit(person, entry=it.entry, because=why)
            sent += 1
    return sent, waiting


# --- sent out ---


def to_be_sent(
    person: Person, organisation: Organisation, on: date
) -> tuple[dict[Person, list[Due]], list[Due]]:
    """Whom templates would go to and what each owes now; and what nobody is named for. Raises PermissionDenied."""
    require(person, MANAGE, organisation)
    theirs: dict[Person, list[Due]] = {}
    nobody: list[Due] = []
    for it in owing.wanted_now(organisation, on):
        if it.person:
            theirs.setdefault(it.person, []).append(it)
        else:
            nobody.append(it)
    return theirs, nobody


def send_templates(person: Person, *, organisation: Organisation, on: date) -> list[Told]:
    """Sends everybody who owes values one message with the templates to fill in. What was not taken is said."""
    theirs, _nobody = to_be_sent(person, organisation, on)
    done = []
    for whom, items in sorted(theirs.items(), key=lambda one: str(one[0])):
        why_not = post(message(organisation, whom, items, on)) if whom.email else "no e-mail address"
        done.append(Told(whom, tuple(items), not why_not, why_not))
    with change(person, MANAGE, "collection.templates_sent", organisation=organisation) as entry:
        entry.after = {
            "day": on.isoformat(),
            "sent": [it.person.username for it in done if it.sent],
            "not_sent": {it.person.username: it.why_not for it in done if not it.sent},
        }
    return done


def template_files(found: Iterable[Template], on: date) -> list[tuple[str, bytes]]:
    """Each template as a file: its name and content."""
    return [(it.file_name, write(it, on)) for it in found]
