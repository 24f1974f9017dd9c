"""What leaves the site as a file: the formats a document can be sent in, and the headers that each file bears."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from moothall.kit.documents.csv import Value, csv_stream, tables_to_csv
from moothall.kit.documents.docx import to_docx
from moothall.kit.documents.errors import DocumentError
from moothall.kit.documents.model import Document, tables
from moothall.kit.documents.page import to_page
from moothall.kit.documents.pdf import to_pdf
from moothall.kit.documents.pptx import to_pptx
from moothall.kit.documents.text import to_text
from moothall.kit.documents.xlsx import to_xlsx


class Format(NamedTuple):
    """What links call it, and what writes a document in it, given the address of the page that shows it."""

    name: str
    write: Callable[[Document, str], bytes]


FORMATS = {
    "html": Format("a web page", lambda document, _page: to_page(document).encode()),
    "pdf": Format("PDF", to_pdf),
    "docx": Format("Word", to_docx),
    "pptx": Format("PowerPoint", to_pptx),
    "xlsx": Format("Excel, the tables", lambda document, _page: to_xlsx(document)),
    "csv": Format("CSV, the tables", lambda document, _page: tables_to_csv(document)),
    "txt": Format("plain text", lambda document, _page: to_text(document).encode()),
}
_OF_TABLES = frozenset({"xlsx", "csv"})
_TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
    "ics": "text/calendar; charset=utf-8",
    "svg": "image/svg+xml",
    "zip": "application/zip",
}


def names(*formats: str) -> dict[str, str]:
    """Formats that a page offers, each with what its link calls it."""
    return {format: FORMATS[format].name for format in formats}


def document_sent(
    request: HttpRequest, document: Document, format: str, name: str, *, page: str = "", inline: bool = False
) -> HttpResponse:
    """The document as a file called `name`; 404 for a format there is not, and for the tables where there are none.

    `page` is the path of the page that shows it. What cannot be set in type is refused with a page that says why.
    """
    if format not in FORMATS or (format in _OF_TABLES and not list(tables(document.blocks))):
        raise Http404
    try:
        content = FORMATS[format].write(document, site(request) + page)
    except DocumentError as fault:
        return render(request, "errors/unprintable.jinja", {"why": str(fault)}, status=422)
    return file_sent(content, format, name, inline=inline)


def file_sent(content: bytes, format: str, name: str, *, inline: bool = False) -> HttpResponse:
    """A file that is made already; `inline` lets a browser show it in place of the page."""
    return HttpResponse(content, content_type=_TYPES[format], headers=_headers(format, name, inline))


def rows_sent(header: Iterable[str], rows: Iterable[Iterable[Value]], name: str) -> StreamingHttpResponse:
    """Rows as CSV a line at a time, however many there are."""
    lines = csv_stream(header, rows)
    return StreamingHttpResponse(lines, content_type=_TYPES["csv"], headers=_headers("csv", name, False))


def site(request: HttpRequest) -> str:
    """Where this site is, without a slash at the end: as MOOTHALL_ADDRESS says, else as the browser asked."""
    return (settings.SITE_ADDRESS or f"{request.scheme}://{request.get_host()}").rstrip("/")


def _headers(format: str, name: str, inline: bool) -> dict[str, str]:
    # Django writes the name so that nothing in it can end the header
    return {"Content-Disposition": str(content_disposition_header(not inline, f"{name}.{format}"))}
