"""Passages as a reader meets them, numbered and within bounds."""

import re
from dataclasses import replace

from moothall.kit.papers import limits
from moothall.kit.papers.labels import split_label
from moothall.kit.papers.paper import Access, Kind, Paper, Passage, Unreadable

_UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
LOWEST = 6


def words(text: str) -> str:
    """Single spaces, and nothing that does not print."""
    return _SPACE.sub(" ", _UNPRINTED.sub("", text)).strip()


class Gathering:
    """Takes what a reader finds, in order. Empty text is passed over; too much of it raises Unreadable."""

    def __init__(self, called: str) -> None:
        self.passages: list[Passage] = []
        self._called = called
        self._characters = self._cells = self._tables = 0

    @property
    def next_line(self) -> int:
        """The place the next passage will have, from 1."""
        return len(self.passages) + 1

    def heading(
        self, text: str, level: int, *, label: str = "", line: int | None = None, page: int | None = None
    ) -> None:
        """A heading. A number printed in `text` becomes its label where `label` gives none."""
        said = words(text)
        if not label and said:
            label, said = split_label(said)
        self._add(Kind.HEADING, said, line, page, level=max(1, min(level, LOWEST)), label=label)

    def paragraph(
        self, text: str, *, label: str = "", line: int | None = None, page: int | None = None
    ) -> None:
        self._add(Kind.PARAGRAPH, words(text), line, page, label=label)

    def item(
        self, text: str, level: int = 1, *, label: str = "", line: int | None = None, page: int | None = None
    ) -> None:
        self._add(Kind.ITEM, words(text), line, page, level=max(1, level), label=label)

    def table(self) -> None:
        """A table begins."""
        self._tables += 1
        self._within(self._tables, limits.MAX_TABLES, "tables")

    def row(
        self, cells: list[str], *, header: bool = False, line: int | None = None, page: int | None = None
    ) -> None:
        said = tuple(words(cell) for cell in cells)
        self._cells += len(said)
        self._within(len(said), limits.MAX_COLUMNS, "columns in one table")
        self._within(self._cells, limits.MAX_CELLS, "cells in tables")
        self._add(Kind.ROW, " | ".join(filter(None, said)), line, page, cells=said, header=header)

    def expect(self, count: int) -> None:
        """Refuse at once what is going to be too many passages."""
        self._within(count, limits.MAX_PASSAGES, "paragraphs")

    def rejoin(self, place: int, text: str) -> None:
        """The passage at `place` is the end of the one before, whose words become `text`."""
        self.passages[place - 1] = replace(self.passages[place - 1], text=text)
        self.passages[place:] = [
            replace(it, number=it.number - 1, line=it.line - 1) for it in self.passages[place + 1 :]
        ]

    def paper(self, name: str, format: str, pages: int | None = None, access: Access | None = None) -> Paper:
        return Paper(name, format, tuple(self.passages), pages, access or Access())

    def _add(
        self,
        kind: Kind,
        text: str,
        line: int | None,
        page: int | None,
        *,
        level: int = 0,
        label: str = "",
        cells: tuple[str, ...] = (),
        header: bool = False,
    ) -> None:
        if not text:
            return
        self._characters += len(text)
        self._within(self._characters, limits.MAX_CHARACTERS, "characters")
        number = len(self.passages)
        self._within(number + 1, limits.MAX_PASSAGES, "paragraphs")
        self.passages.append(
            Passage(
                number,
                kind,
                text,
                number + 1 if line is None else line,
                page,
                level,
                label,
                cells,
                header,
            )
        )

    def _within(self, count: int, most: int, what: str) -> None:
        if count > most:
            raise Unreadable(
                f"{self._called} has more than {most:,} {what}: load only the pages that hold the plan."
            )
