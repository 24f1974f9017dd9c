"""The quickest ways through a network, turn by turn: the checker's own, told by nobody else's matrix."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush

from moothall.engines.rounds.problem import Arc, Network

State = tuple[str, str]
"""A node, and the arc by which it was come to where a turn out of that arc is listed; else ''."""
_GOAL = ("", "")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a way begins or ends: the arc just driven, or about to be; else a node, at which no turn counts."""

    node: str
    arc: str = ""


@dataclass(frozen=True, slots=True)
class Leg:
    seconds: int
    metres: int


class Ways:
    """The quickest legs for one vehicle class; of those equally quick, the shortest."""

    def __init__(self, network: Network, vehicle_class: str) -> None:
        self._out: dict[str, list[tuple[Arc, int]]] = defaultdict(list)
        for arc in network.arcs:
            seconds = arc.seconds_for(vehicle_class)
            if seconds is not None:
                self._out[arc.tail].append((arc, seconds))
        self._turns = {(it.from_arc, it.to_arc): it.seconds for it in network.turns}
        self._turning = {it.from_arc for it in network.turns}
        self._found: dict[tuple[Place, Place], Leg | None] = {}

    def leg(self, start: Place, end: Place) -> Leg | None:
        """From one place to the next, with every turn on the way, into the arc at its end too; None: no way."""
        key = start, end
        if key not in self._found:
            self._found[key] = self._search(start, end)
        return self._found[key]

    def _search(self, start: Place, end: Place) -> Leg | None:
        first = self._state(start.node, start.arc)
        waiting, done = [(0, 0, first)], set[State]()
        while waiting:
            seconds, metres, state = heappop(waiting)
            if state == _GOAL:
                return Leg(seconds, metres)
            if state in done:
                continue
            done.add(state)
            node, came = state
            if node == end.node and (turn := self._turns.get((came, end.arc), 0)) is not None:
                heappush(waiting, (seconds + turn, metres, _GOAL))
            for arc, driving in self._out[node]:
                turn = self._turns.get((came, arc.id), 0)
                if turn is not None:
                    reached = self._state(arc.head, arc.id)
                    if reached not in done:
                        heappush(waiting, (seconds + turn + driving, metres + arc.metres, reached))
        return None

    def _state(self, node: str, came: str) -> State:
        return node, came if came in self._turning else ""

    @cached_property
    def _after(self) -> dict[State, list[tuple[State, str]]]:
        """From every state, the states that one more arc leads to."""
        arcs = [(tail, arc) for tail, out in self._out.items() for arc, _ in out]
        states = {(tail, "") for tail, _ in arcs} | {self._state(arc.head, arc.id) for _, arc in arcs}
        return {
            (node, came): [
                (self._state(arc.head, arc.id), arc.id)
                for arc, _ in self._out.get(node, ())
                if self._turns.get((came, arc.id), 0) is not None
            ]
            for node, came in states
        }

    def driven_from(self, node: str) -> tuple[set[str], set[str]]:
        """The nodes and the arcs that can be come to from a node."""
        return self._spread([(node, "")], self._after)

    def driven_to(self, node: str) -> tuple[set[str], set[str]]:
        """The nodes and the arcs from which a node can be come to."""
        before: dict[State, list[tuple[State, str]]] = defaultdict(list)
        for state, following in self._after.items():
            for reached, arc in following:
                before[reached].append((state, arc))
        return self._spread([it for it in {*self._after, (node, "")} if it[0] == node], before)

    @staticmethod
    def _spread(
        first: Iterable[State], ways: dict[State, list[tuple[State, str]]]
    ) -> tuple[set[str], set[str]]:
        seen, waiting, arcs = set(first), list(first), set[str]()
        while waiting:
            for reached, arc in ways.get(waiting.pop(), ()):
                arcs.add(arc)
                if reached not in seen:
                    seen.add(reached)
                    waiting.append(reached)
        return {node for node, _ in seen}, arcs
