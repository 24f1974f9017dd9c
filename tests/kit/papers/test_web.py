"""HTML and Markdown."""

from tests.kit.papers.made import outline, rows

from moothall.kit.papers import read_bytes

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><title>A made plan</title><style>p {}</style></head>
<body>
<header><p>Council menu</p></header><nav><ul><li>Home</li></ul></nav>
<main>
<h1>The plan</h1>
<p>We saved <b>£3m</b> in all.<script>alert(1)</script></p>
<p hidden>unseen</p><p style="display: none">unseen</p><p aria-hidden="true">unseen</p>
<h2>2. Aims</h2>
<ul><li>one<ul><li>inner</li></ul></li><li><p>two</p><p>more of two</p></li></ul>
<ol start="3"><li>third</li></ol>
<table><caption>Spend</caption><tr><th>Year</th><th>Spend</th></tr><tr><td colspan="2">2030</td></tr></table>
<img src="a.png"><img src="b.png" alt="A chart"><img src="c.png" alt="">
<div>Loose words<div>Deeper words</div>after them</div>
</main>
<footer>Contact us</footer></body></html>
"""


def test_a_page_is_its_main_content() -> None:
    paper = read_bytes(PAGE.encode(), "plan.html")

    assert outline(paper) == [
        ("heading", "The plan"),
        ("paragraph", "We saved £3m in all."),
        ("heading", "Aims"),
        ("item", "one"),
        ("item", "inner"),
        ("item", "two"),
        ("paragraph", "more of two"),
        ("item", "third"),
        ("paragraph", "Spend"),
        ("row", "Year | Spend"),
        ("row", "2030"),
        ("paragraph", "Loose words"),
        ("paragraph", "Deeper words"),
        ("paragraph", "after them"),
    ]
    assert rows(paper) == [("Year", "Spend"), ("2030", "")]
    assert [it.level for it in paper.passages[3:8]] == [1, 2, 1, 0, 1]
    assert paper.passages[7].label == "3"
    assert paper.passages[0].line == 6
    assert (paper.access.title, paper.access.language) == ("A made plan", "en-GB")
    assert (paper.access.pictures, paper.access.pictures_without_words) == (2, (13,))


def test_a_page_with_no_main_content_loses_its_furniture() -> None:
    text = PAGE.replace("<main>", "<div>").replace("</main>", "</div>")
    said = {words for _, words in outline(read_bytes(text.encode(), "plan.html"))}
    assert "The plan" in said
    assert not said & {"Council menu", "Home", "Contact us"}


def test_a_page_called_txt_is_read_as_a_page() -> None:
    assert read_bytes(PAGE.encode(), "plan.txt").format == "html"


MARKDOWN = """---
title: "A made plan"
lang: en-GB
---
# The plan

We saved **£3m** [in all](https://council.example)
and more.

## 2. Aims

- one
  - inner
- two

3. third

| Year | Spend |
|------|------:|
| 2030 | £3m   |

2.1 Numbered words.

![](a.png) ![A chart](b.png)
"""


def test_markdown_with_its_lines() -> None:
    paper = read_bytes(MARKDOWN.encode(), "plan.md")

    assert [(it.kind.value, it.level, it.label, it.text, it.line) for it in paper.passages] == [
        ("heading", 1, "", "The plan", 5),
        ("paragraph", 0, "", "We saved £3m in all and more.", 7),
        ("heading", 2, "2", "Aims", 10),
        ("item", 1, "", "one", 12),
        ("item", 2, "", "inner", 13),
        ("item", 1, "", "two", 14),
        ("item", 1, "3", "third", 16),
        ("row", 0, "", "Year | Spend", 18),
        ("row", 0, "", "2030 | £3m", 20),
        ("paragraph", 0, "2.1", "Numbered words.", 22),
    ]
    assert [it.header for it in paper.passages if it.cells] == [True, False]
    assert (paper.format, paper.access.title, paper.access.language) == ("markdown", "A made plan", "en-GB")
    assert (paper.access.pictures, paper.access.pictures_without_words) == (2, (24,))
