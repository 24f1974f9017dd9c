"""A morning's problem as the arrays that the compiled search sees."""

from typing import NamedTuple

import numpy as np

from moothall.engines.rounds.school.check import METRES_A_MILE
from moothall.engines.rounds.school.problem import SchoolProblem

LEFT_BEHIND = 1_000_000.0
"""Pence that the search counts for a pupil whom nobody fetches: more than any vehicle costs in a morning."""

NEIGHBOURS = 80


class Model(NamedTuple):
    """Tokens are boards (a pupil at one of the own places), then schools. A slot is a vehicle that may be used."""

    seconds: np.ndarray
    metres: np.ndarray
    place: np.ndarray  # of each token
    board_pupil: np.ndarray
    board_ride: np.ndarray  # the longest ride from there
    first_board: np.ndarray  # of each pupil, and one more
    school: np.ndarray  # of each pupil, as a token
    boarding: np.ndarray
    wheelchair: np.ndarray
    assistant: np.ndarray
    alone: np.ndarray
    wary: np.ndarray  # whether there is anybody with whom the pupil may not ride
    apart: np.ndarray  # pupil by pupil
    near: np.ndarray  # pupils, by how well they go together with each pupil
    opens: np.ndarray  # of each school, as are the next two
    closes: np.ndarray
    alighting: np.ndarray
    kind: np.ndarray  # of each slot
    depot: np.ndarray  # of each kind, as is all the rest
    room: np.ndarray  # seats, wheelchairs, seats that a wheelchair folds away
    price: np.ndarray  # pence a day, a second, a second of the assistant, a metre
    mixed: bool


def model_of(problem: SchoolProblem) -> Model:
    """For a problem without faults."""
    number = {it: n for n, it in enumerate(problem.travel.places)}
    seconds = np.array(problem.travel.seconds, dtype=np.int32)
    metres = np.array(problem.travel.metres, dtype=np.int32)
    pupils, schools, kinds = problem.pupils, problem.schools, problem.vehicles
    who = {it.id: n for n, it in enumerate(pupils)}
    boards = [(n, it) for n, pupil in enumerate(pupils) for it in pupil.boards]
    school_token = {it.id: len(boards) + n for n, it in enumerate(schools)}
    apart = np.zeros((len(pupils), len(pupils)), dtype=np.bool_)
    for n, pupil in enumerate(pupils):
        for other in pupil.apart:
            apart[n, who[other]] = apart[who[other], n] = True
    places = [number[it.place] for _, it in boards] + [number[it.place] for it in schools]
    price = [
        (
            it.pence_a_day,
            it.pence_an_hour / 3600,
            it.assistant_pence_an_hour / 3600,
            it.pence_a_mile / METRES_A_MILE,
        )
        for it in kinds
    ]
    school = np.array([school_token[it.school] for it in pupils], dtype=np.int64)
    place = np.array(places, dtype=np.int64)
    first = np.cumsum([0, *(len(it.boards) for it in pupils)]).astype(np.int64)
    return Model(
        seconds,
        metres,
        place,
        np.array([n for n, _ in boards], dtype=np.int64),
        np.array([pupils[n].journey - it.walk for n, it in boards], dtype=np.int64),
        first,
        school,
        np.array([it.boarding for it in pupils], dtype=np.int64),
        np.array([it.wheelchair for it in pupils], dtype=np.int64),
        np.array([it.assistant for it in pupils], dtype=np.int64),
        np.array([it.alone for it in pupils], dtype=np.bool_),
        np.asarray(apart.any(axis=1)),
        apart,
        _near(seconds, place[first[:-1]], place[school]),
        np.array([it.window.opens for it in schools], dtype=np.int64),
        np.array([it.window.closes for it in schools], dtype=np.int64),
        np.array([it.alighting for it in schools], dtype=np.int64),
        np.array(
            [n for n, it in enumerate(kinds) for _ in range(min(it.count, len(pupils)))], dtype=np.int64
        ),
        np.array([number[it.depot] for it in kinds], dtype=np.int64),
        np.array([(it.seats, it.wheelchairs, it.folds) for it in kinds], dtype=np.int64),
        np.array(price, dtype=np.float64),
        problem.mixed,
    )


def _near(seconds: np.ndarray, homes: np.ndarray, schools: np.ndarray) -> np.ndarray:
    """Near are those whose homes are, half as much so those whose schools are."""
    apart = seconds[np.ix_(homes, homes)] + seconds[np.ix_(schools, schools)] / 2
    apart = apart + apart.T
    np.fill_diagonal(apart, -1)
    return np.argsort(apart, axis=1, kind="stable")[:, :NEIGHBOURS].astype(np.int64)
