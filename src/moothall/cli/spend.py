"""`moothall spend`: a council's payments looked through. No database, no server, no settings."""

import errno
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moothall.cli import spend_publish
from moothall.cli.door import Json, Quiet, check_writable, progress, say, stop, today

if TYPE_CHECKING:
    from moothall.engines.spend.findings.finding import Settings
    from moothall.recipes.spend_scan import Scan

spend = typer.Typer(no_args_is_help=True, help="A council's payments looked through, and published.")

STOPPED = 130  # as a shell says of a program that was interrupted
LARGE = 500 * 2**20  # bytes of input, from which more memory is given to it
MOST_TOLD = 8
FULL = (errno.ENOSPC, errno.EDQUOT)
NO_ROOM = "The disk is full: make room where --out is, and run it again; nothing was written."
DISTRICT = re.compile("[A-Z]{1,2}[0-9][A-Z0-9]?")


def register(app: typer.Typer) -> None:
    spend_publish.register(spend)
    app.add_typer(spend, name="spend")


@spend.command("scan")
def scan_(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="Files, folders or zips of payments; - to pipe one.")
    ],
    out: Annotated[
        Path, typer.Option(help="The folder for report.html, findings.xlsx, findings.json and more.")
    ],
    contracts: Annotated[
        Path | None, typer.Option(help="A contract register, to set payments beside.")
    ] = None,
    orders: Annotated[Path | None, typer.Option(help="An extract of purchase orders.")] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(help="Corrections of how columns are read.", show_default="mapping.json in --out"),
    ] = None,
    outcomes: Annotated[
        Path | None,
        typer.Option(
            help="What came of earlier findings: findings.xlsx filled in, or test,key,result,recovered."
        ),
    ] = None,
    threshold: Annotated[
        list[str] | None,
        typer.Option(
            metavar="POUNDS",
            help="A limit of approval or tender; again for each.",
            show_default="5000, 25000, 200000",
        ),
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="The day it is looked at from; today."),
    ] = None,
    local: Annotated[
        list[str] | None,
        typer.Option(metavar="DISTRICT", help="A postcode district that is local (M33); again for each."),
    ] = None,
    prices: Annotated[
        Path | None,
        typer.Option(help="An index of prices (period,index), to compare years without inflation."),
    ] = None,
    json: Json = None,
    quiet: Quiet = False,
) -> None:
    """What stands out in a council's payments, with the rows behind it, and what was spent on what.

    Nothing is written before all of it is. Exit status 3 when rows were rejected: they are in rejects.csv.

    Example: moothall spend scan ledgers/ --contracts register.csv --out scan/ --local M33
    """
    check_writable(json, out if out.exists() and not out.is_dir() else None)
    settings = _settings(threshold or [], on, local or [])
    _check_there(contracts, orders, outcomes, prices, mapping)
    if any(it.is_dir() and it.resolve() == out.resolve() for it in paths):
        stop(f"--out is the folder that is to be read: name another, such as {out / 'scan'}.")
    out.mkdir(parents=True, exist_ok=True)
    with _told_in_a_sentence(), _work_folder(out) as folder, progress("Scanning", quiet) as told:
        from moothall.engines.spend.reading import Mappings
        from moothall.recipes.spend_scan import read_outcomes, read_prices, scan, write

        mappings = Mappings.load(mapping or out / "mapping.json")
        given = [_piped(folder) if str(it) == "-" else it for it in paths]
        found = scan(
            given,
            folder=folder / "ledger",
            settings=settings,
            contracts=contracts,
            orders=orders,
            mappings=mappings,
            outcomes=read_outcomes(outcomes) if outcomes else (),
            prices=read_prices(prices) if prices else None,
            apart=out,
            memory="3GB" if _bytes(given) > LARGE else "600MB",
            report=told,
        )
        try:
            write(found, out, folder / "new", mappings, told)
            if mapping is not None:
                shutil.copyfile(out / "mapping.json", mapping)
        finally:
            found.ledger.close()
    if json is not None and str(json) == "-":
        sys.stdout.write((out / "findings.json").read_text("utf-8"))
    elif json is not None:
        shutil.copyfile(out / "findings.json", json)
    if str(json) != "-" and not quiet:
        _say(found, out)
    if any(it.rejected for it in found.files):
        raise typer.Exit(3)


def _settings(thresholds: list[str], on: datetime | None, local: list[str]) -> "Settings":
    from moothall.engines.spend.findings.finding import Settings

    as_at = on.date() if on else today()
    districts = tuple("".join(it.split()).upper() for it in local)
    for district, typed in zip(districts, local, strict=True):
        if not DISTRICT.fullmatch(district):
            stop(f"'{typed}' is not a postcode district: write the part before the space, such as M33.")
    if not thresholds:
        return Settings(as_at=as_at, local_postcodes=districts)
    pounds = []
    for it in thresholds:
        try:
            pounds.append(Decimal(it.replace(",", "").removeprefix("£")))
        except InvalidOperation:
            stop(f"The threshold '{it}' is not a number: write pounds, such as 25000.")
    if min(pounds) <= 0 or not all(it.is_finite() for it in pounds):
        stop("A threshold must be more than nought: write pounds, such as 25000.")
    return Settings(as_at=as_at, thresholds=tuple(sorted(set(pounds))), local_postcodes=districts)


def _check_there(*paths: Path | None) -> None:
    for path in paths:
        if path is not None and not path.is_file():
            stop(f"There is no file '{path}': check its name and folder.")


@contextmanager
def _work_folder(out: Path) -> Iterator[Path]:
    """A folder of this run's own inside --out, gone when it ends; one that a killed run left is cleared away."""
    for left in out.glob(".scan-*"):
        if not _runs(left.name.removeprefix(".scan-")):
            shutil.rmtree(left, ignore_errors=True)
    folder = out / f".scan-{os.getpid()}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _runs(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def _told_in_a_sentence() -> Iterator[None]:
    """What the ledger's engine says of a full disk or of being stopped, as a person would."""
    import duckdb

    try:
        yield
    except (KeyboardInterrupt, duckdb.InterruptException):
        typer.echo("moothall: Stopped, and nothing was written: run it again when you like.", err=True)
        raise typer.Exit(STOPPED) from None
    except Exception as fault:
        if any(_is_full(it) for it in _causes(fault)):
            stop(NO_ROOM)
        if isinstance(fault, duckdb.OutOfMemoryException):
            stop("There is not memory enough for so much at once: scan fewer files, or a year at a time.")
        raise


def _causes(fault: BaseException) -> Iterator[BaseException]:
    """A fault and what it came of: a file may have been called damaged because there was no room to unpack it."""
    at: BaseException | None = fault
    while at is not None:
        yield at
        at = at.__cause__ or at.__context__


def _is_full(fault: BaseException) -> bool:
    if isinstance(fault, OSError):
        return fault.errno in FULL
    said = str(fault).lower()
    return type(fault).__module__.endswith("duckdb") and (
        "no space left" in said or "max_temp_directory_size" in said
    )


def _piped(folder: Path) -> Path:
    """Standard input as a file."""
    path = folder / "standard input"
    with path.open("wb") as stream:
        shutil.copyfileobj(sys.stdin.buffer, stream)
    return path


def _bytes(paths: list[Path]) -> int:
    """How much there is to read, nearly: a zip's members are some eight times as large."""
    files = [it for path in paths for it in (path.rglob("*") if path.is_dir() else (path,)) if it.is_file()]
    return sum(it.stat().st_size * (8 if it.suffix.lower() == ".zip" else 1) for it in files)


def _say(found: "Scan", out: Path) -> None:
    from moothall.kit.numbers import counted
    from moothall.recipes.spend_scan.reporting.findings import told
    from moothall.recipes.spend_scan.words import whole_pounds

    say(
        f"{counted(found.rows('read'), 'row')} read, {found.rows('kept'):,} kept, {whole_pounds(found.total)}; "
        f"{sum(found.seconds.values()):.0f} seconds."
    )
    likely = sum(it.likely and it.open for it in found.ranked)
    say(f"{counted(sum(it.open for it in found.ranked), 'finding')}, {likely:,} of them likely:")
    for it in [it for it in told(found) if it.likely][:MOST_TOLD]:
        say(f"  {it.test.title}: {len(it.likely):,} likely, {whole_pounds(it.at_stake)} at stake")
    if found.found.not_run:
        say(f"{counted(len(found.found.not_run), 'test')} could not be run; the report says why.")
    say(f"The report is {out / 'report.html'} (also findings.xlsx and findings.json).")
    for left in found.reading.not_read:
        say(f"Not read: {left.name}: {left.reason}")
    if rejected := sum(it.rejected for it in found.files):
        typer.echo(f"{counted(rejected, 'row')} set aside: see {out / 'rejects.csv'}.", err=True)
