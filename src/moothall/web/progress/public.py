"""Where residents read what was said and what happened. Nothing here asks who they are."""

from collections.abc import Callable, Iterator
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from moothall.core import clock
from moothall.kit.documents.csv import csv_stream
from moothall.kit.documents.docx import to_docx
from moothall.kit.documents.html import to_html
from moothall.kit.documents.json import from_json
from moothall.kit.documents.model import Cell, Document, Heading, plain, tables
from moothall.kit.documents.xlsx import to_xlsx
from moothall.plan.progress import queries
from moothall.plan.progress.composing import due, savings_chart, summary
from moothall.plan.progress.standing import Standing, saved, sorted_as_promised
from moothall.plan.progress.verifying import as_published
from moothall.plan.themes import BY_KEY
from moothall.web.access import public
from moothall.web.plan.days import day
from moothall.web.progress.shown import money

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# how each is called on the page, its type, and what writes it (the PDF is kept)
KINDS: dict[str, tuple[str, str, Callable[[Document, str], bytes] | None]] = {
    "pdf": ("PDF", "application/pdf", None),
    "docx": ("Word", _WORD, to_docx),
    "xlsx": ("Excel", _EXCEL, lambda document, _address: to_xlsx(document)),
    "csv": ("CSV", "text/csv; charset=utf-8", lambda document, _address: b"".join(_lines(document))),
}


@public
def progress(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    """What a published plan promised and what happened, as things stand."""
    found = queries.public(organisation, slug, clock.today())
    if found is None:
        raise Http404
    context = {
        "edition": found.edition,
        "council": found.edition.plan.organisation,
        "sections": _sections(found.items),
        "summary": summary(found.items),
        "saved": saved(found.items),
        "chart": savings_chart(found.items),
        "reports": found.reports,
        "day": day,
        "due": due,
        "money": money,
    }
    return render(request, "progress/public.jinja", context)


def _sections(items: tuple[Standing, ...]) -> list[tuple[str, list[Standing]]]:
    grouped = groupby(sorted_as_promised(items), key=lambda it: it.commitment.theme)
    return [
        (BY_KEY[theme].title if theme in BY_KEY else "Other promises", list(them)) for theme, them in grouped
    ]


@public
def report(request: HttpRequest, organisation: str, slug: str, year: int) -> HttpResponse:
    """A published report, as it was frozen."""
    it = queries.report(organisation, slug, year)
    if it is None:
        raise Http404
    if not as_published(it):
        return render(request, "progress/withheld.jinja", {"report": it, "slug": slug}, status=503)
    document = from_json(it.document)
    others = [one for one in queries.reports(it.organisation, slug) if one.year != it.year]
    context = {
        "report": it,
        "slug": slug,
        "council": it.organisation,
        "document": document,
        "body": to_html(document.blocks),
        "contents": [
            (block.id, plain(block.content))
            for block in document.blocks
            if isinstance(block, Heading) and block.level == 2
        ],
        "kinds": {kind: name for kind, (name, _type, _write) in KINDS.items()},
        "others": others,
        "day": day,
    }
    return render(request, "progress/published.jinja", context)


@public
def file(request: HttpRequest, organisation: str, slug: str, year: int, kind: str) -> HttpResponse:
    """The same report as a file: the PDF as it was made then, the others written from the frozen document."""
    it = queries.report(organisation, slug, year)
    if it is None or not as_published(it):
        raise Http404
    _name, type_, write = KINDS[kind]
    content = write(from_json(it.document), _address(request)) if write else queries.pdf(it)
    if content is None:
        raise Http404
    name = f"{organisation}-{slug}-progress-{it.label}.{kind}"
    how = "inline" if kind == "pdf" else "attachment"
    headers = {"Content-Disposition": f'{how}; filename="{name}"'}
    return HttpResponse(content, content_type=type_, headers=headers)


def _address(request: HttpRequest) -> str:
    return request.build_absolute_uri()


def _lines(document: Document) -> Iterator[bytes]:
    """Every table of the report in one file: a line for each cell, with its table, row and column."""
    rows = (
        (table.label, str(number), column.name, value)
        for table in tables(document.blocks)
        for number, row in enumerate(table.rows, start=1)
        for column, value in zip(table.columns, row, strict=True)
    )
    header: tuple[str, ...] = ("Table", "Row", "Column", "Value")
    kept: Iterator[tuple[str | Cell, ...]] = iter(rows)
    return csv_stream(header, kept)
