"""A network as one vehicle class drives it, with what turns cost, as a graph that any shortest-path method takes.

A junction where turns cost nothing is one vertex. Where they cost, there is a vertex for each way of having come in,
one for each way of going out, and an edge from the one to the other that costs the turn; arcs whose turns cost the
same share theirs. So it is exact, and larger only where turns make it so.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from moothall.engines.rounds.problem import Arc, Network

Edge = tuple[int, int, int, int, str]
"""From, to, seconds, metres, and the arc that is driven, if any."""

EXACT = 53
"""Bits of a whole number that a float holds."""


@dataclass(frozen=True)
class Graph:
    """`costs[u, v]` is seconds and metres in one number: seconds << shift | metres, so that the quickest way is found
    and, of the quickest, the shortest.

    leaving, entering: the vertex after an arc was driven, and before one is; no edge leads from or to those of arcs
    that are barred to the class
    departing, arriving: the vertex of a node where a vehicle sets out, or stops, off the street
    driven: the arc of an edge
    """

    costs: Any
    shift: int
    leaving: dict[str, int]
    entering: dict[str, int]
    departing: dict[str, int]
    arriving: dict[str, int]
    driven: dict[tuple[int, int], str]


def graph_of(network: Network, vehicle_class: str = "") -> Graph:
    """A tenth of a second for 12,000 arcs. Raises ValueError where times would not fit exactly."""
    from scipy.sparse import csr_matrix  # half a second to load: only who looks for ways pays for it

    taken = {
        arc.id: seconds for arc in network.arcs if (seconds := arc.seconds_for(vehicle_class)) is not None
    }
    arcs = [arc for arc in network.arcs if arc.id in taken]
    making = _Making(arcs, {(it.from_arc, it.to_arc): it.seconds for it in network.turns})
    for node in network.nodes:
        making.add(node.id)
    making.edges += [
        (making.entering[arc.id], making.leaving[arc.id], taken[arc.id], arc.metres, arc.id) for arc in arcs
    ]
    # a path has no arc and no turn twice, so that none is longer than all of them together
    shift = sum(arc.metres for arc in arcs).bit_length()
    longest = sum(taken.values()) + sum(it.seconds or 0 for it in network.turns)
    if shift + longest.bit_length() > EXACT:
        raise ValueError("The network is too large for exact times: plan a part of it.")
    costs, driven = _least(making.edges, shift)
    size = len(making.numbers) + 2
    barred = [arc.id for arc in network.arcs if arc.id not in taken]
    pairs = np.array(list(costs), dtype=np.int64).reshape(-1, 2)
    values = np.array(list(costs.values()), dtype=np.float64)
    return Graph(
        costs=csr_matrix((values, (pairs[:, 0], pairs[:, 1])), shape=(size, size)),
        shift=shift,
        leaving=making.leaving | dict.fromkeys(barred, size - 2),
        entering=making.entering | dict.fromkeys(barred, size - 1),
        departing=making.departing,
        arriving=making.arriving,
        driven=driven,
    )


class _Making:
    """The vertices and edges of one junction after another."""

    def __init__(self, arcs: Sequence[Arc], turns: Mapping[tuple[str, str], int | None]) -> None:
        self.turns = turns
        self.coming: dict[str, list[str]] = defaultdict(list)
        self.going: dict[str, list[str]] = defaultdict(list)
        for arc in arcs:
            self.coming[arc.head].append(arc.id)
            self.going[arc.tail].append(arc.id)
        self.numbers: dict[Hashable, int] = {}
        self.leaving: dict[str, int] = {}
        self.entering: dict[str, int] = {}
        self.departing: dict[str, int] = {}
        self.arriving: dict[str, int] = {}
        self.edges: list[Edge] = []

    def number(self, *vertex: Hashable) -> int:
        return self.numbers.setdefault(vertex, len(self.numbers))

    def add(self, node: str) -> None:
        coming, going = self.coming[node], self.going[node]
        costs = {(into, out): self.turns.get((into, out), 0) for into in coming for out in going}
        if not any(cost != 0 for cost in costs.values()):
            vertex = self.departing[node] = self.arriving[node] = self.number(node)
            self.leaving |= dict.fromkeys(coming, vertex)
            self.entering |= dict.fromkeys(going, vertex)
            return
        departing = self.departing[node] = self.number(node, "departing")
        arriving = self.arriving[node] = self.number(node, "arriving")
        self.edges.append((departing, arriving, 0, 0, ""))
        for into in coming:
            row = tuple(costs[into, out] for out in going)
            self.leaving[into] = self.number(node, "leaving", row)
            self.edges.append((self.leaving[into], arriving, 0, 0, ""))
        for out in going:
            column = tuple(costs[into, out] for into in coming)
            self.entering[out] = self.number(node, "entering", column)
            self.edges.append((departing, self.entering[out], 0, 0, ""))
        self.edges += [
            (self.leaving[into], self.entering[out], cost, 0, "")
            for (into, out), cost in costs.items()
            if cost is not None
        ]


def _least(edges: list[Edge], shift: int) -> tuple[dict[tuple[int, int], int], dict[tuple[int, int], str]]:
    """Of the edges between the same two vertices, the best, and the arc that it is."""
    costs: dict[tuple[int, int], int] = {}
    driven: dict[tuple[int, int], str] = {}
    for start, end, seconds, metres, arc in edges:
        cost = seconds << shift | metres
        if start != end and cost < costs.get((start, end), 1 << EXACT):
            costs[start, end] = cost
            driven[start, end] = arc
    return costs, driven
