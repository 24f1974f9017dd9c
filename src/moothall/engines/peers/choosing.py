"""Who a council is compared with: four ways to choose, each of which says what it did.

    nearest("E07000234", candidates, k=15)       standardised distance over characteristics
    same_region("E07000234", candidates)         same type and region
    as_listed("E07000234", codes, candidates)    a published list, used as published, types marked
    by_hand("E07000234", codes, candidates)      picked by a person

Our own choosing (`nearest`, `same_region`) keeps to the council's type unless asked; lists made by others, by a
publisher or by hand, are never cut, only marked. The rule in prose: docs/methods/peers.md.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from moothall.engines.peers.spread import median

Way = Literal["characteristics", "region", "list", "by hand"]
NEAREST = 15  # how many are taken, as the published models do


@dataclass(frozen=True, slots=True)
class Candidate:
    """A council that may be chosen. `type` is its tier ('district in England'); a characteristic that is not known
    is None or absent, which is not nought."""

    code: str
    name: str = ""
    type: str = ""
    region: str = ""
    characteristics: Mapping[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chosen:
    """One comparator. `distance` runs from 0 (alike) to 1 (the farthest of all that were looked at); None where
    none was worked out. `imputed` names the characteristics it was given the median of."""

    code: str
    position: int
    same_type: bool
    distance: float | None = None
    imputed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Characteristic:
    """A characteristic that counted: how it was put on one scale with the others. `missing` had none and were
    given the median of their type."""

    name: str
    weight: float
    mean: float
    deviation: float
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The comparators, the nearest (or first) first, and all that was done to find them.

    `pool` is how many councils were looked at, the council itself among them; `dropped` are the characteristics
    that could not count, each with the reason; `imputed` the council's own missing ones; `unknown` the codes of a
    list that no candidate has, which stay in the list.
    """

    way: Way
    own: str
    members: tuple[Chosen, ...]
    pool: int
    characteristics: tuple[Characteristic, ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()
    imputed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(it.code for it in self.members)


def nearest(
    own: str,
    candidates: Iterable[Candidate],
    *,
    weights: Mapping[str, float] | None = None,
    k: int = NEAREST,
    any_type: bool = False,
) -> Choice:
    """The k councils least far away: d = sqrt(sum of w (z_a - z_b)^2), rebased so that the farthest is 1.

    Each characteristic is standardised (mean 0, standard deviation 1) over the councils looked at: those of the
    council's own type, or all with `any_type`. One that is missing is given the median of the council's type and
    named; one that nobody has, that is the same for all or that has no weight is dropped, and said. Weights are 1
    unless given. Ties go by code. Raises ValueError where the council is not a candidate, nothing is left to
    compare by, or a weight or k makes no sense.
    """
    if k < 1:
        raise ValueError("Take at least one comparator.")
    known, mine = _known(own, candidates)
    pool = [it for it in known.values() if any_type or it.type == mine.type]
    given = dict(weights or {})
    names = sorted({name for it in pool for name in it.characteristics})
    for name, weight in given.items():
        if name not in names:
            raise ValueError(f"There is no characteristic '{name}' to weigh: there are {', '.join(names)}.")
        if not math.isfinite(weight) or weight < 0:
            raise ValueError(f"The weight of '{name}' must be a number of nought or more.")
    scales: list[tuple[Characteristic, dict[str, float]]] = []
    dropped: list[tuple[str, str]] = []
    for name in names:
        found = _standardised(name, pool, given.get(name, 1.0))
        if isinstance(found, str):
            dropped.append((name, found))
        else:
            scales.append(found)
    if not scales:
        why = "; ".join(f"{name}: {said}" for name, said in dropped) or "no characteristics were given"
        raise ValueError(f"There is nothing to compare by ({why}).")
    apart = {
        it.code: math.sqrt(
            math.fsum(scale.weight * (z[it.code] - z[own]) ** 2 for scale, z in scales),
        )
        for it in pool
    }
    farthest = max(apart.values()) or 1.0
    used = tuple(scale for scale, _ in scales)
    order = sorted((code for code in apart if code != own), key=lambda code: (apart[code], code))
    return Choice(
        "characteristics",
        own,
        tuple(
            Chosen(code, place, known[code].type == mine.type, apart[code] / farthest, _imputed(code, used))
            for place, code in enumerate(order[:k], start=1)
        ),
        len(pool),
        used,
        tuple(dropped),
        _imputed(own, used),
    )


def same_region(own: str, candidates: Iterable[Candidate]) -> Choice:
    """The councils of the same type in the same region, by name. Raises ValueError where its region is not known."""
    known, mine = _known(own, candidates)
    if not mine.region:
        raise ValueError("The region of the council is not known: choose its comparators another way.")
    like = [
        it for it in known.values() if (it.type, it.region) == (mine.type, mine.region) and it.code != own
    ]
    like.sort(key=lambda it: (it.name, it.code))
    members = tuple(Chosen(it.code, place, True) for place, it in enumerate(like, start=1))
    return Choice("region", own, members, len(known))


def as_listed(own: str, codes: Sequence[str], candidates: Iterable[Candidate]) -> Choice:
    """A published list as it stands, in its order: none is left out, of another type or unknown; both are marked."""
    return _given("list", own, codes, candidates)


def by_hand(own: str, codes: Sequence[str], candidates: Iterable[Candidate]) -> Choice:
    """Councils that a person picked, in their order; the council itself is no comparator.

    Raises ValueError where none is left.
    """
    found = _given("by hand", own, codes, candidates)
    if not found.members:
        raise ValueError("Pick at least one council beside the council itself.")
    return found


def _given(way: Way, own: str, codes: Sequence[str], candidates: Iterable[Candidate]) -> Choice:
    known, mine = _known(own, candidates)
    kept = [code for code in dict.fromkeys(codes) if code != own]
    members = tuple(
        Chosen(code, place, code in known and known[code].type == mine.type)
        for place, code in enumerate(kept, start=1)
    )
    return Choice(way, own, members, len(known), unknown=tuple(code for code in kept if code not in known))


def _known(own: str, candidates: Iterable[Candidate]) -> tuple[dict[str, Candidate], Candidate]:
    known: dict[str, Candidate] = {}
    for it in candidates:
        if it.code in known:
            raise ValueError(f"{it.code} is among the candidates twice: give each council once.")
        known[it.code] = it
    if own not in known:
        raise ValueError(f"{own} is not among the candidates: give its own row too.")
    return known, known[own]


def _standardised(
    name: str, pool: Sequence[Candidate], weight: float
) -> tuple[Characteristic, dict[str, float]] | str:
    """A characteristic on its own scale, by code; or why it cannot count."""
    if not weight:
        return "it has no weight"
    values = {it.code: it.characteristics.get(name) for it in pool}
    held = {code: value for code, value in values.items() if value is not None}
    if not all(value.is_finite() for value in held.values()):
        raise ValueError(f"Every '{name}' must be a number: give None where there is none.")
    if not held:
        return "no council has it"
    if len(set(held.values())) == 1:
        return "it is the same for every council"
    middle: dict[str, Decimal] = {}
    for it in pool:
        if it.code not in held and it.type not in middle:
            like = [held[other.code] for other in pool if other.type == it.type and other.code in held]
            middle[it.type] = median(like or held.values())
    filled = {it.code: float(held.get(it.code, middle.get(it.type, Decimal(0)))) for it in pool}
    mean = math.fsum(filled.values()) / len(filled)
    deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in filled.values()) / len(filled))
    if not deviation:
        return "it is all but the same for every council"
    missing = tuple(sorted(values.keys() - held.keys()))
    z = {code: (value - mean) / deviation for code, value in filled.items()}
    return Characteristic(name, weight, mean, deviation, missing), z


def _imputed(code: str, used: Iterable[Characteristic]) -> tuple[str, ...]:
    return tuple(it.name for it in used if code in it.missing)
