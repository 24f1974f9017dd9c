"""What the commands that read a file of series share: the reading, the rejects, and how they stop."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from moothall.cli.door import input_file

if TYPE_CHECKING:
    from moothall.kit.series import Read, Reject

FREQUENCIES = {"M": "monthly", "Q": "quarterly", "A": "annual"}


def read(file: Path, frequency: str = "") -> "Read":
    """The series of a file; stops with a sentence where it cannot be read."""
    from moothall.kit.series import read_series
    from moothall.kit.unreadable import Unreadable

    if frequency and frequency.upper() not in FREQUENCIES:
        stop(f"There is no frequency '{frequency}': choose one of {', '.join(FREQUENCIES)}.")
    try:
        with input_file(file) as (path, name):
            return read_series(path, name, frequency=FREQUENCIES.get(frequency.upper()))
    except Unreadable as fault:
        stop(str(fault))
    except OSError as fault:
        stop(f"{fault.filename or file}: {fault.strerror or fault}.")


def name_rejects(rejects: "Iterable[Reject]") -> None:
    """Says on standard error what was not taken, a line each."""
    for it in rejects:
        shown = "".join(letter if letter.isprintable() else " " for letter in it.text.strip())
        typer.echo(f"moothall: line {it.line} was not taken: {it.reason} ({shown})", err=True)


def stop(sentence: str) -> NoReturn:
    """Ends with one sentence on standard error and exit status 2."""
    typer.echo(f"moothall: {sentence}", err=True)
    raise typer.Exit(2)
