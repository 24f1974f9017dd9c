"""A trend in words: what a person who cannot see the picture should know."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moothall.kit.charts.trend import Trend


def describe(trend: "Trend", title: str) -> str:
    """'Recycling rate, 2015-16 to 2022-23. Bromsgrove fell from 43.8% to 38.9%; ...'"""
    periods = trend.periods
    span = periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"
    sentences = [f"{title}, {span}.", f"{change(trend)}{_median(trend)}."]
    gaps = missing(trend)
    if gaps:
        sentences.append(f"No figure for {trend.own.name} in {listed(gaps)}.")
    sentences += [f"{event.period}: {event.text.rstrip('.')}." for event in trend.events]
    return " ".join(sentences)


def change(trend: "Trend") -> str:
    """What the council's own line did between its first and last figures."""
    known = known_points(trend.own.values)
    name, text, said = trend.own.name, trend.unit.text, trend.unit.said
    if not known:
        return f"{name} has no figures"
    (first, start), (last, end) = known[0], known[-1]
    if first == last:
        return f"{name} was {said(start)} in {trend.periods[first]}"
    if text(start) == text(end):
        return f"{name} began and ended at {said(start)} ({trend.periods[first]} and {trend.periods[last]})"
    verb = "rose" if end > start else "fell"
    return (
        f"{name} {verb} from {text(start)} in {trend.periods[first]} to {said(end)} in {trend.periods[last]}"
    )


def _median(trend: "Trend") -> str:
    """The median in the last period the council has a figure for, so that like is set beside like."""
    known = known_points(trend.own.values) or known_points(trend.median)
    if not trend.median or not known or trend.median[known[-1][0]] is None:
        return ""
    last = known[-1][0]
    return f"; the median of {trend.group} was {trend.unit.text(trend.median[last])} in {trend.periods[last]}"


def missing(trend: "Trend") -> list[str]:
    """The periods in which the council has no figure."""
    return [period for period, value in zip(trend.periods, trend.own.values, strict=True) if value is None]


def known_points(values: Sequence[Decimal | None]) -> list[tuple[int, Decimal]]:
    """The figures there are, each with its place."""
    return [(i, value) for i, value in enumerate(values) if value is not None]


def listed(names: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
