"""The worked example of docs/methods/spc.md, read from the page and computed again."""

import re
from decimal import Decimal
from pathlib import Path

from tests.engines.spc.series import SEQUENCE, monthly

from moothall.engines.spc import RULES, chart, limits_of

PROSE = " ".join((Path(__file__).parents[3] / "docs/methods/spc.md").read_text(encoding="utf-8").split())


def test_the_numbers_and_the_words_are_what_the_engine_gives() -> None:
    listed = re.search(r"Thirteen months: ([\d, ]+)\.", PROSE)
    assert listed
    values = [Decimal(it) for it in listed[1].split(",")]
    assert values == [Decimal(it) for it in SEQUENCE]
    result, limits = chart(monthly(values), "higher", Decimal(55)), limits_of(values)
    assert limits
    (it,) = result.segments
    shown = [
        it.mean,
        it.range_mean,
        Decimal("3.267") * Decimal("4.5"),
        it.upper,
        it.lower,
        it.near_upper,
        it.near_lower,
    ]
    example = PROSE.partition("## A worked example")[2].partition("## ")[0]
    assert re.findall(r"\*\*([\d.]+)\*\*", example) == [
        f"{number:.4f}" for number in shown if number is not None
    ]
    assert f"*{result.words}*" in example
    assert (result.variation, result.assurance) == ("common", "hit_and_miss")


def test_the_page_names_every_rule_in_its_order() -> None:
    assert re.findall(r"\| `(\w+)` \|", PROSE) == list(RULES)
