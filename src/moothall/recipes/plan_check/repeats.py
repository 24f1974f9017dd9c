"""The same thing measured twice in a plan, with two different values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from moothall.kit.papers.paper import Passage
from moothall.recipes.plan_check.prose import prose
from moothall.recipes.plan_check.quantities import Quantity, apart, quantities
from moothall.recipes.plan_check.subjects import APART, stem, stems
from moothall.recipes.plan_reading import PlanReading

_CLAUSE = re.compile(
    r"[;:]|,(?!\d)|\(|\)|\b(?:and|but|while|whereas|when|although|though|where|which|with|"
    r"from|compared|against|so that|because)\b|⟩"
)
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[/–-]\s?(?:(?:19|20)\d\d|\d\d))?|\b\d\d/\d\d\b")
_SPANS = frozenset({"years", "months", "weeks", "days"})  # how long is said of too many things


@dataclass(frozen=True, slots=True)
class Stated:
    """A quantity with what its clause is about and when."""

    passage: Passage
    sentence: str
    quantity: Quantity
    words: frozenset[str]
    apart: frozenset[str]
    period: str
    clause: str


def stated(reading: PlanReading) -> Iterator[Stated]:
    """Every figure of the plan's prose with its subject."""
    for sentence in prose(reading):
        found = quantities(sentence, reading)
        periods = {it.start - sentence.start: _period(it.period) for it in sentence.figures(reading)}
        for place, it in enumerate(found.them):
            period = periods.get(it.start, "")
            if not it.unit or it.unit in _SPANS or (it.unit == "hours" and not period):
                continue
            mark = f"⟨{it.kind}{place}⟩"
            clause = _around(found.masked, mark)
            words = stems(clause) | (stems(it.unit) if it.kind == "N" else frozenset())
            raw = frozenset(re.findall(r"[a-z-]+", clause.casefold()))
            yield Stated(sentence.passage, sentence.text, it, words, APART & raw, period, clause)


def _around(masked: str, mark: str) -> str:
    """The clause that a quantity stands in."""
    at = masked.index(mark)
    before = _CLAUSE.split(masked[:at])[-1]
    after = re.split(r"\bthat\b", _CLAUSE.split(masked[at + len(mark) :].split("⟨")[0])[0])[0]
    return f"{before} {mark} {after}"


def _period(text: str) -> str:
    """A period for comparing: '2023/24' and '2023-2024' are one."""
    found = _YEARS.search(text)
    if not found:
        return text.casefold().strip()
    digits = re.findall(r"\d+", found[0])
    months = re.findall(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", text.casefold())
    return "/".join([digits[0][-2:], *(it[-2:] for it in digits[1:])]) + "".join(months)


def contradictions(reading: PlanReading) -> Iterator[tuple[Stated, Stated, str]]:
    """Pairs that state one thing with two values, the later first; each later one once."""
    before: list[Stated] = []
    for here in stated(reading):
        for there in before:
            if there.sentence is here.sentence or not _one_thing(here, there):
                continue
            if apart(_interval(here.quantity), _interval(there.quantity)):
                yield here, there, ", ".join(sorted(here.words & there.words))
                break
        before.append(here)


def _one_thing(a: Stated, b: Stated) -> bool:
    if a.quantity.kind != b.quantity.kind or a.quantity.unit != b.quantity.unit or a.apart != b.apart:
        return False
    if not a.quantity.exact or not b.quantity.exact:
        return False
    if a.period != b.period:
        return False
    both, either = a.words & b.words, a.words | b.words
    if both == either and len(both) == 1:
        return bool(a.period) and _of_us(a.clause) and _of_us(b.clause)
    if len(both) < 2 or (a.quantity.kind == "N" and len(both) < 3 and len(either) > 3):
        return False
    if both == either:
        return True
    if len(both) == min(len(a.words), len(b.words)):
        longer = a if len(a.words) > len(b.words) else b
        return len(both) >= 3 or (len(either) == 3 and bool(a.period) and _narrows(longer, both))
    return len(both) >= 4 and len(both) >= 0.8 * len(either)


def _of_us(clause: str) -> bool:
    """Whether a clause is of the whole council, and not of something said before it."""
    return bool(re.search(r"\b(?:we|the council|total|overall)\b", clause, re.I)) and not re.search(
        r"\b(?:this|it|they|which|that|these|those|each|also|another|further)\b", clause, re.I
    )


def _narrows(longer: Stated, both: frozenset[str]) -> bool:
    """Whether the longer subject only says more of the same noun: 'customer portal' of 'portal'."""
    written = [stem(it) for it in re.findall(r"[a-z]+(?:['’-][a-z]+)*", longer.clause.casefold())]
    extra = longer.words - both
    return all(
        one not in extra or after in both for one, after in zip(written, [*written[1:], ""], strict=True)
    )


def _interval(it: Quantity) -> tuple[Decimal, Decimal]:
    half = it.step / 2
    return it.value - half, it.value + half
