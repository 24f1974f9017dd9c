"""How a council is doing, in words for its residents."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import slugify
from markupsafe import Markup

from moothall.figures.models import Observation
from moothall.figures.wording import source_of, unit_of
from moothall.kit.charts import Chart, Sparkline
from moothall.kit.charts import Line as Drawn
from moothall.performance.public import Line, Public

CHANGE = {"better": "Better", "worse": "Worse", "flat": "No change", "up": "Up", "down": "Down"}
KIND = {
    "On track": "good",
    "Close to target": "watch",
    "Off track": "poor",
    "No data": "none",
    "No target": "info",
}


@dataclass(frozen=True)
class Figure:
    """A figure in words, and the page that says where it comes from."""

    text: str
    unit: str
    period: str
    href: str


@dataclass(frozen=True)
class Row:
    """One measure as residents see it."""

    id: str
    title: str
    about: str
    source: str
    better: str
    latest: Figure | None
    earlier: Figure | None
    change: str
    why_none: str  # why no change can be said
    direction: str
    effect: str
    missing: str
    status: str
    kind: str
    target: str
    judged: str  # the period that was judged, where it is not the latest
    compare: str
    spark: Markup | None


def sections(found: Public) -> list[tuple[str, str, list[Row]]]:
    """Each priority or subject: its id, its title and its rows."""
    return [
        (slugify(title), title, [_row(found, it) for it in lines]) for title, lines in found.sections.items()
    ]


def summary(found: Public) -> str:
    """How many measures got better, worse or stayed, in a sentence."""
    counts = Counter(_change(it) for it in found.lines() if it.latest is not None)
    said = [
        f"{counts[word]} {words}"
        for word, words in (
            ("Better", "better than a year before"),
            ("Worse", "worse"),
            ("No change", "the same"),
        )
        if counts[word]
    ]
    return ", ".join(said)


def _change(line: Line) -> str:
    travel = line.travel
    return CHANGE.get(travel.effect or travel.direction, "")


def _row(found: Public, line: Line) -> Row:
    measure, latest, said = line.measure, line.latest, line.said
    judged = bool(said.status) and latest is not None
    change = _change(line)
    return Row(
        id=measure.id,
        title=measure.title,
        about=measure.definition,
        source=_source(line),
        better=measure.better,
        latest=_figure(line, latest),
        earlier=_figure(line, line.earlier),
        change=change,
        why_none="" if change or latest is None else _why(latest),
        direction=line.travel.direction,
        effect=line.travel.effect,
        missing=_missing(line),
        status=said.status if judged else "",
        kind=KIND.get(said.status, "info"),
        target=said.target if judged else "",
        judged=said.period if judged and latest and said.period != latest.period.label else "",
        compare=""
        if line.own or latest is None
        else reverse("benchmark", args=[measure.id, latest.series.area_id]),
        spark=_spark(found, line),
    )


def _why(latest: Observation) -> str:
    return f"Cannot be said: no figure of {latest.period.year_before().label} is published"


def _source(line: Line) -> str:
    if not line.recent:
        return line.measure.source
    said = source_of(line.measure, line.recent[-1].series.area)
    return f"The council’s own figure, published in its reports. {said}" if line.own else said


def _figure(line: Line, held: Observation | None) -> Figure | None:
    if held is None or held.value is None:
        return None
    unit = unit_of(line.measure)
    href = reverse("lineage", args=[held.series_id, held.start.isoformat()])
    return Figure(unit.text(held.value), unit.name, held.period.label, href)


def _missing(line: Line) -> str:
    """What is missing, why, and whose it is; empty where nothing is known to be."""
    said, lacking = line.said, line.lacking
    what = said.lacks
    if not what and lacking is not None:
        why = lacking.note or lacking.reason or "no reason given"
        what = f"No value for {lacking.period.label}: {why[0].lower()}{why[1:]}"
    if not what and line.latest is None:
        what = "No figure is published"
    if not what:
        return ""
    whose = said.whose or f"the {line.measure.owner.replace('-', ' ')} service"
    return f"{what.rstrip('.')}. Owed by {whose}."


def _spark(found: Public, line: Line) -> Markup | None:
    values = line.lately()
    known = sum(value is not None for _, value in values)
    if known < 3 or known * 2 < len(values):  # a dot here and there is no picture
        return None
    picture = Sparkline(
        tuple(period.label for period, _ in values),
        Drawn(found.council.name, tuple(value for _, value in values)),
        unit_of(line.measure),
    )
    return Chart(line.measure.title, _source(line), picture).svg
