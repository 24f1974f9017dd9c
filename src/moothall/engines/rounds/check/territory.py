"""How much of a plan's rounds lies together: each round's own streets, and those that lie in another's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

from moothall.engines.rounds.plan import Round
from moothall.engines.rounds.problem import Arc, Node, Service

METRES_A_DEGREE = 111_195  # of latitude, on a sphere of 6,371 km
Point = tuple[float, float]
"""Metres, as the crow flies, east and north of where the map's two lines of nought cross."""


@dataclass(frozen=True, slots=True)
class Territory:
    """Of a round: metres from each of its services to the middle of them, added up; and the homes of those that are
    nearer to the middle of another round than to their own's. Nought where the network has no coordinates."""

    apart: int
    astray: int


class Map:
    """Where the services of a problem are."""

    def __init__(
        self, nodes: Mapping[str, Node], arcs: Mapping[str, Arc], services: Sequence[Service]
    ) -> None:
        known = {
            it.id: (it.longitude, it.latitude)
            for it in nodes.values()
            if it.longitude is not None and it.latitude is not None
        }
        shrunk = cos(radians(_mean([latitude for _, latitude in known.values()]))) if known else 1.0
        at = {id: (x * shrunk * METRES_A_DEGREE, y * METRES_A_DEGREE) for id, (x, y) in known.items()}
        self._homes = {it.id: it.homes for it in services}
        self._places: dict[str, Point] = {}
        for it in services:
            ends = [arcs[it.arcs[0]].tail, arcs[it.arcs[0]].head] if it.arcs else [it.node]
            if all(end in at for end in ends):
                self._places[it.id] = _middle([at[end] for end in ends])

    def territories(self, rounds: Sequence[Round]) -> list[Territory]:
        """Of each round, in the order given."""
        its = [
            [
                (self._places[stop.service], self._homes[stop.service])
                for stop in it.services
                if stop.service in self._places
            ]
            for it in rounds
        ]
        middles = [_middle([place for place, _ in one]) if one else None for one in its]
        others = [it for it in middles if it]
        found = []
        for one, middle in zip(its, middles, strict=True):
            apart = [_metres(place, middle) for place, _ in one if middle]
            nearest = [min(_metres(place, other) for other in others) for place, _ in one]
            astray = sum(
                homes for (_, homes), own, near in zip(one, apart, nearest, strict=True) if near < own
            )
            found.append(Territory(round(sum(apart)), astray))
        return found


def _middle(places: Sequence[Point]) -> Point:
    return _mean([x for x, _ in places]), _mean([y for _, y in places])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _metres(one: Point, two: Point) -> float:
    return hypot(one[0] - two[0], one[1] - two[1])
