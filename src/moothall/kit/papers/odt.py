"""OpenDocument text (.odt), read from its XML: headings by outline level, lists, tables, pictures' words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from moothall.kit.papers import limits
from moothall.kit.papers.columns import names_columns
from moothall.kit.papers.gathering import Gathering, words
from moothall.kit.papers.labels import split_printed
from moothall.kit.papers.package import Package, attribute, local
from moothall.kit.papers.paper import Access, Paper, Unreadable

_INDEXES = {
    *(
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
    ),
    *("bibliography", "tracked-changes", "sequence-decls", "variable-decls", "forms"),
}
_DROPPED = {"annotation", "note", "tracked-changes", "bookmark", "change", "ruby-text", "title", "desc"}
_MACRO = re.compile(
    r"(?:Basic/.+/(?!script-l[bc]\.xml).+\.xml|Scripts/.+\.(?:py|js|bsh|class))$", re.IGNORECASE
)
_BOLD_HEADING = 120


def read(package: Package, name: str, called: str) -> Paper:
    if any(_MACRO.match(part) for part in package.names):
        raise Unreadable(
            f"{called} holds a macro: save a copy as .docx, which cannot hold one, and load that."
        )
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Unreadable(f"{called} is protected by a password: save a copy without one and load that.")
    root = package.tree("content.xml")
    body = (
        next((it for it in root.iter() if local(it) == "text" and _space(it) == "office"), None)
        if root is not None
        else None
    )
    if body is None:
        raise Unreadable(
            f"{called} is damaged or cut short: download or save it again and load the new copy."
        )
    reading = _Reading(Gathering(called), _Styles([root, package.tree("styles.xml")]))
    reading.blocks(body)
    meta = package.tree("meta.xml")
    said = {local(it): (it.text or "").strip() for it in meta.iter()} if meta is not None else {}
    access = Access(
        title=said.get("title", ""),
        language=said.get("language", "") or reading.styles.language,
        pictures=reading.pictures,
        pictures_without_words=tuple(reading.silent),
        headings_marked=True if reading.marked else (False if reading.bold_headings else None),
        tables_without_header=tuple(reading.headerless),
    )
    paper = reading.gathering.paper(name, "odt", reading.page if reading.page > 1 else None, access)
    if reading.page > 1:
        return paper
    return replace(paper, passages=tuple(replace(it, page=None) for it in paper.passages))


def _space(element: Any) -> str:
    """The family of an element's namespace: 'office', 'text', 'table', 'drawing'."""
    found = re.search(r":xmlns:([\w-]+):", str(element.tag))
    return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class _Look:
    above: str = ""
    bold: bool | None = None
    breaks: bool = False


class _Styles:
    def __init__(self, roots: list[Any | None]) -> None:
        self._looks: dict[str, _Look] = {}
        self._lists: dict[str, dict[int, bool]] = {}  # whether each level is numbered
        self.language = ""
        for root in roots:
            for it in root.iter() if root is not None else ():
                match local(it):
                    case "style":
                        self._looks[attribute(it, "name")] = self._look(it)
                    case "list-style":
                        self._lists[attribute(it, "name")] = {
                            int(level): local(one) == "list-level-style-number"
                            for one in it
                            if (level := attribute(one, "level", "1")).isdecimal() and len(level) < 3
                        }
                    case "default-style" if attribute(it, "family") == "paragraph" and not self.language:
                        self.language = self._default_language(it)

    @staticmethod
    def _look(style: Any) -> _Look:
        bold: bool | None = None
        breaks = False
        for it in style:
            if local(it) == "text-properties" and attribute(it, "font-weight"):
                bold = attribute(it, "font-weight") in ("bold", "600", "700", "800", "900")
            if local(it) == "paragraph-properties" and attribute(it, "break-before") == "page":
                breaks = True
        return _Look(attribute(style, "parent-style-name"), bold, breaks)

    @staticmethod
    def _default_language(style: Any) -> str:
        for it in style:
            if local(it) == "text-properties":
                parts = [attribute(it, "language"), attribute(it, "country")]
                return "-".join(part for part in parts if part and part != "none")
        return ""

    def is_bold(self, name: str) -> bool:
        for _ in range(20):
            look = self._looks.get(name)
            if look is None:
                return False
            if look.bold is not None:
                return look.bold
            name = look.above
        return False

    def breaks_page(self, name: str) -> bool:
        look = self._looks.get(name)
        return look is not None and look.breaks

    def is_numbered(self, name: str, level: int) -> bool:
        return self._lists.get(name, {}).get(level, False)


class _Reading:
    def __init__(self, gathering: Gathering, styles: _Styles) -> None:
        self.gathering = gathering
        self.styles = styles
        self.page = 1
        self.pictures = 0
        self.marked = 0
        self.bold_headings = 0
        self.silent: list[int] = []
        self.headerless: list[int] = []

    def blocks(self, parent: Any) -> None:
        for it in parent:
            kind = local(it)
            if kind in _INDEXES:
                continue
            match kind:
                case "h":
                    self._heading(it)
                case "p":
                    self._paragraph(it)
                case "list":
                    self._list(it, attribute(it, "style-name"), 1)
                case "table":
                    self._table(it)
                case "soft-page-break":
                    self.page += 1
                case "frame" | "text-box" | "section" | "custom-shape" | "g" | "numbered-paragraph":
                    self.blocks(it)

    def _heading(self, element: Any) -> None:
        text = self._said(element)
        level = attribute(element, "outline-level", "1")
        if words(text):
            self.marked += 1
        self.gathering.heading(
            text, int(level) if level.isdecimal() and len(level) < 3 else 1, page=self.page
        )

    def _paragraph(self, element: Any) -> None:
        style = attribute(element, "style-name")
        if self.styles.breaks_page(style) and self.gathering.passages:
            self.page += 1
        boxes: list[Any] = []
        text = words(self._said(element, boxes))
        if (
            text
            and len(text) <= _BOLD_HEADING
            and not text.endswith((".", ";", ","))
            and self._is_bold(element, style)
        ):
            self.bold_headings += 1
            self.gathering.heading(text, 3 if self.marked else 1, page=self.page)
        elif style.lower() in ("title", "subtitle"):
            self.marked += 1
            self.gathering.heading(text, 1 if style.lower() == "title" else 2, page=self.page)
        else:
            label, rest = split_printed(text)
            self.gathering.paragraph(rest, label=label, page=self.page)
        for box in boxes:
            self.blocks(box)

    def _is_bold(self, element: Any, style: str) -> bool:
        if self.styles.is_bold(style):
            return True
        spans = [it for it in element if local(it) == "span"]
        loose = (element.text or "") + "".join(it.tail or "" for it in element)
        return (
            bool(spans)
            and not loose.strip()
            and all(self.styles.is_bold(attribute(it, "style-name")) for it in spans)
        )

    def _list(self, element: Any, style: str, deep: int) -> None:
        number = 0
        for item in element:
            if local(item) not in ("list-item", "list-header"):
                continue
            start = attribute(item, "start-value")
            number = int(start) if start.isdecimal() and len(start) < 6 else number + 1
            label = str(number) if self.styles.is_numbered(style, deep) and local(item) == "list-item" else ""
            said = False
            for it in item:
                match local(it):
                    case "list":
                        self._list(it, attribute(it, "style-name") or style, deep + 1)
                    case "h":
                        self._heading(it)
                    case "p":
                        boxes: list[Any] = []
                        text = self._said(it, boxes)
                        if said:
                            self.gathering.paragraph(text, page=self.page)
                        else:
                            self.gathering.item(text, deep, label=label, page=self.page)
                            said = bool(words(text))
                        for box in boxes:
                            self.blocks(box)

    def _table(self, element: Any) -> None:
        self.gathering.table()
        first = self.gathering.next_line
        rows = list(_rows(element, False))
        headed = False
        for place, (row, header) in enumerate(rows):
            cells: list[str] = []
            for cell in row:
                if local(cell) not in ("table-cell", "covered-table-cell"):
                    continue
                repeated = attribute(cell, "number-columns-repeated", "1")
                times = int(repeated) if repeated.isdecimal() and len(repeated) < 8 else 1
                text = words(self._said(cell))
                cells.extend([text] * min(times, limits.MAX_COLUMNS + 1 if text else 1))
            headed = headed or header
            implied = place == 0 and len(rows) > 1 and not header and names_columns(cells)
            self.gathering.row(cells, header=header or implied, page=self.page)
        if rows and not headed:
            self.headerless.append(first)

    def _said(self, element: Any, boxes: list[Any] | None = None) -> str:
        """Its words; pictures are counted, and text boxes are added to `boxes` or, without one, read in place."""
        parts: list[str] = []
        stack: list[Any] = [element]
        while stack:
            top = stack.pop()
            if isinstance(top, str):
                parts.append(top)
                continue
            kind = local(top)
            if kind in _DROPPED:
                continue
            match kind:
                case "s":
                    parts.append(" ")
                case "tab" | "line-break":
                    parts.append(" ")
                case "soft-page-break":
                    self.page += 1
                case "frame":
                    self._frame(top)
                case "text-box" if boxes is not None:
                    boxes.append(top)
                    continue
                case "p" | "h" | "list-item" | "table-cell":
                    parts.append(" ")
            for child in reversed(top):
                stack.append(child.tail or "")
                stack.append(child)
            parts.append(top.text or "")
        return "".join(parts)

    def _frame(self, frame: Any) -> None:
        if not any(local(it) == "image" for it in frame) or any(local(it) == "text-box" for it in frame):
            return
        self.pictures += 1
        if not any(local(it) in ("title", "desc") and (it.text or "").strip() for it in frame):
            self.silent.append(self.gathering.next_line)


def _rows(parent: Any, header: bool) -> Iterator[tuple[Any, bool]]:
    for it in parent:
        match local(it):
            case "table-row":
                yield it, header
            case "table-header-rows":
                yield from _rows(it, True)
            case "table-rows" | "table-row-group":
                yield from _rows(it, header)
