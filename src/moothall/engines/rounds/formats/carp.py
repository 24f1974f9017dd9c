"""Capacitated arc routing (gdb, kshs, val, egl): every street two-way, one trip a vehicle, no limit of time.

The numbers of vertices and of edges; a line 'from to cost demand' for each edge, those with no demand not to be
served; the numbers of vehicles, their capacity, a lower bound, the best known cost. The depot is vertex 0. Serving an
edge costs what driving it does.
"""

from moothall.engines.rounds.formats.instance import PENNY_A_SECOND, Instance, both_ways, problem
from moothall.engines.rounds.problem import ANY, Service, Vehicle
from moothall.kit.unreadable import Unreadable


def read(text: str, name: str) -> Instance:
    """Raises Unreadable with one sentence that names the line."""
    rows = [_whole(line, number, name) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(rows) < 2 or len(rows[0]) != 1 or len(rows[1]) != 1:
        raise Unreadable(f"{name} is not a CARP instance: its first lines must be two whole numbers.")
    edges, ending = rows[2 : 2 + rows[1][0]], rows[2 + rows[1][0] :]
    if len(edges) != rows[1][0] or any(len(it) != 4 for it in edges) or [len(it) for it in ending] != [1] * 4:
        raise Unreadable(
            f"{name} must have {rows[1][0]} lines of four numbers, one for each edge, and then four of one number."
        )
    (vehicles,), (capacity,), (lower,), (best,) = ending
    arcs, services = [], []
    for tail, head, cost, demand in edges:
        there, back = both_ways(str(tail), str(head), cost)
        arcs += [there, back]
        if demand:
            load = {"load": demand}
            services.append(Service(f"{tail}-{head}", cost, (there.id, back.id), load=load))
    vehicle = Vehicle("", "depot", payload={ANY: capacity}, pence_an_hour=PENNY_A_SECOND)
    return Instance(problem(name, arcs, services, "0", vehicle, vehicles), lower, best)


def _whole(line: str, number: int, name: str) -> list[int]:
    if not all(it.isdecimal() for it in line.split()):
        raise Unreadable(f"{name} is not a CARP instance: line {number} must be of whole numbers only.")
    return [int(it) for it in line.split()]
