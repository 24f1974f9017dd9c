"""Amounts that have lost their scale: '£25.4' in a list of millions."""

import re
from collections.abc import Iterator
from itertools import groupby

from moothall.engines.text.found import MalformedFigure
from moothall.kit.papers.paper import Kind, Passage
from moothall.recipes.plan_check.prose import split
from moothall.recipes.plan_reading import PlanReading

_SCALED = re.compile(r"£\s?\d[\d,]*(?:\.\d+)?\s?(?:m|mn|bn|k|million|billion|thousand)\b", re.I)
_BARE = re.compile(
    r"£\s?(?P<n>\d{1,3}(?:\.\d)?)(?![\d,.]*\d)(?!\s?(?:m|mn|bn|k|p|million|billion|thousand)\b)", re.I
)
_EACH = re.compile(
    r"^\s?(?:per\b|a\b|an\b|each\b|/|p\.?[ahw]\b|for every|for each|every|fee|fine|charge|voucher|"
    r"note|bag|bin|permit|discount)",
    re.I,
)
_SHARES_SCALE = re.compile(
    r"^\s?(?:[–—-]|to|and|or|,)\s?(?:£\s?)?\d[\d,]*(?:\.\d+)?\s?(?:(?:,|and|to|or|"
    r"[–-])\s?£?\d[\d,.]*\s?)*(?:m|mn|bn|k|million|billion|thousand)\b",
    re.I,
)
_SMALL = re.compile(
    r"\b(?:each|fee|fees|charge|charges|fine|per|every|hourly|unit cost|price|a week|a day|a "
    r"month|household|resident|tonne)\b",
    re.I,
)


def is_scale_missing(fault: MalformedFigure) -> bool:
    """Whether a malformed number is one that lacks only its scale."""
    return "no scale" in fault.why


def bare_among_scaled(reading: PlanReading) -> Iterator[tuple[Passage, str]]:
    """Small amounts with no scale in a sentence, a list or a column where at least two others have one."""
    for passage in reading.passages:
        if passage.kind in (Kind.PARAGRAPH, Kind.ITEM):
            near = len(_SCALED.findall(passage.text))
            for sentence in split(passage):
                tenths = _tenths(sentence.text) if near else ()
                for text in (*tenths, *(it for it in _bare(sentence.text) if near >= 2 and it not in tenths)):
                    yield passage, text
    for kind, run in groupby(reading.passages, key=lambda it: it.kind):
        if kind in (Kind.ITEM, Kind.ROW):
            yield from _of_run(list(run))


def _of_run(run: list[Passage]) -> Iterator[tuple[Passage, str]]:
    scaled = [it for it in run if _SCALED.search(it.text)]
    if len(scaled) < 2:
        return
    for passage in run:
        if not _SCALED.search(passage.text) and not _scale_in_words(run):
            for text in _bare(passage.text):
                yield passage, text


def _tenths(text: str) -> tuple[str, ...]:
    """Amounts with one decimal and no scale ('£1.9 a year'): pence take two, so a scale was lost.

    What a thing costs ('£1.9 per bag') is left alone.
    """
    found = []
    for match in _BARE.finditer(text):
        after = text[match.end() :]
        priced = _EACH.match(after) and not re.match(r"\s?(?:a|each|every|per) (?:year|annum)\b", after)
        if "." in match["n"] and not priced and not _SHARES_SCALE.match(after):
            found.append(match[0])
    return tuple(found)


def _scale_in_words(run: list[Passage]) -> bool:
    """Whether a column's name gives the scale: '£m', '£000'."""
    return any(
        re.search(r"£\s?(?:m|k|bn|000s?|million|thousand)\b(?<!\d)", it.text) for it in run if it.header
    )


def _bare(text: str) -> Iterator[str]:
    for match in _BARE.finditer(text):
        after = text[match.end() :]
        if _EACH.match(after) or _SHARES_SCALE.match(after) or _SMALL.search(text):
            continue
        yield match[0]
