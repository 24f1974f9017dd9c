"""One school at a time by PyVRP, which can express all of that exactly.

If a run may be driven at all, it may come to the school at the last moment. So a pupil's limit is a window: no earlier
than the school's last moment less the longest ride. The way from the depot takes no time there (it is in the price),
or the windows would hold for it. Wheelchairs, folded seats, assistants, those who ride alone and those who ride apart
are loads of several dimensions; a pupil with several places is a group of which one is visited; a vehicle with an
assistant is a type of its own. What PyVRP cannot express is a vehicle that serves a school and then another, for it
may unload a pupil at any depot; nor pupils of several schools aboard.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from moothall.engines.rounds.school.model import Model
from moothall.engines.rounds.school.problem import SchoolProblem

UNLIMITED = 1000
"""A load that no vehicle reaches. PyVRP's penalties are for a unit of load and at most 100,000: loads are kept small,
and prices in pence."""


def one_school(
    problem: SchoolProblem, m: Model, school: int, left: list[int], seed: int, stop: Callable[[float], bool]
) -> list[tuple[int, list[int]]]:
    """The kind and the row of each run to the school (by number) within the vehicles left of each kind.

    `stop` is PyVRP's: it is given the best cost. Runs may still break rules where PyVRP finds none that keep them.
    """
    import pyvrp

    boards = len(m.board_pupil)
    gate = boards + school
    mine = [b for b in range(boards) if m.school[m.board_pupil[b]] == gate]
    if not mine:
        return []
    pupils = m.board_pupil[mine]
    pairs = [(p, q) for p in set(pupils.tolist()) for q in np.flatnonzero(m.apart[p]).tolist() if p < q]
    pairs = [(p, q) for p, q in pairs if m.school[q] == gate]
    folds = sorted(set(m.room[:, 2].tolist()))

    def load(p: int) -> list[int]:
        chair = int(m.wheelchair[p])
        sits = [1 - chair + fold * chair for fold in folds]
        return [
            *sits, chair, int(m.assistant[p]), UNLIMITED if m.alone[p] else 1,
            *(int(p in pair) for pair in pairs),
        ]  # fmt: skip

    def capacity(kind: int, helped: int) -> list[int]:
        seats, chairs, folding = m.room[kind].tolist()
        sits = [seats - helped if fold == folding else UNLIMITED for fold in folds]
        return [*sits, chairs, UNLIMITED * helped, UNLIMITED, *(1 for _ in pairs)]

    closes = int(m.closes[school])
    groups: list[list[int]] = []
    group_of: dict[int, int] = {}
    for n, p in enumerate(pupils.tolist()):
        if m.first_board[p + 1] - m.first_board[p] > 1:
            if p not in group_of:
                group_of[p] = len(groups)
                groups.append([])
            groups[group_of[p]].append(n)
    types = [(kind, helped) for kind in range(len(m.depot)) for helped in (0, 1) if left[kind]]
    if not types:
        return []
    data = pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0)] * (2 + len(mine)),
        clients=[
            pyvrp.Client(
                2 + n,
                pickup=load(int(p)),
                service_duration=int(m.boarding[p]),
                tw_early=max(0, closes - int(m.board_ride[b])),
                tw_late=closes,
                required=int(p) not in group_of,
                group=group_of.get(int(p)),
            )
            for n, (b, p) in enumerate(zip(mine, pupils, strict=True))
        ],
        depots=[pyvrp.Depot(0), pyvrp.Depot(1, tw_late=closes)],
        vehicle_types=[
            pyvrp.VehicleType(
                left[kind],
                capacity(kind, helped),
                0,
                1,
                fixed_cost=round(m.price[kind, 0]),
                profile=n,
            )
            for n, (kind, helped) in enumerate(types)
        ],
        distance_matrices=[_pence(m, kind, helped, mine, gate) for kind, helped in types],
        duration_matrices=[_seconds(m, mine, gate)] * len(types),
        groups=[pyvrp.ClientGroup(it) for it in groups],
    )
    criterion: Any = stop
    best = pyvrp.solve(data, criterion, seed=seed, collect_stats=False).best
    return [
        (types[it.vehicle_type()][0], [*(mine[act.idx] for act in it.schedule() if act.is_client()), gate])
        for it in best.routes()
    ]


def _seconds(m: Model, mine: list[int], gate: int) -> Any:
    places = m.place[[*mine, gate]]
    between = m.seconds[np.ix_(places, places)].astype(np.int64)
    whole = np.zeros((2 + len(mine), 2 + len(mine)), dtype=np.int64)
    whole[2:, 2:] = between[:-1, :-1]
    whole[2:, 1] = between[:-1, -1]
    np.fill_diagonal(whole, 0)
    return whole


def _pence(m: Model, kind: int, helped: int, mine: list[int], gate: int) -> Any:
    """The whole price of each way with the boarding before it; the way home is in that to the school."""
    _, second, assistant, metre = m.price[kind]
    depot = m.depot[kind]
    places = np.array([depot, m.place[gate], *m.place[mine]])
    grid = np.ix_(places, places)
    boarding = np.array([0, 0, *m.boarding[m.board_pupil[mine]]])
    school = gate - len(m.board_pupil)
    seconds = m.seconds[grid] + boarding[:, None]
    seconds[:, 1] += m.alighting[school] + m.seconds[m.place[gate], depot]
    metres = m.metres[grid].astype(np.int64)
    metres[:, 1] += m.metres[m.place[gate], depot]
    whole = np.rint(seconds * (second + helped * assistant) + metres * metre).astype(np.int64)
    np.fill_diagonal(whole, 0)
    return whole
