"""Totals and the parts they are said to be made of: in sentences, lists and tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from moothall.engines.text.found import Comparator
from moothall.kit.papers.paper import Kind, Passage
from moothall.recipes.plan_check.prose import Sentence, prose, split, tables
from moothall.recipes.plan_check.quantities import Quantities, Quantity, number, quantities
from moothall.recipes.plan_reading import PlanReading

_TOTAL = r"(?:total(?:s|led|ling)?|altogether|in all|combined|overall|sum)"
_T = r"⟨(?P<k>[MN])(?P<t>\d+)⟩"
_FIRST = re.compile(  # a total of T: a, b and c
    rf"\b{_TOTAL}\b(?: [\w’'-]+){{0,5}}? {_T}(?P<after>[^⟨;]*?(?:[:(–—]|,? (?:made up of|"
    rf"comprising|consisting of|being|namely|split between|split|from|across|that is|comprised "
    rf"of))[^⟨]*?⟨.*)",
    re.I,
)
_STATED = re.compile(
    rf"{_T}(?: [\w’'-]+){{0,4}}? (?:in total|altogether|in all|"
    rf"overall)\b(?P<after>[^⟨;]*?(?:[:(–—]|,? (?:made up of|comprising|consisting of|being|"
    rf"namely))[^⟨]*?⟨.*)",
    re.I,
)
_MADE = re.compile(  # a budget of T is made up of a, b and c
    rf"{_T}(?: [\w’'-]+){{0,6}}? (?:(?:is|are|was|were) (?:made up of|split between|split into|"
    rf"split)|compris(?:es|ed?)|"
    rf"consist(?:s|ed)? of|breaks down into|(?:is|was) broken down into)(?P<after>[^⟨]*?⟨.*)",
    re.I,
)
_LAST = tuple(  # a, b and c, a total of T; a, b and c: T in total
    re.compile(
        r"(?P<before>.*⟨[MN]\d+⟩[^⟨]*?)(?:[,:;(–—-] ?|\band |\b)(?:(?:a|the|in|making|giving|for "
        r"a|with a|bringing the|"
        rf"which|that|to a|and|this|these) )*{end}",
        re.I,
    )
    for end in (
        rf"(?:combined |grand |overall )?(?:total(?:s|led|ling)?|sum)(?: [\w’'-]+){{0,3}}?(?: of| "
        rf"to| is| was|:)? {_T}",
        rf"{_T}(?: [\w’'-]+){{0,3}}? (?:in total|altogether|in all)",
    )
)
_LEADS = re.compile(
    rf"\b{_TOTAL}\b(?: [\w’'-]+){{0,5}}? ⟨[MN]\d+⟩|⟨[MN]\d+⟩(?: [\w’'-]+){{0,4}}? (?:in total|"
    rf"altogether|in all)",
    re.I,
)
_SOME = re.compile(
    r"\b(?:includ\w+|of which|such as|for example|e\.g\.|among\w*|mainly|largely|mostly|notably|"
    r"per|each|every|average|compared|up from|down from|target|against|rounded|rounding)\b",
    re.I,
)
_OF_WHICH = re.compile(
    rf"{_T}[^⟨;:()]{{0,40}}?(?:, of which|, including|, comprising|,? made up of) "
    r"(?P<after>[^();]*)"
    rf"|⟨(?P<kk>[MN])(?P<tt>\d+)⟩[^⟨;:()]{{0,40}}?\((?P<bracket>[^()]*⟨[^()]*⟨[^()]*⟨[^()]*)\)",
    re.I,
)
_NESTED = re.compile(
    r"\b(?:of which|including|up from|down from|compared|against|out of|target|budget|and of|from|saving|"
    r"sav(?:es?|ed)|to)\b",
    re.I,
)
_OUT = re.compile(
    r"\b(?:of which|including|up from|down from|compared|against|out of|target|from a budget|budget of)\b",
    re.I,
)
_TIED = re.compile(r"\b(?:a year|per year|per annum|annually|a month|each year|every year|p\.a\.)", re.I)


_SPANS = frozenset({"years", "months", "weeks", "days", "hours", "minutes", "%"})


@dataclass(frozen=True, slots=True)
class Sum:
    """A total, what its parts make, and whether the two differ by more than rounding explains."""

    passage: Passage
    total: Quantity
    made: Decimal
    wrong: bool


def totals(reading: PlanReading) -> Iterator[Sum]:
    """Every total whose parts the text lists beside it."""
    for sentence in prose(reading):
        found = quantities(sentence, reading)
        if len(found.them) >= 3 and (it := _in_sentence(sentence, found) or _too_much(sentence, found)):
            yield it
    yield from _of_lists(reading)


def _in_sentence(sentence: Sentence, found: Quantities) -> Sum | None:
    for pattern, group in (
        (_FIRST, "after"),
        (_STATED, "after"),
        (_MADE, "after"),
        *((it, "before") for it in _LAST),
    ):
        match = pattern.search(found.masked)
        if not match or _SOME.search(match[group]):
            continue
        total = found.at(match["t"])
        places = [
            int(it) for it in re.findall(rf"⟨{match['k']}(\d+)⟩", _outside_brackets(match[group], group))
        ]
        parts = [found.them[it] for it in places if found.them[it] is not total]
        if not _parts_of(parts, total) or _listed_loosely(match[group], len(parts)):
            continue
        return Sum(
            sentence.passage, total, sum((it.value for it in parts), Decimal(0)), differs(total, parts)
        )
    return None


def _too_much(sentence: Sentence, found: Quantities) -> Sum | None:
    """'£1.4m, of which £0.6m is waste and £0.9m parks': the parts may be less than the whole, and are more."""
    match = _OF_WHICH.search(found.masked)
    if not match:
        return None
    after, kind = match["after"] or match["bracket"], match["k"] or match["kk"]
    if _TIED.search(after) or _NESTED.search(after):
        return None
    total = found.at(match["t"] or match["tt"])
    parts = [found.them[int(it)] for it in re.findall(rf"⟨{kind}(\d+)⟩", after)]
    if not _parts_of(parts, total):
        return None
    made = sum((it.value for it in parts), Decimal(0))
    return Sum(sentence.passage, total, made, made > total.value and differs(total, parts))


def _outside_brackets(text: str, group: str) -> str:
    """The list without what its entries put in brackets; a bracket that opens or closes the whole list stays."""
    if text.count("⟨") and re.match(r"[^⟨]*\(", text) and group == "after":
        return text
    return re.sub(r"\([^()]*\)", "", text)


def _parts_of(parts: Sequence[Quantity], total: Quantity) -> bool:
    if len(parts) < 2 or not all(it.exact for it in (*parts, total)):
        return False
    if any(it.comparator is not Comparator.EXACT for it in parts):
        return False
    units = {it.unit for it in parts if it.unit}
    if total.kind == "N" and len(units | ({total.unit} if total.unit else set())) > 1 and len(units) > 1:
        return len(units) == len(parts) and total.unit not in units and not units & _SPANS
    return not (total.kind == "N" and {it.unit for it in parts} & (_SPANS - {total.unit}))


def _listed_loosely(text: str, many: int) -> bool:
    """Whether what stands between the parts is more than the names of a list."""
    return len(text.split()) > 14 * (many + 1) or bool(_TIED.search(text))


def _of_lists(reading: PlanReading) -> Iterator[Sum]:
    """'A total of £1.2m:' and the list it leads into, each item with one amount."""
    passages = reading.passages
    for at, passage in enumerate(passages):
        if passage.kind is not Kind.PARAGRAPH or not passage.text.rstrip().endswith(":"):
            continue
        last = split(passage)[-1]
        found = quantities(last, reading)
        match = _LEADS.search(found.masked)
        if not match or _SOME.search(found.masked):
            continue
        groups = re.findall(r"⟨([MN])(\d+)⟩", match[0])
        total = found.them[int(groups[-1][1])]
        parts: list[Quantity] = []
        for item in passages[at + 1 :]:
            if item.kind is not Kind.ITEM:
                break
            own = [it for s in split(item) for it in quantities(s, reading).them if it.kind == total.kind]
            if total.kind == "N":
                own = [it for it in own if it.unit == total.unit]
            if len(own) != 1 or _TIED.search(item.text):
                parts = []
                break
            parts += own
        if _parts_of(parts, total):
            yield Sum(passage, total, sum((it.value for it in parts), Decimal(0)), differs(total, parts))


def differs(total: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether a total and the sum of its parts differ by more than rounding explains.

    Numbers all written to the same digit: by one of it or more, or one for every four parts where there are more.
    Else: by more than half a step of the total and of each part.
    """
    return _differs(total.value, total.step, [(it.value, it.step) for it in parts])


def _differs(total: Decimal, step: Decimal, parts: Sequence[tuple[Decimal, Decimal]]) -> bool:
    gap = abs(total - sum((value for value, _ in parts), Decimal(0)))
    steps = {step, *(it for _, it in parts)}
    if len(steps) == 1:
        whole = step == 1
        return gap > 0 if whole else gap >= step * max(1, -(-len(parts) // 4))
    # A bare '£400,000' is exact; one unit of it is a pound.
    return gap > (step + sum((it for _, it in parts), Decimal(0))) / 2


@dataclass(frozen=True, slots=True)
class TableSum:
    """A total in a table that its parts do not make."""

    passage: Passage
    said: str
    made: Decimal
    kind: str


_CELL = re.compile(
    r"^\W*?(?P<neg>[-−–(])?\s?(?P<c>£)?(?P<neg2>[-−–])?\s?(?P<n>\d[\d,]*(?:\.\d+)?)\s?(?P<s>k|m|"
    r"mn|bn|million|thousand|billion)?(?:\s?FTE)?\)?\*?$",
    re.I,
)
_EMPTY = re.compile(r"^\W*(?:n/?a|nil|none)?\W*$", re.I)
IS_TOTAL = re.compile(
    r"^\W*(?:grand |overall |sub-?\s?)?totals?\b|^\W*(?:sum|all services|overall)\W*$", re.I
)
_SUBTOTAL = re.compile(r"^\W*sub-?\s?totals?\b", re.I)
_NOT_ADDED = re.compile(
    r"%|per cent|\b(?:rate|average|mean|median|per|each|ratio|share|proportion|rank|index|score|"
    r"year|period|(?<!to )date|target)\b",
    re.I,
)
_SCALE = {
    "": 1,
    "k": 10**3,
    "thousand": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "million": 10**6,
    "bn": 10**9,
    "billion": 10**9,
}


def table_totals(reading: PlanReading) -> Iterator[TableSum]:
    """Every total of a table, down or across, that its parts do not make."""
    for table in tables(reading.passages):
        names = table.header.cells if table.header else ()
        yield from _down(table.body, names)
        yield from _across(table.body, names)


def _down(rows: Sequence[Passage], names: Sequence[str]) -> Iterator[TableSum]:
    for column in range(1, max((len(it.cells) for it in rows), default=0)):
        if (
            column < len(names)
            and _NOT_ADDED.search(names[column])
            and not re.match(r"^\W*(?:19|20)\d\d", names[column])
        ):
            continue
        every: list[tuple[Decimal, Decimal]] = []
        since: list[tuple[Decimal, Decimal]] = []
        for row in rows:
            cell = row.cells[column] if column < len(row.cells) else ""
            value = amount(cell)
            if value is None:
                if _EMPTY.match(cell):
                    continue
                break
            if not IS_TOTAL.match(row.cells[0]):
                every.append(value[:2])
                since.append(value[:2])
                continue
            parts = since if _SUBTOTAL.match(row.cells[0]) else every
            if len(parts) >= 2 and _differs(*value[:2], parts):
                yield TableSum(row, cell.strip(), sum((it for it, _ in parts), Decimal(0)), value[2])
            since = []


def _across(rows: Sequence[Passage], names: Sequence[str]) -> Iterator[TableSum]:
    if len(names) < 4 or not re.match(r"^\W*(?:grand |overall )?total\b(?!.*%)", names[-1], re.I):
        return
    if any(_NOT_ADDED.search(it) and not re.match(r"^\W*(?:19|20)\d\d", it) for it in names[1:-1]):
        return
    for row in rows:
        if len(row.cells) != len(names):
            continue
        values = [amount(it) for it in row.cells[1:]]
        if all(it is not None for it in values):
            *parts, total = [it for it in values if it is not None]
            if _differs(*total[:2], [it[:2] for it in parts]):
                yield TableSum(row, row.cells[-1].strip(), sum((it[0] for it in parts), Decimal(0)), total[2])


def amount(text: str) -> tuple[Decimal, Decimal, str] | None:
    """A cell's number, one unit of its last written digit, and M for money or N; None where it is no amount."""
    match = _CELL.match(text.strip())
    if not match or not (found := number(match["n"])):
        return None
    scale = _SCALE[(match["s"] or "").casefold()]
    sign = -1 if match["neg"] or match["neg2"] else 1
    return sign * found[0] * scale, found[1] * scale, "M" if match["c"] else "N"
