"""The worked example of docs/methods/peers.md, read from the page and computed again."""

import re
from decimal import Decimal
from pathlib import Path

from moothall.engines.peers import Member, Result, compare

PAGE = Path(__file__).parents[3] / "docs" / "methods" / "peers.md"
ROW = re.compile(
    r"\| (?:\*\*)?([\w ]+?)(?:\*\*)? \| (\d+) \| (\d+) \| ([\d.]+)% \| ([\d.]+)% to ([\d.]+)% \|"
)


def example() -> tuple[str, list[tuple[str, ...]], Result]:
    prose = PAGE.read_text(encoding="utf-8")
    rows = ROW.findall(prose)
    values = {
        name: Member(Decimal(figure), numerator=Decimal(yes), denominator=Decimal(asked))
        for name, yes, asked, figure, _, _ in rows
    }
    return " ".join(prose.split()), rows, compare("Our council", values, "higher", kind="proportion")


def test_the_table_is_what_the_engine_gives() -> None:
    _, rows, result = example()
    assert len(rows) == 5
    for name, yes, asked, figure, lower, upper in rows:
        assert Decimal(figure) == Decimal(yes) / Decimal(asked) * 100
        assert tuple(f"{limit:.1f}" for limit in result.intervals[name]) == (lower, upper)


def test_the_sentences_are_what_the_engine_gives() -> None:
    prose, _, result = example()
    assert result.spread is not None
    q1, middle, q3 = (value.normalize() for value in result.spread)
    assert f"Three councils have a better figure: **{result.place}**" in prose
    assert (result.rank_low, result.rank_high) == (2, 5)
    assert "between **2nd and 5th**" in prose
    assert (
        f"Median **{middle}%**; quartiles {q1}% and {q3}%; interquartile range {result.iqr} points" in prose
    )
    assert result.distance is not None
    assert f"**{-result.distance} points below** the median, in the **{result.quarter}**" in prose
