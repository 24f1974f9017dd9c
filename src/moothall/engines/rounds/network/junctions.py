"""From ways to a network: ways are split where they meet, joined where nothing meets them, and become arcs."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from moothall.engines.rounds.network import osm
from moothall.engines.rounds.network.streets import Streets, Stretch, apart
from moothall.engines.rounds.network.turning import TurnPrices, priced
from moothall.engines.rounds.network.vehicles import VehicleClass
from moothall.engines.rounds.network.ways import Survey, Way
from moothall.engines.rounds.problem import Arc, Network, Node
from moothall.kit.unreadable import Unreadable


@dataclass
class Piece:
    """A stretch between two junctions. ways: the ids of the ways that its two ends belong to."""

    way: Way
    length: float
    ways: tuple[str, str]

    @property
    def start(self) -> Hashable:
        return self.way.keys[0]

    @property
    def end(self) -> Hashable:
        return self.way.keys[-1]

    def turned(self) -> "Piece":
        return Piece(osm.turned(self.way), self.length, self.ways[::-1])


def build(survey: Survey, classes: Sequence[VehicleClass], prices: TurnPrices | None = None) -> Streets:
    """The streets that at least one of the classes may drive; times are the first class's unless said by class.

    Raises Unreadable where there are none.
    """
    prices = prices or TurnPrices()
    driven = [way for way in survey.ways if any(it.may_drive(way) for it in classes)]
    if not driven:
        raise Unreadable(f"No street there may be driven by a {classes[0].name} vehicle: check its size.")
    pinned = {it.via for it in survey.restrictions} | survey.turning
    junctions = _junctions(driven, pinned)
    pieces = joined([piece for way in driven for piece in _split(way, junctions)], pinned)
    pieces = [piece for piece in pieces if piece.length > 0 or piece.start != piece.end]
    nodes = _nodes(pieces)
    ends = Counter(key for piece in pieces for key in (piece.start, piece.end))

    arcs: list[Arc] = []
    stretches: dict[str, Stretch] = {}
    barred: dict[tuple[str, str], str] = {}
    by_way: dict[tuple[str, Hashable, bool], list[str]] = defaultdict(list)
    counts: Counter[str] = Counter()
    for piece, street in zip(pieces, _named(pieces), strict=True):
        id = f"{piece.way.id}-{counts[piece.way.id]}"
        counts[piece.way.id] += 1
        both = piece.way.forward and piece.way.backward
        for forward in (True, False):
            if not (piece.way.forward if forward else piece.way.backward):
                continue
            arc_id = id if forward else f"{id}r"
            drawn = piece if forward else piece.turned()
            arcs.append(_arc(arc_id, drawn, street, nodes, classes))
            stretches[arc_id] = Stretch(
                arc=arc_id,
                line=drawn.way.points,
                street=street,
                road=piece.way.road,
                back=(f"{id}r" if forward else id) if both else "",
                roundabout=piece.way.roundabout,
                dual=piece.way.dual,
                usrn=piece.way.usrn,
                dead_end=ends[drawn.end] == 1,
            )
            by_way[drawn.ways[0], drawn.start, True].append(arc_id)
            by_way[drawn.ways[1], drawn.end, False].append(arc_id)
            barred |= {(it.name, arc_id): why for it in classes if (why := it.why_not(piece.way))}

    turning = {nodes[key].id for key in survey.turning if key in nodes}
    turns = tuple(priced(arcs, stretches, _banned(survey, by_way, stretches, arcs, nodes), turning, prices))
    stuck = {it.from_arc for it in turns if it.seconds is None and stretches[it.from_arc].back == it.to_arc}
    return Streets(
        network=Network(tuple(nodes.values()), tuple(arcs), turns),
        stretches=stretches,
        barred=barred,
        trapped=frozenset(arc for arc in stuck if stretches[arc].dead_end),
        attribution=survey.attribution,
        notes=(*survey.notes, *_told(survey, driven, pieces)),
    )


def _junctions(ways: Sequence[Way], pinned: set[Hashable]) -> set[Hashable]:
    """Where ways begin, end, meet or cross themselves."""
    used = Counter(key for way in ways for key in way.keys)
    ends = {key for way in ways for key in (way.keys[0], way.keys[-1])}
    return ends | {key for key, count in used.items() if count > 1} | (pinned & used.keys())


def _split(way: Way, junctions: set[Hashable]) -> Iterator[Piece]:
    cuts = [place for place, key in enumerate(way.keys) if key in junctions]
    metres = way.metres or tuple(apart(a, b) for a, b in pairwise(way.points))
    for start, end in pairwise(cuts):
        part = replace(
            way,
            keys=way.keys[start : end + 1],
            points=way.points[start : end + 1],
            metres=metres[start:end],
        )
        yield Piece(part, sum(metres[start:end]), (way.id, way.id))


def joined(pieces: Sequence[Piece], pinned: set[Hashable]) -> list[Piece]:
    """The same streets without the points where only two alike pieces meet; those become part of the line."""
    kept: dict[int, Piece] = dict(enumerate(pieces))
    at: dict[Hashable, set[int]] = defaultdict(set)
    looped: set[Hashable] = set()
    for number, piece in kept.items():
        at[piece.start].add(number)
        at[piece.end].add(number)
        if piece.start == piece.end:
            looped.add(piece.start)
    for key in list(at):
        if len(at[key]) != 2 or key in pinned or key in looped:
            continue
        one, other = sorted(at[key])
        first = kept[one] if kept[one].end == key else kept[one].turned()
        second = kept[other] if kept[other].start == key else kept[other].turned()
        if first.start == second.end or _kind(first.way) != _kind(second.way):
            continue
        kept[one] = Piece(
            replace(
                first.way,
                keys=first.way.keys + second.way.keys[1:],
                points=first.way.points + second.way.points[1:],
                metres=(first.way.metres or ()) + (second.way.metres or ()),
            ),
            first.length + second.length,
            (first.ways[0], second.ways[1]),
        )
        del kept[other], at[key]
        at[second.end] = at[second.end] - {other} | {one}
    return list(kept.values())


def _kind(way: Way) -> Way:
    """What must be the same for two pieces to be one."""
    return replace(way, id="", keys=(), points=(), metres=None)


def _nodes(pieces: Sequence[Piece]) -> dict[Hashable, Node]:
    found: dict[Hashable, Node] = {}
    for piece in pieces:
        for key, point in ((piece.start, piece.way.points[0]), (piece.end, piece.way.points[-1])):
            if key not in found:
                id = str(key) if isinstance(key, int | str) else f"n{len(found)}"
                found[key] = Node(id, longitude=round(point[0], 7), latitude=round(point[1], 7))
    return found


def _arc(
    id: str, piece: Piece, street: str, nodes: dict[Hashable, Node], classes: Sequence[VehicleClass]
) -> Arc:
    times = {
        it.name: max(1, round(piece.length / it.speed(piece.way))) if it.may_drive(piece.way) else None
        for it in classes
    }
    own = next(seconds for seconds in times.values() if seconds is not None)
    return Arc(
        id=id,
        tail=nodes[piece.start].id,
        head=nodes[piece.end].id,
        metres=max(1, round(piece.length)),
        seconds=own,
        street=street,
        by_class={name: seconds for name, seconds in times.items() if seconds != own},
    )


def _named(pieces: Sequence[Piece]) -> list[str]:
    """A name for each, for a sheet and a sentence: an unnamed one is called after a named one that it leaves."""
    known: dict[Hashable, str] = {}
    for piece in pieces:
        for key in (piece.start, piece.end):
            if piece.way.name:
                known.setdefault(key, piece.way.name)
    names = []
    for piece in pieces:
        off = known.get(piece.start) or known.get(piece.end)
        what = "unnamed " + piece.way.road.replace("_", " ")
        what = what if what.endswith(("road", "street", "track")) else f"{what} road"
        names.append(piece.way.name or (f"{what} off {off}" if off else what))
    return names


def _banned(
    survey: Survey,
    by_way: dict[tuple[str, Hashable, bool], list[str]],
    stretches: dict[str, Stretch],
    arcs: Sequence[Arc],
    nodes: dict[Hashable, Node],
) -> set[tuple[str, str]]:
    """The banned turns as pairs of arcs."""
    leaving: dict[str, list[str]] = defaultdict(list)
    for arc in arcs:
        leaving[arc.tail].append(arc.id)
    banned = set()
    for it in survey.restrictions:
        if it.via not in nodes:
            continue
        into = by_way.get((it.from_way, it.via, False), [])
        out = by_way.get((it.to_way, it.via, True), [])
        if it.only and out:
            out = [other for other in leaving[nodes[it.via].id] if other not in out]
        pairs = {(a, b) for a in into for b in out}
        # 'no turning round' of a way that goes on beyond the junction does not ban going straight on
        banned |= {pair for pair in pairs if it.from_way != it.to_way or stretches[pair[0]].back == pair[1]}
    return banned


def _told(survey: Survey, driven: Sequence[Way], pieces: Sequence[Piece]) -> Iterator[str]:
    if left := len(survey.ways) - len(driven):
        yield f"{left} of {len(survey.ways)} ways are closed to every vehicle class and are left out."
    if still := [piece for piece in pieces if not piece.length]:
        yield (
            f"{len(still)} stretches have no length and are taken as one metre, the first on "
            f"{still[0].way.described}: look whether two points of the survey should be one."
        )
