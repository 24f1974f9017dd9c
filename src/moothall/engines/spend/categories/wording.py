"""What the words of a payment say of its category, without having learnt anything."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from moothall.engines.spend.categories.ids import GENERAL
from moothall.engines.spend.categories.tree import Said, Taxonomy

# How much each field is worth: (weight, what a reader calls it)
FIELDS = {
    "given": (1.2, "the council's own category"),
    "account": (1.0, "the account"),
    "merchant": (1.0, "the merchant category"),
    "purpose": (0.8, "the purpose"),
    "supplier": (0.7, "the supplier's name"),
    "service": (0.35, "the service"),
}
MERCHANT_CODE = 2.5  # what a merchant category code says, in words
DOUBT = 0.35  # how little a single weak word is believed
LEAF = 0.5  # share of what is said of a group, from which one of its categories is named
_MCC = re.compile(r"(?<!\d)\d{4}(?!\d)")
_NOTHING = frozenset(
    {"", "na", "n/a", "none", "null", "unknown", "-", "other", "uncategorised", "not applicable"}
)
# Headings of the accounts (by kind of cost, as CIPFA sets them), which some files give as a category: they say how
# something is paid, not what was bought. 'Transport' may be either; beside another of these it is one of them.
SUBJECTIVE = frozenset(
    {
        "employees", "employee costs", "employee expenses", "premises", "premises costs", "transport",
        "transport costs", "supplies and services", "supplies services", "third party payments", "transfer payments",
        "support services", "capital", "capital charges", "capital financing", "capital financing costs", "income",
        "revenue", "expenditure", "depreciation", "depreciation and impairment losses", "premises related expenditure",
        "transport related expenditure", "employee related expenditure", "agency and contracted services",
        "central support services", "other expenditure",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """A category, how sure (0 to 1), and because of what."""

    category: str | None
    sure: float
    because: str


UNKNOWN = Verdict(None, 0.0, "nothing said what it is")


class Wording:
    """Reads texts, each once."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy
        self._read: dict[tuple[str, str], tuple[Said, ...]] = {}

    def said(self, field: str, text: str) -> tuple[Said, ...]:
        known = self._read.get((field, text))
        if known is None:
            known = tuple(self.taxonomy.speaks_of(text)[:6])
            if field == "merchant" and (code := _MCC.search(text)):
                category = self.taxonomy.of_merchant(int(code[0]))
                if category:
                    known = (Said(category, MERCHANT_CODE, code[0]), *known)
            self._read[field, text] = known
        return known

    def verdict(self, texts: Mapping[str, str | None], only_group: str | None = None) -> Verdict:
        """The category that the fields' words speak of together, of one group only if that is known."""
        strength: dict[str, float] = defaultdict(float)
        loudest: dict[str, tuple[float, str, str]] = {}
        for field, text in texts.items():
            if is_nothing(text):
                continue
            weight = FIELDS[field][0]
            for it in self.said(field, text or ""):
                if only_group and not it.category.startswith(f"{only_group}/"):
                    continue
                worth = weight * it.strength
                strength[it.category] += worth
                if worth > loudest.get(it.category, (0.0,))[0]:
                    loudest[it.category] = worth, field, it.phrase
        return _weighed(strength, loudest)


def is_nothing(text: str | None) -> bool:
    return text is None or text.strip().casefold() in _NOTHING


def of_accounts(labels: Iterable[str]) -> frozenset[str]:
    """Those of a ledger's own categories that are headings of its accounts; none unless two are."""
    found = frozenset(
        it
        for it in labels
        if " ".join(re.findall(r"[a-z]+", it.casefold().replace("&", " and "))) in SUBJECTIVE
    )
    return found if len(found) > 1 else frozenset()


def _weighed(strength: Mapping[str, float], loudest: Mapping[str, tuple[float, str, str]]) -> Verdict:
    if not strength:
        return UNKNOWN
    groups: dict[str, float] = defaultdict(float)
    for category, worth in strength.items():
        group = category.partition("/")[0]
        groups[group] = max(groups[group], worth)
    best = max(groups, key=lambda it: (groups[it], it))
    sure = groups[best] ** 2 / (sum(it**2 for it in groups.values()) + DOUBT)
    inside = {it: worth for it, worth in strength.items() if it.startswith(f"{best}/")}
    category = max(inside, key=lambda it: (inside[it], it))
    share = inside[category] ** 2 / sum(it**2 for it in inside.values())
    _, field, phrase = loudest[category]
    return Verdict(
        category if share >= LEAF else f"{best}/{GENERAL}",
        min(sure, 0.97),
        f"{FIELDS[field][1]} says '{phrase}'",
    )
