"""A fan chart in words: what a person who cannot see the picture should know."""

from typing import TYPE_CHECKING

from moothall.kit.charts.trend_words import known_points

if TYPE_CHECKING:
    from moothall.kit.charts.fan import Fan
    from moothall.kit.charts.trend import Values


def describe(fan: "Fan", title: str) -> str:
    """'Missed bins, Oct 2023 to Sep 2027. Ashcombe was 57.1 in Sep 2026. Expected in Sep 2027: 55.2.'"""
    periods, unit = fan.periods, fan.unit
    said = [f"{title}, {periods[0]} to {periods[-1]}."]
    known = known_points(fan.own.values)
    if known:
        place, value = known[-1]
        said.append(f"{fan.own.name} was {unit.said(value)} in {periods[place]}.")
    places = known_points(fan.expected)
    for place, value in places[:1] if len(places) == 1 else (places[0], places[-1]):
        text = f"{fan.called} in {periods[place]}: {unit.said(value)}"
        spans = [between(fan, lows, highs, place) for lows, highs in fan.bands]
        if all(spans):
            text += f", 80 times in 100 between {spans[0].replace(' to ', ' and ')}"
            text += f" and 95 times in 100 between {spans[1].replace(' to ', ' and ')}"
        said.append(f"{text}.")
    base = known_points(fan.base)
    if base:
        place, value = base[-1]
        said.append(f"Without the changes {unit.said(value)} is expected in {periods[place]}.")
    return " ".join(said)


def between(fan: "Fan", lows: "Values", highs: "Values", place: int) -> str:
    """'52.1 to 58.3'; nothing where there is no interval."""
    if not lows or not highs:
        return ""
    low, high = lows[place], highs[place]
    return "" if low is None or high is None else f"{fan.unit.text(low)} to {fan.unit.text(high)}"
