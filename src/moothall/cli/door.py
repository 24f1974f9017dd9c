"""What every command does at the door: Django made ready, who acts and where, JSON out, faults as sentences."""

import getpass
import json
import os
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from moothall.core.models import Organisation, Person

As = Annotated[str, typer.Option("--as", envvar="MOOTHALL_AS", help="Act as this person (their user name).")]
Council = Annotated[
    str, typer.Option("--organisation", help="Which council, where more than one is served here.")
]
Json = Annotated[
    Path | None, typer.Option("--json", help="Write the result as JSON to this file; - for the screen.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say nothing but what is asked for.")]


def stop(sentence: str) -> NoReturn:
    """Ends with one sentence on standard error and exit status 2."""
    typer.echo(f"moothall: {sentence}", err=True)
    raise typer.Exit(2)


def ready() -> None:
    """Sets Django up; for the commands that need the database."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moothall.settings")
    os.environ.setdefault("MOOTHALL_LOG_LEVEL", "WARNING")  # a terminal is not a log
    django.setup()


def acting(username: str) -> "Person":
    """Who acts: the person named, else the command line itself; from this machine and account."""
    from moothall.core.queries import command_line, person_called

    address = f"command line ({_account()}@{socket.gethostname()})"
    if not username:
        return command_line(address)
    person = person_called(username)
    person.address = address[:100]
    return person


def _account() -> str:
    """The account of this machine; its number where it has no name, as in many containers."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def council(slug: str) -> "Organisation":
    """The council meant: the one named, else the only one there is."""
    from moothall.core.queries import organisation_called

    return organisation_called(slug or None)


def say(text: str = "") -> None:
    """Writes a line for the person at the terminal."""
    typer.echo(text)


def today() -> date:
    """Today on this machine: for the commands that run without the site's settings, and so without its clock."""
    return date.today()  # noqa: TID251, DTZ011


def public_data() -> Path:
    """The folder of public data: MOOTHALL_DATA, else beside a checkout. For the commands that need no settings."""
    named = os.environ.get("MOOTHALL_DATA", "").strip()
    return Path(named) if named else Path(__file__).resolve().parents[3].parent / "shared" / "data"


def check_writable(*places: Path | None) -> None:
    """Raises NotPossible unless each of these files can be written: asked before the work that fills them."""
    from moothall.core.errors import NotPossible

    for place in places:
        if place is None or str(place) == "-":
            continue
        if place.is_dir() or not os.access(place if place.exists() else place.parent, os.W_OK):
            raise NotPossible(f"{place} cannot be written: name a file in a folder that is there and yours.")


def write_json(place: Path | None, data: Any) -> None:
    """Writes a result as JSON to a file, or to the screen for '-'; nothing when no place is given."""
    if place is None:
        return
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    if str(place) == "-":
        sys.stdout.write(text)
    else:
        place.write_text(text, encoding="utf-8")


@contextmanager
def input_file(path: Path) -> Iterator[tuple[Path, str]]:
    """A file to read and the name to show for it; '-' is standard input, kept in a temporary file meanwhile."""
    if str(path) != "-":
        yield path, path.name
        return
    with tempfile.NamedTemporaryFile(prefix="moothall-") as spool:
        while block := sys.stdin.buffer.read(2**20):
            spool.write(block)
        spool.flush()
        yield Path(spool.name), "standard input"


@contextmanager
def progress(title: str, quiet: bool) -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on a terminal; nothing where there is none, so that logs stay plain."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda done, total, message: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[said]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=None, said="")
        yield lambda done, total, message: bar.update(task, completed=done, total=total or None, said=message)


def sentence(fault: BaseException) -> str | None:
    """What a person can be told of a fault; None when it is ours."""
    from django.core.exceptions import ImproperlyConfigured, PermissionDenied
    from django.db import InterfaceError, OperationalError, ProgrammingError

    from moothall.core.errors import NotPossible
    from moothall.figures.measures import BadMeasure
    from moothall.kit.unreadable import Unreadable

    if isinstance(fault, NotPossible | PermissionDenied | BadMeasure | Unreadable | ImproperlyConfigured):
        return str(fault)
    if isinstance(fault, OperationalError | InterfaceError | ProgrammingError):
        said = str(fault).lower()
        if "no such table" in said or "does not exist" in said or "no such column" in said:
            return "The database is not up to date with this Moothall: run `moothall migrate`."
        if isinstance(fault, ProgrammingError):  # ours, as are the other kinds of DatabaseError
            return None
        if "locked" in said:
            return "The database is busy with somebody else's change: try again in a moment."
        if "full" in said or "no space" in said or "disk i/o" in said:
            return "The disk is full: make room, then run this again; nothing half done is shown to anyone."
        return f"The database does not answer ({str(fault).strip().splitlines()[0]}): check DATABASE_URL."
    if isinstance(fault, OSError):
        return f"{fault.strerror or fault}{f': {fault.filename}' if fault.filename else ''}."
    return None
