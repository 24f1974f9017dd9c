"""A document sent as a file: one table of the formats there are."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from markupsafe import Markup

from moothall.kit.documents.docx import to_docx
from moothall.kit.documents.html import to_html
from moothall.kit.documents.model import Block, Document, tables
from moothall.kit.documents.pdf import to_pdf
from moothall.kit.documents.text import to_text
from moothall.kit.documents.xlsx import to_xlsx

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMATS: dict[str, tuple[str, str, Callable[[Document, str], bytes]]] = {
    "pdf": ("PDF", "application/pdf", to_pdf),
    "docx": ("Word", _WORD, to_docx),
    "xlsx": ("Excel (the tables)", _EXCEL, lambda it, _site: to_xlsx(it)),
    "txt": ("Plain text", "text/plain; charset=utf-8", lambda it, _site: to_text(it).encode()),
}
NAMES = {format: name for format, (name, _kind, _make) in _FORMATS.items()}


def sent_as(request: HttpRequest, document: Document, format: str, name: str) -> HttpResponse:
    """The document in one of the formats; 404 for any other, and for a workbook of no tables."""
    if format not in _FORMATS or (format == "xlsx" and not list(tables(document.blocks))):
        raise Http404
    _name, kind, make = _FORMATS[format]
    site = (settings.SITE_ADDRESS or f"{request.scheme}://{request.get_host()}").rstrip("/")
    headers = {"Content-Disposition": f'attachment; filename="{name}.{format}"'}
    return HttpResponse(make(document, site), content_type=kind, headers=headers)


def on_page(blocks: Iterable[Block]) -> Markup:
    """Blocks on a page, their tables dressed as the site's own: on a phone they scroll, and no word is broken."""
    plain, dressed = Markup('<table class="govuk-table">'), Markup('<table class="govuk-table app-table">')
    return to_html(blocks).replace(plain, dressed)
