"""What people type, as blocks."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kit.documents.samples import DAY, HOSTILE

from moothall.kit.documents.markdown import from_markdown
from moothall.kit.documents.model import (
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Inline,
    Link,
    List,
    Paragraph,
    Quote,
    Table,
    Text,
    plain,
)

FIGURE = Figure("45.2%", "/figures/recycling-rate/")


def figure(raw: str) -> tuple[Inline, ...]:
    return (FIGURE,)


def prose(text: str) -> tuple[Inline, ...]:
    (block,) = from_markdown(text, figure)
    assert isinstance(block, Paragraph)
    return block.content


def levels(text: str, top_level: int = 2) -> list[int]:
    return [block.level for block in from_markdown(text, top_level=top_level) if isinstance(block, Heading)]


def test_styles_and_breaks() -> None:
    assert prose("a *b* **c** ***d*** `e*f*`\ng  \nh") == (
        Text("a "),
        Text("b", emphasis=True),
        Text(" "),
        Text("c", strong=True),
        Text(" "),
        Text("d", strong=True, emphasis=True),
        Text(" "),
        Text("e*f*", code=True),
        Text(" g\nh"),
    )


@pytest.mark.parametrize(
    "inner",
    [
        ' figure("recycling-rate", period="2022-23") ',
        " a_b_c *d* **e** `f ",
        " <b> &amp; \\* [x](y) ![z](w) ",
        "https://a.example ",
        "}",
        "",
        " line\nbreak ",
    ],
)
def test_a_reference_is_handed_over_as_typed(inner: str) -> None:
    seen: list[str] = []

    def reference(raw: str) -> tuple[Inline, ...]:
        seen.append(raw)
        return (FIGURE,)

    (block,) = from_markdown("*before* {{" + inner + " }} _after_", reference)
    assert seen == [inner + " "]
    assert isinstance(block, Paragraph)
    assert block.content == (
        Text("before", emphasis=True), Text(" "), FIGURE, Text(" "), Text("after", emphasis=True),
    )  # fmt: skip


@pytest.mark.parametrize(
    "typed", ["`{{ x }}`", "``a {{ x }} ` b``", "    {{ x }}", "```\n{{ x }}\n```", r"\{{ x }}"]
)
def test_a_reference_in_code_or_escaped_is_only_words(typed: str) -> None:
    (block,) = from_markdown(typed, figure)
    assert isinstance(block, Paragraph)
    assert "{{ x }}" in plain(block.content)
    assert FIGURE not in block.content


@pytest.mark.parametrize("typed", ["{{ x", "{ { x } }", "x }}", "{{ x }"])
def test_braces_that_are_no_reference_stay(typed: str) -> None:
    assert prose(typed) == (Text(typed),)


def test_references_stand_in_headings_lists_quotes_and_tables() -> None:
    heading, bullets, quote, table = from_markdown(
        "# {{a}}\n\n- {{a}}\n\n> {{a}}\n\n| h |\n|---|\n| {{a}} |", figure
    )
    assert isinstance(heading, Heading) and heading.content == (FIGURE,)
    assert isinstance(bullets, List) and bullets.items == ((Paragraph((FIGURE,)),),)
    assert isinstance(quote, Quote) and quote.blocks == (Paragraph((FIGURE,)),)
    assert isinstance(table, Table) and table.rows == ((Cell((FIGURE,)),),)


def test_a_figure_inside_a_link_keeps_its_own() -> None:
    assert prose("[see {{ a }} *now*](https://a.example)") == (
        Link((Text("see "),), "https://a.example"),
        FIGURE,
        Link((Text(" "), Text("now", emphasis=True)), "https://a.example"),
    )


@pytest.mark.parametrize(
    ("typed", "expected", "top"),
    [
        ("# a\n## b\n### c\n# d", [2, 3, 4, 2], 2),
        ("### a\n##### b\n## c", [2, 3, 2], 2),
        ("# a\n###### b", [2, 3], 2),
        ("# a\n## b\n### c\n#### d\n##### e\n###### f", [2, 3, 4, 5, 6, 6], 2),
        ("a\n===\nb\n---", [3, 4], 3),
    ],
)
def test_headings_leave_level_1_to_the_title_and_skip_none(typed: str, expected: list[int], top: int) -> None:
    assert levels(typed, top) == expected


def test_anchors_are_readable_and_unique() -> None:
    blocks = from_markdown("# Our savings\n\n# Our savings\n\n# Our savings 2")
    assert [block.id for block in blocks if isinstance(block, Heading)] == [
        "our-savings", "our-savings-2", "our-savings-2-2",
    ]  # fmt: skip


def test_a_heading_in_a_quote_becomes_bold_words() -> None:
    assert from_markdown("> # Loud\n> soft") == (
        Quote((Paragraph((Text("Loud", strong=True),)), Paragraph((Text("soft"),)))),
    )


def test_raw_html_is_shown_as_typed() -> None:
    assert prose("a <b>b</b> <script>x</script>") == (Text("a <b>b</b> <script>x</script>"),)
    assert from_markdown("<div onclick=x>\n\n&lt; &copy;") == (
        Paragraph((Text("<div onclick=x>"),)),
        Paragraph((Text("< ©"),)),
    )


@pytest.mark.parametrize(
    "typed",
    [
        "[x](javascript:alert(1))",
        "[x](JAVASCRIPT:alert(1))",
        "[x](data:text/html;base64,AAAA)",
        "[x](vbscript:a)",
        "<javascript:alert(1)>",
        "[x](file:///etc/passwd)",
        "![x](data:image/png;base64,AAAA)",
    ],
)
def test_a_link_that_could_run_is_plain_text(typed: str) -> None:
    assert prose(typed) == (Text(typed),)


def test_a_disguised_script_is_no_link() -> None:
    for typed in (
        "[x](java&#10;script:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](\\javascript:alert(1))",
    ):
        for inline in prose(typed):
            if isinstance(inline, Link):
                assert not inline.href.lower().replace("%0a", "").startswith("javascript:"), inline.href


def test_lists_nest_and_count_from_where_they_start() -> None:
    (block,) = from_markdown("3. a\n4. b\n   - c\n\n     d")
    assert block == List(
        (
            (Paragraph((Text("a"),)),),
            (Paragraph((Text("b"),)), List(((Paragraph((Text("c"),)), Paragraph((Text("d"),))),))),
        ),
        ordered=True,
        start=3,
    )


def test_a_table_knows_its_numbers() -> None:
    (table,) = from_markdown(
        "| Place | 2022-23 | Code | Note |\n|---|---|---|--:|\n"
        "| A | 1,204.50 | 007 | n/a |\n| B | -3 | 012 | 5 |"
    )
    assert isinstance(table, Table)
    assert table.columns == (Column("Place"), Column("2022-23", True), Column("Code"), Column("Note", True))
    assert [[cell.number for cell in row] for row in table.rows] == [
        [None, Decimal("1204.50"), None, None],
        [None, Decimal("-3"), None, Decimal(5)],
    ]
    assert [plain(cell.content) for cell in table.rows[0]] == ["A", "1,204.50", "007", "n/a"]


def test_a_picture_leaves_its_words_and_a_rule_nothing() -> None:
    assert from_markdown("![Our depot](/depot.png)\n\n---") == (Paragraph((Text("Our depot"),)),)


@given(st.text(max_size=200) | st.text(alphabet="#*_`>[]()!-+|{}<>\\ \n1.a:", max_size=80))
def test_whatever_is_typed_makes_a_document(text: str) -> None:
    blocks = from_markdown(text, figure)
    assert Document("Plan", blocks, DAY).blocks == blocks


@pytest.mark.parametrize("words", HOSTILE)
def test_a_code_span_keeps_hostile_words(words: str) -> None:
    assert prose(f"x ``` {words} ``` y") == (Text("x "), Text(words, code=True), Text(" y"))
