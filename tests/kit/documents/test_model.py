"""What may not exist as a document."""

from decimal import Decimal

import pytest
from tests.kit.documents.samples import DAY, SVG, everything, rates

from moothall.kit.documents.anchors import anchored, slug
from moothall.kit.documents.errors import DocumentError
from moothall.kit.documents.links import absolute, is_allowed
from moothall.kit.documents.model import (
    Cell,
    Chart,
    Column,
    Document,
    Figure,
    Heading,
    Link,
    Quote,
    Table,
    Text,
    cell,
    plain,
    tables,
)


@pytest.mark.parametrize("missing", ["title", "alt", "source"])
def test_a_chart_needs_its_title_alternative_text_and_source(missing: str) -> None:
    given = {"title": "Rates", "alt": "A line", "source": "Defra", missing: " "}
    with pytest.raises(DocumentError, match="must have"):
        Chart(svg=SVG, table=rates(), **given)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onclick="alert(1)"/>',
        '<image href="https://elsewhere.example/x.png"/>',
        '<use href="https://elsewhere.example/x.svg"/>',
        "<foreignObject/>",
        "<style>@import 'https://elsewhere.example/x.css';</style>",
        '<rect style="fill:url(https://elsewhere.example/)"/>',
        '<rect fill="url(https://elsewhere.example/)"/>',
        "<rect>",
    ],
)
def test_a_drawing_that_is_more_than_a_drawing_is_refused(inside: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'
    with pytest.raises(DocumentError, match="drawing"):
        Chart("Rates", svg, "A line", rates(), "Defra")


@pytest.mark.parametrize("svg", ["", "words", "<p>words</p>", '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>'])
def test_a_drawing_must_be_svg(svg: str) -> None:
    with pytest.raises(DocumentError, match="drawing"):
        Chart("Rates", svg, "A line", rates(), "Defra")


def test_a_table_must_be_rectangular() -> None:
    with pytest.raises(DocumentError, match="Row 2 of the table 'Rates' has 1 cells; give it 2"):
        Table("Rates", (Column("a"), Column("b")), ((cell("1"), cell("2")), (cell("1"),)))


@pytest.mark.parametrize("language", ["", "en_GB", "English", "x", "en-gb"])
def test_a_language_is_a_code(language: str) -> None:
    with pytest.raises(DocumentError, match="such as en-GB"):
        Document("Plan", (), DAY, language=language)


def test_headings_descend_one_at_a_time_from_the_title() -> None:
    with pytest.raises(DocumentError, match="level 3 must not follow one of level 1"):
        Document("Plan", (Heading(3, (Text("Deep"),)),), DAY)
    with pytest.raises(DocumentError, match="level 1 is the title"):
        Heading(1, (Text("Second title"),))


def test_headings_have_anchors_of_their_own() -> None:
    twice = (Heading(2, (Text("Savings"),), "savings"), Heading(2, (Text("Savings"),), "savings"))
    with pytest.raises(DocumentError, match="'savings'"):
        Document("Plan", twice, DAY)
    assert [heading.id for heading in anchored(twice) if isinstance(heading, Heading)] == [
        "savings",
        "savings-2",
    ]
    assert Document("Plan", anchored(twice), DAY).title == "Plan"


def test_a_heading_does_not_hide_inside_a_quote() -> None:
    with pytest.raises(DocumentError, match="inside"):
        Document("Plan", (Quote((Heading(2, (Text("Hidden"),)),)),), DAY)


def test_a_missing_number_is_not_a_number() -> None:
    with pytest.raises(DocumentError, match="finite"):
        Cell((Text("missing"),), Decimal("NaN"))


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "",
     " javascript:x", "java\nscript:x", "java%0Ascript:x", "%6aavascript:x", "\x01javascript:x", "ftp://a.example"],
)  # fmt: skip
def test_links_that_could_run_are_refused(href: str) -> None:
    assert not is_allowed(href)
    with pytest.raises(DocumentError, match="http, https, mailto"):
        Link((Text("x"),), href)
    with pytest.raises(DocumentError, match="http, https, mailto"):
        Figure("1", href)


@pytest.mark.parametrize(
    "href", ["https://a.example/b?c=d", "http://a.example", "mailto:a@b.example", "/f/1", "#x", "../y"]
)
def test_ordinary_links_are_allowed(href: str) -> None:
    assert is_allowed(href)


def test_relative_links_lead_from_the_page_or_nowhere() -> None:
    assert absolute("../7/", "https://moothall.example/plans/2/") == "https://moothall.example/plans/7/"
    assert absolute("/f/", "") is None
    assert absolute("mailto:a@b.example", "") == "mailto:a@b.example"


def test_every_table_is_found_and_a_charts_takes_its_source() -> None:
    found = list(tables(everything().blocks))
    assert [(table.caption, table.source) for table in found] == [
        ("Recycling rate by year", "Council return, 2024"),
        ("Recycling is rising", "Defra, 2024"),
    ]


def test_plain_words_keep_the_note_of_a_figure() -> None:
    assert (
        plain((Text("Now "), Figure("45.2%", "/f/", "newer: 46%"), Link((Text("!"),), "/x")))
        == "Now 45.2% (newer: 46%)!"
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("What we’ll do: 2024–25", "what-well-do-2024-25"),
        ("Café  costs", "cafe-costs"),
        ("中文", "section"),
        ("", "section"),
    ],
)
def test_slugs_read_as_the_heading(words: str, expected: str) -> None:
    assert slug(words) == expected
