"""Every change of state to figures: loading them."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from moothall.core import clock, files
from moothall.core.audit import change
from moothall.core.errors import NotPossible
from moothall.core.jobs import Cancelled
from moothall.core.locks import Busy, exclusive
from moothall.core.models import PUBLISHED, Organisation, Person
from moothall.core.permission import may, require
from moothall.figures.answering import answering
from moothall.figures.intake import Progress, Recognised, Reject, recognised
from moothall.figures.intake.figures import FigureRows, Given, Places
from moothall.figures.intake.places import AreasFound, add_neighbours, read_areas
from moothall.figures.intake.spool import Spool
from moothall.figures.intake.staging import Staging, add_places, discard, left_behind
from moothall.figures.measures import Measure
from moothall.figures.models import Area, Load, LoadState, Succession
from moothall.figures.models import Reject as RejectedRow
from moothall.figures.queries import area_names
from moothall.figures.sources import Source, sources
from moothall.kit.tables import Unreadable

BATCH = 10_000  # rows staged in one transaction: a fraction of a second of other writers' time

LOADING = "Another load is running: wait until it is done, then load this file again."
LOST = (
    "The connection to the database broke while the file was read, so nothing was published: load it again."
)


class AnotherLoad(NotPossible):
    """Another load is running. Nothing has changed: the same file can be loaded when that one is done."""


@dataclass
class Outcome:
    """What came of one table of a file. In a dry run the load is not stored.

    What the file says of places is written with the flip: successions by the codes of both, and areas.
    """

    load: Load
    dry: bool = False
    given: Given = field(default_factory=Given)
    rejects: Spool = field(default_factory=Spool)  # of a dry run
    successions: set[tuple[str, str]] = field(default_factory=set)
    areas: AreasFound | None = None

    def rejected_rows(self) -> Iterable[Reject]:
        """Every rejected row: line, reason and text."""
        if self.dry:
            return self.rejects
        return self.load.rejects.values_list("line", "reason", "text").iterator(chunk_size=2000)


def silent(done: int, total: int, message: str) -> None:
    """Reports to nobody."""


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
    with transaction.atomic():
        if not still_held():
            raise NotPossible(LOST)
        last = Load.objects.aggregate(last=Max("sequence"))["last"] or 0
        for sequence, outcome in enumerate(outcomes, start=last + 1):
            _publish(person, outcome, sequence)
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


def _read_figures(person: Person, table: Recognised, outcome: Outcome, report: Progress, total: int) -> None:
    load = outcome.load
    places = Places(
        codes=set(Area.objects.values_list("code", flat=True)),
        by_name=area_names(),
        home="" if table.layout.source.published else load.organisation.area_code,
        home_name=load.organisation.name,
    )
    rows = FigureRows(
        table.layout, places, _allowed(person, load.organisation, table.layout.source), outcome.given
    )
    outcome.successions = places.successions
    staging = Staging(load, dry=outcome.dry)
    done = 0
    while True:
        records, rejects, line = rows.read(islice(table.rows, BATCH), table.original)
        if not line:
            break
        if outcome.dry:
            outcome.rejects.add(rejects)
        else:
            with transaction.atomic():
                add_places(load, places)
        staging.add(rows.series, records, rejects, line)
        done += len(records) + len(rejects)
        report(line, max(total, line), f"{done:,} rows read")
    rows.done()


def _allowed(person: Person, organisation: Organisation, source: Source) -> Callable[[Measure], str]:
    """Answers why this person may not load a measure, or ''. Published statistics were asked about once."""

    @cache
    def why_not(measure: Measure) -> str:
        if source.published or any(
            may(person, "figures.load", organisation, **scope)
            for scope in ({"measure": measure.id}, {"service": answering(organisation, measure)})
        ):
            return ""
        return f"You may not load '{measure.title}': it is not one of your services or measures."

    return why_not


def _read_areas(person: Person, table: Recognised, outcome: Outcome, report: Progress, total: int) -> None:
    with transaction.atomic():
        outcome.areas, rejects = read_areas(outcome.load, table)
        if not outcome.dry:
            outcome.areas.stage(outcome.load)
        _keep_rejects(outcome, rejects)


def _read_neighbours(
    person: Person, table: Recognised, outcome: Outcome, report: Progress, total: int
) -> None:
    stem = Path(outcome.load.file_name).stem
    title = table.layout.source.lists.get(stem, stem.replace("-", " ").replace("_", " ").capitalize())
    with transaction.atomic():
        _keep_rejects(outcome, add_neighbours(outcome.load, table, title, stem[:60], outcome.dry))


def _keep_rejects(outcome: Outcome, rejects: list[Reject]) -> None:
    if outcome.dry:
        outcome.rejects.add(rejects)
        return
    outcome.load.rejects.all().delete()  # a killed attempt at this very load may have left some
    RejectedRow.objects.bulk_create(
        [RejectedRow(load=outcome.load, line=line, reason=why, text=text) for line, why, text in rejects]
    )
    outcome.load.save()


READERS: dict[str, Callable[[Person, Recognised, Outcome, Progress, int], None]] = {
    "figures": _read_figures,
    "areas": _read_areas,
    "neighbours": _read_neighbours,
}


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
