"""What is wrong with a morning's problem, found before it is solved: one sentence for each place, naming it."""

from collections import Counter
from collections.abc import Iterator

from moothall.engines.rounds.check.words import clock, length
from moothall.engines.rounds.school.problem import Kind, Pupil, SchoolProblem


def faults(problem: SchoolProblem) -> tuple[str, ...]:
    """Everything wrong with it; what hangs on references only when all of those are good.

    Empty: it can be solved, as far as can be said of each pupil alone.
    """
    first = (*_lacking(problem), *_twice(problem), *_travel(problem), *_unknown(problem))
    return first or (*_windows(problem), *_pupils(problem))


def _lacking(problem: SchoolProblem) -> Iterator[str]:
    rows = {"pupils": problem.pupils, "schools": problem.schools, "vehicles": problem.vehicles}
    for name, row in rows.items():
        if not row:
            yield f"The problem has no {name}: give at least one."
    for pupil in problem.pupils:
        if not pupil.boards:
            yield f"Pupil {pupil.id} has no place to be fetched at: give one."


def _twice(problem: SchoolProblem) -> Iterator[str]:
    rows = {
        "pupils": [it.id for it in problem.pupils],
        "schools": [it.id for it in problem.schools],
        "vehicles": [it.id for it in problem.vehicles],
        "travel.places": list(problem.travel.places),
    }
    for name, ids in rows.items():
        for id, times in Counter(ids).items():
            if times > 1:
                yield f"There are {times} {name} called {id}: give each an id of its own."
    for pupil in problem.pupils:
        if len({it.place for it in pupil.boards}) < len(pupil.boards):
            yield f"Pupil {pupil.id} may be fetched at one place twice: name each place once."


def _travel(problem: SchoolProblem) -> Iterator[str]:
    places = len(problem.travel.places)
    for name, table in (("seconds", problem.travel.seconds), ("metres", problem.travel.metres)):
        if len(table) != places or any(len(row) != places for row in table):
            yield f"travel.{name} must have {places:,} rows of {places:,} numbers, one for each place."


def _unknown(problem: SchoolProblem) -> Iterator[str]:
    places = set(problem.travel.places)
    schools, pupils = {it.id for it in problem.schools}, {it.id for it in problem.pupils}
    for school in problem.schools:
        if school.place not in places:
            yield f"School {school.id} is at {school.place}, which is not one of travel.places."
    for kind in problem.vehicles:
        if kind.depot not in places:
            yield f"Vehicles {kind.id} are kept at {kind.depot}, which is not one of travel.places."
    for pupil in problem.pupils:
        if pupil.school not in schools:
            yield f"Pupil {pupil.id} goes to {pupil.school}, which is not one of the schools."
        for board in pupil.boards:
            if board.place not in places:
                yield f"Pupil {pupil.id} is fetched at {board.place}, which is not one of travel.places."
        for other in pupil.apart:
            if other == pupil.id:
                yield f"Pupil {pupil.id} may not ride with {other}: that is the same pupil."
            elif other not in pupils:
                yield f"Pupil {pupil.id} may not ride with {other}, who is not one of the pupils."


def _windows(problem: SchoolProblem) -> Iterator[str]:
    for it in problem.schools:
        if it.window.opens > it.window.closes:
            opens, closes = clock(it.window.opens), clock(it.window.closes)
            yield f"School {it.id} is to be reached from {opens} to {closes}: give the earlier time first."


def _pupils(problem: SchoolProblem) -> Iterator[str]:
    """Who cannot be fetched even by a vehicle of the own."""
    number = {it: n for n, it in enumerate(problem.travel.places)}
    gates = {it.id: number[it.place] for it in problem.schools}
    for pupil in problem.pupils:
        ways = [
            it.walk + problem.travel.seconds[number[it.place]][gates[pupil.school]] for it in pupil.boards
        ]
        quickest = min(ways) + pupil.boarding
        if quickest > pupil.journey:
            yield (
                f"Pupil {pupil.id} is {length(quickest)} from school {pupil.school} by the quickest way, and may be "
                f"{length(pupil.journey)} on the way: raise the limit or name a nearer place."
            )
        if not any(_takes(it, pupil) for it in problem.vehicles):
            what = "a wheelchair" if pupil.wheelchair else "a pupil"
            helped = " and an assistant" if pupil.assistant else ""
            yield f"No vehicle takes {what}{helped}, which pupil {pupil.id} needs: add one that does."


def _takes(kind: Kind, pupil: Pupil) -> bool:
    seats = kind.seats - kind.folds * pupil.wheelchair
    return (
        kind.count > 0 and kind.wheelchairs >= pupil.wheelchair
        and seats >= (not pupil.wheelchair) + pupil.assistant
    )  # fmt: skip
