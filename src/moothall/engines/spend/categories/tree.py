"""What spending is put in: groups and categories from proclass.toml, and which of them a text speaks of."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

from moothall.engines.spend.categories.ids import GENERAL

_WORDS = re.compile(r"[a-z0-9]+")
ANYWHERE = 0.3  # what a phrase whose words stand apart is worth less than one in a row
OTHERS = 0.15  # what each further phrase that says the same adds, up to three
GROUP_TOO = 0.5  # what it adds that the group's own words are there as well
GROUP_ALONE = 0.9  # what a group's words are worth where no category is spoken of
GROUP_BESIDE = 0.3  # … and where only another group's categories are: 'Facilities : Printing' is printing
GROUP_FIRST = 1.25  # … and how much more at the beginning: 'Education : Children' is education
WHOLE = 0.4  # … that the phrase is the whole text


@dataclass(frozen=True, slots=True)
class Category:
    """One category. `contestable`: whether anybody could have bought it otherwise."""

    id: str  # 'social-care-adult/residential'
    title: str
    group: str  # 'social-care-adult'
    group_title: str
    contestable: bool
    words: tuple[str, ...] = ()
    mcc: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says of a category: how strongly (about one a word), and the phrase that says it best."""

    category: str
    strength: float
    phrase: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    text: str
    words: tuple[str, ...]
    in_a_row: bool
    said: str  # a category, or a group
    is_group: bool


@dataclass(frozen=True)
class Taxonomy:
    """All categories by id, in the order of the file; each group's `general` last in it."""

    categories: Mapping[str, Category]
    group_words: Mapping[str, tuple[str, ...]] = field(repr=False)

    def __getitem__(self, category: str) -> Category:
        return self.categories[category]

    def __contains__(self, category: str) -> bool:
        return category in self.categories

    def contestable(self, category: str | None) -> bool:
        """Whether a payment of this category could have been bought otherwise; unsure counts as yes."""
        return category is None or category not in self.categories or self.categories[category].contestable

    @cached_property
    def not_contestable(self) -> tuple[str, ...]:
        return tuple(it.id for it in self.categories.values() if not it.contestable)

    def of_merchant(self, code: int) -> str | None:
        """The category of a merchant category code of payment cards."""
        return next(
            (it.id for it in self.categories.values() if any(low <= code <= high for low, high in it.mcc)),
            None,
        )

    @cached_property
    def _phrases(self) -> dict[str, list["_Phrase"]]:
        """Each phrase, by its first word."""
        found: dict[str, list[_Phrase]] = defaultdict(list)
        spoken = [(it.id, it.words, False) for it in self.categories.values()]
        spoken += [(group, words, True) for group, words in self.group_words.items()]
        for said, phrases, is_group in spoken:
            for phrase in phrases:
                words = tuple(tokens(phrase))
                found[words[0]].append(_Phrase(phrase, words, "+" not in phrase, said, is_group))
        return dict(found)

    def speaks_of(self, text: str) -> list[Said]:
        """The categories a text speaks of, the strongest first; [] if none."""
        words = tokens(text)
        there = set(words)
        hits: dict[str, dict[str, float]] = defaultdict(dict)
        groups: dict[str, tuple[float, str]] = {}
        for at, word in enumerate(words):
            for it in self._phrases.get(word, ()):
                if it.in_a_row:
                    if tuple(words[at : at + len(it.words)]) != it.words:
                        continue
                elif not there.issuperset(it.words):
                    continue
                worth = len(it.words) - (0 if it.in_a_row else ANYWHERE) + 0.01 * sum(map(len, it.words))
                worth += WHOLE if len(it.words) == len(words) else 0
                if it.is_group:
                    worth *= GROUP_FIRST if at == 0 else 1
                    groups[it.said] = max((worth, it.text), groups.get(it.said, (0.0, "")))
                else:
                    hits[it.said][it.text] = worth
        found = []
        for category, phrases in hits.items():
            best = max(phrases, key=lambda it: (phrases[it], it))
            strength = phrases[best] + OTHERS * min(len(phrases) - 1, 3)
            strength += GROUP_TOO if self.categories[category].group in groups else 0
            found.append(Said(category, strength, best))
        spoken = {self.categories[it].group for it in hits}
        found += [
            Said(f"{group}/{GENERAL}", (GROUP_BESIDE if spoken else GROUP_ALONE) * worth, text)
            for group, (worth, text) in groups.items()
            if group not in spoken
        ]
        return sorted(found, key=lambda it: (-it.strength, it.category))


def tokens(text: str) -> list[str]:
    """Words of a text in small letters, plurals made singular: 'Nurseries & Parks' -> ['nursery', 'and', 'park']."""
    return [singular(it) for it in _WORDS.findall(text.casefold().replace("&", " and ").replace("'", ""))]


_IRREGULAR = {
    "taxis": "taxi",
    "buses": "bus",
    "gases": "gas",
    "children": "children",
    "childrens": "children",
}


@cache
def singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2] if not word.endswith("ches") or word.endswith(("tches", "rches")) else word[:-1]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@cache
def taxonomy() -> Taxonomy:
    """The taxonomy that ships."""
    return read(_shipped())


def with_own(*paths: Path) -> Taxonomy:
    """The taxonomy that ships, with a council's own files of the same form laid over it, in this order."""
    return read(_shipped(), *(path.read_text(encoding="utf-8") for path in paths))


def _shipped() -> str:
    return (files("moothall.engines.spend.categories") / "proclass.toml").read_text(encoding="utf-8")


def read(*texts: str) -> Taxonomy:
    """A taxonomy from TOML; a later text adds categories and words to an earlier one's. ValueError: what is wrong."""
    groups: dict[str, dict[str, object]] = {}
    for text in texts:
        for group, given in tomllib.loads(text).items():
            known = groups.setdefault(group, {})
            for name, value in given.items():
                if isinstance(value, dict):
                    leaf = known.setdefault(name, {})
                    if not isinstance(leaf, dict):
                        raise ValueError(f"{group}: '{name}' is a setting of the group, not a category.")
                    _lay_over(leaf, value)
                else:
                    _lay_over(known, {name: value})
    categories: dict[str, Category] = {}
    words: dict[str, tuple[str, ...]] = {}
    for group, given in groups.items():
        title = given.get("title")
        if not isinstance(title, str):
            raise ValueError(f"[{group}] has no title.")
        words[group] = _phrases_of(given.get("words"))
        whole = bool(given.get("contestable", True))
        leaves = {name: it for name, it in given.items() if isinstance(it, dict)}
        for name, leaf in {
            **leaves,
            GENERAL: {"title": f"{title}, not said which", **leaves.get(GENERAL, {})},
        }.items():
            if not isinstance(leaf.get("title"), str):
                raise ValueError(f"{group}/{name} has no title.")
            categories[f"{group}/{name}"] = Category(
                f"{group}/{name}",
                leaf["title"],
                group,
                title,
                bool(leaf.get("contestable", whole)),
                _phrases_of(leaf.get("words")),
                tuple(_codes(leaf.get("mcc", ""))),
            )
    return Taxonomy(categories, words)


def _lay_over(known: dict[str, object], given: Mapping[str, object]) -> None:
    for name, value in given.items():
        adds = name in ("words", "mcc") and known.get(name)
        known[name] = f"{known[name]}; {value}" if adds else value


def _phrases_of(words: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(it.strip() for it in str(words or "").split(";") if tokens(it)))


def _codes(given: object) -> Iterable[tuple[int, int]]:
    for part in str(given).split(";"):
        if part.strip():
            low, _, high = part.strip().partition("-")
            yield int(low), int(high or low)


def groups(categories: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(it.partition("/")[0] for it in categories))
