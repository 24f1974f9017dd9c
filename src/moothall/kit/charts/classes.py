"""Classes of a map: figures in order, cut into groups of about as many areas each. The rule: docs/methods/maps.md."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

CLASSES = 5


@dataclass(frozen=True, slots=True)
class Class:
    """One class: its letter, its lowest and highest figure, and how many areas are in it."""

    letter: str
    low: Decimal
    high: Decimal
    count: int

    def holds(self, value: Decimal) -> bool:
        return self.low <= value <= self.high


def classes(values: Sequence[Decimal], most: int = CLASSES) -> tuple[Class, ...]:
    """The classes of these figures from the lowest up, at most so many.

    A figure with b others below it, of n, is in class floor(most × b ÷ n): equal figures are always in one class,
    and a class that nobody is in is left out. Give figures rounded as they are shown, so that what reads the same
    is coloured the same.
    """
    ordered = sorted(values)
    places = [most * bisect_left(ordered, value) // len(ordered) for value in ordered]
    found = []
    for letter, place in enumerate(sorted(set(places))):
        held = [value for value, at in zip(ordered, places, strict=True) if at == place]
        found.append(Class("ABCDEFGHI"[letter], held[0], held[-1], len(held)))
    return tuple(found)
