"""`moothall load`: returns and published files into the store."""

import sys
from collections import defaultdict
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from moothall.cli.door import (
    As,
    Council,
    Json,
    Quiet,
    acting,
    check_writable,
    input_file,
    progress,
    ready,
    say,
    write_json,
)

if TYPE_CHECKING:
    from moothall.figures.reading import Outcome

COUNTS = ("rows", "kept", "missing", "rejected", "unchanged", "superseded")
SHOWN = 20  # rejected rows said on the screen; all of them are in the rejects file


def register(app: typer.Typer) -> None:
    app.command("load")(load)


def load(
    paths: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="CSV, XLSX or ODS files; - for standard input.")
    ],
    source: Annotated[str, typer.Option(help="The layout, when it cannot be told from the headers.")] = "",
    check: Annotated[bool, typer.Option("--check", help="Read and report; change nothing.")] = False,
    rejects: Annotated[
        Path | None,
        typer.Option(help="Where rejected rows go.", show_default="rejects.csv; nowhere with --check"),
    ] = None,
    json: Json = None,
    organisation: Council = "",
    as_: As = "",
    quiet: Quiet = False,
) -> None:
    """Load returns and published files. Every rejected row is kept, with its line and the reason.

    Example: moothall load --check return.xlsx
    """
    ready()
    from moothall.core.errors import NotPossible
    from moothall.core.queries import organisation_to_load_into
    from moothall.figures import actions
    from moothall.figures.recalculating import recalculate_after

    place = rejects or (None if check else Path("rejects.csv"))
    check_writable(json, place)
    person, owner = acting(as_), organisation_to_load_into(organisation or None)
    done: list[tuple[str, list[Outcome]]] = []
    unusable = False
    for given in paths:
        try:
            with input_file(given) as (path, name), progress(name, quiet) as report:
                outcomes = actions.load(
                    person,
                    organisation=owner,
                    path=path,
                    name=name,
                    source=source or None,
                    dry=check,
                    report=report,
                )
        except NotPossible as fault:  # the other files are still loaded
            sys.stderr.write(f"moothall: {fault}\n")
            unusable = True
            continue
        done.append((name, outcomes))
        if not check:
            recalculate_after(person, [outcome.load.pk for outcome in outcomes])
        if not quiet and str(json) != "-":
            _tell(outcomes, check)
    if json:
        write_json(json, {"files": [_result(name, outcomes) for name, outcomes in done]})
    rejected = any(outcome.load.rejected for _, outcomes in done for outcome in outcomes)
    if rejected and place:
        _write_rejects(place, done)
        there = "above" if str(place) == "-" else f"in {place}"
        sys.stderr.write(
            f"moothall: some rows were rejected; each is {there} with its line and the reason.\n"
        )
    elif rejected:
        sys.stderr.write(
            "moothall: some rows would be rejected; --rejects FILE writes each with the reason.\n"
        )
    if unusable:
        raise typer.Exit(2)
    if rejected:
        raise typer.Exit(3)


def _result(name: str, outcomes: "list[Outcome]") -> dict[str, Any]:
    """One file's result in the published shape, its rejects among it; a workbook's tables are added up."""
    first = outcomes[0].load
    counts: dict[str, int] = defaultdict(int)
    rejected = []
    for outcome in outcomes:
        for count in COUNTS:
            counts[count] += getattr(outcome.load, count)
        sheet = {"sheet": outcome.load.sheet} if outcome.load.sheet else {}
        rejected += [
            {"line": line, "reason": reason, "text": text, **sheet}
            for line, reason, text in outcome.rejected_rows()
        ]
    return {
        "file": name,
        "sha256": first.sha256,
        "source": first.source,
        **counts,
        "ignored": first.ignored,
        "rejects": rejected,
    }


def _tell(outcomes: "list[Outcome]", check: bool) -> None:
    from moothall.figures.sources import sources

    for outcome in outcomes:
        load = outcome.load
        say(f"{load}: {sources()[load.source].title}")
        say(
            f"  {load.rows:,} rows: {load.kept:,} kept ({load.missing:,} without a value), {load.rejected:,} rejected; "
            f"{load.unchanged:,} as before, {load.superseded:,} corrected"
        )
        if load.ignored:
            say(f"  columns not loaded: {', '.join(load.ignored)}")
        for note in load.notes:
            say(f"  {note}")
        for line, reason, _text in islice(outcome.rejected_rows(), SHOWN):
            say(f"  line {line}: {reason}")
        if load.rejected > SHOWN:
            say(f"  … and {load.rejected - SHOWN:,} more")
        if check:
            say("  checked only: nothing was changed")


def _write_rejects(place: Path, done: "list[tuple[str, list[Outcome]]]") -> None:
    """Every rejected row as CSV; what a spreadsheet would run as a formula is made text, as in every export."""
    from moothall.kit.documents.csv import csv_stream

    rows = (
        (name, outcome.load.sheet, str(line), reason, text)
        for name, outcomes in done
        for outcome in outcomes
        for line, reason, text in outcome.rejected_rows()
    )
    with ExitStack() as stack:
        file = sys.stdout.buffer if str(place) == "-" else stack.enter_context(place.open("wb"))
        file.writelines(csv_stream(("file", "sheet", "line", "reason", "text"), rows))
