"""`moothall spc`: ordinary variation or a change? Needs no database, no settings and no Django."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moothall.cli import series as files
from moothall.cli.door import Json, Quiet, say, stop, write_json

if TYPE_CHECKING:
    from moothall.engines.spc import Rebase, Result
    from moothall.kit.series import Read


def register(app: typer.Typer) -> None:
    app.command("spc")(spc)


def spc(
    file: Annotated[
        Path, typer.Argument(metavar="SERIES", help="CSV, XLSX or ODS: series, period, value; - to pipe.")
    ],
    better: Annotated[str, typer.Option(help="Which way is better: higher, lower or neither.")] = "neither",
    target: Annotated[str, typer.Option(metavar="X", help="A target, for the assurance.")] = "",
    rebase: Annotated[
        list[str] | None,
        typer.Option(metavar="DATE[:REASON]", help="New limits from this day on, and why; may be repeated."),
    ] = None,
    baseline: Annotated[
        int | None, typer.Option(min=2, metavar="N", help="The first N figures of a stretch fix its limits.")
    ] = None,
    screen: Annotated[
        bool, typer.Option("--screen/--no-screen", help="Leave outlying moving ranges out of the limits.")
    ] = True,
    floor: Annotated[str, typer.Option(metavar="X", help="The figures cannot be lower: clip limits.")] = "",
    ceiling: Annotated[
        str, typer.Option(metavar="X", help="The figures cannot be higher: clip limits.")
    ] = "",
    frequency: Annotated[
        str, typer.Option(metavar="M|Q|A", help="Settles 2010-11: a month (M) or a year (A).")
    ] = "",
    json: Json = None,
    quiet: Quiet = False,
) -> None:
    """XmR charts by the NHS 'Making Data Count' rules: limits, signals, variation and assurance of each series.

    One line for each series. Exit status 3 when rows were rejected; they are named on standard error.

    Example: moothall spc missed-bins.csv --better lower --target 50 --rebase "2025-04-01:New rounds" --json out.json
    """
    from moothall.engines.spc import chart
    from moothall.engines.spc.result import BETTERS

    way = next((it for it in BETTERS if it == better), None)
    if way is None:
        stop(f"There is no way '{better}': --better is one of {', '.join(BETTERS)}.")
    goal, low, high = _number("target", target), _number("floor", floor), _number("ceiling", ceiling)
    if low is not None and high is not None and low >= high:
        stop("The floor must be below the ceiling.")
    rebases = [_rebase(it) for it in rebase or []]
    read = files.read(file, frequency)
    results = {
        name: chart(
            series.points,
            way,
            goal,
            rebases=rebases,
            baseline=baseline,
            screen=screen,
            floor=low,
            ceiling=high,
        )
        for name, series in read.series.items()
    }
    _tell(read, results, json, quiet)
    if read.rejects:
        raise typer.Exit(3)


def _tell(read: "Read", results: "dict[str, Result]", json: Path | None, quiet: bool) -> None:
    from moothall.engines.spc import as_data

    rejects = [it._asdict() for it in read.rejects]
    data = {"series": {name: as_data(it) for name, it in results.items()}, "rejects": rejects}
    try:
        write_json(json, data)
    except OSError as fault:
        stop(f"{fault.filename or json} cannot be written: {fault.strerror or fault}.")
    if str(json) != "-" and not quiet:
        for name, result in results.items():
            say(f"{name}: {' '.join((result.words, *result.warnings))}")
    files.name_rejects(read.rejects)


def _number(option: str, text: str) -> Decimal | None:
    from moothall.kit.numbers import NotANumber, decimal, exact

    try:
        return decimal(*exact(text)) if text else None
    except NotANumber as fault:
        stop(f"--{option}: {fault}")


def _rebase(text: str) -> "Rebase":
    """'2024-04-01:New rounds', '2024-04', 'April 2024: new rounds'."""
    from moothall.engines.spc import Rebase
    from moothall.kit.periods import NotAPeriod, parse

    day, _, reason = text.partition(":")
    try:
        return Rebase(parse(day).start, reason.strip())
    except NotAPeriod as fault:
        stop(f"--rebase: {fault}")
