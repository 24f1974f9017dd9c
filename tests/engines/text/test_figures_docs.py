"""The worked example of docs/methods/figures-in-text.md is what the code gives."""

import re
from pathlib import Path

from moothall.engines.text.figures import figures
from moothall.kit.papers.paper import Kind, Passage

PAGE = Path(__file__).resolve().parents[3] / "docs" / "methods" / "figures-in-text.md"


def test_the_worked_example_is_computed_again() -> None:
    example = PAGE.read_text(encoding="utf-8").split("## A worked example")[1].split("## ")[0]
    found = re.search(r'"([^"]+)"', example)
    assert found
    sentence = " ".join(found[1].split())
    rows = [
        tuple(cell.strip() for cell in line.strip("| ").split("|"))
        for line in example.splitlines()
        if "|" in line
    ]
    given = [
        (it.text, str(it.value), it.unit, str(it.comparator) or "exact", it.period)
        for it in figures([Passage(0, Kind.PARAGRAPH, sentence, 1)])
    ]
    assert given == rows[2:]
