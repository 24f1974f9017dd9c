"""What the council's own coding teaches: each supplier's habit, and which words go with which category.

Naive Bayes over the words of supplier, account, purpose and service (multinomial, with smoothing). Its probabilities
are too bold, so how sure it is comes from suppliers it has not seen: it learns from four fifths of them and is held
against the rest.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from moothall.engines.spend.categories.ids import GENERAL
from moothall.engines.spend.categories.tree import tokens

ENOUGH = 200  # coded kinds of payment, from which words are learnt
SMOOTHING = 0.05
BANDS = (0.0, 0.4, 0.6, 0.75, 0.85, 0.92, 0.96, 0.985, 1.01)  # of stated probability, each measured by itself
BELIEVED = 12  # how many measured ones weigh as much as what was supposed


@dataclass(slots=True)
class Habits:
    """What each supplier's coded payments are, and of one account or purpose."""

    of_detail: dict[tuple[int, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    of_supplier: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def learn(self, supplier: int, detail: str, category: str, rows: int) -> None:
        self.of_detail[supplier, detail][category] += rows
        self.of_supplier[supplier][category] += rows

    def say(self, supplier: int, detail: str) -> tuple[str, float, str] | None:
        """The usual category of a supplier's payments, how sure, and of how many."""
        for counted, doubt, words in (
            (self.of_detail.get((supplier, detail)), 0.25, "coded payments of this supplier and kind"),
            (self.of_supplier.get(supplier), 0.6, "coded payments of this supplier"),
        ):
            if counted:
                category, rows = min(counted.items(), key=lambda it: (-it[1], it[0]))
                whole = counted.total()
                sure = rows / (whole + doubt)
                if sure >= 0.6:
                    return category, min(sure, 0.99), f"{rows:,} of {whole:,} {words}"
        return None


@dataclass(slots=True)
class Sample:
    """One kind of payment that the council has coded."""

    supplier: int | None
    features: list[str]
    category: str
    rows: int


def features(texts: Mapping[str, str | None]) -> list[str]:
    """Words of each field, each marked by its field, and those of any field once more without a mark."""
    found: list[str] = []
    for name, text in texts.items():
        if text and name != "given":
            for word in tokens(text):
                found += (f"{name}:{word}", word)
    return found


class Bayes:
    """Multinomial naive Bayes. Categories and words are numbered in sorted order, so that it repeats exactly."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        import numpy as np

        self.categories = sorted({it.category for it in samples})
        place = {it: at for at, it in enumerate(self.categories)}
        self.words = {word: at for at, word in enumerate(sorted({w for it in samples for w in it.features}))}
        matrix = self._matrix([it.features for it in samples])
        weights = np.array([1 + np.log(it.rows) for it in samples])
        labels = np.zeros((len(self.categories), len(samples)), dtype=np.float64)
        labels[[place[it.category] for it in samples], range(len(samples))] = weights
        counts = np.asarray((matrix.T @ labels.T).T) + SMOOTHING
        self.words_log = np.log(counts / counts.sum(axis=1, keepdims=True)).astype(np.float32)
        totals = labels.sum(axis=1) + 1
        self.prior_log = np.log(totals / totals.sum()).astype(np.float32)
        groups = sorted({it.partition("/")[0] for it in self.categories})
        self.groups = groups
        self.group_of = np.array([groups.index(it.partition("/")[0]) for it in self.categories])

    def _matrix(self, many: Sequence[Sequence[str]]) -> Any:
        import numpy as np
        from scipy.sparse import csr_matrix

        starts, places = [0], []
        for words in many:
            places += sorted({at for it in words if (at := self.words.get(it)) is not None})
            starts.append(len(places))
        return csr_matrix(
            (np.ones(len(places), dtype=np.float32), places, starts), shape=(len(many), len(self.words))
        )

    def say(self, many: Sequence[Sequence[str]]) -> list[tuple[str, float]]:
        """For each list of features: a category, and the stated probability of its group."""
        import numpy as np

        if not many:
            return []
        matrix = self._matrix(many)
        known = np.asarray(matrix.sum(axis=1)).ravel()
        scores = matrix @ self.words_log.T
        # each word is in twice (with its field and without), and words come in company: they are not independent
        scores = scores / np.sqrt(np.maximum(known, 1))[:, None] + self.prior_log
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        grouped = np.zeros((len(many), len(self.groups)), dtype=np.float32)
        for at in range(len(self.groups)):
            grouped[:, at] = chances[:, self.group_of == at].sum(axis=1)
        best = grouped.argmax(axis=1)
        found = []
        for row, group in enumerate(best):
            if not known[row]:
                found.append(("", 0.0))
                continue
            inside = np.where(self.group_of == group, chances[row], 0)
            leaf = int(inside.argmax())
            sure = float(grouped[row, group])
            clear = inside[leaf] >= 0.5 * sure
            found.append((self.categories[leaf] if clear else f"{self.groups[group]}/{GENERAL}", sure))
        return found


class Measured:
    """How often what is stated is right, by bands; before anything is measured, what is supposed."""

    def __init__(self, trust: float = 0.9) -> None:
        self.trust = trust
        self.right = Counter[int]()
        self.seen = Counter[int]()

    def learn(self, stated: float, right: bool) -> None:
        band = self._band(stated)
        self.seen[band] += 1
        self.right[band] += right

    def sure(self, stated: float) -> float:
        band = self._band(stated)
        supposed = self.trust * stated
        return (self.right[band] + BELIEVED * supposed) / (self.seen[band] + BELIEVED)

    @staticmethod
    def _band(stated: float) -> int:
        return sum(stated >= it for it in BANDS)
