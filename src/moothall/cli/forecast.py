"""`moothall forecast`: what series are expected to be. Needs no database, no settings and no Django."""

import csv
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from moothall.cli.door import Json, Quiet, check_writable, progress, say, stop, write_json
from moothall.cli.series import name_rejects, read

if TYPE_CHECKING:
    from moothall.engines.forecast import Result
    from moothall.kit.series import Read, Reject, Series

LENGTHS = {"M": "P1M", "Q": "P3M", "A": "P1Y"}
LIMITS = ("mean", "lo80", "hi80", "lo95", "hi95")
COLUMNS = ("series", "period", *LIMITS, "model", "mase_backtest", "coverage95_backtest")
LONGEST = 600  # periods ahead: fifty years of months


def register(app: typer.Typer) -> None:
    app.command("forecast")(forecast)


def forecast(
    file: Annotated[
        Path, typer.Argument(metavar="SERIES", help="CSV, XLSX or ODS: series, period, value; - to pipe.")
    ],
    horizon: Annotated[int, typer.Option(min=1, max=LONGEST, metavar="N", help="How many periods ahead.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The forecasts as CSV; - for the screen.")],
    frequency: Annotated[
        str, typer.Option(metavar="M|Q|A", help="Only series so often; settles 2010-11: a month or a year.")
    ] = "",
    last_is_whole: Annotated[
        bool, typer.Option("--last-is-whole", help="The last period is known not to be part-done.")
    ] = False,
    workers: Annotated[
        int, typer.Option(min=1, max=256, metavar="N", help="Processes.", show_default="one a processor")
    ] = os.cpu_count() or 1,
    json: Json = None,
    quiet: Quiet = False,
) -> None:
    """Forecast every series of a file, by models tried on its own past against the naive answer.

    What a reader must know of a series (a break, gaps, a part-done last month) is said, a line each. Exit status 3
    when rows were rejected or a series could not be forecast; each is named on standard error.

    Example: moothall forecast calls.csv --horizon 12 --out forecast.csv --json forecast.json
    """
    from moothall.engines.forecast import Params, as_data, forecast_many

    if str(out) == "-" and str(json) == "-":
        stop("The forecasts and the JSON cannot both go to the screen: give one of them a file.")
    check_writable(out, json)
    wanted, rejects = _sorted_out(read(file, frequency), LENGTHS.get(frequency.upper()))
    if not wanted:
        stop(rejects[-1].reason if rejects else "There is no series to forecast.")
    with progress("Forecasting", quiet) as report:
        results = forecast_many(
            wanted,
            horizon,
            params=Params(last_may_be_partial=not last_is_whole),
            workers=workers if len(wanted) > 1 else 1,
            report=lambda done, total: report(done, total, ""),
        )
    _write(out, results)
    write_json(
        json,
        {
            "horizon": horizon,
            "series": {name: as_data(it) for name, it in results.items()},
            "rejects": [it._asdict() for it in rejects],
        },
    )
    if "-" not in (str(out), str(json)) and not quiet:
        for name, result in results.items():
            say(f"{name}: {result.label}.")
            for it in result.findings:
                say(f"  {it.sentence}")
    name_rejects(rejects)
    if rejects:
        raise typer.Exit(3)


def _sorted_out(read: "Read", length: str | None) -> "tuple[dict[str, Series], list[Reject]]":
    """The series that can be forecast, and what was not taken and why."""
    from moothall.engines.forecast import NotForecast, check
    from moothall.kit.series import Reject

    rejects = list(read.rejects)
    wanted = {}
    for name, series in read.series.items():
        try:
            check(series)
            if length and series.length != length:
                raise NotForecast(
                    f"‘{name}’ is {series.points[0].period.frequency}, not what --frequency says."
                )
        except NotForecast as fault:
            rejects.append(Reject(None, str(fault), name))
        else:
            wanted[name] = series
    return wanted, rejects


def _write(out: Path, results: "Mapping[str, Result]") -> None:
    if str(out) == "-":
        _rows(sys.stdout, results.values())
        return
    with out.open("w", encoding="utf-8", newline="") as file:
        _rows(file, results.values())


def _rows(file: TextIO, results: "Iterable[Result]") -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for it in results:
        tested = [_text(it.mase), _text(it.coverage95)]
        for point in it.points:
            limits = [_text(getattr(point, name)) for name in LIMITS]
            writer.writerow([it.name, point.period.iso, *limits, it.model, *tested])


def _text(value: Any) -> str:
    return "" if value is None else f"{value:f}"
