"""Which names are worth comparing: those that share something few others have. 100,000 names take seconds."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log

from moothall.engines.spend.suppliers.likeness import Rarity, _skeleton, one_edit
from moothall.engines.spend.suppliers.words import COMMON, COMMON_SHARE

NAMES_AT_LEAST = 5_000  # a short ledger is judged as if it were this long: in it every word would look rare
BLOCK = 40  # names that share a thing, from which sharing it says too little to compare them all
WORTH = 0.4  # of the two names' weight that is shared, from which they are compared word by word

Words = tuple[str, ...]


def rarity(names: Sequence[Words]) -> Rarity:
    """Weights of words over all names, with a floor under how common the common ones are."""
    counted = Counter(word for words in names for word in set(words))
    many = max(len(names), NAMES_AT_LEAST)
    floor = COMMON_SHARE * many
    weights = {
        word: log((many + 1) / (count + (floor if word in COMMON else 0))) for word, count in counted.items()
    }
    weights |= {word: log((many + 1) / (floor + 1)) for word in COMMON - counted.keys()}
    return Rarity(weights, log(many + 1))


def pairs(names: Sequence[Words], rare: Rarity) -> Iterator[tuple[int, int]]:
    """Pairs of names (by their places) that may be one, each once and the lower place first."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for at, words in enumerate(names):
        for block in set(_blocks(words)):
            blocks[block].append(at)
    seen: set[int] = set()
    many = len(names)
    for members in blocks.values():
        if 1 < len(members) <= BLOCK:
            seen.update(one * many + other for i, one in enumerate(members) for other in members[i + 1 :])
    totals = [rare.of(words) for words in names]
    joined = ["".join(words) for words in names]
    sets = [frozenset(words) for words in names]
    weights, unknown = rare.weights, rare.else_
    for code in sorted(seen):
        one, other = divmod(code, many)
        shared = 0.0
        for word in sets[one] & sets[other]:
            shared += weights.get(word, unknown)
        if (
            shared >= WORTH * (totals[one] + totals[other] - shared)
            or one_edit(joined[one], joined[other])
            or _near(names[one], names[other])
        ):
            yield one, other


def _blocks(words: Words) -> Iterator[str]:
    joined = "".join(words)
    yield "s " + "".join(sorted(words))
    yield "p " + joined[:7]
    yield "e " + joined[-9:]
    yield "k " + _skeleton(joined)[:8]
    for word in words:
        yield word
        if len(word) > 5:
            yield "w " + _skeleton(word)
    for one, other in pairwise(words):
        yield f"{one} {other}"


def _near(first: Words, second: Words) -> bool:
    """As many words in both, each alike in its first letter: shortened or misspelt ones show only word by word."""
    return (
        len(first) == len(second)
        and len(first) > 1
        and all(one[0] == other[0] and one[-1] == other[-1] for one, other in zip(first, second, strict=True))
    ) or "".join(first) == "".join(second)
