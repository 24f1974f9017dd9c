"""The worked examples of docs/methods/effect.md, computed again."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from moothall.engines.effect import Params, UnitCost, channel_shift, effect
from moothall.kit.periods import Period
from moothall.kit.series import Series, whole

PAGE = (Path(__file__).parents[3] / "docs/methods/effect.md").read_text(encoding="utf-8")
FIRST = Period(date(2022, 4, 1), "P1M")


def calls() -> Series:
    """The figures of the page's table."""
    rows = re.findall(r"^\| 20\d\d-\d\d \|(.+)\|$", PAGE, re.M)
    figures = [Decimal(it.strip()) for row in rows for it in row.split("|")]
    assert len(figures) == 36
    return whole("Calls", ((FIRST.moved(i), it) for i, it in enumerate(figures)))


def test_the_series_of_the_page_says_what_the_page_says() -> None:
    found = effect(calls(), date(2024, 4, 1), better="lower", params=Params(noun="calls"))
    assert f"> {found.words}\n" in PAGE
    assert found.level and found.slope
    level, slope = found.level, found.slope
    assert f"{-level.value:.1f} fewer ({-level.interval.hi95:.1f} to {-level.interval.lo95:.1f})" in PAGE
    low = f"{slope.interval.lo95:.1f}".replace("-", "\N{MINUS SIGN}")
    assert f"{slope.value:.2f} ({low} to {slope.interval.hi95:.1f}) a month" in " ".join(PAGE.split())
    assert found.checks["placebo in time"].figures == {"tried": "7", "found": "0"}
    plain = [float(it or 0) for it in calls().values]
    assert f"{sum(plain[:24]) / 24 - sum(plain[24:]) / 12:.1f} fewer" in PAGE


def test_the_channels_of_the_page_cost_what_the_page_says() -> None:
    def twelve(before: int, after: int) -> Series:
        return whole("it", ((FIRST.moved(i), Decimal(before if i < 24 else after)) for i in range(36)))

    costs = {
        "calls": UnitCost(Decimal("2.83"), "2023-24", "the page"),
        "web": UnitCost(Decimal("0.15"), "2023-24", "the page"),
    }
    found = channel_shift({"calls": twelve(800, 600), "web": twelve(200, 500)}, costs, date(2024, 4, 1))
    assert f"**£{found.avoided:,}**" in PAGE and found.cashable == 0
    for channel in found.channels:
        assert f"£{abs(channel.avoided):,}" in PAGE and f"{channel.expected:,.0f}" in PAGE
    assert f"{found.volume_change:,} contacts more" in PAGE


def test_the_thresholds_of_the_page_are_the_engines() -> None:
    before, after = Params().fewest_before, Params().fewest_after
    said = " ".join(PAGE.split())
    assert f"fewer than {before['P1M']} months before or {after['P1M']} after" in said
    for length, word in (("P3M", "quarters"), ("P1Y", "years"), ("P1W", "weeks")):
        assert f"{before[length]} and {after[length]} {word}" in said
