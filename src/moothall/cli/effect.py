"""`moothall effect`: did a change work? `moothall channel-shift`: what did it move, and what would that have cost?

Neither needs a database, settings or Django.
"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from moothall.cli import series as files
from moothall.cli.door import Json, Quiet, check_writable, progress, say, stop, write_json

if TYPE_CHECKING:
    from moothall.engines.effect import ChannelShift, Result, UnitCost

COSTS = ("channel", "pounds", "price_year", "source")


def register(app: typer.Typer) -> None:
    app.command("effect")(effect)
    app.command("channel-shift")(channel_shift)


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


def channel_shift(
    file: Annotated[
        Path,
        typer.Argument(metavar="CONTACTS", help="CSV, XLSX or ODS: series (the channel), period, value."),
    ],
    change: Annotated[str, typer.Option(metavar="DATE", help="The day, or the period, of the change.")],
    costs: Annotated[
        Path, typer.Option(metavar="FILE", help="Unit costs: channel, pounds, price_year, source.")
    ],
    budget_fell: Annotated[
        str, typer.Option("--budget-fell", metavar="POUNDS", help="By how much a budget was in fact cut.")
    ] = "0",
    frequency: Annotated[
        str, typer.Option(metavar="M|Q|A", help="Settles 2010-11: a month (M) or a year (A).")
    ] = "",
    json: Json = None,
    quiet: Quiet = False,
) -> None:
    """Contacts by channel before and after a change, and the cost avoided at unit costs that you state.

    Every series of the file is a channel. A change in the number of contacts is said and never counted. Exit
    status 3 when rows were rejected; they are named on standard error.

    Example: moothall channel-shift contacts.csv --change 2024-04-08 --costs costs.csv --json shift.json
    """
    from moothall.engines.effect import channel_shift as work_out
    from moothall.kit.numbers import NotANumber, decimal, exact, show

    check_writable(json)
    try:
        fell = decimal(*exact(budget_fell))
    except NotANumber as fault:
        stop(f"--budget-fell: {fault}")
    prices = _costs(costs)
    found = files.read(file, frequency)
    try:
        result = work_out(found.series, prices, _day(change, frequency), budget_fell=fell)
    except ValueError as fault:
        stop(str(fault))
    write_json(json, _shift(result) | {"rejects": [it._asdict() for it in found.rejects]})
    if str(json) != "-" and not quiet:
        say(result.words)
        for it in result.channels:
            moved = f"{it.share_before:.1%} of contacts before, {it.share_after:.1%} after"
            priced = f"at {show(it.cost.pounds, '£', 2)} ({it.cost.price_year}, {it.cost.source})"
            say(f"{it.name}: {moved}; {show(it.avoided, '£', 0)} avoided {priced}.")
    files.name_rejects(found.rejects)
    if found.rejects:
        raise typer.Exit(3)


def _costs(file: Path) -> "dict[str, UnitCost]":
    """The unit costs of a file; stops with a sentence where one cannot be read."""
    from moothall.engines.effect import UnitCost
    from moothall.kit.numbers import NotANumber, decimal, exact
    from moothall.kit.tables import open_table
    from moothall.kit.unreadable import Unreadable

    found: dict[str, UnitCost] = {}
    try:
        with open_table(file) as table:
            rows = table.sheets[0].rows()
            head = [it.strip().casefold() for it in next(rows, (0, []))[1]]
            lacking = [it for it in COSTS if it not in head]
            if lacking:
                stop(f"‘{file.name}’ has no column {' or '.join(lacking)}: name {', '.join(COSTS)}.")
            for line, cells in rows:
                given = dict(zip(head, (it.strip() for it in cells), strict=False))
                channel, pounds, year, source = (given.get(it, "") for it in COSTS)
                if not (channel and pounds and year and source):
                    stop(
                        f"‘{file.name}’, line {line}: give the channel, its cost, the year of the prices and a source."
                    )
                try:
                    cost = decimal(*exact(pounds))
                except NotANumber as fault:
                    stop(f"‘{file.name}’, line {line}: {fault}")
                if cost < 0 or channel in found:
                    stop(f"‘{file.name}’, line {line}: give each channel once, and a cost of nought or more.")
                found[channel] = UnitCost(cost, year, source)
    except Unreadable as fault:
        stop(str(fault))
    return found


def _shift(found: "ChannelShift") -> dict[str, Any]:
    """As `moothall schema channel-shift` publishes it."""
    from moothall.engines.effect import as_data
    from moothall.kit.numbers import plain

    return {
        "words": found.words,
        "change": found.change.iso,
        "left_out": found.left_out.iso if found.left_out else None,
        "window": [{"after": after.iso, "before": before.iso} for after, before in found.window],
        "missing": [it.iso for it in found.missing],
        "contacts_before": plain(found.before),
        "contacts_after": plain(found.after),
        "avoided": plain(found.avoided),
        "cashable": plain(found.cashable),
        "channels": {
            it.name: {
                "before": plain(it.before),
                "after": plain(it.after),
                "share_before": plain(it.share_before),
                "share_after": plain(it.share_after),
                "expected": plain(it.expected),
                "pounds": plain(it.cost.pounds),
                "price_year": it.cost.price_year,
                "source": it.cost.source,
                "avoided": plain(it.avoided),
                "share_words": as_data(it.share)["words"],
                "share_verdict": it.share.verdict,
            }
            for it in found.channels
        },
    }


def _day(text: str, frequency: str) -> date:
    from moothall.kit.periods import NotAPeriod, parse

    try:
        return parse(text, files.FREQUENCIES.get(frequency.upper())).start
    except NotAPeriod as fault:
        stop(f"--change: {fault}")
