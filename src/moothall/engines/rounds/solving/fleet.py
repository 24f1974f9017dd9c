"""The fewest rounds that will do, where all are alike: a crew less is worth more than any detour."""

from collections.abc import Callable

import numpy as np

from moothall.engines.rounds.columns import BEST_ABSENT, DURATION, GROUP, LIMIT, SIZE
from moothall.engines.rounds.model import NO_LIMIT, Model
from moothall.engines.rounds.solving.state import State

SHARE = 10
"""A trial of a number of rounds is a tenth of the iterations; no more than half go on trials."""


def limit_fleet(m: Model, trial: Callable[[int, Callable[[State], bool]], State], iterations: int) -> None:
    """Close the rounds that are not needed, by trials: searches of so many iterations or until it is enough.

    Only where every round has one shift and one price, and the trials find a plan for fewer: the first with as many
    rounds as its hours would fill if nothing were lost, then one more each time.
    """
    limits = m.round[:, LIMIT].copy()
    each = iterations // SHARE
    if len(limits) < 2 or len(set(m.round[:, GROUP])) > 1 or limits[0] >= NO_LIMIT or each == 0:
        return
    z = trial(each, lambda state: False)
    used = z.round[:, SIZE] > 0
    spent = each
    fewest = -(-int(z.round[used, DURATION].sum()) // int(limits[0]))
    most = int(used.sum()) if z.number[BEST_ABSENT] == 0 else len(limits)
    for count in range(fewest, most):
        if spent + each > iterations // 2:
            break
        m.round[:, LIMIT] = np.where(np.arange(len(limits)) < count, limits, -1)
        z = trial(each, lambda state: bool(state.number[BEST_ABSENT] == 0))
        spent += each
        if z.number[BEST_ABSENT] == 0:
            return
    m.round[:, LIMIT] = np.where(np.arange(len(limits)) < most, limits, -1)
