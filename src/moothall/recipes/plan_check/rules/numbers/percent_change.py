"""A change contradicts the figures it is between.

What it does: Where a sentence gives from, to and the change ('from 200 to 150, a 25% reduction'; 'up by £3m, from
£10m to £13m'), works the change out. Rounding is allowed for. A change between two percentages may be in points or
relative.

Why: One of the three is wrong, and the change is what readers quote.

Bad: Staff fell from 200 FTE to 150 FTE, a reduction of 35%.

Good: Staff fell from 200 FTE to 150 FTE, a reduction of 25%.

How to mend: Look both ends up at their source and work the change out again: (to - from) / from.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.prose import prose
from moothall.recipes.plan_check.quantities import Quantity, apart, plain, quantities
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "N004", "change-contradicts-ends", Severity.ERROR

_FROM_TO = r"from {w}⟨(?P<ka>[MNP])(?P<a>\d+)⟩(?P<ta>[^⟨;]{{0,60}}?) to {w}⟨(?P<kb>[MNP])(?P<b>\d+)⟩".format(
    w=r"(?:[\w’'-]+ ){0,3}?"
)
_NAMED = (
    r"(?:reduction|increase|fall|rise|drop|cut|growth|decrease|decline|improvement|change|gain|"
    r"difference|jump|up|down|"
    r"reduced|increased|higher|lower|fewer|more|less|uplift)"
)
_AFTER = re.compile(
    _FROM_TO + rf"(?P<t>[^⟨;.]{{0,40}}?)(?:[,(–—-] ?|, which is | which is | – | that is |: ?)(?:(?:a|an|"
    rf"the|or|by|about|around|some|of|nearly|over|this is|is|"
    rf"representing|equivalent to|equal to|net|overall|total|just|almost|approximately|up|down|"
    rf"[+-]) ?){{0,4}}"
    rf"(?:(?P<n1>{_NAMED}) (?:of |by )?(?:(?:about|around|some|nearly|over|almost|just|"
    rf"approximately|more than) )?⟨(?P<kc>[MNP])(?P<c>\d+)⟩(?P<pt>(?: percentage)? points?)?"
    rf"|⟨(?P<kd>[MNP])(?P<d>\d+)⟩(?P<pu>(?: percentage)? points?)?(?P<u>(?: [\w’'-]+){{0,2}}?)(?: "
    rf"{_NAMED}\b|\)|[.,;]|$))",
    re.I,
)
# 'was 200 FTE in 2020 and is 150 FTE today, a fall of 50 FTE (25%)'
_WAS_IS = re.compile(
    r"\b(?:was|were|stood at|employed|had)(?: [\w’'-]+){0,3}? ⟨(?P<ka>[MNP])(?P<a>\d+)⟩(?P<ta>[^⟨;.]{0,50}?)"
    r",? (?:and|but|to)(?: (?:is|are|was|were|stands|stood|at|now|only|has|had|it|by|the figure))* "
    r"⟨(?P<kb>[MNP])(?P<b>\d+)⟩(?P<t>[^⟨;.]{0,40}?)[,(–—-] ?(?:(?:which is|or|a|an|that is) )*"
    rf"{_NAMED} of ⟨(?P<kc>[MNP])(?P<c>\d+)⟩(?P<pt>(?: percentage)? points?)?",
    re.I,
)
_WAS_IS_TWICE = re.compile(
    _WAS_IS.pattern.replace(" of ⟨(?P<kc>", r" of ⟨[MN]\d+⟩(?: [\w’'-]+){0,3}? ?(?:\(|, or |or )⟨(?P<kc>"),
    re.I,
)
_BEFORE = re.compile(
    rf"\b(?:by|of|dropped|fell|rose|grew|increased|reduced|cut|down|up|fallen|risen|grown) "
    rf"(?:(?:about|around|some|nearly|over|almost|just) "
    rf")?⟨(?P<kc>[MNP])(?P<c>\d+)⟩(?P<pt>(?: percentage)? points?)?"
    rf"(?: (?:[\w’'-]+|⟨N\d+⟩)){{0,4}}?,? ?[(–—]? ?{_FROM_TO}",
    re.I,
)


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for sentence in prose(reading):
        found = quantities(sentence, reading)
        if len(found.them) < 3:
            continue
        for pattern in (_AFTER, _BEFORE, _WAS_IS, _WAS_IS_TWICE):
            for match in pattern.finditer(found.masked):
                groups = match.groupdict()
                start, end = found.at(groups["a"]), found.at(groups["b"])
                change = found.at(groups.get("c") or groups["d"])
                points = bool(groups.get("pt") or groups.get("pu"))
                if start.kind != end.kind or not _same_unit(start, end):
                    continue
                if change.kind == "P":
                    if not groups.get("n1") and _other_share(sentence.text, change):
                        continue
                    wrong = _percent_wrong(start, end, change, points)
                elif (
                    change.kind == start.kind
                    and start.kind != "P"
                    and _same_unit(start, change)
                    and groups.get("n1", True)
                ):
                    wrong = _amount_wrong(start, end, change)
                else:
                    continue
                if wrong:
                    yield Note(
                        f"From {start.text} to {end.text} is a change of {wrong}, not {change.text}: put "
                        f"right whichever is wrong.",
                        sentence.passage,
                    )


def _other_share(text: str, change: Quantity) -> bool:
    """Whether the percentage is of something: '(12% of the budget)'."""
    return bool(re.match(r"\s*of\b", text[change.end :]))


def _same_unit(a: Quantity, b: Quantity) -> bool:
    return not a.unit or not b.unit or a.unit == b.unit or a.kind == "P"


def _percent_wrong(start: Quantity, end: Quantity, change: Quantity, points: bool) -> str:
    stated = change.interval()
    stated = (min(map(abs, stated)), max(map(abs, stated))) if change.value >= 0 else (-stated[1], -stated[0])
    low_a, high_a = start.interval()
    low_b, high_b = end.interval()
    steps = (min(_between(low_a, high_a, low_b, high_b)), max(_between(low_a, high_a, low_b, high_b)))
    if start.kind == "P" and not apart(steps, stated):
        return ""
    exact = abs(end.value - start.value)
    if points:
        return f"{plain(exact)} points" if start.kind == "P" else ""
    if low_a <= 0:
        return ""
    relative = [100 * abs(b - a) / a for a in (low_a, high_a) for b in (low_b, high_b)]
    if not apart((min(relative), max(relative)), stated):
        return ""
    return plain(100 * exact / start.value, "P")


def _between(low_a: Decimal, high_a: Decimal, low_b: Decimal, high_b: Decimal) -> list[Decimal]:
    if low_b <= high_a and low_a <= high_b:
        return [Decimal(0), max(abs(high_b - low_a), abs(high_a - low_b))]
    return [abs(b - a) for a in (low_a, high_a) for b in (low_b, high_b)]


def _amount_wrong(start: Quantity, end: Quantity, change: Quantity) -> str:
    low, high = min(gaps := _between(*start.interval(), *end.interval())), max(gaps)
    if not apart((low, high), change.interval()):
        return ""
    return plain(abs(end.value - start.value), start.kind)
