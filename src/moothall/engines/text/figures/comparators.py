"""Words that say how a figure is meant: 'over', 'circa', 'up to', and the two ends of a range."""

import re
from functools import cache

from moothall.engines.text.figures.vocabulary import either, lookup
from moothall.engines.text.found import Comparator

_BETWEEN = re.compile(r"\bbetween\s(?:an?\s|the\s|around\s|about\s)?\Z", re.I)
_FROM = re.compile(r"\bfrom\s(?:an?\s|around\s|about\s|approximately\s|circa\s|the\s)?\Z", re.I)
_RANGING = re.compile(r"\b(?:rang(?:e|es|ed|ing)|var(?:y|ies|ied|ying))\sfrom\s\Z", re.I)
_DASH = re.compile(r"\s?[-–—]\s?")
_TO = re.compile(
    r"(?:\s[A-Za-z][\w-]*){0,4}?(?:\s?\([^()]{0,30}\))?(?:\s(?:in|at|for|by)\s[\w/ –-]{2,24})?,?\sto\s"
    r"(?:an?\s|around\s|about\s|approximately\s|nearly\s|over\s|just\s)?",
    re.I,
)
_DIRECTLY_TO = re.compile(r"(?:\s[A-Za-z][\w-]*){0,2}\sto\s", re.I)
_AND = re.compile(r"(?:\s[A-Za-z][\w-]*){0,3}\sand\s", re.I)


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<![A-Za-z0-9]))(?P<word>{either(lookup('comparators'))})\s?\Z", re.I)


@cache
def _after() -> re.Pattern[str]:
    marks = [word for word in lookup("comparators_after") if not word[0].isalpha()]
    words = [word for word in lookup("comparators_after") if word[0].isalpha()]
    return re.compile(rf"(?P<mark>{either(marks)})|[\s-](?P<word>{either(words)})\b", re.I)


def before(text: str, start: int) -> tuple[Comparator, str]:
    """The comparator that stands just before a place, and its word in lower case."""
    window = text[max(0, start - 32) : start]
    if start > 32:  # never half a word
        window = window[window.find(" ") + 1 :] if " " in window else ""
    if found := _before().search(window):
        word = " ".join(found["word"].lower().split())
        return Comparator(lookup("comparators")[word]), word
    return Comparator.EXACT, ""


def after(text: str, end: int) -> tuple[Comparator, int]:
    """The comparator that stands just after a place ('100+', '5 or more'), and where its words end."""
    if found := _after().match(text, end, end + 20):
        word = " ".join((found["mark"] or found["word"]).lower().split())
        return Comparator(lookup("comparators_after")[word]), found.end()
    return Comparator.EXACT, end


def joined(text: str, low: tuple[int, int], high: tuple[int, int]) -> tuple[Comparator, Comparator] | None:
    """How two numbers next to each other belong together, if they do: (FROM, TO) for a range, (EXACT, EXACT) for
    a change from one to another ('from 164 FTE to 153 FTE')."""
    gap = text[low[1] : high[0]]
    if len(gap) > 80:
        return None
    lead = text[max(0, low[0] - 40) : low[0]]
    ranges = (Comparator.FROM, Comparator.TO)
    if _BETWEEN.search(lead) and (_AND.fullmatch(gap) or _DASH.fullmatch(gap) or _DIRECTLY_TO.fullmatch(gap)):
        return ranges
    if _RANGING.search(lead) and _TO.fullmatch(gap):
        return ranges
    if _FROM.search(lead) and _TO.fullmatch(gap):
        return Comparator.EXACT, Comparator.EXACT
    return ranges if _DASH.fullmatch(gap) or _DIRECTLY_TO.fullmatch(gap) else None
