"""`moothall export`: every current figure as Parquet files, kept fresh."""

from pathlib import Path
from typing import Annotated

import typer

from moothall.cli.door import As, Json, Quiet, acting, ready, say, write_json


def register(app: typer.Typer) -> None:
    app.command()(export)


def export(
    parquet: Annotated[Path, typer.Option("--parquet", help="The folder to write to.")],
    published: Annotated[
        bool, typer.Option("--published", help="Published statistics only, no council's own.")
    ] = False,
    if_changed: Annotated[
        bool, typer.Option("--if-changed", help="Write only if something was loaded since the last export.")
    ] = False,
    json: Json = None,
    as_: As = "",
    quiet: Quiet = False,
) -> None:
    """Write observations.parquet, areas.parquet, measures.parquet and moothall.json, which says of which load they are.

    Each file appears whole or not at all. What is written is what the person who acts may read.

    Example: moothall export --parquet /srv/figures --if-changed --quiet
    """
    ready()
    from moothall.core import clock
    from moothall.core.errors import NotPossible
    from moothall.figures.exporting import export as write
    from moothall.figures.exporting import newest

    if parquet.exists() and not parquet.is_dir():
        raise NotPossible(f"{parquet} is a file: name a folder to write to.")
    person = acting(as_)
    done = write(person, parquet, published_only=published, now=clock.now(), if_changed=if_changed)
    write_json(
        json,
        {
            "folder": str(parquet),
            "written": done is not None,
            "rows": done.rows if done else None,
            "sequence": done.sequence if done else newest(),
        },
    )
    if not quiet and str(json) != "-":
        if done:
            say(f"{done.rows:,} figures written to {parquet}, as of load {done.sequence}.")
        else:
            say("Nothing was loaded since the last export: nothing was written.")
