"""What each vehicle does in a morning, in order. As JSON its shape is `schemas/plan.json`."""

from dataclasses import dataclass
from typing import Any

from moothall.engines.rounds.plain import as_plain, from_plain
from moothall.engines.rounds.problem import loaded


@dataclass(frozen=True, slots=True)
class PickUp:
    """A pupil fetched at one of the own places."""

    pupil: str
    place: str


@dataclass(frozen=True, slots=True)
class DropOff:
    """A school: every pupil of it who is aboard gets off."""

    school: str


@dataclass(frozen=True, slots=True)
class Morning:
    """A vehicle of a kind between its depot and its depot. When it sets out is not said: it follows from the windows
    of the schools (`check`)."""

    kind: str
    stops: tuple[PickUp | DropOff, ...]


@dataclass(frozen=True, slots=True)
class SchoolPlan:
    mornings: tuple[Morning, ...]
    name: str = ""

    def as_data(self) -> dict[str, Any]:
        """Plain data, in the shape of `schemas/plan.json`."""
        data: dict[str, Any] = as_plain(self)
        return data

    @staticmethod
    def from_data(data: Any) -> "SchoolPlan":
        """Raises Unreadable with one sentence that names the place."""
        return from_plain(SchoolPlan, data, "The plan")

    @staticmethod
    def from_json(text: str | bytes) -> "SchoolPlan":
        return SchoolPlan.from_data(loaded(text, "The plan"))
