"""Every change of state to figures: loading them."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from moothall.core import clock, files
from moothall.core.audit import change
from moothall.core.errors import NotPossible
from moothall.core.jobs import Cancelled, silent
from moothall.core.locks import Busy, exclusive
from moothall.core.models import PUBLISHED, Organisation, Person
from moothall.core.permission import require
from moothall.figures.intake import Progress, Recognised, bulk, recognised
from moothall.figures.intake.figures import Given
from moothall.figures.intake.reach import reach
from moothall.figures.intake.staging import discard, left_behind
from moothall.figures.models import Area, Load, LoadState, Observation, Series, Succession
from moothall.figures.reading import READERS, Outcome
from moothall.figures.sources import Source, sources
from moothall.kit.tables import Unreadable

LOADING = "Another load is running: wait until it is done, then load this file again."
SOME = 500  # new rows after which the database is to count its tables
MANY = 50_000  # and after which it is to settle their pages
LOST = (
    "The connection to the database broke while the file was read, so nothing was published: load it again."
)


class AnotherLoad(NotPossible):
    """Another load is running. Nothing has changed: the same file can be loaded when that one is done."""


def load(
    person: Person,
    *,
    organisation: Organisation,
    path: Path,
    name: str = "",
    source: str | None = None,
    dry: bool = False,
    report: Progress = silent,
) -> list[Outcome]:
    """Loads a file: each of its tables is recognised, staged and published, all of them by one flip.

    Raises NotPossible with one sentence when the file cannot be used, or another load is running; nothing has
    changed then. Raises PermissionDenied. When `report` raises Cancelled, what was staged is taken away.
    """
    require(person, "figures.load", organisation)
    shown = name or path.name
    with ExitStack() as held:
        try:
            tables = held.enter_context(recognised(path, shown, source))
            if any(table.layout.source.published for table in tables):
                require(person, "figures.publish_loads")
            if organisation.slug == PUBLISHED and not all(table.layout.source.published for table in tables):
                raise NotPossible(
                    f"{shown} is a council's own return: say which council it is of (--organisation)."
                )
            if dry:
                return _read(person, path, _begun(person, organisation, path, shown, tables), True, report)
            still_held = held.enter_context(exclusive("load", LOADING))
            return _load(person, path, _begun(person, organisation, path, shown, tables), still_held, report)
        except Unreadable as fault:
            raise NotPossible(str(fault)) from fault
        except Busy as fault:
            raise AnotherLoad(str(fault)) from fault


def _begun(
    person: Person, organisation: Organisation, path: Path, name: str, tables: list[Recognised]
) -> list[tuple[Recognised, Load]]:
    """Each table, and a load of it that is not stored yet."""
    sha256 = files.digest(path)
    return [
        (
            table,
            Load(
                organisation=_owner(organisation, table.layout.source),
                source=table.layout.source.id,
                file_name=name[:255],
                sheet=table.sheet[:255],
                sha256=sha256,
                size=path.stat().st_size,
                loaded_by=person,
                started_at=clock.now(),
                ignored=list(table.layout.ignored),
            ),
        )
        for table in tables
    ]


def _load(
    person: Person,
    path: Path,
    begun: list[tuple[Recognised, Load]],
    still_held: Callable[[], bool],
    report: Progress,
) -> list[Outcome]:
    begun = [(table, _taken_up(wanted)) for table, wanted in begun]
    loads = [load for _, load in begun]
    for dead in left_behind():
        if dead not in loads:
            discard(dead)
    try:
        outcomes = _read(person, path, begun, False, report)
        if files.keep(path) != loads[0].sha256:
            raise Unreadable(f"{loads[0].file_name} changed while it was being read: load it again.")
    except (Cancelled, Unreadable):
        for load in loads:
            discard(load)
        raise
    reached = reach(loads)
    with transaction.atomic():
        if not still_held():
            raise NotPossible(LOST)
        reached.write()
        last = Load.objects.aggregate(last=Max("sequence"))["last"] or 0
        for sequence, outcome in enumerate(outcomes, start=last + 1):
            outcome.load.measures = reached.measures[outcome.load.pk]
            _publish(person, outcome, sequence)
    if (fresh := sum(it.kept - it.unchanged for it in loads)) > SOME:
        tables = (it._meta.db_table for it in (Observation, Series, Load, Area, Organisation))
        bulk.counted_anew(tables, settle=fresh > MANY)
    return outcomes


def _read(
    person: Person, path: Path, begun: list[tuple[Recognised, Load]], dry: bool, report: Progress
) -> list[Outcome]:
    total, given = _lines(path), Given()
    outcomes = []
    for table, load in begun:
        outcome = Outcome(load, dry, given)
        READERS[table.layout.source.reads](person, table, outcome, report, total)
        load.notes = list(table.notes)
        outcomes.append(outcome)
    report(total, total, "Publishing")
    return outcomes


def _owner(organisation: Organisation, source: Source) -> Organisation:
    return Organisation.objects.published() if source.published else organisation


def _taken_up(wanted: Load) -> Load:
    """The load of this very table that a killed process left half done, else the one wanted, now stored."""
    half_done = Load.objects.filter(
        state=LoadState.STAGING,
        sha256=wanted.sha256,
        sheet=wanted.sheet,
        source=wanted.source,
        organisation=wanted.organisation,
        loaded_by=wanted.loaded_by,
    ).first()
    if half_done:
        return half_done
    wanted.save()
    return wanted


def _lines(path: Path) -> int:
    """About how many rows a file has, for progress: its lines. A workbook's are not worth counting."""
    with path.open("rb") as file:
        if file.read(2) == b"PK":
            return 0
        return sum(block.count(b"\n") for block in iter(lambda: file.read(2**20), b""))


def _publish(person: Person, outcome: Outcome, sequence: int) -> None:
    """The flip of one table: from this transaction on, everybody sees what was staged."""
    it = outcome.load
    permission = "figures.publish_loads" if sources()[it.source].published else "figures.load"
    # what is published concerns every council, and every council's auditors read of it
    where = None if it.organisation.slug == PUBLISHED else it.organisation
    with change(person, permission, "figures.loaded", organisation=where, on=it) as entry:
        it.sequence = sequence
        it.state = LoadState.PUBLISHED
        it.published_at = clock.now()
        it.save()
        Succession.objects.bulk_create(
            [Succession(predecessor=old, successor=new) for old, new in outcome.successions],
            ignore_conflicts=True,
        )
        entry.after = {
            "file": str(it),
            "sha256": it.sha256,
            "source": it.source,
            "kept": it.kept,
            "rejected": it.rejected,
            "superseded": it.superseded,
            "areas_added": Area.objects.filter(brought_by=it).count(),
        }
        if outcome.areas:
            outcome.areas.write()
            entry.before = {"areas": outcome.areas.before}
            entry.after["areas"] = outcome.areas.after
