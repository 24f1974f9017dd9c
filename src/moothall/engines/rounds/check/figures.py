"""What a round, a day or a whole plan takes. Everything is a sum, so that what is shown adds up."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds of each kind of time, metres, kilograms by material, grams of CO2e and millilitres of fuel.

    `dead` is driving with nothing served. `overtime` is part of the time, not added to it. `apart`
    is metres, as the crow flies, from every service to the middle of its round; `astray`, homes nearer to the middle
    of another round.
    """

    services: int = 0
    homes: int = 0
    served: int = 0
    dead: int = 0
    tipping: int = 0
    waiting: int = 0
    breaks: int = 0
    overtime: int = 0
    metres: int = 0
    dead_metres: int = 0
    apart: int = 0
    astray: int = 0
    tips: int = 0
    kilograms: Mapping[str, int] = field(default_factory=dict)
    grams: int = 0
    millilitres: int = 0

    @property
    def seconds(self) -> int:
        """From the start at the depot to the return."""
        return self.served + self.dead + self.tipping + self.waiting + self.breaks

    @property
    def unproductive(self) -> int:
        """Seconds in which nothing is served, other than breaks."""
        return self.dead + self.tipping + self.waiting


@dataclass(frozen=True, slots=True)
class Cost:
    """Whole pence, each rounded by round; the last three are of the plan, not of any round."""

    vehicles: int = 0
    time: int = 0
    distance: int = 0
    overtime: int = 0
    tipping: int = 0
    carbon: int = 0
    wrong_kerb: int = 0
    compactness: int = 0
    imbalance: int = 0
    day_changes: int = 0
    crew_changes: int = 0

    @property
    def total(self) -> int:
        return sum(getattr(self, it.name) for it in fields(self))


Sums = TypeVar("Sums", Figures, Cost)


def total(kind: type[Sums], parts: Iterable[Sums]) -> Sums:
    """The sum of several `Figures`, or of several `Cost`s."""
    rows = [kind(), *parts]
    return kind(**{it.name: _sum([getattr(row, it.name) for row in rows]) for it in fields(kind)})


def _sum(values: list[Any]) -> Any:
    if isinstance(values[0], Mapping):
        return dict(sum((Counter(it) for it in values), Counter()))
    return sum(values)


def whole(amount: int, unit: int) -> int:
    """An amount over its unit, rounded half up."""
    return (2 * amount + unit) // (2 * unit)
