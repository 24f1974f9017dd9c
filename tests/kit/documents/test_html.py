"""HTML: the right elements, every word escaped."""

from decimal import Decimal

import html5lib
import pytest
from lxml import etree
from markupsafe import Markup
from tests.kit.documents.samples import HOSTILE, everything, holding

from moothall.kit.documents.html import to_html
from moothall.kit.documents.model import (
    Block,
    Column,
    Document,
    Figure,
    Heading,
    Link,
    List,
    Paragraph,
    Table,
    Text,
    cell,
)


def parsed(document: Document | tuple[Block, ...], heading_offset: int = 0) -> etree._Element:
    """The page as a browser would read it; bad markup is an error."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("lxml"), strict=True, namespaceHTMLElements=False)
    markup = to_html(document, heading_offset)
    return parser.parse(
        f"<!DOCTYPE html><html><head><title>t</title></head><body>{markup}</body></html>"
    ).getroot()


def said(element: etree._Element) -> str:
    return "".join(element.itertext())


def outline(page: etree._Element) -> list[tuple[str, str, str | None]]:
    return [
        (heading.tag, said(heading), heading.get("id"))
        for heading in page.iter("h1", "h2", "h3", "h4", "h5", "h6")
    ]


def test_one_h1_and_the_sections_below_it() -> None:
    assert outline(parsed(everything())) == [
        ("h1", "Productivity plan 2026", None),
        ("h2", "How services changed", "how-services-changed"),
        ("h3", "What it cost", "what-it-cost"),
    ]


def test_blocks_alone_leave_the_h1_to_the_page_and_move_down() -> None:
    assert [heading[0] for heading in outline(parsed(everything().blocks))] == ["h2", "h3"]
    assert [heading[0] for heading in outline(parsed(everything().blocks, heading_offset=2))] == ["h4", "h5"]
    deep = (Heading(6, (Text("Deep"),)),)
    assert [heading[0] for heading in outline(parsed(deep, heading_offset=3))] == ["h6"]


def test_prose_styles_links_and_figures() -> None:
    page = parsed(everything())
    prose = page.find(".//p[@class='govuk-body']")
    figure, strategy, costs = prose.findall("a")
    assert (figure.get("href"), figure.get("class"), said(figure)) == (
        "/figures/recycling-rate/2022-23/",
        "govuk-link app-figure",
        "45.2%",
    )
    assert said(prose.find("span")) == "(a newer figure exists: 46.1%)"
    assert (strategy.get("href"), said(strategy)) == (
        "https://council.example/waste?a=1&b=2",
        "the waste strategy",
    )
    assert costs.get("href") == "#what-it-cost"
    assert [said(prose.find(tag)) for tag in ("strong", "em", "code")] == ["Bold", "slanted", "code_name"]
    assert len(prose.findall("br")) == 1


def test_lists_quotes_and_notices() -> None:
    page = parsed(everything())
    bullets, inner = page.findall(".//ul")
    assert bullets.get("class") == inner.get("class") == "govuk-list govuk-list--bullet"
    assert inner.getparent().tag == "li"
    numbers = page.find(".//ol")
    assert (numbers.get("class"), numbers.get("start")) == ("govuk-list govuk-list--number", "3")
    assert [said(item) for item in numbers] == ["Measure", "Change"]
    assert said(page.find(".//blockquote")).strip() == "One answer, please."
    assert said(page.find(".//div[@class='govuk-inset-text']")).strip() == "This council is fictional."


def test_a_table_scrolls_by_keyboard_and_marks_its_headers() -> None:
    page = parsed(everything())
    region = page.find(".//div[@class='app-scroll']")
    assert (region.get("tabindex"), region.get("role"), region.get("aria-label")) == (
        "0", "region", "Recycling rate by year",
    )  # fmt: skip
    table = region.find("table")
    assert said(table.find("caption")) == "Recycling rate by year"
    assert [(head.get("scope"), said(head)) for head in table.iter("th")] == [
        ("col", "Year"), ("col", "Rate (%)"), ("col", "Spend (£)"),
    ]  # fmt: skip
    assert [[said(part) for part in row] for row in table.iter("tr")][1:] == [
        ["2021-22", "44.10", "1,204,000"],
        ["2022-23", "45.2%", "not published"],
    ]
    assert "govuk-table__cell--numeric" in table.findall(".//td")[1].get("class")
    assert "Source: Council return, 2024" in said(page)


def test_a_table_without_a_caption_is_still_named() -> None:
    page = parsed((Table("", (Column("Year"), Column("Rate")), ((cell("a"), cell(Decimal(1))),)),))
    assert page.find(".//div[@role='region']").get("aria-label") == "Table: Year, Rate"
    assert page.find(".//caption") is None


def test_a_chart_brings_its_words_its_table_and_its_source() -> None:
    figure = parsed(everything()).find(".//figure")
    assert said(figure.find("figcaption")) == "Recycling is rising"
    drawing = figure.find("div[@role='region']/div[@role='img']")
    assert drawing.get("aria-label") == "A line from 44.1% to 45.2%"
    assert len(drawing) == 1 and etree.QName(drawing[0]).localname == "svg"
    assert len(figure.findall("details//tbody/tr")) == 2
    assert said(figure).count("Source: Defra, 2024") == 1


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_only_words(words: str) -> None:
    page = parsed(holding(words))
    assert not list(page.iter("script")) and not page.findall(".//p//b")
    assert said(page.find(".//h1")) == said(page.find(".//h2")) == words
    assert (
        said(page.find(".//figcaption")) == said(page.find(".//caption")) == said(page.find(".//td")) == words
    )
    assert page.find(".//div[@role='img']").get("aria-label") == words
    for element in page.iter(etree.Element):
        assert not [name for name in element.attrib if name.startswith("on")]


@pytest.mark.parametrize("words", HOSTILE)
def test_markup_gets_no_more_trust_than_text(words: str) -> None:
    assert to_html(holding(Markup(words))) == to_html(holding(words))


def test_an_address_cannot_leave_its_attribute() -> None:
    href = Markup('/x"onclick="alert(1)')
    page = parsed((Paragraph((Link((Text("x"),), href), Figure("1", href))),))
    assert [(link.get("href"), link.get("onclick")) for link in page.iter("a")] == [(str(href), None)] * 2


def test_control_characters_show_as_the_mark_for_them() -> None:
    page = parsed((Paragraph((Text("a\x00b\x1bc\x85d\ufffee"),)),))
    assert said(page.find(".//p")) == "a\ufffdb\ufffdc\ufffdd\ufffde"


def test_an_item_may_hold_more_than_a_paragraph() -> None:
    item = (Paragraph((Text("one"),)), Paragraph((Text("two"),)))
    (made,) = parsed((List((item,)),)).iter("li")
    assert (made.text, [child.tag for child in made]) == ("one", ["p"])
