"""Typst, with our fonts and nothing of the machine's: the same input gives the same bytes anywhere."""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import typst

from moothall.kit.documents.errors import DocumentError

FOLDER = Path(str(files("moothall.kit.documents")))
FONTS = FOLDER / "fonts"

_UNSHOWN = re.compile(r'(?:text|codepoint) `"(.*?)"`')


def pdf(source: bytes, inputs: dict[str, str], timestamp: int) -> bytes:
    """An accessible and archivable PDF (PDF/UA-1 and PDF/A-2a at once), dated `timestamp` (Unix seconds)."""
    try:
        return typst.compile(
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


def _sentence(error: typst.TypstError) -> str:
    unshown = _UNSHOWN.search(error.message)
    if unshown:
        return f"The PDF has no letter shape for '{unshown[1]}'; replace it with words and try again."
    return f"The document could not be typeset ({error.message}); check its charts and addresses."
