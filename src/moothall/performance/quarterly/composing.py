"""The report in words: one document, from which HTML, PDF, Word, slides and spreadsheets are written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from moothall.engines.spc import describe, picture
from moothall.figures.models import Observation
from moothall.figures.models import Series as Held
from moothall.figures.queries import series_called
from moothall.figures.wording import source_of, unit_of
from moothall.kit.charts import Chart
from moothall.kit.documents.anchors import anchored
from moothall.kit.documents.charting import charted
from moothall.kit.documents.markdown import from_markdown
from moothall.kit.documents.model import (
    Block,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    List,
    Paragraph,
    Table,
    Text,
    cell,
    plain,
)
from moothall.kit.documents.words import spoken_date
from moothall.kit.periods import Period
from moothall.performance.commentary.composing import SAID
from moothall.performance.commentary.composing import blocks as said_of
from moothall.performance.models import Commentary
from moothall.performance.quarterly.assessing import Quarter, Standing, counted
from moothall.performance.signal import places
from moothall.performance.status import RULE, Status

_COLUMNS = (
    Column("Measure"),
    Column("Latest in the quarter", numeric=True),
    Column("Period"),
    Column("Target", numeric=True),
    Column("Status"),
    Column("Since a year before"),
    Column("Quarter before", numeric=True),
    Column("A year before", numeric=True),
)
_NO_DATA = "No data"
_DIRECTION = {"up": "Up", "down": "Down", "flat": "No change", "none": "Cannot be said"}


@dataclass(frozen=True)
class Composed:
    """A report and the figures that its tables show, each with its words."""

    document: Document
    figures: Sequence[tuple[Observation, str]]


def composed(
    quarter: Quarter, introduction: str, commentary: Mapping[str, Commentary], on: date, *, draft: bool
) -> Composed:
    """The report on a quarter as it stands on a day. One query, for the areas that charts name.

    `commentary` has for a measure what was approved.
    """
    every = quarter.standings()
    series = series_called(it.series for it in every if it.told and it.chart)
    blocks: list[Block] = [*_summary(quarter, every)]
    if introduction:
        blocks += [_heading("Introduction", "introduction"), *from_markdown(introduction, top_level=3)]
    told: set[str] = set()
    for section in quarter.sections:
        priority = section.priority
        blocks += [
            _heading(priority.title),
            *(_said(it) for it in (priority.purpose, _portfolio(priority.portfolio, priority.holder)) if it),
            *_measures(priority.title, section.standings, told, series, commentary),
        ]
    if quarter.money:
        blocks += [
            _heading("Money", "money"),
            *_measures("Money", quarter.money, told, series, commentary),
        ]
    blocks += _about(quarter, every, series, on)
    document = Document(
        _title(quarter.period),
        anchored(blocks),
        on,
        author=quarter.organisation.name,
        subject=f"Quarterly report for Cabinet{', a draft' if draft else ''}",
        footer=f"{quarter.organisation.name}: {_title(quarter.period)}",
    )
    return Composed(document, list(_figures(every)))


def _title(period: Period) -> str:
    return f"Performance report, {period.label}"


def _heading(words: str, id: str = "", level: int = 2) -> Heading:
    return Heading(level, (Text(words),), id)


def _said(words: str) -> Paragraph:
    return Paragraph((Text(words),))


def _portfolio(portfolio: str, holder: object) -> str:
    return (
        f"Portfolio: {', '.join(str(it) for it in (portfolio, holder) if it)}." if portfolio or holder else ""
    )


# --- the summary, on one page ---


def _summary(quarter: Quarter, every: Sequence[Standing]) -> Iterator[Block]:
    period = quarter.period
    last = period.start.replace(month=period.end.month)
    yield _heading("Summary", "summary")
    measures = "1 measure" if len(every) == 1 else f"{len(every)} measures"
    stood = f"How {measures} stood at the end of {period.label}: {period.start:%B} to {last:%B %Y}."
    yield _said(f"{stood} {_travelled(every)}")
    yield _statuses(quarter, every)
    special = [it for it in every if it.special]
    if special:
        yield _heading("Special cause: more than ordinary variation", "special-cause", 3)
        worrying = [it for it in special if not it.improvement]
        if worrying:
            yield List(tuple((Paragraph(tuple(_cause(it))),) for it in worrying))
        better = ", ".join(it.measure.title for it in special if it.improvement)
        if better:
            yield Paragraph((Text("Improvement: ", strong=True), Text(f"{better}.")))
    off = [it for it in every if it.status == Status.OFF_TRACK]
    if off:
        columns = (Column("Measure"), Column("Latest", numeric=True), Column("Target", numeric=True))
        rows = ((cell(it.measure.title), _value(it.latest, it), _target(it), _whose(it)) for it in off)
        yield Table("Off track, and whose it is", (*columns, Column("Whose it is")), tuple(rows))
    without = [it for it in every if it.status == Status.NO_DATA]
    if without:
        names = ("Measure", "What is missing", "Who owes it")
        lacking = tuple(
            (cell(it.measure.title), cell(_lacks(it, period)), cell(it.answers)) for it in without
        )
        yield Table("Measures without data", tuple(map(Column, names)), lacking)


def _statuses(quarter: Quarter, every: Sequence[Standing]) -> Table:
    now, then = counted(every), quarter.before
    change = (cell(now[it] - then[it], _signed(now[it] - then[it])) for it in Status)
    return Table(
        "Measures by status",
        (Column("When"), *(Column(it.value, numeric=True) for it in Status)),
        (
            (cell("This quarter"), *(cell(now[it]) for it in Status)),
            (cell("Quarter before"), *(cell(then[it]) for it in Status)),
            (cell("Change"), *change),
        ),
    )


def _signed(change: int) -> str:
    return "0" if not change else f"{'+' if change > 0 else '−'}{abs(change)}"


def _travelled(every: Sequence[Standing]) -> str:
    effects = [it.travel.effect for it in every]
    flat = sum(it.travel.direction == "flat" for it in every)
    better, worse = effects.count("better"), effects.count("worse")
    other = len(every) - better - worse - flat
    return (
        f"Against the same period a year before: better {better}, worse {worse}, no change {flat}, "
        f"cannot be said {other}."
    )


def _cause(it: Standing) -> Iterator[Text]:
    assert it.chart is not None
    yield Text(f"{it.measure.title}: ", strong=True)
    said, _, _ = describe(it.chart, unit_of(it.measure).text).partition(" The target of")
    yield Text(said)  # what is expected of the target is said beside the chart


def _whose(it: Standing) -> Cell:
    """Who answers, by name alone where there is one: the service stands with the measure further on."""
    return cell(it.answers.partition(", ")[0])


def _lacks(it: Standing, period: Period) -> str:
    if it.latest is None:
        return f"No return for {period.label}"
    why = f": {it.latest.reason}" if it.latest.reason else ""
    return f"No value for {it.latest.period.label}{why}"


# --- the measures of a priority ---


def _measures(
    title: str,
    standings: Sequence[Standing],
    told: set[str],
    series: Mapping[int, Held],
    commentary: Mapping[str, Commentary],
) -> Iterator[Block]:
    if not standings:
        yield _said("No measure shows this yet.")
        return
    yield Table(f"Measures: {title}", _COLUMNS, tuple(_row(it) for it in standings))
    for it in standings:
        if it.measure.id not in told and (it.told or it.measure.id in commentary):
            told.add(it.measure.id)
            yield _heading(it.measure.title, f"measure-{it.measure.id}", 3)
            yield _said(f"{it.status.value}. {it.answers} answers for it.")
            if it.told and it.chart and it.series in series:
                yield charted(_drawn(it, series[it.series]))
            if it.measure.id in commentary:
                yield from said_of(commentary[it.measure.id], 4)


def for_sheets(document: Document) -> Document:
    """The report for a spreadsheet, which has tables alone: its commentary as one, made from its own paragraphs."""
    rows: list[list[str]] = []
    measure, place = "", 0
    for it in document.blocks:
        if isinstance(it, Heading):
            if it.level == 3:
                measure = plain(it.content)
            place = 0
            if it.id.startswith("commentary-"):
                place = 1
                rows.append([measure, plain(it.content).removeprefix("Commentary on "), *("" for _ in SAID)])
        elif place and isinstance(it, Paragraph):
            words = plain(it.content)
            label = next((name for name in SAID if _labelled(it, name)), "")
            place = 2 + SAID.index(label) if label else place
            words = words.removeprefix(f"{label}: ") if label else words
            rows[-1][place] = "\n\n".join(filter(None, (rows[-1][place], words)))
        else:
            place = 0
    if not rows:
        return document
    columns = tuple(map(Column, ("Measure", "Commentary on", *SAID)))
    table = Table("Commentary", columns, tuple(tuple(map(cell, row)) for row in rows))
    return replace(document, blocks=(*document.blocks, table))


def _labelled(it: Paragraph, name: str) -> bool:
    first = it.content[0] if it.content else None
    return isinstance(first, Text) and first.strong and first.text == f"{name}: "


def _row(it: Standing) -> tuple[Cell, ...]:
    yearly = it.latest is not None and it.latest.period.length == "P1Y"
    return (
        cell(_named(it)),
        _value(it.latest, it),
        cell(it.latest.period.label if it.latest else _NO_DATA),
        _target(it),
        cell(it.status.value),
        cell(", ".join(filter(None, (_DIRECTION[it.travel.direction], it.travel.effect)))),
        cell("Yearly") if yearly else _value(it.before, it),
        _value(it.year_before, it),
    )


def _named(it: Standing) -> str:
    name = unit_of(it.measure).name
    return f"{it.measure.title} ({name})" if name else it.measure.title


def _value(held: Observation | None, it: Standing) -> Cell:
    if held is None or held.value is None:
        return cell(_NO_DATA)
    href = reverse("lineage", args=[held.series_id, held.start.isoformat()])
    return Cell((Figure(unit_of(it.measure).text(held.value), href),), held.value)


def _target(it: Standing) -> Cell:
    unit, target = unit_of(it.measure), it.target
    if target is None or target.value is None:
        return cell("None")
    if target.upper is not None:
        return cell(f"{unit.text(target.value)} to {unit.text(target.upper)}")
    return cell(target.value, unit.text(target.value))


def _drawn(it: Standing, series: Held) -> Chart:
    assert it.chart is not None
    marked = places(it.chart, it.events)
    shown = picture(it.chart, series.area.name, unit_of(it.measure), marked)
    return Chart(f"{it.measure.title}, control chart", source_of(it.measure, series.area), shown)


def _figures(every: Iterable[Standing]) -> Iterator[tuple[Observation, str]]:
    for it in every:
        for held in (it.latest, it.before, it.year_before):
            if held is not None:
                said = unit_of(it.measure).text(held.value, _NO_DATA)
                yield held, f"{it.measure.title}, {held.period.label}: {said}"


# --- how to read it ---


def _about(
    quarter: Quarter, every: Sequence[Standing], series: Mapping[int, Held], on: date
) -> Iterator[Block]:
    yield _heading("About this report", "about")
    yield _said(
        f"Its figures are those held on {spoken_date(on)}. Once it is approved it stays as it was: a figure that is "
        "corrected afterwards is right in the next report, and its own page shows both."
    )
    yield _heading("What each status means", "statuses", 3)
    rules = ((Text(f"{it.value}: ", strong=True), Text(rule)) for it, rule in RULE.items())
    yield List(tuple((Paragraph(words),) for words in rules))
    yield _heading("How to read the rest", "reading", 3)
    yield _said(
        "The figure of a measure is that of its latest period that had ended by the last day of the quarter. One that "
        "is returned more often than yearly and has none in the quarter has no data. Better and worse compare that "
        "period with the same a year before; the quarter before is judged again as its figures are held now."
    )
    yield _said(
        "Special cause means that a control chart shows more than the measure’s ordinary variation: limits are drawn "
        "from how much it moves from one period to the next."
    )
    areas = [it.latest.series.area for it in every if it.latest]
    if areas:
        sources = sorted({source_of(it.measure, it.latest.series.area) for it in every if it.latest})
        yield _heading("Sources", "sources", 3)
        yield List(tuple((_said(it),) for it in sources))
