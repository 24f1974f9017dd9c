"""The quickest ways between places, turns counted: times and distances between all of many, and one way driven."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moothall.engines.rounds.network.graph import graph_of
from moothall.engines.rounds.problem import Network

UNREACHABLE = 1 << 29
"""Seconds and metres where there is no way: three of them still add up within 32 bits."""
AT_ONCE = 256
"""Sources worked out in one go: 256 rows of 30,000 numbers are 60 MB."""

Numbers = NDArray[np.int32]
Vertices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a vehicle can be. At a node it stops off the street: no turn is charged there.

    On an arc: a way *to* it ends where the arc begins, with the turn into it; a way *from* it begins where the arc
    ends, with the turn out of it. The drive along the arc itself is in neither.
    """

    node: str = ""
    arc: str = ""


@dataclass(frozen=True)
class Matrix:
    """`seconds[c, leave[i], enter[j]]` is from the i-th place to the j-th for the c-th class; `metres` likewise.

    Places that are the same to leave, or to enter, for all of the classes share a row or a column. UNREACHABLE where
    there is no way.
    """

    seconds: Numbers
    metres: Numbers
    leave: Numbers
    enter: Numbers


class Paths:
    """The ways of one vehicle class through a network."""

    def __init__(self, network: Network, vehicle_class: str = "") -> None:
        self.graph = graph_of(network, vehicle_class)

    def path(self, start: Place, end: Place) -> tuple[str, ...] | None:
        """The arcs driven between, those of the places themselves not among them; None where there is no way."""
        return self.paths([(start, end)])[0]

    def paths(self, legs: Sequence[tuple[Place, Place]]) -> list[tuple[str, ...] | None]:
        """The same for many legs; legs that start at one place are worked out together."""
        from scipy.sparse.csgraph import dijkstra

        wanted: dict[int, set[int]] = defaultdict(set)
        for start, end in legs:
            wanted[self.leave(start)].add(self.enter(end))
        found: dict[tuple[int, int], tuple[str, ...] | None] = {}
        for source, targets in wanted.items():
            costs, before = dijkstra(self.graph.costs, indices=source, return_predecessors=True)
            for target in targets:
                known = np.isfinite(costs[target])
                found[source, target] = self._walked(before, source, target) if known else None
        return [found[self.leave(start), self.enter(end)] for start, end in legs]

    def ahead_of(self, place: Place) -> frozenset[str]:
        """The arcs that can be driven after leaving it."""
        seen = _reached(self.graph.costs, self.leave(place))
        return frozenset(arc for arc, vertex in self.graph.entering.items() if vertex in seen)

    def back_to(self, place: Place) -> frozenset[str]:
        """The arcs from whose end it can be got to."""
        seen = _reached(self.graph.costs.T.tocsr(), self.enter(place))
        return frozenset(arc for arc, vertex in self.graph.leaving.items() if vertex in seen)

    def largest(self) -> frozenset[str]:
        """The arcs of the largest part of the network whose arcs can all be driven from all the others."""
        from scipy.sparse.csgraph import connected_components

        _, part = connected_components(self.graph.costs, connection="strong")
        arcs: dict[int, set[str]] = defaultdict(set)
        for arc, vertex in self.graph.entering.items():
            if part[vertex] == part[self.graph.leaving[arc]]:
                arcs[part[vertex]].add(arc)
        return frozenset(max(arcs.values(), key=len, default=()))

    def between(self, rows: Vertices, columns: Vertices) -> Iterator[tuple[Numbers, Numbers]]:
        """Seconds and metres from each vertex to each, some rows at a time."""
        from scipy.sparse.csgraph import dijkstra

        shift = self.graph.shift
        for first in range(0, len(rows), AT_ONCE):
            costs = dijkstra(self.graph.costs, indices=rows[first : first + AT_ONCE])[:, columns]
            known = np.isfinite(costs)
            whole = np.where(known, costs, 0).astype(np.int64)
            yield (
                np.where(known, whole >> shift, UNREACHABLE).astype(np.int32),
                np.where(known, whole & ((1 << shift) - 1), UNREACHABLE).astype(np.int32),
            )

    def _walked(self, before: Any, source: int, target: int) -> tuple[str, ...]:
        steps = []
        while target != source:
            previous = int(before[target])
            if arc := self.graph.driven[previous, target]:
                steps.append(arc)
            target = previous
        return tuple(reversed(steps))

    def leave(self, place: Place) -> int:
        """The vertex that a way from there begins at."""
        return self.graph.leaving[place.arc] if place.arc else self.graph.departing[place.node]

    def enter(self, place: Place) -> int:
        """The vertex that a way to there ends at."""
        return self.graph.entering[place.arc] if place.arc else self.graph.arriving[place.node]


def _reached(costs: Any, vertex: int) -> set[int]:
    from scipy.sparse.csgraph import breadth_first_order

    return set(breadth_first_order(costs, vertex, return_predecessors=False).tolist())


def matrix(network: Network, places: Sequence[Place], classes: Sequence[str] = ("",)) -> Matrix:
    """Between all of the places, by vehicle class: the quickest way and, of the quickest, the shortest.

    Four bytes for each pair and each of seconds and metres. Raises KeyError for a place that is not there.
    """
    ways = [Paths(network, it) for it in classes]
    leaving = np.array([[it.leave(place) for it in ways] for place in places], dtype=np.int64)
    entering = np.array([[it.enter(place) for it in ways] for place in places], dtype=np.int64)
    rows, leave = np.unique(leaving, axis=0, return_inverse=True)
    columns, enter = np.unique(entering, axis=0, return_inverse=True)
    seconds = np.empty((len(ways), len(rows), len(columns)), np.int32)
    metres = np.empty_like(seconds)
    for number, it in enumerate(ways):
        first = 0
        for some_seconds, some_metres in it.between(rows[:, number], columns[:, number]):
            part = slice(first, first + len(some_seconds))
            seconds[number, part], metres[number, part] = some_seconds, some_metres
            first = part.stop
    return Matrix(seconds, metres, leave.reshape(-1).astype(np.int32), enter.reshape(-1).astype(np.int32))


def path(network: Network, start: Place, end: Place, vehicle_class: str = "") -> tuple[str, ...] | None:
    """The arcs driven between two places; None where there is no way."""
    return Paths(network, vehicle_class).path(start, end)
