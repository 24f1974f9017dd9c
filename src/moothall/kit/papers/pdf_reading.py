"""A PDF to a paper, in the process that pdf_worker keeps for it."""

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from moothall.kit.papers import limits, pdf_layout, pdf_tags, plain
from moothall.kit.papers.gathering import Gathering
from moothall.kit.papers.paper import Access, Paper, Unreadable
from moothall.kit.papers.pdf_pages import Page, language_of, page_of

_FEWEST_LETTERS = 20  # a page, on average: fewer, beside pictures, and the file is a scan
_MOST_CHARACTERS = limits.MAX_CHARACTERS


class Scanned(Exception):
    """The pages are pictures of text."""


def read(content: bytes, name: str, called: str) -> Paper:
    """Raises Unreadable, and Scanned for pages that hold no text but do hold pictures."""
    document = _opened(content, called)
    try:
        count = len(document)
        if count > limits.MAX_PAGES:
            raise Unreadable(
                f"{called} has {count:,} pages and at most {limits.MAX_PAGES} are read: load only the plan's pages."
            )
        pages = _pages(document, count, called)
        title = (document.get_metadata_value("Title") or "").strip()
        language = language_of(document)
        tagged = bool(raw.FPDFCatalog_IsTagged(document.raw))
    except pdfium.PdfiumError:
        raise _damaged(called) from None
    finally:
        document.close()
    letters = sum(page.characters for page in pages)
    images = sum(page.images for page in pages)
    if letters < _FEWEST_LETTERS * count and images and letters < 200 * images:
        raise Scanned
    gathering = Gathering(called)
    if tagged and pdf_tags.trustworthy(pages):
        reading = pdf_tags.TaggedReading(gathering)
        reading.pages(pages)
        pictures, silent = pdf_tags.figures(pages)
        headerless, marked = reading.headerless, True
    else:
        seen = plain.gather(pdf_layout.blocks(pages), gathering, lined=False)
        pictures, silent = _pictures(pages, tagged)
        headerless, marked = seen.headerless, False
    access = Access(
        tagged=tagged,
        title=title,
        language=language,
        pictures=pictures,
        pictures_without_words=tuple(silent),
        headings_marked=marked,
        tables_without_header=tuple(headerless),
    )
    return gathering.paper(name, "pdf", count, access)


def _opened(content: bytes, called: str) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(content)
        if len(document) < 1:
            raise _damaged(called)
        return document
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise Unreadable(
                f"{called} is protected by a password: save a copy without one and load that."
            ) from None
        raise _damaged(called) from None


def _pages(document: pdfium.PdfDocument, count: int, called: str) -> list[Page]:
    pages: list[Page] = []
    letters = 0
    for number in range(count):
        try:
            page = page_of(document, number)
        except pdfium.PdfiumError:
            page = Page(1, 1)  # one damaged page does not lose the rest
        pages.append(page)
        letters += page.characters
        if letters > _MOST_CHARACTERS:
            raise Unreadable(
                f"{called} has more than {_MOST_CHARACTERS:,} characters: load only the pages that hold the plan."
            )
    return pages


def _pictures(pages: list[Page], tagged: bool) -> tuple[int, list[int]]:
    if tagged:
        return pdf_tags.figures(pages)
    return sum(page.images for page in pages), [
        number for number, page in enumerate(pages, start=1) for _ in range(page.images)
    ]


def _damaged(called: str) -> Unreadable:
    return Unreadable(f"{called} is damaged or cut short: download or save it again and load the new copy.")
