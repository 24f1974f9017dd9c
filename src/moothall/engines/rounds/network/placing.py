"""Which stretch of which street a property is on, and on which side of it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from moothall.engines.rounds.network.properties import Property
from moothall.engines.rounds.network.streets import Streets, flat
from moothall.engines.rounds.network.ways import Point

NAMED = 150
"""Metres a property may be from the street it is named after: a drive, a green in front, the middle of a school."""
NEAR = 40
"""Metres it may be from a street of another name, or none, where its own is not in the network."""
ELSEWHERE = 20_000
"""Metres from which on not one property but the coordinates of all are wrong."""
AT_ONCE = 200
ANYWHERE = ""
"""The name under which every street is looked for."""

SHORT = {
    "rd": "road",
    "ave": "avenue",
    "av": "avenue",
    "ln": "lane",
    "cl": "close",
    "cres": "crescent",
    "dr": "drive",
    "gdns": "gardens",
    "gr": "grove",
    "pl": "place",
    "sq": "square",
    "ter": "terrace",
    "terr": "terrace",
    "ct": "court",
    "pk": "park",
    "&": "and",
    "saint": "st",
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A property on an edge of `Streets.edges`. left: it is on the left of the edge's first arc."""

    property: Property
    edge: int
    left: bool
    metres: int


@dataclass(frozen=True, slots=True)
class Lost:
    """A property that is on no street, and why, as a sentence."""

    property: Property
    why: str


def plain(name: str) -> str:
    """A street's name to compare by: 'Mill La.' is not 'Mill Lane', but 'MILL LN' and 'Mill Ln.' are."""
    words = re.sub(r"[’'`.,]", "", name.casefold()).replace("-", " ").split()
    last = len(words) - 1
    words = [
        "street" if word in ("st", "str") and place == last and place else SHORT.get(word, word)
        for place, word in enumerate(words)
    ]
    return " ".join(words)


def place(streets: Streets, properties: Sequence[Property]) -> tuple[list[Placed], list[Lost]]:
    """Each on the nearest stretch with its USRN, else of its name, else of any name if that is very near."""
    if not properties or not streets.edges:
        return [], [Lost(it, "The network has no streets with coordinates.") for it in properties]
    lines = _Lines(streets)
    groups: dict[str, list[Property]] = defaultdict(list)
    for it in properties:
        keys = (f"usrn {it.usrn.lstrip('0')}", plain(it.street), ANYWHERE)
        groups[next(key for key in keys if key in lines.by_name)].append(it)
    placed, lost = [], []
    for name, group in groups.items():
        among = lines.by_name[name]
        for property, found in zip(group, lines.nearest([it.point for it in group], among), strict=True):
            segment, metres, left = found
            if metres <= (NAMED if name else NEAR):
                placed.append(Placed(property, int(lines.edge[segment]), left, round(metres)))
                continue
            street = streets.stretches[streets.edges[lines.edge[segment]][0]].street
            lost.append(Lost(property, _why(property, name, street, metres)))
    return placed, lost


def _why(property: Property, name: str, street: str, metres: float) -> str:
    far = f"{metres / 1000:,.1f} km" if metres >= 1000 else f"{metres:,.0f} m"
    if metres > ELSEWHERE:
        return f"{property.described} is {far} from every street: check the coordinates."
    if name:
        return (
            f"{property.described} is {far} from the nearest {street}: check its coordinates or its street."
        )
    if property.street:
        return f"{property.described}: no such street is in the network, and the nearest, {street}, is {far} away."
    return f"{property.described} names no street, and the nearest, {street}, is {far} away."


class _Lines:
    """Every straight piece of every edge, in metres about the middle of the network."""

    def __init__(self, streets: Streets) -> None:
        edges: list[int] = []
        starts: list[Point] = []
        ends: list[Point] = []
        by_name: dict[str, list[int]] = defaultdict(list)
        firsts = [streets.stretches[edge[0]] for edge in streets.edges]
        self.middle = firsts[len(firsts) // 2].line[0]
        for number, stretch in enumerate(firsts):
            names = {ANYWHERE, plain(stretch.street)} | (
                {f"usrn {stretch.usrn.lstrip('0')}"} if stretch.usrn else set()
            )
            for a, b in pairwise(flat(it, self.middle) for it in stretch.line):
                for name in names:
                    by_name[name].append(len(edges))
                edges.append(number)
                starts.append(a)
                ends.append(b)
        self.edge = np.array(edges)
        self.start, self.end = np.array(starts), np.array(ends)
        self.by_name = {name: np.array(them) for name, them in by_name.items()}

    def nearest(self, points: Sequence[Point], among: NDArray[np.int64]) -> Iterator[tuple[int, float, bool]]:
        """For each point the nearest piece, how far it is, and whether the point is on its left."""
        start, along = self.start[among], self.end[among] - self.start[among]
        squared = np.maximum((along**2).sum(axis=1), 1e-9)
        for first in range(0, len(points), AT_ONCE):
            part = np.array([flat(it, self.middle) for it in points[first : first + AT_ONCE]])
            away = part[:, None, :] - start[None, :, :]
            share = np.clip((away * along).sum(axis=2) / squared, 0, 1)
            off = away - share[:, :, None] * along
            metres = np.hypot(off[:, :, 0], off[:, :, 1])
            best = metres.argmin(axis=1)
            for row, it in enumerate(best):
                east, north = along[it]
                left = east * away[row, it, 1] - north * away[row, it, 0] >= 0
                yield int(among[it]), float(metres[row, it]), bool(left)
