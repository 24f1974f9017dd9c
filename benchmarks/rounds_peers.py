"""One day of a problem put to PyVRP and to OR-Tools as well as either can express it.

A street is a client for each way along it, of which one is visited: a required group of two in PyVRP, a disjunction in
OR-Tools. From client to client is the quickest way, so that both solve what ours solves. Tipping sites are reload
depots; the last tip before the depot, which neither knows, is folded into the way home. Time is the processor's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from time import process_time
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from moothall.engines.rounds import Plan, Problem, Round, Stop, Tip
from moothall.engines.rounds.problem import TIP, Arc, Service

FAR = 10**7  # seconds; where no way is
START, HOME = 0, 1  # places of the matrix; then the tips, and then the clients


@dataclass(frozen=True)
class Clients:
    """`seconds` is from place to place, the turnaround of a tip with the way to it."""

    problem: Problem
    day: str
    tips: list[str]
    stops: list[Stop]  # one for each way along each service
    services: list[Service]  # likewise
    groups: list[list[int]]  # the clients of each service
    seconds: np.ndarray
    last_tip: list[str]  # the tip on each client's way home

    @property
    def first(self) -> int:
        """The place of the first client."""
        return 2 + len(self.tips)


def between_nodes(arcs: Sequence[Arc], nodes: Sequence[str]) -> np.ndarray:
    """Seconds from every node to every other."""
    place = {it: i for i, it in enumerate(nodes)}
    quickest: dict[tuple[int, int], int] = {}
    for arc in arcs:
        ends = place[arc.tail], place[arc.head]
        quickest[ends] = min(quickest.get(ends, FAR), arc.seconds)
    rows, columns = zip(*quickest, strict=True)
    graph = csr_matrix((list(quickest.values()), (rows, columns)), shape=(len(nodes), len(nodes)))
    return np.minimum(dijkstra(graph), FAR).astype(np.int64)


def clients(problem: Problem) -> Clients:
    """For a problem of one day, equal vehicles, one material, no turns listed, and nothing that costs but seconds."""
    nodes = [it.id for it in problem.network.nodes]
    place = {it: i for i, it in enumerate(nodes)}
    arcs = {it.id: it for it in problem.network.arcs}
    sites = {it.id: it for it in problem.sites}
    depot = place[sites[problem.vehicles[0].depot].node]
    tips = [it for it in problem.sites if it.kind == TIP]
    stops, services, groups, enter, leave = [], [], [], [], []
    for it in problem.services:
        groups.append(list(range(len(stops), len(stops) + max(len(it.arcs), 1))))
        for arc in it.arcs or ("",):
            stops.append(Stop(it.id, arc))
            services.append(it)
            enter.append(place[arcs[arc].tail if arc else it.node])
            leave.append(place[arcs[arc].head if arc else it.node])
    at_tips = [place[it.node] for it in tips]
    apart = between_nodes(problem.network.arcs, nodes)
    seconds = apart[np.ix_([depot, depot, *at_tips, *leave], [depot, depot, *at_tips, *enter])]
    turnaround = np.array([it.turnaround for it in tips], dtype=np.int64)
    last_tip = [""] * len(stops)
    if tips:
        seconds[:, 2 : 2 + len(tips)] += turnaround
        by_tip = apart[np.ix_(leave, at_tips)] + turnaround + apart[at_tips, depot]
        seconds[2 + len(tips) :, HOME] = by_tip.min(axis=1)
        last_tip = [tips[best].id for best in by_tip.argmin(axis=1)]
    np.fill_diagonal(seconds, 0)
    (day,) = problem.days
    return Clients(problem, day, [it.id for it in tips], stops, services, groups, seconds, last_tip)


def plan(given: Clients, routes: Sequence[Sequence[int]]) -> Plan:
    """The plan of routes that are places of the matrix, without their start and end. A tip twice running is one: from a
    place to itself the matrix has nothing, as PyVRP asks."""
    rounds = []
    for vehicle, route in zip(given.problem.vehicles, [it for it in routes if it], strict=False):
        stops: list[Stop | Tip] = [
            Tip(given.tips[it - 2]) if it < given.first else given.stops[it - given.first]
            for it, _ in groupby(route)
        ]
        if given.tips and route[-1] >= given.first:
            stops.append(Tip(given.last_tip[route[-1] - given.first]))
        rounds.append(Round(vehicle.id, given.day, tuple(stops)))
    return Plan(tuple(rounds))


def pyvrp(problem: Problem, seconds: float, seed: int) -> Plan | None:
    """None where it finds nothing that keeps the rules."""
    import pyvrp as it

    given = clients(problem)
    vehicle = problem.vehicles[0]
    group_of = {client: n for n, group in enumerate(given.groups) for client in group}
    data = it.ProblemData(
        locations=[it.Location(0, 0)] * len(given.seconds),
        clients=[
            it.Client(
                given.first + n,
                pickup=[sum(service.load.values())],
                service_duration=service.seconds,
                required=False,
                group=group_of[n],
            )
            for n, service in enumerate(given.services)
        ],
        depots=[it.Depot(place) for place in range(given.first)],
        vehicle_types=[
            it.VehicleType(
                num_available=len(problem.vehicles),
                capacity=[_capacity(problem)],
                start_depot=START,
                end_depot=HOME,
                reload_depots=list(range(2, given.first)),
                **({"shift_duration": vehicle.shift.seconds} if vehicle.shift else {}),
            )
        ],
        distance_matrices=[given.seconds],
        duration_matrices=[given.seconds],
        groups=[it.ClientGroup(group) for group in given.groups],
    )
    stop = _after(seconds)
    best = it.solve(data, lambda cost: stop(), seed=seed, collect_stats=False).best
    if not best.is_feasible():
        return None
    routes = [
        [act.idx + given.first if act.is_client() else act.idx for act in route.schedule()[1:-1]]
        for route in best.routes()
    ]
    return plan(given, routes)


def ortools(problem: Problem, seconds: float, seed: int) -> Plan | None:
    """By guided local search from its cheapest parallel insertion; it takes no seed. None: it finds nothing."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    given, fleet = clients(problem), len(problem.vehicles)
    vehicle, capacity = problem.vehicles[0], _capacity(problem)
    visits = 4  # of each tip, by each vehicle, at the most
    places = [START, HOME, *(tip for tip in range(2, given.first) for _ in range(visits * fleet))]
    tips = range(2, len(places))
    places += range(given.first, len(given.seconds))
    matrix = given.seconds[np.ix_(places, places)]
    serving = np.zeros(len(places), dtype=np.int64)
    serving[tips.stop :] = [it.seconds for it in given.services]
    manager = pywrapcp.RoutingIndexManager(len(places), fleet, [START] * fleet, [HOME] * fleet)
    routing = pywrapcp.RoutingModel(manager)
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(matrix.tolist()))
    loads = [0, 0, *([-capacity] * len(tips)), *(sum(it.load.values()) for it in given.services)]
    load = routing.RegisterUnaryTransitVector(loads)
    routing.AddDimension(load, capacity, capacity, True, "load")
    aboard = routing.GetDimensionOrDie("load")
    for place in range(tips.stop, len(places)):
        aboard.SlackVar(manager.NodeToIndex(place)).SetValue(0)
    if vehicle.shift:
        time = routing.RegisterTransitMatrix((matrix + serving[:, None]).tolist())
        routing.AddDimension(time, 0, vehicle.shift.seconds, True, "time")
    for place in tips:
        routing.AddDisjunction([manager.NodeToIndex(place)], 0)
    for group in given.groups:
        both = [manager.NodeToIndex(tips.stop + it) for it in group]
        routing.AddDisjunction(both, FAR * 10)
    asked = pywrapcp.DefaultRoutingSearchParameters()
    asked.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    asked.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    asked.time_limit.FromSeconds(round(20 * seconds + 60))  # by the wall: the limit below comes first
    routing.AddSearchMonitor(routing.solver().CustomLimit(_after(seconds)))
    found = routing.SolveWithParameters(asked)
    if found is None:
        return None
    routes = []
    for number in range(fleet):
        index, route = found.Value(routing.NextVar(routing.Start(number))), []
        while not routing.IsEnd(index):
            route.append(places[manager.IndexToNode(index)])
            index = found.Value(routing.NextVar(index))
        routes.append(route)
    return plan(given, routes)


def _capacity(problem: Problem) -> int:
    (most,) = set(problem.vehicles[0].payload.values())
    return most


def _after(seconds: float) -> Callable[[], bool]:
    """Whether so much of the processor's time has gone since this was asked for."""
    ends = process_time() + seconds
    return lambda: process_time() > ends


PEERS: dict[str, Callable[[Problem, float, int], Any]] = {"PyVRP": pyvrp, "OR-Tools": ortools}
