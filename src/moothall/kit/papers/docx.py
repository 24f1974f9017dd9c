"""Word documents (.docx), read from their XML in the order of the body.

Headings are known by their style's name or its outline level, or by a paragraph's own; a short paragraph all
in bold is read as a heading too, but then the file does not mark it as one, and `Access` says so. Inserted
text is kept and deleted text is not; text boxes are read where they are anchored. Page breaks that Word
recorded when it last laid the file out give page numbers.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from moothall.kit.papers import limits
from moothall.kit.papers.columns import names_columns
from moothall.kit.papers.gathering import Gathering
from moothall.kit.papers.labels import split_label, split_letter, split_printed
from moothall.kit.papers.package import Package, attribute, local
from moothall.kit.papers.paper import Access, Paper, Unreadable

_HEADING_STYLE = re.compile(r"(?:heading|überschrift|titre|berschrift)\s*(\d)", re.IGNORECASE)
_TITLE_STYLES = {"title": 1, "subtitle": 2}
_CONTENTS_STYLE = re.compile(r"(?:toc|table of figures|contents)\b", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list (?:bullet|number|paragraph)\s*(\d?)", re.IGNORECASE)
_BODY_LEVEL = 9  # an outline level that says 'body text'
_BOLD_HEADING = 120  # characters; longer bold text is emphasis
_DROPPED = {
    "del",
    "moveFrom",
    "Fallback",
    "instrText",
    "delText",
    "rPr",
    "pPr",
    "footnoteReference",
    "annotationRef",
}
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def read(package: Package, name: str, called: str) -> Paper:
    if any(part.lower().rpartition("/")[2] in ("vbaproject.bin", "vbadata.xml") for part in package.names):
        raise Unreadable(
            f"{called} holds a macro: save a copy as .docx, which cannot hold one, and load that."
        )
    main = _main_part(package)
    root = package.tree(main)
    body = next((it for it in root.iter() if local(it) == "body"), None) if root is not None else None
    if body is None:
        raise Unreadable(f"{called} has no text that Word would show: save it again in Word and load that.")
    folder = main.rpartition("/")[0]
    styles = _Styles(package.tree(f"{folder}/styles.xml"))
    reading = _Reading(Gathering(called), styles, _Numbering(package.tree(f"{folder}/numbering.xml")))
    reading.recorded = any(local(it) == "lastRenderedPageBreak" for it in body.iter())
    reading.blocks(body)
    title, language = _properties(package)
    access = Access(
        title=title,
        language=language or styles.language,
        pictures=reading.pictures,
        pictures_without_words=tuple(reading.silent),
        headings_marked=True if reading.marked else (False if reading.bold_headings else None),
        tables_without_header=tuple(reading.headerless),
    )
    paper = reading.gathering.paper(name, "docx", reading.page if reading.paged else None, access)
    if reading.paged:
        return paper
    return replace(paper, passages=tuple(replace(it, page=None) for it in paper.passages))


def _main_part(package: Package) -> str:
    relations = package.tree("_rels/.rels")
    for it in relations if relations is not None else ():
        if attribute(it, "Type").endswith("/officeDocument"):
            return attribute(it, "Target").lstrip("/")
    return "word/document.xml"


def _properties(package: Package) -> tuple[str, str]:
    core = package.tree("docProps/core.xml")
    said = {local(it): (it.text or "").strip() for it in core} if core is not None else {}
    return said.get("title", ""), said.get("language", "")


def _child(element: Any | None, *path: str) -> Any | None:
    for name in path:
        if element is None:
            return None
        element = next((it for it in element if local(it) == name), None)
    return element


def _value(element: Any | None, *path: str) -> str | None:
    found = _child(element, *path)
    return None if found is None else attribute(found, "val", "")


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"\d{1,6}", text) else None


def _is_on(element: Any | None) -> bool:
    return element is not None and attribute(element, "val", "1") not in ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class _Style:
    name: str = ""
    above: str = ""
    outline: int | None = None
    numbering: int | None = None
    deep: int | None = None
    bold: bool | None = None


class _Styles:
    """What each style says, with what it takes from those above it."""

    def __init__(self, root: Any | None) -> None:
        self._styles: dict[str, _Style] = {}
        self.default = ""
        self.language = ""
        if root is None:
            return
        for it in root:
            if local(it) == "docDefaults":
                self.language = _value(it, "rPrDefault", "rPr", "lang") or ""
            if local(it) != "style" or attribute(it, "type", "paragraph") != "paragraph":
                continue
            identifier = attribute(it, "styleId")
            bold = _child(it, "rPr", "b")
            self._styles[identifier] = _Style(
                (_value(it, "name") or "").strip(),
                _value(it, "basedOn") or "",
                _whole(_value(it, "pPr", "outlineLvl")),
                _whole(_value(it, "pPr", "numPr", "numId")),
                _whole(_value(it, "pPr", "numPr", "ilvl")),
                None if bold is None else _is_on(bold),
            )
            if attribute(it, "default") in ("1", "true"):
                self.default = identifier

    def of(self, identifier: str) -> _Style:
        """The style, each thing it does not say taken from those above it (twenty at most)."""
        found: list[_Style] = []
        while identifier in self._styles and len(found) < 20:
            found.append(self._styles[identifier])
            identifier = found[-1].above
        if not found:
            return _Style()
        names = [it.name for it in found]
        name = next((it for it in names if _HEADING_STYLE.match(it) or it.lower() in _TITLE_STYLES), names[0])

        def first(said: Iterator[Any]) -> Any:
            return next((it for it in said if it is not None), None)

        return _Style(
            name,
            "",
            first(it.outline for it in found),
            first(it.numbering for it in found),
            first(it.deep for it in found),
            first(it.bold for it in found),
        )


@dataclass(slots=True)
class _Level:
    format: str = "bullet"
    text: str = ""
    start: int = 1


class _Numbering:
    """The numbers Word would print, counted as it counts."""

    def __init__(self, root: Any | None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._of: dict[int, str] = {}
        self._starts: dict[tuple[int, int], int] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[int, int]] = set()
        for it in root if root is not None else ():
            if local(it) == "abstractNum":
                self._abstract[attribute(it, "abstractNumId")] = {
                    _whole(attribute(level, "ilvl")) or 0: _Level(
                        _value(level, "numFmt") or "decimal",
                        _value(level, "lvlText") or "",
                        1 if (start := _whole(_value(level, "start"))) is None else start,
                    )
                    for level in it
                    if local(level) == "lvl"
                }
            elif local(it) == "num" and (number := _whole(attribute(it, "numId"))) is not None:
                self._of[number] = _value(it, "abstractNumId") or ""
                for override in it:
                    start = _whole(_value(override, "startOverride"))
                    if local(override) == "lvlOverride" and start is not None:
                        self._starts[number, _whole(attribute(override, "ilvl")) or 0] = start

    def is_bullet(self, number: int, deep: int) -> bool:
        level = self._abstract.get(self._of.get(number, ""), {}).get(deep)
        return level is None or level.format in ("bullet", "none")

    def next(self, number: int, deep: int) -> str:
        """The number printed before the next paragraph of this list at this depth; '' for a bullet."""
        abstract = self._of.get(number)
        levels = self._abstract.get(abstract or "", {})
        level = levels.get(deep)
        if abstract is None or level is None:
            return ""
        counts = self._counts[abstract]
        restart = self._starts.get((number, deep))
        if restart is not None and (number, deep) not in self._begun:
            counts[deep] = restart
        elif deep in counts:
            counts[deep] += 1
        else:
            counts[deep] = level.start
        self._begun.add((number, deep))
        for deeper in [it for it in counts if it > deep]:
            del counts[deeper]
        if level.format in ("bullet", "none"):
            return ""

        def shown(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            other = levels.get(at, _Level("decimal"))
            return _counted(counts.get(at, other.start), other.format)

        printed = (
            re.sub(r"%([1-9])", shown, level.text) if level.text else _counted(counts[deep], level.format)
        )
        return printed.strip().strip("().:").strip()


def _counted(count: int, format: str) -> str:
    if format in ("lowerLetter", "upperLetter") and count > 0:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters[:4].upper() if format.startswith("upper") else letters[:4]
    if format in ("lowerRoman", "upperRoman") and 0 < count < 40:
        said = ""
        for value, letters in _ROMAN:
            while count >= value:
                said, count = said + letters, count - value
        return said.upper() if format.startswith("upper") else said
    return str(count)


@dataclass(slots=True)
class _Words:
    """A paragraph's words as they are gathered."""

    parts: list[str] = field(default_factory=list)
    letters: int = 0
    bold: int = 0
    boxes: list[Any] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    breaks_before: int = 0
    breaks_after: int = 0


class _Reading:
    def __init__(self, gathering: Gathering, styles: _Styles, numbering: _Numbering) -> None:
        self.gathering = gathering
        self._styles = styles
        self._numbering = numbering
        self.page = 1
        self.recorded = False  # whether Word recorded its page breaks; it then counts those typed among them
        self.paged = False
        self.pictures = 0
        self.silent: list[int] = []
        self.marked = 0
        self.bold_headings = 0
        self.headerless: list[int] = []

    def blocks(self, parent: Any) -> None:
        """Paragraphs and tables in order; content controls and insertions are opened."""
        for it in parent:
            match local(it):
                case "p":
                    self._paragraph(it)
                case "tbl":
                    self._table(it)
                case (
                    "sdt"
                    | "sdtContent"
                    | "ins"
                    | "moveTo"
                    | "customXml"
                    | "smartTag"
                    | "AlternateContent"
                    | "Choice"
                ):
                    self.blocks(it)

    def _paragraph(self, element: Any) -> None:
        properties = _child(element, "pPr")
        identifier = _value(properties, "pStyle") or self._styles.default
        style = self._styles.of(identifier)
        words = self._words(element, style.bold or False)
        before = not self.recorded and _is_on(_child(properties, "pageBreakBefore"))
        self._turn(words.breaks_before + before)
        self._pictures(words)
        text = "".join(words.parts)
        label = self._label(properties, style) if text.strip() else None
        if text.strip() and not _CONTENTS_STYLE.match(style.name):
            self._say(text, label, properties, style, words)
        for box in words.boxes:
            self.blocks(box)
        self._turn(words.breaks_after)

    def _say(
        self, text: str, label: tuple[str, int] | None, properties: Any, style: _Style, words: _Words
    ) -> None:
        level = self._heading_level(properties, style)
        page = self._page
        number, deep = label or ("", 0)
        if level is not None:
            self.marked += 1
            self.gathering.heading(text, level, label=number, page=page)
        elif label is not None and not self._is_numbered_paragraph(text, number):
            self.gathering.item(text, deep + 1, label=number, page=page)
        elif label is not None:
            self.gathering.paragraph(text, label=number, page=page)
        elif self._is_bold_heading(text, words) and style.name.lower() != "caption":
            self.bold_headings += 1
            self.gathering.heading(text, 1 if not self.marked else 3, page=page)
        else:
            self._plain(text, style)

    def _plain(self, text: str, style: _Style) -> None:
        """A paragraph with no numbering of Word's own: a list style, a typed bullet or number, or prose."""
        said = " ".join(text.split())
        if bullet := re.match(r"[•◦▪■●○‣⁃∙·\-–*\uf0b7]\s+", said):
            self.gathering.item(said[bullet.end() :], page=self._page)
        elif listed := _LIST_STYLE.match(style.name):
            if style.name.lower().startswith("list paragraph"):
                self.gathering.paragraph(said, page=self._page)
            else:
                self.gathering.item(said, int(listed[1] or 1), page=self._page)
        else:
            label, rest = split_label(said)
            lettered = bool(label) and not label[0].isdigit()
            if lettered and split_letter(said)[0] and ")" in said[:6]:
                self.gathering.item(rest, label=label, page=self._page)
            else:
                label, rest = split_printed(said)
                self.gathering.paragraph(rest, label=label, page=self._page)

    @property
    def _page(self) -> int:
        return self.page

    def _turn(self, pages: int) -> None:
        if pages:
            self.paged = True
            self.page += pages

    def _heading_level(self, properties: Any, style: _Style) -> int | None:
        own = _whole(_value(properties, "outlineLvl"))
        if own is not None:
            return own + 1 if own < _BODY_LEVEL else None
        if named := _HEADING_STYLE.match(style.name):
            return int(named[1]) or 1
        if style.name.lower() in _TITLE_STYLES:
            return _TITLE_STYLES[style.name.lower()]
        return style.outline + 1 if style.outline is not None and style.outline < _BODY_LEVEL else None

    def _label(self, properties: Any, style: _Style) -> tuple[str, int] | None:
        """The printed number ('' for a bullet) and depth of a paragraph in a list; None for one that is in none."""
        own = _child(properties, "numPr")
        number = _whole(_value(own, "numId"))
        number = style.numbering if number is None else number
        if not number:  # 0 takes a paragraph out of its style's list
            return None
        deep = _whole(_value(own, "ilvl"))
        deep = min((style.deep or 0) if deep is None else deep, 8)
        named = _LIST_STYLE.match(style.name)  # 'List Bullet 2' is one deeper, though it is a list of its own
        return self._numbering.next(number, deep), max(deep, int(named[1] or 1) - 1 if named else 0)

    @staticmethod
    def _is_numbered_paragraph(text: str, label: str) -> bool:
        """'1.1 A whole paragraph', as reports are numbered, and not an item of a list."""
        return "." in label or (label.isdigit() and len(text) > 400)

    @staticmethod
    def _is_bold_heading(text: str, words: _Words) -> bool:
        said = text.strip()
        return (
            words.letters > 0
            and words.bold == words.letters
            and len(said) <= _BOLD_HEADING
            and not said.endswith((".", ";", ","))
        )

    def _pictures(self, words: _Words) -> None:
        for alt in words.pictures:
            self.pictures += 1
            if not alt.strip():
                self.silent.append(self.gathering.next_line)

    def _words(self, paragraph: Any, bold_style: bool) -> _Words:
        words = _Words()
        stack: list[tuple[Any, bool]] = [(it, bold_style) for it in reversed(paragraph)]
        while stack:
            element, bold = stack.pop()
            kind = local(element)
            if kind in _DROPPED:
                continue
            if kind == "txbxContent":
                words.boxes.append(element)
                continue
            match kind:
                case "t":
                    said = element.text or ""
                    words.parts.append(said)
                    count = sum(map(str.isalnum, said))
                    words.letters += count
                    words.bold += count * bold
                case "tab" | "cr" | "ptab":
                    words.parts.append(" ")
                case "noBreakHyphen":
                    words.parts.append("-")
                case "br" | "lastRenderedPageBreak":
                    if kind == "lastRenderedPageBreak" or (
                        not self.recorded and attribute(element, "type") == "page"
                    ):
                        self._note_break(words)
                    words.parts.append(" ")
                case "sym":
                    words.parts.append(" ")
                case "r":
                    own = _child(element, "rPr", "b")
                    if _is_on(_child(element, "rPr", "vanish")):
                        continue
                    bold = bold if own is None else _is_on(own)
                case "docPr":
                    words.pictures.append(attribute(element, "descr") or attribute(element, "title"))
                    continue
                case "drawing":
                    self._drawing(element, words)
                    stack.extend((it, bold) for it in element.iter() if local(it) == "txbxContent")
                    continue
                case "pict" | "object":
                    self._drawn(element, words)
            stack.extend((it, bold) for it in reversed(element))
        return words

    @staticmethod
    def _note_break(words: _Words) -> None:
        if any(part.strip() for part in words.parts):
            words.breaks_after += 1
        else:
            words.breaks_before += 1

    @staticmethod
    def _drawing(element: Any, words: _Words) -> None:
        if any(local(it) == "txbxContent" for it in element.iter()):
            return  # a text box: its words are read
        properties = next((it for it in element.iter() if local(it) == "docPr"), None)
        if any(local(it) == "decorative" and _is_on(it) for it in element.iter()):
            return
        words.pictures.append(
            "" if properties is None else attribute(properties, "descr") or attribute(properties, "title")
        )

    @staticmethod
    def _drawn(element: Any, words: _Words) -> None:
        """A picture as older files hold it."""
        for it in element.iter():
            if local(it) == "shape" and any(local(inner) == "imagedata" for inner in it):
                words.pictures.append(attribute(it, "alt"))

    def _table(self, element: Any) -> None:
        self.gathering.table()
        rows = list(self._rows(element))
        first = self.gathering.next_line
        headed = False
        for row in rows:
            cells, nested, header = self._cells(row)
            if len(cells) == 1 and len(rows) == 1 and not nested:
                for cell in self._cell_elements(row):  # a frame round text, not a table
                    self.blocks(cell)
                return
            headed = headed or header
            implied = row is rows[0] and len(rows) > 1 and not header and names_columns(cells)
            self.gathering.row(cells, header=header or implied, page=self._page)
            for inner in nested:
                self._table(inner)
        if rows and not headed:
            self.headerless.append(first)

    def _rows(self, parent: Any) -> Iterator[Any]:
        for it in parent:
            match local(it):
                case "tr":
                    if _child(it, "trPr", "del") is None:
                        yield it
                case "sdt" | "sdtContent" | "ins" | "customXml":
                    yield from self._rows(it)

    def _cell_elements(self, parent: Any) -> Iterator[Any]:
        for it in parent:
            match local(it):
                case "tc":
                    yield it
                case "sdt" | "sdtContent" | "customXml":
                    yield from self._cell_elements(it)

    def _cells(self, row: Any) -> tuple[list[str], list[Any], bool]:
        cells: list[str] = []
        nested: list[Any] = []
        for cell in self._cell_elements(row):
            properties = _child(cell, "tcPr")
            span = min(_whole(_value(properties, "gridSpan")) or 1, limits.MAX_COLUMNS)
            carried = _child(properties, "vMerge")
            said = []
            for paragraph in self._cell_blocks(cell, nested):
                words = self._words(paragraph, False)
                self._turn(words.breaks_before)
                self._pictures(words)
                label = self._label(
                    _child(paragraph, "pPr"), self._styles.of(_value(paragraph, "pPr", "pStyle") or "")
                )
                text = "".join(words.parts)
                for box in words.boxes:
                    text += " " + "".join(it.text or "" for it in box.iter() if local(it) == "t")
                said.append(f"{label[0]} {text}" if label and label[0] and text.strip() else text)
            merged = carried is not None and attribute(carried, "val", "continue") != "restart"
            cells.append("" if merged else " ".join(said))
            cells.extend([""] * (span - 1))
        return cells, nested, _is_on(_child(row, "trPr", "tblHeader"))

    def _cell_blocks(self, parent: Any, nested: list[Any]) -> Iterator[Any]:
        for it in parent:
            match local(it):
                case "p":
                    yield it
                case "tbl":
                    nested.append(it)
                case "sdt" | "sdtContent" | "ins" | "customXml":
                    yield from self._cell_blocks(it, nested)
