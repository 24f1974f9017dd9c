"""Every payee in exactly one supplier: who is whom, how sure that is, and what a person should look at."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import combinations, pairwise, product

from moothall.engines.spend.ledger import Ledger
from moothall.engines.spend.suppliers import candidates, facts
from moothall.engines.spend.suppliers.facts import SAME_ACCOUNT, Party, contrary, weighed
from moothall.engines.spend.suppliers.likeness import NOTHING, Judged, same_name, trades_as, words_alike
from moothall.engines.spend.suppliers.names import Name, parse

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


@dataclass(frozen=True, slots=True)
class Clustering:
    """What was done: how many payees stand in how many suppliers, and the pairs a person should look at."""

    payees: int
    suppliers: int
    redacted: int
    review: tuple[Pair, ...]  # most pounds first
    contracts: Mapping[int, tuple[Resolved, ...]]  # contract -> its suppliers; several in a framework
    unresolved: Mapping[int, Resolved | None]  # contracts whose supplier is not sure; None: nobody is like it


def cluster(
    ledger: Ledger,
    *,
    joined: Iterable[tuple[Identity, Identity]] = (),
    parted: Iterable[tuple[Identity, Identity]] = (),
) -> Clustering:
    """Fills supplier, payee_supplier, contract.supplier and purchase_order.supplier, afresh each time.

    `joined` and `parted` are what a person has decided of two payees, by printed name and reference: they win over
    every rule, and parted over joined. A redacted payee is a supplier by itself whatever anybody decided. A
    supplier's number is the lowest of its payees'.
    """
    parties, redacted = _payees(ledger)
    named = _named(ledger)
    work = _Work(facts.credible([*parties, *named]), len(parties))
    work.decide(joined, parted)
    work.join()
    _fill(ledger, work, redacted)
    contracts, unresolved = _resolve(ledger, work)
    suppliers = {work.supplier(at) for at in range(len(parties))}
    return Clustering(
        payees=len(parties) + len(redacted),
        suppliers=len(suppliers) + len(redacted),
        redacted=len(redacted),
        review=tuple(work.review()),
        contracts=contracts,
        unresolved=unresolved,
    )


class _Names:
    """Each printed name taken apart once."""

    def __init__(self) -> None:
        self.known: dict[str, Name] = {}

    def __getitem__(self, printed: str) -> Name:
        if printed not in self.known:
            self.known[printed] = parse(printed)
        return self.known[printed]


def _payees(ledger: Ledger) -> tuple[list[Party], list[tuple[int, str]]]:
    """Payees in order of what they were paid, and those that are redacted."""
    accounts: dict[int, set[tuple[str, str]]] = defaultdict(set)
    pounds: dict[int, Decimal] = defaultdict(Decimal)
    refs = dict(ledger.rows("SELECT payee, ref FROM payee"))
    for payee, body, paid in ledger.rows(
        "SELECT payee, body, sum(amount) FROM payment WHERE payee IS NOT NULL GROUP BY ALL"
    ):
        pounds[payee] += paid
        if ref := facts.account(refs.get(payee)):
            accounts[payee].add((body or "", ref))
    names = _Names()
    parties, redacted = [], []
    for payee, name, ref, vat, company, charity, postcode, hidden in ledger.rows(
        """SELECT payee, name, ref, vat_number, company_number, charity_number, postcode, redacted
           FROM payee ORDER BY payee"""
    ):
        if hidden:
            redacted.append((payee, name or "Redacted"))
            continue
        printed = (name or "").strip()
        own = accounts[payee] or ({("", it)} if (it := facts.account(ref)) else set())
        parties.append(
            Party(
                payee,
                printed,
                names[printed],
                ref,
                frozenset(own),
                facts.vat_number(vat),
                facts.company_number(company),
                facts.charity_number(charity),
                facts.postcode(postcode),
                pounds[payee],
            )
        )
    width = facts.widths(parties)
    parties = [replace(it, name=replace(it.name, cut=_was_cut(it, width))) for it in parties]
    return sorted(parties, key=lambda it: (-it.pounds, it.payee or 0)), redacted


def _was_cut(party: Party, width: Mapping[str, int]) -> bool:
    return any(
        len(party.printed) >= width.get(body, 1_000) - 1 for body in {it for it, _ in party.accounts} or {""}
    )


def _named(ledger: Ledger) -> list[Party]:
    """Suppliers as contracts and orders name them; a contract's several apart as well as together."""
    names = _Names()
    company: dict[str, set[str]] = defaultdict(set)
    wanted = dict.fromkeys(
        it
        for (it,) in ledger.rows("SELECT DISTINCT trim(supplier_name) FROM purchase_order ORDER BY 1")
        if it
    )
    for name, number in ledger.rows(
        "SELECT DISTINCT trim(supplier_name), company_number FROM contract ORDER BY 1, 2"
    ):
        if not name:
            continue
        if known := facts.company_number(number):
            company[name].add(known)
        wanted.update(dict.fromkeys((name, *several(name))))
    found = []
    for name in wanted:
        numbers = company[name]
        parsed = replace(names[name], cut=False)
        found.append(Party(None, name, parsed, company=min(numbers) if len(numbers) == 1 else None))
    return found


def several(name: str) -> list[str]:
    """The suppliers that one cell names: 'Ash Ltd; Beech, Ltd' is two. [] where it names one."""
    parts: list[str] = []
    for part in name.replace("\n", ";").replace("|", ";").replace(",", ";").split(";"):
        text = part.strip()
        if not text:
            continue
        words = text.casefold().strip(". ")
        if parts and words in ("ltd", "limited", "plc", "llp", "inc", "the", "uk", "cic"):
            parts[-1] = f"{parts[-1]}, {text}"
        else:
            parts.append(text)
    return parts if len(parts) > 1 else []


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


class _Work:
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


def _fill(ledger: Ledger, work: _Work, redacted: Sequence[tuple[int, str]]) -> None:
    ledger.db.execute("DELETE FROM supplier")
    ledger.db.execute("DELETE FROM payee_supplier")
    payees = [
        (party.payee, work.supplier(at), *work.standing(at))
        for at, party in enumerate(work.parties[: work.own])
    ]
    payees += [(it, it, 1.0, "redacted: kept as it is, joined with nothing") for it, _ in redacted]
    ledger.fill("payee_supplier", payees)
    flags = {payee: known for payee, *known in ledger.rows("SELECT payee, sme, vcse FROM payee")}
    suppliers: list[tuple[object, ...]] = [
        (it, name, None, None, None, *flags[it], True) for it, name in redacted
    ]
    for root, held in work.held.items():
        members = [work.parties[at] for at in sorted(held.members)]  # most pounds first
        pounds: dict[str, Decimal] = defaultdict(Decimal)
        for it in members:
            pounds[it.printed] += it.pounds
        suppliers.append(
            (
                work.supplier(root),
                max(pounds, key=lambda it: (pounds[it], it)) or "No name given",
                next((it.company for it in members if it.company), None),
                next((it.vat for it in members if it.vat), None),
                next((it.postcode for it in members if it.postcode), None),
                *(_agreed(flags[it.payee][at] for it in members if it.payee is not None) for at in (0, 1)),
                False,
            )
        )
    ledger.fill("supplier", suppliers)


def _agreed(given: Iterable[bool | None]) -> bool | None:
    """What all that say something say; None where they differ or nobody does."""
    said = set(given) - {None}
    return said.pop() if len(said) == 1 else None


def _resolve(
    ledger: Ledger, work: _Work
) -> tuple[dict[int, tuple[Resolved, ...]], dict[int, Resolved | None]]:
    """Whom contracts and orders name. A contract with several is set to the one that was paid most."""
    likely = {party.printed: work.named(at) for at, party in enumerate(work.parties[work.own :], work.own)}
    paid = {work.supplier(root): held.pounds for root, held in work.held.items()}
    contracts: dict[int, tuple[Resolved, ...]] = {}
    unresolved: dict[int, Resolved | None] = {}
    for contract, name in ledger.rows(
        "SELECT contract, trim(supplier_name) FROM contract WHERE trim(supplier_name) <> '' ORDER BY contract"
    ):
        found = likely.get(name)
        parts = several(name)
        if parts and not (found and found.confidence >= SURE):
            each = [likely.get(it) for it in parts]
            sure = {it.supplier: it for it in each if it and it.confidence >= SURE}
        else:
            sure = {found.supplier: found} if found and found.confidence >= SURE else {}
        if sure:
            contracts[contract] = tuple(
                sorted(sure.values(), key=lambda it: (-paid[it.supplier], it.supplier))
            )
        else:
            unresolved[contract] = found
    ledger.db.execute("UPDATE contract SET supplier = NULL WHERE supplier IS NOT NULL")
    ledger.db.execute("UPDATE purchase_order SET supplier = NULL WHERE supplier IS NOT NULL")
    chosen = [(contract, found[0].supplier) for contract, found in contracts.items()]
    ledger.db.execute("CREATE OR REPLACE TEMP TABLE _named (name VARCHAR, number INTEGER, supplier INTEGER)")
    ledger.fill("_named", [(None, number, supplier) for number, supplier in chosen])
    ledger.fill(
        "_named", [(name, None, it.supplier) for name, it in likely.items() if it and it.confidence >= SURE]
    )
    ledger.db.execute("UPDATE contract SET supplier = _named.supplier FROM _named WHERE contract = number")
    ledger.db.execute(
        """UPDATE purchase_order SET supplier = _named.supplier FROM _named
           WHERE trim(supplier_name) = name"""
    )
    ledger.db.execute("DROP TABLE _named")
    return contracts, unresolved
