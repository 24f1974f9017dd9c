"""An XmR chart in words: what a person who cannot see the picture should know."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from moothall.kit.charts.trend_words import known_points, listed

if TYPE_CHECKING:
    from moothall.kit.charts.xmr import XmR

KINDS = {"improvement": "Improvement", "concern": "Concern", "neutral": "Unusually high or low"}


def describe(xmr: "XmR", title: str) -> str:
    """'Missed bins, Apr 2023 to Mar 2024. Getting worse: … The average is 52.1, the limits 39.1 and 63.0; …'"""
    periods = xmr.periods
    span = periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"
    sentences = [f"{title}, {span}.", xmr.verdict, _latest(xmr), *_signals(xmr), *_stretches(xmr)]
    gaps = [place for place, value in enumerate(xmr.own.values) if value is None]
    if gaps:
        sentences.append(f"No figure for {xmr.own.name} in {listed(spans(periods, gaps))}.")
    sentences += [f"{event.period}: {event.text.rstrip('.')}." for event in xmr.events]
    return " ".join(filter(None, sentences))


def _latest(xmr: "XmR") -> str:
    place, value = known_points(xmr.own.values)[-1]
    stretch = next(it for it in xmr.stretches if it.first <= place <= it.last)
    said = f"{xmr.own.name} was {xmr.unit.said(value)} in {xmr.periods[place]}."
    text = xmr.unit.text
    if stretch.mean is None or stretch.upper is None:
        limits = "There are too few figures for limits."
    else:
        ends = f"the limits are {text(stretch.lower)} and {text(stretch.upper)}"
        limits = f"The average is {text(stretch.mean)} and {ends}, from {_figures(stretch.figures)}."
    return limits if xmr.verdict else f"{said} {limits}"


def _signals(xmr: "XmR") -> list[str]:
    found = []
    for kind, name in KINDS.items():
        places = [it.place for it in xmr.signals if it.kind == kind]
        if places:
            found.append(f"{name} in {listed(spans(xmr.periods, places))}.")
    return found


def _stretches(xmr: "XmR") -> list[str]:
    return [
        f"New limits from {xmr.periods[it.first]}: {it.opened.rstrip('.')}."
        for it in xmr.stretches
        if it.opened
    ]


def notes(xmr: "XmR") -> list[str]:
    """Under the picture: how many figures the limits come from, and which figures are missing."""
    parts = [_figures(it.figures) for it in xmr.stretches]
    for place, it in enumerate(xmr.stretches[1:], 1):
        parts[place] += f" from {xmr.periods[it.first]}"
    said = [f"The average and the limits come from {listed(parts)}."]
    gaps = [place for place, value in enumerate(xmr.own.values) if value is None]
    if gaps:
        said.append(f"No figure for {xmr.own.name} in {listed(spans(xmr.periods, gaps))}.")
    return said


def spans(periods: Sequence[str], places: Sequence[int]) -> list[str]:
    """Neighbours as one: 'Apr 2024 to Jun 2024'."""
    found: list[list[int]] = []
    for place in places:
        if found and place == found[-1][-1] + 1:
            found[-1].append(place)
        else:
            found.append([place])
    return [periods[it[0]] if len(it) == 1 else f"{periods[it[0]]} to {periods[it[-1]]}" for it in found]


def _figures(count: int) -> str:
    return f"{count} figure{'' if count == 1 else 's'}"
