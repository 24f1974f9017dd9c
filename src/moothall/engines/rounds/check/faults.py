"""What is wrong with a problem, found before it is solved: one sentence for each place, naming it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from moothall.engines.rounds.check.ways import Ways
from moothall.engines.rounds.check.words import listed, service_name, site_name
from moothall.engines.rounds.problem import DEPOT, TIP, Arc, Problem, Service, Vehicle

GREAT_BRITAIN_NORTH, GREAT_BRITAIN_EAST = (49, 61), (-9, 2)  # degrees, to tell latitude from longitude


@dataclass(frozen=True, slots=True)
class Fault:
    """`kind` is one of the names of the functions below, in words."""

    kind: str
    sentence: str


def faults(problem: Problem) -> tuple[Fault, ...]:
    """Everything wrong with it; what hangs on references only when all of those are good. Empty: it can be solved,
    as far as can be said without solving."""
    first = references(problem)
    rest = (_coordinates, _lengths, *(() if first else (_loads, _reach)))
    return (*first, *(it for found in rest for it in found(problem)))


def references(problem: Problem) -> tuple[Fault, ...]:
    """Ids given twice, and ids of things that are not there: the checker cannot begin with these."""
    looks = (_lacking, _twice, _streets, _work, _sites, _fleet, _days)
    return tuple(it for found in looks for it in found(problem))


def _lacking(problem: Problem) -> Iterator[Fault]:
    rows = {
        "nodes": problem.network.nodes,
        "services": problem.services,
        "vehicles": problem.vehicles,
        "days": problem.days,
    }
    for name, row in rows.items():
        if not row:
            yield Fault("lacking", f"The problem has no {name}: give at least one.")


def _twice(problem: Problem) -> Iterator[Fault]:
    network = problem.network
    rows: dict[str, Sequence[str]] = {
        "nodes": [it.id for it in network.nodes],
        "arcs": [it.id for it in network.arcs],
        "services": [it.id for it in problem.services],
        "sites": [it.id for it in problem.sites],
        "vehicles": [it.id for it in problem.vehicles],
        "days": problem.days,
        "turns": [f"{it.from_arc} to {it.to_arc}" for it in network.turns],
    }
    for name, ids in rows.items():
        for id, times in Counter(ids).items():
            if times > 1:
                yield Fault("twice", f"{times} {name} are called ‘{id}’: give each its own name.")


def _streets(problem: Problem) -> Iterator[Fault]:
    nodes = {it.id for it in problem.network.nodes}
    arcs = {it.id: it for it in problem.network.arcs}
    for arc in problem.network.arcs:
        for end, node in (("begins", arc.tail), ("ends", arc.head)):
            if node not in nodes:
                yield Fault("not there", f"{_arc(arc)} {end} at node ‘{node}’, which the network has not.")
    for turn in problem.network.turns:
        gone = [it for it in (turn.from_arc, turn.to_arc) if it not in arcs]
        if gone:
            yield Fault("not there", f"A turn names arc ‘{gone[0]}’, which the network has not.")
        elif arcs[turn.from_arc].head != arcs[turn.to_arc].tail:
            pair = f"{_arc(arcs[turn.from_arc])} into {_arc(arcs[turn.to_arc])}"
            yield Fault(
                "not there", f"There is a turn from {pair}, but the one does not end where the other begins."
            )


def _work(problem: Problem) -> Iterator[Fault]:
    nodes = {it.id for it in problem.network.nodes}
    arcs = {it.id for it in problem.network.arcs}
    for it in problem.services:
        name = service_name(it)
        if bool(it.arcs) == bool(it.node) or len(it.arcs) > 2:
            yield Fault("not there", f"{name} must have one arc or two, or else a node.")
        if it.node and it.node not in nodes:
            yield Fault("not there", f"{name} is at node ‘{it.node}’, which is not on the network.")
        for arc in it.arcs:
            if arc not in arcs:
                yield Fault("not there", f"{name} is along arc ‘{arc}’, which the network has not.")
        if it.window and it.window.opens + it.seconds > it.window.closes:
            yield Fault("hours", f"{name} takes longer than its window is open: widen the window.")


def _sites(problem: Problem) -> Iterator[Fault]:
    nodes = {it.id for it in problem.network.nodes}
    for it in problem.sites:
        if it.kind not in (DEPOT, TIP):
            yield Fault("not there", f"Site {site_name(it)} must be a depot or a tip, not ‘{it.kind}’.")
        if it.node not in nodes:
            yield Fault(
                "off the network",
                f"The {it.kind} {site_name(it)} is at node ‘{it.node}’, which is not on the network.",
            )
        if it.hours and it.hours.opens + it.turnaround > it.hours.closes:
            yield Fault("hours", f"The {it.kind} {site_name(it)} is not open long enough for its turnaround.")


def _fleet(problem: Problem) -> Iterator[Fault]:
    depots = {it.id for it in problem.sites if it.kind == DEPOT}
    for it in problem.vehicles:
        if it.depot not in depots:
            yield Fault("not there", f"Vehicle {it.id} is of depot ‘{it.depot}’, which the problem has not.")


def _days(problem: Problem) -> Iterator[Fault]:
    known = set(problem.days)
    named = (
        *((f"Vehicle {it.id}", it.days) for it in problem.vehicles),
        *((f"Site {site_name(it)}", it.days) for it in problem.sites),
        *((service_name(it), pattern) for it in problem.services for pattern in it.patterns),
    )
    for name, days in named:
        if strange := [it for it in days if it not in known]:
            yield Fault("not there", f"{name} names ‘{strange[0]}’, which is not one of the days planned.")
    for service in problem.services:
        if () in service.patterns:
            yield Fault("not there", f"{service_name(service)} has a pattern of no days: leave it out.")


def _coordinates(problem: Problem) -> Iterator[Fault]:
    """Metres where degrees should be, or latitude and longitude changed over."""
    known = [
        (it, it.longitude, it.latitude)
        for it in problem.network.nodes
        if it.longitude is not None and it.latitude is not None
    ]
    metres = [it for it in known if abs(it[1]) > 180 or abs(it[2]) > 90]
    if metres:
        node, longitude, latitude = metres[0]
        yield Fault(
            "coordinates",
            f"Node {node.id}{_and_others(len(metres))} is at longitude {longitude:,.0f}, latitude {latitude:,.0f}: "
            "these look like eastings and northings in metres, and should be degrees.",
        )
    elif known and all(
        _within(x, GREAT_BRITAIN_NORTH) and _within(y, GREAT_BRITAIN_EAST) for _, x, y in known
    ):
        node, longitude, latitude = known[0]
        yield Fault(
            "coordinates",
            f"Node {node.id}{_and_others(len(known))} is at longitude {longitude:.4f}, latitude {latitude:.4f}: "
            "these look changed over.",
        )


def _lengths(problem: Problem) -> Iterator[Fault]:
    for arc in problem.network.arcs:
        if not arc.metres or not all(arc.seconds_for(it) != 0 for it in ("", *arc.by_class)):
            what = "metres" if not arc.metres else "seconds"
            yield Fault(
                "no length", f"{_arc(arc)} is 0 {what} long: give it its length, or make its ends one node."
            )


def _loads(problem: Problem) -> Iterator[Fault]:
    """Loads that no vehicle carries in one visit, and materials that no tip takes."""
    vehicles, tips = problem.vehicles, [it for it in problem.sites if it.kind == TIP]
    for it in problem.services:
        for material, load in it.load.items():
            most = max((_room(vehicle, material, load) for vehicle in vehicles), default=0)
            if load > most:
                yield Fault(
                    "load",
                    f"{service_name(it)} has {load:,} kg of {material or 'its load'} in one visit, and no vehicle "
                    f"carries more than {most:,} kg of it: split it, or visit it more often.",
                )
    materials = dict.fromkeys(key for it in problem.services for key, load in it.load.items() if load)
    for material in materials if tips else ():
        if not any(not it.materials or material in it.materials for it in tips):
            yield Fault("load", f"No tip takes {material}: add it to a tip’s materials.")


def _room(vehicle: Vehicle, material: str, load: int) -> int:
    return vehicle.payload.get(vehicle.compartment(material), 0) if vehicle.payload else load


@dataclass(frozen=True, slots=True)
class _Reach:
    """The nodes and arcs that one vehicle class can drive to from a depot, and those it can come back from."""

    there: tuple[set[str], set[str]]
    back: tuple[set[str], set[str]]


def _reach(problem: Problem) -> Iterator[Fault]:
    """What no vehicle with the skill for it can drive to and back from, each by name."""
    sites = {it.id: it for it in problem.sites}
    ways: dict[str, Ways] = {}
    reaches: dict[tuple[str, str], _Reach] = {}
    for vehicle in problem.vehicles:
        key = vehicle.class_, sites[vehicle.depot].node
        if key not in reaches:
            way = ways.setdefault(key[0], Ways(problem.network, key[0]))
            reaches[key] = _Reach(way.driven_from(key[1]), way.driven_to(key[1]))
    arcs = {it.id: it for it in problem.network.arcs}
    for service in problem.services:
        able = [it for it in problem.vehicles if not service.skill or service.skill in it.skills]
        fleet = {(it.class_, sites[it.depot].node): site_name(sites[it.depot]) for it in able}
        found = [_cut_off(service, reaches[key], key[0], arcs) for key in fleet]
        name = service_name(service)
        if not able:
            yield Fault("skill", f"{name} needs ‘{service.skill}’, which no vehicle has.")
        elif None not in found:
            why = next(words for kind, words in _WHY.items() if kind in found)
            depots = listed(sorted(set(fleet.values())), "or")
            only = f" (only a vehicle with ‘{service.skill}’ may do it)" if service.skill else ""
            yield Fault("reach", f"{name} {why} {depots}{only}.")
    for tip in (it for it in problem.sites if it.kind == TIP):
        if not any(tip.node in it.there[0] & it.back[0] for it in reaches.values()):
            yield Fault("reach", f"The tip {site_name(tip)} cannot be driven to and back from any depot.")


_WHY = {
    "barred": "is barred to every class of vehicle at",
    "trap": "can be driven into, but there is no way back from it to",
    "unreachable": "cannot be driven to from",
}


def _cut_off(service: Service, reach: _Reach, vehicle_class: str, arcs: dict[str, Arc]) -> str | None:
    """Why it cannot be done; None where it can."""
    (to_nodes, to_arcs), (from_nodes, from_arcs) = reach.there, reach.back
    if service.node:
        there, back = {service.node} & to_nodes, {service.node} & from_nodes
    else:
        there, back = set(service.arcs) & to_arcs, set(service.arcs) & from_arcs
        if all(arcs[it].seconds_for(vehicle_class) is None for it in service.arcs):
            return "barred"
    if there & back:
        return None
    return "trap" if there else "unreachable"


def _arc(it: Arc) -> str:
    return f"Arc {it.id} ({it.street})" if it.street else f"Arc {it.id}"


def _and_others(count: int) -> str:
    return f", with {count - 1:,} other{'s' * (count > 2)}," if count > 1 else ""


def _within(value: float, bounds: tuple[int, int]) -> bool:
    return bounds[0] <= value <= bounds[1]
