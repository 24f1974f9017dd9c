"""Documents that hold one of everything, and text that tries to be code."""

import datetime
from decimal import Decimal

from moothall.kit.documents.model import (
    Cell,
    Chart,
    Column,
    Document,
    Figure,
    Heading,
    Link,
    List,
    Notice,
    Paragraph,
    Quote,
    Table,
    Text,
    cell,
)

DAY = datetime.date(2026, 11, 3)
BASE = "https://moothall.example/plans/2026/"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 200" font-family="Arial, sans-serif">'
    '<path d="M60 150 L380 90 L700 60" fill="none" stroke="#0b5563"/>'
    '<text x="60" y="180">2021-22</text></svg>'
)

HOSTILE = (
    '#read("/etc/passwd")',
    "#import sys: inputs",
    "*stars* and _underscores_",
    "$x^2$ and `ticks`",
    "@reference and <label>",
    "<b>bold</b> & <script>alert(1)</script>",
    '"quoted" \\ backslash // comment /* more */',
    "= Heading",
    "- item",
    "=1+1",
    "{{ figure }} {% block %} {0}",
    "[link](javascript:alert(1))",
    "]]> --> \"'`",
)


def paragraph(words: str) -> Paragraph:
    return Paragraph((Text(words),))


def rates(caption: str = "Recycling rate by year", source: str = "") -> Table:
    return Table(
        caption,
        (Column("Year"), Column("Rate (%)", numeric=True), Column("Spend (£)", numeric=True)),
        (
            (cell("2021-22"), cell(Decimal("44.10")), cell(1_204_000)),
            (cell("2022-23"), cell(Figure("45.2%", "/figures/recycling-rate/")), cell("not published")),
        ),
        source,
    )


def chart() -> Chart:
    return Chart("Recycling is rising", SVG, "A line from 44.1% to 45.2%", rates("", ""), "Defra, 2024")


def everything() -> Document:
    """Every kind of block and of inline, once at least."""
    figure = Figure("45.2%", "/figures/recycling-rate/2022-23/", "a newer figure exists: 46.1%")
    link = Link(
        (Text("the "), Text("waste", strong=True), Text(" strategy")), "https://council.example/waste?a=1&b=2"
    )
    prose = Paragraph(
        (
            Text("We recycle "),
            figure,
            Text(" of waste; see "),
            link,
            Text(". "),
            Text("Bold", strong=True),
            Text("slanted", emphasis=True),
            Text("code_name", code=True),
            Text("First line\nsecond line"),
            Link((Text("costs"),), "#what-it-cost"),
        )
    )
    nested = List(((paragraph("by route"),), (paragraph("by day"),)))
    return Document(
        title="Productivity plan 2026",
        blocks=(
            Heading(2, (Text("How services changed"),), "how-services-changed"),
            prose,
            List(((paragraph("One form"),), (paragraph("Fewer visits"), nested))),
            List(((paragraph("Measure"),), (paragraph("Change"),)), ordered=True, start=3),
            Heading(3, (Text("What it cost"),), "what-it-cost"),
            Quote((paragraph("One answer, please."),)),
            Notice((paragraph("This council is fictional."),)),
            rates(source="Council return, 2024"),
            chart(),
        ),
        date=DAY,
        author="Fictionborough Council",
        subject="The four themes",
        footer="Endorsed by Cabinet",
    )


def holding(words: str) -> Document:
    """A document with the same words in every place that takes some."""
    text = (Text(words),)
    table = Table(words, (Column(words), Column(words, numeric=True)), ((Cell(text), Cell(text)),), words)
    return Document(
        title=words,
        blocks=(
            Heading(2, text, "a"),
            Paragraph(
                (Text(words, strong=True), Figure(words, "/f/", words), Link(text, "https://a.example/"))
            ),
            Paragraph((Text(words, code=True, emphasis=True),)),
            List(((Paragraph(text),),)),
            Quote((Paragraph(text),)),
            Notice((Paragraph(text),)),
            table,
            Chart(words, SVG, words, table, words),
        ),
        date=DAY,
        author=words,
        subject=words,
        footer=words,
    )
