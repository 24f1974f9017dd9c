"""`moothall effect`: did a change work? Needs no database, no settings and no Django."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moothall.cli import series as files
from moothall.cli.door import Json, Quiet, check_writable, progress, say, write_json
from moothall.cli.series import stop

if TYPE_CHECKING:
    from moothall.engines.effect import Polarity, Result
    from moothall.kit.series import Series


def register(app: typer.Typer) -> None:
    app.command("effect")(effect)


def effect(
    file: Annotated[
        Path, typer.Argument(metavar="SERIES", help="CSV, XLSX or ODS: series, period, value; - to pipe.")
    ],
    change: Annotated[str, typer.Option(metavar="DATE", help="The day, or the period, of the change.")],
    controls: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Series that nothing was done to, such as other councils'."),
    ] = None,
    better: Annotated[str, typer.Option(help="Which way is better: higher, lower or neither.")] = "neither",
    frequency: Annotated[
        str, typer.Option(metavar="M|Q|A", help="Settles 2010-11: a month (M) or a year (A).")
    ] = "",
    json: Json = None,
    quiet: Quiet = False,
) -> None:
    """What a change did to each series of a file, with an interval, or that one cannot tell.

    Alone, a series is set beside its own past; with --controls, beside what others did meanwhile. Exit status 3 when
    rows were rejected; they are named on standard error.

    Example: moothall effect calls.csv --change 2024-04-08 --better lower --json effect.json
    """
    from moothall.engines.effect import as_data
    from moothall.engines.effect.result import POLARITIES

    way = next((it for it in POLARITIES if it == better), None)
    if way is None:
        stop(f"There is no way '{better}': --better is one of {', '.join(POLARITIES)}.")
    on = _day(change)
    check_writable(json)
    found = files.read(file, frequency)
    beside = files.read(controls, frequency) if controls else None
    results = {}
    with progress("Looking for the effect", quiet) as report:
        for place, (name, it) in enumerate(found.series.items()):
            report(place, len(found.series), name)
            results[name] = _assessed(it, list(beside.series.values()) if beside else [], on, way)
    rejects = [*found.rejects, *(beside.rejects if beside else ())]
    data = {name: as_data(it) for name, it in results.items()}
    write_json(json, {"series": data, "rejects": [it._asdict() for it in rejects]})
    if str(json) != "-" and not quiet:
        for name, result in results.items():
            say(f"{name}: {result.words}")
    files.name_rejects(rejects)
    if rejects:
        raise typer.Exit(3)


def _assessed(it: "Series", controls: "list[Series]", on: date, way: "Polarity") -> "Result":
    from moothall.engines.effect import difference_in_differences, interrupted_time_series

    if not controls:
        return interrupted_time_series(it, on, better=way)
    try:
        return difference_in_differences(it, controls, on, better=way)
    except ValueError as fault:
        stop(f"{it.name}: {fault}")


def _day(text: str) -> date:
    from moothall.kit.periods import NotAPeriod, parse

    try:
        return parse(text).start
    except NotAPeriod as fault:
        stop(f"--change: {fault}")
