"""The places between which a solver prices driving: where services, depots and tips begin and end."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from moothall.engines.rounds.problem import Problem

UNREACHED = 1 << 29
"""Seconds between places of which one cannot be reached from the other: six thousand days."""

LONGEST = 1 << 26
"""More metres than any way between two places."""

Whole32 = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Places:
    """Seconds and metres from place to place for each vehicle class, and where things are.

    A service has a pair of places (where it begins, where it ends) for each of its ways.
    """

    classes: tuple[str, ...]
    seconds: Whole32  # [class, place, place]
    metres: Whole32
    of_service: tuple[tuple[tuple[int, int], ...], ...]
    arcs: tuple[tuple[str, ...], ...]
    of_site: dict[str, int]


def places_of(problem: Problem) -> Places:
    """Every node that a service, a depot or a tip touches is a place."""
    arcs = {it.id: it for it in problem.network.arcs}
    used: dict[str, int] = {}

    def place(node: str) -> int:
        return used.setdefault(node, len(used))

    of_service, ways = [], []
    for it in problem.services:
        if it.arcs:
            of_service.append(tuple((place(arcs[arc].tail), place(arcs[arc].head)) for arc in it.arcs))
            ways.append(tuple(it.arcs))
        else:
            of_service.append(((place(it.node), place(it.node)),))
            ways.append(("",))
    of_site = {it.id: place(it.node) for it in problem.sites}
    classes = tuple(dict.fromkeys(it.class_ for it in problem.vehicles))
    seconds, lengths = [], []
    for one in classes:
        times, distances = _matrices(problem, tuple(used), one)
        seconds.append(times)
        lengths.append(distances)
    return Places(
        classes,
        np.stack(seconds),
        np.stack(lengths),
        tuple(of_service),
        tuple(ways),
        of_site,
    )


def _matrices(problem: Problem, nodes: Sequence[str], vehicle_class: str) -> tuple[Whole32, Whole32]:
    """Quickest seconds between nodes, and the metres of those ways."""
    index = {it.id: n for n, it in enumerate(problem.network.nodes)}
    quickest: dict[tuple[int, int], tuple[int, int]] = {}
    for arc in problem.network.arcs:
        taken = arc.seconds_for(vehicle_class)
        if taken is not None:
            key = (index[arc.tail], index[arc.head])
            quickest[key] = min(quickest.get(key, (taken, arc.metres)), (taken, arc.metres))
    tails = np.array([tail for tail, _ in quickest], np.int32)
    heads = np.array([head for _, head in quickest], np.int32)
    # One number for both, so that of the quickest ways the shortest is taken; exact in 53 bits.
    both = np.array([taken * LONGEST + metres for taken, metres in quickest.values()], float)
    graph = csr_matrix((both, (tails, heads)), shape=(len(index), len(index)))
    wanted = np.array([index[it] for it in nodes])
    seconds = np.empty((len(nodes), len(nodes)), np.int32)
    lengths = np.empty_like(seconds)
    for begin in range(0, len(nodes), 256):
        rows = slice(begin, begin + 256)
        far = dijkstra(graph, indices=wanted[rows])[:, wanted]
        reached = np.isfinite(far)
        whole = np.where(reached, far, 0).astype(np.int64)
        seconds[rows] = np.where(reached, whole // LONGEST, UNREACHED)
        lengths[rows] = np.where(reached, whole % LONGEST, 0)
    return seconds, lengths
