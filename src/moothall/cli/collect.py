"""`moothall collect`: return templates out, and filled ones back in."""

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
    council,
    input_file,
    ready,
    say,
    write_json,
)

if TYPE_CHECKING:
    from moothall.performance.collection.returning import Came, TakenBack

collect = typer.Typer(no_args_is_help=True, help="Return templates: written for each service, and read back.")


def register(app: typer.Typer) -> None:
    app.add_typer(collect, name="collect")


@collect.command("templates")
def templates(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the files go; made if need be.")],
    service: Annotated[str, typer.Option(help="Only this service, by its short name.")] = "",
    organisation: Council = "",
    as_: As = "",
    json: Json = None,
    quiet: Quiet = False,
) -> None:
    """Write an Excel template for each service and end of periods that values are still wanted of.

    Example: moothall collect templates out --service waste
    """
    ready()
    from moothall.core import clock
    from moothall.performance.collection.returning import template_files
    from moothall.performance.collection.templates import templates as wanted

    check_writable(json)
    found = wanted(acting(as_), council(organisation), clock.today(), service=service)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in template_files(found, clock.today()):
        (folder / name).write_bytes(content)
    told = [
        {
            "file": it.file_name,
            "service": it.service,
            "ends": it.ends.isoformat(),
            "due": it.due.isoformat() if it.due else None,
            "values": [row.name for row in it.rows],
        }
        for it in found
    ]
    write_json(json, {"folder": str(folder), "templates": told})
    if not quiet and str(json) != "-":
        for it in found:
            say(f"{it.file_name}: {len(it.rows)} of {it.service_name}, {it.period}")
        if not found:
            say("No value is wanted now: nothing was written.")


@collect.command("read")
def read(
    paths: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Filled templates; - for standard input.")
    ],
    check: Annotated[bool, typer.Option("--check", help="Read and report; change nothing.")] = False,
    submit: Annotated[
        bool, typer.Option("--submit", help="Send for sign-off what its history does not doubt.")
    ] = False,
    organisation: Council = "",
    as_: As = "",
    json: Json = None,
    quiet: Quiet = False,
) -> None:
    """Read filled templates back: each row becomes a draft, beside what its history doubts, or says why not.

    Exit status 1 when a row was not taken, or was taken and is doubted.

    Example: moothall collect read --check waste-october.xlsx
    """
    ready()
    from moothall.core.errors import NotPossible
    from moothall.performance.collection.returning import take_back

    check_writable(json)
    person, here = acting(as_), council(organisation)
    done: list[TakenBack] = []
    unusable: list[str] = []
    for given in paths:
        with input_file(given) as (path, name):
            try:
                done.append(take_back(person, organisation=here, path=path, name=name, dry=check))
            except NotPossible as fault:
                unusable.append(str(fault))
    sent = _submitted(person, done) if submit and not check else set()
    files = [_file(it, sent) for it in done]
    write_json(json, {"checked": check, "files": files, "unusable": unusable})
    if not quiet and str(json) != "-":
        for it in files:
            _say(it)
    for words in unusable:
        typer.echo(f"moothall: {words}", err=True)
    if unusable:
        raise typer.Exit(2)
    if any(row["state"] == "not taken" or row["doubts"] for it in files for row in it["rows"]):
        raise typer.Exit(1)


def _submitted(person: Any, done: "list[TakenBack]") -> set[int]:
    """Sends the drafts that nothing doubts; which entries those were."""
    from moothall.performance.collection.actions import submit
    from moothall.performance.collection.life import State

    sent = set()
    for came in (came for it in done for came in it.kept):
        if came.entry and came.entry.state == State.DRAFT and not came.entry.doubts:
            submit(person, entry=came.entry)
            sent.add(came.entry.pk)
    return sent


def _file(it: "TakenBack", sent: set[int]) -> dict[str, Any]:
    return {
        "file": it.name,
        "blank": it.blank,
        "absent": it.absent,
        "rows": [_row(came, sent) for came in it.rows],
    }


def _row(it: "Came", sent: set[int]) -> dict[str, Any]:
    from moothall.kit.numbers import plain_or_none

    entry = it.entry
    state = "not taken" if entry is None else "sent" if entry.pk in sent else "kept" if it.changed else "same"
    return {
        "measure": it.title,
        "period": it.period,
        "service": it.service,
        "state": state,
        "value": plain_or_none(entry.value) if entry else None,
        "why": it.fault or None,
        "doubts": list(it.doubts),
        "remarks": list(it.known),
    }


def _say(it: dict[str, Any]) -> None:
    say(f"{it['file']}:")
    for row in it["rows"]:
        value = f" ({row['value']})" if row["value"] is not None else ""
        said = {"kept": "kept as a draft", "same": "the same as before", "sent": "sent for sign-off"}
        what = said.get(row["state"], f"not taken: {row['why']}")
        say(f"  {row['measure']}, {row['period']}{value}: {what}")
        for doubt in row["doubts"]:
            say(f"    {doubt} Confirm it on its page, or change it.")
    if it["blank"] or it["absent"]:
        say(
            f"  {it['blank']} left blank, {it['absent']} not in the file any more: nothing was changed there."
        )
