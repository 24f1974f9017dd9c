"""The search itself, compiled: tear strings of streets out of rounds, put them back, keep what is good.

Slack induction by string removals (Christiaens and Vanden Berghe 2020) under annealing. Where a street may be served
either way, or a load tipped at one of several sites, nothing is decided by the move: each round keeps, for every stop
and every way of making it, the least price from the depot up to that stop and from that stop home (Vidal 2017). An
insertion is priced by joining the two, with every direction of the round free to turn.

Words: an *item* is something a round may do (serve a service, leave or reach the depot, tip); a *token* is an item's
place in a round. A service has a token for each day of the plan. A round is a chain of tokens from a start token to an
end token. In a problem with tips the last token before the end is always a tip.

`m` is the Model and `z` the State, whose columns are named in `columns`: few arrays of many columns, because passing
an array to a kernel costs more than reading from it. All kernels are in this one file because numba's cache notices a
change in the file of the kernel that was asked for, and not in the files of those it calls.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np

from moothall.engines.rounds.columns import (
    ABSENT,
    ABSENT_BEFORE,
    ABSENT_COUNT,
    ABSENT_WERE,
    AFTER,
    BEFORE,
    BEST,
    BEST_ABSENT,
    BEST_AFTER,
    BEST_LENGTH,
    BREAK_AFTER,
    BREAK_SECONDS,
    BY_DISTANCE,
    BY_SIZE,
    CANDIDATES,
    CHANGED,
    CLOCK,
    CREW,
    CREW_PRICE,
    CURRENT,
    DAY,
    DAYS,
    DAYS_ALLOWED,
    DURATION,
    ENTER,
    EXTRA,
    FIRST_END,
    FIRST_LOAD,
    FIRST_ROOM,
    FIRST_START,
    FIRST_TIP,
    FIRST_WAY,
    FIXED,
    GROUP,
    HOW,
    IMBALANCE,
    ITEM,
    ITERATION,
    KIND,
    KINDS_ALLOWED,
    LASTING,
    LEAVE,
    LIMIT,
    MATERIALS,
    MEAN,
    MEASURED,
    MODES,
    OVERTIME,
    PATTERN_DAYS,
    PATTERN_FROM,
    PATTERN_PRICE,
    PATTERN_TO,
    PENALTY,
    PER_LOAD,
    PER_WAY,
    PLACE,
    PRICE,
    QUEUE,
    ROUND,
    SAVED,
    SAVED_COUNT,
    SAVED_TO,
    SEARCHES,
    SEEN,
    SHAPED,
    SHIFT,
    SIZE,
    SO_FAR,
    TIP_ITEM,
    TIPS_COUNT,
    TIPS_FREE,
    TO_COME,
    TORN_AT,
    TOTAL,
    TOUCHED,
    TOUCHED_AT,
    TOUCHED_COUNT,
    VEHICLE,
    WAY,
)

Written = TypeVar("Written", bound=Callable[..., Any])

COMPILED: dict[str, Any] = {"cache": True, "nogil": True, "_nrt": False}
"""Nothing here makes an array, so references need not be counted (`_nrt`), which takes longer than the work."""

UNWRAPPED: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""What only other kernels call needs no wrapper for Python, which takes long to compile."""


def kernel(function: Written) -> Written:
    """Compiled, to be called from Python."""
    return cast(Written, numba.njit(**COMPILED)(function))


def inner(function: Written) -> Written:
    """Compiled, for other kernels only."""
    return cast(Written, numba.njit(**COMPILED, **UNWRAPPED)(function))


FAR = 1 << 50
"""More than any plan costs, so that what cannot be done is never the cheapest."""

UNREACHED = 1 << 29
"""As much as the way between places of which one cannot be reached from the other."""

KEYS = 64
"""More than there are kinds of vehicle."""

EVERYWHERE = 0.1
"""How often a service that fits nowhere near its neighbours is tried in every place there is."""

SPREAD, FULL = 12, 8
"""A round begun spreads to so many neighbours of each service, until so many did not fit."""

TRIED_AGAIN = 5
"""How many of those for which there was no room before are tried again in each iteration."""

BETWEEN, THEN_TIP, TIP_THEN, NEW_ROUND = 0, 1, 2, 3
"""How a service goes in: between two tokens; the same with a new tip after it, or before it; alone in a round."""


# Chance: xorshift64*, so that a plan comes again on any machine.


@inner
def draw(chance: Any) -> float:
    """The next number in [0, 1)."""
    x = chance[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    chance[0] = x
    return float((x * np.uint64(2685821657736338717)) >> np.uint64(11)) / 9007199254740992.0


# Pricing


@inner
def measure(m: Any, z: Any, token: int, after: int, kind: int) -> None:
    """Keep the price and the seconds of driving from a token to the next, however each is done, beside the token:
    the matrix is too large to be read again at every turn."""
    key = after * KEYS + kind
    if z.token[token, MEASURED] == key:
        return
    z.token[token, MEASURED] = key
    i, j = z.token[token, ITEM], z.token[after, ITEM]
    n = 0
    for k in range(m.item[i, MODES]):
        origin = m.item[i, FIRST_WAY + WAY * k + LEAVE]
        for w in range(m.item[j, MODES]):
            to = m.item[j, FIRST_WAY + WAY * w + ENTER]
            z.drive[token, n] = m.weight[kind, origin, to]
            z.drive[token, n + 1] = m.seconds[kind, origin, to]
            n += 2


@inner
def forward(m: Any, z: Any, token: int) -> None:
    """Work out again, from this token to its round's end, the least price of having come so far."""
    tokens, ways, carried, items, drive = z.token, z.way, z.carried, m.item, z.drive
    r = tokens[token, ROUND]
    kind = m.round[r, KIND]
    per_second = m.per_second[kind]
    first_start, end = m.fact[FIRST_START], m.fact[FIRST_END] + r
    materials = m.fact[MATERIALS]
    before = tokens[token, BEFORE]
    while True:
        measure(m, z, before, token, kind)
        i, j = tokens[token, ITEM], tokens[before, ITEM]
        modes = items[i, MODES]
        for w in range(modes):
            at = FIRST_WAY + WAY * w
            least, by = FAR * 2, 0
            for k in range(items[j, MODES]):
                price = ways[before, PER_WAY * k + SO_FAR] + drive[before, 2 * (k * modes + w)]
                if price < least:
                    least, by = price, k
            lasting = items[i, at + LASTING]
            driven = drive[before, 2 * (by * modes + w) + 1]
            ways[token, PER_WAY * w + SO_FAR] = least + lasting * per_second + items[i, at + EXTRA]
            ways[token, PER_WAY * w + CLOCK] = ways[before, PER_WAY * by + CLOCK] + driven + lasting
        for x in range(materials):
            carried[token, PER_LOAD * x + SO_FAR] = (
                0
                if token >= first_start
                else carried[before, PER_LOAD * x + SO_FAR] + m.service[i, FIRST_LOAD + x]
            )
        if token == end:
            break
        before = token
        token = tokens[token, AFTER]
    z.round[r, TOTAL] = ways[end, SO_FAR]
    z.round[r, DURATION] = ways[end, CLOCK]


@inner
def backward(m: Any, z: Any, token: int) -> None:
    """Work out again, from this token back to its round's start, the least price of going home from each."""
    tokens, ways, carried, items, drive = z.token, z.way, z.carried, m.item, z.drive
    r = tokens[token, ROUND]
    kind = m.round[r, KIND]
    per_second = m.per_second[kind]
    first_start, start = m.fact[FIRST_START], m.fact[FIRST_START] + r
    materials = m.fact[MATERIALS]
    after = tokens[token, AFTER]
    while True:
        measure(m, z, token, after, kind)
        i, j = tokens[token, ITEM], tokens[after, ITEM]
        modes = items[j, MODES]
        for w in range(items[i, MODES]):
            at = FIRST_WAY + WAY * w
            least = FAR * 2
            for k in range(modes):
                price = drive[token, 2 * (w * modes + k)] + ways[after, PER_WAY * k + TO_COME]
                if price < least:
                    least = price
            ways[token, PER_WAY * w + TO_COME] = (
                least + items[i, at + LASTING] * per_second + items[i, at + EXTRA]
            )
        for x in range(materials):
            carried[token, PER_LOAD * x + TO_COME] = (
                0
                if token >= first_start
                else carried[after, PER_LOAD * x + TO_COME] + m.service[i, FIRST_LOAD + x]
            )
        if token == start:
            break
        after = token
        token = tokens[token, BEFORE]


@inner
def price_with_tip(m: Any, z: Any, a: int, b: int, first: int, second: int, kind: int) -> int:
    """What the whole round costs with two items, in this order, between neighbouring tokens a and b."""
    items, ways, weight, per_second = m.item, z.way, m.weight[kind], m.per_second[kind]
    ia, ib = z.token[a, ITEM], z.token[b, ITEM]
    cheapest = FAR * 2
    for w in range(items[second, MODES]):
        at = FIRST_WAY + WAY * w
        come = FAR * 2
        for v in range(items[first, MODES]):
            its = FIRST_WAY + WAY * v
            least = FAR * 2
            for k in range(items[ia, MODES]):
                origin = items[ia, FIRST_WAY + WAY * k + LEAVE]
                least = min(least, ways[a, PER_WAY * k + SO_FAR] + weight[origin, items[first, its + ENTER]])
            least += items[first, its + LASTING] * per_second + items[first, its + EXTRA]
            come = min(come, least + weight[items[first, its + LEAVE], items[second, at + ENTER]])
        go = FAR * 2
        for k in range(items[ib, MODES]):
            to = items[ib, FIRST_WAY + WAY * k + ENTER]
            go = min(go, weight[items[second, at + LEAVE], to] + ways[b, PER_WAY * k + TO_COME])
        cheapest = min(
            cheapest, come + go + items[second, at + LASTING] * per_second + items[second, at + EXTRA]
        )
    return cheapest


@inner
def price_of_length(m: Any, z: Any, r: int, seconds: int) -> int:
    """Overtime and imbalance: what a round of this many seconds costs beyond its driving and serving."""
    price = 0
    if seconds > m.round[r, SHIFT]:
        price += (seconds - m.round[r, SHIFT]) * m.round[r, OVERTIME]
    if z.level[MEAN] >= 0.0:
        difference = seconds - z.level[MEAN]
        price += int(z.level[IMBALANCE] * difference * difference)
    return price


@kernel
def with_break(m: Any, r: int, seconds: int) -> int:
    """How long a round lasts with the break that its length calls for."""
    return seconds + m.round[r, BREAK_SECONDS] if seconds >= m.round[r, BREAK_AFTER] else seconds


@inner
def price_of_round(m: Any, z: Any, r: int) -> int:
    """What one round costs in all; nothing if it does nothing."""
    if z.round[r, SIZE] == 0:
        return 0
    length = with_break(m, r, z.round[r, DURATION])
    return int(z.round[r, TOTAL] + m.round[r, FIXED]) + price_of_length(m, z, r, length)


@inner
def price_of_days(m: Any, s: int, days: int) -> int:
    """What it costs that a service is done on these days: the homes whose day changes."""
    for p in range(m.service[s, PATTERN_FROM], m.service[s, PATTERN_TO]):
        if m.pattern[p, PATTERN_DAYS] == days:
            return int(m.pattern[p, PATTERN_PRICE])
    return FAR


@inner
def price_of_crew(m: Any, s: int, r: int) -> int:
    """What it costs that a service is done by this round's vehicle and not by today's."""
    crew = m.service[s, CREW]
    return int(m.service[s, CREW_PRICE]) if crew >= 0 and crew != m.round[r, VEHICLE] else 0


# Chains


@inner
def link(tokens: Any, a: int, token: int) -> None:
    """Put a token after token a."""
    b = tokens[a, AFTER]
    tokens[a, AFTER] = token
    tokens[token, BEFORE] = a
    tokens[token, AFTER] = b
    tokens[b, BEFORE] = token
    tokens[token, ROUND] = tokens[a, ROUND]


@inner
def unlink(tokens: Any, token: int) -> None:
    """Take a token out of its round."""
    a, b = tokens[token, BEFORE], tokens[token, AFTER]
    tokens[a, AFTER] = b
    tokens[b, BEFORE] = a
    tokens[token, ROUND] = -1


@inner
def add_tip(m: Any, z: Any, a: int) -> int:
    """A tip after token a."""
    z.number[TIPS_COUNT] -= 1
    token = z.list[TIPS_FREE, z.number[TIPS_COUNT]]
    link(z.token, a, token)
    z.token[token, ITEM] = m.round[z.token[a, ROUND], TIP_ITEM]
    z.token[token, MEASURED] = -1
    return int(token)


@inner
def drop_tip(z: Any, token: int) -> None:
    """Take a tip out of its round, to be used elsewhere."""
    unlink(z.token, token)
    z.list[TIPS_FREE, z.number[TIPS_COUNT]] = token
    z.number[TIPS_COUNT] += 1


@inner
def touch(m: Any, z: Any, r: int) -> None:
    """Remember a round as it is, once an iteration, before it is changed."""
    if z.round[r, TOUCHED_AT] == z.number[ITERATION]:
        return
    z.round[r, TOUCHED_AT] = z.number[ITERATION]
    z.round[r, CHANGED] = 1
    t = z.number[TOUCHED_COUNT]
    z.list[TOUCHED, t] = r
    z.number[TOUCHED_COUNT] += 1
    n = z.number[SAVED_COUNT]
    end, first_tip = m.fact[FIRST_END] + r, m.fact[FIRST_TIP]
    token = z.token[m.fact[FIRST_START] + r, AFTER]
    while token != end:
        z.list[SAVED, n] = -1 if token >= first_tip else token
        n += 1
        token = z.token[token, AFTER]
    z.number[SAVED_COUNT] = n
    z.list[SAVED_TO, t] = n
    z.number[CURRENT] -= price_of_round(m, z, r)


@kernel
def empty(m: Any, z: Any, r: int) -> None:
    """Take everything out of a round."""
    days = m.fact[DAYS]
    token = z.token[m.fact[FIRST_START] + r, AFTER]
    while token != m.fact[FIRST_END] + r:
        following = z.token[token, AFTER]
        if token >= m.fact[FIRST_TIP]:
            drop_tip(z, token)
        else:
            s = token // days
            z.days_of[s] &= ~(1 << (token - s * days))
            unlink(z.token, token)
        token = following
    z.round[r, SIZE] = 0
    z.round[r, TOTAL] = 0
    z.round[r, DURATION] = 0


@kernel
def refill(m: Any, z: Any, r: int, tokens: Any, begin: int, end: int) -> None:
    """Make an empty round of these tokens, -1 being a tip."""
    if begin == end:
        return
    days = m.fact[DAYS]
    last = m.fact[FIRST_START] + r
    for n in range(begin, end):
        token = tokens[n]
        if token < 0:
            token = add_tip(m, z, last)
        else:
            s = token // days
            z.days_of[s] |= 1 << (token - s * days)
            z.round[r, SIZE] += 1
            link(z.token, last, token)
        last = token
    forward(m, z, z.token[m.fact[FIRST_START] + r, AFTER])
    backward(m, z, z.token[m.fact[FIRST_END] + r, BEFORE])


@inner
def put_back(m: Any, z: Any) -> None:
    """Undo an iteration."""
    for t in range(z.number[TOUCHED_COUNT]):
        empty(m, z, z.list[TOUCHED, t])
    begin = 0
    for t in range(z.number[TOUCHED_COUNT]):
        refill(m, z, z.list[TOUCHED, t], z.list[SAVED], begin, z.list[SAVED_TO, t])
        begin = z.list[SAVED_TO, t]
    n = z.number[ABSENT_WERE]
    for i in range(n):
        z.list[ABSENT, i] = z.list[ABSENT_BEFORE, i]
    z.number[ABSENT_COUNT] = n


# Tearing out


@kernel
def within(m: Any, z: Any, a: int, b: int, r: int) -> bool:
    """Whether the vehicle holds what is carried up to token a and from token b, of one trip; -1: none."""
    for x in range(m.fact[MATERIALS]):
        kilograms = 0
        if a >= 0:
            kilograms += z.carried[a, PER_LOAD * x + SO_FAR]
        if b >= 0:
            kilograms += z.carried[b, PER_LOAD * x + TO_COME]
        if kilograms > m.round[r, FIRST_ROOM + x]:
            return False
    return True


@inner
def split_trip(m: Any, z: Any, opener: int, r: int) -> None:
    """A tip where it costs least in the trip that begins after this token and carries too much."""
    first_start = m.fact[FIRST_START]
    kind, tip = m.round[r, KIND], m.round[r, TIP_ITEM]
    items, ways, weight = m.item, z.way, m.weight[m.round[r, KIND]]
    best_price, best, latest = FAR, -1, z.token[opener, AFTER]
    a = z.token[opener, AFTER]
    while a < first_start and within(m, z, a, -1, r):
        latest = a
        b = z.token[a, AFTER]
        if b < first_start and within(m, z, -1, b, r):
            ia, ib = z.token[a, ITEM], z.token[b, ITEM]
            for w in range(items[tip, MODES]):
                at = FIRST_WAY + WAY * w
                come, go = FAR, FAR
                for k in range(items[ia, MODES]):
                    origin = items[ia, FIRST_WAY + WAY * k + LEAVE]
                    come = min(come, ways[a, PER_WAY * k + SO_FAR] + weight[origin, items[tip, at + ENTER]])
                for k in range(items[ib, MODES]):
                    to = items[ib, FIRST_WAY + WAY * k + ENTER]
                    go = min(go, weight[items[tip, at + LEAVE], to] + ways[b, PER_WAY * k + TO_COME])
                price = come + go + items[tip, at + LASTING] * m.per_second[kind] + items[tip, at + EXTRA]
                if price < best_price:
                    best_price, best = price, a
        a = b
    add_tip(m, z, best if best >= 0 else latest)


@kernel
def mend(m: Any, z: Any, r: int) -> None:
    """After streets were taken out: tips no longer needed go, those now missing come, and the round is priced."""
    first_start = m.fact[FIRST_START]
    start, end = first_start + r, m.fact[FIRST_END] + r
    if z.round[r, SIZE] == 0:
        empty(m, z, r)
        return
    changed = True
    while changed:
        changed = False
        forward(m, z, z.token[start, AFTER])
        backward(m, z, z.token[end, BEFORE])
        if m.round[r, TIP_ITEM] < 0:
            return
        opener = start
        while not changed:
            closer = z.token[opener, AFTER]
            nothing = closer >= first_start
            while closer < first_start:
                closer = z.token[closer, AFTER]
            if closer == end:
                break
            following = z.token[closer, AFTER]
            if nothing or (following != end and within(m, z, z.token[closer, BEFORE], following, r)):
                drop_tip(z, closer)
                changed = True
            elif not within(m, z, -1, z.token[opener, AFTER], r):
                split_trip(m, z, opener, r)
                changed = True
            opener = closer


@inner
def take_out(m: Any, z: Any, s: int) -> None:
    """Take a service out of every round it is in; the rounds are left to be mended."""
    z.number[CURRENT] += m.service[s, PENALTY] - price_of_days(m, s, z.days_of[s])
    for d in range(m.fact[DAYS]):
        if z.days_of[s] >> d & 1:
            token = s * m.fact[DAYS] + d
            r = z.token[token, ROUND]
            touch(m, z, r)
            z.number[CURRENT] -= price_of_crew(m, s, r)
            unlink(z.token, token)
            z.round[r, SIZE] -= 1
    z.days_of[s] = 0
    z.list[ABSENT, z.number[ABSENT_COUNT]] = s
    z.number[ABSENT_COUNT] += 1


@inner
def tear_string(m: Any, z: Any, token: int, r: int, longest: float, split_chance: float) -> None:
    """Take a string of services that holds this one out of its round; some strings leave a middle part in."""
    first_start, first_tip = m.fact[FIRST_START], m.fact[FIRST_TIP]
    tokens = z.token
    touch(m, z, r)
    n = z.round[r, SIZE]
    length = 1 + int(draw(z.chance) * min(float(n), longest))
    length = min(length, n)
    kept = 0
    if 1 < length < n and draw(z.chance) < split_chance:
        kept = 1
        while length + kept < n and draw(z.chance) > 0.01:
            kept += 1
    span = length + kept
    order = -1  # services before this one
    at = token
    while at != first_start + r:
        if at < first_start:
            order += 1
        at = tokens[at, BEFORE]
    lowest, highest = max(0, order - span + 1), min(order, n - span)
    back = order - (lowest + int(draw(z.chance) * (highest - lowest + 1)))
    at = token
    while back > 0:
        at = tokens[at, BEFORE]
        if at < first_start:
            back -= 1
    keep_from = 1 + int(draw(z.chance) * (length - 1)) if kept > 0 else span
    keep_to = keep_from + kept
    done = 0
    while done < span:
        following = tokens[at, AFTER]
        kept_here = keep_from <= done < keep_to
        if at >= first_tip:
            if not kept_here:
                drop_tip(z, at)
        else:
            if not kept_here:
                take_out(m, z, at // m.fact[DAYS])
            done += 1
        at = following


@inner
def tear_out(m: Any, z: Any, average: float, longest: float) -> None:
    """Take strings out of some neighbouring rounds."""
    used, inside = 0, 0
    for r in range(m.round.shape[0]):
        if z.round[r, SIZE] > 0:
            used += 1
            inside += z.round[r, SIZE]
    if used == 0:
        return
    longest = min(longest, inside / used)
    wanted = int(1.0 + draw(z.chance) * (4.0 * average / (1.0 + longest) - 1.0))
    seed = int(draw(z.chance) * m.service.shape[0])
    days_count = m.fact[DAYS]
    for n in range(-1, m.near.shape[1]):
        s = seed if n < 0 else m.near[seed, n]
        if s < 0 or wanted == 0:
            break
        if z.days_of[s] == 0:
            continue
        d = int(draw(z.chance) * days_count) if days_count > 1 else 0
        while not z.days_of[s] >> d & 1:
            d = d + 1 if d + 1 < days_count else 0
        r = z.token[s * days_count + d, ROUND]
        if z.round[r, TORN_AT] != z.number[ITERATION]:
            z.round[r, TORN_AT] = z.number[ITERATION]
            tear_string(m, z, s * days_count + d, r, longest, 0.5)
            wanted -= 1
    for t in range(z.number[TOUCHED_COUNT]):
        mend(m, z, z.list[TOUCHED, t])


# Putting in


@inner
def gather_near(m: Any, z: Any, s: int, blink: float) -> int:
    """Write down the tokens after which a service may go, beside its neighbours or in an empty round: how many."""
    tokens, candidates, chance = z.token, z.list[CANDIDATES], z.chance
    days_count, allowed = m.fact[DAYS], m.service[s, DAYS_ALLOWED]
    z.number[SEARCHES] += 1
    search = z.number[SEARCHES]
    n = 0
    for i in range(m.near.shape[1]):
        other = m.near[s, i]
        if other < 0:
            break
        days = z.days_of[other] & allowed
        token = other * days_count
        while days:
            if days & 1:
                if tokens[token, SEEN] != search and draw(chance) >= blink:
                    tokens[token, SEEN] = search
                    candidates[n] = token
                    n += 1
                a = tokens[token, BEFORE]
                if tokens[a, SEEN] != search and draw(chance) >= blink:
                    tokens[a, SEEN] = search
                    candidates[n] = a
                    n += 1
            days >>= 1
            token += 1
    group = -1
    for r in range(m.round.shape[0]):
        if z.round[r, SIZE] == 0 and m.round[r, GROUP] != group and allowed >> m.round[r, DAY] & 1:
            group = m.round[r, GROUP]
            candidates[n] = m.fact[FIRST_START] + r
            n += 1
    return n


@inner
def gather_all(m: Any, z: Any, s: int) -> int:
    """The same, of every token of every round."""
    n = 0
    for r in range(m.round.shape[0]):
        if z.round[r, SIZE] > 0 and m.service[s, DAYS_ALLOWED] >> m.round[r, DAY] & 1:
            token = m.fact[FIRST_START] + r
            while z.token[token, AFTER] != m.fact[FIRST_END] + r:
                z.list[CANDIDATES, n] = token
                n += 1
                token = z.token[token, AFTER]
            if m.round[r, TIP_ITEM] < 0:  # nothing is done after the last tip
                z.list[CANDIDATES, n] = token
                n += 1
    return n


@inner
def price_places(m: Any, z: Any, s: int, n: int) -> None:
    """Price a service after each of n candidates; of each day the cheapest is kept in `z.found`."""
    tokens, ways, carried, found, rounds = z.token, z.way, z.carried, z.found, z.round
    items, service, about, weights, turned = m.item, m.service, m.round, m.weight, m.turned
    has_turned = turned.shape[1] > 0
    first_start, materials, shaped = m.fact[FIRST_START], m.fact[MATERIALS], m.fact[SHAPED]
    kinds = service[s, KINDS_ALLOWED]
    modes = items[s, MODES]
    quickest = FAR
    for w in range(modes):
        quickest = min(quickest, items[s, FIRST_WAY + WAY * w + LASTING])
    for c in range(n):
        a = z.list[CANDIDATES, c]
        r = tokens[a, ROUND]
        kind = about[r, KIND]
        if not kinds >> kind & 1:
            continue
        if rounds[r, DURATION] + quickest > about[r, LIMIT]:
            continue
        b = tokens[a, AFTER]
        tip = about[r, TIP_ITEM]
        how, whole, first, second = BETWEEN, True, True, True
        for x in range(materials):
            room = about[r, FIRST_ROOM + x] - service[s, FIRST_LOAD + x]
            so_far, to_come = carried[a, PER_LOAD * x + SO_FAR], carried[b, PER_LOAD * x + TO_COME]
            whole &= so_far + to_come <= room
            first &= so_far <= room
            second &= to_come <= room
        price = FAR
        fresh = rounds[r, SIZE] == 0
        if fresh and tip >= 0:
            if whole:
                price = price_with_tip(m, z, a, b, s, tip, kind)
                how = NEW_ROUND
        elif whole:
            ia, ib = tokens[a, ITEM], tokens[b, ITEM]
            per_second = m.per_second[kind]
            for w in range(modes):
                at = FIRST_WAY + WAY * w
                to, origin = items[s, at + ENTER], items[s, at + LEAVE]
                come, go = FAR, FAR
                for k in range(items[ia, MODES]):
                    leave = items[ia, FIRST_WAY + WAY * k + LEAVE]
                    p = ways[a, PER_WAY * k + SO_FAR]
                    p += turned[kind, to, leave] if has_turned else weights[kind, leave, to]
                    if p < come:
                        come = p
                for k in range(items[ib, MODES]):
                    p = (
                        ways[b, PER_WAY * k + TO_COME]
                        + weights[kind, origin, items[ib, FIRST_WAY + WAY * k + ENTER]]
                    )
                    if p < go:
                        go = p
                p = come + go + items[s, at + LASTING] * per_second + items[s, at + EXTRA]
                if p < price:
                    price = p
        elif tip >= 0:
            if first and b < first_start:
                price = price_with_tip(m, z, a, b, s, tip, kind)
                how = THEN_TIP
            if second and a < first_start:
                other = price_with_tip(m, z, a, b, tip, s, kind)
                if other < price:
                    price = other
                    how = TIP_THEN
        more = price - rounds[r, TOTAL]
        if more >= UNREACHED:
            continue
        # Where kilometres have a price too, this is at most too long; the exact length is worked out once it is in.
        per_second = m.per_second[kind]
        longer = with_break(m, r, rounds[r, DURATION] + (more + per_second - 1) // per_second)
        if longer > about[r, LIMIT]:
            continue
        more += price_of_crew(m, s, r)
        if fresh:
            more += about[r, FIXED]
        if shaped:
            more += price_of_length(m, z, r, longer)
            if not fresh:
                more -= price_of_length(m, z, r, with_break(m, r, rounds[r, DURATION]))
        day = about[r, DAY]
        if more < found[PRICE, day]:
            found[PRICE, day] = more
            found[PLACE, day] = a
            found[HOW, day] = how


@inner
def cheapest_days(m: Any, z: Any, s: int) -> int:
    """The allowed pattern of days whose places together cost least; -1 if none can be had."""
    best, best_price = -1, FAR
    for p in range(m.service[s, PATTERN_FROM], m.service[s, PATTERN_TO]):
        price = m.pattern[p, PATTERN_PRICE]
        days = m.pattern[p, PATTERN_DAYS]
        d = 0
        while days:
            if days & 1:
                price += z.found[PRICE, d]
            days >>= 1
            d += 1
        if price < best_price:
            best, best_price = p, price
    return best


@inner
def put_in(m: Any, z: Any, s: int, d: int) -> None:
    """Put a service where `price_places` found it cheapest on this day."""
    a, how = z.found[PLACE, d], z.found[HOW, d]
    r = z.token[a, ROUND]
    touch(m, z, r)
    z.number[CURRENT] += price_of_crew(m, s, r)
    token = s * m.fact[DAYS] + d
    link(z.token, a, token)
    first, last = token, token
    if how == TIP_THEN:
        first = add_tip(m, z, a)
    elif how in (THEN_TIP, NEW_ROUND):
        last = add_tip(m, z, token)
    z.round[r, SIZE] += 1
    z.days_of[s] |= 1 << d
    forward(m, z, first)
    backward(m, z, last)


@inner
def choose_absent(m: Any, z: Any) -> int:
    """Of those absent for longer only some are tried each time, or they would take it all: how many to try, which
    stand first."""
    absent = z.list[ABSENT]
    n, old = z.number[ABSENT_COUNT], z.number[ABSENT_WERE]
    aside = old - TRIED_AGAIN
    if aside <= 0 or z.number[ITERATION] <= 2:
        return int(n)
    for i in range(TRIED_AGAIN):
        j = i + int(draw(z.chance) * (old - i))
        absent[i], absent[j] = absent[j], absent[i]
    for i in range(min(aside, n - old)):
        j = TRIED_AGAIN + i
        absent[j], absent[n - 1 - i] = absent[n - 1 - i], absent[j]
    return int(n - aside)


@inner
def sort_absent(m: Any, z: Any, n: int) -> None:
    """The first n of the absent in one of four orders: by chance, by size, farthest first, nearest first."""
    absent, key = z.list[ABSENT], z.key
    order = draw(z.chance) * 11.0
    for i in range(n):
        s = absent[i]
        if order < 4.0:
            key[s] = draw(z.chance)
        elif order < 8.0:
            key[s] = -m.order[s, BY_SIZE]
        elif order < 10.0:
            key[s] = -m.order[s, BY_DISTANCE]
        else:
            key[s] = m.order[s, BY_DISTANCE]
    for i in range(1, n):
        s = absent[i]
        j = i
        while j > 0 and key[absent[j - 1]] > key[s]:
            absent[j] = absent[j - 1]
            j -= 1
        absent[j] = s


@inner
def put_all_in(m: Any, z: Any, blink: float) -> None:
    """Put the absent services in; those for which there is no room stay absent."""
    n = choose_absent(m, z)
    sort_absent(m, z, n)
    left = 0
    for i in range(n):
        s = z.list[ABSENT, i]
        z.found[PRICE, :] = FAR
        price_places(m, z, s, gather_near(m, z, s, blink))
        p = cheapest_days(m, z, s)
        if p < 0 and (z.number[ITERATION] <= 2 or draw(z.chance) < EVERYWHERE):
            price_places(m, z, s, gather_all(m, z, s))
            p = cheapest_days(m, z, s)
        if p < 0:
            z.list[ABSENT, left] = s
            left += 1
            continue
        z.number[CURRENT] += m.pattern[p, PATTERN_PRICE] - m.service[s, PENALTY]
        for d in range(m.fact[DAYS]):
            if m.pattern[p, PATTERN_DAYS] >> d & 1:
                put_in(m, z, s, d)
    for i in range(n, z.number[ABSENT_COUNT]):
        z.list[ABSENT, left] = z.list[ABSENT, i]
        left += 1
    z.number[ABSENT_COUNT] = left


@kernel
def build(m: Any, z: Any, order: Any) -> None:
    """Fill round after round from empty, each with what lies about the first service not yet done, as they are listed:
    a territory to begin with, not a good round."""
    queue, key = z.list[QUEUE], z.key
    key[:] = -1.0
    z.number[ITERATION] += 1
    first = 0
    for r in range(m.round.shape[0]):
        day = m.round[r, DAY]
        while first < len(order) and z.days_of[order[first]]:
            first += 1
        if first == len(order):
            break
        queue[0], key[order[first]] = order[first], r
        head, tail, full = 0, 1, 0
        while head < tail and full < FULL:
            s = queue[head]
            head += 1
            free = False
            for p in range(m.service[s, PATTERN_FROM], m.service[s, PATTERN_TO]):
                free |= m.pattern[p, PATTERN_DAYS] == 1 << day and m.pattern[p, PATTERN_PRICE] == 0
            if not free:
                continue
            n, token = 0, m.fact[FIRST_START] + r
            while token != m.fact[FIRST_END] + r:
                if (
                    z.round[r, SIZE] == 0
                    or m.round[r, TIP_ITEM] < 0
                    or z.token[token, AFTER] != m.fact[FIRST_END] + r
                ):
                    z.list[CANDIDATES, n] = token
                    n += 1
                token = z.token[token, AFTER]
            z.found[PRICE, day] = FAR
            price_places(m, z, s, n)
            if z.found[PRICE, day] >= m.service[s, PENALTY]:
                full += 1
                continue
            put_in(m, z, s, day)
            for i in range(m.near.shape[1]):
                other = m.near[s, i]
                if other < 0 or i >= SPREAD:
                    break
                if z.days_of[other] == 0 and key[other] != r:
                    key[other] = r
                    queue[tail] = other
                    tail += 1
    n = 0
    for s in range(m.service.shape[0]):
        if z.days_of[s] == 0:
            z.list[ABSENT, n] = s
            n += 1
    z.number[ABSENT_COUNT] = n
    z.number[CURRENT] = total_price(m, z)


# The search


@kernel
def total_price(m: Any, z: Any) -> int:
    """What the whole plan costs, added up from nothing."""
    price = 0
    for r in range(m.round.shape[0]):
        price += price_of_round(m, z, r)
    for s in range(m.service.shape[0]):
        if z.days_of[s] == 0:
            price += m.service[s, PENALTY]
            continue
        price += price_of_days(m, s, z.days_of[s])
        for d in range(m.fact[DAYS]):
            if z.days_of[s] >> d & 1:
                price += price_of_crew(m, s, z.token[s * m.fact[DAYS] + d, ROUND])
    return price


@kernel
def move_mean(m: Any, z: Any) -> None:
    """Measure imbalance from the mean shift of the plan as it is now, which drifts as the search goes on."""
    used, together = 0, 0
    for r in range(m.round.shape[0]):
        if z.round[r, SIZE] > 0:
            used += 1
            together += with_break(m, r, z.round[r, DURATION])
    mean = together / max(used, 1)
    if z.level[IMBALANCE] == 0.0 or abs(mean - z.level[MEAN]) < 1.0:
        return
    for turn in range(2):
        sign = 1 if turn else -1
        for r in range(m.round.shape[0]):
            if z.round[r, SIZE] > 0:
                length = with_break(m, r, z.round[r, DURATION])
                z.number[CURRENT] += sign * price_of_length(m, z, r, length)
            if z.round[r, BEST_LENGTH] > 0:
                z.number[BEST] += sign * price_of_length(m, z, r, z.round[r, BEST_LENGTH])
        z.level[MEAN] = mean


@kernel
def keep_best(m: Any, z: Any) -> None:
    """Write down the plan as the best so far: only the rounds changed since the last time."""
    for r in range(m.round.shape[0]):
        if z.round[r, CHANGED]:
            z.round[r, CHANGED] = 0
            length = with_break(m, r, z.round[r, DURATION])
            z.round[r, BEST_LENGTH] = length if z.round[r, SIZE] > 0 else 0
            token = m.fact[FIRST_START] + r
            while token != m.fact[FIRST_END] + r:
                z.list[BEST_AFTER, token] = z.token[token, AFTER]
                token = z.token[token, AFTER]
    z.number[BEST_ABSENT] = z.number[ABSENT_COUNT]
    z.number[BEST] = z.number[CURRENT]


@kernel
def search(
    m: Any, z: Any, iterations: int, heat: float, cooling: float, average: float, longest: float, blink: float
) -> float:
    """Iterate so many times, the heat falling by a factor each time; the heat it ends with."""
    move_mean(m, z)
    for _ in range(iterations):
        z.number[ITERATION] += 1
        z.number[TOUCHED_COUNT] = 0
        z.number[SAVED_COUNT] = 0
        was = z.number[CURRENT]
        n = z.number[ABSENT_COUNT]
        z.number[ABSENT_WERE] = n
        for i in range(n):
            z.list[ABSENT_BEFORE, i] = z.list[ABSENT, i]
        tear_out(m, z, average, longest)
        put_all_in(m, z, blink)
        for t in range(z.number[TOUCHED_COUNT]):
            z.number[CURRENT] += price_of_round(m, z, z.list[TOUCHED, t])
        if z.number[CURRENT] <= was - heat * np.log(max(draw(z.chance), 1e-12)):
            if z.number[CURRENT] < z.number[BEST]:
                keep_best(m, z)
        else:
            put_back(m, z)
            z.number[CURRENT] = was
        heat *= cooling
    return heat
