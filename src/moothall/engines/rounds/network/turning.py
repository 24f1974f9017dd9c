"""What turns cost. We drive on the left: a right turn waits for a gap, a left one does not.

The seconds are our own estimates, to be replaced by a council's. OSRM's car profile, for comparison, charges at most
7.5 s for a turn by its angle and 20 s more to turn round; a lorry of ten metres needs three points and a banksman.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import atan2, degrees

from moothall.engines.rounds.network.streets import Stretch, apart, flat
from moothall.engines.rounds.network.ways import ROADS, Point
from moothall.engines.rounds.problem import Arc, Turn

RIGHT, BACK = 45, 150
"""Degrees: from here on it is a right turn; from here on, either way, it is turning round."""
LOOK = 10.0
"""Metres of a street that say which way it points at a junction: the first few may be a splay."""

ACROSS = {"motorway": 30, "trunk": 30, "primary": 20, "secondary": 15, "tertiary": 8}
"""Seconds for a right turn off or onto a road of this kind."""
ROUND = {"motorway": 90, "trunk": 90, "primary": 90, "secondary": 90, "tertiary": 60}
"""Seconds to turn round at a junction of such a road."""


@dataclass(frozen=True)
class TurnPrices:
    """Seconds, by the busiest road there; a kind of road that is not named costs nothing. None: not allowed.

    across: a right turn
    round: turning round at a junction; to price it at every one makes a matrix three times as large as these do
    dead_end: turning or reversing at the end of a dead end; circle: where a turning circle is mapped
    longest: metres of the longest dead end that is driven into without a turning circle; None: any
    """

    across: Mapping[str, int] = field(default_factory=lambda: dict(ACROSS))
    round: Mapping[str, int | None] = field(default_factory=lambda: dict(ROUND))
    dead_end: int | None = 40
    circle: int = 15
    longest: int | None = None


FREE = TurnPrices({}, {}, 0, 0)
"""Turns that the law bans are still banned."""


def priced(
    arcs: Sequence[Arc],
    stretches: Mapping[str, Stretch],
    banned: set[tuple[str, str]],
    turning: set[str],
    prices: TurnPrices,
) -> Iterator[Turn]:
    """The turns that cost something or are banned. `turning` are the nodes with room to turn round."""
    leaving: dict[str, list[Arc]] = defaultdict(list)
    roads: dict[str, set[str]] = defaultdict(set)
    for arc in arcs:
        leaving[arc.tail].append(arc)
        roads[arc.tail].add(stretches[arc.id].road)
        roads[arc.head].add(stretches[arc.id].road)
    for arc in arcs:
        into = stretches[arc.id]
        busiest = min(roads[arc.head], key=ROADS.index).removesuffix("_link")
        for next in leaving[arc.head]:
            room = arc.head in turning
            if (arc.id, next.id) in banned:
                seconds = None
            elif into.dead_end and next.id == into.back:
                seconds = _at_dead_end(arc, room, prices)
            else:
                seconds = _seconds(into, stretches[next.id], busiest, room, prices)
            if seconds != 0:
                yield Turn(arc.id, next.id, seconds)


def _at_dead_end(arc: Arc, room: bool, prices: TurnPrices) -> int | None:
    if room:
        return prices.circle
    too_long = prices.longest is not None and arc.metres > prices.longest
    return None if too_long else prices.dead_end


def _seconds(into: Stretch, out: Stretch, busiest: str, room: bool, prices: TurnPrices) -> int | None:
    if into.roundabout or out.roundabout:
        return 0
    if out.arc == into.back:
        return prices.circle if room else prices.round.get(busiest, 0)
    angle = angle_between(into.line, out.line)
    if abs(angle) >= BACK:
        return prices.round.get(busiest, 0)
    if angle < RIGHT:
        return 0
    if not (into.back or out.back):  # from one one-way street into another: there is nobody to cross
        return 0
    road = min(into.road, out.road, key=ROADS.index)
    return prices.across.get(road.removesuffix("_link"), 0)


def angle_between(into: tuple[Point, ...], out: tuple[Point, ...]) -> float:
    """Degrees from straight on, from -180 to 180; to the right is positive."""
    before, after = heading(into[::-1]), heading(out)
    return (after - (before + 180) + 180) % 360 - 180


def heading(line: tuple[Point, ...]) -> float:
    """Degrees clockwise from north in which a line leaves its first point."""
    start = line[0]
    point = next((it for it in line[1:] if apart(it, start) >= LOOK), line[-1])
    east, north = flat(point, start)
    return degrees(atan2(east, north))
