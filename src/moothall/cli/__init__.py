"""The door for a terminal: thin commands over the same actions and queries as the pages.

Exit status: 0 done; 1 findings, where the command is a check; 2 wrong usage or unreadable input, with one sentence
on standard error; 3 done, but rows were rejected and written to the rejects file.
"""

import sys
from importlib import metadata
from typing import Annotated

import typer

from moothall.cli import (
    boundaries,
    collect,
    contracts,
    councils,
    effect,
    export,
    fetch,
    forecast,
    load,
    measures,
    peers,
    plan,
    recalculate,
    remind,
    rounds,
    schemas,
    scorecard,
    sector,
    site,
    spc,
    spend,
)
from moothall.cli.door import say, sentence

app = typer.Typer(
    name="moothall",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)
for room in (
    load,
    fetch,
    export,
    measures,
    peers,
    forecast,
    scorecard,
    plan,
    sector,
    spc,
    spend,
    contracts,
    effect,
    rounds,
    councils,
    boundaries,
    recalculate,
    remind,
    collect,
    site,
    schemas,
):
    room.register(app)


def _say_version(asked: bool) -> None:
    if asked:
        say(metadata.version("moothall"))
        raise typer.Exit


@app.callback()
def moothall(
    version: Annotated[
        bool,
        typer.Option("--version", help="Say which Moothall this is.", callback=_say_version, is_eager=True),
    ] = False,
) -> None:
    """Moothall: performance a council can act on, and a plan whose figures can be traced."""


def main() -> None:
    """Runs a command. What a person can put right is one sentence and exit status 2; a fault of ours is a traceback."""
    try:
        app()
    except Exception as fault:
        said = sentence(fault)
        if said is None:
            raise
        sys.stderr.write(f"moothall: {said}\n")
        sys.exit(2)
