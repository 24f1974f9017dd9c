"""`moothall plan check`: a plan read and checked. Needs no database, no settings and no Django."""

import json as jsons
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from moothall.cli.door import Json, Quiet, input_file, say, stop, write_json

if TYPE_CHECKING:
    from moothall.kit.papers import Paper
    from moothall.recipes.plan_check import Checked, Settings
    from moothall.recipes.plan_reading import PlanReading

CONFIG = "moothall-check.toml"
FORMATS = ("text", "json", "sarif")


def register(plan: typer.Typer) -> None:
    """Adds the command to the group `plan`."""
    plan.command("check")(check_plan)


def check_plan(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="A plan: DOCX, PDF, HTML, Markdown, ODT or text; - to pipe."),
    ] = None,
    format: Annotated[str, typer.Option("--format", help="text, json or sarif.")] = "text",
    json: Json = None,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", help="Only these rules: a code, or how codes begin (N, L3)."),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="CODE:REASON", help="Silence a rule, and say why.")
    ] = None,
    config: Annotated[
        Path | None, typer.Option("--config", help=f"Settings; else {CONFIG} beside the plan.")
    ] = None,
    fail_on: Annotated[
        str, typer.Option("--fail-on", help="The least severity that fails: error, warning or advice.")
    ] = "warning",
    explain: Annotated[str, typer.Option("--explain", metavar="CODE", help="Print a rule's page.")] = "",
    quiet: Quiet = False,
) -> None:
    """Check a productivity plan against the letter, its own numbers, its wording and its accessibility.

    Exit status 1 when there are findings of the severity of --fail-on or above.

    Example: moothall plan check plan.docx --format sarif > plan.sarif
    """
    from moothall.kit.papers import Unreadable
    from moothall.recipes.plan_check import BadSettings, Severity, check
    from moothall.recipes.plan_reading import read_plan

    if explain:
        _explain(explain)
        return
    if file is None:
        stop("Name the plan to check: moothall plan check FILE.")
    if format not in FORMATS:
        stop(f"There is no format '{format}': choose one of {', '.join(FORMATS)}.")
    if fail_on not in list(Severity):
        stop(f"There is no severity '{fail_on}': choose one of {', '.join(reversed(list(Severity)))}.")
    try:
        settings = _settings(file, config, select or [], ignore or [])
        paper = _read(file)
    except (Unreadable, BadSettings) as fault:
        stop(str(fault))
    except OSError as fault:
        stop(f"{fault.filename or file}: {fault.strerror or fault}.")
    reading = read_plan(paper)
    checked = check(reading, settings)
    try:
        _tell(str(file), reading, checked, format, json, quiet)
    except OSError as fault:
        stop(f"{fault.filename or json} cannot be written: {fault.strerror or fault}.")
    if checked.at_or_above(Severity(fail_on)):
        raise typer.Exit(1)


def _tell(
    name: str, reading: "PlanReading", checked: "Checked", format: str, json: Path | None, quiet: bool
) -> None:
    from moothall.recipes.plan_check.outputs import as_data, as_sarif, as_text

    if json is not None:
        write_json(json, as_data(reading, checked))
        if str(json) == "-":
            return
    if format == "json":
        write_json(Path("-"), as_data(reading, checked))
    elif format == "sarif":
        sys.stdout.write(jsons.dumps(as_sarif(name, checked), ensure_ascii=False, indent=2) + "\n")
    elif not quiet:
        say(as_text("standard input" if name == "-" else name, reading, checked))


def _read(file: Path) -> "Paper":
    from moothall.kit.papers import read_bytes, read_paper

    if str(file) != "-":
        return read_paper(file)
    with input_file(file) as (path, name):
        content = path.read_bytes()
    # Piped text has no name to tell Markdown by; every plain text is also Markdown.
    return read_bytes(content, f"{name}.md")


def _settings(file: Path, config: Path | None, select: list[str], ignore: list[str]) -> "Settings":
    """The settings file, then what the command line says. Raises BadSettings, OSError."""
    from moothall.recipes.plan_check import BadSettings, Settings, from_table

    beside = Path(CONFIG) if str(file) == "-" else file.parent / CONFIG
    place = config or (beside if beside.is_file() else None)
    settings = Settings()
    if place is not None:
        try:
            table: dict[str, Any] = tomllib.loads(place.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
            raise BadSettings(f"{place} is not TOML: {fault}.") from None
        try:
            settings = from_table(table)
        except BadSettings as fault:
            raise BadSettings(f"{place}: {fault}") from None
    table = {"ignore": [_ignored(it) for it in ignore]}
    if select:
        table["select"] = [it.strip() for entry in select for it in entry.split(",") if it.strip()]
    settings = from_table(table, settings)
    _known(settings)
    return settings


def _ignored(entry: str) -> dict[str, str]:
    code, _, reason = entry.partition(":")
    return {"code": code.strip().upper(), "reason": reason.strip()}


def _known(settings: "Settings") -> None:
    """Raises BadSettings where a rule is chosen or ignored that is not there."""
    from moothall.recipes.plan_check import BadSettings, rules

    chosen = [it for it in settings.select if not any(code.startswith(it.upper()) for code in rules())]
    strange = chosen + [it.code for it in settings.ignores if it.code not in rules()]
    if strange:
        raise BadSettings(_unknown(strange[0]))


def _unknown(code: str) -> str:
    from moothall.recipes.plan_check import near

    close = near(code)
    meant = f"did you mean {' or '.join(close)}?" if close else "docs/rules/README.md lists them."
    return f"There is no rule '{code}': {meant}"


def _explain(code: str) -> None:
    from moothall.recipes.plan_check import rules

    rule = rules().get(code.upper()) or next(
        (it for it in rules().values() if it.name == code.casefold()), None
    )
    if rule is None:
        stop(_unknown(code))
    say(rule.markdown().rstrip())
