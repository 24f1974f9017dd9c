"""A network from a table of arcs, for whoever has one already: CSV, XLSX or ODS.

Columns: `tail`, `head`, `metres`; and, where they are known, `seconds`, `oneway`, `name`, `road`, and where the two
ends are: `tail longitude`, `tail latitude`, `head longitude`, `head latitude`.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from moothall.engines.rounds.network.grid import why_not_degrees
from moothall.engines.rounds.network.streets import Streets, Stretch
from moothall.engines.rounds.network.turning import TurnPrices, priced
from moothall.engines.rounds.network.vehicles import FREE_FLOW
from moothall.engines.rounds.network.ways import Point
from moothall.engines.rounds.plain import MOST
from moothall.engines.rounds.problem import Arc, Network, Node
from moothall.kit.tables import open_table
from moothall.kit.unreadable import Unreadable

NEEDED = ("tail", "head", "metres")
PLACES = ("tail longitude", "tail latitude", "head longitude", "head latitude")
FORWARD, BACKWARD, BOTH = ("yes", "true", "1"), ("-1", "reverse"), ("no", "false", "0", "")


def read(path: Path, prices: TurnPrices | None = None) -> Streets:
    """Raises Unreadable, naming the line. Without `seconds`, the speed is that of the road, else a residential one's.

    Without the coordinates of every end there is no map and no turn is priced.
    """
    called = f"‘{path.name}’"
    arcs: list[Arc] = []
    stretches: dict[str, Stretch] = {}
    points: dict[str, Point | None] = {}
    ends: Counter[str] = Counter()
    with open_table(path) as table:
        lines = table.sheets[0].rows()
        heading = [" ".join(it.casefold().replace("_", " ").split()) for it in next(lines, (0, []))[1]]
        if lacking := [it for it in NEEDED if it not in heading]:
            raise Unreadable(f"{called} has no column ‘{lacking[0]}’: it needs tail, head and metres.")
        for line, cells in lines:
            told = {name: cell.strip() for name, cell in zip(heading, cells, strict=False)}
            where = f"{called}, line {line}"
            tail, head = told.get("tail", ""), told.get("head", "")
            if not tail or not head:
                raise Unreadable(f"{where}: give both a tail and a head.")
            ends.update((tail, head))
            points[tail] = points.get(tail) or _point(told, PLACES[:2], where)
            points[head] = points.get(head) or _point(told, PLACES[2:], where)
            for arc, stretch in _arcs(told, f"{line}", tail, head, where):
                arcs.append(arc)
                stretches[arc.id] = stretch
    if not arcs:
        raise Unreadable(f"{called} has no arcs: it has only a heading.")
    nodes = tuple(Node(id, *(at or (None, None))) for id, at in points.items())
    drawn = {
        arc.id: replace(stretches[arc.id], line=(at, to), dead_end=ends[arc.head] == 1)
        for arc in arcs
        if (at := points[arc.tail]) and (to := points[arc.head])
    }
    if len(drawn) < len(arcs):
        notes = ("Not every end has coordinates: there is no map, and turns cost nothing.",)
        return Streets(Network(nodes, tuple(arcs)), {}, {}, notes=notes)
    turns = tuple(priced(arcs, drawn, set(), set(), prices or TurnPrices()))
    return Streets(Network(nodes, tuple(arcs), turns), drawn, {})


def _arcs(told: Mapping[str, str], id: str, tail: str, head: str, where: str) -> list[tuple[Arc, Stretch]]:
    """One arc, or the two of a street that is driven both ways."""
    road = told.get("road", "") or "residential"
    if road not in FREE_FLOW:
        raise Unreadable(f"{where}: ‘{road}’ is no kind of road: use {', '.join(FREE_FLOW)}.")
    metres = _whole(told.get("metres", ""), "metres", where)
    seconds = told.get("seconds", "")
    taken = _whole(seconds, "seconds", where) if seconds else max(1, round(metres * 3.6 / FREE_FLOW[road]))
    oneway = told.get("oneway", "").casefold()
    if oneway not in (*FORWARD, *BACKWARD, *BOTH):
        raise Unreadable(
            f"{where}: ‘oneway’ is yes, no or -1 (against the way it is written), not ‘{oneway}’."
        )
    both = oneway in BOTH
    street = told.get("name", "")
    made = []
    if oneway not in BACKWARD:
        made.append((id, tail, head, f"{id}r"))
    if oneway not in FORWARD:
        made.append((f"{id}r", head, tail, id))
    return [
        (Arc(arc, start, end, metres, taken, street), Stretch(arc, (), street, road, back if both else ""))
        for arc, start, end, back in made
    ]


def _whole(text: str, what: str, where: str) -> int:
    try:
        number = round(float(text))
    except (ValueError, OverflowError):
        number = 0
    if not 1 <= number <= MOST:
        raise Unreadable(f"{where}: ‘{text}’ is no number of {what}, at least 1.")
    return number


def _point(told: Mapping[str, str], names: tuple[str, ...], where: str) -> Point | None:
    texts = [told.get(name, "") for name in names]
    if not all(texts):
        return None
    try:
        x, y = (float(text) for text in texts)
    except ValueError:
        raise Unreadable(f"{where}: ‘{texts[0]}’, ‘{texts[1]}’ are no coordinates.") from None
    if why := why_not_degrees(x, y):
        raise Unreadable(f"{where} is at {x:g}, {y:g}, which is {why}: give degrees, longitude first.")
    return x, y
