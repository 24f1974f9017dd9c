"""Figures stated in councils' plans: how many are found, and how many of those found are right.

    python benchmarks/text_figures.py

Reads the three plans of shared/gold/figures.csv, and two more that were listed by hand after the first version of the
reader was committed, and never seen while it was written. MOOTHALL_DATA names the folder `data` beside `gold` and
`seeds`; else ../shared/data is tried. `score_gold` and `UNSEEN` serve tests/engines/text/test_figures_gold.py too.

A figure is right when its value (with sign and scale) is exact, its unit matches, and it stands in the passage that
holds the gold row's line. Units match when the same but for case and plural; of a noun with words around it, the head
noun must match ('agency workers over 12 months' and 'agency workers'). 'posts' and 'positions' are the same.
"""

import csv
import os
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from time import perf_counter

from moothall.engines.text.figures import figures, malformed
from moothall.engines.text.found import Written
from moothall.kit.papers import read_paper
from moothall.kit.papers.paper import Passage

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("MOOTHALL_DATA") or ROOT.parent / "shared" / "data").parent

# Where a file opens with another paper, the title of its plan: nothing above it is scored.
OPENS = {"Rossendale": "Rossendale Borough Council Productivity Plan"}
SAME = {"positions": "posts"}

# Our own reading of two more papers, whole: line, value, unit. Made before any tuning on them.
UNSEEN: dict[str, tuple[str, list[tuple[int, str, str]]]] = {
    "Dacorum": (
        "003_9e82ffd49e7786de.txt",
        [
            (52, "4", "questions"),
            (67, "3", "areas"),
            (131, "57", "%"),
            (131, "8500000", "GBP"),
            (131, "4000000", "GBP"),
        ],
    ),
    "Worcestershire": (
        "004_be130a89785108f3.txt",
        [
            (22, "2000", "responses"),
            (28, "425000000", "GBP"),
            (28, "56", "%"),
            (28, "52000000", "GBP"),
            (28, "35000000", "GBP"),
            (28, "37200000", "GBP"),
            (28, "2300000", "GBP"),
            (30, "28200000", "GBP"),
            (30, "78", "%"),
            (38, "2700", "FTE"),
            (47, "80", "%"),
            (48, "12000000", "GBP"),
            (48, "4000000", "GBP"),
            (52, "10", "%"),
            (58, "56", "%"),
            (120, "100000", "GBP"),
            (120, "30", "champions"),
            (126, "7", "%"),
            (142, "0.5", "%"),
        ],
    ),
}
# Could be read either way (what counts as long-term debt): neither a miss nor a false alarm.
ARGUABLE = {("Worcestershire", 48, "90", "days")}
MALFORMED = {"Dacorum": 0, "Worcestershire": 1}


@dataclass(frozen=True)
class Found:
    line: int
    last: int
    value: Decimal
    unit: str
    shown: str


@dataclass
class Score:
    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + len(self.missed))

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def f1(self) -> float:
        return 2 * self.recall * self.precision / max(1e-9, self.recall + self.precision)

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.missed + other.missed, self.wrong + other.wrong)


Reader = Callable[[Sequence[Passage]], list[Found]]


def _last_lines(passages: Sequence[Passage]) -> list[int]:
    """The line where each passage ends at the latest: the one before the next that begins lower down."""
    ends, following = [], 10**9
    for place in range(len(passages) - 1, -1, -1):
        if place + 1 < len(passages) and passages[place + 1].line > passages[place].line:
            following = passages[place + 1].line - 1
        ends.append(following)
    return ends[::-1]


def ours(passages: Sequence[Passage]) -> list[Found]:
    """What the engine finds, written in digits."""
    ends = _last_lines(passages)
    places = {it.number: place for place, it in enumerate(passages)}
    return [
        Found(
            passages[places[it.passage]].line,
            ends[places[it.passage]],
            it.value,
            it.unit,
            f"{it.text} {it.unit}",
        )
        for it in figures(passages)
        if it.written is Written.DIGITS
    ]


_NAIVE = re.compile(r"(£)?(\d[\d,.]*\d|\d)\s?(?:(%)|(k|m|bn|thousand|million|billion)\b)?(?:\s([A-Za-z]+))?")
_POWERS = {"k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}


def naive(passages: Sequence[Passage]) -> list[Found]:
    """The peer: one regular expression, with the pound sign, the scale, per cent and the word that follows."""
    ends = _last_lines(passages)
    found = []
    for place, it in enumerate(passages):
        for match in _NAIVE.finditer(it.text):
            digits = match[2].replace(",", "")
            if digits.count(".") > 1:
                continue
            value = Decimal(digits) * 10 ** _POWERS.get(match[4] or "", 0)
            unit = "GBP" if match[1] else "%" if match[3] else (match[5] or "")
            found.append(Found(it.line, ends[place], value, unit, match[0]))
    return found


def _head(unit: str) -> str:
    words = re.split(r"\s(?:over|of|per|more|under|in)\s", unit.lower())[0].split()
    last = SAME.get(words[-1], words[-1]) if words else ""
    return last.removesuffix("s")


def same_unit(gold: str, found: str) -> bool:
    """The matching rule of this module's docstring."""
    return gold.lower() == found.lower() or (found != "" and _head(gold) == _head(found))


def passages_of(name: str, council: str) -> list[Passage]:
    """A paper's passages; of a file that opens with another paper, those of the plan alone."""
    passages = list(read_paper(SHARED / "seeds" / name).passages)
    title = OPENS.get(council)
    start = next((place for place, it in enumerate(passages) if title and it.text == title), 0)
    return passages[start:]


def score(council: str, rows: Sequence[tuple[int, str, str]], found: Sequence[Found]) -> Score:
    left = list(found)
    result = Score()
    for line, value, unit in rows:
        match = next(
            (
                it
                for it in left
                if it.line <= line <= it.last and it.value == Decimal(value) and same_unit(unit, it.unit)
            ),
            None,
        )
        if match is None:
            result.missed.append(f"{council} line {line}: {value} {unit}")
            continue
        left.remove(match)
        result.right += 1
    for it in left:
        if not any(
            (council, line, str(it.value), it.unit) in ARGUABLE
            for line in range(it.line, min(it.last, it.line + 50) + 1)
        ):
            result.wrong.append(f"{council} line {it.line}: {it.shown}")
    return result


def gold() -> dict[str, dict[str, list[dict[str, str]]]]:
    """The rows of the gold file by council and what they score as; `file` names the seed."""
    by_council: dict[str, dict[str, list[dict[str, str]]]] = {}
    with (SHARED / "gold" / "figures.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            by_council.setdefault(row["council"], {}).setdefault(row["score"], []).append(row)
    return by_council


def score_gold(reader: Reader = ours) -> dict[str, Score]:
    """Each council's score on the rows written in digits."""
    scores = {}
    for council, kinds in gold().items():
        rows = [(int(row["line"]), row["value"], row["unit"]) for row in kinds["digits"]]
        scores[council] = score(council, rows, reader(passages_of(kinds["digits"][0]["seed_file"], council)))
    return scores


def score_unseen(reader: Reader = ours) -> dict[str, Score]:
    return {
        council: score(council, rows, reader(passages_of(name, council)))
        for council, (name, rows) in UNSEEN.items()
    }


def faults() -> dict[str, tuple[int, int]]:
    """Malformed numbers reported, and how many there are, by council."""
    counted = {}
    for council, kinds in gold().items():
        known = list(kinds.get("malformed", []))
        seed = kinds["digits"][0]["seed_file"]
        counted[council] = (len(malformed(passages_of(seed, council))), len(known))
    for council, (seed, _) in UNSEEN.items():
        counted[council] = (len(malformed(passages_of(seed, council))), MALFORMED[council])
    return counted


def words() -> tuple[int, int, Counter[str]]:
    """Gold rows in words that are found, how many there are, and what else is found in words."""
    hit = total = 0
    others: Counter[str] = Counter()
    for council, kinds in gold().items():
        passages = passages_of(kinds["digits"][0]["seed_file"], council)
        found = [it for it in figures(passages) if it.written is Written.WORDS]
        rows = [row for row in kinds.get("words", []) if any(it.line <= int(row["line"]) for it in passages)]
        total += len(rows)
        for row in rows:
            match = next(
                (it for it in found if it.value == Decimal(row["value"]) and same_unit(row["unit"], it.unit)),
                None,
            )
            if match:
                found.remove(match)
                hit += 1
        others.update(f"{it.text} {it.unit}" for it in found)
    return hit, total, others


def _print(title: str, scores: dict[str, Score]) -> Score:
    print(title)
    pooled = Score()
    for council, it in scores.items():
        print(f"  {council:15} recall {it.recall:.3f}  precision {it.precision:.3f}  ({it.right} right)")
        pooled = pooled + it
    print(f"  {'pooled':15} recall {pooled.recall:.3f}  precision {pooled.precision:.3f}  F1 {pooled.f1:.3f}")
    for kind, misses in (("missed", pooled.missed), ("wrong", pooled.wrong)):
        for miss in misses:
            print(f"    {kind}: {miss}")
    return pooled


def speed() -> float:
    """Thousands of characters read in a second."""
    passages = [it for council, (name, _) in UNSEEN.items() for it in passages_of(name, council)]
    start = perf_counter()
    for _ in range(5):
        figures(passages)
    return 5 * sum(len(it.text) for it in passages) / (perf_counter() - start) / 1000


def main() -> None:
    if not (SHARED / "gold" / "figures.csv").is_file():
        print(f"NOT RUN: there is no gold at {SHARED / 'gold'}; name its sibling `data` in MOOTHALL_DATA.")
        return
    engine = _print("gold, figures in digits", score_gold())
    unseen = _print("two more papers, listed by hand", score_unseen())
    peer, peer_unseen = Score(), Score()
    for it in score_gold(naive).values():
        peer = peer + it
    for it in score_unseen(naive).values():
        peer_unseen = peer_unseen + it
    print(
        f"peer (one regular expression): recall {peer.recall:.3f} precision {peer.precision:.3f} F1 {peer.f1:.3f}"
    )
    print(f"  on the two more: recall {peer_unseen.recall:.3f} precision {peer_unseen.precision:.3f}")
    print(
        f"  ours over peer, F1: {engine.f1 / peer.f1:.2f}; on the two more {unseen.f1 / peer_unseen.f1:.2f}"
    )
    for council, (reported, known) in faults().items():
        print(f"malformed, {council}: {reported} reported, {known} there")
    hit, total, others = words()
    print(f"in words (apart, never scored): {hit} of {total}; also {', '.join(others) or 'none'}")
    print(f"speed: {speed():.0f} thousand characters a second")


if __name__ == "__main__":
    main()
