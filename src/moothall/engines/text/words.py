"""Words as the engine compares them: lower case, without endings (Porter's English stemmer, by Snowball)."""

import re
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_stemmer = snowballstemmer.stemmer("english")

# Words that say how a sentence hangs together, not what it is about.
_COMMON = (
    "a about across after all also an and any are as at be because been being both but by can could did do does "
    "each for from further had has have how if in into is it its may might more most must no not of on or other our "
    "out over own s shall should so some such than that the their them then there these they this those through to "
    "under up us used using was we were what when where whether which while who why will with within would you your "
    "council councils"
)


def stems(text: str) -> list[str]:
    """The stem of every word, in order."""
    return [_stem(word) for word in _WORD.findall(text.casefold())]


def telling(words: Iterable[str]) -> list[str]:
    """The stems that say what a text is about: those of common words are left out."""
    return [word for word in words if word not in _COMMON_STEMS]


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    word = word.replace("’", "'").removesuffix("'s")
    return str(_stemmer.stemWord(word))


_COMMON_STEMS = frozenset(_stem(word) for word in _COMMON.split()) | frozenset(_COMMON.split())
