"""The measures a plan lists: entries of lists and tables that are about measures, and targets wherever they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from moothall.kit.papers.paper import Kind, Passage
from moothall.recipes.plan_check.periods import names_period, says_by_when, says_when
from moothall.recipes.plan_check.prose import Rows, Sentence, leads, split, tables
from moothall.recipes.plan_check.quantities import quantities
from moothall.recipes.plan_reading import PlanReading

_ABOUT = re.compile(
    r"\b(?:key performance indicators?|KPIs?|performance (?:measures|indicators|metrics)|metrics?|indicators|"
    r"measures? of success|success measures|measures (?:of|we|and|that|in|for|below|are)|our "
    r"measures|key measures|"
    r"(?:how|what) we (?:will |shall )?measure|measuring (?:progress|success|performance|productivity|our)|"
    r"measure (?:progress|success|productivity|performance))\b|^measures?$|/ measures?:?$|\bmeasures:\s*$",
    re.I,
)
_MEASURE_COLUMN = re.compile(r"\b(?:measures?|metrics?|KPIs?|indicators?)\b", re.I)
_TARGET = re.compile(
    r"\b(?:targets?|goals?|ambition|aim(?:s|ing)? (?:to|for|is)|we want|to (?:reach|reduce|"
    r"increase|cut|raise|rise|fall|improve|"
    r"achieve|stay|keep|hold)|(?:reach|fall|rise|drop|reduc\w+|increas\w+|grow)(?:ing|s)? to|will "
    r"(?:be|fall|rise|reach|reduce|increase|cut)|"
    r"by (?:the end of |end of )?(?:\d{1,2} )?(?:[A-Z][a-z]+ )?20\d\d|planned|for information|no "
    r"target|baseline|monitored only)\b",
    re.I,
)
_TARGET_WORD = re.compile(
    r"\btargets?\b(?! (?:operating|group|audience|market|hardening|area|population|families|"
    r"savings? programme))(?P<after>.{0,70})",
    re.I,
)
_NOTHING = re.compile(r"^\W*(?:n/?a|none|nil|tb[acd]|to be \w+|not set|unknown|\?)?\W*$", re.I)
# How many measures are kept, or councils compared with, measures nothing.
_COUNTED = re.compile(r"\b(?:KPIs?|indicators?|measures?|metrics?|neighbours?|councils|authorities)\b", re.I)
_INDICATOR = re.compile(
    r"\b(?:our|the|this|one|a|each|main|first|second|headline) (?:\w+ )?(?:KPI|indicator|metric)\b", re.I
)

# A measure said in one sentence: 'Key measure: …', 'KPI: …'.
_LABELLED = re.compile(
    r"^\W*(?:(?:key|main|headline|success|performance|outcome|our) )*(?:measure|KPI|indicator|metric)(?: of success)?"
    r"(?: \d{1,2})?\s?(?::|\s[–—-]\s)",
    re.I,
)
# A target said without the word: 'The aim is to reduce agency spending to 7.5% of the staff budget.'
_AIM = re.compile(
    r"\b(?:(?:the|our|its) (?:aim|ambition|goal|objective|intention) is|we (?:aim|intend)) (?:to|for)\b"
    r"(?P<between>[^⟨;.]{0,80}?)\b(?:to|at|of|below|under|above|over) ⟨[MPN](?P<n>\d+)⟩",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Metric:
    """A measure with a figure: whether it has a target, and whether its figure says of when it is."""

    passage: Passage
    text: str
    target: bool
    period: bool


def metrics(reading: PlanReading) -> tuple[Metric, ...]:
    """Every measure that the plan lists."""
    return tuple(_find(reading))


def _find(reading: PlanReading) -> Iterator[Metric]:
    above = leads(reading.passages)
    for table in tables(reading.passages):
        yield from _of_table(table, above, reading)
    for passage in reading.passages:
        lead = above.get(passage.number, "")
        if passage.kind in (Kind.ITEM, Kind.PARAGRAPH) and _LABELLED.search(passage.text):
            if reading.figures_by_passage.get(passage.number) and _measured(passage, reading):
                yield Metric(
                    passage,
                    passage.text,
                    bool(_TARGET.search(passage.text)),
                    says_when(passage.text) or names_period(_last(lead)),
                )
        elif passage.kind is Kind.ITEM and _ABOUT.search(lead) and _measured(passage, reading):
            yield Metric(
                passage,
                passage.text,
                bool(_TARGET.search(passage.text)),
                says_when(passage.text) or names_period(_last(lead)),
            )
        elif passage.kind is Kind.PARAGRAPH:
            for sentence in split(passage):
                if _INDICATOR.search(sentence.text) and sentence.figures(reading):
                    target = bool(_TARGET.search(passage.text))
                    yield Metric(passage, sentence.text, target, says_when(passage.text))


def _measured(passage: Passage, reading: PlanReading) -> bool:
    """Whether an entry states how things stand: it has a figure that is not all a target."""
    figures = reading.figures_by_passage.get(passage.number, ())
    return not all(_COUNTED.search(it.unit) for it in figures)


def _of_table(table: Rows, above: dict[int, str], reading: PlanReading) -> Iterator[Metric]:
    header = table.header
    if header is None or not header.cells or not table.body:
        return
    if not _MEASURE_COLUMN.search(header.cells[0]) and not any(_TARGET.search(it) for it in header.cells[1:]):
        return
    lead = above.get(header.number, "")
    target_at = next((at for at, it in enumerate(header.cells) if at and _TARGET.search(it)), None)
    named = says_when(" | ".join(header.cells)) or names_period(_last(lead))
    dated_rows = [says_when(it.text) for it in table.body]
    if target_at is None and not any(_TARGET.search(it.text) for it in table.body):
        yield Metric(header, " | ".join(header.cells), False, True)
    else:
        for row in table.body:
            cell = row.cells[target_at] if target_at is not None and target_at < len(row.cells) else row.text
            if _NOTHING.match(cell):
                yield Metric(row, row.cells[0], False, True)
    if not named and not any(dated_rows):
        yield Metric(header, " | ".join(header.cells), True, False)
    elif not named:
        for row, dated in zip(table.body, dated_rows, strict=True):
            if not dated and any(it.isdigit() for it in row.text):
                yield Metric(row, row.cells[0], True, False)


def undated_targets(reading: PlanReading) -> Iterator[tuple[Passage, str]]:
    """Every target with a figure and no day by which it is to be met."""
    above = leads(reading.passages)
    for passage in reading.passages:
        if passage.kind in (Kind.PARAGRAPH, Kind.ITEM):
            lead = above.get(passage.number, "")
            for sentence in split(passage):
                if _aims(sentence, reading) and not names_period(_last(lead)):
                    yield passage, sentence.text
                    continue
                found = _TARGET_WORD.search(sentence.text)
                if not found or re.search(
                    r"\b(?:met|missed|exceeded|beat|against|above|below|hit) (?:\w+ ){0,3}$",
                    sentence.text[: found.start()],
                ):
                    continue
                after = found.start("after")
                aimed = [it for it in quantities(sentence, reading).them if after <= it.start < after + 70]
                near = (_clause_before(sentence.text, found.start()), sentence.text[found.start() :])
                if aimed and not names_period(_last(lead)) and not any(map(says_by_when, near)):
                    yield passage, sentence.text
    for table in tables(reading.passages):
        yield from _undated_columns(table, above)


def _aims(sentence: Sentence, reading: PlanReading) -> bool:
    """Whether a sentence aims at a figure and names no day."""
    masked = quantities(sentence, reading).masked
    return bool(_AIM.search(masked)) and not says_by_when(sentence.text)


def _last(lead: str) -> str:
    """The heading and the last sentence of what leads into a list: the one before it may be of something else."""
    heading, _, paragraph = lead.partition(" / ")
    return f"{heading} / {re.split(r'(?<=[.!?]) ', paragraph)[-1]}"


def _clause_before(text: str, at: int) -> str:
    """What leads up to a target in its own clause: 'By March 2027 our target is 48%'."""
    return re.split(r"[;,]|\bagainst\b", text[:at])[-1]


def _undated_columns(table: Rows, above: dict[int, str]) -> Iterator[tuple[Passage, str]]:
    header = table.header
    if header is None:
        return
    for at, name in enumerate(header.cells):
        if (
            not re.search(r"\btargets?\b", name, re.I)
            or says_by_when(name)
            or names_period(_last(above.get(header.number, "")))
        ):
            continue
        if any(
            re.search(r"\b(?:by when|date|due|deadline|year|period|when)\b", it, re.I) for it in header.cells
        ):
            continue
        bare = [
            it
            for it in table.body
            if at < len(it.cells)
            and any(c.isdigit() for c in it.cells[at])
            and not says_by_when(it.cells[at])
        ]
        if bare and len(bare) == len(table.body):
            yield header, name
        else:
            for row in bare:
                yield row, row.cells[0]
