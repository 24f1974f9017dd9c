"""The risk matrix: what each level of likelihood and impact means, the score of each cell, and the bands of scores.

Pure: a council's own matrix is kept as rows of `risks.models.MatrixVersion`, the shipped one is `USUAL`.
Source of its shape: HM Treasury, The Orange Book (2023), which leaves scales and bands to each organisation; the
percentages and pounds here are examples to be replaced.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

LOOKS = (
    "low",
    "moderate",
    "high",
    "severe",
)  # of bands, from the least: colours follow them, words are the council's
LEAST, MOST = 3, 6  # levels
HIGHEST = 100  # a score


@dataclass(frozen=True)
class Level:
    """A level of likelihood or of impact: its name, and what is meant by it."""

    label: str
    words: str = ""


@dataclass(frozen=True)
class Band:
    """Scores from `start` up to the next band's."""

    start: int
    label: str
    look: str


@dataclass(frozen=True)
class Matrix:
    """Levels from the least to the most. `weights[likelihood][impact]` replaces likelihood times impact where given.

    `escalate_at` is the score from which a risk is proposed to the level above. Raises ValueError with a sentence.
    """

    likelihood: tuple[Level, ...]
    impact: tuple[Level, ...]
    bands: tuple[Band, ...]
    escalate_at: int
    weights: tuple[tuple[int, ...], ...] = ()

    def __post_init__(self) -> None:
        for name, levels in (("likelihood", self.likelihood), ("impact", self.impact)):
            if not LEAST <= len(levels) <= MOST:
                raise ValueError(f"Give {LEAST} to {MOST} levels of {name}.")
            labels = [it.label for it in levels]
            if not all(labels) or len(set(labels)) < len(labels):
                raise ValueError(f"Give each level of {name} a name of its own.")
        self._check_weights()
        self._check_bands()
        if not 1 <= self.escalate_at <= self.highest:
            raise ValueError(f"Propose escalation at a score from 1 to {self.highest}.")

    def _check_weights(self) -> None:
        if not self.weights:
            return
        shape = [len(row) for row in self.weights]
        if shape != [len(self.impact)] * len(self.likelihood):
            raise ValueError(
                f"Give a score for each cell: {len(self.likelihood)} rows of {len(self.impact)}, or none at all."
            )
        if any(not 1 <= it <= HIGHEST for row in self.weights for it in row):
            raise ValueError(f"A cell's score is a whole number from 1 to {HIGHEST}.")
        columns = list(zip(*self.weights, strict=True))
        if any(list(line) != sorted(line) for line in (*self.weights, *columns)):
            raise ValueError("What is likelier or heavier cannot score less: mend the scores of the cells.")

    def _check_bands(self) -> None:
        starts = [it.start for it in self.bands]
        if not 2 <= len(self.bands) <= len(LOOKS) or starts != sorted(set(starts)):
            raise ValueError(f"Give 2 to {len(LOOKS)} bands, each from a higher score than the one before.")
        if starts[0] != self.lowest:
            raise ValueError(f"The first band starts at {self.lowest}, the lowest score there is.")
        if starts[-1] > self.highest:
            raise ValueError(f"No score reaches {starts[-1]}: the highest is {self.highest}.")
        labels = [it.label for it in self.bands]
        if not all(labels) or len(set(labels)) < len(labels):
            raise ValueError("Give each band a name of its own.")
        if any(it.look not in LOOKS for it in self.bands):
            raise ValueError(f"A band's colour is one of {', '.join(LOOKS)}.")

    @property
    def lowest(self) -> int:
        return self.score(1, 1)

    @property
    def highest(self) -> int:
        return self.score(len(self.likelihood), len(self.impact))

    def score(self, likelihood: int, impact: int) -> int:
        """The score of a cell; levels count from 1. Raises ValueError for a level there is not."""
        if not (1 <= likelihood <= len(self.likelihood) and 1 <= impact <= len(self.impact)):
            raise ValueError(
                f"Choose a likelihood from 1 to {len(self.likelihood)} and an impact from 1 to {len(self.impact)}."
            )
        return self.weights[likelihood - 1][impact - 1] if self.weights else likelihood * impact

    def band(self, score: int) -> Band:
        """The band a score is in."""
        return next((it for it in reversed(self.bands) if it.start <= score), self.bands[0])

    def plain(self) -> dict[str, Any]:
        """The matrix as JSON holds it."""
        return asdict(self)


def read(plain: Mapping[str, Any]) -> Matrix:
    """A matrix as `plain` gave it."""
    return Matrix(
        tuple(Level(**it) for it in plain["likelihood"]),
        tuple(Level(**it) for it in plain["impact"]),
        tuple(Band(**it) for it in plain["bands"]),
        plain["escalate_at"],
        tuple(tuple(row) for row in plain["weights"]),
    )


USUAL = Matrix(
    likelihood=(
        Level("Rare", "Under 5% in the next year (example, set your own)"),
        Level("Unlikely", "5% to 20% in the next year (example, set your own)"),
        Level("Possible", "20% to 50% in the next year (example, set your own)"),
        Level("Likely", "50% to 80% in the next year (example, set your own)"),
        Level("Almost certain", "Over 80% in the next year (example, set your own)"),
    ),
    impact=(
        Level("Slight", "Put right in a day within the team. Under £50,000 (example, set your own)"),
        Level("Minor", "Some people wait for a few days. £50,000 to £250,000 (example, set your own)"),
        Level("Moderate", "A service is cut back for a week. £250,000 to £500,000 (example, set your own)"),
        Level("Major", "A service stops, or somebody is hurt. £500,000 to £750,000 (example, set your own)"),
        Level("Very severe", "The council cannot do its duties. Over £750,000 (example, set your own)"),
    ),
    bands=(
        Band(1, "Low", "low"),
        Band(5, "Moderate", "moderate"),
        Band(10, "High", "high"),
        Band(15, "Severe", "severe"),
    ),
    escalate_at=15,
)
