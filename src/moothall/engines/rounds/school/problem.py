"""Home to school: the pupils to be fetched on a morning, their schools, and the vehicles that fetch them.

Units are whole numbers: seconds, metres, pence, grams; a time of day is seconds after midnight. As JSON its shape is
`schemas/problem.json`; whether it makes sense is for `faults`, not for these classes.
"""

from dataclasses import dataclass
from typing import Any

from moothall.engines.rounds.plain import as_plain, from_plain
from moothall.engines.rounds.problem import Window, loaded

PRIMARY, SECONDARY = 45 * 60, 75 * 60
"""The longest that a journey should be, as a general guide, with the walk to a pick-up point: Department for Education,
Travel to school for children of compulsory school age (statutory guidance, Education Act 1996 ss. 508A and 508D)."""


@dataclass(frozen=True, slots=True)
class Boarding:
    """A place where a pupil may be fetched: the own door, or a pick-up point so many seconds' walk away."""

    place: str
    walk: int = 0


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil by a reference (never a name). Fetched at one of the `boards`, whichever makes the better plan.

    `journey` is the most seconds from leaving home to the school's gate, the walk with them; `boarding` is how long
    the vehicle stands. `wheelchair`: travels in one. `assistant`: somebody must come along. `alone`: with no other
    pupil aboard. `apart`: pupils who may not be aboard at the same time; to say it of one of two is enough.
    """

    id: str
    school: str
    boards: tuple[Boarding, ...]
    journey: int
    boarding: int = 30
    wheelchair: bool = False
    assistant: bool = False
    alone: bool = False
    apart: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class School:
    """Vehicles come to its gate in the window, and stand `alighting` seconds."""

    id: str
    place: str
    window: Window
    alighting: int = 60
    name: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """So many equal vehicles, each out from its depot and back once a morning.

    Each wheelchair aboard takes one of the `wheelchairs` places and folds `folds` seats away. An assistant takes a
    seat, and is paid for the whole time that the vehicle is out.
    """

    id: str
    depot: str
    count: int
    seats: int
    wheelchairs: int = 0
    folds: int = 0
    pence_a_day: int = 0
    pence_an_hour: int = 0
    pence_a_mile: int = 0
    assistant_pence_an_hour: int = 0
    grams_a_mile: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Travel:
    """The quickest way from each place to each other, at the time of day: a row for each place that it begins at."""

    places: tuple[str, ...]
    seconds: tuple[tuple[int, ...], ...]
    metres: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class SchoolProblem:
    """A morning. `mixed`: pupils of different schools may be aboard together."""

    name: str
    travel: Travel
    pupils: tuple[Pupil, ...]
    schools: tuple[School, ...]
    vehicles: tuple[Kind, ...]
    mixed: bool = True

    def as_data(self) -> dict[str, Any]:
        """Plain data, in the shape of `schemas/problem.json`."""
        data: dict[str, Any] = as_plain(self)
        return data

    @staticmethod
    def from_data(data: Any) -> "SchoolProblem":
        """Raises Unreadable with one sentence that names the place."""
        return from_plain(SchoolProblem, data, "The problem")

    @staticmethod
    def from_json(text: str | bytes) -> "SchoolProblem":
        return SchoolProblem.from_data(loaded(text, "The problem"))
