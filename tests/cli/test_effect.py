"""`moothall effect` as an analyst and another program meet it. No database, and no Django."""

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema_rs
import pytest
from tests.cli.conftest import Said

from moothall.cli.schemas import FOLDER

pytestmark = pytest.mark.once
Run = Callable[..., Said]


def rows(name: str, fall: int) -> str:
    figures = [100 + (i * 7) % 5 - (fall if i >= 24 else 0) for i in range(36)]
    return "".join(f"{name},{2022 + i // 12}-{i % 12 + 1:02},{it}\n" for i, it in enumerate(figures))


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    path = tmp_path / "calls.csv"
    path.write_text("series,period,value\n" + rows("calls", 20))
    return path


def test_a_sentence_for_each_series_and_the_published_shape(calls: Path, moothall: Run) -> None:
    said = moothall("effect", calls, "--change", "2024-01-01", "--better", "lower")
    assert said.status == 0 and "fewer a month since January 2024" in said.out
    out = moothall("effect", calls, "--change", "Jan 2024", "--better", "lower", "--json", "-").out
    data = json.loads(out)
    jsonschema_rs.validate(json.loads((FOLDER / "effect.json").read_text(encoding="utf-8")), data)
    assert data["series"]["calls"]["verdict"] == "better" and data["rejects"] == []


def test_controls_are_set_beside_it(calls: Path, tmp_path: Path, moothall: Run) -> None:
    beside = tmp_path / "others.csv"
    beside.write_text("series,period,value\n" + "".join(rows(f"council {n}", 0) for n in range(4)))
    out = moothall("effect", calls, "--change", "2024-01-01", "--controls", beside, "--json", "-").out
    assert json.loads(out)["series"]["calls"]["method"] == "difference in differences"


def test_rejected_rows_are_named_and_bad_questions_are_one_sentence(calls: Path, moothall: Run) -> None:
    calls.write_text(calls.read_text() + "calls,never,4\n")
    said = moothall("effect", calls, "--change", "2024-01-01")
    assert said.status == 3 and "line 38 was not taken" in said.err
    for bad in (("--change", "soon"), ("--change", "2024-01-01", "--better", "bigger")):
        said = moothall("effect", calls, *bad)
        assert said.status == 2 and said.err.count("\n") == 1 and "Traceback" not in said.err
    assert moothall("effect", "not-there.csv", "--change", "2024-01-01").status == 2
