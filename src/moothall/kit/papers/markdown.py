"""Markdown (CommonMark with tables), read by markdown-it-py, each passage with its line in the file."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from moothall.kit.papers import limits
from moothall.kit.papers.gathering import Gathering
from moothall.kit.papers.labels import split_printed
from moothall.kit.papers.marks import plain
from moothall.kit.papers.paper import Access, Paper, Unreadable

_FRONT_MATTER = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_TITLE = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)
_LANGUAGE = re.compile(r"^lang(?:uage)?:\s*[\"']?([A-Za-z-]+)", re.MULTILINE)
_TAG = re.compile(r"<[^<>]{1,300}>")
_NESTED = re.compile(
    r"(?:\s*(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s))){15}|(?:\t| {4}){10}\s*(?:[-*+]|\d{1,9}[.)])\s"
)
_DEEPEST = 80  # markdown-it's own bound on blocks inside blocks


def read(text: str, name: str, called: str) -> Paper:
    _refuse_costly(text, called)
    front = _FRONT_MATTER.match(text)
    if front:  # its lines stay, so that those below keep their numbers
        text = "\n" * front[0].count("\n") + text[front.end() :]
    gathering = Gathering(called)
    reading = _Reading(gathering)
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table")
    for token in parser.parse(text):
        reading.take(token)
    title = _TITLE.search(front[1]) if front else None
    language = _LANGUAGE.search(front[1]) if front else None
    access = Access(
        title=title[1] if title else "",
        language=language[1] if language else "",
        pictures=reading.pictures,
        pictures_without_words=tuple(reading.silent),
        headings_marked=True if reading.headings else (False if reading.strong_lines else None),
        tables_without_header=tuple(reading.headerless),
    )
    return gathering.paper(name, "markdown", None, access)


def _refuse_costly(text: str, called: str) -> None:
    """Refuse what would take the parser minutes, or what it would leave out for being nested too deeply."""
    if any(_NESTED.match(line) for line in text.splitlines()):
        raise Unreadable(
            f"{called} is nested too deeply to read: take out levels of its lists and load it again."
        )
    if sum(map(text.count, "[]*_`<&!|\\")) > limits.MAX_MARKS:
        raise Unreadable(
            f"{called} has more marks of Markdown than any document needs: save it as plain text and load that."
        )
    if any(line.count("|") > 2 * limits.MAX_COLUMNS for line in text.splitlines()):
        raise Unreadable(
            f"{called} has more than {limits.MAX_COLUMNS} columns in one table: load only the pages that hold the plan."
        )


class _Reading:
    """What is open as the tokens go by."""

    def __init__(self, gathering: Gathering) -> None:
        self._gathering = gathering
        self._lists: list[int | None] = []  # the next number of each open list; None where it has bullets
        self._label = ""
        self._level = 0  # of the heading that is open
        self._item_open = False  # an item whose first paragraph has not come yet
        self._cells: list[str] | None = None
        self._header = False
        self._row_line = 0
        self.pictures = 0
        self.headings = 0
        self.strong_lines = 0
        self.silent: list[int] = []
        self.headerless: list[int] = []

    def take(self, token: Token) -> None:
        line = token.map[0] + 1 if token.map else self._row_line
        match token.type:
            case "heading_open":
                self._level = int(token.tag[1])
            case "heading_close":
                self._level = 0
            case "bullet_list_open":
                self._lists.append(None)
            case "ordered_list_open":
                self._lists.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                self._open_item()
            case "table_open":
                self._gathering.table()
            case "thead_open":
                self._header, self._row_line = True, line
            case "thead_close":
                self._header = False
            case "tr_open":
                self._cells, self._row_line = [], line
            case "tr_close":
                self._close_row()
            case "inline":
                self._inline(token, line)
            case "fence" | "code_block":
                for offset, row in enumerate(token.content.splitlines()):
                    self._gathering.paragraph(row, line=line + offset + (token.type == "fence"))
            case "html_block":
                self._words(plain(_TAG.sub(" ", token.content)).text, line)

    def _open_item(self) -> None:
        self._item_open = True
        number = self._lists[-1]
        self._label = "" if number is None else str(number)
        if number is not None:
            self._lists[-1] = number + 1

    def _close_row(self) -> None:
        cells, self._cells = self._cells or [], None
        if self._header and not any(cells):
            self.headerless.append(self._row_line)
            return
        self._gathering.row(cells, header=self._header, line=self._row_line)

    def _inline(self, token: Token, line: int) -> None:
        children = token.children or []
        for child in children:
            if child.type == "image":
                self.pictures += 1
                if not child.content.strip():
                    self.silent.append(line)
        text = "".join(_said(children))
        if self._cells is not None:
            self._cells.append(text)
            return
        if self._level:
            self.headings += 1
            self._gathering.heading(text, self._level, line=line)
            return
        if not self._lists and _all_strong(children):
            self.strong_lines += 1
        self._words(text, line)

    def _words(self, text: str, line: int) -> None:
        if self._lists and self._item_open:
            self._item_open = False
            self._gathering.item(text, len(self._lists), label=self._label, line=line)
        elif self._lists:
            self._gathering.paragraph(text, line=line)
        else:
            label, rest = split_printed(text.strip())
            self._gathering.paragraph(rest, label=label, line=line)


def _said(children: list[Token]) -> Iterator[str]:
    for child in children:
        match child.type:
            case "text" | "code_inline":
                yield child.content
            case "softbreak" | "hardbreak":
                yield " "
            case "html_inline" if child.content.lower().startswith(("<br", "<p", "</p")):
                yield " "


def _all_strong(children: list[Token]) -> bool:
    said = [child for child in children if child.type not in ("text",) or child.content.strip()]
    return len(said) > 2 and said[0].type == "strong_open" and said[-1].type == "strong_close"
