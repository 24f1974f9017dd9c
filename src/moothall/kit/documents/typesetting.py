"""Typst, with our fonts and nothing of the machine's: the same input gives the same bytes anywhere."""

import re
from bisect import bisect_left
from functools import cache
from importlib.resources import files
from pathlib import Path

import typst

from moothall.kit.documents.errors import DocumentError

FOLDER = Path(str(files("moothall.kit.documents")))
FONTS = FOLDER / "fonts"

_CR_BEFORE_END = re.compile(rb"\r(?=\nendstream)")
_OFFSET = re.compile(rb"\d{10}(?= \d{5} n)")
_START = re.compile(rb"(startxref\n)\d+")
_UNSHOWN = re.compile(r'(?:text|codepoint) `"(.*?)"`')


def pdf(source: bytes, inputs: dict[str, str], timestamp: int) -> bytes:
    """An accessible and archivable PDF (PDF/UA-1 and PDF/A-2a at once), dated `timestamp` (Unix seconds)."""
    try:
        made = typst.compile(
            source,
            format="pdf",
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs=inputs,
            pdf_standards=["ua-1", "a-2a"],
            timestamp=timestamp,
        )
    except typst.TypstError as error:
        raise DocumentError(_sentence(error)) from None
    return _unambiguous(made)


def png(svg: str, dots_per_inch: int) -> bytes:
    """A drawing as a picture, for files that cannot hold SVG."""
    try:
        return typst.compile(
            _DRAWING,
            format="png",
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"svg": svg},
            ppi=dots_per_inch,
        )
    except typst.TypstError as error:
        raise DocumentError(_sentence(error)) from None


_DRAWING = b"""#set page(width: auto, height: auto, margin: 0pt)
#set text(font: ("Public Sans", "Libertinus Serif", "DejaVu Sans Mono"))
#image(bytes(sys.inputs.svg), format: "svg")"""


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


@cache
def template(name: str) -> bytes:
    """A Typst file that stands beside this module."""
    return (FOLDER / name).read_bytes()


def _unambiguous(pdf: bytes) -> bytes:
    """The PDF with a CR LF after each stream whose own last byte is a CR, and the offsets moved to match.

    Typst ends a stream with LF alone. After such a byte, strict readers take both for the end of the line and
    find the stream one byte short: with some thirty streams in a plan, about one PDF/A in ten would fail.
    """
    body, marker, tail = pdf.rpartition(b"\nxref\n")
    places = [found.start() for found in _CR_BEFORE_END.finditer(body)]
    if not places:
        return pdf
    body = _CR_BEFORE_END.sub(b"\r\r", body)
    tail = _OFFSET.sub(lambda found: b"%010d" % (int(found[0]) + bisect_left(places, int(found[0]))), tail)
    tail = _START.sub(b"\\g<1>%d" % (len(body) + 1), tail)
    return body + marker + tail


def _sentence(error: typst.TypstError) -> str:
    unshown = _UNSHOWN.search(error.message)
    if unshown:
        return f"The PDF has no letter shape for '{unshown[1]}'; replace it with words and try again."
    return f"The document could not be typeset ({error.message}); check its charts and addresses."
