"""Between the search's chains of tokens and a Plan."""

from collections.abc import Iterator, Sequence

import numpy as np

from moothall.engines.rounds.columns import (
    ABSENT,
    ABSENT_COUNT,
    AFTER,
    BEST_AFTER,
    CHANGED,
    CURRENT,
    DAYS,
    DURATION,
    ENTER,
    EXTRA,
    FIRST_END,
    FIRST_START,
    FIRST_TIP,
    FIRST_WAY,
    KIND,
    KINDS_ALLOWED,
    LASTING,
    LEAVE,
    LIMIT,
    MODES,
    PATTERN_DAYS,
    PATTERN_FROM,
    PATTERN_TO,
    TIP_ITEM,
    WAY,
)
from moothall.engines.rounds.model import Model, Names, Whole
from moothall.engines.rounds.plan import Plan, Round, Stop, Tip
from moothall.engines.rounds.solving import kernels
from moothall.engines.rounds.solving.state import State


def chains(m: Model, after: Whole) -> list[list[int]]:
    """The tokens of each round, in order."""
    found = []
    for r in range(len(m.round)):
        chain, token = [], int(after[m.fact[FIRST_START] + r])
        while token != m.fact[FIRST_END] + r:
            chain.append(token)
            token = int(after[token])
        found.append(chain)
    return found


def best_plan(m: Model, names: Names, z: State) -> Plan:
    """The best plan so far, each street in the direction and each load at the tip that cost least."""
    rounds = []
    for r, chain in enumerate(chains(m, z.list[BEST_AFTER])):
        if chain:
            vehicle, day = names.rounds[r]
            rounds.append(Round(vehicle.id, day, tuple(_stops(m, names, r, chain))))
    return Plan(tuple(rounds))


def _stops(m: Model, names: Names, r: int, chain: Sequence[int]) -> Iterator[Stop | Tip]:
    services = len(m.service)
    first_tip = m.fact[FIRST_TIP]
    items = [int(m.round[r, TIP_ITEM]) if it >= first_tip else it // int(m.fact[DAYS]) for it in chain]
    for item, mode in zip(items, _modes(m, r, items), strict=True):
        if item >= services:
            yield from (Tip(it) for it in names.tips[item - services - 2 * len(m.round)][mode])
        else:
            its = names.services[item].arcs
            yield Stop(names.services[item].id, its[mode] if its else "")


def _modes(m: Model, r: int, items: Sequence[int]) -> list[int]:
    """The way of doing each item with which the round costs least."""
    kind = int(m.round[r, KIND])
    weight, per_second = m.weight[kind], int(m.per_second[kind])
    depot = int(m.item[len(m.service) + r, FIRST_WAY + ENTER])
    ways = [[(0, depot)]]  # of each item: least price so far, and where that leaves the vehicle
    came: list[list[int]] = []
    for item in [*items, len(m.service) + len(m.round) + r]:
        row = m.item[item].tolist()
        reached, by = [], []
        for mode in range(row[MODES]):
            at = FIRST_WAY + WAY * mode
            prices = [price + int(weight[place, row[at + ENTER]]) for price, place in ways[-1]]
            least = min(prices)
            by.append(prices.index(least))
            reached.append((least + row[at + LASTING] * per_second + row[at + EXTRA], row[at + LEAVE]))
        ways.append(reached)
        came.append(by)
    modes, mode = [], 0
    for by in reversed(came):
        mode = by[mode]
        modes.append(mode)
    return modes[-2::-1]  # the first is the end's and the last the start's


def left_out(names: Names, plan: Plan) -> tuple[str, ...]:
    """The services that are nowhere in a plan."""
    done = {stop.service for it in plan.rounds for stop in it.services}
    return tuple(it.id for it in names.services if it.id not in done)


def begin_from(m: Model, names: Names, z: State, plan: Plan) -> None:
    """Fill empty rounds as a plan does. What it leaves out, or does on days or by vehicles that may not, or has no
    room for, stays absent, for the search to put in."""
    wanted = _tokens_of(m, names, plan)
    dropped: set[int] = set()
    for r, tokens in enumerate(wanted):
        _fill(m, z, r, tokens)
        while tokens and _too_much(m, z, r):
            dropped.add(tokens.pop() // int(m.fact[DAYS]))
            _fill(m, z, r, tokens)
    if dropped:  # a service that one day has no room for is dropped on all
        for r, tokens in enumerate(wanted):
            _fill(m, z, r, [it for it in tokens if it // int(m.fact[DAYS]) not in dropped])
    absent = np.flatnonzero(z.days_of == 0)
    z.list[ABSENT, : len(absent)] = absent
    z.number[ABSENT_COUNT] = len(absent)
    kernels.move_mean(m, z)
    z.number[CURRENT] = kernels.total_price(m, z)
    kernels.keep_best(m, z)


def _tokens_of(m: Model, names: Names, plan: Plan) -> list[list[int]]:
    """For each round of the model the plan's services that it may do, on a pattern of days that is allowed."""
    number = {it.id: s for s, it in enumerate(names.services)}
    day_number = {name: n for n, name in enumerate(names.days)}
    place = {(vehicle.id, day): r for r, (vehicle, day) in enumerate(names.rounds)}
    found: list[list[int]] = [[] for _ in names.rounds]
    days_of = dict.fromkeys(range(len(names.services)), 0)
    for it in plan.rounds:
        r = place.get((it.vehicle, it.day), -1)
        for stop in it.services:
            s, d = number.get(stop.service, -1), day_number.get(it.day, 0)
            if r >= 0 and s >= 0 and m.service[s, KINDS_ALLOWED] >> m.round[r, KIND] & 1:
                if not days_of[s] >> d & 1:
                    found[r].append(s * len(names.days) + d)
                days_of[s] |= 1 << d
    right = {
        s
        for s, days in days_of.items()
        if days in m.pattern[m.service[s, PATTERN_FROM] : m.service[s, PATTERN_TO], PATTERN_DAYS]
    }
    return [[it for it in tokens if it // len(names.days) in right] for tokens in found]


def _fill(m: Model, z: State, r: int, tokens: Sequence[int]) -> None:
    """Make a round of just these services, tipping where it must."""
    tips = [-1] if tokens and m.round[r, TIP_ITEM] >= 0 else []
    chain = np.array([*tokens, *tips], np.int64)
    kernels.empty(m, z, r)
    kernels.refill(m, z, r, chain, 0, len(chain))
    kernels.mend(m, z, r)
    z.round[r, CHANGED] = 1


def _too_much(m: Model, z: State, r: int) -> bool:
    """Whether a round breaks its shift, or its payload where it cannot tip."""
    length = kernels.with_break(m, r, int(z.round[r, DURATION]))
    first = int(z.token[m.fact[FIRST_START] + r, AFTER])
    return bool(length > m.round[r, LIMIT] or not kernels.within(m, z, -1, first, r))
