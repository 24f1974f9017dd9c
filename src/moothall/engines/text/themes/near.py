"""Passages that say nearly the same: shingles, MinHash and banding (Broder 1997), then the exact Jaccard measure.

Comparing every pair of thirty thousand passages is half a billion comparisons; the signatures leave a few
thousand worth making. The hash functions are fixed, so the same passages give the same groups.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Generic, TypeVar

SHINGLE = 4  # words
FEWEST_WORDS = 10  # a shorter passage repeats by chance
ALIKE = 0.5  # of the shingles of both together
BANDS, ROWS = 16, 3  # a pair alike by half is found with probability 0.88, by 0.7 with 0.998
_PRIME = (1 << 61) - 1
_LARGEST_BUCKET = (
    200  # a bucket this full is a phrase that everybody writes; its members are compared in order
)

Key = TypeVar("Key", bound=Hashable)
_WORD = re.compile(r"[^\W_]+")


def near_duplicates(texts: Mapping[Key, str], alike: float = ALIKE) -> list[tuple[Key, ...]]:
    """Groups of texts that say nearly the same, the largest first; each group in the order the texts came."""
    shingled = {key: shingles for key, text in texts.items() if (shingles := _shingles(text))}
    order = {key: place for place, key in enumerate(shingled)}
    groups = _Groups(shingled)
    for one, other in _candidates(shingled):
        if not groups.together(one, other) and jaccard(shingled[one], shingled[other]) >= alike:
            groups.join(one, other)
    return sorted(
        (tuple(sorted(some, key=order.__getitem__)) for some in groups.several()),
        key=lambda some: (-len(some), order[some[0]]),
    )


def jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    """The shingles they share as part of all that either has, from 0 to 1."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def _shingles(text: str) -> frozenset[int]:
    words = _WORD.findall(text.casefold())
    if len(words) < FEWEST_WORDS:
        return frozenset()
    return frozenset(
        zlib.crc32(" ".join(words[at : at + SHINGLE]).encode()) for at in range(len(words) - SHINGLE + 1)
    )


def _signature(shingles: frozenset[int]) -> tuple[int, ...]:
    return tuple(min((a * it + b) % _PRIME for it in shingles) for a, b in _HASHES)


def _candidates(shingled: Mapping[Key, frozenset[int]]) -> Iterator[tuple[Key, Key]]:
    buckets: dict[tuple[int, tuple[int, ...]], list[Key]] = defaultdict(list)
    for key, shingles in shingled.items():
        signature = _signature(shingles)
        for band in range(BANDS):
            buckets[band, signature[band * ROWS : (band + 1) * ROWS]].append(key)
    for some in buckets.values():
        if len(some) > _LARGEST_BUCKET:
            yield from pairwise(some)
        else:
            yield from combinations(some, 2)


class _Groups(Generic[Key]):
    """Disjoint sets, joined as pairs are found alike (Tarjan 1975)."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._parent: dict[Key, Key] = {key: key for key in keys}

    def together(self, one: Key, other: Key) -> bool:
        return self._root(one) == self._root(other)

    def join(self, one: Key, other: Key) -> None:
        self._parent[self._root(other)] = self._root(one)

    def several(self) -> Iterator[list[Key]]:
        found: dict[Key, list[Key]] = defaultdict(list)
        for key in self._parent:
            found[self._root(key)].append(key)
        return (some for some in found.values() if len(some) > 1)

    def _root(self, key: Key) -> Key:
        while (above := self._parent[key]) != key:
            self._parent[key] = key = self._parent[above]
        return key


def _hashes(count: int) -> Sequence[tuple[int, int]]:
    """Multipliers and offsets, from a linear congruential generator (Knuth) so that they are always the same."""
    made, state = [], 1
    for _ in range(count):
        pair = []
        for _ in range(2):
            state = (6364136223846793005 * state + 1442695040888963407) % (1 << 64)
            pair.append(state >> 3)
        made.append((pair[0] % (_PRIME - 1) + 1, pair[1] % _PRIME))
    return made


_HASHES = _hashes(BANDS * ROWS)
