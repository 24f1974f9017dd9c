"""From properties to services: the seconds, kilograms and homes of each street, one side at a time or both at once.

The times and weights of `RATES` are typical ones and not measured by us (docs/methods/street-network.md says from
where): a council gives its own, and those of what was collected are better still.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from moothall.engines.rounds.network.placing import Lost, Placed
from moothall.engines.rounds.network.reach import NO_TURNING
from moothall.engines.rounds.network.streets import Streets
from moothall.engines.rounds.problem import Service, Today

ONE_SIDE = frozenset(("motorway", "trunk", "primary", "secondary"))
"""Kinds of road that a crew does not cross: each side is collected in its own pass."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What one container takes in one visit: seconds and kilograms where it is out, and how often it is."""

    material: str
    seconds: float
    kilograms: float
    set_out: float = 1.0
    assisted: float = 2.5
    """How many times the seconds of an assisted collection are."""


RATES = {
    "refuse bin": Rate("refuse", 18, 12, 0.85),
    "sacks": Rate("refuse", 12, 6, 0.85),
    "recycling bin": Rate("recycling", 18, 7, 0.8),
    "boxes": Rate("recycling", 32, 6, 0.75),
    "food caddy": Rate("food", 8, 2.5, 0.6),
    "garden bin": Rate("garden", 18, 14, 0.5),
    "communal bin": Rate("refuse", 90, 70),
}


@dataclass(frozen=True)
class Demand:
    """`properties` are the UPRNs of each service by its id."""

    services: tuple[Service, ...]
    properties: Mapping[str, tuple[str, ...]]
    lost: tuple[Lost, ...]


def services(
    streets: Streets,
    placed: Sequence[Placed],
    *,
    rates: Mapping[str, Rate] = RATES,
    vehicle_class: str = "",
    one_side: frozenset[str] = ONE_SIDE,
    patterns: tuple[tuple[str, ...], ...] = (),
) -> Demand:
    """One service a stretch of street, or two where its sides are collected apart.

    A one-way street is driven once, for both its sides. Properties with a container that has no rate, or on a street
    that the class may not drive, are lost. `today` is the day and round of most of its homes.
    """
    open_arcs = {
        arc.id: seconds
        for arc in streets.network.arcs
        if (seconds := arc.seconds_for(vehicle_class)) is not None
    }
    lost: list[Lost] = []
    grouped: dict[tuple[int, str], list[Placed]] = defaultdict(list)
    for it in placed:
        arcs = tuple(arc for arc in streets.edges[it.edge] if arc in open_arcs)
        stretch = streets.stretches[streets.edges[it.edge][0]]
        if it.property.container not in rates:
            told = ", ".join(rates)
            container = it.property.container or "no container"
            lost.append(Lost(it.property, f"{it.property.described} has {container}, not one of {told}."))
        elif not arcs or set(arcs) & streets.trapped:
            why = streets.barred.get((vehicle_class, stretch.arc), NO_TURNING)
            lost.append(
                Lost(it.property, f"{it.property.described} cannot be collected: {stretch.street} {why}.")
            )
        else:
            apart = len(arcs) == 2 and (stretch.road in one_side or stretch.dual)
            side = ("left" if it.left else "right") if apart else ""
            grouped[it.edge, side].append(it)
    made, properties = [], {}
    for (edge, side), group in sorted(grouped.items()):
        arcs = tuple(arc for arc in streets.edges[edge] if arc in open_arcs)
        on_left = sum(it.left for it in group)
        if side:
            arcs = arcs[:1] if side == "left" else arcs[1:]
        elif len(arcs) == 2 and 2 * on_left < len(group):
            arcs = arcs[::-1]  # the first is the one with most homes on its kerb
        id = arcs[0] if side else streets.edges[edge][0]  # whichever way round they are: it stays the same
        service = _service(id, streets, arcs, group, rates, max(open_arcs[arc] for arc in arcs), patterns)
        made.append(service)
        properties[service.id] = tuple(dict.fromkeys(it.property.uprn for it in group))
    return Demand(tuple(made), properties, tuple(lost))


def _service(
    id: str,
    streets: Streets,
    arcs: tuple[str, ...],
    group: Sequence[Placed],
    rates: Mapping[str, Rate],
    drive: int,
    patterns: tuple[tuple[str, ...], ...],
) -> Service:
    seconds = 0.0
    load: dict[str, float] = defaultdict(float)
    for it in group:
        rate = rates[it.property.container]
        seconds += rate.seconds * rate.set_out * (rate.assisted if it.property.assisted else 1)
        load[rate.material] += rate.kilograms * rate.set_out
    days = Counter[tuple[str, str]]()
    for it in group:
        days[it.property.day, it.property.round] += it.property.homes
    (day, round_), _ = min(days.items(), key=lambda it: (-it[1], it[0]))
    return Service(
        id=id,
        seconds=drive + ceil(seconds),
        arcs=arcs,
        name=streets.stretches[arcs[0]].street,
        load={material: ceil(kilograms) for material, kilograms in sorted(load.items())},
        homes=sum({it.property.uprn: it.property.homes for it in group}.values()),
        patterns=patterns,
        today=Today((day,), round_) if day else None,
    )
