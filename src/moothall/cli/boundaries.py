"""`moothall boundaries`: the outlines of areas, for the maps of the explorer."""

from pathlib import Path
from typing import Annotated

import typer

from moothall.cli.door import (
    As,
    Json,
    Quiet,
    acting,
    check_writable,
    input_file,
    ready,
    say,
    stop,
    write_json,
)

LARGEST = 300 * 2**20  # bytes; a generalised file of every council is some five million


def register(app: typer.Typer) -> None:
    app.command()(boundaries)


def boundaries(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="GeoJSON, a GSS code among each feature's properties; - to pipe."
        ),
    ],
    source: Annotated[str, typer.Option(help="Whose the boundaries are: said under each map.")],
    licence: Annotated[str, typer.Option(help="Under which licence: said under each map.")],
    title: Annotated[str, typer.Option(help="What they are.", show_default="the file's name")] = "",
    json: Json = None,
    as_: As = "",
    quiet: Quiet = False,
) -> None:
    """Load the boundaries of areas, simplified for a page, so that the explorer can draw maps.

    Nothing is replaced: of several sets that have a council, its map is drawn from the newest.

    Example: moothall boundaries LAD_2024_BUC.geojson --source 'Office for National Statistics' --licence 'OGL v3.0'
    """
    ready()
    from moothall.insight.actions import load_boundaries

    check_writable(json)
    with input_file(path) as (place, name):
        if place.stat().st_size > LARGEST:
            stop(f"{name} is larger than 300 MB: take the publisher's generalised or ultra-generalised file.")
        content = place.read_bytes()
    made, areas, skipped = load_boundaries(
        acting(as_), content=content, title=title or Path(name).stem, source=source, licence=licence
    )
    write_json(
        json,
        {
            "title": made.title,
            "source": made.source,
            "licence": made.licence,
            "areas": areas,
            "skipped": skipped,
            "planar": made.planar,
            "sha256": made.sha256,
        },
    )
    if not quiet and str(json) != "-":
        left = f"; {skipped} features without a known area code were skipped" if skipped else ""
        say(f"{made.title}: the boundaries of {areas} areas are loaded{left}.")
