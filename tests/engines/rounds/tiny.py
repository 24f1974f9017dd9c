"""Problems small enough to try everything."""

from dataclasses import replace

import numpy as np

from moothall.engines.rounds import Problem
from moothall.engines.rounds.problem import ANY, DEPOT, TIP, Arc, Network, Node, Service, Shift, Site, Vehicle


def drawn(seed: int, *, streets: int = 5, vehicles: int = 2, tips: int = 0, days: int = 1) -> Problem:
    """A few streets between seven junctions, some of them one way, some vehicles, perhaps two tips and several days."""
    rng = np.random.default_rng(seed)
    ring = [(n, (n + 1) % 7) for n in range(7)]
    chords = [tuple(int(it) for it in rng.choice(7, 2, replace=False)) for _ in range(3)]
    arcs, both = [], []
    for number, (tail, head) in enumerate([*ring, *chords]):
        seconds = int(rng.integers(5, 60))
        pair = (
            Arc(f"{number}+", str(tail), str(head), seconds * 8, seconds),
            Arc(f"{number}-", str(head), str(tail), seconds * 8, seconds),
        )
        arcs += pair
        both.append(pair)
    services = []
    for number in rng.choice(len(both), streets, replace=False):
        ways = tuple(it.id for it in both[number][: 1 if rng.random() < 0.3 else 2])
        kilograms = int(rng.integers(10, 40))
        services.append(Service(str(number), int(rng.integers(20, 90)), ways, load={"refuse": kilograms}))
    lorry = Vehicle("", "depot", payload={ANY: 75}, shift=Shift(0, 700), pence_an_hour=3600)
    sites = [Site("depot", "0", DEPOT)]
    sites += [Site(f"tip {n}", str(3 + n), TIP, turnaround=30 + 10 * n) for n in range(tips)]
    return Problem(
        "tiny",
        Network(tuple(Node(str(n)) for n in range(7)), tuple(arcs)),
        tuple(services),
        tuple(sites),
        tuple(replace(lorry, id=f"v{n}") for n in range(vehicles)),
        tuple(f"day {n}" for n in range(days)),
    )
