"""A document as PPTX, for the meeting: each heading of the second level starts a slide, and nothing runs off one.

What does not fit goes on to the next slide, which says so in its title. A chart is a picture with its alternative
text; the table behind it and its source are in the slide's notes, where a screen reader and whoever speaks find them.
"""

import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from moothall.kit.documents import typesetting
from moothall.kit.documents.docx import dated
from moothall.kit.documents.model import (
    Block,
    Chart,
    Document,
    Heading,
    List,
    Notice,
    Paragraph,
    Quote,
    Table,
    plain,
)
from moothall.kit.documents.words import showable, spoken_date

if TYPE_CHECKING:
    from pptx.presentation import Presentation

WIDE, HIGH, MARGIN = 33.87, 19.05, 1.5  # centimetres: a 16:9 slide
TOP = 3.6  # where what stands under the title begins
LINES = 13  # of text on a slide
LETTERS = 88  # in a line
ROWS = 9  # of a table on a slide, its header apart
_PICTURE_DPI = 150


@dataclass
class Slide:
    """What one slide shows: lines of text (with how deep each is), or a table's rows, or a chart."""

    title: str
    lines: list[tuple[int, str]] = field(default_factory=list)
    table: tuple[Table, int, int] | None = None
    chart: Chart | None = None

    @property
    def room(self) -> int:
        return LINES - sum(1 + len(text) // (LETTERS - 4 * depth) for depth, text in self.lines)


def slides(document: Document) -> list[Slide]:
    """What goes on each slide, in order: the pure half, which the writer only draws."""
    made: list[Slide] = []
    title = showable(document.title)
    for block in document.blocks:
        if isinstance(block, Heading):
            words = showable(plain(block.content))
            if block.level == 2:
                title = words
                made.append(Slide(title))
            else:
                _say(made, title, [(0, words)])
        elif isinstance(block, Table):
            made += _tabled(title, block)
        elif isinstance(block, Chart):
            made.append(Slide(title, chart=block))
        else:
            _say(made, title, list(_lines(block, 0)))
    kept = [it for it in made if it.lines or it.table or it.chart]
    seen: set[str] = set()
    for it in kept:
        if it.title in seen:
            it.title += " (continued)"
        seen.add(it.title)
    return kept


def _say(made: list[Slide], title: str, lines: Iterable[tuple[int, str]]) -> None:
    for depth, text in lines:
        last = made[-1] if made else None
        fits = last and not last.table and not last.chart and last.room > len(text) // LETTERS
        if not fits:
            made.append(Slide(title))
        made[-1].lines.append((depth, text))


def _tabled(title: str, table: Table) -> Iterator[Slide]:
    for first in range(0, max(len(table.rows), 1), ROWS):
        yield Slide(title, table=(table, first, min(first + ROWS, len(table.rows))))


def _lines(block: Block, depth: int) -> Iterator[tuple[int, str]]:
    match block:
        case Paragraph(content):
            yield depth, showable(plain(content))
        case List(items):
            for item in items:
                for place, part in enumerate(item):
                    yield from _lines(part, depth if place and not isinstance(part, List) else depth + 1)
        case Quote(blocks) | Notice(blocks):
            for part in blocks:
                yield from _lines(part, depth + 1)


def to_pptx(document: Document, base_url: str = "") -> bytes:
    """The PPTX. `base_url` is there so that every writer is called alike: slides hold words and no links."""
    from pptx import Presentation as new_presentation
    from pptx.util import Cm

    deck = new_presentation()
    deck.slide_width, deck.slide_height = Cm(WIDE), Cm(HIGH)
    _about(deck, document)
    _cover(deck, document)
    for slide in slides(document):
        _draw(deck, slide, document.language)
    out = io.BytesIO()
    deck.save(out)
    return dated(out.getvalue(), document.date)


def _about(deck: "Presentation", document: Document) -> None:
    about = deck.core_properties
    about.title, about.author = showable(document.title)[:255], showable(document.author)[:255]
    about.subject, about.language = showable(document.subject)[:255], document.language
    about.last_modified_by = ""
    about.created = about.modified = datetime.datetime.combine(document.date, datetime.time())


def _cover(deck: "Presentation", document: Document) -> None:
    page = _page(deck, 5, document.title, document.language, size=36, top=6.0, high=4.0)
    under = filter(None, (showable(document.subject), showable(document.author), spoken_date(document.date)))
    _text(page, [(0, it) for it in under], document.language, top=10.5, size=20)


def _draw(deck: "Presentation", slide: Slide, language: str) -> None:
    page = _page(deck, 5, slide.title, language)
    if slide.lines:
        _text(page, slide.lines, language)
    elif slide.table:
        _table(page, *slide.table, language)
    elif slide.chart:
        _chart(page, slide.chart, language)


def _page(
    deck: "Presentation",
    layout: int,
    title: str,
    language: str,
    *,
    size: int = 28,
    top: float = 0.9,
    high: float = 2.4,
) -> Any:
    from pptx.util import Cm, Pt

    page = deck.slides.add_slide(deck.slide_layouts[layout])
    place = page.shapes.title
    place.left, place.top, place.width, place.height = Cm(MARGIN), Cm(top), Cm(WIDE - 2 * MARGIN), Cm(high)
    _write(place.text_frame, [(0, showable(title))], language, Pt(size), strong=True)
    return page


def _text(
    page: Any, lines: Sequence[tuple[int, str]], language: str, *, top: float = TOP, size: int = 20
) -> None:
    from pptx.util import Cm, Pt

    box = page.shapes.add_textbox(Cm(MARGIN), Cm(top), Cm(WIDE - 2 * MARGIN), Cm(HIGH - top - 1))
    _write(box.text_frame, lines, language, Pt(size))


def _write(
    frame: Any, lines: Sequence[tuple[int, str]], language: str, size: Any, *, strong: bool = False
) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN

    frame.word_wrap = True
    for place, (depth, text) in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = f"• {text}" if depth else text
        paragraph.level = max(depth - 1, 0)
        run.font.size, run.font.bold, run.font.name = size, strong or None, "Arial"
        run.font.color.rgb = RGBColor.from_string("1F2A30")  # type: ignore[no-untyped-call]
        run._r.get_or_add_rPr().set("lang", language)


def _table(page: Any, table: Table, first: int, last: int, language: str) -> None:
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Cm, Pt

    rows = table.rows[first:last]
    shape = page.shapes.add_table(
        len(rows) + 1,
        len(table.columns),
        Cm(MARGIN),
        Cm(TOP),
        Cm(WIDE - 2 * MARGIN),
        Cm(1.1 * (len(rows) + 1)),
    )
    _described(shape, table.label)
    grid = shape.table
    grid.first_row = True
    texts = [[column.name for column in table.columns]]
    texts += [[plain(cell.content) for cell in row] for row in rows]
    for down, row in enumerate(texts):
        for across, text in enumerate(row):
            cell = grid.cell(down, across)
            _write(cell.text_frame, [(0, showable(text))], language, Pt(14), strong=down == 0)
            if table.columns[across].numeric:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
    _note(page, [table.label, f"Source: {table.source}" if table.source else ""])


def _chart(page: Any, chart: Chart, language: str) -> None:
    from pptx.util import Cm

    picture = page.shapes.add_picture(
        io.BytesIO(typesetting.png(chart.svg, _PICTURE_DPI)), Cm(MARGIN), Cm(TOP), width=Cm(WIDE - 2 * MARGIN)
    )
    most = Cm(HIGH - TOP - 1.5)
    if picture.height > most:
        picture.width, picture.height = int(picture.width * most / picture.height), most
    _described(picture, chart.alt)
    _text(page, [(0, f"Source: {showable(chart.source)}")], language, top=HIGH - 1.4, size=12)
    rows = ["; ".join(plain(cell.content) for cell in row) for row in chart.table.rows]
    _note(page, [chart.alt, "; ".join(column.name for column in chart.table.columns), *rows])


def _described(shape: Any, words: str) -> None:
    shape._element.xpath(".//p:cNvPr")[0].set("descr", showable(words))


def _note(page: Any, lines: Iterable[str]) -> None:
    page.notes_slide.notes_text_frame.text = "\n".join(showable(it) for it in lines if it)
