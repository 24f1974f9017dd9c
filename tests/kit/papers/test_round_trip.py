"""A document of ours, written in each format, is read back with the same headings, items, cells and words."""

from collections.abc import Callable

import pytest
from tests.kit.documents.samples import DAY
from tests.kit.papers.made import rows

from moothall.kit.documents.docx import to_docx
from moothall.kit.documents.html import to_html
from moothall.kit.documents.markdown import from_markdown
from moothall.kit.documents.model import Document
from moothall.kit.documents.pdf import to_pdf
from moothall.kit.papers import Kind, Paper, read_bytes

WRITTEN = """\
## How services changed

The council moved its teams into one building, which saved £1.2 million in 2030/31.

- a hub in the town
  - by the park
- fewer depots

1. first of all
2. after that

### Spend and visits

| Measure | Now | Target |
|---------|----:|-------:|
| Visits  | 1,204 | 1,500 |
| Spend   | £3m |  |

The last words.
"""
PAGE = "<!doctype html><html lang='en-GB'><head><title>{}</title></head><body><main>{}</main></body></html>"


def document() -> Document:
    return Document("A made plan", from_markdown(WRITTEN), DAY)


def page() -> bytes:
    return PAGE.format("A made plan", to_html(document())).encode()


WRITERS: dict[str, Callable[[], bytes]] = {
    "plan.docx": lambda: to_docx(document()),
    "plan.pdf": lambda: to_pdf(document()),
    "plan.html": page,
    "plan.md": lambda: f"# A made plan\n\n{WRITTEN}".encode(),
    "plan.txt": lambda: f"# A made plan\n\n{WRITTEN}".encode(),
}


@pytest.fixture(params=list(WRITERS))
def paper(request: pytest.FixtureRequest) -> Paper:
    return read_bytes(WRITERS[request.param](), request.param)


def test_what_was_written_is_read(paper: Paper) -> None:
    assert [it.text for it in paper.headings if it.text != "A made plan"] == [
        "How services changed",
        "Spend and visits",
    ]
    levels = [it.level for it in paper.headings][-2:]
    assert levels[1] == levels[0] + 1
    items = [(it.level, it.label, it.text) for it in paper.passages if it.kind is Kind.ITEM]
    assert items[:3] == [(1, "", "a hub in the town"), (2, "", "by the park"), (1, "", "fewer depots")]
    assert [(label, text) for _, label, text in items[3:]] == [("1", "first of all"), ("2", "after that")]
    assert rows(paper) == [
        ("Measure", "Now", "Target"),
        ("Visits", "1,204", "1,500"),
        ("Spend", "£3m", ""),
    ]
    assert next(it for it in paper.passages if it.kind is Kind.ROW).header
    paragraphs = [it.text for it in paper.passages if it.kind is Kind.PARAGRAPH]
    assert "The council moved its teams into one building, which saved £1.2 million in 2030/31." in paragraphs
    assert "The last words." in paragraphs
    assert [it.number for it in paper.passages] == list(range(len(paper.passages)))


@pytest.mark.parametrize("name", ["plan.docx", "plan.pdf", "plan.html"])
def test_what_the_file_offers_to_those_who_cannot_see_it(name: str) -> None:
    access = read_bytes(WRITERS[name](), name).access
    assert (access.title, access.language, access.headings_marked) == ("A made plan", "en-GB", True)
    assert access.tables_without_header == ()
    assert access.tagged is (True if name == "plan.pdf" else None)
