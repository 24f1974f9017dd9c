"""DOCX: read back as Word would, by python-docx and by its XML."""

import datetime
import io
from typing import Any

import pytest
from docx import Document as open_document
from docx.oxml.ns import qn
from tests.kit.documents.samples import BASE, DAY, HOSTILE, everything, holding

from moothall.kit.documents.docx import to_docx
from moothall.kit.documents.model import Document, List, Paragraph, Text


@pytest.fixture(scope="module")
def file() -> Any:
    return open_document(io.BytesIO(to_docx(everything(), BASE)))


def styled(file: Any) -> list[tuple[str, str]]:
    return [(paragraph.style.name, paragraph.text) for paragraph in file.paragraphs if paragraph.text]


def test_blocks_have_words_own_styles(file: Any) -> None:
    assert [pair for pair in styled(file) if pair[0] != "Normal"] == [
        ("Title", "Productivity plan 2026"),
        ("Subtitle", "The four themes"),
        ("Heading 1", "How services changed"),
        ("List Bullet", "One form"),
        ("List Bullet", "Fewer visits"),
        ("List Bullet 2", "by route"),
        ("List Bullet 2", "by day"),
        ("List Number", "Measure"),
        ("List Number", "Change"),
        ("Heading 2", "What it cost"),
        ("Quote", "One answer, please."),
        ("Intense Quote", "This council is fictional."),
        ("Caption", "Recycling rate by year"),
        ("Caption", "Recycling is rising"),
    ]


def test_prose_keeps_its_styles_links_and_notes(file: Any) -> None:
    prose = next(paragraph for paragraph in file.paragraphs if paragraph.text.startswith("We recycle"))
    assert "We recycle 45.2% (a newer figure exists: 46.1%) of waste; see the waste strategy." in prose.text
    assert "First line\nsecond line" in prose.text
    assert [(link.text, link.address) for link in prose.hyperlinks] == [
        ("45.2%", "https://moothall.example/figures/recycling-rate/2022-23/"),
        ("the waste strategy", "https://council.example/waste?a=1&b=2"),
        ("costs", "https://moothall.example/plans/2026/#what-it-cost"),
    ]
    assert [run.text for run in prose.runs if run.bold] == ["Bold"]
    assert [run.text for run in prose.runs if run.italic] == ["slanted"]
    assert [run.text for run in prose.runs if run.font.name == "Courier New"] == ["code_name"]


def test_relative_links_stay_words_without_a_base() -> None:
    file = open_document(io.BytesIO(to_docx(everything())))
    prose = next(paragraph for paragraph in file.paragraphs if paragraph.text.startswith("We recycle"))
    assert [link.address for link in prose.hyperlinks] == ["https://council.example/waste?a=1&b=2"]
    assert prose.text.endswith("costs")


def test_tables_repeat_their_header(file: Any) -> None:
    first, behind = file.tables
    for table in (first, behind):
        assert [[cell.text for cell in row.cells] for row in table.rows] == [
            ["Year", "Rate (%)", "Spend (£)"],
            ["2021-22", "44.10", "1,204,000"],
            ["2022-23", "45.2%", "not published"],
        ]
        repeats = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
        assert repeats == [True, False, False]
    texts = [text for _, text in styled(file)]
    assert "Source: Council return, 2024" in texts and "Source: Defra, 2024" in texts


def test_a_chart_is_a_picture_with_its_alternative_text(file: Any) -> None:
    (picture,) = file.inline_shapes
    assert picture._inline.docPr.get("descr") == "A line from 44.1% to 45.2%"
    image = file.part.related_parts[picture._inline.graphic.graphicData.pic.blipFill.blip.embed]
    assert image.content_type == "image/png"
    assert image.image.px_width == 720 * 200 / 96
    assert abs(picture.width / picture.height - 720 / 200) < 0.01


def test_it_says_what_it_is(file: Any) -> None:
    about = file.core_properties
    assert (about.title, about.author, about.subject, about.language) == (
        "Productivity plan 2026", "Fictionborough Council", "The four themes", "en-GB",
    )  # fmt: skip
    assert about.created == about.modified == datetime.datetime(2026, 11, 3, tzinfo=datetime.UTC)
    assert file.sections[0].footer.paragraphs[0].text == "Endorsed by Cabinet"
    assert {language.get(qn("w:val")) for language in file.styles.element.iter(qn("w:lang"))} == {"en-GB"}


def test_each_numbered_list_counts_from_its_own_start() -> None:
    lists = (
        List(((Paragraph((Text("a"),)),),), ordered=True),
        List(((Paragraph((Text("b"),)),),), ordered=True, start=7),
    )
    file = open_document(io.BytesIO(to_docx(Document("Plan", lists, DAY))))
    first, second = (
        paragraph._p.pPr.numPr.numId.val
        for paragraph in file.paragraphs
        if paragraph.style.name == "List Number"
    )
    assert first != second
    numbering = file.part.numbering_part.numbering_definitions._numbering
    starts = [
        numbering.num_having_numId(number).find(f".//{qn('w:startOverride')}").get(qn("w:val"))
        for number in (first, second)
    ]
    assert starts == ["1", "7"]


@pytest.mark.parametrize("words", [*HOSTILE, "a\x00b\x1b", "tab\tand \ufffe", "emoji 😀 名前"])
def test_hostile_words_are_only_words(words: str) -> None:
    file = open_document(io.BytesIO(to_docx(holding(words), BASE)))
    expected = words.replace("\x00", "\ufffd").replace("\x1b", "\ufffd").replace("\ufffe", "\ufffd")
    texts = [paragraph.text for paragraph in file.paragraphs]
    assert texts[0] == texts[1] == texts[3] == expected
    assert texts[4] == f"{expected}{expected} ({expected}){expected}"
    assert file.tables[0].rows[1].cells[1].text == expected
    assert not list(file.element.iter(qn("w:instrText"), qn("w:fldSimple")))


def test_the_same_document_gives_the_same_bytes() -> None:
    assert to_docx(everything(), BASE) == to_docx(everything(), BASE)
