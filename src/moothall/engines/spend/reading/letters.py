"""Letters: bytes as they were sent, as UTF-8.

What is UTF-8 stays. A line that is not is read as Windows-1252, which is what English offices write, and only that
line: months pasted together differ. UTF-8 that was taken for Windows-1252 and saved again ('Â£', 'â€™') is
repaired. UTF-16 is decoded whole.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from moothall.kit.unreadable import Unreadable

CHUNK = 1 << 22
LONGEST_LINE = 16 << 20  # a text without line ends would be held in memory whole
SAMPLE = 1 << 18

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1f\x7f]")
# each letter of Windows-1252 and its byte; the five bytes it leaves open stand for themselves
_BYTES = {bytes([it]).decode("cp1252", "ignore") or chr(it): it for it in range(128, 256)}
_LETTERS = {it: letter for letter, it in _BYTES.items()}
_RUNS = re.compile(f"[{re.escape(''.join(_BYTES))}]{{2,}}")
# how UTF-8 begins that was encoded twice: a lead byte (C2..F4) shown as a letter, then a following byte shown as one
_TWICE = re.compile(
    rb"\xc3[\x82-\xb4](?:\xc2[\x80-\xbf]|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xc6\x92|\xcb[\x86\x9c]|\xe2)"
)


@dataclass
class Letters:
    """How a file's letters were read; filled while it is read."""

    marked: str | None = None  # by a byte order mark
    windows: int = 0  # lines read as Windows-1252
    first: int = 0  # the first of them
    utf8: int = 0  # lines, or chunks, with letters beyond ASCII that are UTF-8
    repaired: int = 0  # lines encoded twice
    notes: list[str] = field(default_factory=list)

    @property
    def encoding(self) -> str:
        """One word for it: of a mixed file, both."""
        if self.marked and self.marked != "utf-8-sig":
            return self.marked
        if not self.windows:
            return self.marked or "utf-8"
        return "cp1252" if not self.utf8 else "utf-8 and cp1252"

    def said(self) -> Iterator[str]:
        """What a person should know of the letters."""
        if self.windows:
            are = "line is not UTF-8 and was" if self.windows == 1 else "lines are not UTF-8 and were"
            yield f"{self.windows:,} {are} read as Windows-1252, the first at line {self.first}."
        if self.repaired:
            had = "line had" if self.repaired == 1 else "lines had"
            yield f"{self.repaired:,} {had} letters that were encoded twice (such as ‘Â£’): they were repaired."


def chunks(stream: BinaryIO, called: str, letters: Letters, read: Callable[[int], None]) -> Iterator[bytes]:
    """Whole lines, as UTF-8 if they were UTF-16 and else as sent, about `CHUNK` at a time, lone CRs and CRLF as LF.

    `read` is told how many bytes were taken each time. Raises Unreadable for what is no text.
    """
    decoder = _decoder(stream, called, letters)
    rest = b""
    while block := stream.read(CHUNK):
        read(len(block))
        if decoder:
            try:
                block = decoder.decode(block).encode("utf-8", "surrogatepass")
            except UnicodeDecodeError:
                raise Unreadable(
                    f"{called} is damaged or not text: save it as CSV UTF-8 and read that."
                ) from None
        if b"\0" in block:
            raise Unreadable(f"{called} is not text: save it as CSV, XLSX or ODS and read that.")
        block = rest + block
        cut = (
            max(block.rfind(b"\n"), block.rfind(b"\r", 0, len(block) - 1)) + 1
        )  # a CR at the end may want its LF
        if not cut and len(block) > LONGEST_LINE:
            raise Unreadable(
                f"{called} has a line too long for a table: save it as CSV or XLSX and read that."
            )
        block, rest = block[:cut], block[cut:]
        if block:
            yield _unix(block)
    if decoder:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            raise Unreadable(f"{called} is cut short: save it again and read the new copy.") from None
    if rest:
        yield _unix(rest)


def _unix(block: bytes) -> bytes:
    return block.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in block else block


def _decoder(stream: BinaryIO, called: str, letters: Letters) -> codecs.IncrementalDecoder | None:
    """Looks at the start, leaves the stream after its mark, and says how to decode it: None for bytes as they are."""
    start = stream.read(SAMPLE)
    if not start.strip(b"\xef\xbb\xbf\r\n\t ,;") and len(start) < SAMPLE:
        raise Unreadable(f"{called} is empty: check that it was saved with its rows and read it again.")
    mark = _UTF16.get(start[:2])
    if mark is None and start[1::2].count(0) > len(start) // 5:
        mark = "utf-16-le"
    elif mark is None and start[0::2].count(0) > len(start) // 5:
        mark = "utf-16-be"
    if mark:
        letters.marked = mark
        stream.seek(2 if start[:2] in _UTF16 else 0)
        return codecs.getincrementaldecoder(mark)()
    if len(_CONTROLS.findall(start)) > len(start) // 20:
        raise Unreadable(f"{called} is not text: save it as CSV, XLSX or ODS and read that.")
    if start.startswith(codecs.BOM_UTF8):
        letters.marked = "utf-8-sig"
        stream.seek(3)
    else:
        stream.seek(0)
    return None


def sound(chunk: bytes, letters: Letters) -> bool:
    """Whether no line of a chunk needs mending: it is UTF-8, and none of it twice over."""
    if chunk.isascii():
        return True
    try:
        chunk.decode()
    except UnicodeDecodeError:
        return False
    letters.utf8 += 1
    return not _TWICE.search(chunk)


def mended(line: bytes, letters: Letters, number: int) -> bytes:
    """A line with letters beyond ASCII, as UTF-8."""
    try:
        text = line.decode()
        letters.utf8 += 1
    except UnicodeDecodeError:
        letters.windows += 1
        letters.first = letters.first or number
        try:
            text = line.decode("cp1252")
        except UnicodeDecodeError:  # one of the bytes it leaves open
            text = "".join(_LETTERS.get(it, "") or chr(it) for it in line)
        line = text.encode()
    if _TWICE.search(line):
        better = once(text)
        if better != text:
            letters.repaired += 1
            return better.encode()
    return line


def once(text: str) -> str:
    """Undo UTF-8 that was read as Windows-1252 and saved again, up to three times over."""
    for _ in range(3):
        better = _RUNS.sub(_undone, text)
        if better == text:
            break
        text = better
    return text


def _undone(run: re.Match[str]) -> str:
    """Each stretch that is UTF-8 when its letters are taken for bytes; the rest of the run stays."""
    taken = bytes(_BYTES[letter] for letter in run[0])
    out, at = "", 0
    while at < len(taken):
        for size in (4, 3, 2):
            try:
                letter = taken[at : at + size].decode()
            except UnicodeDecodeError:
                continue
            if len(letter) == 1:
                out += letter
                at += size
                break
        else:
            out += _LETTERS[taken[at]]
            at += 1
    return out
