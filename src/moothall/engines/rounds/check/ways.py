"""The quickest ways through a network, turn by turn: the checker's own, told by nobody else's matrix."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from moothall.engines.rounds.problem import Arc, Network

State = tuple[str, str]
"""A node, and the arc by which it was come to where a turn out of that arc is listed; else ''."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a way begins or ends: the arc just driven, or about to be; else a node, at which no turn counts."""

    node: str
    arc: str = ""


@dataclass(frozen=True, slots=True)
class Leg:
    seconds: int
    metres: int


@dataclass(frozen=True, slots=True)
class _Step:
    """An arc driven from a state: with the turn into it, and where it leads."""

    seconds: int
    metres: int
    arc: str
    reached: int


class Ways:
    """The quickest legs for one vehicle class; of those equally quick, the shortest."""

    def __init__(self, network: Network, vehicle_class: str) -> None:
        self._turns = {(it.from_arc, it.to_arc): it.seconds for it in network.turns}
        self._turning = {it.from_arc for it in network.turns}
        self._found: dict[tuple[Place, Place], Leg | None] = {}
        out: dict[str, list[tuple[Arc, int]]] = defaultdict(list)
        for arc in network.arcs:
            seconds = arc.seconds_for(vehicle_class)
            if seconds is not None:
                out[arc.tail].append((arc, seconds))
        states = {(it.id, "") for it in network.nodes} | {self._state(it.head, it.id) for it in network.arcs}
        self._numbers = {state: number for number, state in enumerate(sorted(states))}
        self._states = list(self._numbers)
        self._steps = [self._out(state, out) for state in self._states]

    def leg(self, start: Place, end: Place) -> Leg | None:
        """From one place to the next, with every turn on the way, into the arc at its end too; None: no way."""
        key = start, end
        if key not in self._found:
            self._found[key] = self._search(start, end)
        return self._found[key]

    def _search(self, start: Place, end: Place) -> Leg | None:
        """Dijkstra's, stopped at the end. The last turn, into the arc at the end, is a step to a state of its own."""
        goal = -1
        waiting = [(0, 0, self._numbers[self._state(start.node, start.arc)])]
        done: set[int] = set()
        while waiting:
            seconds, metres, state = heappop(waiting)
            if state == goal:
                return Leg(seconds, metres)
            if state in done:
                continue
            done.add(state)
            node, came = self._states[state]
            if node == end.node and (turn := self._turns.get((came, end.arc), 0)) is not None:
                heappush(waiting, (seconds + turn, metres, goal))
            for it in self._steps[state]:
                if it.reached not in done:
                    heappush(waiting, (seconds + it.seconds, metres + it.metres, it.reached))
        return None

    def _state(self, node: str, came: str) -> State:
        return node, came if came in self._turning else ""

    def _out(self, state: State, out: Mapping[str, list[tuple[Arc, int]]]) -> list[_Step]:
        node, came = state
        return [
            _Step(turn + seconds, arc.metres, arc.id, self._numbers[self._state(arc.head, arc.id)])
            for arc, seconds in out.get(node, ())
            if (turn := self._turns.get((came, arc.id), 0)) is not None
        ]

    def driven_from(self, node: str) -> tuple[set[str], set[str]]:
        """The nodes and the arcs that can be come to from a node."""
        following = {
            number: [(it.reached, it.arc) for it in steps] for number, steps in enumerate(self._steps)
        }
        return self._spread([self._numbers[node, ""]], following)

    def driven_to(self, node: str) -> tuple[set[str], set[str]]:
        """The nodes and the arcs from which a node can be come to."""
        before: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for number, steps in enumerate(self._steps):
            for it in steps:
                before[it.reached].append((number, it.arc))
        return self._spread([n for n, state in enumerate(self._states) if state[0] == node], before)

    def _spread(
        self, first: Iterable[int], ways: Mapping[int, list[tuple[int, str]]]
    ) -> tuple[set[str], set[str]]:
        seen, waiting, arcs = set(first), list(first), set[str]()
        while waiting:
            for reached, arc in ways.get(waiting.pop(), ()):
                arcs.add(arc)
                if reached not in seen:
                    seen.add(reached)
                    waiting.append(reached)
        return {self._states[it][0] for it in seen}, arcs
