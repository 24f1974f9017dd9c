"""A stored document reopens exactly, and a damaged one is never guessed at."""

import datetime
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kit.documents.samples import SVG, everything

from moothall.kit.documents.anchors import anchored
from moothall.kit.documents.errors import DocumentError
from moothall.kit.documents.json import from_json, to_json
from moothall.kit.documents.model import (
    Block,
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
)

words = st.text(max_size=12)
said = st.text(min_size=1, max_size=12).filter(str.strip)
hrefs = st.sampled_from(["https://a.example/?a=1&b=2", "/figures/1/", "#x", "mailto:a@b.example"])
texts = st.builds(Text, words, st.booleans(), st.booleans(), st.booleans())
inlines = st.lists(
    texts
    | st.builds(Figure, words, hrefs, words)
    | st.builds(Link, st.lists(texts, max_size=2).map(tuple), hrefs),
    max_size=3,
).map(tuple)
numbers = st.none() | st.decimals(allow_nan=False, allow_infinity=False)
paragraphs = st.builds(Paragraph, inlines)


@st.composite
def some_table(draw: st.DrawFn) -> Table:
    columns = draw(st.lists(st.builds(Column, words, st.booleans()), min_size=1, max_size=3))
    cells = [st.builds(Cell, inlines, numbers) for _ in columns]
    rows = draw(st.lists(st.tuples(*cells), max_size=3))
    return Table(draw(words), tuple(columns), tuple(rows), draw(words))


leaves: st.SearchStrategy[Block] = (
    paragraphs | some_table() | st.builds(Chart, said, st.just(SVG), said, some_table(), said)
)
nested = st.recursive(
    leaves,
    lambda inner: (
        st.builds(Quote, st.lists(inner, max_size=2).map(tuple))
        | st.builds(Notice, st.lists(inner, max_size=2).map(tuple))
        | st.builds(
            List,
            st.lists(st.lists(inner, max_size=2).map(tuple), max_size=2).map(tuple),
            st.booleans(),
            st.integers(0, 99),
        )
    ),
    max_leaves=6,
)
documents = st.builds(
    Document,
    said,
    st.lists(nested | st.builds(Heading, st.just(2), inlines), max_size=4).map(anchored),
    st.dates(),
    st.sampled_from(["en-GB", "cy", "en"]),
    words,
    words,
    words,
)

FROZEN = (
    '{"format":"moothall-document","version":1,"document":{"type":"Document","title":"Plan","blocks":['
    '{"type":"Heading","level":2,"content":[{"type":"Text","text":"Café","strong":false,"emphasis":false,'
    '"code":false}],"id":"cafe"},{"type":"Table","caption":"","columns":[{"type":"Column","name":"Rate",'
    '"numeric":true}],"rows":[[{"type":"Cell","content":[{"type":"Figure","text":"44.10%","href":"/f/",'
    '"note":""}],"number":"44.10"}]],"source":""}],"date":"2026-11-03","language":"en-GB","author":"",'
    '"subject":"","footer":""}}'
)


@given(documents)
def test_any_document_comes_back_exactly(document: Document) -> None:
    stored = to_json(document)
    again = from_json(stored)
    assert again == document
    assert to_json(again) == stored


def test_one_of_everything_comes_back_exactly() -> None:
    assert from_json(to_json(everything())) == everything()


def test_a_plan_frozen_as_version_1_opens_for_ever() -> None:
    """This text is from the first release. It may be added to; it must never be changed."""
    document = from_json(FROZEN)
    assert document == Document(
        "Plan",
        (
            Heading(2, (Text("Café"),), "cafe"),
            Table("", (Column("Rate", True),), ((Cell((Figure("44.10%", "/f/"),), Decimal("44.10")),),)),
        ),
        datetime.date(2026, 11, 3),
    )
    assert to_json(document) == FROZEN
    number = next(block for block in document.blocks if isinstance(block, Table)).rows[0][0].number
    assert str(number) == "44.10"


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda node: node.update(version=2), "version 2"),
        (lambda node: node.update(version=None), "version None"),
        (lambda node: node.update(version=[1]), "version"),
        (lambda node: node.update(format="other"), "format"),
        (lambda node: node["document"].pop("footer"), "footer"),
        (lambda node: node["document"].update(colour="red"), "colour"),
        (lambda node: node["document"].update(title=3), "must have str"),
        (lambda node: node["document"].update(date="3 November"), "3 November"),
        (lambda node: node["document"].update(blocks={}), "must have list"),
        (lambda node: node["document"].update(type="Text"), "must have Document"),
        (lambda node: node["document"].update(type=["Document"]), "must have Document"),
        (lambda node: node["document"]["blocks"][0].update(type="Script"), "Script"),
        (lambda node: node["document"]["blocks"][0].update(level=True), "must have int"),
        (lambda node: node["document"]["blocks"][1]["rows"][0][0].update(number="4,4"), "4,4"),
        (lambda node: node["document"]["blocks"][1]["rows"][0][0].update(number=44.1), "must have str"),
        (
            lambda node: node["document"]["blocks"][1]["rows"][0][0]["content"][0].update(
                href="javascript:x"
            ),
            "link",
        ),
        (lambda node: node["document"]["blocks"][1]["rows"][0].clear(), "Row 1"),
    ],
)
def test_a_damaged_document_is_refused_in_one_sentence(damage, sentence: str) -> None:  # type: ignore[no-untyped-def]
    node = json.loads(FROZEN)
    damage(node)
    with pytest.raises(DocumentError, match=sentence):
        from_json(json.dumps(node))


@pytest.mark.parametrize("text", ["", "words", "[]", "null", "{}", "[" * 100_000])
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match="not a stored document"):
        from_json(text)


def test_half_a_character_is_refused_before_it_is_stored() -> None:
    with pytest.raises(DocumentError, match="broken character"):
        to_json(Document("Plan \ud83d", (), datetime.date(2026, 1, 1)))
