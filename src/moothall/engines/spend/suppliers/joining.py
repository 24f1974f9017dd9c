"""Which payees are one supplier: pairs that a name or a number brings together, the surest joined first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import combinations, pairwise, product

from moothall.engines.spend.suppliers import candidates, facts
from moothall.engines.spend.suppliers.facts import SAME_ACCOUNT, Party, contrary, weighed
from moothall.engines.spend.suppliers.likeness import NOTHING, Judged, same_name, trades_as, words_alike
from moothall.engines.spend.suppliers.names import Name

SURE = 0.9  # from here two payees are one supplier
DOUBTFUL = 0.5  # from here up to sure a person should look
ALL_PAIRS = 12  # payees of one name, up to which each is compared with each
CUT_OFF = "the same name, once cut off by the ledger"
AWAY = 20  # cut names this short say too little to be completed

Identity = tuple[str | None, str | None]  # a payee's printed name and its reference


@dataclass(frozen=True, slots=True)
class Pair:
    """Two payees that may be one supplier, and what the smaller of the two suppliers was paid."""

    payee: int
    other: int
    names: tuple[str, str]
    refs: tuple[str | None, str | None]
    confidence: float
    why: str
    pounds: Decimal


@dataclass(frozen=True, slots=True)
class Resolved:
    """A supplier that a contract or an order names."""

    supplier: int
    confidence: float
    why: str


class _Held:
    """What stands in one cluster, kept as it grows."""

    def __init__(self, at: int, party: Party, parted: bool) -> None:
        self.members = {at}
        self.names = {party.name.words: at}
        self.companies = {party.company} - {None}
        self.vats = {party.vat} - {None}
        self.parted = [at] if parted else []
        self.pounds = party.pounds

    def take(self, other: "_Held") -> None:
        self.members |= other.members
        self.names = other.names | self.names
        self.companies |= other.companies
        self.vats |= other.vats
        self.parted += other.parted
        self.pounds += other.pounds


class Joining:
    """The joining itself. A party is known by its place in `parties`; the first `own` of them are payees."""

    def __init__(self, parties: Sequence[Party], own: int) -> None:
        self.parties = parties
        self.own = own
        self.parent = list(range(len(parties)))
        self.forced: list[tuple[int, int]] = []
        self.apart: dict[int, set[int]] = defaultdict(set)
        self.numbers: dict[int, int] = {}
        self.brought: dict[int, Judged] = {}  # why a payee stands with others
        self.open: list[tuple[float, str, int, int]] = []
        self._compare_names()

    # -- names ------------------------------------------------------------------------------------------------

    def _compare_names(self) -> None:
        """Each normalised name a place, and how alike any two of them are."""
        self.place: dict[tuple[str, ...], int] = {}
        self.bearers: list[list[int]] = []  # of each name: who is called it
        self.traders: list[list[int]] = []  # … and who trades under it
        for at, party in enumerate(self.parties):
            if party.name.words:
                self.bearers[self._placed(party.name.words)].append(at)
                for trading in party.name.also:
                    self.traders[self._placed(tuple(trading.split()))].append(at)
        names = list(self.place)
        rare = candidates.rarity(names)
        self.alike: dict[tuple[int, int], Judged] = {}
        for one, other in candidates.pairs(names, rare):
            self.alike[one, other] = words_alike(names[one], names[other], rare)
        self.rare = rare
        self._cut_names()

    def _placed(self, words: tuple[str, ...]) -> int:
        if words not in self.place:
            self.place[words] = len(self.place)
            self.bearers.append([])
            self.traders.append([])
        return self.place[words]

    def _cut_names(self) -> None:
        """Names that the ledger cut off at a width, beside the longer names they begin."""
        ordered = sorted((" ".join(words), at) for words, at in self.place.items())
        for position, (text, at) in enumerate(ordered):
            if len(text) < AWAY or not any(self.parties[it].name.cut for it in self.bearers[at]):
                continue
            longer = []
            for name, other in ordered[position + 1 : position + 8]:
                if not name.startswith(text):
                    break
                if name[len(text)] != " " or not name[len(text) :].strip()[:1].isdigit():
                    longer.append((name, other))
            whole = [
                it for it in longer if not any(more[0].startswith(it[0]) for more in longer if more is not it)
            ]
            judged = (0.94, CUT_OFF) if len(whole) == 1 else (0.75, f"{CUT_OFF}, but of several")
            for _, other in longer:
                pair = (min(at, other), max(at, other))
                self.alike[pair] = max(self.alike.get(pair, NOTHING), judged)

    # -- pairs ------------------------------------------------------------------------------------------------

    def _judged(self, one: int, other: int) -> Judged:
        """Two parties, by name and by what else is known."""
        first, second = self.parties[one], self.parties[other]
        return weighed(first, second, self._by_name(first, second))

    def _by_name(self, first: Party, second: Party) -> Judged:
        if not first.name.words or not second.name.words:
            return NOTHING
        if first.name.words == second.name.words:
            return same_name(first.name, second.name)
        found = [self._alike(first.name.words, second.name.words, first.name, second.name)]
        for one, other in ((first.name, second.name), (second.name, first.name)):
            if other.key in one.also:
                found.append(trades_as(other.key, other))
            else:
                found += [
                    (0.85 * confidence, f"{why}, of a name one trades under")
                    for it in one.also
                    for confidence, why in [self._alike(tuple(it.split()), other.words, one, other)]
                ]
        if set(first.name.also) & set(second.name.also):
            found.append((0.6, "trading under one name"))
        return max(found)

    def _alike(self, one: tuple[str, ...], other: tuple[str, ...], first: Name, second: Name) -> Judged:
        places = self.place[one], self.place[other]
        pair = min(places), max(places)
        if pair not in self.alike:  # brought together by a number
            self.alike[pair] = words_alike(one, other, self.rare)
        confidence, why = self.alike[pair]
        if (
            why in ("one name within the other", "some words the same, some not")
            and first.form
            and second.form
        ):
            confidence *= 0.6  # two companies on the register may not bear one name: these are two names
        if first.person or second.person:
            confidence = min(confidence, 0.75)
        if first.cut and second.cut and not (first.form or second.form):
            confidence = min(confidence, 0.88)
        if len({first.form, second.form} - {""}) > 1:
            confidence = min(confidence, 0.7)
        return confidence, why

    def _worth(self) -> Iterator[tuple[int, int]]:
        """Pairs of parties that a name or a number brings together."""
        for who in (one + other for one, other in zip(self.bearers, self.traders, strict=True)):
            yield from _each(who)
        for (one, other), (confidence, _) in self.alike.items():
            if confidence < 0.15:
                continue
            yield from product(
                (self.bearers[one] + self.traders[one])[:ALL_PAIRS],
                (self.bearers[other] + self.traders[other])[:ALL_PAIRS],
            )
        for number in ("company", "charity", "vat", "accounts"):
            for who in facts.sharing(self.parties, number).values():
                yield from _each(who)

    # -- joining ----------------------------------------------------------------------------------------------

    def decide(
        self,
        joined: Iterable[tuple[Identity, Identity]],
        parted: Iterable[tuple[Identity, Identity]],
    ) -> None:
        known: dict[Identity, list[int]] = defaultdict(list)
        for at, party in enumerate(self.parties[: self.own]):
            known[party.printed or None, party.ref].append(at)
        for first, second in joined:
            self.forced += product(known.get(_identity(first), ()), known.get(_identity(second), ()))
        for first, second in parted:
            for one, other in product(known.get(_identity(first), ()), known.get(_identity(second), ())):
                self.apart[one].add(other)
                self.apart[other].add(one)

    def join(self) -> None:
        """The surest pairs first; a pair that would put a contradiction into one supplier is left for a person."""
        self.held = {
            at: _Held(at, party, at in self.apart) for at, party in enumerate(self.parties[: self.own])
        }
        for one, other in self.forced:
            self._merge(one, other, (1.0, "a person joined them"), by_person=True)
        pairs = {
            (min(pair), max(pair))
            for pair in list(self._worth())
            if pair[0] != pair[1] and min(pair) < self.own
        }
        judged = sorted(
            ((*self._judged(one, other), one, other) for one, other in pairs),
            key=lambda it: (-it[0], it[2], it[3]),
        )
        self.following: dict[int, list[tuple[float, str, int]]] = defaultdict(list)
        for confidence, why, one, other in judged:
            if confidence < DOUBTFUL:
                break
            if other >= self.own:
                self.following[other].append((confidence, why, one))
            elif confidence >= SURE:
                self._merge(one, other, (confidence, why))
            else:
                self.open.append((confidence, why, one, other))

    def find(self, at: int) -> int:
        while self.parent[at] != at:
            self.parent[at] = self.parent[self.parent[at]]
            at = self.parent[at]
        return at

    def _merge(self, one: int, other: int, judged: Judged, *, by_person: bool = False) -> None:
        first, second = self.find(one), self.find(other)
        if first != second:
            against = self._against(self.held[first], self.held[second], judged, by_person)
            if against:
                self.open.append((min(judged[0], SURE - 0.01), f"{judged[1]}; but {against}", one, other))
                return
            if len(self.held[first].members) < len(self.held[second].members):
                first, second = second, first
            self.parent[second] = first
            self.held[first].take(self.held.pop(second))
        for at in (one, other):
            if judged[0] > self.brought.get(at, NOTHING)[0]:
                self.brought[at] = judged

    def _against(self, first: "_Held", second: "_Held", judged: Judged, by_person: bool) -> str:
        """Why two clusters must not be one; '' if nothing speaks against it."""
        if self._parted(first, second):
            return "a person parted two of them"
        if by_person:
            return ""
        if contrary(first.companies, second.companies):
            return "others joined to them have two company numbers"
        if judged[1].startswith("the same company number"):
            return ""
        by_account = judged[1].startswith(SAME_ACCOUNT)
        if contrary(first.vats, second.vats) and not by_account:
            return "others joined to them have two VAT numbers"
        many = len(first.names) * len(second.names)
        if many > 200:
            return "too many names would be joined"
        if many > 1 and not by_account:
            for one, other in product(first.names.values(), second.names.values()):
                left, right = self.parties[one], self.parties[other]
                if self._by_name(left, right)[0] < DOUBTFUL and not _one_number(left, right):
                    return "others joined to them are not alike"
        return ""

    def _parted(self, first: "_Held", second: "_Held") -> bool:
        return any(other in second.members for at in first.parted for other in self.apart[at])

    # -- answers ----------------------------------------------------------------------------------------------

    def supplier(self, at: int) -> int:
        """A supplier's number: the lowest of its payees'."""
        root = self.find(at)
        if root not in self.numbers:
            members = (self.parties[it].payee for it in self.held[root].members)
            self.numbers[root] = min(it for it in members if it is not None)
        return self.numbers[root]

    def standing(self, at: int) -> Judged:
        """How sure it is that a payee stands where it should, and why."""
        if len(self.held[self.find(at)].members) > 1:
            return self.brought.get(at, (SURE, "joined through others"))
        doubt = self.doubts.get(at)
        return (1 - doubt, "stands alone; another may be the same") if doubt else (1.0, "stands alone")

    def review(self) -> list[Pair]:
        """The surest open pair of each two suppliers, by what the smaller was paid."""
        best: dict[tuple[int, int], tuple[float, str, int, int]] = {}
        for it in self.open:
            ends = self.find(it[2]), self.find(it[3])
            if ends[0] == ends[1] or self._parted(self.held[ends[0]], self.held[ends[1]]):
                continue
            pair = min(ends), max(ends)
            if it[0] > best.get(pair, (0.0,))[0]:
                best[pair] = it
        found = []
        for confidence, why, one, other in best.values():
            first, second = self.parties[one], self.parties[other]
            found.append(
                Pair(
                    first.payee or 0,
                    second.payee or 0,
                    (first.printed, second.printed),
                    (first.ref, second.ref),
                    round(confidence, 3),
                    why,
                    min(self.held[self.find(it)].pounds for it in (one, other)),
                )
            )
        return sorted(found, key=lambda it: (-it.pounds, -it.confidence, it.payee, it.other))

    @cached_property
    def doubts(self) -> dict[int, float]:
        """Of each payee in an open pair, how sure the surest of them is."""
        found: dict[int, float] = {}
        for confidence, _, one, other in self.open:
            for at in (one, other):
                found[at] = max(confidence, found.get(at, 0.0))
        return found

    def named(self, at: int) -> Resolved | None:
        """The supplier that a name in a contract or an order most likely means."""
        for confidence, why, payee in self.following.get(at, ()):
            return Resolved(self.supplier(payee), round(confidence, 3), why)
        return None


def _identity(given: Identity) -> Identity:
    return (given[0] or "").strip() or None, given[1]


def _one_number(first: Party, second: Party) -> bool:
    return bool(
        (first.company and first.company == second.company)
        or (first.charity and first.charity == second.charity)
        or first.accounts & second.accounts
    )


def _each(who: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Every two of a few; of many, each with the first (most was paid to it) and with its neighbour."""
    if len(who) <= ALL_PAIRS:
        yield from combinations(who, 2)
    else:
        yield from ((who[0], it) for it in who[1:])
        yield from pairwise(who[1:])
