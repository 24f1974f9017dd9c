"""`moothall spend publish`: the Transparency Code's files, checked first. No database, no server, no settings."""

import json as jsons
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moothall.cli.door import Json, Quiet, check_writable, progress, say, stop, today, write_json

if TYPE_CHECKING:
    from datetime import date

    from moothall.recipes.transparency import Publication, Rules


def register(spend: typer.Typer) -> None:
    spend.command("publish")(publish)


def publish(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH…", help="Files, folders or zips; SET=FILE where headings do not say what it is."
        ),
    ],
    out: Annotated[
        Path, typer.Option(help="The folder for published/, lineage/, private/ and the validation report.")
    ],
    quarter: Annotated[str, typer.Option(help="The quarter to publish: 2026-Q1, or Q4 2025-26.")] = "",
    first: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day.")
    ] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day.")] = None,
    council: Annotated[str, typer.Option(help="The council's name, for OrganisationLabel.")] = "",
    uri: Annotated[
        str, typer.Option(help="Its address in a public list of bodies, for OrganisationURI.")
    ] = "",
    threshold: Annotated[
        str, typer.Option(metavar="POUNDS", help="Publish payments of more than this; the Code's £500.")
    ] = "",
    redact: Annotated[
        bool,
        typer.Option("--redact", help="Write markers over personal data; what stood there goes to private/."),
    ] = False,
    despite: Annotated[
        bool,
        typer.Option("--despite", help="Publish sets that have errors too; the report still names them."),
    ] = False,
    mapping: Annotated[
        Path | None, typer.Option(help="Corrections of how columns are read, as scan keeps them.")
    ] = None,
    on: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="The day of publishing; today.")
    ] = None,
    json: Json = None,
    quiet: Quiet = False,
) -> None:
    """Write the Transparency Code's files from ledgers, card files and registers, checked first.

    A set with an error is not written; the others are. Exit status 1 when something has an error or could not be read.

    Example: moothall spend publish ledger.csv cards.xlsx --out q1/ --quarter 2026-Q1 --redact
    """
    check_writable(json, out if out.exists() and not out.is_dir() else None)
    rules = _rules(
        _between(quarter, first, last), council, uri, threshold, redact, despite, on.date() if on else today()
    )
    from moothall.engines.spend.reading import Mappings
    from moothall.kit.documents.page import to_page
    from moothall.recipes.transparency import as_json, report, sets
    from moothall.recipes.transparency import publish as publish_files

    given: list[Path | tuple[str, Path]] = []
    for it in paths:
        name, equals, rest = it.partition("=")
        given.append((name, Path(rest)) if equals and name in sets() else Path(it))
    if mapping is not None and not mapping.exists():
        stop(f"‘{mapping}’ is not there: check its name and folder and try again.")
    out.mkdir(parents=True, exist_ok=True)
    with progress("Publishing", quiet) as told:
        done = publish_files(
            given, out=out, rules=rules, mappings=Mappings.load(mapping) if mapping else None, report=told
        )
    (out / "validation.html").write_text(to_page(report(done)), encoding="utf-8")
    result = as_json(done)
    (out / "validation.json").write_text(
        jsons.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    write_json(json, result)
    if str(json) != "-" and not quiet:
        _say(done, out)
    if not done.clean:
        raise typer.Exit(1)


def _between(
    quarter: str, first: datetime | None, last: datetime | None
) -> "tuple[date | None, date | None]":
    from moothall.kit.periods import NotAPeriod
    from moothall.recipes.transparency import quarter as quarter_of

    if quarter and (first or last):
        stop("Give --quarter, or --from and --to, and not both.")
    if quarter:
        try:
            return quarter_of(quarter)
        except NotAPeriod as fault:
            stop(str(fault))
    if first and last and first > last:
        stop("--from is after --to: give the earlier day first.")
    return (first.date() if first else None, last.date() if last else None)


def _rules(
    between: "tuple[date | None, date | None]",
    council: str,
    uri: str,
    threshold: str,
    redact: bool,
    despite: bool,
    on: "date",
) -> "Rules":
    from moothall.recipes.transparency import Rules

    pounds = None
    if threshold:
        try:
            pounds = Decimal(threshold.replace("£", "").replace(",", ""))
        except InvalidOperation:
            pounds = None
        if pounds is None or not pounds.is_finite() or pounds < 0:
            stop(f"'{threshold}' is not an amount of pounds: write one such as 500.")
    return Rules(on, *between, council=council, uri=uri, threshold=pounds, redact=redact, despite=despite)


def _say(done: "Publication", out: Path) -> None:
    for it in done.sets:
        rows = f"{it.rows:,} {'row' if it.rows == 1 else 'rows'}"
        total = f", {it.set.total} {it.total:,}" if it.total is not None else ""
        found = f"; {it.errors} {'error' if it.errors == 1 else 'errors'}" if it.errors else ""
        say(f"{it.set.title}: {it.status} ({rows}{total}{found}).")
    for name, why in done.unread:
        say(f"Not read: {name}: {why}")
    say(f"What was found is in {out / 'validation.html'} (also .json); the files are in {out / 'published'}.")
