"""Coverage and claims: how often the engine agrees with a reader on what a plan answers and what it claims.

    python benchmarks/text_coverage.py

Three plans were read by a person (../shared/gold/coverage.csv). The lexicon was written from the letter, but its
thresholds are learnt: they are fitted on two plans and scored on the third, in turn, and the verdicts pooled. Two
more plans were read by us before the engine was run on them. In the same run: the letter's wording alone, and
headings alone, each with its own thresholds fitted in the same way.
"""

import csv
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from pathlib import Path
from time import perf_counter
from typing import NamedTuple, TypeVar

from moothall.engines.text.claims import claims
from moothall.engines.text.coverage.evidence import Support, by_wording, evidence
from moothall.engines.text.coverage.judgement import BARS, Bars, judged
from moothall.engines.text.coverage.outline import outline
from moothall.engines.text.figures import figures
from moothall.engines.text.found import ClaimKind, Status
from moothall.engines.text.parts import of_plan
from moothall.kit.papers import Passage, read_paper
from moothall.reference.productivity_letter import letter

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("MOOTHALL_DATA") or ROOT.parent / "shared" / "data").parent
FILES = {
    "Bromsgrove": "000_",
    "Rossendale": "001_",
    "Ashfield": "002_",
    "Dacorum": "003_",
    "Worcestershire": "004_",
}
ORDER = (Status.ABSENT, Status.PARTLY, Status.ANSWERED)

# Our own reading of two plans, one letter a question in the letter's order: a(nswered), p(artly), - absent.
OURS = {
    "Dacorum": "aapa-p--p--aap-pp----ap-p",
    "Worcestershire": "aaaapapaaaaaa-apapa-aaaaa",
}

B = TypeVar("B")
Verdicts = dict[tuple[str, str], Status]
Evidence = Mapping[str, Mapping[str, Sequence[Support]]]  # council, question


def plans() -> dict[str, tuple[Passage, ...]]:
    folder = SHARED / "seeds"
    return {
        council: of_plan(read_paper(next(folder.glob(f"{start}*.txt"))).passages)
        for council, start in FILES.items()
    }


def gold() -> Verdicts:
    with (SHARED / "gold" / "coverage.csv").open(encoding="utf-8", newline="") as file:
        return {(row["council"], row["question"]): Status(row["status"]) for row in csv.DictReader(file)}


def ours() -> Verdicts:
    names = {"a": Status.ANSWERED, "p": Status.PARTLY, "-": Status.ABSENT}
    ids = [question.id for question in letter().questions]
    return {
        (council, id): names[mark] for council, row in OURS.items() for id, mark in zip(ids, row, strict=True)
    }


# -- measures


def balanced(truth: Verdicts, found: Verdicts) -> float:
    """The mean of how many present are called present and how many absent are called absent."""
    hits: Counter[bool] = Counter()
    total: Counter[bool] = Counter()
    for key, status in truth.items():
        present = status is not Status.ABSENT
        total[present] += 1
        hits[present] += present == (found[key] is not Status.ABSENT)
    return sum(hits[side] / total[side] for side in total) / len(total)


def kappa(truth: Verdicts, found: Verdicts, power: int) -> float:
    """Cohen's weighted kappa over absent < partly < answered: power 1 linear, 2 quadratic (Cohen 1968)."""
    pairs = [(ORDER.index(status), ORDER.index(found[key])) for key, status in truth.items()]
    a, b = Counter(x for x, _ in pairs), Counter(y for _, y in pairs)
    seen = sum(abs(x - y) ** power for x, y in pairs) / len(pairs)
    chance = sum(a[x] * b[y] * abs(x - y) ** power for x, y in product(a, b)) / len(pairs) ** 2
    return 1 - seen / chance if chance else 1.0


# -- what is compared


def merged(passages: Sequence[Passage]) -> dict[str, list[Support]]:
    return evidence(passages)


def wording_alone(passages: Sequence[Passage]) -> dict[str, list[Support]]:
    places = outline(passages)
    return {
        id: [
            Support(places[n].passage.number, score, len(places[n].said.split()), frozenset())
            for n, score in sorted(scores.items())
        ]
        for id, scores in by_wording(places).items()
    }


def headings_alone(passages: Sequence[Passage]) -> dict[str, list[Support]]:
    places = [place for place in outline(passages) if place.evidence]
    return {
        question.id: [
            Support(place.passage.number, place.raised[question.id], len(place.said.split()), frozenset())
            for place in places
            if question.id in place.raised
        ]
        for question in letter().questions
    }


GRID = [
    Bars(present, support, words)
    for present, support, words in product(
        (0.5, 0.55, 0.6, 0.65, 0.7, 0.75), (0.4, 0.5, 0.6, 0.7), (10, 15, 20, 30, 40)
    )
    if support <= present
]


def simple(question_id: str, row: Sequence[Support], present: float, enough: float) -> Status:
    """For a peer, which cannot tell a question's parts: absent, then partly, then answered by score alone."""
    best = max((s.score for s in row), default=0.0)
    return Status.ANSWERED if best >= enough else Status.PARTLY if best >= present else Status.ABSENT


def by_bars(found: Evidence, bars: Bars) -> Verdicts:
    return {
        (council, question.id): judged(question, rows[question.id], bars).status
        for council, rows in found.items()
        for question in letter().questions
    }


def by_score(found: Evidence, bars: tuple[float, float]) -> Verdicts:
    return {
        (council, id): simple(id, row, *bars) for council, rows in found.items() for id, row in rows.items()
    }


STEPS = [step / 20 for step in range(1, 21)]
PAIRS = [(low, high) for low in STEPS for high in STEPS if low <= high]


def worth(truth: Verdicts, found: Verdicts) -> float:
    return balanced(truth, found) + kappa(truth, found, 1)


def left_out(
    truth: Verdicts, found: Evidence, judge: Callable[[Evidence, B], Verdicts], choices: Iterable[B]
) -> tuple[Verdicts, list[B]]:
    """Verdicts on each council with thresholds fitted on the others, pooled; and the thresholds chosen."""
    made = [(choice, judge(found, choice)) for choice in choices]
    pooled: Verdicts = {}
    chosen: list[B] = []
    for council in found:
        rest = {key: status for key, status in truth.items() if key[0] != council}
        worths = [round(worth(rest, verdicts), 9) for _, verdicts in made]
        best = [each for each, value in zip(made, worths, strict=True) if value == max(worths)]
        choice, verdicts = best[len(best) // 2]  # of equals, the one in the middle
        chosen.append(choice)
        pooled |= {key: status for key, status in verdicts.items() if key[0] == council}
    return pooled, chosen


def line(name: str, truth: Verdicts, found: Verdicts) -> str:
    return (
        f"{name:44} balanced accuracy {balanced(truth, found):.3f}   "
        f"kappa linear {kappa(truth, found, 1):.3f}, quadratic {kappa(truth, found, 2):.3f}"
    )


def by_question(truth: Verdicts, found: Verdicts, councils: Sequence[str]) -> None:
    marks = {Status.ANSWERED: "a", Status.PARTLY: "p", Status.ABSENT: "-"}
    print("confusion by question (reader > engine), " + ", ".join(councils))
    for question in letter().questions:
        pairs = [(truth[c, question.id], found[c, question.id]) for c in councils]
        cells = "  ".join(f"{marks[x]}>{marks[y]}{' ' if x is y else '*'}" for x, y in pairs)
        print(f"  {question.id}  {cells}  {question.title}")


def main() -> int:
    if not (SHARED / "gold" / "coverage.csv").exists():
        print(f"NOT RUN: there is no gold at {SHARED / 'gold'}; name its sibling `data` in MOOTHALL_DATA.")
        return 0
    truth, second = gold(), ours()
    read = plans()
    three = sorted({council for council, _ in truth})
    start = perf_counter()
    found = {council: merged(passages) for council, passages in read.items()}
    took = (perf_counter() - start) / len(read)
    trio = {council: found[council] for council in three}
    pair = {council: found[council] for council in OURS}

    pooled, chosen = left_out(truth, trio, by_bars, GRID)
    shipped = by_bars(trio, BARS)
    print(
        f"25 questions, gold of three plans; {took * 1000:.0f} ms a plan. Bars: 0.85 balanced accuracy, kappa 0.60."
    )
    print(line("thresholds left one council out", truth, pooled))
    for council, bars in zip(trio, chosen, strict=True):
        print(f"    {council} scored with {bars}")
    print(line(f"as shipped, {BARS}", truth, shipped))
    for council in three:
        mine = {key: status for key, status in truth.items() if key[0] == council}
        print(line(f"    {council}", mine, shipped))
    print(line("two plans of our own reading, as shipped", second, by_bars(pair, BARS)))
    for name, method in (
        ("the letter's wording alone (BM25)", wording_alone),
        ("headings alone", headings_alone),
    ):
        peer = {council: method(read[council]) for council in three}
        verdicts, _ = left_out(truth, peer, by_score, PAIRS)
        print(line(f"peer: {name}", truth, verdicts))
        print(
            f"    ours to peer: balanced accuracy {balanced(truth, pooled) / balanced(truth, verdicts):.2f}, "
            f"errors {wrong(truth, pooled)} to {wrong(truth, verdicts)} of {len(truth)}"
        )
    by_question(truth, pooled, three)
    by_question(second, by_bars(pair, BARS), list(OURS))
    kinds = kinds_of_claims()
    print(
        f"claims: {kinds.asked} statements; the reader's kind first {kinds.right / kinds.asked:.3f}, "
        f"among those given {kinds.among / kinds.asked:.3f} (no bar)"
    )
    for (theirs, given), times in kinds.missed.most_common(8):
        print(f"  {times} x {theirs} read as {given or 'nothing'}")
    return 0 if balanced(truth, pooled) >= 0.85 else 1


class Kinds(NamedTuple):
    """Statements whose sentence was found: how many, and how many were given the reader's kind first, or at all."""

    asked: int
    right: int
    among: int
    missed: Counter[tuple[str, str]]  # reader's kind, engine's first ('' where it claimed nothing)


def kinds_of_claims() -> Kinds:
    """The kinds of the gold's statements against the kinds of the claims made of their sentences."""
    read = plans()
    made = {council: claims(passages, figures(passages)) for council, passages in read.items()}
    asked = right = among = 0
    missed: Counter[tuple[str, str]] = Counter()
    with (SHARED / "gold" / "figures.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["score"] in ("statement", "digits")]
    for row in rows:
        anchor = plain(row["anchor"])
        if row["kind"] not in set(ClaimKind) or not any(
            anchor in plain(p.text) for p in read[row["council"]]
        ):
            continue
        here = [claim.kind.value for claim in made[row["council"]] if anchor in plain(claim.sentence)]
        asked += 1
        right += here[:1] == [row["kind"]]
        among += row["kind"] in here
        if row["kind"] not in here:
            missed[row["kind"], here[0] if here else ""] += 1
    return Kinds(asked, right, among, missed)


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def wrong(truth: Verdicts, found: Verdicts) -> int:
    return sum(found[key] is not status for key, status in truth.items())


if __name__ == "__main__":
    sys.exit(main())
