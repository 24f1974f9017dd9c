"""What a clause is about, as a set of stems; and the words that set two figures apart."""

import re
import tomllib
from importlib.resources import files

_WORDS = tomllib.loads((files("moothall.recipes.plan_check") / "subjects.toml").read_text(encoding="utf-8"))
_SMALL = frozenset(_WORDS["small"])
APART = frozenset(_WORDS["apart"])
# Verbs and nouns of the same deed are one: 'saved', 'saving' and 'savings'.
_DEEDS = (
    ("save", re.compile(r"^sav(?:e|ed|es|ing|ings)$")),
    ("spend", re.compile(r"^(?:spen[dt]s?|spending|expenditure|costs?|costed|costing|paid|pays?)$")),
    ("invest", re.compile(r"^invest(?:ed|s|ing|ment|ments)?$")),
    ("employ", re.compile(r"^(?:employ(?:ed|s|ing|ees?)?|staff|workforce|headcount)$")),
    (
        "",
        re.compile(
            r"^(?:deliver\w*|achiev\w*|generat\w*|realis\w*|secur\w*|produc(?:ed|es|ing)|"
            r"provid\w*|identif\w*|report\w*|record\w*|"
            r"equat\w*|represent\w*|stand|stands|stood|amount\w*|reach\w*|expect\w*|bring|brought|"
            r"brings|result\w*|show\w*|said|says|"
            r"state[sd]?|not(?:ed|es)|confirm\w*|estimat\w*|help\w*|allow\w*|enabl\w*|"
            r"successful\w*|continu\w*|currently|remain\w*|manag(?:es?|ed|ing)|com(?:es?|ing))$"
        ),
    ),
)

_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*")


def stems(text: str) -> frozenset[str]:
    """The words that carry the meaning of a text, without endings."""
    found = set()
    for word in _WORD.findall(re.sub(r"⟨[^⟩]*⟩", " ", text).casefold()):
        word = re.sub(r"['’]s?$", "", word)
        if word in _SMALL or len(word) < 3:
            continue
        found.add(stem(word))
    return frozenset(found - {""})


def stem(word: str) -> str:
    """A word without its ending; deeds by one name."""
    for name, pattern in _DEEDS:
        if pattern.match(word):
            return name
    for ending in (
        "isation",
        "ization",
        "ations",
        "ation",
        "ments",
        "ment",
        "ings",
        "ing",
        "ies",
        "ied",
        "ed",
        "es",
        "s",
        "y",
        "e",
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word
