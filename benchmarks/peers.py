"""Peers: how long a comparison takes, and how often the rank interval holds the true rank.

    python benchmarks/peers.py

Groups are made from a seed: true proportions, then counts drawn from them, so the true order is known.
"""

import random
from decimal import Decimal
from time import perf_counter

from moothall.engines.peers import Member, compare

SEED = 1996


def drawn(
    rng: random.Random, members: int, asked: int, apart: float
) -> tuple[list[float], dict[str, Member]]:
    """True proportions and a survey of each."""
    truth = [min(max(rng.gauss(0.45, apart), 0.01), 0.99) for _ in range(members)]
    counts = [sum(rng.random() < share for _ in range(asked)) for share in truth]
    survey = {
        str(i): Member(Decimal(n * 100) / asked, numerator=Decimal(n), denominator=Decimal(asked))
        for i, n in enumerate(counts)
    }
    return truth, survey


def speed(members: int, asked: int = 400, repeats: int = 50) -> float:
    """Milliseconds for one comparison with intervals worked out."""
    _, survey = drawn(random.Random(SEED), members, asked, 0.08)
    start = perf_counter()
    for _ in range(repeats):
        compare("0", survey, "higher", kind="proportion")
    return (perf_counter() - start) / repeats * 1000


def coverage(apart: float, groups: int = 150, members: int = 21, asked: int = 400) -> tuple[float, float]:
    """How often the interval holds a council's true rank, and how many places wide it is on average."""
    rng = random.Random(SEED)
    held = width = 0
    for _ in range(groups):
        truth, survey = drawn(rng, members, asked, apart)
        result = compare("0", survey, "higher", kind="proportion")
        rank = 1 + sum(other > truth[0] for other in truth)
        assert result.rank_low is not None and result.rank_high is not None
        held += result.rank_low <= rank <= result.rank_high
        width += result.rank_high - result.rank_low + 1
    return held / groups, width / groups


def main() -> None:
    print(f"seed {SEED}")
    for members in (21, 309):
        print(f"compare, {members} members, Wilson intervals: {speed(members):.2f} ms")
    for apart, words in ((0.02, "close together"), (0.08, "as councils are"), (0.2, "far apart")):
        share, width = coverage(apart)
        print(f"21 members of 400 asked, {words} (sd {apart}): rank held {share:.1%}, {width:.1f} wide")


if __name__ == "__main__":
    main()
