"""Methods that are run again when figures change, so that a page reads what they found and never waits for them.

A floor above registers its method as it starts; figures knows none of them. A method keeps its results by `core.runs`,
which stores only what says something new, so running one again costs time and changes nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from moothall.core.audit import change
from moothall.core.jobs import Report, kind, silent, start
from moothall.core.models import PUBLISHED, Job, Organisation, Person
from moothall.core.permission import may, require
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Load

KIND = "recalculate"
PERMISSION = "figures.read"

Run = Callable[[Person, Organisation, Sequence[Measure], Report], int]


@dataclass(frozen=True)
class Method:
    """What is run again: given who asks, the council, the measures and how to report, it returns how many it did.

    A slow one waits for the worker or the nightly command; the others are run as soon as figures are published.
    """

    run: Run
    slow: bool = False


METHODS: dict[str, Method] = {}


def method(name: str, run: Run, *, slow: bool = False) -> None:
    """Registers a method under a name."""
    METHODS[name] = Method(run, slow)


def recalculate(
    person: Person,
    *,
    organisation: Organisation,
    measures: Sequence[str] | None = None,
    report: Report = silent,
    slow: bool = True,
) -> dict[str, int]:
    """Runs the methods for these measures of a council, or for all it has; how many results each worked out.

    Without `slow`, only those that take no time to speak of. Raises PermissionDenied.
    """
    require(person, PERMISSION, organisation)
    wanted = [it for key, it in catalogue().items() if measures is None or key in measures]
    kept = {
        name: it.run(person, organisation, wanted, report)
        for name, it in METHODS.items()
        if slow or not it.slow
    }
    with change(person, PERMISSION, "methods.run", organisation=organisation) as entry:
        entry.after = {"measures": len(wanted), **kept}
    return kept


def recalculate_after(person: Person, loads: Iterable[int], report: Report = silent) -> None:
    """Runs the methods that are not slow for what these loads brought, in each council this person reads."""
    touched: dict[str, set[str]] = defaultdict(set)
    for measures, organisation in Load.objects.filter(pk__in=list(loads)).values_list(
        "measures", "organisation__slug"
    ):
        touched[organisation].update(measures)
    everybody = touched.pop(PUBLISHED, set())
    for council in Organisation.objects.councils():
        wanted = sorted(everybody | touched.get(council.slug, set()))
        if wanted and may(person, PERMISSION, council):
            recalculate(person, organisation=council, measures=wanted, report=report, slow=False)


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
def run_job(job: Job, report: Report) -> Mapping[str, Any]:
    """The queued job."""
    return recalculate(
        job.person, organisation=job.organisation, measures=job.arguments["measures"], report=report
    )
