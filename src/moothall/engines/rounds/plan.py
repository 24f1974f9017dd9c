"""What each vehicle does on each day, in order. As JSON its shape is `schemas/plan.json`."""

from dataclasses import dataclass
from typing import Any

from moothall.engines.rounds.plain import as_plain, from_plain
from moothall.engines.rounds.problem import loaded


@dataclass(frozen=True, slots=True)
class Stop:
    """A service, done along one of its arcs; a point has none."""

    service: str
    arc: str = ""


@dataclass(frozen=True, slots=True)
class Tip:
    """A visit to a tip."""

    site: str


@dataclass(frozen=True, slots=True)
class Round:
    """A vehicle's day between its start at the depot and its return. How it drives from stop to stop is not said: it
    takes the quickest way."""

    vehicle: str
    day: str
    stops: tuple[Stop | Tip, ...] = ()

    @property
    def services(self) -> tuple[Stop, ...]:
        return tuple(it for it in self.stops if isinstance(it, Stop))


@dataclass(frozen=True, slots=True)
class Plan:
    rounds: tuple[Round, ...]
    name: str = ""

    def as_data(self) -> dict[str, Any]:
        """Plain data, in the shape of `schemas/plan.json`."""
        data: dict[str, Any] = as_plain(self)
        return data

    @staticmethod
    def from_data(data: Any) -> "Plan":
        """Raises Unreadable with one sentence that names the place."""
        return from_plain(Plan, data, "The plan")

    @staticmethod
    def from_json(text: str | bytes) -> "Plan":
        return Plan.from_data(loaded(text, "The plan"))
