"""Plain text as blocks: what each physical line is by its own form, and which lines belong together."""

import itertools
import re
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from statistics import median

from moothall.kit.papers.columns import names_columns
from moothall.kit.papers.labels import is_bare, split_letter, split_number
from moothall.kit.papers.marks import is_strong, plain

_BULLET = re.compile(r"([-*+•◦▪▫■□●○‣⁃∙·►▶➢➤✓✔–—\uf0b7\uf0a7\uf0d8\uf0fc]|o(?=\s))(?:\s+|$)")
_GLYPHS = re.compile(r"[•◦▪▫■□●○‣⁃∙►▶➢➤✓✔\uf0b7\uf0a7\uf0d8\uf0fc](?=\w)")
_HASH = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*")
_RULE = re.compile(r"(?:[-_*=~]\s*){3,}")
_SEPARATOR = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_PAGE_NUMBER = re.compile(
    r"(?:p\s?a\s?g\s?e\s+\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|-\s*\d{1,3}\s*-|\d{1,3}\s*\|\s*p\s?a\s?g\s?e)",
    re.IGNORECASE,
)
_LONE_NUMBER = re.compile(r"\d{1,3}")
_LEADER = re.compile(r"(.{1,300}?)\s*(?:\.\s?){4,}\s*\d{1,4}|(.{1,300}?)\s*…{2,}\s*\d{1,4}")
_CELL_EDGE = re.compile(r"(?<!\\)\|")
_ENDED = re.compile(r"""[.?!:;…]["'”’)\]*_]*$""")
_OPEN_ENDED = re.compile(
    r"\b(?:the|a|an|and|or|of|to|in|for|with|by|from|our|their|its|as|at|on|that|which|is|are|was|be|such|will)$"
)
_PLACE = re.compile(r"https?:|www\.|\S+@\S+$", re.IGNORECASE)
_LONG_ENOUGH_TO_BREAK = 60
_WIDEST_WRAPPED = 120
_LONGEST_LEADER = 300
_LONGEST_JOINED = 20_000


class Form(Enum):
    TEXT = auto()
    BULLET = auto()
    NUMBER = auto()  # '2.1 Words'
    LETTER = auto()  # 'a) Words'
    MARKED = auto()  # '## Words', or underlined
    ROW = auto()
    LEADER = auto()  # of a table of contents


@dataclass(slots=True)
class Block:
    """One or more physical lines that say one thing."""

    form: Form
    text: str  # without its marks
    line: int
    page: int | None
    label: str = ""
    level: int = 0  # of a marked heading
    indent: int = 0
    strong: bool = False
    after_blank: bool = True
    before_blank: bool = True
    cells: list[str] = field(default_factory=list)
    bare: str = ""  # the words with their number, where a bare '2 ' may be no number at all
    header: bool = False
    begins_table: bool = False
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Physical:
    number: int
    page: int
    raw: str

    @property
    def text(self) -> str:
        return self.raw.strip()


def blocks(text: str) -> tuple[list[Block], int | None]:
    """The blocks in order, and how many pages form feeds make (None where there are none)."""
    physical, pages = _physical(text)
    width = _wrapped_at(physical)
    found: list[Block] = []
    blank = True
    previous: Physical | None = None
    for place, line in enumerate(physical):
        said = line.text
        if not said or _is_page_number(physical, place):
            blank = True
            continue
        if found and not blank and found[-1].form is Form.TEXT and _underlines(said, found[-1]):
            found[-1].form, found[-1].level = Form.MARKED, 1 if said[0] == "=" else 2
            blank = True
            continue
        separator = "|" in said and "--" in said and _SEPARATOR.fullmatch(said) is not None
        if separator or _RULE.fullmatch(said) or said.startswith("```"):
            if separator and found and found[-1].form is Form.ROW and found[-1].begins_table:
                found[-1].header = bool(found[-1].text)
            blank = blank or not separator
            continue
        block = block_of(line, found[-1] if found and not blank else None, pages > 1)
        block.after_blank = blank
        if found:
            found[-1].before_blank = blank
        if not _joined(found, block, blank, previous, line, width):
            _place_in_table(found, block, blank)
            found.append(block)
        previous, blank = line, False
    infer_headers(found)
    return [it for it in found if it.text or it.pictures], pages if pages > 1 else None


def is_spaced(found: list[Block]) -> bool:
    """Whether blank lines stand between this text's paragraphs."""
    prose = [it for it in found if it.form in (Form.TEXT, Form.NUMBER)]
    return sum(it.before_blank for it in prose) > len(prose) / 2


def has_ended(text: str) -> bool:
    """Whether the words end as a sentence or an introduction does."""
    return _ENDED.search(text[-12:]) is not None


def _physical(text: str) -> tuple[list[Physical], int]:
    lines: list[Physical] = []
    page = 1
    for number, raw in enumerate(text.split("\n"), start=1):
        for place, part in enumerate(raw.split("\f")):
            if place:
                page += 1
                lines.append(Physical(number, page, ""))
            lines.append(Physical(number, page, part))
    if page > 1 and not any(line.text for line in lines if line.page == page):
        page -= 1  # the form feed at the end of the last page
    return lines, page


def _is_page_number(physical: list[Physical], place: int) -> bool:
    said = physical[place].text
    if len(said) > 30:
        return False
    if _PAGE_NUMBER.fullmatch(said):
        return True
    alone = (place == 0 or not physical[place - 1].text) and (
        place + 1 == len(physical) or not physical[place + 1].text
    )
    return alone and _LONE_NUMBER.fullmatch(said) is not None


def _wrapped_at(physical: list[Physical]) -> int | None:
    """The width at which lines were broken by hand or by a printer, or None where a line is a paragraph.

    They were where most lines that run on to another could not have held its first word.
    """
    pairs = [
        (len(one.raw.rstrip()), len(two.text.split(maxsplit=1)[0]))
        for one, two in itertools.pairwise(physical)
        if one.text and two.text and not _starts_anew(two.text) and "\t" not in one.text
    ]
    if len(pairs) < 3:
        return None
    width = sorted(length for length, _ in pairs)[int(0.95 * (len(pairs) - 1))]
    if not 30 <= width <= _WIDEST_WRAPPED:
        return None
    full = [length + 1 + first > width - 3 for length, first in pairs]
    longest = median(length for length, _ in pairs)
    return width if sum(full) > 0.55 * len(pairs) and longest > 0.6 * width else None


def _starts_anew(said: str) -> bool:
    return bool(
        _BULLET.match(said)
        or said[0] in "#|"
        or split_number(said)[0]
        or split_letter(said)[0]
        or _RULE.fullmatch(said)
    )


def _underlines(said: str, above: Block) -> bool:
    return (
        said[0] in "=-~"
        and len(said) >= 3
        and len(set(said)) == 1
        and len(above.text) <= 150
        and len(said) >= 0.5 * len(above.text)
    )


def block_of(line: Physical, above: Block | None, paged: bool) -> Block:
    """One line by its own form: marked, a row, a bullet, numbered, or text."""
    said = line.text
    blank_block = Block(
        Form.TEXT,
        "",
        line.number,
        line.page if paged else None,
        indent=len(line.raw.expandtabs(4)) - len(line.raw.expandtabs(4).lstrip()),
    )
    if said.startswith("#") and (hashed := _HASH.fullmatch(said)):
        stripped = plain(hashed[2])
        label, rest = split_number(stripped.text.strip())
        return replace(
            blank_block,
            form=Form.MARKED,
            level=len(hashed[1]),
            text=rest,
            label=label,
            pictures=stripped.pictures,
        )
    if said.startswith("|") and said.count("|") >= 2:
        return _row(blank_block, _CELL_EDGE.split(said.removeprefix("|").removesuffix("|")))
    bullet = _BULLET.match(said) or _GLYPHS.match(said)
    if bullet and (bullet[0].strip() != "o" or (above is not None and above.form is Form.BULLET)):
        stripped = plain(said[bullet.end() :])
        return replace(
            blank_block,
            form=Form.BULLET,
            text=stripped.text.strip(),
            indent=blank_block.indent + 2 * (bullet[0].strip() in "o◦▫○"),
            pictures=stripped.pictures,
        )
    if len(said) <= _LONGEST_LEADER and (leader := _LEADER.fullmatch(said)):
        label, rest = split_number((leader[1] or leader[2]).strip())
        return replace(blank_block, form=Form.LEADER, text=rest, label=label)
    strong = is_strong(said)
    stripped = plain(said)
    for form, split in ((Form.NUMBER, split_number), (Form.LETTER, split_letter)):
        label, rest = split(stripped.text.strip())
        if label and (form is Form.NUMBER or len(label) == 1 or "(" in said[:1] or ")" in said[:6]):
            if "\t" in rest.strip():
                break
            return replace(
                blank_block,
                form=form,
                label=label,
                text=rest,
                bare=stripped.text.strip() if is_bare(stripped.text.strip(), label) else "",
                strong=strong,
                pictures=stripped.pictures,
            )
    cells = line.raw.rstrip(" ").split("\t")
    if sum(1 for cell in cells if cell.strip()) > 1 or (
        "\t" in said and above is not None and above.form is Form.ROW
    ):
        return _row(blank_block, cells)
    if len(cells) > 2 and not cells[0].strip() and above is not None and above.form is Form.ROW:
        return _row(blank_block, cells)
    return replace(blank_block, text=stripped.text.strip(), strong=strong, pictures=stripped.pictures)


def _row(block: Block, cells: list[str]) -> Block:
    stripped = [plain(cell.strip()) for cell in cells]
    pictures = tuple(alt for cell in stripped for alt in cell.pictures)
    said = [" ".join(cell.text.split()) for cell in stripped]
    return replace(block, form=Form.ROW, cells=said, text=" | ".join(filter(None, said)), pictures=pictures)


def _joined(
    found: list[Block],
    block: Block,
    blank: bool,
    previous: Physical | None,
    line: Physical,
    width: int | None,
) -> bool:
    """Add `block` to the one before where it only carries that one on; whether it did."""
    if not found:
        return False
    above = found[-1]
    if block.form is Form.ROW and above.form is Form.ROW:
        return _carries_on_row(above, block)
    if block.form is not Form.TEXT or above.form not in (Form.TEXT, Form.BULLET, Form.NUMBER, Form.LETTER):
        return False
    if len(above.text) > _LONGEST_JOINED:
        return False
    if not above.text and not blank:  # a bullet alone on its line
        above.text = block.text
        return True
    if block.strong or (above.strong and blank) or not _carries_on(above, block, blank, previous, width):
        return False
    above.text = joined(above.text, block.text)
    above.pictures += block.pictures
    above.strong = False
    return True


def _carries_on(
    above: Block, block: Block, blank: bool, previous: Physical | None, width: int | None
) -> bool:
    if not blank and width is not None and previous is not None:
        first = len(block.text.split(maxsplit=1)[0]) if block.text else 0
        if len(previous.raw.rstrip()) + 1 + first > width - 8:
            return True
    if not blank and above.form is Form.BULLET and block.indent > above.indent:
        return True
    if not block.text or has_ended(above.text) or _PLACE.match(block.text):
        return False
    if above.text.endswith(","):
        return block.text[0].islower() or len(above.text) > _LONG_ENOUGH_TO_BREAK
    if block.text[0].islower():
        return above.form is not Form.TEXT or not above.text[:1].islower()
    return len(above.text) > _LONG_ENOUGH_TO_BREAK and _OPEN_ENDED.search(above.text[-20:]) is not None


def joined(one: str, two: str) -> str:
    """Two pieces of a sentence that a line or page break parted. A hyphen at the break is kept, the space is not."""
    if re.search(r"[a-z]-$", one[-2:]) and two[:1].islower():
        return one + two
    return f"{one} {two}"


def _carries_on_row(above: Block, block: Block) -> bool:
    """A row whose cells begin in mid-sentence is the end of the row that a page break cut."""
    if len(block.cells) > len(above.cells):
        return False
    pairs = [(over, cell) for over, cell in zip(above.cells, block.cells, strict=False) if cell]
    if not all(cell[0].islower() or _GLYPHS.match(cell) or _BULLET.match(cell) for _, cell in pairs):
        return False
    if not any(cell[0].islower() and over and not has_ended(over) for over, cell in pairs):
        return False
    for place, cell in enumerate(block.cells):
        if cell:
            above.cells[place] = joined(above.cells[place], cell).strip()
    above.text = " | ".join(filter(None, above.cells))
    return True


def _place_in_table(found: list[Block], block: Block, blank: bool) -> None:
    if block.form is not Form.ROW:
        return
    above = found[-1] if found else None
    same = (
        above is not None and above.form is Form.ROW and (not blank or len(above.cells) == len(block.cells))
    )
    block.begins_table = not same


def infer_headers(found: list[Block]) -> None:
    """In tables parted by tabs, whose form does not say: a first row of short names, none of them a number."""
    for one, two in itertools.pairwise(found):
        if (
            one.begins_table
            and not one.header
            and two.form is Form.ROW
            and not two.begins_table
            and names_columns(one.cells)
        ):
            one.header = True
