"""The measures that a paper states, and the numbers in it that cannot be read. Pure: passages in, values out."""

import re
from collections.abc import Sequence

from moothall.engines.text.figures.reading import Reading, read, without_restated_spans
from moothall.engines.text.figures.tables import tables
from moothall.engines.text.found import MalformedFigure, StatedFigure
from moothall.kit.papers.paper import Kind, Passage

__all__ = ["figures", "figures_and_faults", "malformed"]

_IN_MILLIONS = re.compile(r"[£$€]\s?[0-9][0-9.,]{0,12}\s?(?:m|mn|bn|million|billion)\b", re.IGNORECASE)


def figures(passages: Sequence[Passage]) -> tuple[StatedFigure, ...]:
    """Every measure stated in the passages, in order; headings state none.

    Values are exact, scaled and signed. The rule is in docs/methods/figures-in-text.md. Never raises on text.
    """
    return figures_and_faults(passages)[0]


def malformed(passages: Sequence[Passage]) -> tuple[MalformedFigure, ...]:
    """Every number in the passages that cannot be read for certain, in order; none of them is in `figures`."""
    return figures_and_faults(passages)[1]


def figures_and_faults(
    passages: Sequence[Passage],
) -> tuple[tuple[StatedFigure, ...], tuple[MalformedFigure, ...]]:
    """Both, in one reading."""
    readings = _read(passages)
    found = [figure for reading in readings for figure in reading.figures]
    return (
        tuple(without_restated_spans(found, passages)),
        tuple(fault for reading in readings for fault in reading.malformed),
    )


def _read(passages: Sequence[Passage]) -> list[Reading]:
    above = tables(passages)
    millions = _sections_in_millions(passages)
    return [read(it, table, many) for it, table, many in zip(passages, above, millions, strict=True)]


def _sections_in_millions(passages: Sequence[Passage]) -> list[bool]:
    """For each passage, whether its section (from one heading to the next) states an amount in millions or more."""
    sections: list[int] = []
    section = 0
    for it in passages:
        section += it.kind is Kind.HEADING
        sections.append(section)
    large = {number for it, number in zip(passages, sections, strict=True) if _IN_MILLIONS.search(it.text)}
    return [number in large for number in sections]
