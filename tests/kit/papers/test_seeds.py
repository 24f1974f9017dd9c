"""The real extracts, where they are to hand: every one is read, and its lines are its own."""

from pathlib import Path

import pytest

from moothall.kit.papers import Kind, read_paper

pytestmark = pytest.mark.data


@pytest.fixture
def seeds(data_folder: Path) -> list[Path]:
    found = sorted((data_folder.parent / "seeds").glob("*.txt"))
    if not found:
        pytest.skip("no seeds beside the public data")
    return found


def test_every_extract_is_read_with_lines_that_point_to_it(seeds: list[Path]) -> None:
    for path in seeds:
        lines = path.read_text(encoding="utf-8").split("\n")
        paper = read_paper(path)
        assert len(paper.passages) >= 40
        assert len(paper.headings) >= 6
        assert any(it.kind is Kind.ITEM for it in paper.passages)
        for passage in paper.passages:
            first = passage.text.split()[0].strip("\"'“‘(")
            assert first in lines[passage.line - 1], (path.name, passage)
        assert [it.line for it in paper.passages] == sorted(it.line for it in paper.passages)
