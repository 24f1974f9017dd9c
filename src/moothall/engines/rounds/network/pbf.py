"""Streets from an OpenStreetMap extract (.osm.pbf, .osm): ways, banned turns, bollards, places to turn round."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from moothall.engines.rounds.network import osm
from moothall.engines.rounds.network.vehicles import MODES
from moothall.engines.rounds.network.ways import Restriction, Survey, Way
from moothall.kit.unreadable import Unreadable

STOPS = frozenset(
    [
        "bollard",
        "block",
        "bus_trap",
        "chain",
        "cycle_barrier",
        "debris",
        "jersey_barrier",
        "kissing_gate",
        "log",
        "motorcycle_barrier",
        "planter",
        "stile",
        "sump_buster",
        "turnstile",
    ]
)
"""Barriers that no lorry passes, unless their own tags let motor vehicles through."""
GATES = frozenset(("gate", "lift_gate", "swing_gate", "sliding_gate", "entrance"))
"""Barriers that are passed, unless their own tags say no or private."""
TURNING = frozenset(("turning_circle", "turning_loop"))
RESTRICTIONS = ("restriction", "restriction:hgv")


def read(path: Path) -> Survey:
    """Raises Unreadable with one sentence that says what to do."""
    import osmium  # 0.2 s and a compiled library: only who reads an extract pays for it

    called = f"‘{path.name}’"
    wanted = osmium.filter.KeyFilter("highway", "barrier", *RESTRICTIONS, "restriction:conditional")
    stopped: set[Hashable] = set()
    turning: set[Hashable] = set()
    ways: list[Way] = []
    restrictions: list[Restriction] = []
    through_ways = timed = 0
    try:
        it: Any  # a node, a way or a relation, each with its own attributes
        for it in osmium.FileProcessor(str(path)).with_locations().with_filter(wanted):
            tags = {tag.k: tag.v for tag in it.tags}
            if it.is_node():
                if tags.get("highway") in TURNING:
                    turning.add(it.id)
                if _stops(tags):
                    stopped.add(it.id)
            elif it.is_way():
                for here in _runs(it.nodes):
                    points = [(node.lon, node.lat) for node in here]
                    if found := osm.way(str(it.id), tags, [node.ref for node in here], points):
                        ways.append(found)
            elif not any(tags.get(key) for key in RESTRICTIONS):
                timed += 1
            elif "hgv" not in tags.get("except", ""):
                made = list(_restrictions(it, tags))
                restrictions += made
                through_ways += not made
    except (RuntimeError, osmium.InvalidLocationError) as fault:
        raise Unreadable(
            f"{called} is not an OpenStreetMap extract that can be read ({fault}): download it again."
        ) from None
    if not ways:
        raise Unreadable(f"{called} has no streets: choose an extract that covers the area.")
    notes = []
    if through_ways:
        notes.append(f"{through_ways} banned turns lead over a third street and are not read.")
    if timed:
        notes.append(f"{timed} turns are banned at certain hours only and are not read.")
    return Survey(
        ways=tuple(part for way in ways for part in parted(way, stopped)),
        restrictions=tuple(restrictions),
        turning=frozenset(turning),
        attribution=osm.ATTRIBUTION,
        notes=tuple(notes),
    )


def _runs(nodes: Iterable[Any]) -> Iterator[list[Any]]:
    """The nodes in a row that are in the extract: a way is cut off where it leaves it."""
    return (list(run) for there, run in groupby(nodes, key=lambda it: it.location.valid()) if there)


def _stops(tags: Mapping[str, str]) -> bool:
    barrier = tags.get("barrier", "")
    said = next((tags[key] for key in MODES["hgv"] if tags.get(key)), "")
    return (barrier in STOPS and (not said or said in osm.SHUT)) or (barrier in GATES and said in osm.SHUT)


def _restrictions(relation: Any, tags: Mapping[str, str]) -> Iterator[Restriction]:
    """What a restriction bans, or leaves alone; none where it is not by way of one junction."""
    told = tags.get("restriction") or tags.get("restriction:hgv") or ""
    by_role: dict[str, list[Any]] = {}
    for member in relation.members:
        by_role.setdefault(member.role, []).append(member)
    via = by_role.get("via", [])
    if len(via) != 1 or via[0].type != "n":
        return
    for start in by_role.get("from", []):
        for end in by_role.get("to", []):
            yield Restriction(str(start.ref), via[0].ref, str(end.ref), only=told.startswith("only_"))


def parted(way: Way, stopped: set[Hashable]) -> Iterator[Way]:
    """The way in parts that do not meet at a barrier."""
    at = [place for place, key in enumerate(way.keys) if key in stopped]
    if not at:
        yield way
        return
    last = len(way.keys) - 1
    cuts = sorted({0, *at, last})
    for number, (start, end) in enumerate(pairwise(cuts)):
        keys = list(way.keys[start : end + 1])
        if start in at:
            keys[0] = (keys[0], way.id, number, "after")
        if end in at:
            keys[-1] = (keys[-1], way.id, number, "before")
        yield replace(way, keys=tuple(keys), points=way.points[start : end + 1])
