"""Reading one passage: each number is left out, taken as a figure, or reported as malformed."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from moothall.engines.text.figures import comparators, faults, names, numerals, units
from moothall.engines.text.figures.numbers import Number, numbers
from moothall.engines.text.figures.periods import Period, periods
from moothall.engines.text.figures.tables import Cell, Table, cells, negative
from moothall.engines.text.figures.vocabulary import listed, lookup
from moothall.engines.text.found import Comparator, MalformedFigure, StatedFigure, Written
from moothall.engines.text.sentences import sentences
from moothall.kit.papers.paper import Kind, Passage

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_AFTER_A_PERIOD_WORD = re.compile(
    r"\b(?:in|since|by|from|until|during|to|the|of|before|after|for|and|at|as)\s\Z", re.I
)
_FRACTION = re.compile(r"\s(?:in|out\sof)\s(?:every\s)?([0-9]{1,4})(?=\s)")
_PER = re.compile(r"\bper\s(?:every\s)?\Z", re.I)
_PER_MANY = re.compile(r"\s(?:[a-z]+\s){0,3}per\s([0-9](?:[0-9,]*[0-9])?)(?:\s([a-z][a-z-]+))?")
_PROPORTIONS = ("%", "percentage points")
_WORD_BETWEEN = re.compile(r"[A-Za-z]")
_RESTATES = re.compile(r"\b(?:this|that|the|these|those|same|said|i\.e\.)\s\Z", re.I)
# A line of its own that opens with a number and ends without a full stop is a heading nobody marked.
_NUMBERED = re.compile(r"(?P<number>[0-9]{1,2})\s[A-Z][^.!?%£]{2,90}\Z")
_CLAUSE = re.compile(r";|,\s(?:and|but|while|whilst|whereas|with|so)\s")
_TIME = listed("time", "units")
_COMPARED = re.compile(
    r"(?:\s[A-Za-z][A-Za-z’'-]*){1,4}(?:,|\s\(|,?\s[–-])?\s?"
    r"(?:(?:down|up)\sfrom|rather\sthan|instead\sof|compared\s(?:with|to)|as\sagainst|against)\s"
)


@dataclass(slots=True)
class Draft:
    """A figure on its way."""

    number: Number
    unit: str
    comparator: Comparator
    word: str  # the comparator's, as written
    cell: Cell | None = None
    written: Written = Written.DIGITS
    value: Decimal | None = None  # where it is not the number's own
    period: str = ""


@dataclass(slots=True)
class Reading:
    figures: list[StatedFigure] = field(default_factory=list)
    malformed: list[MalformedFigure] = field(default_factory=list)


class Text:
    """A passage with all that is known of it before its numbers are judged.

    Every look-up is by bisection, so that a passage is read in a time that grows with its length alone.
    """

    def __init__(self, passage: Passage, table: Table, found: list[Number]) -> None:
        self.passage = passage
        self.text = passage.text
        self.cells = cells(passage, table) if passage.kind is Kind.ROW else []
        self.spans = [(cell.start, cell.end) for cell in self.cells] or sentences(self.text)
        counted = frozenset(number.at for number in found if _counted_year(self.text, number))
        self.periods = periods(self.text, counted)
        self.masks = names.masked(self.text)
        if passage.kind is Kind.PARAGRAPH and (label := _NUMBERED.match(self.text)):
            self.masks = [
                label.span("number"),
                *(span for span in self.masks if span[0] >= label.end("number")),
            ]
        self._sentences: dict[int, str] = {}

    def span(self, place: int) -> tuple[int, int]:
        """The sentence, or the cell, that holds a place."""
        found = bisect_right(self.spans, place, key=_first) - 1
        return self.spans[found] if found >= 0 else (0, len(self.text))

    def cell(self, place: int) -> Cell | None:
        found = bisect_right(self.cells, place, key=_start) - 1
        return self.cells[found] if found >= 0 else None

    def period(self, place: int) -> Period | None:
        """The period whose words hold a place."""
        found = bisect_right(self.periods, place, key=_start) - 1
        return self.periods[found] if found >= 0 and place < self.periods[found].end else None

    def hidden(self, place: int) -> bool:
        """Whether digits here are a date, a reference, a name."""
        period = self.period(place)
        return (period is not None and period.dated) or _within(self.masks, place)

    def sentence(self, place: int) -> str:
        """A row is one sentence: its cells mean little apart."""
        start, end = (0, len(self.text)) if self.cells else self.span(place)
        if start not in self._sentences:
            self._sentences[start] = self.text[start:end].strip()
        return self._sentences[start]


def _first(span: tuple[int, int]) -> int:
    return span[0]


def _start(it: Cell | Period) -> int:
    return it.start


def read(passage: Passage, table: Table, section_in_millions: bool) -> Reading:
    """The figures and malformed numbers of one passage. Headings state none."""
    if passage.kind is Kind.HEADING or passage.header or not passage.text:
        return Reading()
    found = numbers(passage.text)
    it = Text(passage, table, found)
    reading = Reading()
    drafts: list[Draft] = []
    taken: set[int] = set()  # the numbers that a fault or an earlier figure already holds
    ends = _ranges(it, found)
    for place, number in enumerate(found):
        if place in taken or _masked(it, number):
            continue
        why = faults.wrong(it.text, number, bool(it.cells and _scale_of(it, number)), section_in_millions)
        if why:
            reading.malformed.append(_malformed(it, number, why))
            continue
        if number.value is None:
            continue
        draft = _draft(it, found, place, ends, taken)
        if draft is not None:
            drafts.append(draft)
    drafts += _in_words(it, drafts)
    drafts.sort(key=lambda draft: draft.number.start)
    reading.figures = _stated(it, _once(it, drafts))
    return reading


def _counted_year(text: str, number: Number) -> bool:
    """'around 2000 responses' counts; 'in 2000 responses fell' does not."""
    digits = text[number.at : number.stop]
    if not _YEAR.fullmatch(digits):
        return False
    if number.marked:
        return True
    if not units.after(text, number.end, number.end + 60):
        return False
    if comparators.before(text, number.start)[0] is not Comparator.EXACT:
        return True
    return digits[1:] == "000" and not _AFTER_A_PERIOD_WORD.search(
        text[max(0, number.start - 10) : number.start]
    )


def _within(spans: Sequence[tuple[int, int]], place: int) -> bool:
    found = bisect_right(spans, place, key=_first) - 1
    return found >= 0 and place < spans[found][1]


def _masked(it: Text, number: Number) -> bool:
    """Money is money even where a date could stand; but '£000' is only a heading's scale."""
    if number.currency and it.text[number.at : number.stop] != "000":
        period = it.period(number.at)
        return period is not None and period.dated
    return it.hidden(number.at)


def _ranges(it: Text, found: list[Number]) -> dict[int, tuple[Comparator, int]]:
    """Each number that is one end of a pair: which end, and the place of the other."""
    ends: dict[int, tuple[Comparator, int]] = {}
    counting = [
        place
        for place, each in enumerate(found)
        if each.value is not None and not _masked(it, each) and not _is_base(it.text, each)
    ]
    for place, other in pairwise(counting):
        low, high = found[place], found[other]
        if place in ends or it.span(low.at) != it.span(high.at):
            continue
        rate = _rate(it.text, low.end, len(it.text))
        pair = comparators.joined(it.text, (low.start, rate[1] if rate else low.end), (high.start, high.end))
        if pair is not None and not _part_and_level(it.text, low, high):
            ends[place], ends[other] = (pair[0], other), (pair[1], place)
            _shared(low, high)
    return ends


def _is_base(text: str, number: Number) -> bool:
    """The '100,000' of 'per 100,000'."""
    return _PER.search(text[max(0, number.start - 12) : number.start]) is not None


def _part_and_level(text: str, low: Number, high: Number) -> bool:
    """'dropped 14% to 902', 'cut by £3m to 12%': how far it moved and where it came to, which are no pair."""
    if low.unit == high.unit or not _WORD_BETWEEN.search(text[low.end : high.start]):
        return False
    return low.unit in _PROPORTIONS or (bool(low.unit) and high.unit in _PROPORTIONS)


def _rate(text: str, end: int, stop: int) -> tuple[str, int] | None:
    """The 'per 100,000 collections' that follows a number, and where it ends."""
    found = _PER_MANY.match(text, end, min(stop, end + 80))
    if found is None:
        return None
    noun = found[2] or ""
    if noun and (units.is_plural(noun) or noun in lookup("collectives")):
        return f"per {found[1]} {noun}", found.end()
    return f"per {found[1]}", found.end(1)


def _shared(low: Number, high: Number) -> None:
    """What is written once in a range belongs to both ends: '£1-2m', '3-5%', '250-300k'."""
    if not high.currency and not high.unit and low.currency:
        high.currency = high.unit = low.currency
    elif high.unit and not low.unit and not low.scale:
        low.unit, low.currency = high.unit, high.currency
    rising = low.value is not None and high.value is not None and low.value <= high.value
    if high.scale and not low.scale and rising and low.unit == high.unit:
        low.scale = high.scale


def _draft(
    it: Text, found: list[Number], place: int, ends: dict[int, tuple[Comparator, int]], taken: set[int]
) -> Draft | None:
    number = found[place]
    end = ends.get(place)
    cell = it.cell(number.at)
    if cell is not None and (whole := _whole_cell(it, number, cell)):
        return whole if cell.measures else None
    if _is_base(it.text, number):
        return None
    high = end is not None and end[1] < place  # '150' in '100-150 homes' is not glued to a name
    in_name = _spoilt(it.text, number) or (not high and names.named(it.text, number.start, number.stop))
    if in_name and not number.marked:
        return None
    begin, stop = it.span(number.at)
    unit = number.unit or _noun(it, found, place, ends, begin, stop)
    if not unit and not number.scale:
        return None
    comparator, word = comparators.before(it.text, number.start)
    if comparator is Comparator.EXACT:
        comparator = comparators.after(it.text, number.end)[0]
    if end is not None and (comparator is Comparator.EXACT or end[0] is not Comparator.EXACT):
        comparator = end[0]
    draft = Draft(number, unit, comparator, word, cell)
    if unit in _TIME and units.defines(it.text, begin, number.start, number.end, stop):
        return None
    if not number.unit and (share := _FRACTION.match(it.text, number.end)) and number.value is not None:
        whole_of = Decimal(share[1])
        noun = units.after(it.text, share.end(), stop) if whole_of >= number.value and whole_of else ""
        if noun and place + 1 < len(found):
            taken.add(place + 1)
            number.end, draft.unit = share.end(), f"share of {noun}"
            draft.value = (number.value / whole_of).quantize(Decimal("0.0001")).normalize()
    return draft


def _spoilt(text: str, number: Number) -> bool:
    """Letters against a bare number make it a name ('4Ps', '5th'); so does a leading nought or '+44'."""
    following = text[number.end : number.end + 1]
    if following.isalpha() or following in ("_", "/", "\\", "@", "="):
        return True
    return text[number.at] == "0" and number.stop - number.at > 1 and text[number.at + 1] != "."


def _noun(
    it: Text, found: list[Number], place: int, ends: dict[int, tuple[Comparator, int]], begin: int, stop: int
) -> str:
    number = found[place]
    own = units.after(it.text, comparators.after(it.text, number.end)[1], stop, one=number.value == 1)
    if own:
        return own
    if rate := _rate(it.text, number.end, stop):
        return rate[0]
    part = _FRACTION.match(it.text, number.end, min(stop, number.end + 30))
    if part and (noun := units.after(it.text, part.end(), stop)):
        return noun
    if place in ends:
        other = found[ends[place][1]]
        other_rate = _rate(it.text, other.end, stop)
        unit = other_rate[0] if other_rate else other.unit or units.after(it.text, other.end, stop)
        if unit:
            return unit
        first = min(number.start, other.start)
        if said := units.before(it.text, begin, first):
            return said
    return units.before(it.text, begin, number.start) or _set_against(it, found, place, begin, stop)


def _set_against(it: Text, found: list[Number], place: int, begin: int, stop: int) -> str:
    """'12 buildings, down from 17': the noun of the number just before, that this one is compared with."""
    if not place:
        return ""
    number, last = found[place], found[place - 1]
    if last.marked or last.value is None or last.at < begin or it.hidden(last.at) or _is_base(it.text, last):
        return ""
    noun = units.after(it.text, comparators.after(it.text, last.end)[1], stop)
    return noun if noun and _COMPARED.fullmatch(it.text, last.end, number.start) else ""


def _scale_of(it: Text, number: Number) -> str:
    cell = it.cell(number.at)
    return cell.scale() if cell else ""


_MARKS = 12  # characters of brackets, stars and spaces that may stand beside a number alone in its cell
_ALONE = re.compile(r"[\s(*†~<>≤≥+)-]*")


def _whole_cell(it: Text, number: Number, cell: Cell) -> Draft | None:
    """The figure of a cell that holds one number alone, read by the headings of its column and row."""
    beside = (number.start - cell.start) + (cell.end - number.end)
    if beside > _MARKS or not (cell.column or cell.row):
        return None
    rest = it.text[cell.start : number.start] + it.text[number.end : cell.end]
    if not _ALONE.fullmatch(rest) or (_spoilt(it.text, number) and not number.marked):
        return None
    unit = cell.unit(number.unit)
    if (not number.scale and unit in ("GBP", "USD", "EUR")) or (not number.scale and not unit):
        number.scale = cell.scale() if not number.scale else number.scale
    if unit in ("GBP", "USD", "EUR"):
        number.currency = unit
    if negative(it.text[cell.start : cell.end]):
        number.negative = True
    comparator, word = comparators.before(it.text, number.start)
    return Draft(number, unit, comparator, word, cell)


def _in_words(it: Text, drafts: list[Draft]) -> Iterable[Draft]:
    used = [(draft.number.start, draft.number.end) for draft in drafts]
    for word in numerals.numerals(it.text):
        if _within(used, word.start) or it.hidden(word.start):
            continue
        stop = it.span(word.start)[1]
        noun = units.after(it.text, word.end, stop)
        if word.share and not noun:
            noun = (
                units.after(it.text, word.end + len(" the"), stop)
                if " the" in it.text[word.end : word.end + 5]
                else ""
            )
        if not noun or names.named(it.text, word.start, word.end) or _labelled_word(it.text, word.start):
            continue
        number = Number(word.start, word.end, word.start, word.end, word.value, "", False, "")
        comparator, said = comparators.before(it.text, word.start)
        if word.share and not word.exact and comparator is Comparator.EXACT:
            comparator = Comparator.ABOUT
        unit = f"share of {noun}" if word.share else noun
        draft = Draft(number, unit, comparator, said, it.cell(word.start), Written.WORDS, word.value)
        number.scale = word.scale
        yield draft


_LABEL_WORD = re.compile(
    r"\b(?:phase|stage|part|tier|level|section|number|option|year|priority|step)\s\Z", re.I
)


def _labelled_word(text: str, start: int) -> bool:
    return _LABEL_WORD.search(text[max(0, start - 12) : start]) is not None


def _once(it: Text, drafts: list[Draft]) -> list[Draft]:
    """Leave out what a sentence only says again: the same length of time, or a figure brought back by 'the' or
    'this'. The same value said of two subjects is two figures."""
    kept: list[Draft] = []
    seen: dict[tuple[tuple[int, int], Decimal, str], Draft] = {}
    for draft in drafts:
        value = draft.value if draft.value is not None else draft.number.scaled
        key = (it.span(draft.number.start), value, draft.unit)
        again = seen.get(key)
        lead = it.text[max(0, draft.number.start - 8) : draft.number.start]
        if again is not None and (draft.unit in _TIME or _RESTATES.search(lead)):
            continue
        seen[key] = draft
        kept.append(draft)
    return kept


def _stated(it: Text, drafts: list[Draft]) -> list[StatedFigure]:
    figures = []
    others = [draft.number.start for draft in drafts if it.period(draft.number.start) is None]
    for draft in drafts:
        number = draft.number
        within = it.period(number.start)
        if draft.unit in _TIME and within is not None and draft.word == "over":
            draft.comparator = Comparator.EXACT  # 'over 3 years' is during them
        period = _period_of(it, draft, others)
        value = draft.value if draft.value is not None else number.scaled
        figures.append(
            StatedFigure(
                value=value,
                unit=draft.unit,
                text=it.text[number.start : number.end],
                scale=number.scale,
                comparator=draft.comparator,
                period=period,
                sentence=it.sentence(number.start),
                passage=it.passage.number,
                start=number.start,
                end=number.end,
                written=draft.written,
            )
        )
    return figures


def _period_of(it: Text, draft: Draft, others: list[int]) -> str:
    """The period that a figure is said of: the one around it; else the next after it, or the last before it, with
    no other figure between; else any in the sentence. A cell without one takes its column's, or its row's.

    `others` holds where figures stand that are no part of a period.
    """
    number = draft.number
    if around := it.period(number.start):
        return around.text
    span = it.span(number.start)
    next_one = bisect_left(it.periods, number.end, key=_start)
    following = it.periods[next_one] if next_one < len(it.periods) else None
    if following is not None and following.start >= span[1]:
        following = None
    last = bisect_right(it.periods, number.start, key=_start) - 1
    preceding = it.periods[last] if last >= 0 and it.periods[last].start >= span[0] else None
    after = following is not None and not _any_between(others, number.end, following.start)
    before = preceding is not None and not _any_between(others, preceding.end, number.start)
    if following and after and not (before and _CLAUSE.search(it.text, number.end, following.start)):
        return following.text
    if preceding and before:
        return preceding.text
    if nearest := following or preceding:
        return nearest.text
    return draft.cell.period() if draft.cell is not None else ""


def _any_between(places: list[int], start: int, end: int) -> bool:
    found = bisect_left(places, start)
    return found < len(places) and places[found] < end


def _malformed(it: Text, number: Number, why: str) -> MalformedFigure:
    start, end = faults.extent(it.text, number)
    return MalformedFigure(it.text[start:end], why, it.sentence(number.start), it.passage.number, start, end)


def without_restated_spans(found: list[StatedFigure], passages: Sequence[Passage]) -> list[StatedFigure]:
    """'The last 10 years' is one stretch of time however often a paper names it: kept where it is first named."""
    seen: set[tuple[Decimal, str]] = set()
    kept = []
    by_number = {it.number: it for it in passages}
    for figure in found:
        if figure.unit in _TIME and _names_a_stretch(by_number[figure.passage].text, figure):
            if (figure.value, figure.unit) in seen:
                continue
            seen.add((figure.value, figure.unit))
        kept.append(figure)
    return kept


def _names_a_stretch(text: str, figure: StatedFigure) -> bool:
    window = max(0, figure.start - 60)
    return any(
        period.relative and period.start <= figure.start - window < period.end
        for period in periods(text[window : figure.end + 40])
    )
