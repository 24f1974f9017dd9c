"""A plan that was written elsewhere, brought in: its passages into sections, its figures matched with the store's.

What comes in is words: nothing in it is Markdown or a reference until a person chooses that a figure is.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from moothall.core.models import Organisation
from moothall.engines.text.coverage.evidence import evidence
from moothall.engines.text.coverage.outline import Place, outline
from moothall.engines.text.figures import figures
from moothall.engines.text.found import Comparator, StatedFigure
from moothall.engines.text.words import stems, telling
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Observation
from moothall.kit.papers import Kind, Passage
from moothall.kit.periods import NotAPeriod, Period, parse
from moothall.plan.figures import written
from moothall.plan.references import read, write
from moothall.plan.themes import BY_KEY, INTRODUCTION, SECTION, THEMES

ANSWERS = 0.4  # how surely a run of passages must answer a theme, on the whole, to be put in its section
TOP = 3  # the level of a section's highest heading
_SYNTAX = re.compile(r"[\\`*\[\]<]|(?<!\w)_|_(?!\w)|&(?=#?\w{1,32};)|\{(?=\{)|(?<=\{)\{")
_BEGINS = re.compile(r"^(\s*)(?:([#>+=~|-])|(\d{1,9})([.)])(?=\s|$))")
_REFERENCE = re.compile(r"\{\{[^{}]{0,400}\}\}")
_ITEM = re.compile(r"^(\s*)(?:[-*+]|(\d{1,9})[.)])\s+")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+")
_OPENS = re.compile(r"\W*(introduction|foreword|preface|summary|executive summary|about|contents)\b", re.I)
_RULE = re.compile(r"^\s*\|?[\s:|-]*-[\s:|-]*$")
_SCALES = {"": 1, "k": 10**3, "m": 10**6, "bn": 10**9}
_NUMBER = re.compile(r"\d[\d,]*(?:\.(\d+))?")


@dataclass(frozen=True)
class Brought:
    """A paper's text by section. `unplaced` counts passages that nothing placed; `left_out` is its front page."""

    texts: Mapping[str, str]
    unplaced: int = 0
    left_out: tuple[str, ...] = ()
    by_words: tuple[
        tuple[str, str], ...
    ] = ()  # headings that name no theme, and the section of what they head


@dataclass(frozen=True)
class Candidate:
    """A stored figure that says what a figure of the text does. `sure` when value, unit and period are the same."""

    measure: Measure
    words: str
    reference: str  # with its braces
    sure: bool


@dataclass(frozen=True)
class Match:
    """A figure that the text states, where it stands in its section, and the stored figures that say the same."""

    theme: str
    start: int
    end: int
    stated: StatedFigure
    candidates: tuple[Candidate, ...]

    @property
    def key(self) -> str:
        return f"{self.theme}:{self.start}:{self.end}"

    @property
    def where(self) -> str:
        return BY_KEY[self.theme].title

    @property
    def proposed(self) -> Candidate | None:
        """The one to be taken unless somebody says otherwise: the only sure one."""
        sure = [it for it in self.candidates if it.sure]
        return sure[0] if len(sure) == 1 and self.stated.comparator is Comparator.EXACT else None


# --- the paper's passages, by section ---


def brought(passages: Sequence[Passage]) -> Brought:
    """The passages of a plan as the text of our sections.

    Where it has our own sections' titles, as a plan that was published from here has, they alone part it, and what
    stands before the first of them is its front page. Else its headings' themes do. What stands under a heading that
    names none goes where most of it answers the letter's questions, and what answers none into the introduction.
    """
    titles = {_folded(theme.title): theme.key for theme in THEMES}
    own = [titles.get(_folded(it.text)) if it.kind is Kind.HEADING else None for it in passages]
    if sum(it is not None and it != INTRODUCTION.key for it in own) >= 2:
        return _by_our_titles(passages, own)
    places = outline(passages)
    spoken_for = _by_their_words(passages)
    placed: dict[str, list[Passage]] = defaultdict(list)
    by_words: list[tuple[str, str]] = []
    unplaced = 0
    for run in _runs(places):
        first = run[0].passage
        theme = _theme_of_run(run, spoken_for) if _heads(first) else None
        if theme and run[0].theme != theme:
            by_words.append((first.text, BY_KEY[SECTION[theme]].title))
        for it in run:
            here = theme or it.theme
            unplaced += here is None and it.passage.kind is not Kind.HEADING
            placed[SECTION.get(here or 0, INTRODUCTION.key)].append(it.passage)
    return Brought(
        {theme: _markdown(some) for theme, some in placed.items()}, unplaced, by_words=tuple(by_words)
    )


def _runs(places: Sequence[Place]) -> list[list[Place]]:
    """A heading with what stands under it up to the next one; first, what stands before any."""
    runs: list[list[Place]] = []
    for it in places:
        if not runs or it.passage.kind is Kind.HEADING:
            runs.append([])
        runs[-1].append(it)
    return runs


def _heads(it: Passage) -> bool:
    """Whether this is a heading of a part of the plan, which the paper's title or 'Introduction' is not."""
    return it.kind is Kind.HEADING and it.number > 0 and not _OPENS.match(it.text)


def _by_their_words(passages: Sequence[Passage]) -> Mapping[int, Mapping[int, float]]:
    """By a passage's number, how surely it answers a question of each theme."""
    found: dict[int, dict[int, float]] = defaultdict(dict)
    for question, speaking in evidence(passages).items():
        theme = int(question.partition(".")[0])
        for it in speaking:
            found[it.passage][theme] = max(found[it.passage].get(theme, 0.0), it.score)
    return found


def _theme_of_run(run: Sequence[Place], spoken_for: Mapping[int, Mapping[int, float]]) -> int | None:
    """The theme that what stands under a heading mostly answers, where the heading itself stands under none."""
    if any(it.theme for it in run):
        return run[0].theme
    said = [it for it in run[1:] if it.said]
    sums: dict[int, float] = defaultdict(float)
    for it in said:
        for theme, score in spoken_for.get(it.passage.number, {}).items():
            sums[theme] += score
    best = max(sums, key=lambda theme: (sums[theme], -theme), default=None)
    return best if best is not None and sums[best] >= ANSWERS * len(said) else None


def _by_our_titles(passages: Sequence[Passage], own: Sequence[str | None]) -> Brought:
    placed: dict[str, list[Passage]] = defaultdict(list)
    left_out: list[str] = []
    theme = None
    for passage, begins in zip(passages, own, strict=True):
        if begins:
            theme = begins
        elif theme is None:
            left_out.append(passage.text)
        else:
            placed[theme].append(passage)
    return Brought({key: _markdown(some) for key, some in placed.items()}, 0, tuple(left_out))


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


def _markdown(passages: Sequence[Passage]) -> str:
    """The passages as Markdown that says exactly their words."""
    levels = [it.level for it in passages if it.kind is Kind.HEADING]
    highest = min(levels, default=1)
    lines: list[str] = []
    before: Passage | None = None
    for it in passages:
        together = before is not None and before.kind is it.kind and it.kind in (Kind.ITEM, Kind.ROW)
        new_table = it.kind is Kind.ROW and before is not None and it.header and not before.header
        if lines and (not together or new_table):
            lines.append("")
        lines += _lines(it, highest, not together or new_table)
        before = it
    return "\n".join(lines)


def _lines(it: Passage, highest: int, first: bool) -> Iterator[str]:
    match it.kind:
        case Kind.HEADING:
            label = f"{it.label} " if it.label else ""
            yield f"{'#' * min(TOP + it.level - highest, 6)} {_escaped(label + it.text)}"
        case Kind.ITEM:
            mark = f"{it.label}." if it.label.isdecimal() else "-"
            label = f"{it.label} " if it.label and not it.label.isdecimal() else ""
            yield f"{'   ' * max(it.level - 1, 0)}{mark} {_escaped(label + it.text)}"
        case Kind.ROW:
            cells = it.cells or (it.text,)
            yield f"| {' | '.join(_escaped(cell).replace('|', chr(92) + '|') or ' ' for cell in cells)} |"
            if first:
                yield f"|{' --- |' * len(cells)}"
        case _:
            label = f"{it.label} " if it.label else ""
            yield _escaped(label + it.text)


def _escaped(text: str) -> str:
    """Words as Markdown that shows just them: no emphasis, link, heading, HTML or reference comes of them."""
    text = _SYNTAX.sub(lambda found: "\\" + found[0], " ".join(text.split()))
    return _BEGINS.sub(lambda it: f"{it[1]}\\{it[2]}" if it[2] else f"{it[1]}{it[3]}\\{it[4]}", text)


# --- the figures of the text, and the store's ---


def stated(texts: Mapping[str, str]) -> list[tuple[str, int, int, StatedFigure]]:
    """The figures typed in the sections: theme, where each begins and ends in the section's Markdown, the figure."""
    found = []
    for theme, text in texts.items():
        said = list(_said(text))
        starts = {passage.number: at for passage, at in said}
        for it in figures([passage for passage, _ in said]):
            start = starts[it.passage] + it.start
            if text[start : start + len(it.text)] == it.text:  # else a table was typed with odd spaces
                found.append((theme, start, start + len(it.text), it))
    return found


def _said(text: str) -> Iterator[tuple[Passage, int]]:
    """The passages of a section's Markdown, each with where its words begin; references in it are blanked out."""
    text = _REFERENCE.sub(lambda found: " " * len(found[0]), text)
    number, at, paragraph = 0, 0, -1
    lines = text.split("\n")
    for place, line in enumerate(lines):
        after = lines[place + 1] if place + 1 < len(lines) else ""
        begins = at
        at += len(line) + 1
        kind, skipped = _kind(line)
        if kind is Kind.PARAGRAPH and line.strip():
            paragraph = begins if paragraph < 0 else paragraph
            if after.strip() and _kind(after)[0] is Kind.PARAGRAPH:
                continue
            yield Passage(number, kind, text[paragraph : at - 1].replace("\n", " "), place + 1), paragraph
            number, paragraph = number + 1, -1
        elif kind is Kind.ROW and not _RULE.match(line):
            words = line.strip().strip("|").strip()
            start = begins + line.index(words) if words else begins
            cells = tuple(cell.strip() for cell in words.split("|"))
            header = bool(_RULE.match(after)) and "|" in after
            yield Passage(number, kind, words, place + 1, cells=cells, header=header), start
            number += 1
        elif kind in (Kind.HEADING, Kind.ITEM):
            yield Passage(number, kind, line[skipped:], place + 1, level=1), begins + skipped
            number += 1


def _kind(line: str) -> tuple[Kind, int]:
    """What a line of Markdown is, and how much of it is only mark."""
    if found := _HEADING.match(line):
        return Kind.HEADING, found.end()
    if line.lstrip().startswith("|"):
        return Kind.ROW, 0
    if found := _ITEM.match(line):
        return Kind.ITEM, found.end()
    return Kind.PARAGRAPH, 0


def matches(
    texts: Mapping[str, str], observations: Iterable[Observation], organisation: Organisation
) -> list[Match]:
    """Every figure that the text states, with those of the council's stored figures that say the same."""
    by_measure: dict[str, list[Observation]] = defaultdict(list)
    for it in observations:
        by_measure[it.series.measure].append(it)
    known = _Known(
        _Stored(catalogue()[name], it, words, reference)
        for name, some in by_measure.items()
        for it, (words, reference) in zip(some, written(some, catalogue()[name], organisation), strict=True)
        if it.value is not None
    )
    found = []
    for theme, start, end, figure in stated(texts):
        same: dict[int, list[_Stored]] = defaultdict(list)
        for one in known.saying(figure):
            if reach := _unit_ends(texts[theme], start, figure, one):
                same[reach].append(one)
        reach = max(same, default=end)  # the longest unit that is there: '£ per household' before '£'
        period, after = _period_after(texts[theme], reach)
        candidates = _candidates(figure, same[reach], period, organisation)
        found.append(Match(theme, start, after if candidates else end, figure, candidates))
    return found


@dataclass(frozen=True)
class _Stored:
    measure: Measure
    observation: Observation
    words: str
    reference: str


def _candidates(
    figure: StatedFigure, same: Iterable[_Stored], period: str, organisation: Organisation
) -> tuple[Candidate, ...]:
    """One for each measure and period; the council's own before a published one that says the same."""
    found: dict[tuple[str, Period], Candidate] = {}
    said = period or figure.period
    for it in sorted(same, key=lambda one: one.observation.series.organisation_id != organisation.pk):
        when = it.observation.period
        meant = _is(said, when, it.measure.frequency) if said else None
        if meant is False or (it.measure.id, when) in found:
            continue
        reference = read(it.reference.strip("{} "))
        if not period:
            reference = replace(reference, show="number")
        found[it.measure.id, when] = Candidate(
            it.measure, it.words, f"{{{{ {write(reference)} }}}}", meant is True and _as_exact(figure, it)
        )
    around = frozenset(stems(figure.sentence))
    return tuple(sorted(found.values(), key=lambda it: -_named(it.measure, around)))[:6]


def _named(measure: Measure, around: frozenset[str]) -> float:
    """How much of one of a measure's names stands in the words around a figure, 0 to 1: a table's row above all."""
    return max(len(name & around) / len(name) for name in _names(measure.id))


@cache
def _names(measure: str) -> tuple[frozenset[str], ...]:
    it = catalogue()[measure]
    found = (frozenset(telling(stems(name))) for name in (it.title, *it.known_as))
    return tuple(name for name in found if name) or (frozenset(stems(it.title)),)


def _is(said: str, when: Period, frequency: str) -> bool | None:
    """Whether the words name this period; None where they name none that can be told."""
    if said == when.label:
        return True
    try:
        return parse(said, frequency) == when
    except NotAPeriod:
        return None


def _period_after(text: str, end: int) -> tuple[str, int]:
    """A period in brackets right after a figure, as a plan published from here writes it, and where it ends."""
    found = re.match(r"\s?\(([^()\n]{4,40})\)", text[end : end + 60])
    if not found:
        return "", end
    try:
        parse(found[1])
    except NotAPeriod:
        if not re.fullmatch(r"\d{4}-\d{2}", found[1]):  # a label that is a month or a year: its measure tells
            return "", end
    return found[1], end + found.end()


class _Known:
    """The stored figures by the value that each rounds to: a text of a thousand figures asks no more of them each."""

    def __init__(self, stored: Iterable[_Stored]):
        self._all = list(stored)
        self._rounded: dict[Decimal, dict[Decimal, list[_Stored]]] = {}

    def saying(self, figure: StatedFigure) -> list[_Stored]:
        """Those whose value, rounded as the text rounds, is what the text states, its sign aside."""
        number = _NUMBER.search(figure.text)
        if number is None:
            return []
        step = Decimal(_SCALES.get(figure.scale, 1)).scaleb(-len(number[1] or ""))
        if step not in self._rounded:
            by_value = self._rounded[step] = defaultdict(list)
            for it in self._all:
                by_value[abs(_rounded(it.observation.value, step))].append(it)
        return self._rounded[step].get(abs(figure.value), [])


def _rounded(value: Decimal | None, step: Decimal) -> Decimal:
    assert value is not None  # those without a value are not among the known
    return (value / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step


def _as_exact(figure: StatedFigure, it: _Stored) -> bool:
    """Whether the text gives the figure as exactly as the store shows it: '4%' may be 4.4%, and is not the same."""
    number = _NUMBER.search(figure.text)
    decimals = len(number[1] or "") if number and not figure.scale else 0
    return decimals >= it.measure.decimals or it.observation.value == figure.value


def _unit_ends(text: str, start: int, figure: StatedFigure, it: _Stored) -> int:
    """Where the stored figure's unit ends in the text, as it is written there; 0 where it is another unit."""
    unit, end = it.measure.unit, start + len(figure.text)
    money, share = unit.startswith("£"), unit.startswith("%")
    if money != (figure.unit == "GBP") or share != (figure.unit == "%"):
        return 0
    if money or share:
        rest = unit[1:]
        return end + len(rest) if text.startswith(rest, end) else 0
    number = _NUMBER.search(text, start)
    if number and (spelt := re.compile(rf"\s{re.escape(unit)}(?!\w)").match(text, number.end())):
        return spelt.end()
    return end if figure.unit.casefold() == unit.casefold() else 0


def with_references(
    texts: Mapping[str, str], found: Iterable[Match], chosen: Mapping[str, str]
) -> dict[str, str]:
    """The texts, each chosen figure (by its key) in place of the words that stated it."""
    made = dict(texts)
    for it in sorted(found, key=lambda one: one.start, reverse=True):
        if it.key in chosen:
            text = made[it.theme]
            made[it.theme] = text[: it.start] + chosen[it.key] + text[it.end :]
    return made
