"""Is this installation right? Each check is a function; each fault comes with its fix."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


@dataclass(frozen=True)
class Fault:
    """What is wrong and how to put it right, a sentence each; `stops` when the site cannot be served so."""

    what: str
    fix: str
    stops: bool = False


def faults() -> Iterator[Fault]:
    """Every fault of this installation."""
    for check in CHECKS:
        yield from check()


def migrations_waiting() -> bool:
    """Whether the database is behind this Moothall. Raises DatabaseError when it does not answer."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _database() -> Iterator[Fault]:
    try:
        waiting = migrations_waiting()
    except DatabaseError as error:
        said = str(error).strip().splitlines()[0]
        yield Fault(f"The database does not answer: {said}.", "Check DATABASE_URL.", stops=True)
        return
    if waiting:
        yield Fault("The database is not up to date.", "Run `moothall migrate`.", stops=True)


def _assets() -> Iterator[Fault]:
    if finders.find("built/app.css") is None:
        yield Fault(
            "The pages' style sheet is not built.", "Run `make build`, or install the wheel.", stops=True
        )


def _home() -> Iterator[Fault]:
    key = Path(settings.MOOTHALL_HOME) / "secret.key"
    if key.exists() and key.stat().st_mode & 0o077:
        yield Fault(f"{key} can be read by other accounts of this machine.", f"Run `chmod 600 {key}`.")


def _hosts() -> Iterator[Fault]:
    open_hosts = {"127.0.0.1", "localhost", "[::1]"}
    if not settings.HTTPS and set(settings.ALLOWED_HOSTS) - open_hosts:
        yield Fault(
            "The site answers to public names without HTTPS.",
            "Put it behind a server that speaks HTTPS and set MOOTHALL_HTTPS=yes.",
        )


def _data() -> Iterator[Fault]:
    if not Path(settings.MOOTHALL_DATA).is_dir():
        yield Fault(
            f"There is no folder of public data at {settings.MOOTHALL_DATA}.",
            "Set MOOTHALL_DATA to one, or do without benchmarks of real councils.",
        )


CHECKS: tuple[Callable[[], Iterator[Fault]], ...] = (_database, _assets, _home, _hosts, _data)
