"""Reading delimited text (CSV): which letters, which delimiter, and its rows in constant memory."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from moothall.kit.tables.table import Row, Sheet, trimmed
from moothall.kit.unreadable import Unreadable

CHUNK = 1 << 20
LONGEST_LINE = 16 * CHUNK  # a text without line ends would be held in memory whole
SAMPLE = 1 << 16
DELIMITERS = ",;\t|"

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_AFTER_THE_END = "\0"  # fed to the reader after the last line; NUL cannot be in the file, which was checked


class TextSheet(Sheet):
    """The rows of one delimited file, with the raw lines of the current row remembered."""

    def __init__(self, path: Path, encoding: str, delimiter: str, called: str) -> None:
        super().__init__()
        self._path, self._encoding, self._delimiter, self._called = path, encoding, delimiter, called
        self._raw: list[str] = []

    def rows(self) -> Iterator[Row]:
        self._raw = raw = []
        with self._path.open(encoding=self._encoding, errors="replace", newline="") as stream:

            def lines() -> Iterator[str]:
                for text in stream:
                    raw.append(text)
                    yield text
                yield _AFTER_THE_END

            reader = csv.reader(lines(), delimiter=self._delimiter)
            line = 1
            try:
                for cells in reader:
                    if cells:
                        last = cells[-1]
                        if not last or last.isspace():
                            trimmed(cells)
                        elif last[-1] == _AFTER_THE_END:
                            break
                        if cells:
                            yield line, cells
                    raw.clear()
                    line = reader.line_num + 1
            except csv.Error:  # a field past csv's limit of 131,072 letters
                raise Unreadable(self._unclosed(line)) from None
            if raw:  # the end came inside a quoted field
                raise Unreadable(self._unclosed(line))

    def original(self) -> str:
        return "".join(self._raw).rstrip("\r\n")

    def _unclosed(self, line: int) -> str:
        return (
            f"{self._called} has a quotation mark on line {line} that is never closed,"
            " so the rest cannot be told apart: close or remove it and load the file again."
        )


def encoding_of(path: Path, called: str) -> tuple[str, list[str]]:
    """How the letters are written, found by reading the file once, and notes on it. Raises Unreadable."""
    with path.open("rb") as stream:
        start = stream.read(4)
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), None)
    bad = _first_bad_line(path, marked or "utf-8", called)
    if not bad:
        return marked or "utf-8", []
    if marked == "utf-16":
        raise Unreadable(f"{called} is damaged or not text: save it as CSV UTF-8 and load that.")
    if marked:
        return marked, [
            f"Line {bad} is not UTF-8, though marked so: letters lost show as \N{REPLACEMENT CHARACTER}."
        ]
    return "cp1252", [f"Line {bad} is not UTF-8, so the whole file was read as Windows-1252 text."]


def _first_bad_line(path: Path, encoding: str, called: str) -> int:
    """The first line that is not in this encoding, 0 if all are. Raises Unreadable if it is no text."""
    decoder = codecs.getincrementaldecoder(encoding)()
    bad, line, without_end = 0, 1, 0
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            without_end = 0 if b"\n" in chunk or b"\r" in chunk else without_end + len(chunk)
            if without_end > LONGEST_LINE:
                raise Unreadable(
                    f"{called} has a line too long for a table: save it as CSV or XLSX and load that."
                )
            try:
                nul = b"\0" in chunk if bad or encoding != "utf-16" else "\0" in decoder.decode(chunk)
                if not bad and encoding != "utf-16":
                    decoder.decode(chunk)
            except UnicodeDecodeError as error:
                bad = line + error.object[: error.start].count(b"\n")
            if nul:
                raise Unreadable(f"{called} is not text: save it as CSV, XLSX or ODS and load that.")
            line += chunk.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:  # the file ends in the middle of a letter
        bad = bad or line
    return bad


def delimiter_of(sample: str) -> str:
    """The delimiter that cuts most rows into one same number of columns; a comma if none does."""
    best, found = (0, 0), ","
    for delimiter in DELIMITERS:
        widths = Counter(
            len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if row
        )
        width, rows = max(
            ((w, n) for w, n in widths.items() if w > 1), key=lambda pair: pair[::-1], default=(0, 0)
        )
        if (rows, width) > best:
            best, found = (rows, width), delimiter
    return found


def sheet_of(path: Path, called: str) -> tuple[TextSheet, str, list[str]]:
    """The only sheet of a delimited file, its encoding and notes. Raises Unreadable."""
    encoding, notes = encoding_of(path, called)
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        sample = stream.read(SAMPLE)
    if not sample.strip() and len(sample) < SAMPLE:
        raise Unreadable(f"{called} is empty: check that it was saved with its rows and load it again.")
    if len(_CONTROLS.findall(sample)) > len(sample) // 20:
        raise Unreadable(f"{called} is not text: save it as CSV, XLSX or ODS and load that.")
    # a sample cut short ends in the middle of a row, which would count as a row of another width
    whole = sample if len(sample) < SAMPLE else sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1]
    return TextSheet(path, encoding, delimiter_of(whole or sample), called), encoding, notes
