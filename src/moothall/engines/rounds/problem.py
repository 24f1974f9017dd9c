"""What is to be planned: a street network, the work on it, and the vehicles that do it.

Units are whole numbers: seconds, metres, kilograms, pence, grams, millilitres; a time of day is seconds after
midnight. As JSON its shape is `schemas/problem.json`; whether it makes sense is for `faults`, not for these classes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from moothall.engines.rounds.plain import as_plain, from_plain
from moothall.kit.unreadable import Unreadable

ANY = ""
"""In a payload: whatever material has no compartment of its own."""


@dataclass(frozen=True, slots=True)
class Node:
    """A junction or an end of a street, in degrees (WGS84); a made-up network needs no coordinates."""

    id: str
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True, slots=True)
class Arc:
    """A stretch of street driven one way, from `tail` to `head`: a two-way street is two arcs.

    `by_class` gives the seconds of a vehicle class that is slower or quicker there; None bars it.
    """

    id: str
    tail: str
    head: str
    metres: int
    seconds: int
    street: str = ""
    by_class: Mapping[str, int | None] = field(default_factory=dict)

    def seconds_for(self, vehicle_class: str) -> int | None:
        """To drive it; None where the class may not."""
        return self.by_class.get(vehicle_class, self.seconds)


@dataclass(frozen=True, slots=True)
class Turn:
    """Extra seconds to drive from one arc into the next; None bans it. A turn not listed is free.

    No turn is charged or banned where a vehicle stops off the street: at a depot, a tip or a point.
    """

    from_arc: str
    to_arc: str
    seconds: int | None


@dataclass(frozen=True, slots=True)
class Network:
    nodes: tuple[Node, ...]
    arcs: tuple[Arc, ...]
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """Work begins at `opens` or later and is done by `closes`; a vehicle that comes early waits."""

    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Today:
    """When and by which vehicle a service is done now; no vehicle named: that does not matter."""

    days: tuple[str, ...]
    vehicle: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """A street, or a point (`node`), to be visited.

    One arc: along that arc only. Two: along either, once; the first is the one with the kerb on the right side.
    `seconds` is the whole visit, the drive along the arc with it; `load` is kilograms by material in one visit.
    `patterns` are the sets of days allowed, one of which is chosen; none: one visit, on any day. The higher its
    `priority`, the sooner it is done when not everything can be.
    """

    id: str
    seconds: int
    arcs: tuple[str, ...] = ()
    node: str = ""
    name: str = ""
    load: Mapping[str, int] = field(default_factory=dict)
    homes: int = 0
    patterns: tuple[tuple[str, ...], ...] = ()
    window: Window | None = None
    skill: str = ""
    priority: int = 0
    today: Today | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """A depot, or a tip. No materials: it takes all; no days: it opens on all.

    At a tip a vehicle is rid of every material the tip takes, in `turnaround` seconds, all within its hours.
    """

    id: str
    node: str
    kind: str
    name: str = ""
    materials: tuple[str, ...] = ()
    hours: Window | None = None
    days: tuple[str, ...] = ()
    turnaround: int = 0
    pence_a_tonne: int = 0


DEPOT, TIP = "depot", "tip"


@dataclass(frozen=True, slots=True)
class Shift:
    """It starts at `start`; after `seconds` of it come at most `overtime` seconds more."""

    start: int
    seconds: int
    overtime: int = 0


@dataclass(frozen=True, slots=True)
class Break:
    """A round that is `after` seconds long without it has one break: before the stop that would end later."""

    after: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A vehicle with its crew. `payload` is kilograms by compartment: a material's own, or ANY for the rest.

    No payload: it carries any load. No shift: it may be out however long. No days: it works on all.
    """

    id: str
    depot: str
    class_: str = ""
    payload: Mapping[str, int] = field(default_factory=dict)
    shift: Shift | None = None
    break_: Break | None = None
    skills: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    pence_a_day: int = 0
    pence_an_hour: int = 0
    pence_a_kilometre: int = 0
    grams_a_kilometre: int = 0
    millilitres_a_kilometre: int = 0

    def compartment(self, material: str) -> str:
        """The compartment that this material goes into; it need not have one."""
        return material if material in self.payload else ANY


@dataclass(frozen=True, slots=True)
class Prices:
    """What makes one plan better than another beside what its vehicles cost, in pence; nought: it is not counted.

    overtime: an hour of it, on top of the vehicle's hour
    imbalance: the square of each hour by which a shift differs from the mean shift of the plan
    day_change: a home that is not visited on the days it is today
    crew_change: a home that is visited by another vehicle than today
    compactness: a kilometre, as the crow flies, from a service to the middle of its round
    wrong_kerb: a service done along the second of its arcs
    carbon: a tonne of CO2e
    """

    overtime: int = 0
    imbalance: int = 0
    day_change: int = 0
    crew_change: int = 0
    compactness: int = 0
    wrong_kerb: int = 0
    carbon: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """`days` are the days planned, in order, by any names: five of a week, ten of a fortnight.

    A round is a vehicle on a day. It starts and ends at its depot, empty wherever there are tips.
    """

    name: str
    network: Network
    services: tuple[Service, ...]
    sites: tuple[Site, ...]
    vehicles: tuple[Vehicle, ...]
    days: tuple[str, ...] = ("Monday",)
    prices: Prices = field(default_factory=Prices)

    def as_data(self) -> dict[str, Any]:
        """Plain data, in the shape of `schemas/problem.json`."""
        data: dict[str, Any] = as_plain(self)
        return data

    @staticmethod
    def from_data(data: Any) -> "Problem":
        """Raises Unreadable with one sentence that names the place."""
        return from_plain(Problem, data, "The problem")

    @staticmethod
    def from_json(text: str | bytes) -> "Problem":
        return Problem.from_data(loaded(text, "The problem"))


def loaded(text: str | bytes, called: str) -> Any:
    """What a JSON text says; Unreadable, naming the line, where it is not JSON."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno}, column {fault.colno}"
        raise Unreadable(f"{called} is not JSON: look at {where} ({fault.msg}).") from None
    except RecursionError:
        raise Unreadable(f"{called} is not JSON: it has too many brackets within brackets.") from None
    except UnicodeDecodeError:
        raise Unreadable(f"{called} is not text: save it as JSON in UTF-8.") from None
