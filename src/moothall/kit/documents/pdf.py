"""A document as a PDF that assistive technology can read and an archive can keep (PDF/UA-1 and PDF/A-2a)."""

import calendar
import datetime
import json
from functools import lru_cache
from typing import Any

from moothall.kit.documents import typesetting
from moothall.kit.documents.errors import DocumentError
from moothall.kit.documents.json import from_json, to_json
from moothall.kit.documents.links import absolute
from moothall.kit.documents.model import Document, Heading, Paragraph, Text
from moothall.kit.documents.words import showable, spoken_date


def to_pdf(document: Document, base_url: str = "") -> bytes:
    """The PDF, dated on the document's own day: the same document always gives the same bytes.

    `base_url` is the address of the page that shows the document; relative links are printed from there, and
    without it they stay words. Raises DocumentError where a character has no shape in the fonts we carry
    (emoji, Chinese), for such a file could not be read aloud.
    """
    anchors = {block.id for block in document.blocks if isinstance(block, Heading)}
    ready = {
        "document": _printable(json.loads(to_json(document)), base_url, anchors)["document"],
        "date": spoken_date(document.date),
    }
    return typesetting.pdf(
        typesetting.template("report.typ"),
        {"input": json.dumps(ready, ensure_ascii=False)},
        timestamp=calendar.timegm(document.date.timetuple()),
    )


def printable(document: Document) -> Document:
    """The document with each character that our fonts have no shape for replaced by U+FFFD, the mark for just that.

    For words that others wrote (quotations), which must not keep a report from being printed; a plan of one's
    own is refused instead, so that its author says what is meant.
    """
    text = to_json(document)
    odd = {letter for letter in text if letter > "\u00ff" and not _has_shape(letter)}
    return from_json(text.translate(dict.fromkeys(map(ord, odd), "\ufffd"))) if odd else document


@lru_cache(maxsize=4096)
def _has_shape(letter: str) -> bool:
    try:
        to_pdf(Document("A letter", (Paragraph((Text(letter),)),), datetime.date(2000, 1, 1)))
    except DocumentError:
        return False
    return True


def _printable(node: Any, base_url: str, anchors: set[str]) -> Any:
    """The stored form with only what print can show: whole characters, and addresses that lead somewhere."""
    match node:
        case str():
            return showable(node)
        case list():
            return [_printable(item, base_url, anchors) for item in node]
        case dict():
            made = {key: _printable(value, base_url, anchors) for key, value in node.items()}
            if "href" in made:
                made["href"] = _address(made["href"], base_url, anchors)
            return made
    return node


def _address(href: str, base_url: str, anchors: set[str]) -> str | None:
    if href.startswith("#") and href[1:] in anchors - {""}:
        return href
    return absolute(href, base_url)
