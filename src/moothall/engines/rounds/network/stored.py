"""Streets as plain data, to be kept: the network as in `schemas/problem.json`, and the lines apart from it, by arc.

A line is kept once for both its directions, in whole millionths of a degree (11 cm), each point after the first as
the difference from the one before.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

from moothall.engines.rounds.network.streets import Streets, Stretch
from moothall.engines.rounds.network.ways import Point
from moothall.engines.rounds.plain import as_plain, from_plain
from moothall.engines.rounds.problem import Network

MILLION = 1_000_000


def as_data(streets: Streets) -> dict[str, Any]:
    """What `from_data` reads."""
    return {
        "network": as_plain(streets.network),
        "stretches": [_kept(streets, edge) for edge in streets.edges],
        "barred": [[name, arc, why] for (name, arc), why in streets.barred.items()],
        "trapped": sorted(streets.trapped),
        "attribution": streets.attribution,
        "notes": list(streets.notes),
    }


def from_data(data: Any) -> Streets:
    """The streets again, their lines to a millionth of a degree. Raises Unreadable where the network is not one."""
    return Streets(
        network=from_plain(Network, data["network"], "The network"),
        stretches={it.arc: it for kept in data["stretches"] for it in _stretches(kept)},
        barred={(name, arc): why for name, arc, why in data["barred"]},
        trapped=frozenset(data["trapped"]),
        attribution=data["attribution"],
        notes=tuple(data["notes"]),
    )


def _kept(streets: Streets, edge: Sequence[str]) -> dict[str, Any]:
    first = streets.stretches[edge[0]]
    flags = {"roundabout": first.roundabout, "dual": first.dual, "usrn": first.usrn}
    return {
        "arcs": list(edge),
        "street": first.street,
        "road": first.road,
        "line": packed(first.line),
        "dead_ends": [arc for arc in edge if streets.stretches[arc].dead_end],
    } | {name: value for name, value in flags.items() if value}


def _stretches(kept: dict[str, Any]) -> list[Stretch]:
    line, arcs = unpacked(kept["line"]), kept["arcs"]
    return [
        Stretch(
            arc=arc,
            line=line if arc == arcs[0] else line[::-1],
            street=kept["street"],
            road=kept["road"],
            back=next((it for it in arcs if it != arc), ""),
            roundabout=kept.get("roundabout", False),
            dual=kept.get("dual", False),
            usrn=kept.get("usrn", ""),
            dead_end=arc in kept["dead_ends"],
        )
        for arc in arcs
    ]


def packed(line: Sequence[Point]) -> list[int]:
    """Longitude and latitude by turns: of the first point, then of each the difference."""
    whole = [(round(x * MILLION), round(y * MILLION)) for x, y in line]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(whole)]
    return [number for point in (whole[0], *steps) for number in point]


def unpacked(numbers: Sequence[int]) -> tuple[Point, ...]:
    xs, ys = accumulate(numbers[::2]), accumulate(numbers[1::2])
    return tuple((x / MILLION, y / MILLION) for x, y in zip(xs, ys, strict=True))
