"""What the commands that read a file of series share: the reading, and what is said of the rejects."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from moothall.cli.door import input_file, stop

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
    """Says on standard error what was not taken, a line each; of a series, no line of the file is named."""
    for it in rejects:
        shown = "".join(letter if letter.isprintable() else " " for letter in it.text.strip())
        where = f"line {it.line}" if it.line else "a series"
        typer.echo(f"moothall: {where} was not taken: {it.reason} ({shown})", err=True)
