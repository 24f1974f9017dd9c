"""Reading a table: its rows staged, or in a dry run only counted. What each kind of table does is one function."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path

from django.db import transaction

from moothall.core.models import Organisation, Person
from moothall.core.permission import may
from moothall.figures.answering import answering
from moothall.figures.intake import Progress, Recognised, Reject
from moothall.figures.intake.figures import FigureRows, Given, Places
from moothall.figures.intake.places import AreasFound, add_neighbours, read_areas
from moothall.figures.intake.spool import Spool
from moothall.figures.intake.staging import Staging, add_places
from moothall.figures.measures import Measure
from moothall.figures.models import Area, Load
from moothall.figures.models import Reject as RejectedRow
from moothall.figures.queries import area_names
from moothall.figures.sources import Source

BATCH = 10_000  # rows staged in one transaction: a fraction of a second of other writers' time


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
