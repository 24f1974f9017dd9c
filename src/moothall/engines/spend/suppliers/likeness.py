"""How alike two names are, before anything else is known of who bears them.

Confidences are set by hand and held against truth in benchmarks/spend_suppliers.py, which prints how often each
band of them is right.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from moothall.engines.spend.suppliers.names import Name
from moothall.engines.spend.suppliers.words import COMMON

NOTHING = (0.0, "")
Judged = tuple[float, str]  # a confidence and why


@dataclass(frozen=True, slots=True)
class Rarity:
    """How much each word says: the logarithm of how few names have it."""

    weights: dict[str, float]
    else_: float  # of a word that no name has

    def of(self, words: Sequence[str]) -> float:
        return sum(self.weights.get(it, self.else_) for it in words)

    def once(self, word: str) -> bool:
        """Whether one name alone has the word, so that it may be a slip of the pen."""
        return self.weights.get(word, self.else_) >= self.else_


def one_edit(first: str, second: str) -> bool:
    """Whether one letter put in, left out, changed, or two neighbours swapped, makes one the other."""
    if abs(len(first) - len(second)) > 1:
        return False
    start = 0
    shortest = min(len(first), len(second))
    while start < shortest and first[start] == second[start]:
        start += 1
    end = 0
    while end < shortest - start and first[-1 - end] == second[-1 - end]:
        end += 1
    left, right = first[start : len(first) - end], second[start : len(second) - end]
    return max(len(left), len(right)) <= 1 or (len(left) == 2 and left == right[::-1])


def words_alike(first: Sequence[str], second: Sequence[str], rarity: Rarity) -> Judged:
    """How sure it is that two normalised names, not the same, are two spellings of one."""
    if sorted(first) == sorted(second):
        return 0.94, "the same words in another order"
    if "".join(first) == "".join(second):
        return 0.96, "the same letters, spaced otherwise"
    numbers = [sorted(word for word in words if _number(word)) for words in (first, second)]
    ceiling = 1.0 if numbers[0] == numbers[1] else 0.5 if not (numbers[0] and numbers[1]) else 0.1
    confidence, why = _alike(first, second, rarity)
    return min(confidence, ceiling), why


def _number(word: str) -> bool:
    return any(it.isdigit() for it in word)


def _alike(first: Sequence[str], second: Sequence[str], rarity: Rarity) -> Judged:
    left = _without(first, second)
    right = _without(second, first)
    if set(left + right) <= {"and", "the", "of", "co", "company"}:
        return 0.95, "the same but for small words"
    shared = rarity.of(first) - rarity.of(left)
    if left and right and "".join(left) == "".join(right):
        return 0.96, "the same letters, spaced otherwise"
    kinds: list[Judged] = []
    for word in list(left):
        for other in right:
            if found := _same_word(word, other, rarity, alone=not shared):
                kinds.append(found)
                shared += (rarity.of([word]) + rarity.of([other])) / 2
                left.remove(word)
                right.remove(other)
                break
    if not left and not right:
        return min(kinds)
    weakest = min(kinds, default=(1.0, ""))
    whole = shared + rarity.of(left) + rarity.of(right)
    overlap = shared / whole if whole else 0.0
    if left and right:
        return 0.5 * overlap * weakest[0], "some words the same, some not"
    return (0.3 + 0.5 * overlap) * weakest[0], "one name within the other"


def _without(words: Sequence[str], taken: Sequence[str]) -> list[str]:
    remaining = list(taken)
    left = []
    for word in words:
        if word in remaining:
            remaining.remove(word)
        else:
            left.append(word)
    return left


def _same_word(word: str, other: str, rarity: Rarity, *, alone: bool) -> Judged | None:
    """How sure it is that two words are meant to be one; None where they are not alike."""
    if _number(word) or _number(other):
        return None
    short, long = sorted((word, other), key=len)
    if long in (short + "s", short + "es"):
        return 0.94, "the same but for a plural"
    if len(short) >= 5 and one_edit(word, other):
        slip = rarity.once(word) or rarity.once(other)
        if slip and short not in COMMON and word[0] == other[0] and len(long) >= 6:
            return (0.9 if alone else 0.93), "the same but for one letter"
        if slip and (word in COMMON) != (other in COMMON):
            return 0.94, "the same but for a slip in a common word"
        return 0.6, "the same but for one letter, though both are words"
    if len(short) >= 3 and long.startswith(short) and long in COMMON and short not in COMMON:
        return 0.9, "the same but for a shortened word"
    if len(short) >= 3 and long.startswith(short):
        return 0.75, "the same but for a shortened word"
    if short[0] == long[0] and len(short) >= 3 and _skeleton(short) == _skeleton(long):
        return 0.85, "the same but for a shortened word"
    if len(short) == 1 and long.startswith(short) and not alone:
        return 0.6, "the same but for an initial"
    return None


def _skeleton(word: str) -> str:
    """Consonants, doubled ones once: what is left of a word that was shortened or misspelt in its vowels."""
    kept = [word[0]]
    for letter in word[1:]:
        if letter not in "aeiouy" and letter != kept[-1]:
            kept.append(letter)
    return "".join(kept)


def same_name(first: Name, second: Name) -> Judged:
    """How sure it is that two payees of one normalised name are one, by how the rest of their names stands."""
    confidence, why = _standing(first, second)
    forms = {first.form, second.form} - {""}
    if len(forms) > 1:
        confidence, why = (
            (0.85 if forms == {"limited", "plc"} else 0.7),
            "the same name in another legal form",
        )
    apart = first.qualifiers ^ second.qualifiers
    if apart & {"holdings", "group"}:
        confidence, why = min(confidence, 0.75), "the same name, one of them the parent's"
    elif apart and first.qualifiers and second.qualifiers:
        confidence, why = min(confidence, 0.5), "the same name in two countries"
    elif apart:
        confidence, why = min(confidence, 0.92), "the same name but for the country"
    if first.also and second.also and not set(first.also) & set(second.also) and not forms:
        confidence, why = min(confidence, 0.8), "the same name, trading under two others"
    return confidence, why


def _standing(first: Name, second: Name) -> Judged:
    if first.person or second.person:
        return 0.75, "the same person's name, which two people may bear"
    if first.form and second.form:
        if first.note != second.note:
            return 0.96, "the same company, with another note behind its name"
        return 0.985, "the same company name"
    if first.cut and second.cut and not (first.form or second.form):
        return 0.88, "the same name as far as the ledger prints it"
    plain = all(it in COMMON or len(it) < 3 for it in first.words)
    if plain or len(first.words) == 1:
        return 0.88, "the same name, which others may bear"
    if first.form or second.form:
        return 0.94, "the same name, once without its legal form"
    return 0.95, "the same name"


def trades_as(trading: str, other: Name) -> Judged:
    """A name that one trades under, and another is called."""
    words = trading.split()
    if other.form:
        return 0.75, "the name one trades under is a company's"
    if len(words) == 1 or all(it in COMMON for it in words):
        return 0.75, "the name one trades under, which others may bear"
    return 0.93, "the name one trades under"
