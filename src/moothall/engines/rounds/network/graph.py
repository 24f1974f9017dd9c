"""A network as one vehicle class drives it, with what turns cost, as a graph that any shortest-path method takes.

A junction where turns cost nothing is one vertex. Where they cost, there is a vertex for each way of having come in,
one for each way of going out, and an edge from the one to the other that costs the turn; arcs whose turns cost the
same share theirs. So it is exact, and larger only where turns make it so.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from moothall.engines.rounds.problem import Arc, Network

Edge = tuple[int, int, int, int, str]
"""From, to, seconds, metres, and the arc that is driven, if any."""

EXACT = 53
"""Bits of a whole number that a float holds."""


@dataclass(frozen=True)
class Graph:
    """`costs[u, v]` is seconds and metres in one number: seconds << shift | metres, so that the quickest way is found
    and, of the quickest, the shortest.

    leaving, entering: the vertex after an arc was driven, and before one is; arcs barred to the class are not there
    departing, arriving: the vertex of a node where a vehicle sets out, or stops, off the street
    driven: the arc of an edge
    nowhere: a vertex without edges to leave from, and one to get to
    """

    costs: Any
    shift: int
    leaving: dict[str, int]
    entering: dict[str, int]
    departing: dict[str, int]
    arriving: dict[str, int]
    driven: dict[tuple[int, int], str]
    nowhere: tuple[int, int]


def graph_of(network: Network, vehicle_class: str = "") -> Graph:
    """A tenth of a second for 12,000 arcs. Raises ValueError where times would not fit exactly."""
    open_arcs = {
        arc.id: (arc, seconds)
        for arc in network.arcs
        if (seconds := arc.seconds_for(vehicle_class)) is not None
    }
    coming: dict[str, list[str]] = defaultdict(list)
    going: dict[str, list[str]] = defaultdict(list)
    for arc, _ in open_arcs.values():
        coming[arc.head].append(arc.id)
        going[arc.tail].append(arc.id)
    turns = {
        (it.from_arc, it.to_arc): it.seconds
        for it in network.turns
        if it.from_arc in open_arcs and it.to_arc in open_arcs
    }
    with_turns = {open_arcs[out][0].tail for _, out in turns}

    numbers: dict[Hashable, int] = {}
    leaving: dict[str, int] = {}
    entering: dict[str, int] = {}
    departing: dict[str, int] = {}
    arriving: dict[str, int] = {}
    edges: list[Edge] = []
    for node in network.nodes:
        if node.id not in with_turns:
            vertex = numbers.setdefault(node.id, len(numbers))
            departing[node.id] = arriving[node.id] = vertex
            leaving |= dict.fromkeys(coming[node.id], vertex)
            entering |= dict.fromkeys(going[node.id], vertex)
            continue
        costs = {into: tuple(turns.get((into, out), 0) for out in going[node.id]) for into in coming[node.id]}
        columns = {
            out: tuple(turns.get((into, out), 0) for into in coming[node.id]) for out in going[node.id]
        }
        departing[node.id] = numbers.setdefault((node.id, "departing"), len(numbers))
        arriving[node.id] = numbers.setdefault((node.id, "arriving"), len(numbers))
        for into, row in costs.items():
            leaving[into] = numbers.setdefault((node.id, "leaving", row), len(numbers))
            edges.append((leaving[into], arriving[node.id], 0, 0, ""))
        for out, column in columns.items():
            entering[out] = numbers.setdefault((node.id, "entering", column), len(numbers))
            edges.append((departing[node.id], entering[out], 0, 0, ""))
            edges += [
                (leaving[into], entering[out], cost, 0, "")
                for into, cost in zip(coming[node.id], column, strict=True)
                if cost is not None
            ]
        edges.append((departing[node.id], arriving[node.id], 0, 0, ""))
    edges += [
        (entering[id], leaving[id], seconds, arc.metres, id) for id, (arc, seconds) in open_arcs.items()
    ]
    shift = _shift(network, (arc for arc, _ in open_arcs.values()), vehicle_class)
    costs_of, driven = _least(edges, shift)
    nowhere = len(numbers), len(numbers) + 1
    size = len(numbers) + 2
    pairs = np.array(list(costs_of), dtype=np.int64).reshape(-1, 2)
    values = np.array(list(costs_of.values()), dtype=np.float64)
    return Graph(
        costs=csr_matrix((values, (pairs[:, 0], pairs[:, 1])), shape=(size, size)),
        shift=shift,
        leaving=leaving,
        entering=entering,
        departing=departing,
        arriving=arriving,
        driven=driven,
        nowhere=nowhere,
    )


def _shift(network: Network, arcs: Iterator[Arc], vehicle_class: str) -> int:
    """Bits for the metres. A path has no arc and no turn twice, so none is longer than all of them together."""
    metres = seconds = 0
    for arc in arcs:
        metres += arc.metres
        seconds += arc.seconds_for(vehicle_class) or 0
    seconds += sum(turn.seconds or 0 for turn in network.turns)
    if metres.bit_length() + seconds.bit_length() > EXACT:
        raise ValueError("The network is too large for exact times: plan a part of it.")
    return metres.bit_length()


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
