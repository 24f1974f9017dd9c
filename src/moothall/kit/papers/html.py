"""Web pages: the main content of an HTML file, without scripts, navigation or what is hidden.

Parsed by libxml2's HTML parser, which fetches nothing. Where the page marks its main content, only that is
read; else everything but its header, footer, navigation and asides. Lines are the file's own.
"""

import re
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from moothall.kit.papers import limits
from moothall.kit.papers.gathering import Gathering, words
from moothall.kit.papers.labels import split_printed
from moothall.kit.papers.package import refuse_depth
from moothall.kit.papers.paper import Access, Paper, Unreadable

_HEADING = re.compile(r"h([1-6])")
_SKIPPED = {
    *("script", "style", "nav", "noscript", "template", "head", "svg", "math", "iframe", "object", "embed"),
    *(
        "button",
        "input",
        "select",
        "textarea",
        "datalist",
        "dialog",
        "audio",
        "video",
        "canvas",
        "map",
        "menu",
    ),
}
_FURNITURE = {"header", "footer", "aside"}
_FURNITURE_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "alert", "dialog"}
_BLOCKS = {
    *(
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
    ),
    *(
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "html",
        "legend",
        "li",
        "main",
    ),
    *(
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "ul",
        "caption",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
    ),
    *("h1", "h2", "h3", "h4", "h5", "h6", "hr"),
}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASSES = {
    "visually-hidden",
    "sr-only",
    "screen-reader-text",
    "govuk-visually-hidden",
    "govuk-skip-link",
}


def read(text: str, name: str, called: str) -> Paper:
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        raise Unreadable(f"{called} is a web page with no text: check that it was saved whole.") from None
    if any("epth" in entry.message for entry in parser.error_log):
        raise Unreadable(
            f"{called} is nested too deeply to read: copy its text into a new document and load that."
        )
    refuse_depth(root, called)
    gathering = Gathering(called)
    main = _main(root)
    reading = _Reading(gathering, whole=main is not None)
    reading.block(main if main is not None else root)
    reading.flush()
    title = root.find(".//title")
    access = Access(
        title=words(title.text_content()) if title is not None else "",
        language=words(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""),
        pictures=reading.pictures,
        pictures_without_words=tuple(reading.silent),
        headings_marked=True if reading.headings else (False if reading.strong_lines else None),
        tables_without_header=tuple(reading.headerless),
    )
    return gathering.paper(name, "html", None, access)


def _main(root: Any) -> Any | None:
    """What the page marks as its main content, where that holds words."""
    for path in (".//main", ".//*[@role='main']"):
        for found in root.iterfind(path):
            if words(found.text_content()):
                return found
    articles = [it for it in root.iterfind(".//article") if words(it.text_content())]
    return articles[0] if len(articles) == 1 else None


def _is_hidden(element: Any) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or _HIDDEN.search(element.get("style") or "") is not None
        or not _HIDDEN_CLASSES.isdisjoint((element.get("class") or "").split())
    )


class _Reading:
    def __init__(self, gathering: Gathering, *, whole: bool) -> None:
        self._gathering = gathering
        self._whole = whole  # headers and footers inside the main content belong to it
        self._loose: list[str] = []
        self._line = 1
        self._lists: list[int | None] = []
        self._label = ""
        self._item_open = False
        self.pictures = 0
        self.headings = 0
        self.strong_lines = 0
        self.silent: list[int] = []
        self.headerless: list[int] = []

    def block(self, element: Any) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or self._is_left_out(element, tag):
            return
        if tag == "img":
            self._picture(element)
        elif tag in ("br", "wbr"):
            self._loose.append(" " if tag == "br" else "")
        elif found := _HEADING.fullmatch(tag):
            self.flush()
            self.headings += 1
            self._gathering.heading(self._text(element), int(found[1]), line=element.sourceline)
        elif tag in ("ul", "ol"):
            self._list(element, tag)
        elif tag == "table":
            self._table(element)
        elif tag in _BLOCKS:
            self.flush()
            self._line = element.sourceline or self._line
            self._open(element, tag)
            self._inside(element)
            self.flush()
        else:
            if not self._loose:
                self._line = element.sourceline or self._line
            self._inside(element)

    def flush(self) -> None:
        text = words("".join(self._loose))
        self._loose.clear()
        if not text:
            return
        if self._lists and self._item_open:
            self._item_open = False
            self._gathering.item(text, len(self._lists), label=self._label, line=self._line)
        else:
            label, rest = split_printed(text)
            self._gathering.paragraph(rest, label=label, line=self._line)

    def _is_left_out(self, element: Any, tag: str) -> bool:
        if tag in _SKIPPED or _is_hidden(element):
            return True
        return not self._whole and (tag in _FURNITURE or element.get("role") in _FURNITURE_ROLES)

    def _open(self, element: Any, tag: str) -> None:
        if tag == "li" and self._lists:
            number = self._lists[-1]
            own = (element.get("value") or "").strip()
            if number is not None and own.isdecimal() and len(own) < 6:
                number = int(own)
            self._label = "" if number is None else str(number)
            self._lists[-1] = None if number is None else number + 1
            self._item_open = True
        elif tag == "p" and len(element) == 1 and element[0].tag in ("strong", "b"):
            self.strong_lines += not words((element.text or "") + (element[0].tail or ""))

    def _inside(self, element: Any) -> None:
        self._loose.append(element.text or "")
        for child in element:
            self.block(child)
            self._loose.append(child.tail or "")

    def _list(self, element: Any, tag: str) -> None:
        self.flush()
        start = (element.get("start") or "1").strip()
        first = int(start) if start.isdecimal() and len(start) < 6 else 1
        self._item_open = False
        self._lists.append(first if tag == "ol" else None)
        for child in element:
            self.block(child)
        self.flush()
        self._lists.pop()
        self._item_open = False

    def _picture(self, element: Any) -> None:
        if element.get("role") in ("presentation", "none") or element.get("alt") == "":
            return  # decorative, and said to be
        self.pictures += 1
        if not (element.get("alt") or "").strip():
            self.silent.append(element.sourceline or self._line)

    def _table(self, element: Any) -> None:
        self.flush()
        rows = [row for row in element.iter("tr") if self._owner(row) is element]
        caption = element.find("caption")
        if caption is not None:
            self._gathering.paragraph(self._text(caption), line=caption.sourceline)
        if self._is_for_layout(element, rows):
            for row in rows:
                for cell in row:
                    self._inside(cell)
                    self.flush()
            return
        self._gathering.table()
        headed = False
        for row in rows:
            cells = [cell for cell in row if cell.tag in ("td", "th")]
            said: list[str] = []
            for cell in cells:
                said.append(self._text(cell))
                span = (cell.get("colspan") or "1").strip()
                wide = int(span) if span.isdecimal() and len(span) < 5 else 1
                said.extend([""] * (min(wide, limits.MAX_COLUMNS) - 1))
            header = bool(cells) and all(cell.tag == "th" for cell in cells)
            headed = headed or any(cell.tag == "th" for cell in cells)
            self._gathering.row(said, header=header, line=row.sourceline)
        if rows and not headed:
            self.headerless.append(element.sourceline or self._line)

    @staticmethod
    def _owner(row: Any) -> Any | None:
        return next(row.iterancestors("table"), None)

    @staticmethod
    def _is_for_layout(element: Any, rows: list[Any]) -> bool:
        return element.get("role") in ("presentation", "none") or (
            element.find(".//table") is not None and element.find(".//th") is None
        )

    def _text(self, element: Any) -> str:
        """All its words in one, with a space between blocks and without what is left out."""
        parts: list[str] = []
        stack: list[Any] = [element]
        while stack:
            top = stack.pop()
            if isinstance(top, str):
                parts.append(top)
                continue
            tag = top.tag if isinstance(top.tag, str) else ""
            if not tag or tag in _SKIPPED or (top is not element and _is_hidden(top)):
                continue
            if tag == "img":
                self._picture(top)
            if tag in _BLOCKS or tag == "br":
                parts.append(" ")
            for child in reversed(top):
                stack.append(child.tail or "")
                stack.append(child)
            parts.append(top.text or "")
        return "".join(parts)
