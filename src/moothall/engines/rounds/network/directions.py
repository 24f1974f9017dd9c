"""The way driven, in words for a crew: 'left into Mill Lane'."""

from collections.abc import Sequence
from dataclasses import dataclass

from moothall.engines.rounds.network.streets import Streets, Stretch
from moothall.engines.rounds.network.turning import BACK, RIGHT, angle_between, heading

COMPASS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
STRAIGHT, SHARP = 30, 110
"""Degrees: less than that is straight on; more is a sharp turn."""


@dataclass(frozen=True, slots=True)
class Step:
    """What to do, and the metres and seconds until the next step."""

    words: str
    street: str
    metres: int
    seconds: int
    arcs: tuple[str, ...]


def directions(streets: Streets, arcs: Sequence[str], vehicle_class: str = "") -> tuple[Step, ...]:
    """Turn by turn along arcs that follow one another; the first says which way to set out."""
    steps: list[tuple[str, str, list[str]]] = []
    exits = 0
    for place, id in enumerate(arcs):
        stretch = streets.stretches[id]
        before = streets.stretches[arcs[place - 1]] if place else None
        if stretch.roundabout:
            exits = (exits if before and before.roundabout else 0) + _leaves(streets, id)
        if before is None:
            words = f"go {_compass(stretch)} along {stretch.street}"
        elif before.roundabout and not stretch.roundabout:
            number = ORDINALS[exits - 1] if 0 < exits <= len(ORDINALS) else "next"
            words = f"at the roundabout take the {number} exit into {stretch.street}"
        else:
            words = _turn(streets, before, stretch)
        if words:
            steps.append((words, stretch.street, [id]))
        else:
            steps[-1][2].append(id)
    known = {arc.id: arc for arc in streets.network.arcs}
    return tuple(
        Step(
            words=words,
            street=street,
            metres=sum(known[id].metres for id in driven),
            seconds=sum(known[id].seconds_for(vehicle_class) or 0 for id in driven),
            arcs=tuple(driven),
        )
        for words, street, driven in steps
    )


def _turn(streets: Streets, before: Stretch, stretch: Stretch) -> str:
    """Empty where there is nothing to say: the street goes on, or a roundabout is driven."""
    if stretch.roundabout:
        return ""
    if stretch.arc == before.back:
        return f"turn round in {before.street}"
    angle = angle_between(before.line, stretch.line)
    side = "right" if angle > 0 else "left"
    if abs(angle) >= BACK:
        words = f"turn back {side}"
    elif abs(angle) > SHARP:
        words = f"sharp {side}"
    else:
        words = side if abs(angle) >= STRAIGHT else "straight on"
    if stretch.street != before.street:
        return f"{words} into {stretch.street}"
    # a bend is not a turn: only where another way goes on is it said
    choice = len(streets.leaving(before.arc)) > 1 and abs(angle) >= RIGHT
    return f"{words}, still in {stretch.street}" if choice else ""


def _leaves(streets: Streets, id: str) -> bool:
    """Is there a way off the roundabout at the end of this stretch of it?"""
    return any(not streets.stretches[it].roundabout for it in streets.leaving(id))


def _compass(stretch: Stretch) -> str:
    return COMPASS[round(heading(stretch.line) / 45) % 8]
