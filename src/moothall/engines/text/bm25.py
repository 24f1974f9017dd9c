"""BM25: how well each of many texts answers a question (Robertson and Zaragoza 2009)."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

SATURATION = 1.2  # k1: how soon a word said again counts for little
LENGTH = 0.75  # b: how far a long text is held back


class Index:
    """Texts, as lists of words, ready to be asked. Words unknown to it count for nothing."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._lengths = [len(words) for words in texts]
        self._mean = sum(self._lengths) / len(texts) if any(self._lengths) else 1.0
        self._postings: dict[str, list[tuple[int, int]]] = {}
        for place, words in enumerate(texts):
            for word, times in Counter(words).items():
                self._postings.setdefault(word, []).append((place, times))

    def rarity(self, word: str) -> float:
        """Inverse document frequency: high for a word that few texts hold; 0 for one that none does."""
        held = len(self._postings.get(word, ()))
        return math.log(1 + (len(self._lengths) - held + 0.5) / (held + 0.5)) if held else 0.0

    def scores(self, question: Mapping[str, float]) -> dict[int, float]:
        """The score of every text that holds a word of the question; its words carry weights, 1 for an ordinary one."""
        found: dict[int, float] = {}
        for word, weight in question.items():
            rarity = self.rarity(word) * weight
            for place, times in self._postings.get(word, ()):
                norm = SATURATION * (1 - LENGTH + LENGTH * self._lengths[place] / self._mean)
                found[place] = found.get(place, 0.0) + rarity * times * (SATURATION + 1) / (times + norm)
        return found

    def answers(self, question: Mapping[str, float]) -> dict[int, float]:
        """The scores of the texts that hold a telling word of the question, each times the share that it covers of
        the question's rarity: to hold two of its rare words comes before saying one of them often.

        A word is telling when it is at least half as rare as the question's rarest; a text that holds none is out.
        """
        rarity = {word: self.rarity(word) * weight for word, weight in question.items()}
        whole, rarest = sum(rarity.values()), max(rarity.values(), default=0.0)
        covered: dict[int, float] = {}
        telling: set[int] = set()
        for word, rare in rarity.items():
            for place, _ in self._postings.get(word, ()):
                covered[place] = covered.get(place, 0.0) + rare
                if rare >= rarest / 2:
                    telling.add(place)
        scores = self.scores(question)
        return {place: scores[place] * covered[place] / whole for place in sorted(telling)} if whole else {}
