"""The figures of three real plans, against a person's list. Needs the shared gold file."""

import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.data

BENCHMARKS = Path(__file__).resolve().parents[3] / "benchmarks"


def test_nineteen_of_twenty_are_found_and_nineteen_of_twenty_found_are_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import text_figures

    pooled = text_figures.Score()
    for score in [*text_figures.score_gold().values(), *text_figures.score_unseen().values()]:
        pooled = pooled + score
        assert score.recall >= 0.95, score.missed
        assert score.precision >= 0.95, score.wrong
    assert pooled.right >= 48
    assert all(reported == known for reported, known in text_figures.faults().values())
    assert sys.modules.pop("text_figures")
