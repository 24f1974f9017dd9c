"""Amounts that are said to be both cash saved and cost avoided."""

import re
from collections.abc import Iterator

from moothall.engines.text.found import Comparator
from moothall.recipes.plan_check.prose import Sentence, prose
from moothall.recipes.plan_check.quantities import quantities
from moothall.recipes.plan_reading import PlanReading

_CASH = r"(?:cashable|cash[- ]releasing|cash|bankable)(?: (?:savings?|efficienc(?:y|ies)|benefits?|gains?))?"
_AVOID = (
    r"(?:(?:cost|future cost|spend)[- ]avoid(?:ance|ing|ed)|avoid(?:ed|ance of|ing) (?:future |"
    r"new |additional )?(?:costs?|spend\w*)|costs? avoided|"
    r"non[- ]cash(?:able|[- ]releasing)?|avoidance|avoided (?:cost|spending|expenditure))(?: "
    r"(?:savings?|efficienc(?:y|ies)|benefits?))?"
)
_SAVE = r"(?:savings?|cashable savings?|efficienc(?:y|ies))"
_LINK = (
    r"\s*(?:and|or|/|&|and/or|plus|as well as|together with|combined with|with|,)\s*(?:of |in |the |both )?"
)
_BOTH = re.compile(
    rf"\b(?:(?:{_CASH}){_LINK}(?:{_AVOID})|(?:{_AVOID}){_LINK}(?:{_CASH}|{_SAVE})|"
    rf"(?:{_SAVE}){_LINK}(?:{_AVOID}))",
    re.I,
)
_SPLIT = re.compile(
    r"\b(?:of which|of this|comprising|made up of|split|respectively|being|consisting of|"
    r"separate\w*|apart|not (?:added|mixed|combined))\b",
    re.I,
)


def mixed(reading: PlanReading) -> Iterator[tuple[Sentence, str]]:
    """Each sentence with one amount (or one range) that is said to be of both kinds, and the amount."""
    for sentence in prose(reading):
        both = _BOTH.search(sentence.text)
        if not both:
            continue
        end, by_kind = _cut(sentence.text)
        money = [it for it in quantities(sentence, reading).them if it.kind == "M"]
        if not by_kind:
            money = [it for it in money if it.start < end]
        amounts = [it for it in money if it.comparator is not Comparator.TO] or money[:1]
        ranges = len(money) == 2 and {it.comparator for it in money} & {Comparator.FROM, Comparator.TO}
        if not money or re.search(r"\b(?:separate\w*|apart)\b", sentence.text, re.I):
            continue
        if len(amounts) > 1 and not ranges and _each_its_own(sentence.text, [it.start for it in money], both):
            continue
        if len(money) > 1 and not ranges and by_kind:
            continue
        nearest = min(money, key=lambda it: abs(it.start - both.start()))
        yield sentence, nearest.text


def _cut(text: str) -> tuple[int, bool]:
    """Where an amount is split (else the text's end), and whether into the two kinds, not by year or by service."""
    found = _SPLIT.search(text)
    if not found:
        return len(text), False
    kinds = re.search(rf"{_CASH}|{_AVOID}|respectively|separate|apart", text[found.start() :], re.I)
    return found.start(), bool(kinds)


def _each_its_own(text: str, starts: list[int], both: re.Match[str]) -> bool:
    """Whether each kind has an amount: '£1m cashable and £2m avoided', '£1m in cash and avoided costs of £2m'."""
    before, after = any(it < both.start() for it in starts), sum(it >= both.end() for it in starts)
    between = any(both.start() < it < both.end() for it in starts)
    return between or (before and after > 0) or after > 1
