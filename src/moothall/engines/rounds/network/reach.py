"""What cannot be reached from the depot, by name, before anything is planned."""

from collections import defaultdict
from dataclasses import dataclass

from moothall.engines.rounds.network.paths import Paths, Place
from moothall.engines.rounds.network.streets import Streets, apart
from moothall.engines.rounds.network.ways import Point
from moothall.engines.rounds.problem import Node
from moothall.kit.unreadable import Unreadable

FARTHEST = 500
"""Metres from a depot or a tip to the nearest street; farther than that its coordinates are wrong."""

NO_TURNING = "is a dead end where the vehicle may not turn round"
NO_WAY_OUT = "can be driven into but not out of again: look at its one-way streets"
NO_WAY_IN = "can be driven out of but not into: look at its one-way streets"
NO_WAY = "is joined to no street that leads to the depot"


@dataclass(frozen=True, slots=True)
class Unreached:
    """Stretches of one street that cannot be served, all for one reason."""

    street: str
    arcs: tuple[str, ...]
    metres: int
    why: str

    @property
    def words(self) -> str:
        return f"{self.street} ({self.metres:,} m) {self.why}."


def unreached(streets: Streets, depot: str, vehicle_class: str = "") -> tuple[Unreached, ...]:
    """Of each street what the class cannot reach from the depot's node and come back from, longest first."""
    paths = Paths(streets.network, vehicle_class)
    ahead, back = paths.ahead_of(Place(node=depot)), paths.back_to(Place(node=depot))
    metres = {arc.id: arc.metres for arc in streets.network.arcs}
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for edge in streets.edges:
        if any(arc in ahead and arc in back for arc in edge):
            continue
        found[streets.stretches[edge[0]].street, _why(streets, edge, vehicle_class, ahead, back)].append(
            edge[0]
        )
    made = [
        Unreached(street, tuple(arcs), sum(metres[arc] for arc in arcs), why)
        for (street, why), arcs in found.items()
    ]
    return tuple(sorted(made, key=lambda it: (-it.metres, it.street)))


def _why(
    streets: Streets,
    edge: tuple[str, ...],
    vehicle_class: str,
    ahead: frozenset[str],
    back: frozenset[str],
) -> str:
    if why := streets.barred.get((vehicle_class, edge[0])):
        return why
    if any(arc in streets.trapped for arc in edge):
        return NO_TURNING
    if any(arc in ahead for arc in edge):
        return NO_WAY_OUT
    return NO_WAY_IN if any(arc in back for arc in edge) else NO_WAY


def nearest_node(streets: Streets, point: Point, called: str, vehicle_class: str = "") -> Node:
    """The junction or end that a depot, a tip or a point is at: one of the largest part that the class can drive.

    A car park of its own beside the depot is not where lorries leave. Raises Unreadable, naming it as `called`, where
    no street is near.
    """
    largest = Paths(streets.network, vehicle_class).largest()
    arcs = [arc for arc in streets.network.arcs if arc.id in largest]
    both = {arc.tail for arc in arcs} & {arc.head for arc in arcs}
    found = [
        (apart((node.longitude, node.latitude), point), node)
        for node in streets.network.nodes
        if node.id in both and node.longitude is not None and node.latitude is not None
    ]
    if not found:
        raise Unreadable(
            "The network has no coordinates, or no street that this class may drive both to and from."
        )
    distance, node = min(found, key=lambda it: (it[0], it[1].id))
    if distance > FARTHEST:
        far = f"{distance / 1000:,.1f} km" if distance >= 1000 else f"{distance:,.0f} m"
        raise Unreadable(f"{called} is {far} from the nearest street: check its coordinates.")
    return node
