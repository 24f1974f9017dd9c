"""The worked example of docs/methods/loading.md, loaded from the tables of the page itself."""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from tests.docs.pages import DOCS, rows

from moothall.core.actions import add_council
from moothall.core.models import Organisation
from moothall.core.queries import command_line
from moothall.figures.actions import load
from moothall.figures.measures import catalogue
from moothall.figures.models import Area
from moothall.figures.queries import observations
from moothall.figures.reading import Outcome
from moothall.kit.periods import parse

PAGE = DOCS / "methods" / "loading.md"
HEADS = ("line", "period")


def tables() -> list[list[list[str]]]:
    """The page's tables, each with its header."""
    number = 0

    def table(row: list[str]) -> int:
        nonlocal number
        number += row[0] in HEADS
        return number

    return [list(group) for _, group in groupby(rows(PAGE), table)]


def loaded(table: list[list[str]], folder: Path, council: Organisation) -> Outcome:
    """Loads the rows of one of the page's files."""
    path = folder / "return.csv"
    path.write_text("\n".join(",".join(row[1:4]) for row in table) + "\n")
    (outcome,) = load(command_line("a test"), organisation=council, path=path)
    return outcome


@pytest.fixture
def council(db: None, settings: Any, tmp_path: Path) -> Iterator[Organisation]:
    settings.MOOTHALL_HOME = tmp_path / "home"
    Area.objects.create(code="X07000001", name="Ashcombe Vale", type="district")
    return add_council(command_line("a test"), slug="ashcombe", name="Ashcombe Vale", area_code="X07000001")


def counted(text: str) -> dict[str, int]:
    """'4 rows: 2 kept (1 without a value), …' as numbers."""
    words = {
        "rows": "rows",
        "kept": "kept",
        "rejected": "rejected",
        "as before": "unchanged",
        "corrected": "superseded",
    }
    return {name: int(re.search(rf"(\d+) {said}", text)[1]) for said, name in words.items()}  # type: ignore[index]


def test_the_worked_example(council: Organisation, tmp_path: Path) -> None:
    monday, tuesday, store = tables()
    said = [counted(line) for line in PAGE.read_text().splitlines() if re.match(r"\d+ rows: ", line)]
    outcomes = [loaded(monday, tmp_path, council)]
    evening = outcomes[0].load.published_at
    outcomes.append(loaded(tuesday, tmp_path, council))
    for outcome, counts in zip(outcomes, said, strict=True):
        assert {name: getattr(outcome.load, name) for name in counts} == counts

    for table, outcome in zip((monday, tuesday), outcomes, strict=True):
        wrong = [int(row[0]) for row in table[1:] if row[4].startswith("rejected")]
        assert [line for line, _, _ in outcome.rejected_rows()] == wrong

    root, measure = command_line("a test"), catalogue()["missed-bins"]
    for as_at, column in ((None, 3), (evening, 4)):
        standing = {it.start: it for it in observations(root, measure, as_at=as_at)}
        for row in store[1:]:
            it = standing.get(parse(row[0], "monthly").start)
            shown = "nothing" if it is None else "missing" if it.value is None else str(it.value)
            assert row[column].split(" (")[0] == shown, f"{row[0]}, {store[0][column]}"
    april = next(iter(observations(root, measure)))
    assert (april.load, april.line) == (outcomes[0].load, 2)
