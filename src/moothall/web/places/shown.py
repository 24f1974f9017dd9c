"""What the pages of places show: figures in words, with the links that stand behind them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from moothall.figures.models import Area
from moothall.figures.wording import source_of, unit_of
from moothall.insight.alongside import FEWEST, Alongside
from moothall.insight.cost_table import money
from moothall.insight.places import Line, Place
from moothall.insight.tiers import COUNCILS, type_title
from moothall.kit.charts import Chart, Sparkline
from moothall.kit.charts import Line as Drawn
from moothall.kit.periods import Period
from moothall.web.insight.tables import precise


@dataclass(frozen=True)
class Row:
    """One measure of a place as its row shows it."""

    title: str
    href: str
    about: str
    source: str
    text: str
    unit: str
    period: str
    lineage: str
    each: str
    later: str
    beside: tuple[tuple[str, str], ...]  # who, and what theirs is
    standing: str
    better: str
    spark: Markup | None


def rows(areas: Iterable[Area]) -> list[list[Any]]:
    """The finder's table."""
    return [
        [
            {"text": it.name, "href": reverse("place", args=[it.code])},
            f"{type_title(it)} in {it.region}" if it.region else type_title(it),
            f"{it.code}, until {it.ended.year}" if it.ended else it.code,
        ]
        for it in areas
    ]


def theme_title(theme: str) -> str:
    """A theme of the catalogue in words."""
    return theme.replace("-", " ").capitalize()


def one_theme(found: Place) -> bool:
    """Whether the page has one theme of several."""
    return len(found.shown) < len(found.themes)


def choices(found: Place) -> list[tuple[str, str]]:
    """The themes that can be chosen."""
    return [(key, f"{theme_title(key)} ({count})") for key, count in found.themes.items()]


def sections(found: Place) -> list[tuple[str, str, list[Row]]]:
    """Each theme: its id, its title and its rows."""
    return [
        (theme, theme_title(theme), [_row(found, it) for it in lines]) for theme, lines in found.shown.items()
    ]


def sources(found: Place) -> list[str]:
    """Whose the figures are, each publisher once."""
    lines = [it for them in found.shown.values() for it in them]
    return sorted({source_of(it.held.measure, found.area) for it in lines})


def _row(found: Place, line: Line) -> Row:
    held, measure = line.held, line.held.measure
    unit = unit_of(measure)
    own = held.own
    figures = [
        ("Median of the others", line.result.median),
        (found.region, line.region),
        (found.nation, line.nation),
    ]
    beside = [
        (who, (money(value) if line.each else precise(measure, value)) or "")
        for who, value in figures
        if value is not None
    ]
    return Row(
        title=measure.title,
        href=_further(found.area, held),
        about=measure.definition,
        source=source_of(measure, found.area),
        text=unit.text(held.value),
        unit=unit.name,
        period=held.period.label,
        lineage=reverse("lineage", args=[own.series, own.start.isoformat()]),
        later=_later(held),
        each=f"{money(line.each.amount)}{line.each.unit[1:]}" if line.each else "",
        beside=tuple(beside),
        standing=_standing(line),
        better=measure.better,
        spark=spark(found.area, held),
    )


def _further(area: Area, held: Alongside) -> str:
    """How a council compares; of other areas, what the measure is."""
    if area.type in COUNCILS:
        return reverse("benchmark", args=[held.measure.id, area.code])
    return reverse("measure", args=[held.measure.id])


def _later(held: Alongside) -> str:
    """What is known of a newer period than the one shown, with a link's worth of words; empty where nothing is."""
    it = held.later
    if it is None:
        return ""
    label = Period(it.start, it.length).label
    if it.value is None:
        return f"{label}: no value ({it.reason or it.missing or 'no reason given'})"
    return f"{label}: {unit_of(held.measure).text(it.value)}, with too few others to compare"


def _standing(line: Line) -> str:
    """The quarter in words: 'Best quarter of 19'."""
    result = line.result
    if result.others < FEWEST:
        return "Too few others to compare" if result.others else "Nothing to compare with"
    if result.quarter is None:
        return "The same as most of the others"
    return f"In the {result.quarter}"


def spark(area: Area, held: Alongside) -> Markup | None:
    """The latest periods as a small chart; none where there are fewer than two values."""
    values = held.lately()
    if sum(value is not None for _, value in values) < 2:
        return None
    picture = Sparkline(
        tuple(period.label for period, _ in values),
        Drawn(area.name, tuple(value for _, value in values)),
        unit_of(held.measure),
    )
    return Chart(held.measure.title, source_of(held.measure, area), picture).svg
