"""A document as DOCX, for the committee system: real styles, repeated table headers, pictures with words."""

import datetime
import io
import zipfile
from collections.abc import Iterable
from typing import Any

from docx import Document as new_document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from moothall.kit.documents import typesetting
from moothall.kit.documents.links import absolute
from moothall.kit.documents.model import (
    Block,
    Chart,
    Document,
    Figure,
    Heading,
    Inline,
    Link,
    List,
    Notice,
    Paragraph,
    Quote,
    Table,
    Text,
)
from moothall.kit.documents.words import showable, spoken_date

_FONT = "Arial"
_INK = RGBColor(0x1F, 0x2A, 0x30)
_TEXT_WIDTH = Cm(16.2)
_PICTURE_DPI = 200
# Word's own styles for deeper lists go no further than this.
_LIST_DEPTH = 3


def to_docx(document: Document, base_url: str = "") -> bytes:
    """The DOCX. A chart goes in as a picture with its alternative text, then its table and source.

    `base_url` is as for the PDF: without it a relative link stays words.
    """
    writer = _Writer(base_url)
    writer.set_up(document)
    writer.file.add_paragraph(showable(document.title), "Title")
    if document.subject:
        writer.file.add_paragraph(showable(document.subject), "Subtitle")
    byline = filter(None, (showable(document.author), spoken_date(document.date)))
    writer.file.add_paragraph("  ·  ".join(byline))
    writer.blocks(document.blocks)
    out = io.BytesIO()
    writer.file.save(out)
    return dated(out.getvalue(), document.date)


class _Writer:
    """A Word file being written. python-docx leaves links, languages and repeated headers to its XML."""

    def __init__(self, base_url: str) -> None:
        self.file = new_document()
        self.base_url = base_url

    def set_up(self, document: Document) -> None:
        section = self.file.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.4)
        section.footer.paragraphs[0].text = showable(document.footer)
        for style in self.file.styles:
            fonts = style.element.find(f".//{qn('w:rFonts')}")
            if fonts is not None:
                fonts.attrib.clear()
                for script in ("ascii", "hAnsi", "cs", "eastAsia"):
                    fonts.set(qn(f"w:{script}"), _FONT)
            if style.name in ("Title", *(f"Heading {level}" for level in range(1, 6))):
                style.font.color.rgb = _INK
        normal = self.file.styles["Normal"]
        normal.font.name, normal.font.size = _FONT, Pt(11)
        for language in self.file.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), document.language)
        about = self.file.core_properties
        about.title, about.author = showable(document.title)[:255], showable(document.author)[:255]
        about.subject, about.language = showable(document.subject)[:255], document.language
        about.comments = ""
        about.created = about.modified = datetime.datetime.combine(document.date, datetime.time())

    def blocks(self, blocks: Iterable[Block], style: str | None = None) -> None:
        for block in blocks:
            self.block(block, style)

    def block(self, block: Block, style: str | None, depth: int = 1) -> None:
        match block:
            case Heading(level, content):
                self.prose(self.file.add_paragraph(style=f"Heading {level - 1}"), content)
            case Paragraph(content):
                self.prose(self.file.add_paragraph(style=style), content)
            case List():
                self.list(block, depth)
            case Quote(blocks):
                self.blocks(blocks, "Quote")
            case Notice(blocks):
                self.blocks(blocks, "Intense Quote")
            case Table():
                self.table(block)
            case Chart():
                self.chart(block)

    def list(self, block: List, depth: int) -> None:
        ending = "" if depth == 1 else f" {min(depth, _LIST_DEPTH)}"
        style = ("List Number" if block.ordered else "List Bullet") + ending
        first = len(self.file.paragraphs)
        for item in block.items:
            for place, part in enumerate(item):
                follows = "List Continue" + ending
                self.block(part, style if place == 0 else follows, depth + 1)
        if block.ordered:
            self.restart(self.file.paragraphs[first:], style, block.start)

    def restart(self, paragraphs: Iterable[Any], style: str, start: int) -> None:
        """Give this list numbering of its own; Word would otherwise count on from the last one."""
        numbering = self.file.part.numbering_part.numbering_definitions._numbering
        abstract = numbering.num_having_numId(
            self.file.styles[style].element.pPr.numPr.numId.val
        ).abstractNumId.val
        own = numbering.add_num(abstract)
        own.add_lvlOverride(ilvl=0).add_startOverride(start)
        for paragraph in paragraphs:
            if paragraph.style.name == style:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_numId().val = own.numId
                properties.get_or_add_ilvl().val = 0

    def table(self, table: Table) -> None:
        if table.caption:
            caption = self.file.add_paragraph(showable(table.caption), "Caption")
            caption.paragraph_format.keep_with_next = True
        made = self.file.add_table(rows=1 + len(table.rows), cols=len(table.columns), style="Light List")
        made_rows = made.rows
        _repeat(made_rows[0])
        header = tuple((Text(column.name, strong=True),) for column in table.columns)
        contents: list[tuple[tuple[Inline, ...], ...]] = [
            header,
            *(tuple(cell.content for cell in row) for row in table.rows),
        ]
        for made_row, row in zip(made_rows, contents, strict=True):
            for made_cell, column, content in zip(made_row.cells, table.columns, row, strict=True):
                paragraph = made_cell.paragraphs[0]
                self.prose(paragraph, content)
                if column.numeric:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self.source(table.source)

    def chart(self, chart: Chart) -> None:
        title = self.file.add_paragraph(showable(chart.title), "Caption")
        title.paragraph_format.keep_with_next = True
        picture = self.file.add_picture(
            io.BytesIO(typesetting.png(chart.svg, _PICTURE_DPI)), width=_TEXT_WIDTH
        )
        picture._inline.docPr.set("descr", showable(chart.alt))
        self.table(chart.table)
        self.source(chart.source)

    def source(self, source: str) -> None:
        paragraph = self.file.add_paragraph()
        if source:
            paragraph.add_run(f"Source: {showable(source)}").font.size = Pt(9)

    def prose(self, paragraph: Any, content: Iterable[Inline]) -> None:
        for inline in content:
            match inline:
                case Text():
                    self.run(paragraph, inline)
                case Link(words, href):
                    self.link(paragraph, words, href)
                case Figure(text, href, note):
                    self.link(paragraph, (Text(text),), href)
                    if note:
                        self.run(paragraph, Text(f" ({note})"))

    def run(self, paragraph: Any, text: Text) -> Any:
        run = paragraph.add_run()
        for place, line in enumerate(showable(text.text).split("\n")):
            if place:
                run.add_break(WD_BREAK.LINE)
            run.add_text(line)
        run.bold, run.italic = text.strong or None, text.emphasis or None
        if text.code:
            run.font.name = "Courier New"
        return run

    def link(self, paragraph: Any, words: Iterable[Text], href: str) -> None:
        address = absolute(href, self.base_url)
        runs = [self.run(paragraph, text) for text in words]
        if address is None:
            return
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        for run in runs:
            run.font.underline = True
            run.font.color.rgb = RGBColor(0x0B, 0x55, 0x63)
            link.append(run._r)
        paragraph._p.append(link)


def _repeat(row: Any) -> None:
    """Mark a table's row as its header, said again on every page it reaches."""
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(header)


def dated(packed: bytes, date: datetime.date) -> bytes:
    """The same package with the document's date on its parts, not the moment's, so that it is repeatable."""
    out = io.BytesIO()
    stamp = (max(date.year, 1980), date.month, date.day, 0, 0, 0)
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, stamp), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
