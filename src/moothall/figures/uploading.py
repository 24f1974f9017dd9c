"""Starting the load of a file somebody sent. The loading itself is `actions.load`, run by `jobs`."""

from pathlib import Path

from moothall.core.errors import NotPossible
from moothall.core.jobs import start
from moothall.core.models import Job, Organisation, Person
from moothall.core.permission import require
from moothall.figures.intake import recognised
from moothall.figures.jobs import KIND
from moothall.kit.unreadable import Unreadable


def start_load(
    person: Person, *, organisation: Organisation, path: Path, name: str, source: str | None = None
) -> Job:
    """Starts a job that loads the file at `path`, which becomes the job's own: it takes the file away.

    A file that can never be loaded is refused at once, by NotPossible; so is a person, by PermissionDenied.
    """
    require(person, "figures.load", organisation)
    try:
        with recognised(path, name, source) as tables:
            if any(table.layout.source.published for table in tables):
                require(person, "figures.publish_loads")
    except Unreadable as fault:
        raise NotPossible(str(fault)) from fault
    return start(
        person,
        kind=KIND,
        title=f"Loading {name}"[:200],
        organisation=organisation,
        arguments={"path": str(path), "name": name, "source": source or ""},
    )
