"""Why not everything can be done, and what would make it so: each a sentence that names the street.

What is said before solving is certain: no order of the streets can help. What is said of a plan that leaves streets
out is arithmetic: the hours and the kilograms that it wants, against those there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from moothall.engines.rounds.columns import (
    BREAK_AFTER,
    BREAK_SECONDS,
    DAY,
    DAYS_ALLOWED,
    ENTER,
    FIRST_LOAD,
    FIRST_ROOM,
    FIRST_WAY,
    KIND,
    KINDS_ALLOWED,
    LASTING,
    LEAVE,
    LIMIT,
    MODES,
    TIP_ITEM,
    WAY,
)
from moothall.engines.rounds.model import NO_LIMIT, Model, model_of
from moothall.engines.rounds.network.paths import UNREACHABLE
from moothall.engines.rounds.plan import Plan
from moothall.engines.rounds.problem import Problem, Service


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a service, or all that is left out together, cannot be done, and what would help."""

    service: str
    sentence: str
    remedy: str


def impossible(problem: Problem) -> tuple[Reason, ...]:
    """The services that no vehicle could do alone on any allowed day, with nothing else to do."""
    m, _ = model_of(problem, neighbours=1)
    return tuple(reason for s, it in enumerate(problem.services) if (reason := _alone(m, s, it)) is not None)


def shortfall(problem: Problem, plan: Plan) -> tuple[Reason, ...]:
    """What a plan that leaves services out lacks: those that are impossible, or else hours or room for all."""
    done = {stop.service for it in plan.rounds for stop in it.services}
    missing = [it for it in problem.services if it.id not in done]
    if not missing:
        return ()
    known = impossible(problem)
    if known:
        return known
    return (_together(problem, missing),)


def _alone(m: Model, s: int, it: Service) -> Reason | None:
    """The nearest that any round comes to doing this service and nothing else."""
    name = it.name or it.id
    rounds = [
        r
        for r in range(len(m.round))
        if m.service[s, KINDS_ALLOWED] >> m.round[r, KIND] & 1
        and m.service[s, DAYS_ALLOWED] >> m.round[r, DAY] & 1
    ]
    if not rounds:
        return Reason(
            it.id,
            f"No vehicle that works on the days of {name} has the skill and the compartments for it "
            "and may drive there.",
            "Allow another day, or a vehicle that may do it.",
        )
    materials = range(len(m.round[0]) - FIRST_ROOM)
    over = [
        max((int(m.service[s, FIRST_LOAD + x] - m.round[r, FIRST_ROOM + x]) for x in materials), default=0)
        for r in rounds
    ]
    if min(over) > 0:
        load = int(m.service[s, FIRST_LOAD:].sum())
        return Reason(
            it.id,
            f"{name} has {load:,} kg at a visit: {min(over):,} kg more than any vehicle that may serve it holds.",
            "Part it into two services, visit it more often, or use a larger vehicle.",
        )
    rounds = [r for r, more in zip(rounds, over, strict=True) if more <= 0]
    times = [(_shortest(m, s, r), int(m.round[r, LIMIT]), r) for r in rounds]
    seconds, limit, r = min(times, key=lambda each: each[0] - each[1])
    if seconds >= UNREACHABLE:
        return Reason(
            it.id,
            f"{name} cannot be driven to from any depot and left again for a tip and home.",
            "Look at the one-way streets and the limits of width and weight about it.",
        )
    if seconds > limit:
        way = "to the tip and home" if m.round[r, TIP_ITEM] >= 0 else "home"
        return Reason(
            it.id,
            f"To drive to {name}, serve it and drive {way} takes {_hours(seconds)}: no shift is longer than "
            f"{_hours(max(each for _, each, _ in times))}.",
            f"Lengthen a shift by {_hours(seconds - limit)}, part the street into two services, "
            "or use a nearer depot or tip.",
        )
    return None


def _shortest(m: Model, s: int, r: int) -> int:
    """Seconds of a round that does this service alone."""
    first_end = len(m.service) + len(m.round)
    chain = [
        len(m.service) + r,
        s,
        *([int(m.round[r, TIP_ITEM])] if m.round[r, TIP_ITEM] >= 0 else []),
        first_end + r,
    ]
    seconds = m.seconds[m.round[r, KIND]]
    reached = [(0, int(m.item[chain[0], FIRST_WAY + LEAVE]))]
    for item in chain[1:]:
        ways = [FIRST_WAY + WAY * way for way in range(m.item[item, MODES])]
        reached = [
            (
                min(before + int(seconds[place, m.item[item, way + ENTER]]) for before, place in reached)
                + int(m.item[item, way + LASTING]),
                int(m.item[item, way + LEAVE]),
            )
            for way in ways
        ]
    spent = reached[0][0]
    return spent + (int(m.round[r, BREAK_SECONDS]) if spent >= m.round[r, BREAK_AFTER] else 0)


def _together(problem: Problem, missing: Sequence[Service]) -> Reason:
    """Each can be done, but not all: what is wanted against what there is."""
    m, _ = model_of(problem, neighbours=1)
    names = ", ".join(it.name or it.id for it in missing[:3]) + (
        f" and {len(missing) - 3:,} more" if len(missing) > 3 else ""
    )
    wanted = sum(it.seconds * _visits(it) for it in problem.services)
    limits = m.round[:, LIMIT]
    lacking = sum(it.seconds * _visits(it) for it in missing)
    if (limits < NO_LIMIT).all():
        there = int(limits.sum())
        left = max(1, -(-lacking // int(np.median(limits))))
        return Reason(
            "",
            f"There was no room for {names}: serving takes {_hours(wanted)} of the {_hours(there)} of all shifts, and "
            "driving and tipping the rest.",
            f"The streets left out take {_hours(lacking)} to serve: add {_counted(left, 'round')}, lengthen the "
            "shifts, or search for longer.",
        )
    loads = m.service[:, FIRST_LOAD:].sum()
    room = int(m.round[:, FIRST_ROOM:].sum())
    return Reason(
        "",
        f"There was no room for {names}: the work is {int(loads):,} kg and the vehicles hold {room:,} kg, a trip each.",
        "Add a vehicle, a larger one, or a tip to go to in between; or search for longer.",
    )


def _visits(it: Service) -> int:
    return min((len(days) for days in it.patterns), default=1)


def _hours(seconds: int) -> str:
    """'7 h 05 min', never less than it is."""
    minutes = -(-seconds // 60)
    return f"{minutes // 60:,} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" + ("" if count == 1 else "s")
