"""Methods that are run again when figures change, so that a page reads what they found and never waits for them.

A floor above registers its method as it starts; figures knows none of them. A method keeps its results by `core.runs`,
which stores only what says something new, so running one again costs time and changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from moothall.core.audit import change
from moothall.core.jobs import Report, kind, start
from moothall.core.models import Job, Organisation, Person
from moothall.figures.measures import Measure, catalogue

KIND = "recalculate"
PERMISSION = "figures.read"

Method = Callable[[Person, Organisation, Sequence[Measure], Report], int]
METHODS: dict[str, Method] = {}


def method(name: str, run: Method) -> None:
    """Registers a method. It is given who asks, the council, the measures and how to report; it returns how many
    results it kept."""
    METHODS[name] = run


def recalculate(
    person: Person,
    *,
    organisation: Organisation,
    measures: Sequence[str] | None = None,
    report: Report = lambda done, total, message: None,
    only: Sequence[str] = (),
) -> dict[str, int]:
    """Runs every method (or `only` these) for these measures of a council, or for all; returns how many each kept."""
    wanted = [it for key, it in catalogue().items() if measures is None or key in measures]
    kept = {}
    for name, run in METHODS.items():
        if only and name not in only:
            continue
        kept[name] = run(person, organisation, wanted, report)
    with change(person, PERMISSION, "methods.run", organisation=organisation) as entry:
        entry.after = {"measures": len(wanted), **kept}
    return kept


def start_recalculating(
    person: Person, *, organisation: Organisation, measures: Sequence[str] | None = None
) -> Job:
    """Queues the same as long work."""
    return start(
        person,
        kind=KIND,
        title="Working the methods out again",
        organisation=organisation,
        arguments={"measures": list(measures) if measures is not None else None},
    )


@kind(KIND)
def run(job: Job, report: Report) -> Mapping[str, Any]:
    """The queued job."""
    return recalculate(
        job.person, organisation=job.organisation, measures=job.arguments["measures"], report=report
    )
