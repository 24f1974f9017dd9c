"""A document on a terminal."""

from datetime import date

from moothall.kit.documents.markdown import from_markdown
from moothall.kit.documents.model import Document, Figure
from moothall.kit.documents.text import to_text

SOURCE = """
## What we did

We cut *waste*; the rate is {{ figure }}.

1. First
2. Second, with [a link](https://example.org)
   - within

> Said at the meeting

| Service | Saved |
|---|--:|
| Waste | 1,200 |
"""


def test_every_kind_of_block_reads_as_text() -> None:
    blocks = from_markdown(
        SOURCE, lambda raw: (Figure("45.2% (2022-23)", "/figures/1/", "a newer one: 44.9%"),)
    )
    text = to_text(Document("A plan", blocks, date(2026, 1, 1), subject="Draft"), width=60)
    assert text.splitlines()[:3] == ["A plan", "======", "Draft"]
    assert "What we did\n-----------" in text
    assert "We cut waste; the rate is 45.2% (2022-23) (a newer one:\n44.9%) [/figures/1/]." in text
    assert "1. First\n" in text and "2. Second, with a link <https://example.org>\n" in text
    assert "   - within" in text
    assert "  | Said at the meeting" in text
    assert "Service  Saved\nWaste    1,200\n" in text
    assert all(len(line) <= 60 for line in text.splitlines())
