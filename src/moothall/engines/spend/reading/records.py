"""Records: text cut into numbered rows of one width, each on one line of its own, for DuckDB to read in parallel.

The physical line where a record begins is written before it. Most lines are judged by counting their quotation marks
and delimiters, and copied; only odd ones are taken apart. A row that is damaged is set aside with its text and its
reason, so that what follows it is read.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO

from moothall.engines.spend.reading import letters as lettering
from moothall.engines.spend.reading.letters import Letters

MOST_LINES, MOST_BYTES = 200, 1 << 18  # that one quoted field may run over
MOST_TRIES = 8  # lines on which it may seem to end
LONGEST = 1 << 20  # bytes of one record: what follows a mark that is never closed must not all be held
TEXT = 2_000  # letters of a rejected row that are kept

_OUTSIDE = {
    delimiter: re.compile(rf'[^{re.escape(delimiter)}"]"|"[^{re.escape(delimiter)}"]'.encode())
    for delimiter in ",;\t|"
}


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table's rows are cut: by what, into how many cells, and how few will do (the rest may be blank)."""

    delimiter: str
    width: int
    least: int
    skip: int = 0  # lines before the first record: the headings and what stands above them


@dataclass
class Rejects:
    """Rows set aside while they are cut, written as CSV for DuckDB: line, reason, text."""

    write: Callable[[tuple[int, str, str]], object]
    count: int = 0

    def add(self, line: int, reason: str, text: str) -> None:
        self.count += 1
        self.write((line, reason, shown(text)))


def too_many(row: list[str], width: int) -> str:
    """Why a row with more filled cells than the table has columns is set aside."""
    extra = next(it for it in row[width:] if it.strip()).strip()
    return f"it has {len(row)} cells, and the table {width} columns (‘{extra[:40]}’ is too many)"


def shown(text: str) -> str:
    """A row's text as a person is shown it, cut where it is very long."""
    return text if len(text) <= TEXT else text[:TEXT] + "…"


def cells(text: str, delimiter: str) -> tuple[list[str], bool]:
    """The cells of one record, forgivingly, and whether it ends inside a quoted one.

    A quotation mark closes a cell only before a delimiter or the end, so "The "Old" Mill" is one cell.
    """
    out: list[str] = []
    at, end = 0, len(text)
    while True:
        if at < end and text[at] == '"':
            start, at = at + 1, at + 1
            while True:
                at = text.find('"', at)
                if at < 0:
                    out.append(text[start:].replace('""', '"'))
                    return out, True
                if text.startswith('""', at):
                    at += 2
                    continue
                if at + 1 == end or text[at + 1] == delimiter:
                    break
                at += 1
            out.append(text[start:at].replace('""', '"'))
            at += 1
        else:
            stop = text.find(delimiter, at)
            stop = end if stop < 0 else stop
            out.append(text[at:stop])
            at = stop
        if at >= end:
            return out, False
        at += 1


def record(row: list[str], delimiter: str) -> str:
    """Cells as one line of regular CSV; a line break in a cell becomes a space."""
    return delimiter.join(
        '"' + it.replace('"', '""').replace("\n", " ") + '"'
        if delimiter in it or '"' in it or "\n" in it
        else it
        for it in row
    )


def rows(lines: list[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The records of a sample, with their lines (from 1), before it is known how wide they are."""
    at = 0
    while at < len(lines):
        row, stays_open = cells(lines[at], delimiter)
        step = 1
        if stays_open:
            row = lines[at].split(delimiter)
            may_close = (
                more
                for more in range(2, min(MOST_LINES, len(lines) - at) + 1)
                if '"' + delimiter in lines[at + more - 1] or lines[at + more - 1].endswith('"')
            )
            for more in islice(may_close, MOST_TRIES):
                whole = "\n".join(lines[at : at + more])
                joined, still = cells(whole, delimiter)
                if not still and _closes(whole, delimiter):
                    row, step = joined, more
                    break
        yield at + 1, row
        at += step


class Cutter:
    """Cuts the chunks of one file into records; `out` takes them, numbered."""

    def __init__(self, shape: Shape, out: IO[bytes], rejects: Rejects, letters: Letters) -> None:
        self.shape, self.out, self.rejects, self.letters = shape, out, rejects, letters
        self.kept = 0
        self._delimiter = shape.delimiter.encode()
        self._blank = (shape.delimiter + ' "\t').encode()

    def cut(self, chunks: Iterable[bytes]) -> None:
        """Reads everything."""
        line, held = 1, list[bytes]()
        for chunk in chunks:
            lines = chunk.split(b"\n")
            if not lines[-1]:
                lines.pop()
            sound = not held and lettering.sound(chunk, self.letters)
            if held:
                lines = held + lines
            done = self._lines(lines, line, sound=sound, last=False)
            held = lines[done:]
            line += done
        self._lines(held, line, sound=False, last=True)

    def _lines(self, lines: list[bytes], first: int, *, sound: bool, last: bool) -> int:
        """Cuts lines of which the first is number `first`; how many it could finish."""
        delimiter, one_less = self._delimiter, self.shape.width - 1
        width, short = self.shape.width, 4 * self.shape.width
        between = b'"' + delimiter + b'"'
        irregular = _OUTSIDE[self.shape.delimiter].search
        out: list[bytes] = []
        put = out.append
        at, end = max(self.shape.skip + 1 - first, 0), len(lines)
        while at < end:
            line = lines[at]
            number = first + at
            if not sound and not line.isascii():
                line = lines[at] = lettering.mended(line, self.letters, number)
            if len(line) < short and not line.strip(self._blank):  # blank, however many delimiters it has
                at += 1
                continue
            if len(line) <= LONGEST:
                marks = line.count(b'"')
                if not marks:
                    if line.count(delimiter) == one_less:
                        put(b"%d%b%b\n" % (number, delimiter, line))
                        at += 1
                        continue
                elif not marks & 1:
                    if marks == 2 * width and line.count(between) == one_less and line[0] == 34 == line[-1]:
                        put(b"%d%b%b\n" % (number, delimiter, line))
                        at += 1
                        continue
                    outside = b'"'.join(line.split(b'"')[::2])
                    if outside.count(delimiter) == one_less and not irregular(outside):
                        put(b"%d%b%b\n" % (number, delimiter, line))
                        at += 1
                        continue
            step = self._odd(lines, at, number, put, last)
            if not step:
                break
            at += step
        self.kept += len(out)
        self.out.write(b"".join(out))
        return min(at, end)

    def _odd(
        self, lines: list[bytes], at: int, number: int, put: Callable[[bytes], object], last: bool
    ) -> int:
        """One record that is not plain: how many lines it took, 0 where more of the file must be seen first."""
        line = lines[at]
        text = line.decode("utf-8", "replace")
        if len(line) > LONGEST:
            self.rejects.add(number, "the line is too long for a row", text)
            return 1
        delimiter, width = self.shape.delimiter, self.shape.width
        row, stays_open = cells(text, delimiter)
        if len(row) != width and not text.count('"') & 1:  # text after a closing mark: "Ash" Ltd
            (plainly,) = csv.reader([text], delimiter=delimiter)
            if len(plainly) == width:
                row, stays_open = plainly, False
        if stays_open:
            size, tries = len(line), 0
            for more in range(2, MOST_LINES + 1):
                if at + more > len(lines):
                    if not last:
                        return 0
                    break
                following = lines[at + more - 1]
                size += len(following)
                if size > MOST_BYTES:
                    break
                if b'"' + self._delimiter in following or following.rstrip().endswith(b'"'):
                    tries += 1
                    if tries > MOST_TRIES:
                        break
                    whole = "\n".join(self._text(lines, number - at, it) for it in range(at, at + more))
                    joined, still = cells(whole, delimiter)
                    if not still:
                        fitted = self._fitted(joined)
                        if fitted and _closes(whole, delimiter) and not self._strays(lines[at : at + more]):
                            put(self._numbered(number, fitted))
                            return more
                        break
        if len(row) != width or stays_open:
            plain = text.split(delimiter)
            if len(plain) == width or stays_open:
                row = plain
        if fitted := self._fitted(row):
            put(self._numbered(number, fitted))
            return 1
        if stays_open:
            self.rejects.add(
                number, "a quotation mark on it is never closed, so its cells cannot be told apart", text
            )
            return 1
        if len(row) > width:
            self.rejects.add(number, too_many(row, width), text)
            return 1
        if at + 1 >= len(lines) and not last:
            return 0
        if at + 1 < len(lines):  # a line break in a cell that was not quoted, or a lone CR
            after = self._text(lines, number - at, at + 1)
            rest = after.split(delimiter)
            if len(rest) < width == len(row) + len(rest) - 1 and '"' not in after:
                put(self._numbered(number, [*row[:-1], f"{row[-1]} {rest[0]}", *rest[1:]]))
                return 2
        self.rejects.add(number, f"it has only {len(row)} of {width} cells", text)
        return 1

    def _strays(self, lines: list[bytes]) -> bool:
        """Whether two marks met that had nothing to do with each other: the lines they span are whole rows."""
        fit = [it.count(self._delimiter) == self.shape.width - 1 for it in lines]
        return self.shape.width >= 4 and (any(fit[1:-1]) or (fit[0] and fit[-1]))

    def _text(self, lines: list[bytes], before: int, at: int) -> str:
        if not lines[at].isascii():
            try:
                return lines[at].decode()
            except UnicodeDecodeError:
                lines[at] = lettering.mended(lines[at], self.letters, before + at)
        return lines[at].decode("utf-8", "replace")

    def _fitted(self, row: list[str]) -> list[str] | None:
        """The row at the table's width: blank cells too many are dropped, ones that may be blank added."""
        width = self.shape.width
        while len(row) > width and not row[-1].strip():
            row = row[:-1]
        if self.shape.least <= len(row) <= width:
            return row + [""] * (width - len(row))
        return None

    def _numbered(self, number: int, row: list[str] | None) -> bytes:
        assert row is not None
        return f"{number}{self.shape.delimiter}{record(row, self.shape.delimiter)}\n".encode(
            "utf-8", "replace"
        )


def _closes(whole: str, delimiter: str) -> bool:
    """Whether its quoted cells are regular, each opened after a delimiter and closed before one."""
    outside = '"'.join(whole.split('"')[::2])
    return not whole.count('"') & 1 and not _OUTSIDE[delimiter].search(outside.encode())
