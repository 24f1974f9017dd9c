"""PDF: accessible and archivable by an independent validator, repeatable, and deaf to typed Typst."""

import datetime
import io
from collections.abc import Iterator
from typing import Any

import page
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from tests.kit.documents.samples import BASE, DAY, HOSTILE, everything, holding

from moothall.kit.documents.errors import DocumentError
from moothall.kit.documents.model import Column, Document, Paragraph, Table, Text, cell
from moothall.kit.documents.pdf import to_pdf

PROFILES = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A)


def faults(pdf: bytes) -> list[tuple[str, str]]:
    return [
        (failure.rule_id, failure.message)
        for profile in PROFILES
        for failure in page.validate_pdf_bytes(pdf, profile=profile).failures
    ]


def squeezed(text: str) -> str:
    return "".join(text.split())


def read(pdf: bytes) -> str:
    """All the words, without spaces: where a line breaks is the page's business."""
    return squeezed("".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages))


def elements(pdf: bytes) -> list[Any]:
    """The structure elements in reading order."""

    def walk(node: Any) -> Iterator[Any]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                yield from walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                yield node
            yield from walk(node.get("/K", []))

    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    return list(walk(root["/StructTreeRoot"]["/K"]))


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return to_pdf(everything(), BASE)


def test_the_validator_would_notice() -> None:
    """A PDF that makes no promise fails, so a pass below means something."""
    assert faults(typst.compile(b"plain", format="pdf", pdf_tags=False))


def test_one_of_everything_passes_pdf_ua_and_pdf_a(pdf: bytes) -> None:
    assert faults(pdf) == []
    assert [page.is_pdf_compliant_bytes(pdf, profile=profile) for profile in PROFILES] == [True, True]


def test_it_says_what_it_is(pdf: bytes) -> None:
    reader = PdfReader(io.BytesIO(pdf))
    about = reader.metadata
    assert about is not None
    assert (about.title, about.author, about.subject) == (
        "Productivity plan 2026", "Fictionborough Council", "The four themes",
    )  # fmt: skip
    assert about.creation_date == datetime.datetime(2026, 11, 3, tzinfo=datetime.UTC)
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"


def test_headings_are_bookmarks_and_tags(pdf: bytes) -> None:
    outline = PdfReader(io.BytesIO(pdf)).outline
    assert outline[0].title == "How services changed" and outline[1][0].title == "What it cost"
    kinds = [element["/S"] for element in elements(pdf)]
    assert [kind for kind in kinds if kind.startswith("/H")] == ["/H1", "/H2", "/H3"]


def test_every_kind_of_block_is_tagged_as_what_it_is(pdf: bytes) -> None:
    found = elements(pdf)
    kinds = [element["/S"] for element in found]
    assert kinds.count("/L") == 3 and kinds.count("/LI") == 6
    assert kinds.count("/BlockQuote") == 1
    assert kinds.count("/Table") == 2 and kinds.count("/TH") == 6 and kinds.count("/TD") == 12
    assert [element["/Alt"] for element in found if element["/S"] == "/Figure"] == [
        "A line from 44.1% to 45.2%"
    ]
    assert kinds.count("/Code") == 1


def test_a_tables_headers_are_said_for_their_columns(pdf: bytes) -> None:
    scopes = [
        attributes.get_object().get("/Scope")
        for element in elements(pdf)
        if element["/S"] == "/TH"
        for attributes in (element["/A"] if isinstance(element["/A"], list) else [element["/A"]])
    ]
    assert scopes.count("/Column") == 6


def test_every_word_is_there_and_page_numbers_are_not_content(pdf: bytes) -> None:
    words = read(pdf)
    for expected in (
        "Productivity plan 2026",
        "The four themes",
        "Fictionborough Council",
        "3 November 2026",
        "We recycle 45.2% (a newer figure exists: 46.1%) of waste",
        "the waste strategy",
        "code_name",
        "One form",
        "by route",
        "3. Measure",
        "4. Change",
        "One answer, please.",
        "This council is fictional.",
        "Recycling rate by year",
        "44.10",
        "1,204,000",
        "not published",
        "Source: Council return, 2024",
        "Recycling is rising",
        "Source: Defra, 2024",
        "Page 1 of",
        "Endorsed by Cabinet",
    ):
        assert squeezed(expected) in words, expected
    contents = b"".join(sheet.get_contents().get_data() for sheet in PdfReader(io.BytesIO(pdf)).pages)
    assert b"/Artifact" in contents and b"/Footer" in contents


def links(pdf: bytes) -> list[str]:
    annotations = [
        note.get_object() for sheet in PdfReader(io.BytesIO(pdf)).pages for note in sheet.get("/Annots", [])
    ]
    return [note["/A"]["/URI"] for note in annotations if "/A" in note and "/URI" in note["/A"]]


def test_links_lead_to_the_site_when_its_address_is_known(pdf: bytes) -> None:
    assert set(links(pdf)) == {
        "https://moothall.example/figures/recycling-rate/2022-23/",
        "https://moothall.example/figures/recycling-rate/",
        "https://council.example/waste?a=1&b=2",
    }
    assert set(links(to_pdf(everything()))) == {"https://council.example/waste?a=1&b=2"}


def test_the_same_document_gives_the_same_bytes(pdf: bytes) -> None:
    assert to_pdf(everything(), BASE) == pdf


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_come_out_as_typed(words: str) -> None:
    pdf = to_pdf(holding(words), BASE)
    # Title, subject, byline, heading; 4 in a paragraph, then 1 each in code, list, quote and notice; 6 in a
    # table, 8 in a chart with its own; and the footer.
    assert read(pdf).count(squeezed(words)) >= 4 + 4 + 4 + 6 + 8 + 1
    assert "root:" not in read(pdf)
    assert faults(pdf) == []


@pytest.mark.parametrize(("words", "shown"), [("done 😀", "😀"), ("名前", "名"), ("\ue000", "e000")])
def test_a_character_without_a_shape_is_named(words: str, shown: str) -> None:
    with pytest.raises(DocumentError, match=f"no letter shape for '.*{shown}.*'; replace it"):
        to_pdf(Document("Plan", (Paragraph((Text(words),)),), DAY))


@given(st.text(max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_text_makes_a_valid_pdf_or_one_sentence(words: str) -> None:
    try:
        pdf = to_pdf(Document("Plan", (Paragraph((Text(words), Text(words, code=True))),), DAY))
    except DocumentError as error:
        assert "no letter shape" in str(error)
    else:
        assert faults(pdf) == []


def test_a_stream_that_ends_in_a_carriage_return_is_still_valid() -> None:
    """These words, set in these fonts, make typst write such a stream; pypdf then checks every offset."""
    pdf = to_pdf(Document("Plan", (Paragraph((Text("2V"), Text("2V", code=True))),), DAY))
    assert b"\r\r\nendstream" in pdf
    assert faults(pdf) == []
    reader = PdfReader(io.BytesIO(pdf), strict=True)
    assert [reader.get_object(number) for number in range(1, int(reader.trailer["/Size"]))]
    assert read(pdf).count("2V") == 2


def test_a_long_table_says_its_header_on_each_page_and_stays_valid() -> None:
    rows = tuple((cell(f"Service {number}"), cell(number)) for number in range(120))
    table = Table("Spend", (Column("Service heading"), Column("£", numeric=True)), rows, "Ledger")
    pdf = to_pdf(Document("Spend", (table,), DAY))
    sheets = PdfReader(io.BytesIO(pdf)).pages
    assert len(sheets) > 2
    assert ["Service heading" in sheet.extract_text() for sheet in sheets[:3]] == [True, True, True]
    assert faults(pdf) == []


def test_a_wide_table_lies_on_its_side_and_long_words_stay_on_the_paper() -> None:
    address = "https://council.example/" + "a" * 200
    columns = tuple(Column(f"Column {number}", numeric=number > 0) for number in range(12))
    wide = Table("Wide", columns, ((cell(address), *(cell("b" * 50) for _ in columns[1:])),))
    pdf = to_pdf(Document("Spend", (Paragraph((Text(address),)), wide, Paragraph((Text("After"),))), DAY))
    sheets = PdfReader(io.BytesIO(pdf)).pages
    assert [sheet.mediabox.width > sheet.mediabox.height for sheet in sheets] == [False, True, False]
    for sheet in sheets:  # a line of this type holds some 90 letters
        assert "a" * 120 not in sheet.extract_text().replace("\u200b", "")
        assert "b" * 25 not in sheet.extract_text().replace("\u200b", "")
    assert faults(pdf) == []
    assert read(pdf).replace("\u200b", "").count(address) == 2


def test_an_empty_document_is_still_valid() -> None:
    assert faults(to_pdf(Document("Plan", (), DAY, language="cy"))) == []
