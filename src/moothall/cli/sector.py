"""`moothall sector`: many councils' plans read at once. No database, no server, no settings."""

import json as jsons
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moothall.cli.door import Json, Quiet, check_writable, progress, public_data, say, today, write_json

if TYPE_CHECKING:
    from moothall.kit.documents.model import Document
    from moothall.recipes.sector_review import Council

sector = typer.Typer(no_args_is_help=True, help="Many councils' plans read at once.")
Folder = Annotated[Path, typer.Argument(help="The folder of plans: DOCX, PDF, HTML, Markdown, ODT or text.")]
Councils = Annotated[
    Path | None,
    typer.Option(help="A table of councils with name, tier and region; the public data's when not given."),
]
KEPT = "read"  # the folder inside --out where each plan is kept as it is read


def register(app: typer.Typer) -> None:
    app.add_typer(sector, name="sector")


@sector.command("review")
def review_(
    folder: Folder,
    out: Annotated[
        Path, typer.Option(help="The folder for report.html, report.pdf, report.docx and what was read.")
    ],
    councils: Councils = None,
    on: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="The day the report bears; today.")
    ] = None,
    json: Json = None,
    quiet: Quiet = False,
) -> None:
    """What each plan answers, themes, barriers, savings and good practice, with the passages behind every count.

    A run that was stopped takes up where it stopped. Exit status 3 when some files could not be read.

    Example: moothall sector review plans/ --out review/ --json review.json
    """
    from moothall.recipes.sector_review import as_json, read_folder, report, review

    check_writable(json, out if out.exists() and not out.is_dir() else None)
    out.mkdir(parents=True, exist_ok=True)
    table = _councils(councils)
    with progress("Reading plans", quiet) as report_progress:
        shelf = read_folder(folder, out / KEPT, table, report_progress)
    found = review(shelf)
    document = report(found, on.date() if on else today())
    for name, content in _formats(document):
        (out / name).write_bytes(content)
    result = as_json(found)
    (out / "report.json").write_text(
        jsons.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    write_json(json, result)
    if str(json) != "-" and not quiet:
        say(
            f"{len(found.plans)} plans read; the report is {out / 'report.html'} (also .pdf, .docx and .json)."
        )
        for it in found.refused:
            say(f"Not read: {it.why}")
    if found.refused:
        raise typer.Exit(3)


@sector.command("ask")
def ask(
    folder: Annotated[Path, typer.Argument(help="The folder that `sector review --out` filled.")],
    question: Annotated[str, typer.Argument(help="What to look for, in your own words.")],
    most: Annotated[int, typer.Option(min=1, help="How many passages to quote.")] = 10,
    json: Json = None,
    quiet: Quiet = False,
) -> None:
    """The passages that best answer a question, quoted with where they stand; nothing is written that no plan says.

    Example: moothall sector ask review/ "Who has cut spending on agency staff?"
    """
    from dataclasses import asdict

    from moothall.kit.unreadable import Unreadable
    from moothall.recipes.sector_review import Shelf, kept_digests, review

    digests = tuple(kept_digests(folder / KEPT))
    if not digests:
        raise Unreadable(
            f"‘{folder}’ holds no review: run `moothall sector review PLANS --out {folder}` first."
        )
    found = review(Shelf(digests, ())).search(question, most)
    write_json(json, {"question": question, "passages": [asdict(it) for it in found]})
    if str(json) != "-" and not quiet:
        for it in found:
            say(f"{it.plan}, {f'page {it.page}' if it.page else f'line {it.line}'}: {it.text}")
        if not found:
            say("No plan holds these words.")


def _councils(path: Path | None) -> "tuple[Council, ...]":
    from moothall.recipes.sector_review import read_councils

    if path is None:
        path = public_data() / "councils" / "uk_local_authorities_current.csv"
        if not path.exists():
            return ()
    return read_councils(path)


def _formats(document: "Document") -> "list[tuple[str, bytes]]":
    from moothall.kit.documents.docx import to_docx
    from moothall.kit.documents.page import to_page
    from moothall.kit.documents.pdf import printable, to_pdf

    return [
        ("report.html", to_page(document).encode()),
        ("report.pdf", to_pdf(printable(document))),
        ("report.docx", to_docx(document)),
    ]
