"""What changes in a search: the rounds as chains of tokens, and all that is kept beside them to price quickly."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from moothall.engines.rounds.columns import (
    ABSENT,
    ABSENT_COUNT,
    AFTER,
    BEFORE,
    BEST,
    BEST_AFTER,
    CURRENT,
    DAYS,
    FIRST_END,
    FIRST_START,
    FIRST_TIP,
    ITEM,
    LISTS,
    MATERIALS,
    MEASURED,
    MODES,
    NUMBERS,
    PENALTY,
    PER_LOAD,
    PER_WAY,
    ROUND,
    ROUND_COLUMNS,
    TIP_ITEM,
    TIPS_COUNT,
    TIPS_FREE,
    TOKEN_COLUMNS,
)
from moothall.engines.rounds.model import Model, Whole, Whole32


class State(NamedTuple):
    """The columns of its arrays are named in `columns`."""

    token: Whole  # a row a token
    way: Whole  # a row a token
    carried: Whole  # a row a token
    drive: Whole32  # a row a token
    round: Whole  # a row a round
    days_of: Whole  # bits, of each service
    key: npt.NDArray[np.float64]  # by which the absent are sorted, of each service
    list: Whole  # rows of numbers
    found: Whole  # a column a day
    number: Whole  # single numbers
    level: npt.NDArray[np.float64]
    chance: npt.NDArray[np.uint64]


def blank(m: Model, seed: int, imbalance: float = 0.0) -> State:
    """Empty rounds, every service absent."""
    services, rounds = len(m.service), len(m.round)
    first_start, first_end, first_tip = m.fact[[FIRST_START, FIRST_END, FIRST_TIP]]
    tips = services + rounds if (m.round[:, TIP_ITEM] >= 0).any() else 0
    tokens = first_tip + tips
    token = np.zeros((tokens, TOKEN_COLUMNS), np.int64)
    token[:, [ROUND, MEASURED]] = -1
    starts, ends = np.arange(first_start, first_end), np.arange(first_end, first_tip)
    token[starts, AFTER], token[ends, BEFORE] = ends, starts
    token[starts, ROUND] = token[ends, ROUND] = np.arange(rounds)
    token[:first_start, ITEM] = np.repeat(np.arange(services), m.fact[DAYS])
    token[first_start:first_tip, ITEM] = services + np.arange(2 * rounds)
    lists = np.zeros((LISTS, tokens), np.int64)
    lists[ABSENT, :services] = np.arange(services)
    lists[TIPS_FREE, :tips] = np.arange(first_tip, tokens)[::-1]
    lists[BEST_AFTER] = token[:, AFTER]
    number = np.zeros(NUMBERS, np.int64)
    number[ABSENT_COUNT], number[TIPS_COUNT] = services, tips
    number[CURRENT] = m.service[:, PENALTY].sum()
    number[BEST] = np.iinfo(np.int64).max
    return State(
        token=token,
        way=np.zeros((tokens, PER_WAY * int(m.item[:, MODES].max())), np.int64),
        carried=np.zeros((tokens, PER_LOAD * m.fact[MATERIALS]), np.int64),
        drive=np.zeros((tokens, 2 * int(m.item[:, MODES].max()) ** 2), np.int32),
        round=np.zeros((rounds, ROUND_COLUMNS), np.int64),
        days_of=np.zeros(services, np.int64),
        key=np.zeros(services),
        list=lists,
        found=np.zeros((3, m.fact[DAYS]), np.int64),
        number=number,
        level=np.array([-1.0, imbalance]),
        chance=np.array([_mixed(seed)], np.uint64),
    )


def _mixed(seed: int) -> int:
    """A seed's bits well stirred (splitmix64), so that seeds 1 and 2 do not begin alike; never nought."""
    x = (seed + 1) * 0x9E3779B97F4A7C15 & (1 << 64) - 1
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9 & (1 << 64) - 1
    x = (x ^ x >> 27) * 0x94D049BB133111EB & (1 << 64) - 1
    return (x ^ x >> 31) or 1
