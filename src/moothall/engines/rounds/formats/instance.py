"""An instance that others have solved, with what they found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from moothall.engines.rounds.problem import DEPOT, Arc, Network, Node, Problem, Service, Site, Vehicle

PENNY_A_SECOND = 3600  # pence an hour


@dataclass(frozen=True, slots=True)
class Instance:
    """The cost of the best plan known and a proved lower bound, in seconds; None where the file gives none."""

    problem: Problem
    lower: int | None = None
    best: int | None = None


def problem(
    name: str,
    arcs: Sequence[Arc],
    services: Sequence[Service],
    depot: str,
    vehicle: Vehicle,
    count: int,
    tips: Sequence[Site] = (),
) -> Problem:
    """One day's problem of so many equal vehicles, whose cost in pence is its seconds."""
    nodes = dict.fromkeys([depot, *(end for it in arcs for end in (it.tail, it.head))])
    return Problem(
        name,
        Network(tuple(Node(it) for it in nodes), tuple(arcs)),
        tuple(services),
        (Site("depot", depot, DEPOT), *tips),
        tuple(replace(vehicle, id=str(number)) for number in range(1, count + 1)),
    )


def both_ways(tail: str, head: str, cost: int) -> tuple[Arc, Arc]:
    return one_way(tail, head, cost), one_way(head, tail, cost)


def one_way(tail: str, head: str, cost: int) -> Arc:
    return Arc(f"{tail}>{head}", tail, head, cost, cost)
