"""`moothall schema`: the JSON Schema of every JSON that a command reads or writes."""

from importlib.resources import files
from typing import Annotated

import typer

from moothall.cli.door import say

FOLDER = files("moothall.cli") / "schema"
_ROUNDS = files("moothall") / "engines" / "rounds" / "schemas"
OF_ENGINES = {"rounds-plan": _ROUNDS / "plan.json", "rounds-problem": _ROUNDS / "problem.json"}


def register(app: typer.Typer) -> None:
    app.command()(schema)


def names() -> list[str]:
    """Every schema there is."""
    ours = (it.name.removesuffix(".json") for it in FOLDER.iterdir() if it.name.endswith(".json"))
    return sorted((*ours, *OF_ENGINES))


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
    place = OF_ENGINES.get(name, FOLDER / f"{name}.json")
    say(place.read_text(encoding="utf-8").rstrip())
