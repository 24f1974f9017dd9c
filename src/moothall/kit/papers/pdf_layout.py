"""An untagged PDF, read by how its words stand on the page, as blocks for the reader of plain text to judge.

Lines are put together into paragraphs; what repeats at the head and foot of pages is dropped; grids and
columns that line up become rows; larger type makes a heading, and bold type a line that may be one.
"""

import re
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from statistics import median

from moothall.kit.papers.columns import names_columns
from moothall.kit.papers.labels import split_letter, split_number
from moothall.kit.papers.lines import Block, Form, Physical, block_of, has_ended
from moothall.kit.papers.pdf_grid import Grid, grids
from moothall.kit.papers.pdf_pages import Page, Segment

_MARGIN = 0.1  # of the page's height, at its head and its foot
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:of|/)\s*\d{1,4})?|[ivxl]{1,6}", re.IGNORECASE
)
_BULLET_ONLY = re.compile(
    r"[-*•◦▪■□●○‣⁃∙·►➢➤✓✔–o§\uf0b7\uf0a7\uf0d8\uf0fc]|\(?\w{1,4}(?:\.\d{1,3})*[.)]|\d{1,2}(?:\.\d{1,3})+"
)
_BULLET = re.compile(r"[•◦▪■□●○‣⁃∙·►➢➤✓✔\uf0b7\uf0a7\uf0d8\uf0fc]|[-–*o§]\s")
_LARGER = 1.12  # than the body's type
_LONGEST_HEADING = 260


class _Row:
    """One line of the page as it stands."""

    def __init__(self, segments: list[Segment], page: int) -> None:
        self.segments = _labels_joined(segments)
        self.page = page
        self.left = min(it.left for it in segments)
        self.right = max(it.right for it in segments)
        self.top = min(it.top for it in segments)
        self.bottom = max(it.bottom for it in segments)
        self.size = max(it.size for it in segments)
        self.bold = all(it.bold for it in segments)
        self.grid: Grid | None = None

    @property
    def text(self) -> str:
        return " ".join(it.text for it in self.segments)

    @property
    def starts_anew(self) -> bool:
        text = self.text
        return bool(
            _BULLET.match(text) or split_number(text)[0] or (split_letter(text)[0] and ")" in text[:6])
        )


def blocks(pages: list[Page]) -> list[Block]:
    """The blocks of all pages in order, each with its page."""
    rows = [row for number, page in enumerate(pages, start=1) for row in _rows(page, number)]
    rows = _without_running(rows, pages)
    if not rows:
        return []
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[row.size] += len(row.text)
    body = sizes.most_common(1)[0][0]
    leading = _leading(rows, body)
    vocabulary = {word.lower() for row in rows for word in re.findall(r"[^\W\d]+(?:-[^\W\d]+)*", row.text)}
    found: list[Block] = []
    heights: list[float] = []  # of each block's type
    place = 0
    while place < len(rows):
        taken, made = _table(rows, place, pages)
        if made:
            made[0].after_blank = True
            found += made
            heights += [0.0] * len(made)
            place += taken
            continue
        group = _paragraph(rows, place, leading)
        block = _block(group, vocabulary, found)
        block.after_blank = place == 0 or _is_apart(rows[place - 1], group[0], leading)
        found.append(block)
        heights.append(max(row.size for row in group))
        place += len(group)
    for one, two in pairwise(found):
        one.before_blank = two.after_blank
    _mark_larger(found, heights, body)
    return _carried_over(found)


def _rows(page: Page, number: int) -> list[_Row]:
    """The page's lines; pieces that stand side by side on one line are put together from the left."""
    rows: list[list[Segment]] = []
    for segments in page.lines:
        above = rows[-1] if rows else None
        if above is not None and _side_by_side(above, segments):
            above.extend(segments)
        else:
            rows.append(list(segments))
    made = [_Row(segments, number) for segments in rows]
    for row in made:
        if any(0 < row.left - x < 25 and row.top - 2 < y < row.bottom + 2 for x, y in page.dots):
            row.segments[0] = replace(row.segments[0], text=f"• {row.segments[0].text}")
    for grid in grids(page):
        for row in made:
            if row.grid is None and all(grid.holds(it) for it in row.segments):
                row.grid = grid
    return made


def _side_by_side(above: list[Segment], segments: list[Segment]) -> bool:
    last, first = above[-1], segments[0]
    middle = (first.top + first.bottom) / 2
    return last.top < middle < last.bottom and first.left >= last.right - 1


def _labels_joined(segments: list[Segment]) -> list[Segment]:
    """A bullet or a number and the words it stands before are one piece, however wide the gap."""
    made = list(segments)
    while len(made) > 1 and _BULLET_ONLY.fullmatch(made[0].text):
        one, two = made[0], made[1]
        made[:2] = [replace(two, text=f"{one.text} {two.text}", left=one.left, top=min(one.top, two.top))]
    return made


def _without_running(rows: list[_Row], pages: list[Page]) -> list[_Row]:
    """Drop page numbers, and what stands in the same margin of most pages."""
    seen: dict[str, set[int]] = defaultdict(set)
    apart = _set_apart(rows)
    for row in rows:
        if row in apart and _in_margin(row, pages):
            seen[_without_digits(row.text)].add(row.page)
    needed = max(2, len(pages) / 2)

    def runs(row: _Row) -> bool:
        if not _in_margin(row, pages):
            return False
        if _PAGE_NUMBER.fullmatch(row.text) and len(row.text) <= 20 and _at_edge(row, pages):
            return True
        return row in apart and len(pages) > 1 and len(seen[_without_digits(row.text)]) >= needed

    return [row for row in rows if not runs(row)]


def _set_apart(rows: list[_Row]) -> set[_Row]:
    """The lines that stand apart from the body's: smaller or larger, or with a gap between."""
    body = Counter(row.size for row in rows).most_common(1)[0][0] if rows else 0.0
    by_page: dict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        by_page[row.page].append(row)
    apart: set[_Row] = set()
    for on_page in by_page.values():
        down = sorted(on_page, key=lambda row: row.bottom)
        for place, row in enumerate(down):
            near = [down[other] for other in (place - 1, place + 1) if 0 <= other < len(down)]
            gap = min((abs(row.bottom - other.bottom) for other in near if other.size == body), default=999.0)
            if row.size != body or gap > 2 * body:
                apart.add(row)
    return apart


def _without_digits(text: str) -> str:
    return re.sub(r"\d+", "#", text.lower())


def _in_margin(row: _Row, pages: list[Page]) -> bool:
    height = pages[row.page - 1].height
    return row.bottom < _MARGIN * height or row.top > (1 - _MARGIN) * height


def _at_edge(row: _Row, pages: list[Page]) -> bool:
    height = pages[row.page - 1].height
    return row.bottom < 0.08 * height or row.top > 0.9 * height


def _leading(rows: list[_Row], body: float) -> float:
    steps = [
        two.bottom - one.bottom
        for one, two in pairwise(rows)
        if one.page == two.page and one.size == two.size == body and 0 < two.bottom - one.bottom < 3 * body
    ]
    if not steps:
        return 1.4 * max(body, 6)
    close = sorted(steps)[: max(1, int(0.6 * len(steps)))]
    return median(close)


def _is_apart(above: _Row, row: _Row, leading: float) -> bool:
    """Whether more than the usual step lies between two lines."""
    if above.page != row.page:
        return True
    step = row.bottom - above.bottom
    return step < 0 or step > 1.25 * max(leading, 1.0 * row.size)


def _paragraph(rows: list[_Row], place: int, leading: float) -> list[_Row]:
    group = [rows[place]]
    for row in rows[place + 1 :]:
        last = group[-1]
        if row.grid is not None or row.page != last.page or row.starts_anew or len(group) > 200:
            break
        alike = abs(row.size - group[0].size) <= 0.6 and row.bold == last.bold
        if len(group) == 1 and group[0].bold and not row.bold:
            break
        if row.bold and not last.bold and not _runs_on(rows, last, row):
            break
        if not alike and abs(row.size - group[0].size) > 0.6:
            break
        larger_step = max(leading, 1.32 * row.size if row.size > 0 else leading)
        step = row.bottom - last.bottom
        if not 0 < step <= 1.2 * larger_step or not _runs_on(rows, last, row):
            break
        group.append(row)
    return group


def _runs_on(rows: list[_Row], last: _Row, row: _Row) -> bool:
    """Whether `last` was broken only because it was full: the next line's first word would not have fitted."""
    edge = max(it.right for it in rows if it.page == last.page and it.left <= last.right and it.grid is None)
    first = row.text.split(maxsplit=1)[0]
    width = (row.right - row.left) / max(len(row.text), 1) * (len(first) + 1)
    if last.right + width > edge - 0.03 * (edge - last.left):
        return True
    return row.text[:1].islower() and not has_ended(last.text)


def _block(group: list[_Row], vocabulary: set[str], found: list[Block]) -> Block:
    text = ""
    for row in group:
        text = _put_together(text, row.text, vocabulary)
    block = block_of(Physical(0, group[0].page, text), found[-1] if found else None, True)
    block.indent = int(group[0].left)
    block.strong = all(row.bold for row in group) and len(text) <= _LONGEST_HEADING
    if block.form is Form.ROW:
        block.form, block.text = Form.TEXT, text
    return block


def _put_together(one: str, two: str, vocabulary: set[str]) -> str:
    """Two lines of a paragraph. A hyphen at the break goes where the file elsewhere writes the word whole."""
    if not one:
        return two
    broken = re.search(r"([^\W\d]+)-$", one)
    start = re.match(r"[^\W\d]+", two)
    if broken and start and start[0][0].islower():
        whole, hyphenated = (broken[1] + start[0]).lower(), f"{broken[1]}-{start[0]}".lower()
        if whole in vocabulary and hyphenated not in vocabulary:
            return one[:-1] + two
        return one + two
    return f"{one} {two}"


def _table(rows: list[_Row], place: int, pages: list[Page]) -> tuple[int, list[Block]]:
    """The table that begins at a row, and how many rows it takes; (0, []) where none begins."""
    grid = rows[place].grid
    if grid is not None:
        last = place
        while last < len(rows) and rows[last].grid is grid:
            last += 1
        segments = [it for row in rows[place:last] for it in row.segments]
        return last - place, _made([(rows[place].page, cells) for cells in grid.cells(segments)])
    last = place
    while last < len(rows) and _lines_up(rows[place], rows[last], rows[last - 1] if last > place else None):
        last += 1
    if last - place < 2:
        return 0, []
    return last - place, _made([(row.page, [it.text for it in row.segments]) for row in rows[place:last]])


def _lines_up(first: _Row, row: _Row, above: _Row | None) -> bool:
    if row.grid is not None or row.page != first.page or len(row.segments) < 2:
        return False
    if len(row.segments) != len(first.segments):
        return False
    if above is not None and not 0 < row.bottom - above.bottom < 5 * max(row.size, 6):
        return False
    return all(
        abs(one.left - two.left) < 6 or abs(one.right - two.right) < 6
        for one, two in zip(first.segments, row.segments, strict=True)
    )


def _made(rows: list[tuple[int, list[str]]]) -> list[Block]:
    made = [
        Block(Form.ROW, " | ".join(filter(None, cells)), 0, page, cells=cells, begins_table=place == 0)
        for place, (page, cells) in enumerate(rows)
    ]
    if len(made) > 1 and names_columns(made[0].cells):
        made[0].header = True
    return made


def _mark_larger(found: list[Block], heights: list[float], body: float) -> None:
    """Type larger than the body's makes a heading; the larger, the higher."""
    candidates = [
        (block, height)
        for block, height in zip(found, heights, strict=True)
        if height > _LARGER * body
        and block.form in (Form.TEXT, Form.NUMBER, Form.LETTER)
        and len(block.text) <= _LONGEST_HEADING
        and re.search(r"[^\W\d]", block.text)
    ]
    ranks: list[float] = []
    for _, height in sorted(candidates, key=lambda it: -it[1]):
        if not ranks or height < 0.96 * ranks[-1]:
            ranks.append(height)
    for block, height in candidates:
        block.level = 1 + next(rank for rank, top in enumerate(ranks) if height >= 0.96 * top)
        block.form = Form.MARKED


def _carried_over(found: list[Block]) -> list[Block]:
    """Put together what the turn of a page cut: a sentence that goes on in small letters."""
    made: list[Block] = []
    for block in found:
        above = made[-1] if made else None
        if (
            above is not None
            and above.page != block.page
            and block.form is Form.TEXT
            and above.form in (Form.TEXT, Form.BULLET, Form.NUMBER, Form.LETTER)
            and block.text[:1].islower()
            and len(above.text) > 30
            and not has_ended(above.text)
        ):
            above.text = _put_together(above.text, block.text, set())
            above.before_blank = block.before_blank
            continue
        made.append(block)
    return made
