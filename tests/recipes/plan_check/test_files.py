"""The rules about the file itself, on files made here; and those that need a plan with nothing in it."""

import io
from collections.abc import Iterator
from datetime import date

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject
from tests.recipes.plan_check.plans import CORVALE, EASTMARSH, THORNBECK, base

from moothall.kit.documents.markdown import from_markdown
from moothall.kit.documents.model import Document
from moothall.kit.documents.pdf import to_pdf
from moothall.kit.papers import read_bytes
from moothall.recipes.plan_check import Settings, check
from moothall.recipes.plan_check.settings import Ignore
from moothall.recipes.plan_reading import read_plan

PICTURE = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xfc\xcf\xc0P"
    b"\x0f\0\x04\x85\x01\x80\x84\xa9\x8c!\0\0\0\0IEND\xaeB`\x82"
)
LINES = [line for line in base(EASTMARSH).split("\n") if line]


def codes(content: bytes, name: str) -> set[str]:
    return {it.code for it in check(read_plan(read_bytes(content, name))).findings if it.code[0] == "A"}


def web(
    *,
    lang: str = ' lang="en-GB"',
    title: str = "<title>Our plan</title>",
    inside: str = "",
    bold: bool = False,
) -> bytes:
    def lines() -> Iterator[str]:
        for line in LINES:
            if line.startswith("#"):
                level = len(line) - len(line.lstrip("#"))
                text = line.lstrip("# ")
                yield f"<p><b>{text}</b></p>" if bold else f"<h{level}>{text}</h{level}>"
            else:
                yield f"<p>{line.lstrip('- ')}</p>"

    return f"<!doctype html><html{lang}><head>{title}</head><body>{''.join(lines())}{inside}</body></html>".encode()


IMAGE = '<p>See<img src="c.png"{}></p>'
DEEPER = "<h2>Notes</h2><p>One.</p><h{}>More</h{}><p>Two.</p>"
LINK = '<p>For the sums see <a href="/x">{}</a>.</p>'
CELLS = "<tr><td>Service</td><td>Cost</td></tr>"
TABLE = "<table>{}<tr><td>Parks</td><td>£4m</td></tr><tr><td>Waste</td><td>£5m</td></tr></table>"


@pytest.mark.parametrize(
    ("code", "bad", "good"),
    [
        ("A002", web(title=""), web()),
        ("A003", web(lang=""), web()),
        ("A004", web(inside=IMAGE.format("")), web(inside=IMAGE.format(' alt="Costs fell."'))),
        ("A004", web(inside=IMAGE.format("")), web(inside=IMAGE.format(' alt=""'))),
        ("A005", web(bold=True), web()),
        ("A006", web(inside=DEEPER.format(4, 4)), web(inside=DEEPER.format(3, 3))),
        ("A007", web(inside=TABLE.format(CELLS)), web(inside=TABLE.format(CELLS.replace("td", "th")))),
        ("A008", web(inside=LINK.format("click here")), web(inside=LINK.format("our budget"))),
    ],
)  # fmt: skip
def test_web_pages(code: str, bad: bytes, good: bytes) -> None:
    assert code in codes(bad, "plan.html")
    assert codes(good, "plan.html") == set()


def word(
    *, title: str = "Our plan", styles: bool = True, alt: str | None = None, header: bool | None = None
) -> bytes:
    """A Word document of a plan; `alt` adds a picture with it, `header` a table with or without a header row."""
    file = docx.Document()
    file.core_properties.title = title
    file.core_properties.language = "en-GB"
    for line in LINES:
        if line.startswith("#"):
            level = len(line) - len(line.lstrip("#"))
            if styles:
                file.add_heading(line.lstrip("# "), level)
            else:
                file.add_paragraph().add_run(line.lstrip("# ")).bold = True
        else:
            file.add_paragraph(line.lstrip("- "))
    if alt is not None:
        file.add_picture(io.BytesIO(PICTURE))
        file.inline_shapes[0]._inline.docPr.set("descr", alt)
    if header is not None:
        table = file.add_table(rows=3, cols=2)
        for row, cells in zip(
            table.rows, [("Service", "Cost"), ("Parks", "£4m"), ("Waste", "£5m")], strict=True
        ):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
        if header:
            mark = OxmlElement("w:tblHeader")
            mark.set(qn("w:val"), "true")
            table.rows[0]._tr.get_or_add_trPr().append(mark)
    made = io.BytesIO()
    file.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("code", "bad", "good"),
    [
        ("A002", word(title=""), word()),
        ("A004", word(alt=""), word(alt="Costs fell from £4m to £3m.")),
        ("A005", word(styles=False), word()),
        ("A007", word(header=False), word(header=True)),
    ],
)
def test_word_documents(code: str, bad: bytes, good: bytes) -> None:
    assert code in codes(bad, "plan.docx")
    assert codes(good, "plan.docx") == set()


@pytest.fixture(scope="module")
def tagged() -> bytes:
    return made_pdf()


def made_pdf() -> bytes:
    text = base(CORVALE).partition("\n")[2]
    document = Document("Our plan", tuple(from_markdown(text)), date(2024, 7, 18))
    return to_pdf(document)


def without(content: bytes, *names: str, title: bool = True) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    for name in names:
        writer.root_object.pop(NameObject(name), None)
    if not title:
        writer.metadata = None
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_pdfs(tagged: bytes) -> None:
    assert codes(tagged, "plan.pdf") == set()
    assert "A001" in codes(without(tagged, "/StructTreeRoot", "/MarkInfo"), "plan.pdf")
    assert "A003" in codes(without(tagged, "/Lang"), "plan.pdf")


def test_a_plan_with_nothing_in_it_is_told_what_the_letter_asked() -> None:
    text = b"# Plan\n\nThe council is a good one and will stay so.\n"
    found = {it.code for it in check(read_plan(read_bytes(text, "plan.md"))).findings}
    assert {"L002", "L101", "L201", "L301", "L401", "L402", "L501", "L502", "L503", "L504"} <= found


def test_an_ignore_without_a_reason_is_a_finding_and_ignores_nothing() -> None:
    reading = read_plan(read_bytes(base(THORNBECK).replace("(25%)", "(45%)").encode(), "plan.md"))
    assert [it.code for it in check(reading, Settings(ignores=(Ignore("N003"),))).findings] == [
        "I001",
        "N003",
    ]
    assert check(reading, Settings(ignores=(Ignore("N003", "agreed"),))).findings == ()
