"""The compiled search: pupils are taken out of the vehicles a few neighbours at a time, and put back where they cost
least; whole runs go from vehicle to vehicle; what is dearer is kept less and less often.

A row is what a vehicle does: boards of pupils and schools, as the tokens of `Model`. The price of a row is that of
`check`, but for pennies.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

from moothall.engines.rounds.school.model import LEFT_BEHIND

NEVER = 10**9
NO_WAY = 1e18
OUT_AT_A_TIME, LONGEST_STRING, BLINK = 12, 10, 0.01
WHOLE_RUN, WHOLE_ROW = 0.25, 0.35
"""Chances: that an iteration moves a run, or else takes out a vehicle's every pupil, in place of some neighbours."""

# Work: whose boards are aboard, when they got on; of each run: earliest and latest beginning, how long it lasts, the
# way to it, and when it begins; a row being tried, and whether it is empty before each token; a run, and what is left
ABOARD, ON, EARLIEST, LATEST, LASTS, WAY, BEGINS, TRIED, EMPTY, BLOCK, REST = range(11)
WORK = 11

UNWRAPPED: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}

Written = TypeVar("Written", bound=Callable[..., Any])


def compiled(function: Written) -> Written:
    """For the two that Python calls."""
    return cast(Written, njit(cache=True, nogil=True)(function))


def inner(function: Written) -> Written:
    """For those that only compiled ones call."""
    return cast(Written, njit(cache=True, nogil=True, **UNWRAPPED)(function))


@inner
def draw(chance: Any) -> float:
    """The next number in [0, 1): xorshift64*, so that a plan comes again on any machine."""
    x = chance[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    chance[0] = x
    return float((x * np.uint64(2685821657736338717)) >> np.uint64(11)) / 9007199254740992.0


@compiled
def price(m: Any, kind: int, row: Any, length: int, w: Any) -> float:
    """Pence for a vehicle of a kind to do a row; NO_WAY where that breaks a rule."""
    if length == 0:
        return 0.0
    boards = len(m.board_pupil)
    helped = 0
    for x in range(length):
        if row[x] < boards and m.assistant[m.board_pupil[row[x]]]:
            helped = 1
            break
    at = m.depot[kind]
    metres, aboard, runs, offset = 0, 0, 0, 0
    sitting, wheelchairs, closed = 0, 0, False
    for x in range(length):
        token = row[x]
        place = m.place[token]
        metres += m.metres[at, place]
        if token < boards:
            p = m.board_pupil[token]
            if aboard == 0:
                w[WAY, runs] = m.seconds[at, place]
                w[EARLIEST, runs], w[LATEST, runs] = -NEVER, NEVER
                offset, sitting, wheelchairs = 0, helped, 0
            else:
                offset += m.seconds[at, place]
                if closed or m.alone[p]:
                    return NO_WAY
                if not m.mixed and m.school[m.board_pupil[w[ABOARD, 0]]] != m.school[p]:
                    return NO_WAY
                if m.wary[p]:
                    for y in range(aboard):
                        if m.apart[p, m.board_pupil[w[ABOARD, y]]]:
                            return NO_WAY
            closed = m.alone[p]
            wheelchairs += m.wheelchair[p]
            sitting += 1 - m.wheelchair[p]
            if wheelchairs > m.room[kind, 1] or sitting > m.room[kind, 0] - m.room[kind, 2] * wheelchairs:
                return NO_WAY
            w[ABOARD, aboard], w[ON, aboard] = token, offset
            aboard += 1
            offset += m.boarding[p]
        else:
            if aboard == 0:
                return NO_WAY
            offset += m.seconds[at, place]
            s = token - boards
            w[EARLIEST, runs] = max(w[EARLIEST, runs], m.opens[s] - offset)
            w[LATEST, runs] = min(w[LATEST, runs], m.closes[s] - offset)
            if w[EARLIEST, runs] > w[LATEST, runs]:
                return NO_WAY
            stay = 0
            for y in range(aboard):
                board = w[ABOARD, y]
                p = m.board_pupil[board]
                if m.school[p] == token:
                    if offset - w[ON, y] > m.board_ride[board]:
                        return NO_WAY
                    wheelchairs -= m.wheelchair[p]
                    sitting -= 1 - m.wheelchair[p]
                else:
                    w[ABOARD, stay], w[ON, stay] = board, w[ON, y]
                    stay += 1
            if stay == aboard:
                return NO_WAY
            aboard = stay
            offset += m.alighting[s]
            if aboard == 0:
                w[LASTS, runs] = offset
                runs += 1
        at = place
    if aboard > 0:
        return NO_WAY
    home = m.depot[kind]
    metres += m.metres[at, home]
    w[BEGINS, 0] = w[EARLIEST, 0]
    for r in range(1, runs):
        ready = w[BEGINS, r - 1] + w[LASTS, r - 1] + w[WAY, r]
        w[BEGINS, r] = max(w[EARLIEST, r], ready)
        if w[BEGINS, r] > w[LATEST, r]:
            return NO_WAY
    ends = w[BEGINS, runs - 1] + w[LASTS, runs - 1] + m.seconds[at, home]
    for r in range(runs - 2, -1, -1):
        w[BEGINS, r] = min(w[LATEST, r], w[BEGINS, r + 1] - w[LASTS, r] - w[WAY, r + 1])
    starts = w[BEGINS, 0] - w[WAY, 0]
    if starts < 0:
        return NO_WAY
    second = m.price[kind, 1] + helped * m.price[kind, 2]
    total: float = m.price[kind, 0] + (ends - starts) * second + metres * m.price[kind, 3]
    return total


@inner
def detour(m: Any, kind: int, row: Any, length: int, x: int, place: int) -> int:
    """Metres more for coming by a place before the token at x."""
    before = m.place[row[x - 1]] if x > 0 else m.depot[kind]
    after = m.place[row[x]] if x < length else m.depot[kind]
    return int(m.metres[before, place] + m.metres[place, after] - m.metres[before, after])


@inner
def with_board(row: Any, length: int, board: int, x: int, school: int, y: int, w: Any) -> int:
    """Into w[TRIED]: the row with a board before the token at x, and a school before that at y (-1: no school)."""
    to = 0
    for z in range(length + 1):
        if z == x:
            w[TRIED, to] = board
            to += 1
        if z == y:
            w[TRIED, to] = school
            to += 1
        if z < length:
            w[TRIED, to] = row[z]
            to += 1
    return to


@inner
def mark_empty(m: Any, row: Any, length: int, w: Any) -> None:
    """w[EMPTY, x]: whether nobody is aboard before the token at x."""
    boards = len(m.board_pupil)
    aboard = 0
    w[EMPTY, 0] = 1
    for x in range(length):
        if row[x] < boards:
            w[ABOARD, aboard] = row[x]
            aboard += 1
        else:
            stay = 0
            for y in range(aboard):
                if m.school[m.board_pupil[w[ABOARD, y]]] != row[x]:
                    w[ABOARD, stay] = w[ABOARD, y]
                    stay += 1
            aboard = stay
        w[EMPTY, x + 1] = aboard == 0


@inner
def first_empty(m: Any, length: Any, slot: int) -> bool:
    """Whether no slot before this one is empty and of its kind: equal vehicles need not all be tried."""
    return slot == 0 or m.kind[slot - 1] != m.kind[slot] or length[slot - 1] > 0


@inner
def put(
    m: Any, p: int, rows: Any, length: Any, cost: Any, at: Any, chance: Any, blink: float, w: Any, found: Any
) -> float:
    """The least that a pupil adds, NO_WAY where there is no room; `found`: slot, board, its place, the school's.

    Tried are the vehicles of neighbours, the nearest first, and an empty one of each kind.
    """
    best = NO_WAY
    slots, near = len(m.kind), m.near.shape[1]
    looked = np.zeros(slots, dtype=np.bool_)
    for n in range(near + slots):
        slot = at[m.near[p, n]] if n < near else n - near
        if slot < 0 or looked[slot] or (n >= near and (length[slot] > 0 or not first_empty(m, length, slot))):
            continue
        looked[slot] = True
        if m.wheelchair[p] <= m.room[m.kind[slot], 1] and length[slot] + 2 <= rows.shape[1]:
            best = put_in(m, p, slot, rows[slot], length[slot], cost[slot], chance, blink, w, best, found)
    return best


@inner
def put_in(
    m: Any, p: int, slot: int, row: Any, size: int, cost: float, chance: Any, blink: float, w: Any, best: float,
    found: Any,
) -> float:  # fmt: skip
    """The least of what was found before and what the pupil adds to a row."""
    boards = len(m.board_pupil)
    kind, school = m.kind[slot], m.school[p]
    gate, metre = m.place[school], m.price[kind, 3]
    least = m.price[kind, 0] if size == 0 else 0.0
    if least >= best:
        return best
    mark_empty(m, row, size, w)
    last = -1  # where the school stands for the last time
    for x in range(size):
        if row[x] == school:
            last = x
    for board in range(m.first_board[p], m.first_board[p + 1]):
        for x in range(size + 1):
            more = least + detour(m, kind, row, size, x, m.place[board]) * metre
            if more >= best or draw(chance) < blink:
                continue
            for y in range(x - 1, size + 1):
                if y < x:  # with those who are brought there already
                    if x > last:
                        continue
                elif y > x and row[y - 1] == school:
                    break
                elif not (y == x and w[EMPTY, x]):
                    if not m.mixed:
                        break
                    if not ((y > 0 and row[y - 1] >= boards) or (y < size and row[y] >= boards)):
                        continue
                    if y > x and more + detour(m, kind, row, size, y, gate) * metre >= best:
                        continue
                n = with_board(row, size, board, x, school, y if y >= x else -1, w)
                added = price(m, kind, w[TRIED], n, w) - cost
                if added < best:
                    best = added
                    found[0], found[1], found[2], found[3] = slot, board, x, y if y >= x else -1
    return best


@inner
def tidy(m: Any, row: Any, length: int, w: Any) -> int:
    """The row without the schools where nobody gets off; its length."""
    boards = len(m.board_pupil)
    aboard, to = 0, 0
    for x in range(length):
        token = row[x]
        if token < boards:
            w[ABOARD, aboard] = token
            aboard += 1
        else:
            stay = 0
            for y in range(aboard):
                if m.school[m.board_pupil[w[ABOARD, y]]] != token:
                    w[ABOARD, stay] = w[ABOARD, y]
                    stay += 1
            if stay == aboard:
                continue
            aboard = stay
        row[to] = token
        to += 1
    return to


@inner
def take(
    m: Any, slot: int, begin: int, count: int, rows: Any, length: Any, cost: Any, at: Any, out: Any, w: Any
) -> None:
    """Take `count` pupils out of a row, from the one at `begin` (pupils only counted); all, where the rest breaks."""
    boards = len(m.board_pupil)
    row = rows[slot]
    seen, to = 0, 0
    for x in range(length[slot]):
        if row[x] < boards:
            seen += 1
            if begin < seen <= begin + count:
                p = m.board_pupil[row[x]]
                at[p] = -1
                out[0] += 1
                out[out[0]] = p
                continue
        row[to] = row[x]
        to += 1
    length[slot] = tidy(m, row, to, w)
    cost[slot] = price(m, m.kind[slot], row, length[slot], w)
    if cost[slot] == NO_WAY:
        for x in range(length[slot]):
            if row[x] < boards:
                p = m.board_pupil[row[x]]
                at[p] = -1
                out[0] += 1
                out[out[0]] = p
        length[slot] = 0
        cost[slot] = 0.0


@inner
def pupils_in(m: Any, row: Any, length: int) -> int:
    count = 0
    for x in range(length):
        count += row[x] < len(m.board_pupil)
    return count


@inner
def take_neighbours(
    m: Any, rows: Any, length: Any, cost: Any, at: Any, touched: Any, chance: Any, out: Any, w: Any
) -> None:
    """Strings of pupils out of some rows near a pupil (Christiaens and Vanden Berghe's removal)."""
    seed = int(draw(chance) * len(m.school))
    longest = 1 + int(draw(chance) * LONGEST_STRING)
    strings = 1 + int(draw(chance) * (4 * OUT_AT_A_TIME / (1 + longest) - 1))
    boards = len(m.board_pupil)
    for n in range(m.near.shape[1]):
        p = m.near[seed, n]
        slot = at[p]
        if slot < 0 or touched[slot]:
            continue
        touched[slot] = True
        size, mine = 0, 0
        for x in range(length[slot]):
            if rows[slot, x] < boards:
                if m.board_pupil[rows[slot, x]] == p:
                    mine = size
                size += 1
        count = 1 + int(draw(chance) * min(longest, size))
        lowest, highest = max(0, mine - count + 1), min(mine, size - count)
        begin = lowest + int(draw(chance) * (highest - lowest + 1))
        take(m, slot, begin, count, rows, length, cost, at, out, w)
        strings -= 1
        if strings == 0:
            break


@inner
def copy(source: Any, target: Any, length: int) -> None:
    for x in range(length):
        target[x] = source[x]


@inner
def with_block(row: Any, length: int, moved: int, before: int, w: Any) -> None:
    """Into w[TRIED]: the row with so many tokens of w[BLOCK] before the token at `before`."""
    for x in range(length + moved):
        if x < before:
            w[TRIED, x] = row[x]
        elif x < before + moved:
            w[TRIED, x] = w[BLOCK, x - before]
        else:
            w[TRIED, x] = row[x - moved]


@inner
def move_run(m: Any, rows: Any, length: Any, cost: Any, at: Any, touched: Any, chance: Any, w: Any) -> None:
    """A run, or all that a vehicle does, to wherever else it costs least between runs."""
    p = int(draw(chance) * len(m.school))
    slot = at[p]
    if slot < 0:
        return
    mark_empty(m, rows[slot], length[slot], w)
    size = length[slot]
    begin, end = 0, size
    if draw(chance) < 0.7:
        mine = 0
        for x in range(size):
            if rows[slot, x] < len(m.board_pupil) and m.board_pupil[rows[slot, x]] == p:
                mine = x
        for x in range(size, mine, -1):
            if w[EMPTY, x]:
                end = x
        for x in range(mine + 1):
            if w[EMPTY, x]:
                begin = x
    moved, stay = 0, 0
    for x in range(size):
        if begin <= x < end:
            w[BLOCK, moved] = rows[slot, x]
            moved += 1
        else:
            w[REST, stay] = rows[slot, x]
            stay += 1
    left = price(m, m.kind[slot], w[REST], stay, w)
    if left == NO_WAY:
        return
    best, to, before = NO_WAY, -1, 0
    for other in range(len(m.kind)):
        n = length[other]
        if other == slot or n + moved > rows.shape[1] or (n == 0 and not first_empty(m, length, other)):
            continue
        mark_empty(m, rows[other], n, w)
        for x in range(n + 1):
            if w[EMPTY, x] and draw(chance) >= BLINK:
                with_block(rows[other], n, moved, x, w)
                added = price(m, m.kind[other], w[TRIED], n + moved, w) - cost[other]
                if added < best:
                    best, to, before = added, other, x
    if to < 0:
        return
    touched[slot] = touched[to] = True
    with_block(rows[to], length[to], moved, before, w)
    length[to] += moved
    cost[to] += best
    copy(w[TRIED], rows[to], length[to])
    copy(w[REST], rows[slot], stay)
    length[slot] = stay
    cost[slot] = left
    for x in range(moved):
        if w[BLOCK, x] < len(m.board_pupil):
            at[m.board_pupil[w[BLOCK, x]]] = to


@inner
def sort_out(m: Any, out: Any, chance: Any) -> None:
    """The order in which those taken out go back: any, hard cases first, or those far from, or near, their schools."""
    count = out[0]
    how = int(draw(chance) * 5)
    keys = np.empty(count)
    for n in range(count):
        p = out[n + 1]
        way = m.seconds[m.place[m.first_board[p]], m.place[m.school[p]]]
        hard = m.wheelchair[p] + 2 * m.alone[p] + m.assistant[p]
        if how == 0:
            keys[n] = -hard + draw(chance) / 2
        elif how == 1:
            keys[n] = -way
        elif how == 2:
            keys[n] = way
        else:
            keys[n] = draw(chance)
    for n in range(1, count):
        key, p, x = keys[n], out[n + 1], n
        while x > 0 and keys[x - 1] > key:
            keys[x], out[x + 1] = keys[x - 1], out[x]
            x -= 1
        keys[x], out[x + 1] = key, p


@inner
def put_back(
    m: Any,
    rows: Any,
    length: Any,
    cost: Any,
    at: Any,
    touched: Any,
    chance: Any,
    blink: float,
    out: Any,
    w: Any,
) -> None:
    """Each where it costs least; for whom there is no room is left behind."""
    found = np.zeros(4, dtype=np.int64)
    for n in range(1, out[0] + 1):
        p = out[n]
        added = put(m, p, rows, length, cost, at, chance, blink, w, found)
        if added >= LEFT_BEHIND:
            continue
        slot = found[0]
        touched[slot] = True
        length[slot] = with_board(rows[slot], length[slot], found[1], found[2], m.school[p], found[3], w)
        copy(w[TRIED], rows[slot], length[slot])
        cost[slot] += added
        at[p] = slot


@compiled
def search(
    m: Any, rows: Any, length: Any, best_rows: Any, best_length: Any, best: Any, chance: Any, iterations: int,
    heat: float, cooling: float,
) -> float:  # fmt: skip
    """So many iterations from the rows, which are left as the last ones kept. Returns the heat after them; the best
    rows, and in `best` their price and how many are left behind, are kept where they are better."""
    pupils = len(m.school)
    boards = len(m.board_pupil)
    slots, width = rows.shape
    w = np.zeros((WORK, max(width + 3, pupils + 1)), dtype=np.int64)
    cost = np.zeros(slots)
    at = np.full(pupils, -1, dtype=np.int64)
    for slot in range(slots):
        cost[slot] = price(m, m.kind[slot], rows[slot], length[slot], w)
        for x in range(length[slot]):
            if rows[slot, x] < boards:
                at[m.board_pupil[rows[slot, x]]] = slot
    out = np.zeros(pupils + 1, dtype=np.int64)
    kept_rows, kept_length, kept_cost, kept_at = rows.copy(), length.copy(), cost.copy(), at.copy()
    touched = np.zeros(slots, dtype=np.bool_)
    now = cost.sum() + LEFT_BEHIND * (at < 0).sum()
    if now < best[0]:
        best[0], best[1] = now, (at < 0).sum()
        best_rows[:] = rows
        best_length[:] = length
    for _ in range(iterations):
        touched[:] = False
        out[0] = 0
        if draw(chance) < WHOLE_RUN:
            move_run(m, rows, length, cost, at, touched, chance, w)
        elif draw(chance) < WHOLE_ROW and at.max() >= 0:
            slot = -1
            while slot < 0:
                slot = at[int(draw(chance) * pupils)]
            size = pupils_in(m, rows[slot], length[slot])
            if size <= 4 * OUT_AT_A_TIME:
                touched[slot] = True
                take(m, slot, 0, size, rows, length, cost, at, out, w)
        else:
            take_neighbours(m, rows, length, cost, at, touched, chance, out, w)
        if now >= LEFT_BEHIND:
            tried = 0
            for p in range(pupils):
                if kept_at[p] < 0 and tried < OUT_AT_A_TIME:
                    tried += 1
                    out[0] += 1
                    out[out[0]] = p
        sort_out(m, out, chance)
        put_back(m, rows, length, cost, at, touched, chance, BLINK, out, w)
        total = cost.sum() + LEFT_BEHIND * (at < 0).sum()
        if total < now - heat * np.log(1.0 - draw(chance)):
            now = total
            for slot in range(slots):
                if touched[slot]:
                    copy(rows[slot], kept_rows[slot], length[slot])
                    kept_length[slot], kept_cost[slot] = length[slot], cost[slot]
            kept_at[:] = at
            if now < best[0] - 1e-6:
                best[0], best[1] = now, (at < 0).sum()
                best_rows[:] = rows
                best_length[:] = length
        else:
            for slot in range(slots):
                if touched[slot]:
                    copy(kept_rows[slot], rows[slot], kept_length[slot])
                    length[slot], cost[slot] = kept_length[slot], kept_cost[slot]
            at[:] = kept_at
        heat *= cooling
    return heat
