"""Word and OpenDocument files."""

import io
import re
import zipfile

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from tests.kit.papers.made import odt, outline, rows, saved, with_part, word

from moothall.kit.papers import Kind, read_bytes


def test_word_in_the_order_of_the_body() -> None:
    document = word()
    document.core_properties.title, document.core_properties.language = "A made plan", "en-GB"
    document.add_heading("The plan", 0)
    document.add_heading("1. What changed", 1)
    document.add_paragraph("We moved.")
    document.add_paragraph("first", style="List Bullet")
    document.add_paragraph("inside it", style="List Bullet 2")
    document.add_paragraph("one", style="List Number")
    document.add_paragraph("two", style="List Number")
    table = document.add_table(2, 2)
    for place, words in enumerate(("Measure", "Now", "Visits", "£12")):
        table.cell(place // 2, place % 2).text = words
    document.add_page_break()
    document.add_paragraph("3.2 The last.")

    paper = read_bytes(saved(document), "plan.docx")

    assert [(it.kind.value, it.level, it.label, it.text, it.page) for it in paper.passages] == [
        ("heading", 1, "", "The plan", 1),
        ("heading", 1, "1", "What changed", 1),
        ("paragraph", 0, "", "We moved.", 1),
        ("item", 1, "", "first", 1),
        ("item", 2, "", "inside it", 1),
        ("item", 1, "1", "one", 1),
        ("item", 1, "2", "two", 1),
        ("row", 0, "", "Measure | Now", 1),
        ("row", 0, "", "Visits | £12", 1),
        ("paragraph", 0, "3.2", "The last.", 2),
    ]
    assert (paper.format, paper.pages) == ("docx", 2)
    assert (paper.access.title, paper.access.language, paper.access.headings_marked) == (
        "A made plan",
        "en-GB",
        True,
    )
    assert paper.access.tables_without_header == (8,)


def test_an_outline_level_makes_a_heading_whatever_the_style() -> None:
    document = word()
    paragraph = document.add_paragraph("Our aims")
    paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="1"/>'))
    document.add_paragraph("Plain words.")

    (heading,) = read_bytes(saved(document), "plan.docx").headings
    assert (heading.text, heading.level) == ("Our aims", 2)


def test_bold_alone_is_a_heading_that_the_file_does_not_mark() -> None:
    document = word()
    document.add_paragraph().add_run("Our aims").bold = True
    document.add_paragraph("Plain words follow it.")

    paper = read_bytes(saved(document), "plan.docx")
    assert [it.text for it in paper.headings] == ["Our aims"]
    assert paper.access.headings_marked is False


def test_insertions_are_kept_and_deletions_dropped() -> None:
    document = word()
    paragraph = document.add_paragraph("We saved ")
    for xml in (
        '<w:ins {} w:id="1"><w:r><w:t>£3m</w:t></w:r></w:ins>',
        '<w:del {} w:id="2"><w:r><w:delText>£2m</w:delText></w:r></w:del>',
        '<w:moveFrom {} w:id="3"><w:r><w:t>gone</w:t></w:r></w:moveFrom>',
    ):
        paragraph._p.append(parse_xml(xml.format(nsdecls("w"))))

    assert outline(read_bytes(saved(document), "plan.docx")) == [("paragraph", "We saved £3m")]


def test_text_boxes_are_read_once() -> None:
    document = word()
    paragraph = document.add_paragraph("Beside it.")
    box = "<w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p></w:txbxContent>"
    paragraph._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
            ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
            ' xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
            f"<wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox>"
            "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )

    assert outline(read_bytes(saved(document), "plan.docx")) == [
        ("paragraph", "Beside it."),
        ("paragraph", "In the box."),
    ]


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


def test_pictures_with_and_without_words() -> None:
    document = word()
    document.add_paragraph("Two pictures.")
    for words in ("A chart of visits", ""):
        document.add_picture(io.BytesIO(PIXEL))
        document.inline_shapes[-1]._inline.docPr.set("descr", words)

    access = read_bytes(saved(document), "plan.docx").access
    assert access.pictures == 2
    assert len(access.pictures_without_words) == 1


def test_a_header_row_and_merged_cells() -> None:
    document = word()
    table = document.add_table(3, 3)
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    table.cell(0, 0).text, table.cell(0, 2).text = "Both", "Third"
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 0).text = "down"
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(2, 2).text = "9"

    paper = read_bytes(saved(document), "plan.docx")
    assert rows(paper) == [("Both", "", "Third"), ("down", "", ""), ("", "", "9")]
    assert [it.header for it in paper.passages] == [True, False, False]
    assert paper.access.tables_without_header == ()


def test_pages_that_word_recorded_are_counted_once() -> None:
    document = word()
    document.add_paragraph("One.")
    document.add_page_break()
    paragraph = document.add_paragraph()
    paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:lastRenderedPageBreak/><w:t>Two.</w:t></w:r>"))

    paper = read_bytes(saved(document), "plan.docx")
    assert paper.pages == 2
    assert [it.page for it in paper.passages] == [1, 2]


def test_a_wrong_extension_is_read_as_what_it_is() -> None:
    document = word()
    document.add_paragraph("Words.")
    assert read_bytes(saved(document), "plan.pdf").format == "docx"


def test_a_document_whose_main_part_has_another_name() -> None:
    document = word()
    document.add_paragraph("Words.")
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(document))) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            moved = name.replace("word/document.xml", "word/document2.xml")
            new.writestr(moved, old.read(name).replace(b"word/document.xml", b"word/document2.xml"))
    assert outline(read_bytes(packed.getvalue(), "plan.docx")) == [("paragraph", "Words.")]


def test_strict_files_are_read_too() -> None:
    document = word()
    document.add_heading("Aims", 1)
    content = saved(document)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = archive.read("word/document.xml")
    strict = re.sub(
        rb"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        body,
    )
    assert read_bytes(with_part(content, "word/document.xml", strict), "plan.docx").headings[0].text == "Aims"


def test_opendocument() -> None:
    body = (
        '<text:h text:outline-level="1">The plan</text:h><text:h text:outline-level="2">1. Aims</text:h>'
        "<text:p>We<text:s/>moved <text:span>three</text:span> teams.<text:line-break/>Done.</text:p>"
        '<text:list text:style-name="N"><text:list-item><text:p>one</text:p><text:list><text:list-item>'
        "<text:p>inner</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>two</text:p>"
        "</text:list-item></text:list>"
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Year</text:p>"
        "</table:table-cell><table:table-cell><text:p>Spend</text:p></table:table-cell></table:table-row>"
        '</table:table-header-rows><table:table-row><table:table-cell table:number-columns-repeated="2">'
        "<text:p>£3m</text:p></table:table-cell></table:table-row></table:table>"
        "<text:p><draw:frame><draw:image/><svg:desc>A chart</svg:desc></draw:frame></text:p>"
        "<text:p><draw:frame><draw:image/></draw:frame></text:p>"
        '<text:p text:style-name="B">In bold</text:p><text:p><text:soft-page-break/>The end.</text:p>'
    )
    styles = (
        '<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<text:list-style style:name="N"><text:list-level-style-number text:level="1"/>'
        '<text:list-level-style-bullet text:level="2"/></text:list-style>'
    )
    paper = read_bytes(odt(body, styles), "plan.odt")

    assert [(it.kind.value, it.level, it.label, it.text, it.page) for it in paper.passages] == [
        ("heading", 1, "", "The plan", 1),
        ("heading", 2, "1", "Aims", 1),
        ("paragraph", 0, "", "We moved three teams. Done.", 1),
        ("item", 1, "1", "one", 1),
        ("item", 2, "", "inner", 1),
        ("item", 1, "2", "two", 1),
        ("row", 0, "", "Year | Spend", 1),
        ("row", 0, "", "£3m | £3m", 1),
        ("heading", 3, "", "In bold", 1),
        ("paragraph", 0, "", "The end.", 2),
    ]
    assert [it.header for it in paper.passages if it.kind is Kind.ROW] == [True, False]
    assert (paper.access.title, paper.access.language) == ("A made plan", "en-GB")
    assert (paper.access.pictures, len(paper.access.pictures_without_words)) == (2, 1)
