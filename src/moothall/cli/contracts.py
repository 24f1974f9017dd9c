"""`moothall contracts`: the register and procurement notices, from files and from their publishers."""

from datetime import datetime
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
    progress,
    ready,
    say,
    write_json,
)

if TYPE_CHECKING:
    from moothall.spend.models import Intake

contracts = typer.Typer(no_args_is_help=True, help="The contract register, and procurement notices.")
Since = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"], help="Ask from this day; the last run's when not given, else 30 days ago."
    ),
]


def register(app: typer.Typer) -> None:
    app.add_typer(contracts, name="contracts")


@contracts.command("register")
def register_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX or ODS; - for standard input.")],
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep what was read, where a page would ask first.")
    ] = False,
    service: Annotated[
        str, typer.Option(help="Service of rows that name none of ours, by its short name.")
    ] = "",
    organisation: Council = "",
    as_: As = "",
    json: Json = None,
    quiet: Quiet = False,
) -> None:
    """Read a contract register from a spreadsheet: its columns are known by what their heads mean.

    Without --keep it waits on the page Contracts, where somebody looks at it first. Exit status 1 when rows were
    rejected.

    Example: moothall contracts register contracts-2026.xlsx --keep
    """
    ready()
    from moothall.core.errors import NotPossible
    from moothall.core.queries import services
    from moothall.spend.actions import keep_register, preview_register

    check_writable(json)
    person, here = acting(as_), council(organisation)
    of = services(here).filter(slug=service).first() if service else None
    if service and of is None:
        raise NotPossible(f"There is no service '{service}': `moothall council service` names them.")
    with input_file(file) as (path, name):
        made = preview_register(person, organisation=here, path=path, name=name, service=of)
    _end([keep_register(person, intake=made) if keep else made], json, quiet)


@contracts.command("notices")
def notices(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…", help="OCDS release packages (JSON) or Contracts Finder rows; - to pipe one."
        ),
    ],
    ours: Annotated[bool, typer.Option("--ours", help="Only notices of this council, by its names.")] = False,
    organisation: Council = "",
    as_: As = "",
    json: Json = None,
    quiet: Quiet = False,
) -> None:
    """Keep procurement notices from files, each once.

    Exit status 1 when some were rejected.

    Example: moothall contracts notices release-package.json --ours
    """
    ready()
    from moothall.spend.actions import import_notices

    check_writable(json)
    person, here = acting(as_), council(organisation)
    made = []
    for given in files:
        with input_file(given) as (path, name):
            made.append(import_notices(person, organisation=here, path=path, name=name, only_ours=ours))
    _end(made, json, quiet)


@contracts.command("fetch")
def fetch(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="find-a-tender or contracts-finder.")
    ] = "find-a-tender",
    since: Since = None,
    organisation: Council = "",
    as_: As = "",
    json: Json = None,
    quiet: Quiet = False,
) -> None:
    """Ask a publisher for the council's own notices since the last run: at most a page a second.

    Run it each day by cron or a systemd timer. Exit status 1 when it broke off (the next run goes on from there),
    or some were rejected.

    Example: moothall contracts fetch find-a-tender --quiet
    """
    ready()
    from moothall.core import clock
    from moothall.spend.fetching import fetch_notices

    check_writable(json)
    person, here = acting(as_), council(organisation)
    with progress(source, quiet) as report:
        made = fetch_notices(
            person,
            organisation=here,
            source=source,
            on=clock.today(),
            since=since.date() if since else None,
            report=report,
        )
    _end([made], json, quiet)


def _end(made: "list[Intake]", json: Path | None, quiet: bool) -> None:
    """Tells what came of each load, and ends."""
    write_json(json, {"loads": [_data(it) for it in made]})
    if not quiet and str(json) != "-":
        for it in made:
            _tell(it)
    if any(it.rejects or it.state == "broken off" for it in made):
        raise typer.Exit(1)


def _data(it: "Intake") -> dict[str, Any]:
    return {
        "id": it.pk,
        "name": it.name,
        "holds": it.holds,
        "source": it.source,
        "state": it.state,
        "read": it.read,
        "new": it.kept,
        "changed": it.changed,
        "same": it.same,
        "others": it.others,
        "rejected": len(it.rejects),
        "rejects": it.rejects,
        "columns": [{"head": head, "read_as": said} for head, said in it.told.get("columns", [])],
    }


def _tell(it: "Intake") -> None:
    say(
        f"{it.name}: {it.get_state_display()}. {it.read:,} read, {it.kept:,} new, {it.changed:,} changed, "
        f"{it.same:,} there already, {it.others:,} of other buyers, {len(it.rejects):,} rejected."
    )
    if it.told.get("why"):
        say(f"  {it.told['why']}")
    for one in it.rejects[:20]:
        say(f"  line {one['line']}: {one['reason']}")
    if len(it.rejects) > 20:
        say(f"  and {len(it.rejects) - 20:,} more.")
