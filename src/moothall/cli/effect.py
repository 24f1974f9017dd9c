"""`moothall effect`: did a change work? Needs no database, no settings and no Django."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moothall.cli import series as files
from moothall.cli.door import Json, Quiet, check_writable, progress, say, stop, write_json

if TYPE_CHECKING:
    from moothall.engines.effect import Result


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
    noun: Annotated[str, typer.Option(metavar="WORD", help="What is counted, for the sentence: calls.")] = "",
    unit: Annotated[str, typer.Option(metavar="UNIT", help="Of what is measured: %, £, days.")] = "",
    frequency: Annotated[
        str, typer.Option(metavar="M|Q|A", help="Settles 2010-11: a month (M) or a year (A).")
    ] = "",
    json: Json = None,
    quiet: Quiet = False,
) -> None:
    """What a change did to each series of a file, with an interval, or that one cannot tell.

    Alone, a series is set beside its own past; with --controls, beside what others did meanwhile, by the method that
    the data allow. Exit status 3 when rows were rejected; they are named on standard error.

    Example: moothall effect calls.csv --change 2024-04-08 --better lower --noun calls --json effect.json
    """
    from moothall.engines.effect import POLARITIES, Params, as_data
    from moothall.engines.effect import effect as work_out

    way = next((it for it in POLARITIES if it == better), None)
    if way is None:
        stop(f"There is no way '{better}': --better is one of {', '.join(POLARITIES)}.")
    if str(file) == "-" and str(controls) == "-":
        stop("The series and the controls cannot both be piped: give one of them as a file.")
    check_writable(json)
    found = files.read(file, frequency)
    on = _day(change, frequency)
    beside = files.read(controls, frequency) if controls else None
    others = list(beside.series.values()) if beside else []
    params = Params(noun=noun, unit=unit)
    results: dict[str, Result] = {}
    with progress("Looking for the effect", quiet) as report:
        for place, (name, it) in enumerate(found.series.items()):
            report(place, len(found.series), name)
            results[name] = work_out(it, on, controls=others, better=way, params=params)
    rejects = [*found.rejects, *(beside.rejects if beside else ())]
    data = {name: as_data(it) for name, it in results.items()}
    write_json(json, {"series": data, "rejects": [it._asdict() for it in rejects]})
    if str(json) != "-" and not quiet:
        for name, result in results.items():
            say(f"{name}: {result.words}")
    files.name_rejects(rejects)
    if rejects:
        raise typer.Exit(3)


def _day(text: str, frequency: str) -> date:
    from moothall.kit.periods import NotAPeriod, parse

    try:
        return parse(text, files.FREQUENCIES.get(frequency.upper())).start
    except NotAPeriod as fault:
        stop(f"--change: {fault}")
