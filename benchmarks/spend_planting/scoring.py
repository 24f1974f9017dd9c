"""Findings set beside what was planted: which are right, what was missed, and how each test did."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from spend_planting.duplicates import DUPLICATES
from spend_planting.others import OTHERS
from spend_planting.shapes import Place, Plant

SPLITS = tuple(it for it in OTHERS if it.startswith("split"))
LONG = ("staffing: agency over a year", "staffing: consultant over a year")
# what a test is about, by its code or its family; then what it may rightly say besides
ANSWERS: dict[str, tuple[str, ...]] = {
    "duplicates": DUPLICATES,
    "splitting": SPLITS,
    "contract-none": ("contract: none",),
    "contract-over-value": ("contract: beyond its value",),
    "contract-ended": ("contract: after its end",),
    "contract-running-out": ("contract: nearly out",),
    "supplier-once": ("buying: one-off supplier",),
    "category-fragmented": ("buying: fragmented category",),
    "card-with-contract": ("buying: card with contracted supplier",),
    "order-retrospective": ("buying: order after invoice",),
    "round-sums": ("paying: round sums",),
    "weekend-payment": ("paying: weekend",),
    "year-end-burst": ("paying: year-end burst",),
    "late-payment": ("paying: late",),
    "vat-not-recovered": ("paying: VAT not recovered",),
    "placement-long": LONG,
    "agency-spending": ("staffing: agency over a year",),
    "consultant-spending": ("staffing: consultant over a year",),
}
BESIDES: dict[str, tuple[str, ...]] = {
    "contract-none": ("buying: one-off supplier", "buying: fragmented category"),
    "contract-ended": ("contract: nearly out",),
    "contract-running-out": ("contract: beyond its value", "contract: after its end"),
    "contract-over-value": ("contract: after its end",),
    "supplier-once": ("buying: fragmented category",),
    "order-none": OTHERS,
    "splitting": ("paying: year-end burst", "paying: round sums", "buying: one-off supplier"),
    "late-payment": DUPLICATES,  # a copy of an old invoice is paid late
    "card-with-contract": ("duplicate: also by card",),
    "weekend-payment": DUPLICATES,
    "vat-not-recovered": ("duplicate: net and gross", "duplicate: VAT again"),
}
# chance alone brings these: nothing was done to keep a clean ledger free of them
NATURAL = frozenset(
    {
        "supplier-once",
        "round-sums",
        "digits",
        "agency-spending",
        "consultant-spending",
        "order-none",
        "category-fragmented",
    }
)


@dataclass(frozen=True, slots=True)
class Said:
    """One finding, in places. `rank` counts from 0 in the order they were given."""

    test: str
    family: str
    likelihood: float
    rank: int
    amount: float
    places: frozenset[Place]
    beside: frozenset[Place]
    contract: str = ""

    @property
    def likely(self) -> bool:
        return self.likelihood >= 0.5


@dataclass
class Score:
    """What came of one ledger. A plant is found at the rank of the first finding that says it."""

    rows: int
    said: list[Said]
    plants: Sequence[Plant]
    found: dict[int, int] = field(default_factory=dict)  # plant -> the best finding's position in `said`
    likely: dict[int, int] = field(default_factory=dict)  # the same, of likely findings
    right: dict[int, str] = field(default_factory=dict)  # finding -> the kind that it rightly says

    def recall(self, kinds: Iterable[str], likely: bool = True, *, shown: bool = False) -> tuple[int, int]:
        """Found of those planted; with `shown`, of those that the layout shows."""
        wanted = set(kinds)
        which = [i for i, it in enumerate(self.plants) if it.kind in wanted and (it.shown or not shown)]
        return sum(i in (self.likely if likely else self.found) for i in which), len(which)

    def precision(self, tests: Iterable[str], likely: bool = True) -> tuple[int, int]:
        wanted = set(tests)
        which = [i for i, it in enumerate(self.said) if it.test in wanted and (it.likely or not likely)]
        return sum(i in self.right for i in which), len(which)

    def alarms(self) -> Counter[str]:
        """Likely findings that say nothing planted, by test."""
        return Counter(it.test for i, it in enumerate(self.said) if it.likely and i not in self.right)

    def pounds_in_first(self, first: int, kinds: Iterable[str], family: str = "") -> tuple[int, int]:
        """Of the planted pence of these kinds: how many stand in the first so many findings; and all."""
        wanted = set(kinds)
        order = [i for i, it in enumerate(self.said) if not family or it.family == family][:first]
        heads = set(order)
        by_plant: dict[int, set[int]] = defaultdict(set)
        for i in heads:
            for plant in self._says(i):
                by_plant[plant].add(i)
        which = [i for i, it in enumerate(self.plants) if it.kind in wanted]
        return sum(self.plants[i].amount for i in which if by_plant[i]), sum(
            self.plants[i].amount for i in which
        )

    def _says(self, i: int) -> list[int]:
        return self.says.get(i, [])

    says: dict[int, list[int]] = field(
        default_factory=dict
    )  # finding -> the plants of its kinds that it says


def answers(test: str, family: str) -> frozenset[str]:
    return frozenset(ANSWERS.get(test) or ANSWERS.get(family) or ())


def score(rows: int, said: Sequence[Said], plants: Sequence[Plant]) -> Score:
    """Sets each finding beside the plants that share a place or a contract with it.

    A duplicate is right if it names a line of the copy and one of the invoice copied; anything else if at least half
    of its payments' lines were planted of a kind that its test is about.
    """
    result = Score(rows, list(said), plants)
    at: dict[Place, list[int]] = defaultdict(list)
    by_contract: dict[str, int] = {}
    rows_of: list[set[Place]] = []
    beside_of: list[set[Place]] = []
    for i, plant in enumerate(plants):
        rows_of.append({place for doc in plant.docs for place in doc.places})
        beside_of.append({place for doc in plant.beside for place in doc.places})
        for place in rows_of[i] | beside_of[i]:
            at[place].append(i)
        if plant.contract:
            by_contract[plant.contract] = i
    for number, it in enumerate(said):
        own = answers(it.test, it.family)
        also = frozenset(BESIDES.get(it.test) or BESIDES.get(it.family) or ())
        touched = Counter(i for place in it.places | it.beside for i in at.get(place, ()))
        if it.contract in by_contract:
            touched[by_contract[it.contract]] += 0
        share: Counter[str] = Counter()
        for i in touched:
            plant = plants[i]
            if plant.kind not in own | also:
                continue
            if plant.kind in DUPLICATES and it.family == "duplicates":
                both = it.places | it.beside
                hit = bool(both & rows_of[i]) and bool(both & beside_of[i])
            elif plant.contract and plant.contract == it.contract:
                hit = True
            else:
                overlap = it.places & (rows_of[i] | beside_of[i])
                share[plant.kind] += len(overlap)
                hit = len(overlap) * 2 >= len(it.places) > 0
            if not hit:
                continue
            result.right.setdefault(number, plant.kind)
            if plant.kind in own:
                result.says.setdefault(number, []).append(i)
                result.found.setdefault(i, number)
                if it.likely:
                    result.likely.setdefault(i, number)
        if number not in result.right and it.places and sum(share.values()) * 2 >= len(it.places):
            result.right[number] = share.most_common(1)[0][0]  # several plants together make the half
            for i in touched:
                if plants[i].kind in own:
                    result.says.setdefault(number, []).append(i)
                    result.found.setdefault(i, number)
                    if it.likely:
                        result.likely.setdefault(i, number)
    return result


def ratio(pair: tuple[int, int]) -> str:
    return f"{pair[0] / pair[1]:.3f}" if pair[1] else "–"


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A plain table: the first column to the left, the others to the right."""
    texts = [[str(it) for it in row] for row in rows]
    widths = [max(len(it) for it in column) for column in zip(headings, *texts, strict=True)]
    lines = [headings, *texts]
    return "\n".join(
        "  ".join(
            it.ljust(w) if i == 0 else it.rjust(w) for i, (it, w) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in lines
    )


def added(scores: Sequence[Score], tests: Sequence[str]) -> str:
    """Of several ledgers together, by test: right of all and right of likely; by kind: recall, likely and any."""
    lines = []
    for test in tests:
        every = [sum(it) for it in zip(*(s.precision([test], False) for s in scores), strict=True)]
        likely = [sum(it) for it in zip(*(s.precision([test]) for s in scores), strict=True)]
        mark = " (natural)" if test in NATURAL else ""
        lines.append(
            (test + mark, likely[1], ratio((likely[0], likely[1])), every[1], ratio((every[0], every[1])))
        )
    kinds = [kind for kind in (*DUPLICATES, *OTHERS) if any(s.recall([kind])[1] for s in scores)]
    recalls = []
    for kind in kinds:
        likely = [sum(it) for it in zip(*(s.recall([kind]) for s in scores), strict=True)]
        shown = [sum(it) for it in zip(*(s.recall([kind], shown=True) for s in scores), strict=True)]
        every = [sum(it) for it in zip(*(s.recall([kind], False) for s in scores), strict=True)]
        rates = (ratio((it[0], it[1])) for it in (likely, shown, every))
        recalls.append((kind, likely[1], shown[1], *rates))
    return (
        table(("planted", "how many", "shown", "recall, likely", "of shown", "recall, any"), recalls)
        + "\n\n"
        + table(("test", "likely", "of them right", "all", "of them right"), lines)
    )
