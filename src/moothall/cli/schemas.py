"""`moothall schema`: the JSON Schema of every JSON that a command reads or writes."""

from importlib.resources import files
from typing import Annotated

import typer

from moothall.cli.door import say

FOLDER = files("moothall.cli") / "schema"


def register(app: typer.Typer) -> None:
    app.command()(schema)


def names() -> list[str]:
    """Every schema there is."""
    return sorted(it.name.removesuffix(".json") for it in FOLDER.iterdir() if it.name.endswith(".json"))


def schema(name: Annotated[str, typer.Argument(help="Which one; none lists them.")] = "") -> None:
    """Print the JSON Schema of a command's result.

    Example: moothall schema load
    """
    if not name:
        for known in names():
            say(known)
        return
    if name not in names():
        raise typer.BadParameter(f"there is no schema '{name}': choose one of {', '.join(names())}")
    say((FOLDER / f"{name}.json").read_text(encoding="utf-8").rstrip())
