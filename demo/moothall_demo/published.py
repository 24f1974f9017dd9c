"""Statistics as a publisher would give them: every council of the demonstration, in ONS's layout.

What was planted: Dunmarsh's claimant count of 2024-25 is suppressed; Gorseley's recycling rate of 2025-26 is
not available; Larkhampton made no return of residual waste for 2025-26; Inglemoor stands under its former
code until 2022-23; Kestrel North and South stand until 2022-23, and Kestrel Levels, which took over from
both, after it. The last year is provisional.
"""

from collections.abc import Iterator
from datetime import date
from random import Random
from statistics import fmean
from typing import NamedTuple

from moothall_demo.council import CODE, NATION, STANDING

YEARS = range(2020, 2026)  # financial years by the year they start in
MERGED_IN = RECODED_IN = 2023
BEFORE_MERGER = {"KES": (("X07000021", "Kestrel North", 1.5), ("X07000022", "Kestrel South", -1.5))}
FORMER = {"ING": "X07000019"}
NOTE = "Made up for the demonstration"


class Statistic(NamedTuple):
    """How a statistic spreads over councils and years; limits: half the width of its 95% interval."""

    level: float
    own: float
    spread: float
    drift: float
    noise: float
    limits: float
    decimals: int = 1
    most: float = 1_000_000


STATISTICS = {
    "Household waste recycling rate": Statistic(44, 44.3, 5.5, 0.5, 0.5, 0.9),
    "Residual household waste": Statistic(462, 458, 38, -6, 4, 6),
    "Recycling contamination rate": Statistic(7.4, 8.1, 2, -0.1, 0.4, 0.6),
    "Claimant count": Statistic(3.3, 3.0, 0.7, -0.1, 0.12, 0.2),
    "Gross median weekly pay": Statistic(585, 566, 38, 24, 7, 21, 0),
    "Housing affordability ratio": Statistic(8.4, 9.1, 1.3, 0.05, 0.15, 0),
    "Gigabit-capable broadband": Statistic(48, 44, 9, 7, 1.5, 0, 1, 99.2),
    "Public electric vehicle chargers": Statistic(22, 25, 9, 15, 4, 0),
}
ABSENT = {
    ("Claimant count", "X07000004", 2024): "[c]",
    ("Household waste recycling rate", "X07000007", 2025): "[x]",
    ("Residual household waste", "X07000011", 2025): None,
}


def rows(seed: int) -> Iterator[tuple[str, ...]]:
    """Every row of the file, in the order of its header."""
    for title, statistic in STATISTICS.items():
        rng = Random(f"{seed}/{title}")
        levels = {it.code: rng.gauss(statistic.level, statistic.spread) for it in STANDING}
        levels[CODE] = statistic.own
        for year in YEARS:
            drawn = {code: _moved(statistic, level, year, rng) for code, level in levels.items()}
            for it in STANDING:
                for code, name, value, note in _under(
                    it.register, it.code, it.name, drawn[it.code], statistic, year
                ):
                    absent = ABSENT.get((title, code, year), "")
                    if absent is not None:
                        yield _row(title, statistic, code, name, year, value, absent, note)
            yield _row(title, statistic, *NATION, year, fmean(drawn.values()), "", NOTE, limits=False)


def _moved(statistic: Statistic, level: float, year: int, rng: Random) -> float:
    value = level + statistic.drift * (year - YEARS[0]) + rng.gauss(0, statistic.noise)
    return min(max(value, 0.4), statistic.most)


def _under(
    register: str, code: str, name: str, value: float, statistic: Statistic, year: int
) -> Iterator[tuple[str, str, float, str]]:
    """Under which code and name a council's figure stands in a year; a merged council's under two."""
    if register in BEFORE_MERGER and year < MERGED_IN:
        for old, old_name, apart in BEFORE_MERGER[register]:
            yield (
                old,
                old_name,
                value + apart * statistic.noise,
                f"Obsolete code since 2023 (replaced by {code})",
            )
    elif register in FORMER and year < RECODED_IN:
        yield FORMER[register], name, value, f"Obsolete code since 2023 (replaced by {code})"
    else:
        yield code, name, value, NOTE


def _row(
    title: str,
    statistic: Statistic,
    code: str,
    name: str,
    year: int,
    value: float,
    absent: str,
    note: str,
    limits: bool = True,
) -> tuple[str, ...]:
    half = statistic.limits if limits and not absent else 0.0
    shown = f"{value:.{statistic.decimals}f}"
    low, high = (f"{value + side * half:.{statistic.decimals}f}" if half else "" for side in (-1, 1))
    kind = "Nation" if code == NATION[0] else "District"
    status = "p" if year == YEARS[-1] else ""
    period = f"{date(year, 4, 1)}/P1Y"
    return code, name, kind, title, "", "", period, absent or shown, low, high, status, note
