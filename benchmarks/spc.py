"""Spc: how often the rules cry wolf, how often they see a change, and how long a chart takes.

    python benchmarks/spc.py [--quick]

Series are drawn from a seed: normal noise, alone or with each figure leaning on the one before (AR(1)), and noise with
a lasting shift. The peer is the outside rule alone: a Shewhart chart without runs.
"""

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from math import sqrt
from time import perf_counter

from moothall.engines.spc import RULES, Result, chart
from moothall.kit.periods import Period
from moothall.kit.series import Point

SEED = 1931
LENGTHS = (24, 36, 60)
LEANS = (0.0, 0.3, 0.6)
FIRST = Period(date(2019, 4, 1), "P1M")
PERIODS = [FIRST.moved(i) for i in range(120)]


def noise(rng: random.Random, count: int, lean: float) -> Iterator[float]:
    """Of variance one, each figure leaning on the one before by so much."""
    level = rng.gauss(0, 1)
    for _ in range(count):
        yield level
        level = lean * level + sqrt(1 - lean * lean) * rng.gauss(0, 1)


def charted(figures: list[float], **options: object) -> Result:
    points = [
        Point(period, Decimal(f"{100 + 10 * it:.2f}")) for period, it in zip(PERIODS, figures, strict=False)
    ]
    return chart(points, "higher", **options)  # type: ignore[arg-type]


def false_alarms(count: int, lean: float, screen: bool, charts: int) -> tuple[Counter[str], Counter[str]]:
    """Of noise alone: points flagged, and charts with any point flagged, by rule and by any; and the latest point."""
    rng = random.Random(SEED)
    points: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for _ in range(charts):
        result = charted(list(noise(rng, count, lean)), screen=screen)
        found = Counter(rule for point in result.points for rule in point.flags)
        found["any"] = sum(bool(point.flags) for point in result.points)
        points += found
        whole += Counter({rule: 1 for rule, times in found.items() if times})
        whole["latest"] += bool(result.points[-1].flags)
    return points, whole


def power(shift: float, after: int, charts: int, options: dict[str, object]) -> tuple[float, float]:
    """Of series with a lasting shift after 24 figures: how often any later point is flagged on its side, and by
    the outside rule alone."""
    rng = random.Random(SEED)
    seen = outside = 0
    for _ in range(charts):
        figures = list(noise(rng, 24 + after, 0.0))
        figures[24:] = [it + shift for it in figures[24:]]
        later = [it for it in charted(figures, **options).points[24:] if it.side == "high"]
        seen += bool(later)
        outside += any("outside" in it.flags for it in later)
    return seen / charts, outside / charts


def share(found: int, of: int) -> str:
    return f"{found / of:7.2%}"


def milliseconds(count: int, charts: int) -> float:
    rng = random.Random(SEED)
    made = [list(noise(rng, count, 0.0)) for _ in range(charts)]
    start = perf_counter()
    for figures in made:
        charted(figures)
    return (perf_counter() - start) / charts * 1000


def main() -> None:
    charts = 200 if "--quick" in sys.argv else 2000
    columns = [*RULES, "any"]
    print(
        f"seed {SEED}, {charts} charts a row\n\nFalse alarms on noise: points flagged, then charts with one or more"
    )
    head = "".join(f"{it:>14}" for it in columns)
    print(f"{'lean':>5}{'points':>7}{'screen':>8}{head}{'latest point':>14}")
    for lean in LEANS:
        for count in LENGTHS:
            for screen in (True, False):
                points, whole = false_alarms(count, lean, screen, charts)
                label = f"{lean:>5}{count:>7}{'yes' if screen else 'no':>8}"
                print(label + "".join(f"{share(points[it], charts * count):>14}" for it in columns))
                row = "".join(f"{share(whole[it], charts):>14}" for it in (*columns, "latest"))
                print(f"{'a chart':>20}{row}")
    print(
        "\nA lasting shift after 24 figures, seen within so many more: all four rules, the outside rule alone, ratio"
    )
    ways: list[tuple[str, Callable[[int], dict[str, object]]]] = [
        ("limits from all figures", lambda _: {}),
        ("limits from the first 24", lambda _: {"baseline": 24}),
    ]
    for words, options in ways:
        for shift in (0, 1, 2, 3):
            for after in (6, 12):
                every, outside = power(shift, after, charts, options(after))
                ratio = f"{every / outside:5.2f}" if outside else "    -"
                print(f"{words}: {shift} sd, {after:>2} more: {every:7.1%} {outside:7.1%} {ratio}")
    print()
    for count in (24, 60, 120):
        print(f"a chart of {count} points: {milliseconds(count, 200):.2f} ms")


if __name__ == "__main__":
    main()
