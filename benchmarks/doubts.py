"""How often data collection doubts a value that is right, and finds one that is not: made-up series.

    python benchmarks/doubts.py [seeds]

Each value of each series is judged by those before it: as it is (a doubt is a false alarm), and multiplied as slips
do (a doubt is a find). The series are made up, so the table says how the rules behave and not how councils do.
"""

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

FROM = {"annual": 4}  # values before it that a value needs to be judged here; 12 unless named
SLIPS = (
    ("twice", Decimal(2)), ("3 times", Decimal(3)), ("10 times", Decimal(10)), ("60 times", Decimal(60)),
    ("100 times", Decimal(100)), ("1,000 times", Decimal(1000)),
    ("a 60th", 1 / Decimal(60)), ("a 100th", 1 / Decimal(100)),
)  # fmt: skip


def main(seeds: int) -> None:
    judged = alarms = 0
    rules: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()
    from moothall.performance.collection.plausible import Given, doubts

    for measure, given, kind, past in _values(seeds):
        said = doubts(given, kind, past)
        judged += 1
        alarms += bool(said)
        rules.update(it.rule for it in said)
        if said or not given.value:
            continue
        for name, times in SLIPS:
            slipped = (given.value * times).quantize(Decimal(1).scaleb(-measure.decimals))
            tried[name] += 1
            found[name] += bool(doubts(Given(slipped), replace(kind, factor=None), past))
    print(f"{judged:,} right values, {alarms:,} doubted: {100 * alarms / judged:.1f}%")
    for rule, count in rules.most_common():
        print(f"  {rule:22} {100 * count / judged:5.2f}%")
    print("slips found")
    for name, _times in SLIPS:
        print(f"  {name:12} {100 * found[name] / tried[name]:5.1f}% of {tried[name]:,}")


def _values(seeds: int) -> Iterator[tuple]:  # type: ignore[type-arg]
    from moothall.figures.measures import catalogue
    from moothall.performance.collection.plausible import Given, Past
    from moothall.performance.collection.queries import kind_of
    from moothall_demo import series
    from moothall_demo.shapes import SHAPES

    for seed in range(1, seeds + 1):
        for name, shape in SHAPES.items():
            measure, past = catalogue()[name], list[Past]()
            for row in series.rows(measure, shape, Random(f"{seed}/{name}")):
                kind = kind_of(measure, row.period.start)
                given = Given(_number(row.value), _number(row.numerator), _number(row.denominator))
                if len(past) >= FROM.get(measure.frequency, 12) and given.value is not None:
                    yield measure, given, kind, tuple(past)
                past.append(
                    Past(given.value, given.numerator, given.denominator, row.period.label, kind.begins)
                )


def _number(text: str) -> Decimal | None:
    from moothall.kit.numbers import NotANumber, decimal, exact

    try:
        return decimal(*exact(text)) if text.strip() else None
    except NotANumber:  # a marker
        return None


if __name__ == "__main__":
    import django

    sys.path.insert(0, str(Path(__file__).parents[1] / "demo"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moothall.settings")
    os.environ.setdefault("MOOTHALL_HOME", tempfile.mkdtemp())
    django.setup()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
