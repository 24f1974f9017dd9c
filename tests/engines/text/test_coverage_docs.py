"""The worked example of docs/methods/coverage.md, read from the page and run again."""

import re
import sys
from pathlib import Path

import pytest

from moothall.engines.text.coverage import coverage
from moothall.engines.text.coverage.evidence import HEADING_WORTH, OTHER_THEME, SURE_ELSEWHERE, WORDING_WORTH
from moothall.engines.text.coverage.judgement import BARS
from moothall.engines.text.coverage.lexicon import HEADING, MEDIUM, STRONG, WEAK
from moothall.engines.text.parts import CHANGE, LEAP, LEAST_WORDS, of_plan
from moothall.kit.papers import read_bytes

PAGE = (Path(__file__).parents[3] / "docs" / "methods" / "coverage.md").read_text(encoding="utf-8")


def test_the_example_is_what_the_engine_gives() -> None:
    example = re.search(r"```markdown\n(.*?)```", PAGE, re.S)
    assert example
    answers = coverage(of_plan(read_bytes(example[1].encode(), "example.md").passages))
    rows = re.findall(r"^\| (\d\.\d) \| (\w+) \| (.+?) \|$", PAGE, re.M)
    assert len(rows) == 6
    for id, status, why in rows:
        assert (answers[id].status.value, answers[id].why) == (status, why)


def test_the_numbers_in_the_rule_are_those_of_the_code() -> None:
    prose = " ".join(PAGE.split())
    assert f"enough alone ({STRONG}), in company ({MEDIUM}), or only as a hint ({WEAK})" in prose
    assert f"strong words are worth {SURE_ELSEWHERE} and the others {OTHER_THEME}" in prose
    assert f"worth {HEADING_WORTH} of how sure the heading is" in prose
    assert f"worth up to {WORDING_WORTH}" in prose
    assert f"({BARS.present:.2f}, {BARS.support:.2f}, {BARS.words})" in prose
    assert f"costs {CHANGE} where a part is seen to begin and {LEAP:.0f} anywhere else" in prose
    assert f"fewer than {LEAST_WORDS} words" in prose
    assert 0 < HEADING <= 1


@pytest.mark.data
def test_the_page_gives_the_figures_that_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[3] / "benchmarks"))
    import text_coverage as bench

    truth, ours = bench.gold(), bench.ours()
    read = bench.plans()
    found = {council: bench.merged(plan) for council, plan in read.items()}
    three = sorted({council for council, _ in truth})
    trio = {council: found[council] for council in three}
    pooled, _ = bench.left_out(truth, trio, bench.by_bars, bench.GRID)

    def row(reader: bench.Verdicts, engine: bench.Verdicts) -> tuple[str, ...]:
        kappas = (bench.kappa(reader, engine, power) for power in (1, 2))
        return tuple(f"{figure:.3f}" for figure in (bench.balanced(reader, engine), *kappas))

    told = re.findall(r"\| \**(\d\.\d{3})\** \| \**(\d\.\d{3}); (\d\.\d{3})\** \|", PAGE)
    assert told[0] == row(truth, pooled)
    assert told[1] == row(truth, bench.by_bars(found, BARS))
    assert told[2] == row(ours, bench.by_bars(found, BARS))
    for figures, method in zip(told[3:], (bench.wording_alone, bench.headings_alone), strict=True):
        peer = {council: method(read[council]) for council in three}
        assert figures == row(truth, bench.left_out(truth, peer, bench.by_score, bench.PAIRS)[0])
    assert sys.modules.pop("text_coverage")
