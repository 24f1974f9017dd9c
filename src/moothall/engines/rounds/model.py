"""A problem as the arrays that the compiled search sees, and the way back from its tokens to names.

Money is in whole units of `Names.unit` pence. Where every vehicle costs the same by the hour and nothing by the
kilometre, a unit is the price of a second, and the matrix of prices is the matrix of seconds, not a copy of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from moothall.engines.rounds.columns import (
    BREAK_AFTER,
    BREAK_SECONDS,
    CREW,
    CREW_PRICE,
    DAY,
    DAYS_ALLOWED,
    ENTER,
    FIRST_LOAD,
    FIRST_ROOM,
    FIRST_WAY,
    FIXED,
    GROUP,
    KIND,
    KINDS_ALLOWED,
    LASTING,
    LEAVE,
    LIMIT,
    MODES,
    OVERTIME,
    PATTERN_FROM,
    PATTERN_TO,
    PENALTY,
    SHIFT,
    TIP_ITEM,
    VEHICLE,
    WAY,
)
from moothall.engines.rounds.network.paths import UNREACHABLE, Place, matrix
from moothall.engines.rounds.problem import TIP, Problem, Service, Vehicle

Whole32 = npt.NDArray[np.int32]
Whole = npt.NDArray[np.int64]

LARGE = 400_000_000
"""Bytes of a matrix of which there is no second copy: ten thousand places."""

NO_LIMIT = 1 << 40
FINE = 1000  # units to a penny, where a unit is not the price of a second


class Model(NamedTuple):
    """What does not change in a search; the columns of its arrays are named in `columns`.

    Items are the services, then each round's start, then each round's end, then the tips of each kind and day.
    """

    weight: Whole32  # [kind, place, place] price of driving
    seconds: Whole32  # [kind, place, place]
    turned: Whole32  # `weight` by what is entered, to be read in rows; empty where that would be too large
    per_second: Whole  # [kind] price of a second served
    item: Whole  # a row an item
    service: Whole  # a row a service
    pattern: Whole  # a row a pattern of days
    round: Whole  # a row a vehicle's day
    near: Whole32  # [service, n] its neighbours, nearest first; -1 at the end
    order: npt.NDArray[np.float64]  # a row a service: by what it is put in
    fact: Whole  # single numbers


@dataclass(frozen=True, slots=True)
class Names:
    """What the numbers of a model stand for."""

    unit: float
    services: tuple[Service, ...]
    days: tuple[str, ...]
    rounds: tuple[tuple[Vehicle, str], ...]
    tips: tuple[tuple[tuple[str, ...], ...], ...]
    """For each tip item its ways: the sites driven to, in order."""
    imbalance: float
    """The price of a squared second of a shift's difference from the mean."""


@dataclass(frozen=True, slots=True)
class Places:
    """Driving between all places, by vehicle class; and where each service's ways and each site begin and end."""

    classes: tuple[str, ...]
    seconds: Whole32  # [class, place left, place entered]
    metres: Whole32
    of_service: tuple[tuple[tuple[int, int], ...], ...]  # enter, leave
    of_site: dict[str, tuple[int, int]]


def model_of(problem: Problem, *, neighbours: int = 70) -> tuple[Model, Names]:
    """The arrays of a problem that has no faults."""
    places = _places(problem)
    kinds = _kinds(problem)
    rounds = tuple(
        (it, day) for day in problem.days for it in problem.vehicles if not it.days or day in it.days
    )
    unit, weight, seconds, per_second = _prices(problem, places, kinds)
    materials = _materials(problem)
    tips, tip_item = _tips(problem, rounds, kinds)
    item = _items(problem, rounds, tips, tip_item, seconds, places, kinds, unit)
    service, pattern = _services(problem, places, kinds, materials, unit)
    count = len(problem.services)
    tokens = count * len(problem.days)
    prices = problem.prices
    shaped = prices.overtime or prices.imbalance or any(it.break_ for it in problem.vehicles)
    ways = [FIRST_WAY, FIRST_WAY + WAY]
    enter, leave = (item[:count, [way + side for way in ways]] for side in (ENTER, LEAVE))
    depot = item[count, FIRST_WAY + LEAVE]
    room = (
        service[:, FIRST_LOAD:].sum(1) if service[:, FIRST_LOAD:].any() else item[:count, FIRST_WAY + LASTING]
    )
    model = Model(
        weight=weight,
        seconds=seconds,
        turned=_turned(weight),
        per_second=per_second,
        item=item,
        service=service,
        pattern=pattern,
        round=_rounds(problem, rounds, kinds, materials, tip_item, unit),
        near=_nearest(seconds[0], enter, leave, neighbours),
        order=np.column_stack([room, seconds[0, depot][enter[:, 0]]]).astype(float),
        fact=np.array(
            [
                len(problem.days),
                len(materials),
                tokens,
                tokens + len(rounds),
                tokens + 2 * len(rounds),
                bool(shaped),
            ],
            np.int64,
        ),
    )
    return model, Names(unit, problem.services, problem.days, rounds, tips, prices.imbalance / 3600**2 / unit)


def _places(problem: Problem) -> Places:
    """A place to begin and one to end for every way of every service, and for every depot and tip."""
    listed: dict[Place, int] = {}
    services = [
        [listed.setdefault(Place(arc=arc), len(listed)) for arc in it.arcs]
        or [listed.setdefault(Place(node=it.node), len(listed))]
        for it in problem.services
    ]
    sites = {it.id: listed.setdefault(Place(node=it.node), len(listed)) for it in problem.sites}
    classes = tuple(dict.fromkeys(it.class_ for it in problem.vehicles))
    found = matrix(problem.network, [*listed], classes)
    enter, leave = found.enter.tolist(), found.leave.tolist()
    return Places(
        classes,
        found.seconds,
        found.metres,
        tuple(tuple((enter[n], leave[n]) for n in its) for its in services),
        {site: (enter[n], leave[n]) for site, n in sites.items()},
    )


# Vehicles


def _kinds(problem: Problem) -> dict[str, int]:
    """Vehicles that drive, cost, carry and may do the same are of one kind."""
    seen: dict[Any, int] = {}
    return {
        it.id: seen.setdefault(
            (
                it.class_,
                it.pence_an_hour,
                _pence_a_kilometre(problem, it),
                tuple(sorted(it.skills)),
                tuple(sorted(it.payload.items())),
            ),
            len(seen),
        )
        for it in problem.vehicles
    }


def _first_of_each(problem: Problem, kinds: dict[str, int]) -> list[Vehicle]:
    firsts: dict[int, Vehicle] = {}
    for it in problem.vehicles:
        firsts.setdefault(kinds[it.id], it)
    return [firsts[kind] for kind in sorted(firsts)]


def _pence_a_kilometre(problem: Problem, vehicle: Vehicle) -> float:
    return vehicle.pence_a_kilometre + vehicle.grams_a_kilometre * problem.prices.carbon / 1_000_000


def _prices(problem: Problem, places: Places, kinds: dict[str, int]) -> tuple[float, Whole32, Whole32, Whole]:
    """The pence of a unit, and by kind the matrices of prices and seconds and the price of a second."""
    firsts = _first_of_each(problem, kinds)
    of_class = [places.classes.index(it.class_) for it in firsts]
    seconds = places.seconds if of_class == [*range(len(places.classes))] else places.seconds[of_class]
    hours = {it.pence_an_hour for it in firsts}
    far = [_pence_a_kilometre(problem, it) for it in firsts]
    if len(hours) == 1 and not any(far):
        return max(1, hours.pop()) / 3600, seconds, seconds, np.ones(len(firsts), np.int64)
    # A second is never free: a plan that costs no less by taking longer is not wanted.
    per_second = [max(1, round(it.pence_an_hour * FINE / 3600)) for it in firsts]
    weight = np.empty_like(seconds)
    for kind, (each, metre) in enumerate(zip(per_second, far, strict=True)):
        priced = seconds[kind] * float(each) + places.metres[of_class[kind]] * (metre * FINE / 1000)
        weight[kind] = np.minimum(priced, UNREACHABLE)
        weight[kind][seconds[kind] >= UNREACHABLE] = UNREACHABLE
    return 1 / FINE, weight, seconds, np.array(per_second, np.int64)


def _turned(weight: Whole32) -> Whole32:
    if weight.nbytes > LARGE:
        return np.zeros((len(weight), 0, 0), np.int32)
    return np.ascontiguousarray(weight.transpose(0, 2, 1))


def _rounds(
    problem: Problem,
    rounds: Sequence[tuple[Vehicle, str]],
    kinds: dict[str, int],
    materials: Sequence[frozenset[str]],
    tip_item: Sequence[int],
    unit: float,
) -> Whole:
    """What is known of each round before it does anything."""
    number = {it.id: n for n, it in enumerate(problem.vehicles)}
    day_number = {name: n for n, name in enumerate(problem.days)}
    alike: dict[Any, int] = {}
    rows = np.zeros((len(rounds), FIRST_ROOM + len(materials)), np.int64)
    for row, (it, day), tip in zip(rows, rounds, tip_item, strict=True):
        row[VEHICLE], row[KIND], row[DAY] = number[it.id], kinds[it.id], day_number[day]
        alike_in = (kinds[it.id], it.depot, it.shift, it.break_, it.pence_a_day, day)
        row[GROUP] = alike.setdefault(alike_in, len(alike))
        row[TIP_ITEM] = tip
        row[SHIFT] = it.shift.seconds if it.shift else NO_LIMIT
        row[LIMIT] = row[SHIFT] + (it.shift.overtime if it.shift else 0)
        row[OVERTIME] = round(problem.prices.overtime / 3600 / unit)
        row[FIXED] = round(it.pence_a_day / unit)
        row[BREAK_AFTER] = it.break_.after if it.break_ else NO_LIMIT
        row[BREAK_SECONDS] = it.break_.seconds if it.break_ else 0
        row[FIRST_ROOM:] = [_room(it, one) for one in materials]
    return rows


# Loads


def _materials(problem: Problem) -> list[frozenset[str]]:
    """Materials that share a compartment in some vehicle, as one."""
    named = {material for it in problem.services for material in it.load}
    shared: dict[frozenset[str], None] = {}
    for vehicle in problem.vehicles:
        by_compartment: dict[str, set[str]] = {}
        for material in named:
            by_compartment.setdefault(vehicle.compartment(material), set()).add(material)
        shared.update({frozenset(it): None for it in by_compartment.values()})
    return sorted(shared, key=sorted)


def _room(vehicle: Vehicle, materials: frozenset[str]) -> int:
    """Kilograms of these together: no limit where they do not share a compartment of this vehicle."""
    compartments = {vehicle.compartment(it) for it in materials}
    if len(compartments) > 1 or not vehicle.payload:
        return NO_LIMIT
    return vehicle.payload.get(compartments.pop(), NO_LIMIT)


# Tips


def _tips(
    problem: Problem, rounds: Sequence[tuple[Vehicle, str]], kinds: dict[str, int]
) -> tuple[tuple[tuple[tuple[str, ...], ...], ...], list[int]]:
    """The ways to tip of each kind of vehicle on each day, and which of these each round has."""
    tip_item = [-1] * len(rounds)
    found: dict[tuple[int, str], int] = {}
    ways: list[tuple[tuple[str, ...], ...]] = []
    base = len(problem.services) + 2 * len(rounds)
    if any(it.kind == TIP for it in problem.sites):
        for r, (vehicle, day) in enumerate(rounds):
            key = (kinds[vehicle.id], day)
            if key not in found:
                found[key] = base + len(ways)
                ways.append(_ways_to_tip(problem, vehicle, day))
            tip_item[r] = found[key]
    return tuple(ways), tip_item


def _ways_to_tip(problem: Problem, vehicle: Vehicle, day: str) -> tuple[tuple[str, ...], ...]:
    """One site that takes all that the vehicle carries, or else two or three in any order."""
    named = {material for it in problem.services for material in it.load}
    carried = {it for it in named if not vehicle.payload or vehicle.compartment(it) in vehicle.payload}
    taken = {
        it.id: carried & set(it.materials) if it.materials else carried
        for it in problem.sites
        if it.kind == TIP and (not it.days or day in it.days)
    }
    for count in (1, 2, 3):
        ways = tuple(
            way for way in permutations(taken, count) if set().union(*(taken[it] for it in way)) >= carried
        )
        if ways:
            return ways
    return ()


# Items


def _items(
    problem: Problem,
    rounds: Sequence[tuple[Vehicle, str]],
    tips: Sequence[Sequence[tuple[str, ...]]],
    tip_item: Sequence[int],
    seconds: Whole32,
    places: Places,
    kinds: dict[str, int],
    unit: float,
) -> Whole:
    """Where each item may begin and end, and how long each way of doing it lasts."""
    count = len(problem.services)
    base = count + 2 * len(rounds)
    rows = np.zeros((base + len(tips), FIRST_WAY + WAY * max([2, *(len(it) for it in tips)])), np.int64)
    wrong_kerb = round(problem.prices.wrong_kerb / unit)
    for row, it, ends in zip(rows, problem.services, places.of_service, strict=False):
        _fill(
            row, [(begin, end, it.seconds, wrong_kerb if way else 0) for way, (begin, end) in enumerate(ends)]
        )
    sites = {it.id: it for it in problem.sites}
    for r, (vehicle, _) in enumerate(rounds):
        depot = places.of_site[vehicle.depot]
        _fill(rows[count + r], [(*depot, 0, 0)])
        _fill(rows[count + len(rounds) + r], [(*depot, 0, 0)])
        if tip_item[r] < 0:
            continue
        tonnes = sum(vehicle.payload.values()) / 1000
        ways = []
        for way in tips[tip_item[r] - base]:
            stops = [places.of_site[it] for it in way]
            lasting = sum(int(seconds[kinds[vehicle.id], a[1], b[0]]) for a, b in pairwise(stops))
            lasting += sum(sites[it].turnaround for it in way)
            # A tip's price by the tonne is taken as of a full load, and only what it is above the cheapest tip's: the
            # rest is paid however the rounds are drawn. The checker counts what is tipped.
            price = sum(sites[it].pence_a_tonne for it in way) / len(way) * tonnes
            ways.append((stops[0][0], stops[-1][1], lasting, round(price / unit)))
        cheapest = min(price for *_, price in ways)
        _fill(
            rows[tip_item[r]],
            [(begin, end, lasting, price - cheapest) for begin, end, lasting, price in ways],
        )
    return rows


def _fill(row: Whole, ways: Sequence[tuple[int, int, int, int]]) -> None:
    """An item's row, of the place it begins, the place it ends, the seconds and the price beyond them of each way."""
    row[MODES] = len(ways)
    for number, way in enumerate(ways):
        row[FIRST_WAY + WAY * number : FIRST_WAY + WAY * (number + 1)] = way


# Services


def _services(
    problem: Problem,
    places: Places,
    kinds: dict[str, int],
    materials: Sequence[frozenset[str]],
    unit: float,
) -> tuple[Whole, Whole]:
    """What is known of each service beside where it is, and the patterns of days of all."""
    firsts = _first_of_each(problem, kinds)
    day_bit = {name: 1 << n for n, name in enumerate(problem.days)}
    number = {it.id: n for n, it in enumerate(problem.vehicles)}
    allowed = _allowed(problem, firsts)
    penalties = _penalties(problem, places, unit)
    rows = np.zeros((len(problem.services), FIRST_LOAD + len(materials)), np.int64)
    patterns: list[tuple[int, int]] = []
    for s, (row, it) in enumerate(zip(rows, problem.services, strict=True)):
        today = sum(day_bit[day] for day in it.today.days) if it.today else 0
        change = round(it.homes * problem.prices.day_change / unit)
        row[PATTERN_FROM] = len(patterns)
        for days in it.patterns or [(day,) for day in problem.days]:
            bits = sum(day_bit[day] for day in days)
            patterns.append((bits, change if today and bits != today else 0))
            row[DAYS_ALLOWED] |= bits
        row[PATTERN_TO] = len(patterns)
        row[KINDS_ALLOWED] = allowed[s]
        row[PENALTY] = penalties[s]
        row[CREW] = number.get(it.today.vehicle, -1) if it.today else -1
        row[CREW_PRICE] = round(it.homes * problem.prices.crew_change / unit)
        row[FIRST_LOAD:] = [sum(it.load.get(one, 0) for one in together) for together in materials]
    return rows, np.array(patterns, np.int64).reshape(len(patterns), 2)


def _allowed(problem: Problem, firsts: Sequence[Vehicle]) -> list[int]:
    """For each service the kinds of vehicle, as bits, that have the skill and the compartments and may drive there."""
    arcs = {it.id: it for it in problem.network.arcs}

    def may(it: Service, vehicle: Vehicle) -> bool:
        return (
            (not it.skill or it.skill in vehicle.skills)
            and all(arcs[arc].seconds_for(vehicle.class_) is not None for arc in it.arcs)
            and not (
                vehicle.payload
                and any(vehicle.compartment(one) not in vehicle.payload for one, kg in it.load.items() if kg)
            )
        )

    return [sum(1 << kind for kind, one in enumerate(firsts) if may(it, one)) for it in problem.services]


def _penalties(problem: Problem, places: Places, unit: float) -> Whole:
    """Of leaving a service out: more than any detour to it, so that it is done wherever there is room."""
    reached = places.seconds[places.seconds < UNREACHABLE]
    detour = 4 * int(reached.max(initial=0)) + 600
    dearest = max((it.pence_an_hour for it in problem.vehicles), default=0) / 3600
    far = max((_pence_a_kilometre(problem, it) for it in problem.vehicles), default=0) / 50
    each = max(dearest + far, unit)
    return np.array(
        [round((detour + 2 * it.seconds) * (1 + it.priority) * each / unit) for it in problem.services],
        np.int64,
    )


def _nearest(seconds: Whole32, enter: Whole, leave: Whole, most: int) -> Whole32:
    """For each service those that can best come next to it in a round."""
    count = len(enter)
    most = min(most, count - 1)
    near = np.full((count, max(1, most)), -1, np.int32)
    for s in range(count):
        onward = np.minimum.reduce([seconds[a][enter[:, w]] for a in set(leave[s]) for w in (0, 1)])
        back = np.minimum.reduce([seconds[:, b][leave[:, w]] for b in set(enter[s]) for w in (0, 1)])
        apart = np.minimum(onward, back) * 4.0 + np.maximum(onward, back)
        apart[s] = np.inf
        if most > 0:
            closest = np.argpartition(apart, most - 1)[:most]
            near[s, :most] = closest[np.lexsort((closest, apart[closest]))]
    return near
