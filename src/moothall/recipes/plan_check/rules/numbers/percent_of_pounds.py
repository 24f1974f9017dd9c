"""A percentage contradicts the amounts it is of.

What it does: Where a part, a whole and a percentage stand together ('£2m of £8m (25%)', '25% (£2m) of £8m', '12 of
48, or 25%'), divides one by the other; in a table, each row's share by its amount and the total's. Rounding of all
three numbers is allowed for, and a tenth where one is 'about' or 'over'.

Why: One of the three is wrong, and a reader cannot tell which.

Bad: We spent £2m of £8m (30%) on agency staff.

Good: We spent £2m of £8m (25%) on agency staff.

How to mend: Look all three up at their source, and let Moothall work out the percentage.
"""

import re
from collections.abc import Iterator

from moothall.engines.text.found import Comparator
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.prose import Rows, prose, tables
from moothall.recipes.plan_check.quantities import Quantities, Quantity, apart, number, plain, quantities
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_check.totals import IS_TOTAL, amount
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "N003", "percent-contradicts-amounts", Severity.ERROR

_A, _B, _P = r"⟨[MN](?P<a>\d+)⟩", r"⟨[MN](?P<b>\d+)⟩", r"⟨P(?P<p>\d+)⟩"
_OF = r"(?:(?:out )?(?:of|from|against)|(?:on|within|in) (?:a|an|the|our|its) (?:[\w’'-]+ ){0,3}?of)"
_W = r"(?:[\w’'&/-]+ ){0,5}?"  # words between
_T = r"(?: [\w’'&/-]+){0,6}?"  # words after
_HOW = (
    r"(?:(?:or|that is|i\.e\.|which is|equal to|equivalent to|about|around|some|just|over|under|nearly|almost|"
    r"approximately|only|and|this is|representing|a|the|is|was|being|amounting to) )*"
)
_PATTERNS = tuple(
    re.compile(it)
    for it in (
        rf"{_A}{_T} {_OF} {_W}{_B}{_T} ?[,(–—:=-] ?{_HOW}{_P}",  # £2m of the £8m budget (25%)
        rf"{_A}{_T} ?[,(–—] ?{_HOW}{_P}\)?,? {_OF} {_W}{_B}",  # £2m (25%) of the £8m budget
        rf"{_P}{_T} ?[,(–—] ?{_HOW}{_A}\)?,? {_OF} {_W}{_B}",  # 25% (£2m) of £8m; 25% (£2m of £8m)
        rf"{_P} {_OF} {_W}{_B}{_T} ?[,(–—=-] ?{_HOW}{_A}",  # 25% of the £8m budget (£2m)
        rf"{_P} {_OF} {_W}{_B}{_T} (?:is|was|were|are|came to|comes to|equals) {_HOW}{_A}",
        rf"{_A}{_T} (?:is|was|were|are|represents?|represented|makes? up|made up|equals|accounts? "
        rf"for|accounted for) {_HOW}{_P} {_OF} {_W}{_B}",
        rf"(?:[Oo]f|[Oo]ut of) {_W}{_B}{_T},? {_HOW}{_A}{_T} ?[(,–—] ?{_HOW}{_P}",  # Of the £8m budget, £2m (25%)
        rf"{_P}{_T} ?[(] ?{_A}{_T} {_OF} {_W}{_B}",
        # £8m over two years; 25% of this, £2m
        rf"{_B}(?:[^⟨⟩]|⟨N\d+⟩){{0,40}}?[,;(–—-] ?(?:and |of which )?{_P} of (?:this|that|it|which|these)\b"
        rf"{_T}[,:(–— ] ?{_HOW}{_A}",
        rf"{_A}{_T} {_OF} {_W}{_B}{_T} (?:is|was|gives|makes|represents?|equals) {_HOW}{_P}",
    )
)
_CHANGE = re.compile(
    r"\b(?:up|down|increas\w+|decreas\w+|reduc\w+|rise|rising|rose|fell|fall\w*|growth|grew|"
    r"higher|lower|less|more than|fewer|"
    r"saving|cheaper|target|compared|previous\w*|last year|interest|return|inflation|vat|discount|"
    r"above|below)\b",
    re.I,
)


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for sentence in prose(reading):
        told: set[Quantity] = set()
        found = quantities(sentence, reading)
        if len(found.them) < 3:
            continue
        for pattern in _PATTERNS:
            for match in pattern.finditer(found.masked):
                part, whole, percent = (found.at(match[it]) for it in "abp")
                if percent in told or not _one_kind(part, whole) or _about_change(found, match):
                    continue
                told.add(percent)
                if whole.value > 0 and part.value <= whole.value and _contradicts(part, whole, percent):
                    right = plain(100 * part.value / whole.value, "P")
                    yield Note(
                        f"{part.text} of {whole.text} is {right}, not {percent.text}: put right whichever is "
                        f"wrong.",
                        sentence.passage,
                    )
    for table in tables(reading.passages):
        yield from _of_table(table)


def _of_table(table: Rows) -> Iterator[Note]:
    """Rows whose share is not what their amount is of the total's, where one column's shares make 100%."""
    if len(table.body) < 3 or not IS_TOTAL.match(table.body[-1].cells[0]):
        return
    *rows, total = table.body
    wide = len(total.cells)
    if any(len(it.cells) != wide for it in rows):
        return
    shares = [at for at in range(1, wide) if re.fullmatch(r"\W*100(?:\.0+)? ?%\W*", total.cells[at])]
    sums = [at for at in range(1, wide) if all(amount(it.cells[at]) for it in table.body)]
    if len(shares) != 1 or len(sums) != 1:
        return
    whole = _of_cell(total.cells[sums[0]])
    for row in rows:
        share = re.fullmatch(r"\W*(?P<text>(?P<n>\d+(?:\.\d+)?) ?%)\W*", row.cells[shares[0]])
        part, value = _of_cell(row.cells[sums[0]]), number(share["n"]) if share else None
        if not share or not value or not part or not whole or not 0 <= part.value <= whole.value:
            continue
        percent = Quantity("P", *value, "%", share["text"], 0, 0, Comparator.EXACT)
        if whole.value > 0 and _contradicts(part, whole, percent):
            right = plain(100 * part.value / whole.value, "P")
            yield Note(
                f"{part.text} of {whole.text} is {right}, not {percent.text}: put right whichever is wrong.",
                row,
            )


def _of_cell(text: str) -> Quantity | None:
    found = amount(text)
    return Quantity(found[2], *found[:2], "", text.strip(), 0, 0, Comparator.EXACT) if found else None


def _one_kind(part: Quantity, whole: Quantity) -> bool:
    if part.kind != whole.kind:
        return False
    return (
        part.kind == "M"
        or not part.unit
        or not whole.unit
        or part.unit == whole.unit
        or part.unit in whole.unit
    )


def _about_change(found: Quantities, match: re.Match[str]) -> bool:
    """Whether the percentage is of a change: the words beside it say so."""
    at = match.start("p")
    before = found.masked[:at].rpartition("⟩")[2]
    after = re.split(r"[).,;]|⟨", found.masked[match.end("p") + 1 :])[0]
    return bool(_CHANGE.search(before) or _CHANGE.search(after[:30]))


def _contradicts(part: Quantity, whole: Quantity, percent: Quantity) -> bool:
    low, high = part.interval()
    small, large = whole.interval()
    if small <= 0:
        return False
    return apart((100 * low / large, 100 * high / small), percent.interval())
