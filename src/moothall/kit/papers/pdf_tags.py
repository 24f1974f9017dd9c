"""A tagged PDF, read by its structure tree: headings, lists and tables are what the file says they are."""

import re
from collections.abc import Iterator

from moothall.kit.papers.gathering import Gathering, words
from moothall.kit.papers.labels import split_printed
from moothall.kit.papers.lines import has_ended, joined
from moothall.kit.papers.paper import Kind
from moothall.kit.papers.pdf_pages import Page, Tag

_HEADING = re.compile(r"H([1-6])")
_IN_LINE = {
    *("Span", "Link", "Em", "Strong", "Quote", "Code", "Reference", "Annot", "BibEntry", "Ruby", "Warichu"),
    *("RB", "RT", "RP", "WT", "WP", "Lbl", "Sub", "Formula", "Form"),
}
_BLOCK_OF_WORDS = {"P", "Note", "FENote", "Caption", "BlockQuote", "Title"}
_SKIPPED = {"TOC", "TOCI", "Artifact"}
_BULLET = re.compile(r"^(?:[•◦▪■●○‣⁃∙·–\-*]|\uf0b7|\uf0a7|o(?=\s))\s*")
_ENOUGH = 0.7  # of the letters; the rest are running headers and footers, or the tags are not to be trusted


def trustworthy(pages: list[Page]) -> bool:
    """Whether the tags hold most of the words and name at least one heading, list or table."""
    letters = sum(page.characters for page in pages)
    tagged = 0
    kinds: set[str] = set()
    for page in pages:
        reached: set[int] = set()
        for tag in page.tags:
            _survey(tag, kinds, reached)
        tagged += sum(len("".join(page.marked.get(it, "").split())) for it in reached)
    named = any(_HEADING.fullmatch(kind) or kind == "H" for kind in kinds)
    return letters > 0 and tagged >= _ENOUGH * letters and named


def _survey(tag: Tag, kinds: set[str], reached: set[int]) -> None:
    kinds.add(tag.kind)
    for child in tag.children:
        if isinstance(child, Tag):
            _survey(child, kinds, reached)
        else:
            reached.add(child)


class TaggedReading:
    """The pages' trees in order, into `gathering`."""

    def __init__(self, gathering: Gathering) -> None:
        self._gathering = gathering
        self._page = Page(0, 0)
        self._number = 0
        self._loose: list[str] = []
        self._table_open = False
        self.headerless: list[int] = []

    def pages(self, pages: list[Page]) -> None:
        for number, page in enumerate(pages, start=1):
            self._page, self._number = page, number
            before = len(self._gathering.passages)
            for tag in page.tags:
                self._block(tag, 0)
            self._flush()
            self._carry_over(before)

    def _block(self, tag: Tag, deep: int) -> None:
        if tag.kind in _SKIPPED:
            return
        if found := _HEADING.fullmatch(tag.kind):
            self._flush()
            self._gathering.heading(self._text(tag), int(found[1]), page=self._number)
        elif tag.kind in ("H", "Title"):
            self._flush()
            self._gathering.heading(self._text(tag), 1 if tag.kind == "Title" else 2, page=self._number)
        elif tag.kind == "L":
            self._flush()
            self._list(tag, deep + 1)
        elif tag.kind == "Table":
            self._flush()
            self._table(tag)
        elif tag.kind == "Figure":
            self._flush()
        elif tag.kind in _IN_LINE:
            self._loose.append(self._text(tag))
        else:
            if tag.kind in _BLOCK_OF_WORDS:
                self._flush()
            for child in tag.children:
                if isinstance(child, Tag):
                    self._block(child, deep)
                else:
                    self._loose.append(self._page.marked.get(child, ""))
            if tag.kind in _BLOCK_OF_WORDS:
                self._flush()

    def _flush(self) -> None:
        text = words("".join(self._loose))
        self._loose.clear()
        if not text:
            return
        if bullet := _BULLET.match(text):
            self._gathering.item(text[bullet.end() :], page=self._number)
            return
        label, rest = split_printed(text)
        self._gathering.paragraph(rest, label=label, page=self._number)

    def _list(self, tag: Tag, deep: int) -> None:
        for child in tag.children:
            if not isinstance(child, Tag):
                continue
            if child.kind == "L":
                self._list(child, deep + 1)
            elif child.kind == "LI":
                self._item(child, deep)
            elif child.kind != "Caption":
                self._block(child, deep)

    def _item(self, tag: Tag, deep: int) -> None:
        label = ""
        said: list[str] = []
        nested: list[Tag] = []
        for piece in self._inside_item(tag, nested):
            if isinstance(piece, Tag):
                label = words(self._text(piece))
            else:
                said.append(piece)
        text = words("".join(said))
        label = label.strip("().: ") if re.search(r"\w", label) and label != "o" else ""
        if not label and (bullet := _BULLET.match(text)):
            text = text[bullet.end() :]
        self._gathering.item(text, deep, label=label, page=self._number)
        for inner in nested:
            self._list(inner, deep + 1)

    def _inside_item(self, tag: Tag, nested: list[Tag]) -> "Iterator[Tag | str]":
        for child in tag.children:
            if not isinstance(child, Tag):
                yield self._page.marked.get(child, "")
            elif child.kind == "Lbl":
                yield child
            elif child.kind == "L":
                nested.append(child)
            elif child.kind in _IN_LINE:
                yield self._text(child)
            else:
                yield from self._inside_item(child, nested)
                yield " "

    def _table(self, tag: Tag) -> None:
        self._gathering.table()
        below = self._captions(tag)
        first = self._gathering.next_line
        headed = False
        rows = [
            [it for it in row.children if isinstance(it, Tag) and it.kind in ("TH", "TD")]
            for row in _rows(tag)
        ]
        columns = self._columns(max(rows, key=len, default=[]))
        for cells in rows:
            header = bool(cells) and all(cell.kind == "TH" for cell in cells)
            headed = headed or any(cell.kind == "TH" for cell in cells)
            self._gathering.row(self._placed(cells, columns), header=header, page=self._number)
        if not headed and self._gathering.next_line > first:
            self.headerless.append(first)
        for caption in below:
            self._gathering.paragraph(caption, page=self._number)

    def _columns(self, fullest: list[Tag]) -> list[tuple[float, float]]:
        """Where each column of a table stands, by its fullest row; [] where that is not known."""
        spans = [self._span(cell) for cell in fullest]
        known = [span for span in spans if span is not None]
        return known if len(known) == len(spans) else []

    def _placed(self, cells: list[Tag], columns: list[tuple[float, float]]) -> list[str]:
        """The words of a row's cells; pdfium leaves empty cells out, so those of a short row go where they stand."""
        texts = [self._text(cell) for cell in cells]
        spans = [self._span(cell) for cell in cells]
        if len(cells) >= len(columns) or None in spans:
            return texts
        placed = [""] * len(columns)
        for text, span in zip(texts, spans, strict=True):
            assert span is not None
            nearest = min(
                range(len(columns)),
                key=lambda at: min(abs(span[0] - columns[at][0]), abs(span[1] - columns[at][1])),
            )
            placed[nearest] = f"{placed[nearest]} {text}".strip()
        return placed

    def _span(self, cell: Tag) -> tuple[float, float] | None:
        """The left and right of a cell's words."""
        found: list[tuple[float, float]] = []
        stack: list[Tag | int] = [cell]
        while stack:
            top = stack.pop()
            if isinstance(top, Tag):
                stack.extend(top.children)
            elif top in self._page.spans:
                found.append(self._page.spans[top])
        return (min(it[0] for it in found), max(it[1] for it in found)) if found else None

    def _captions(self, tag: Tag) -> list[str]:
        """Say the captions that stand before the first row; those below it are left for later."""
        below: list[str] = []
        rows = False
        for child in tag.children:
            if not isinstance(child, Tag):
                continue
            if child.kind != "Caption":
                rows = True
            elif rows:
                below.append(self._text(child))
            else:
                self._gathering.paragraph(self._text(child), page=self._number)
        return below

    def _text(self, tag: Tag) -> str:
        parts: list[str] = []
        stack: list[Tag | int] = [tag]
        while stack:
            top = stack.pop()
            if isinstance(top, Tag):
                if top.kind in _BLOCK_OF_WORDS or top.kind in ("LI", "TD", "TH"):
                    parts.append(" ")
                stack.extend(reversed(top.children))
            else:
                parts.append(self._page.marked.get(top, ""))
        return words("".join(parts))

    def _carry_over(self, place: int) -> None:
        """Put together a paragraph or an item that the turn of a page cut."""
        passages = self._gathering.passages
        if not 0 < place < len(passages):
            return
        one, two = passages[place - 1], passages[place]
        if (
            one.kind in (Kind.PARAGRAPH, Kind.ITEM)
            and two.kind in (Kind.PARAGRAPH, Kind.ITEM)
            and not two.label
            and two.text[:1].islower()
            and not has_ended(one.text)
            and len(one.text) > 40
        ):
            self._gathering.rejoin(place, joined(one.text, two.text))


def _rows(tag: Tag) -> Iterator[Tag]:
    for child in tag.children:
        if not isinstance(child, Tag):
            continue
        if child.kind == "TR":
            yield child
        elif child.kind in ("THead", "TBody", "TFoot"):
            yield from _rows(child)


def figures(pages: list[Page]) -> tuple[int, list[int]]:
    """How many pictures the tags name, and the page of each that has no words."""
    count = 0
    silent: list[int] = []
    for number, page in enumerate(pages, start=1):
        stack = list(page.tags)
        while stack:
            tag = stack.pop()
            if tag.kind == "Figure":
                count += 1
                if not tag.alt:
                    silent.append(number)
                continue
            stack.extend(child for child in tag.children if isinstance(child, Tag))
    return count, silent
