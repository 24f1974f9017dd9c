"""Every change of state to figures: loading them."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from moothall.core import clock, files
from moothall.core.audit import change
from moothall.core.errors import NotPossible
from moothall.core.jobs import Cancelled
from moothall.core.locks import Busy, exclusive
from moothall.core.models import Organisation, Person
from moothall.core.permission import may, require
from moothall.figures.intake import Progress, Recognised, Reject, recognised
from moothall.figures.intake.figures import FigureRows, Places
from moothall.figures.intake.places import add_areas, add_neighbours
from moothall.figures.intake.staging import Staging, add_places, discard, left_behind
from moothall.figures.measures import Measure, fold
from moothall.figures.models import Area, Load, LoadState
from moothall.figures.models import Reject as RejectedRow
from moothall.figures.sources import Source
from moothall.kit.tables import Unreadable

BATCH = 10_000  # rows staged in one transaction: a fraction of a second of other writers' time

LOADING = "Another load is running: wait until it is done, then load this file again."


@dataclass
class Outcome:
    """What came of one table of a file. In a dry run the load is not stored and the rejects are at hand."""

    load: Load
    rejects: list[Reject] = field(default_factory=list)
    dry: bool = False

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
            if not dry:
                held.enter_context(exclusive("load", LOADING))
            return _load(person, organisation, path, shown, tables, dry, report)
        except (Unreadable, Busy) as fault:
            raise NotPossible(str(fault)) from fault


def _load(
    person: Person,
    organisation: Organisation,
    path: Path,
    name: str,
    tables: list[Recognised],
    dry: bool,
    report: Progress,
) -> list[Outcome]:
    sha256 = files.digest(path) if dry else files.keep(path)
    total = _lines(path)
    outcomes = []
    for table in tables:
        wanted = Load(
            organisation=_owner(organisation, table.layout.source),
            source=table.layout.source.id,
            file_name=name[:255],
            sheet=table.sheet[:255],
            sha256=sha256,
            size=path.stat().st_size,
            loaded_by=person,
            started_at=clock.now(),
            ignored=list(table.layout.ignored),
        )
        outcomes.append(Outcome(wanted if dry else _taken_up(wanted), dry=dry))
    if not dry:
        keep = {outcome.load.pk for outcome in outcomes}
        for dead in left_behind():
            if dead.pk not in keep:
                discard(dead)
    try:
        for table, outcome in zip(tables, outcomes, strict=True):
            READERS[table.layout.source.reads](person, table, outcome, report, total)
            outcome.load.notes = list(table.notes)
        report(total, total, "Publishing")
    except (Cancelled, Unreadable):
        for outcome in outcomes:
            if not dry:
                discard(outcome.load)
        raise
    if not dry:
        _publish(person, organisation, [outcome.load for outcome in outcomes])
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
    names = Area.objects.values_list("name", "code")
    places = Places(
        codes=set(Area.objects.values_list("code", flat=True)),
        by_name={fold(name): code for name, code in names},
        home="" if table.layout.source.published else load.organisation.area_code,
    )
    rows = FigureRows(table.layout, places, _allowed(person, load.organisation, table.layout.source))
    staging = Staging(load, dry=outcome.dry)
    done = 0
    while True:
        records, rejects, line = rows.read(islice(table.rows, BATCH), table.original)
        if not line:
            break
        if not outcome.dry:
            with transaction.atomic():
                add_places(places)
        else:
            outcome.rejects += rejects
        staging.add(rows.series, records, rejects, line)
        done += len(records) + len(rejects)
        report(line, max(total, line), f"{done:,} rows read")


def _allowed(person: Person, organisation: Organisation, source: Source) -> Callable[[Measure], str]:
    """Answers why this person may not load a measure, or ''. Published statistics were asked about once."""

    def why_not(measure: Measure) -> str:
        if source.published or any(
            may(person, "figures.load", organisation, **scope)
            for scope in ({"measure": measure.id}, {"service": measure.owner})
        ):
            return ""
        return f"You may not load '{measure.title}': it is not one of your services or measures."

    return why_not


def _read_areas(person: Person, table: Recognised, outcome: Outcome, report: Progress, total: int) -> None:
    with transaction.atomic():
        _keep_rejects(outcome, add_areas(outcome.load, table, outcome.dry))


def _read_neighbours(
    person: Person, table: Recognised, outcome: Outcome, report: Progress, total: int
) -> None:
    stem = Path(outcome.load.file_name).stem
    title = table.layout.source.lists.get(stem, stem.replace("-", " ").replace("_", " ").capitalize())
    with transaction.atomic():
        _keep_rejects(outcome, add_neighbours(outcome.load, table, title, stem[:60], outcome.dry))


def _keep_rejects(outcome: Outcome, rejects: list[Reject]) -> None:
    if outcome.dry:
        outcome.rejects = rejects
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


def _publish(person: Person, organisation: Organisation, loads: list[Load]) -> None:
    """The flip: from this transaction on, everybody sees what was staged."""
    with change(person, "figures.load", "figures.loaded", organisation=organisation, on=loads[0]) as entry:
        last = Load.objects.aggregate(last=Max("sequence"))["last"] or 0
        for sequence, it in enumerate(loads, start=last + 1):
            it.sequence = sequence
            it.state = LoadState.PUBLISHED
            it.published_at = clock.now()
            it.save()
        entry.after = [
            {
                "file": str(it),
                "sha256": it.sha256,
                "source": it.source,
                "kept": it.kept,
                "rejected": it.rejected,
                "superseded": it.superseded,
            }
            for it in loads
        ]
