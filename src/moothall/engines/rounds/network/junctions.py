"""From ways to a network: ways are split where they meet, joined where nothing meets them, and become arcs."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from moothall.engines.rounds.network.streets import Streets, Stretch, apart
from moothall.engines.rounds.network.turning import TurnPrices, priced
from moothall.engines.rounds.network.vehicles import VehicleClass
from moothall.engines.rounds.network.ways import Survey, Way
from moothall.engines.rounds.problem import Arc, Network, Node
from moothall.kit.unreadable import Unreadable


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch between two junctions, as one way. ways: the ids of the ways at its first and its last point."""

    way: Way
    ways: tuple[str, str]

    @property
    def start(self) -> Hashable:
        return self.way.keys[0]

    @property
    def end(self) -> Hashable:
        return self.way.keys[-1]

    @property
    def length(self) -> float:
        return sum(self.way.metres)

    def turned(self) -> "Piece":
        return Piece(self.way.turned(), self.ways[::-1])


@dataclass(frozen=True, slots=True)
class Driven:
    """A piece in a direction in which it is driven: an arc. back: the arc the other way, if there is one."""

    arc: str
    back: str
    street: str
    piece: Piece


def build(survey: Survey, classes: Sequence[VehicleClass], prices: TurnPrices | None = None) -> Streets:
    """The streets that at least one of the classes may drive; times are the first class's unless said by class.

    Raises Unreadable where there are none.
    """
    ways = [way for way in survey.ways if any(it.may_drive(way) for it in classes)]
    if not ways:
        raise Unreadable(f"No street there may be driven by a {classes[0].name} vehicle: check its size.")
    pinned = {it.via for it in survey.restrictions} | survey.turning
    pieces = joined(_split(ways, pinned), pinned)
    ends = Counter(key for piece in pieces for key in (piece.start, piece.end))
    nodes = _nodes(pieces)
    driven = list(_driven(pieces))
    arcs = [_arc(it, nodes, classes) for it in driven]
    stretches = {it.arc: _stretch(it, dead_end=ends[it.piece.end] == 1) for it in driven}
    room = {nodes[key].id for key in survey.turning if key in nodes}
    turns = tuple(priced(arcs, stretches, _banned(survey, driven), room, prices or TurnPrices()))
    no_turning = {
        it.from_arc for it in turns if it.seconds is None and it.to_arc == stretches[it.from_arc].back
    }
    return Streets(
        network=Network(tuple(nodes.values()), tuple(arcs), turns),
        stretches=stretches,
        barred={
            (it.name, way.arc): why for way in driven for it in classes if (why := it.why_not(way.piece.way))
        },
        trapped=frozenset(arc for arc in no_turning if stretches[arc].dead_end),
        attribution=survey.attribution,
        notes=(*survey.notes, *_told(survey, ways, pieces)),
    )


def _split(ways: Sequence[Way], pinned: set[Hashable]) -> list[Piece]:
    """The ways cut where they begin, end, meet or cross themselves, and at the pinned places."""
    used = Counter(key for way in ways for key in way.keys)
    ends = {key for way in ways for key in (way.keys[0], way.keys[-1])}
    junctions = ends | pinned | {key for key, count in used.items() if count > 1}
    pieces = []
    for way in ways:
        cuts = [place for place, key in enumerate(way.keys) if key in junctions]
        metres = way.metres or tuple(apart(a, b) for a, b in pairwise(way.points))
        for start, end in pairwise(cuts):
            part = replace(
                way,
                keys=way.keys[start : end + 1],
                points=way.points[start : end + 1],
                metres=metres[start:end],
            )
            pieces.append(Piece(part, (way.id, way.id)))
    return [piece for piece in pieces if piece.length or piece.start != piece.end]


def joined(pieces: Sequence[Piece], pinned: set[Hashable]) -> list[Piece]:
    """The same streets without the points where only two alike pieces meet; those become part of the line."""
    kept: dict[int, Piece] = dict(enumerate(pieces))
    at: dict[Hashable, set[int]] = defaultdict(set)
    for number, piece in kept.items():
        at[piece.start].add(number)
        at[piece.end].add(number)
    rings = {piece.start for piece in pieces if piece.start == piece.end}
    for key in list(at):
        if len(at[key]) != 2 or key in pinned or key in rings:
            continue
        one, other = sorted(at[key])
        first = kept[one] if kept[one].end == key else kept[one].turned()
        second = kept[other] if kept[other].start == key else kept[other].turned()
        if first.start == second.end or _kind(first.way) != _kind(second.way):
            continue
        way = replace(
            first.way,
            keys=first.way.keys + second.way.keys[1:],
            points=first.way.points + second.way.points[1:],
            metres=first.way.metres + second.way.metres,
        )
        kept[one] = Piece(way, (first.ways[0], second.ways[1]))
        del kept[other], at[key]
        at[second.end] = at[second.end] - {other} | {one}
    return list(kept.values())


def _kind(way: Way) -> Way:
    """What must be the same for two pieces to be one."""
    return replace(way, id="", keys=(), points=(), metres=())


def _nodes(pieces: Sequence[Piece]) -> dict[Hashable, Node]:
    found: dict[Hashable, Node] = {}
    for piece in pieces:
        for key, point in ((piece.start, piece.way.points[0]), (piece.end, piece.way.points[-1])):
            if key not in found:
                id = str(key) if isinstance(key, int | str) else f"n{len(found)}"
                found[key] = Node(id, longitude=round(point[0], 7), latitude=round(point[1], 7))
    return found


def _driven(pieces: Sequence[Piece]) -> Iterator[Driven]:
    """Each piece in each direction in which it is driven; the arc against the way as drawn has an 'r' to its id."""
    counts: Counter[str] = Counter()
    for piece, street in zip(pieces, _named(pieces), strict=True):
        way = piece.way
        there = f"{way.id}-{counts[way.id]}"
        back = f"{there}r"
        counts[way.id] += 1
        if way.forward:
            yield Driven(there, back if way.backward else "", street, piece)
        if way.backward:
            yield Driven(back, there if way.forward else "", street, piece.turned())


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


def _arc(it: Driven, nodes: dict[Hashable, Node], classes: Sequence[VehicleClass]) -> Arc:
    way, length = it.piece.way, it.piece.length
    times = {
        one.name: max(1, round(length / one.speed(way))) if one.may_drive(way) else None for one in classes
    }
    own = next(seconds for seconds in times.values() if seconds is not None)
    return Arc(
        id=it.arc,
        tail=nodes[it.piece.start].id,
        head=nodes[it.piece.end].id,
        metres=max(1, round(length)),
        seconds=own,
        street=it.street,
        by_class={name: seconds for name, seconds in times.items() if seconds != own},
    )


def _stretch(it: Driven, dead_end: bool) -> Stretch:
    way = it.piece.way
    return Stretch(
        arc=it.arc,
        line=way.points,
        street=it.street,
        road=way.road,
        back=it.back,
        roundabout=way.roundabout,
        dual=way.dual,
        usrn=way.usrn,
        dead_end=dead_end,
    )


def _banned(survey: Survey, driven: Sequence[Driven]) -> set[tuple[str, str]]:
    """The banned turns as pairs of arcs."""
    coming: dict[Hashable, list[Driven]] = defaultdict(list)
    going: dict[Hashable, list[Driven]] = defaultdict(list)
    for it in driven:
        coming[it.piece.end].append(it)
        going[it.piece.start].append(it)
    banned = set()
    for ban in survey.restrictions:
        into = [it for it in coming[ban.via] if it.piece.ways[1] == ban.from_way]
        out = [it for it in going[ban.via] if it.piece.ways[0] == ban.to_way]
        if ban.only and out:
            out = [it for it in going[ban.via] if it not in out]
        # 'no turning round' of a way that goes on beyond the junction does not ban going straight on
        round_ = ban.from_way == ban.to_way and not ban.only
        banned |= {(a.arc, b.arc) for a in into for b in out if not round_ or a.back == b.arc}
    return banned


def _told(survey: Survey, ways: Sequence[Way], pieces: Sequence[Piece]) -> Iterator[str]:
    if left := len(survey.ways) - len(ways):
        yield f"{left} of {len(survey.ways)} ways are closed to every vehicle class and are left out."
    if still := [piece for piece in pieces if not piece.length]:
        yield (
            f"{len(still)} stretches have no length and are taken as one metre, the first on "
            f"{still[0].way.described}: look whether two points of the survey should be one."
        )
