"""Streets ready to be planned on: the network, and of each arc what a map and a crew need beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import cos, hypot, radians

from moothall.engines.rounds.network.ways import Point
from moothall.engines.rounds.problem import Network


@dataclass(frozen=True, slots=True)
class Stretch:
    """One arc as it lies: its line from tail to head, and the arc back where it is driven both ways.

    road: the kind of road (`ways.ROADS`); usrn: its Unique Street Reference Number where the survey has it
    """

    arc: str
    line: tuple[Point, ...]
    street: str
    road: str
    back: str = ""
    roundabout: bool = False
    dual: bool = False
    usrn: str = ""
    dead_end: bool = False
    """Its head is the end of a dead end."""


@dataclass(frozen=True)
class Streets:
    """`stretches` are by arc id; they are empty where the survey had no coordinates.

    barred: why a class may not drive an arc, by (class, arc), as the end of a sentence
    trapped: arcs into dead ends that nobody may turn round in
    """

    network: Network
    stretches: Mapping[str, Stretch]
    barred: Mapping[tuple[str, str], str]
    trapped: frozenset[str] = frozenset()
    attribution: str = ""
    notes: tuple[str, ...] = ()

    @cached_property
    def edges(self) -> tuple[tuple[str, ...], ...]:
        """Each stretch of street once: its arc, or its arc and the arc back."""
        seen: set[str] = set()
        found = []
        for stretch in self.stretches.values():
            if stretch.arc not in seen:
                found.append((stretch.arc, stretch.back) if stretch.back else (stretch.arc,))
                seen |= {stretch.arc, stretch.back}
        return tuple(found)

    def leaving(self, arc: str) -> tuple[str, ...]:
        """The arcs that begin where this one ends, the arc back not among them."""
        back = self.stretches[arc].back
        return tuple(it for it in self._from[self._heads[arc]] if it != back)

    @cached_property
    def _heads(self) -> dict[str, str]:
        return {arc.id: arc.head for arc in self.network.arcs}

    @cached_property
    def _from(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {node.id: [] for node in self.network.nodes}
        for arc in self.network.arcs:
            found[arc.tail].append(arc.id)
        return found


def metres_a_degree(latitude: float) -> Point:
    """Metres in a degree of longitude and of latitude there: the usual series for WGS 84, good to a centimetre."""
    it = radians(latitude)
    return (
        111_412.84 * cos(it) - 93.5 * cos(3 * it) + 0.118 * cos(5 * it),
        111_132.954 - 559.822 * cos(2 * it) + 1.175 * cos(4 * it),
    )


def flat(point: Point, near: Point) -> Point:
    """Metres east and north of `near`: good to a few thousandths in a district."""
    east, north = metres_a_degree(near[1])
    return (point[0] - near[0]) * east, (point[1] - near[1]) * north


def apart(one: Point, other: Point) -> float:
    """Metres between two points that are near each other."""
    return hypot(*flat(one, other))
