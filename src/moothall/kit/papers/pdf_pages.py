"""What a PDF's pages hold, by pdfium: words with where and how they stand, ruled lines, tags. Values only.

Runs in the process that reads PDFs (pdf_worker), so that a file that hangs or swells takes only that with it.
"""

import ctypes
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from moothall.kit.papers import limits

_MOST_CHARACTERS_ON_A_PAGE = 60_000
_MOST_RULES = 800
_MOST_OBJECTS = 30_000
_MOST_TAGS = 20_000
HYPHEN = "\x02"  # at the end of a line, where it may only be how the word was broken
_WORD = re.compile(r"[^\W\d]+(?:-[^\W\d]+)*")
_BROKEN = re.compile(rf"([^\W\d]+){HYPHEN}\s*([^\W\d]+)")
_THIN = 2.5  # points: a filled box no thicker is a ruled line
_BOLD = 600


@dataclass(slots=True)
class Segment:
    """Words on one line with no wide gap between them. Measured in points from the page's top left."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool


@dataclass(slots=True)
class Tag:
    """An element of the structure tree; its children are tags, and numbers of marked content."""

    kind: str
    alt: str
    children: "list[Tag | int]" = field(default_factory=list)


@dataclass(slots=True)
class Page:
    width: float
    height: float
    lines: list[list[Segment]] = field(default_factory=list)
    across: list[tuple[float, float, float]] = field(default_factory=list)  # y, left, right
    down: list[tuple[float, float, float]] = field(default_factory=list)  # x, top, bottom
    dots: list[tuple[float, float]] = field(default_factory=list)  # the middles of bullets that are drawn
    images: int = 0
    tags: list[Tag] = field(default_factory=list)
    marked: dict[int, str] = field(default_factory=dict)  # the words of each piece of marked content
    spans: dict[int, tuple[float, float]] = field(default_factory=dict)  # its left and right
    characters: int = 0
    characters_marked: int = 0


def page_of(document: pdfium.PdfDocument, number: int) -> Page:
    """The page's words, lines and tags, within bounds."""
    page = document[number]
    try:
        width, height = page.get_size()
        found = Page(width, height)
        _read_objects(page, found)
        _read_text(page, found)
        _read_tags(page, found)
        return found
    finally:
        page.close()


@dataclass(slots=True)
class _Look:
    size: float
    bold: bool
    marked: int  # -1 for none


class _Looks:
    """How the text objects look, asked once of each."""

    def __init__(self) -> None:
        self._known: dict[int, _Look] = {}

    def of(self, text: Any, index: int, object_: Any) -> _Look:
        address = ctypes.cast(object_, ctypes.c_void_p).value or 0
        look = self._known.get(address)
        if look is None:
            matrix = raw.FS_MATRIX()
            size = raw.FPDFText_GetFontSize(text, index)
            if raw.FPDFText_GetMatrix(text, index, matrix):
                size *= max(abs(matrix.d), abs(matrix.b)) or 1
            weight = raw.FPDFText_GetFontWeight(text, index)
            bold = weight >= _BOLD or "bold" in _font_name(text, index).lower()
            look = _Look(round(float(size), 1), bold, raw.FPDFPageObj_GetMarkedContentID(object_))
            self._known[address] = look
        return look


def _font_name(text: Any, index: int) -> str:
    flags = ctypes.c_int()
    buffer = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(text, index, buffer, 128, flags)
    return buffer.value.decode("utf-8", "replace")


def _read_text(page: Any, found: Page) -> None:
    textpage = page.get_textpage()
    text = textpage.raw
    count = min(raw.FPDFText_CountChars(text), _MOST_CHARACTERS_ON_A_PAGE)
    looks = _Looks()
    marked: dict[int, list[str]] = defaultdict(list)
    line = _Line(found)
    last = _Look(0, False, -1)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    high = False
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code <= 0xDBFF:
            high, first = True, code
            continue
        if high and 0xDC00 <= code <= 0xDFFF:
            code = 0x10000 + ((first - 0xD800) << 10) + (code - 0xDC00)
        high = False
        letter = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code <= 0xDFFF else ""
        if letter in ("\x02", "\ufffe"):
            letter = HYPHEN
        object_ = raw.FPDFText_GetTextObject(text, index)
        if object_:
            last = looks.of(text, index, object_)
        if last.marked >= 0:
            marked[last.marked].append(letter)
        if letter in "\r\n":
            line.end()
            continue
        if not letter.isspace():
            found.characters += 1
            found.characters_marked += last.marked >= 0
        if not raw.FPDFText_GetCharBox(text, index, left, right, bottom, top):
            continue
        if last.marked >= 0 and not letter.isspace():
            span = found.spans.get(last.marked, (left.value, right.value))
            found.spans[last.marked] = (min(span[0], left.value), max(span[1], right.value))
        line.add(
            "-" if letter == HYPHEN else letter,
            left.value,
            right.value,
            found.height - top.value,
            found.height - bottom.value,
            last,
        )
    line.end()
    found.marked = _unbroken({key: "".join(letters) for key, letters in marked.items()})
    textpage.close()


def _unbroken(marked: dict[int, str]) -> dict[int, str]:
    """A hyphen at the end of a line goes where the page elsewhere writes the word whole, and only there."""
    if not any(HYPHEN in text for text in marked.values()):
        return marked
    known = {word.lower() for text in marked.values() for word in _WORD.findall(text)}

    def mended(found: re.Match[str]) -> str:
        one, two = found[1], found[2]
        whole = (one + two).lower() in known and f"{one}-{two}".lower() not in known
        return one + two if whole else f"{one}-{two}"

    return {
        key: _BROKEN.sub(mended, text).replace(HYPHEN, "-") if HYPHEN in text else text
        for key, text in marked.items()
    }


class _Line:
    """Letters gathered into segments, and segments into a line."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._segments: list[Segment] = []
        self._letters: list[str] = []
        self._box = (0.0, 0.0, 0.0, 0.0)
        self._size = 0.0
        self._bold = self._count = 0

    def add(self, letter: str, left: float, right: float, top: float, bottom: float, look: _Look) -> None:
        if letter.isspace():
            self._letters.append(" ")
            return
        if self._count:
            gap = left - self._box[1]
            if gap < -3 * max(look.size, 6):  # pdfium ends no line after a hyphen that it takes for a break
                self.end()
            elif gap > max(1.7 * look.size, 9) or (
                gap > 1.5 and self._is_ruled_between(left, (top + bottom) / 2)
            ):
                self._close()
        if self._count:
            box = self._box
            self._box = (min(box[0], left), max(box[1], right), min(box[2], top), max(box[3], bottom))
        else:
            self._letters.clear()
            self._box = (left, right, top, bottom)
        self._letters.append(letter)
        self._count += 1
        self._bold += look.bold
        self._size = max(self._size, look.size)

    def _is_ruled_between(self, left: float, middle: float) -> bool:
        """Whether the side of a cell stands between the last letter and this one."""
        last = self._box[1] - 0.5
        return any(
            last <= at <= left + 0.5 and top <= middle <= bottom for at, top, bottom in self._page.down
        )

    def _close(self) -> None:
        text = " ".join("".join(self._letters).split())
        if text:
            left, right, top, bottom = self._box
            self._segments.append(
                Segment(text, left, right, top, bottom, self._size, self._bold > 0.9 * self._count)
            )
        self._letters, self._count, self._bold, self._size = [], 0, 0, 0.0

    def end(self) -> None:
        self._close()
        if self._segments:
            self._page.lines.append(self._segments)
            self._segments = []


def _read_objects(page: Any, found: Page) -> None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for place, object_ in enumerate(page.get_objects(max_depth=3)):
        if place > _MOST_OBJECTS:
            return
        if object_.type == raw.FPDF_PAGEOBJ_IMAGE:
            if not raw.FPDFPageObj_GetBounds(object_.raw, left, bottom, right, top):
                continue
            found.images += (right.value - left.value) > 20 and (top.value - bottom.value) > 20
        elif object_.type == raw.FPDF_PAGEOBJ_PATH:
            if not raw.FPDFPageObj_GetBounds(object_.raw, left, bottom, right, top):
                continue
            if len(found.across) + len(found.down) < _MOST_RULES:
                _rule(found, left.value, found.height - top.value, right.value, found.height - bottom.value)


def _rule(found: Page, left: float, top: float, right: float, bottom: float) -> None:
    wide, tall = right - left, bottom - top
    if 1.5 < wide < 7 and 1.5 < tall < 7 and 0.6 < wide / tall < 1.7 and len(found.dots) < _MOST_RULES:
        found.dots.append(((left + right) / 2, (top + bottom) / 2))
    if tall <= _THIN and wide > 8:
        found.across.append(((top + bottom) / 2, left, right))
    elif wide <= _THIN and tall > 4:
        found.down.append(((left + right) / 2, top, bottom))
    elif 8 < wide < 0.98 * found.width and 6 < tall < 0.9 * found.height:  # the box of a cell or of a table
        found.across += [(top, left, right), (bottom, left, right)]
        found.down += [(left, top, bottom), (right, top, bottom)]


def _read_tags(page: Any, found: Page) -> None:
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return
    budget = _Budget(_MOST_TAGS)
    try:
        for index in range(min(raw.FPDF_StructTree_CountChildren(tree), _MOST_TAGS)):
            element = raw.FPDF_StructTree_GetChildAtIndex(tree, index)
            if element and (tag := _tag(element, budget, 0)) is not None:
                found.tags.append(tag)
    finally:
        raw.FPDF_StructTree_Close(tree)


@dataclass(slots=True)
class _Budget:
    left: int


def _tag(element: Any, budget: _Budget, deep: int) -> Tag | None:
    budget.left -= 1
    if budget.left < 0 or deep > min(limits.MAX_DEPTH, 100):
        return None
    kind = _said(raw.FPDF_StructElement_GetType, element)
    alt = _said(raw.FPDF_StructElement_GetAltText, element) or _said(
        raw.FPDF_StructElement_GetActualText, element
    )
    tag = Tag(kind, alt)
    for index in range(max(0, min(raw.FPDF_StructElement_CountChildren(element), _MOST_TAGS))):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            inner = _tag(child, budget, deep + 1)
            if inner is not None:
                tag.children.append(inner)
            continue
        marked = raw.FPDF_StructElement_GetChildMarkedContentID(element, index)
        if marked >= 0:
            tag.children.append(marked)
    return tag


def _said(ask: Any, element: Any) -> str:
    length = ask(element, None, 0)
    if not 2 < length <= 20_000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    ask(element, buffer, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace").strip()


def language_of(document: pdfium.PdfDocument) -> str:
    """The language the file says it is in; '' where it does not say."""
    length = raw.FPDFCatalog_GetLanguage(document.raw, None, 0)
    if not 2 < length <= 200:
        return ""
    buffer = ctypes.create_string_buffer(length * 2)
    raw.FPDFCatalog_GetLanguage(document.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace").strip("\0 ")
