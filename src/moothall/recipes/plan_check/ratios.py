"""Percentages with the whole they are a share of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from moothall.kit.papers.paper import Kind, Passage
from moothall.recipes.plan_check.prose import prose
from moothall.recipes.plan_check.quantities import quantities
from moothall.recipes.plan_check.subjects import stems
from moothall.recipes.plan_reading import PlanReading

# Ratios that councils give of now one whole and now another. Each is one subject, whatever stands beside it.
_SUBJECTS = {
    "agency staff": re.compile(r"\bagency\b", re.I),
    "consultants": re.compile(r"\bconsultan\w+", re.I),
    "interim staff": re.compile(r"\binterims?\b", re.I),
    "temporary staff": re.compile(r"\btemporary (?:staff|workers)\b", re.I),
    "facility time": re.compile(r"\bfacility time\b", re.I),
    "training": re.compile(r"\btraining\b", re.I),
    "overtime": re.compile(r"\bovertime\b", re.I),
    "sickness": re.compile(r"\b(?:sickness|sick leave)\b", re.I),
    "vacancies": re.compile(r"\bvacanc(?:y|ies)\b|\bvacant posts\b", re.I),
}
# Wholes that are one and the same.
_WHOLES = (
    (
        "pay",
        re.compile(
            r"\b(?:staff(?:ing)?|pay|payroll|salar(?:y|ies)|wages?|employee|workforce|"
            r"people)\b[\w\s-]{0,12}\b(?:budget|bill|costs?|spend(?:ing)?|expenditure)\b|"
            r"\bpaybill\b|\bpayroll\b",
            re.I,
        ),
    ),
    (
        "people",
        re.compile(
            r"\b(?:workforce|headcount|employees|posts|staff|establishment|FTEs?|workers|"
            r"full[- ]time equivalents?)\b",
            re.I,
        ),
    ),
    (
        "budget",
        re.compile(
            r"\b(?:revenue|net|gross|total|council|general fund)\b[\w\s’'-]{0,20}\b(?:budget|"
            r"spend(?:ing)?|expenditure)\b|\b(?:budget|spending|expenditure|turnover)\b",
            re.I,
        ),
    ),
)
_OF = re.compile(
    r"⟨P(?P<p>\d+)⟩ of (?:the council[’']s |the |our |its |a |all |total |overall |council "
    r")*(?P<whole>(?:[\w’'-]+ ?){1,6})"
)
_STOP = re.compile(
    r"\s(?:in|by|for|over|at|during|compared|and|but|against|is|was|were|are|on|spent|went|from|"
    r"to|came|that|which|who|this|last|each|with|as)\b.*$",
    re.I,
)


_COMPARED = re.compile(r"[,(]? ?\b(?:against|compared (?:with|to)|(?:up|down) from) $", re.I)
# A row's name: 'Agency as a share of the staff budget'.
_NAMED = re.compile(
    r"\b(?:as (?:a )?|[(,:–-] ?)?(?:share|%|per ?cent(?:age)?|proportion) of (?:the |our |all |total )*"
    r"(?P<whole>(?:[\w’'-]+ ?){1,4})",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share of a whole: 'agency staff' of the 'staff budget'."""

    passage: Passage
    subject: str
    words: frozenset[str]
    whole: str
    kind: str


def ratios(reading: PlanReading) -> Iterator[Ratio]:
    """Every percentage that names its whole."""
    for sentence in prose(reading):
        found = quantities(sentence, reading)
        yield from _carried(sentence.passage, found.masked)
        said = ""
        for match in _OF.finditer(found.masked):
            whole = _STOP.sub("", " " + match["whole"]).strip()
            if not whole:
                continue
            rest = match["whole"][match["whole"].find(whole) + len(whole) :]
            clause = re.split(r"[;⟩]|, (?:and|but|while|whereas) ", found.masked[: match.start()])[-1]
            after = re.split(r"[;⟨]", rest + found.masked[match.end() :])[0]
            kind = next((name for name, pattern in _WHOLES if pattern.search(whole)), whole.casefold())
            known = [(m.end(), name) for name, p in _SUBJECTS.items() for m in p.finditer(clause)]
            if not known and said and _COMPARED.search(found.masked[: match.start()].rpartition("⟩")[2]):
                known = [(0, said)]
            if known:
                said = max(known)[1]
                yield Ratio(sentence.passage, said, frozenset(), whole, kind)
                continue
            known = [(m.start(), name) for name, p in _SUBJECTS.items() for m in p.finditer(after[:60])]
            if known and re.match(
                r"\s*(?:is |was |were |are |went |goes )?(?:spent |made up |used |taken )?(?:on|to|by|"
                r"of|for|up)?\b",
                after,
            ):
                yield Ratio(sentence.passage, min(known)[1], frozenset(), whole, kind)
                continue
            if sentence.passage.kind is Kind.ITEM and not clause.strip():
                continue
            if len(subject := stems(clause)) >= 2:
                yield Ratio(sentence.passage, " ".join(clause.split()[-6:]), frozenset(subject), whole, kind)


def _of_rows(reading: PlanReading) -> Iterator[Ratio]:
    """Shares whose subject and whole are both in the name of a table's row."""
    for passage in reading.passages:
        name = passage.cells[0] if passage.kind is Kind.ROW and passage.cells else ""
        if not (match := _NAMED.search(name)):
            continue
        kind = next((kind for kind, pattern in _WHOLES if pattern.search(match["whole"])), "")
        about = next((it for it, pattern in _SUBJECTS.items() if pattern.search(name[: match.start()])), "")
        if kind and about and any("%" in it for it in passage.cells[1:]):
            yield Ratio(passage, about, frozenset(), match["whole"].strip(), kind)


_CARRIED = re.compile(
    r"[,;]? (?:and|while|with|but)? ?(?P<subject>[^⟨.;:]{3,40}) ⟨P\d+⟩(?! (?:of|in|more|less|points?)\b)"
)


def _carried(passage: Passage, masked: str) -> Iterator[Ratio]:
    """'Agency staff took 6% of the staff budget, and consultants 2%': the second share is of the same whole."""
    for first in _OF.finditer(masked):
        whole = _STOP.sub("", " " + first["whole"]).strip()
        kind = next((name for name, pattern in _WHOLES if pattern.search(whole)), "")
        rest = masked[first.end() :].split(".")[0]
        for match in _CARRIED.finditer(rest) if kind else ():
            for name, pattern in _SUBJECTS.items():
                if pattern.search(match["subject"]):
                    yield Ratio(passage, name, frozenset(), whole, kind)


def clashes(reading: PlanReading) -> Iterator[tuple[Ratio, Ratio]]:
    """Pairs of ratios of one subject and two wholes, the later first; each later one once."""
    before: list[Ratio] = []
    every = sorted((*ratios(reading), *_of_rows(reading)), key=lambda it: it.passage.number)
    for it in every:
        for other in before:
            if _same_subject(it, other) and it.kind != other.kind and not _one_whole(it, other):
                yield it, other
                break
        before.append(it)


def _same_subject(a: Ratio, b: Ratio) -> bool:
    if a.words and b.words:
        return len(a.words & b.words) >= 2 and len(a.words & b.words) >= 0.75 * len(a.words | b.words)
    return not a.words and not b.words and a.subject == b.subject


def _one_whole(a: Ratio, b: Ratio) -> bool:
    """Two wholes we have no name for are one when they share a word that carries meaning."""
    return bool(stems(a.whole) & stems(b.whole)) and not ({a.kind, b.kind} & {"pay", "people", "budget"})
