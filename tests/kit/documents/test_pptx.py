"""Slides: each section begins one, what does not fit goes on, and pictures have words."""

import io
from dataclasses import replace
from typing import Any

from pptx import Presentation
from tests.kit.documents.samples import everything

from moothall.kit.documents.model import Column, Document, Heading, Paragraph, Table, Text, cell
from moothall.kit.documents.pptx import LINES, ROWS, slides, to_pptx


def opened(document: Document) -> Any:
    return Presentation(io.BytesIO(to_pptx(document)))


def texts(page: Any) -> str:
    found = [shape.text_frame.text for shape in page.shapes if shape.has_text_frame]
    found += [
        cell.text_frame.text
        for shape in page.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    ]
    return "\n".join(found)


def test_every_word_of_the_document_is_on_a_slide_or_in_its_notes() -> None:
    document = everything()
    deck = opened(document)
    said = "\n".join(
        texts(page) + (page.notes_slide.notes_text_frame.text if page.has_notes_slide else "")
        for page in deck.slides
    )
    assert document.title in said
    for slide in slides(document):
        for _, text in slide.lines:
            assert text in said
        if slide.table:
            table, first, last = slide.table
            assert all(
                cell.content[0].text in said
                for row in table.rows[first:last]
                for cell in row
                if isinstance(cell.content[0], Text)
            )


def test_pictures_and_tables_have_alternative_text() -> None:
    deck = opened(everything())
    shapes = [it for page in deck.slides for it in page.shapes if it.shape_type == 13 or it.has_table]
    assert shapes
    assert all(it._element.xpath(".//p:cNvPr")[0].get("descr") for it in shapes)


def test_a_long_section_goes_on_to_slides_that_say_so() -> None:
    words = tuple(Paragraph((Text(f"Paragraph {n}."),)) for n in range(LINES + 3))
    table = Table(
        "Figures",
        (Column("Measure"), Column("Value", True)),
        tuple((cell("a"), cell(n)) for n in range(ROWS + 1)),
    )
    document = replace(everything(), blocks=(Heading(2, (Text("Cleaner"),)), *words, table))
    found = slides(document)
    assert [it.title for it in found] == ["Cleaner", *["Cleaner (continued)"] * 3]
    assert [len(it.lines) for it in found] == [LINES, 3, 0, 0]
    assert found[-1].table is not None and found[-1].table[1:] == (ROWS, ROWS + 1)


def test_the_same_document_is_the_same_bytes() -> None:
    assert to_pptx(everything()) == to_pptx(everything())
