"""A street survey as every reader gives it: ways with their lines, who may drive them, and turns that are banned."""

from collections.abc import Hashable
from dataclasses import dataclass, replace

Point = tuple[float, float]
"""Longitude and latitude in degrees (WGS 84)."""

Bounds = tuple[float, float, float, float]
"""West, south, east and north, in degrees."""

ROADS = (
    *(
        name
        for road in ("motorway", "trunk", "primary", "secondary", "tertiary")
        for name in (road, f"{road}_link")
    ),
    "unclassified",
    "residential",
    "living_street",
    "service",
    "pedestrian",
    "track",
    "busway",
    "road",
)
"""Kinds of road, in OpenStreetMap's words (https://wiki.openstreetmap.org/wiki/Key:highway), busiest first."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a vehicle may not exceed: metres and tonnes. None: no limit known."""

    width: float | None = None
    height: float | None = None
    weight: float | None = None
    length: float | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """A line along one road, in the direction it was drawn.

    keys: what each point is joined by: points of two ways with an equal key are one place
    shut: the modes (`vehicles.MODES`) that may not drive it
    posted: the posted speed limit in miles an hour; None where it is not known
    metres: between each point and the next, where the survey has it better than its degrees
    """

    id: str
    road: str
    keys: tuple[Hashable, ...]
    points: tuple[Point, ...]
    name: str = ""
    usrn: str = ""
    forward: bool = True
    backward: bool = True
    shut: frozenset[str] = frozenset()
    posted: float | None = None
    limits: Limits = Limits()
    roundabout: bool = False
    dual: bool = False
    metres: tuple[float, ...] = ()

    @property
    def described(self) -> str:
        """Its name, or what sort of road it is, for a sentence."""
        return self.name or f"an unnamed {self.road.replace('_', ' ')} ({self.id})"

    def turned(self) -> "Way":
        """The same way as if drawn the other way round."""
        return replace(
            self,
            keys=self.keys[::-1],
            points=self.points[::-1],
            forward=self.backward,
            backward=self.forward,
            metres=self.metres[::-1],
        )


@dataclass(frozen=True, slots=True)
class Restriction:
    """From one way into another at a place: it may not be driven, or (`only`) nothing else may be driven."""

    from_way: str
    via: Hashable
    to_way: str
    only: bool = False


@dataclass(frozen=True)
class Survey:
    """What a file held. `turning`: places where a long vehicle can turn round. `notes`: sentences for a person."""

    ways: tuple[Way, ...]
    restrictions: tuple[Restriction, ...] = ()
    turning: frozenset[Hashable] = frozenset()
    attribution: str = ""
    notes: tuple[str, ...] = ()
