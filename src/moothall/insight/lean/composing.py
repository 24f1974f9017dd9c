"""Processes and derived measures as pictures, as rows and as a document to take away."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from moothall.direction.money import in_pounds, pounds
from moothall.engines.lean import Result
from moothall.figures.measures import catalogue
from moothall.insight.lean.derived import Value
from moothall.insight.lean.life import AFTER, BEFORE, Part, Side, StepKind
from moothall.insight.lean.life import Ratio as RatioKind
from moothall.insight.lean.models import Derived, ProcessMap, Step
from moothall.insight.lean.queries import Drawn, Ratio
from moothall.insight.lean.reading import HEADINGS, Written, spoken, typed
from moothall.kit import charts
from moothall.kit.charts.process import Box, Process
from moothall.kit.documents.model import (
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
    Text,
    cell,
)
from moothall.kit.documents.words import spoken_date

SOURCE = "The service’s own map of the process, kept in Moothall"
NOT_CASH = "This is time released, not cash: it is cash only when a budget falls by it."
UNKNOWN = "Not known"
_TENTH = Decimal("0.1")


def drawn(it: Drawn, side: str) -> charts.Chart | None:
    """The map of a side; None where it was not drawn."""
    if side not in it.maps:
        return None
    return charts.Chart(
        f"{Side(side).label.capitalize()}", SOURCE, Process(tuple(_box(step) for step in it.steps(side)))
    )


def _box(it: Step) -> Box:
    touch = "none" if it.kind == StepKind.WAIT else spoken(it.touch)
    return Box(it.name, it.who, it.kind, touch, spoken(it.wait), f"{it.share}%", it.value, it.failure)


def written(it: Step) -> Written:
    """A kept step as it can be typed again."""
    return Written(
        it.name, it.who, it.kind, typed(it.touch), typed(it.wait), str(it.share), it.value,
        "yes" if it.failure else "",
    )  # fmt: skip


def minutes(value: Decimal) -> str:
    """Minutes of a case in words, below nought too."""
    return f"{'−' if value < 0 else ''}{spoken(abs(value))}"


def hours(value: Decimal) -> str:
    """
    >>> hours(Decimal("1234.56"))
    '1,235 hours'
    """
    rounded = value.quantize(_TENTH if abs(value) < 10 else Decimal(1))
    return f"{'−' if rounded < 0 else ''}{abs(rounded):,f} hours"


def percent(value: Decimal | None) -> str:
    return UNKNOWN if value is None else f"{(value * 100).quantize(_TENTH):f}%"


def money(pence: int | None, *, whole: bool = True) -> str:
    """Pounds; of a year's sums whole ones, for pence would claim more than was measured."""
    if pence is None:
        return UNKNOWN
    shown = pounds(abs(round(pence / 100) * 100 if whole else pence))
    return f"−{shown}" if pence < 0 else shown


# what it is called, what it is of a result, and how much of a difference it makes
LINES: tuple[tuple[str, Callable[[Result], str]], ...] = (
    ("Touch time of a case", lambda it: minutes(it.touch)),
    ("Waiting of a case", lambda it: minutes(it.wait)),
    ("From beginning to end", lambda it: minutes(it.elapsed)),
    ("Flow efficiency", lambda it: percent(it.flow_efficiency)),
    ("Of touch time, adds value", lambda it: percent(it.value_share)),
    ("Of touch time, failure demand", lambda it: percent(it.failure_share)),
    ("Hand-offs", lambda it: str(it.hand_offs)),
    ("Cases a year", lambda it: f"{it.volume:,}"),
    ("Cost of a case", lambda it: money(it.unit_pence, whole=False)),
    ("Touch time a year", lambda it: hours(it.touch_hours)),
    ("Cost of that time", lambda it: money(it.year_pence)),
    ("Waste a year", lambda it: hours(it.waste_hours)),
    ("Cost of that waste", lambda it: money(it.waste_pence)),
    ("Waiting a year (it has no price)", lambda it: hours(it.wait_hours)),
)


def figures(it: Drawn) -> tuple[list[str], list[list[str]]]:
    """Heads and rows: what each map that was drawn comes to."""
    sides = [(side, result) for side, result in ((BEFORE, it.before), (AFTER, it.after)) if result]
    heads = ["What", *(side.capitalize() for side, _ in sides)]
    return heads, [[name, *(say(result) for _, result in sides)] for name, say in LINES]


def came_to(it: Drawn) -> str:
    """What the change came to, in a sentence or two; '' where one of the maps was not drawn."""
    change = it.difference
    if change is None:
        return ""
    if not change.complete:
        return "Some steps were not measured, so what the change came to is not known."
    way = "less" if change.elapsed < 0 else "more"
    elapsed = (
        f"A case takes {minutes(abs(change.elapsed))} {way} from beginning to end"
        if change.elapsed
        else "A case takes as long from beginning to end as before"
    )
    released = change.released_hours
    if released == 0:
        return f"{elapsed}, and as much of people’s time."
    worth = f", worth {money(abs(change.released_pence))}" if change.released_pence is not None else ""
    if released < 0:
        return f"{elapsed}, and {hours(-released)} a year more of people’s time{worth}."
    volume = f"at {change.after.volume:,} cases a year"
    return (
        f"{elapsed}, and {hours(released)} a year of people’s time are released {volume}{worth}. {NOT_CASH}"
    )


def caveats(it: Drawn) -> list[str]:
    """What a reader must know before the figures are believed: sentences."""
    found = []
    for side, result in ((BEFORE, it.before), (AFTER, it.after)):
        if result and result.unmeasured:
            names = ", ".join(f"‘{name}’" for name in result.unmeasured)
            found.append(
                f"{side.capitalize()}, nobody measured all of {names}: the figures are at least so much."
            )
        if result and result.unpriced:
            found.append(
                f"{side.capitalize()}, no rate is set for {', '.join(result.unpriced)}: there is no cost without it."
            )
    years = sorted({rate.price_year for rate in it.rates.values() if rate.role in it.roles})
    if len(years) > 1:
        found.append(f"Rates are at the prices of {', '.join(years)}: set them for one year.")
    return found


def rows(it: Drawn) -> Iterator[list[str | int]]:
    """Every step of both maps, for a CSV file that can be pasted back."""
    for side in (BEFORE, AFTER):
        for step in it.steps(side):
            as_typed = written(step)
            yield [
                side, as_typed.name, as_typed.who, as_typed.kind, as_typed.touch, as_typed.wait, step.share,
                as_typed.value, as_typed.failure or "no",
            ]  # fmt: skip


CSV_COLUMNS = ["Map", *HEADINGS]


def document(it: Drawn, on: date) -> Document:
    """A process before and after, to take away: what changed, the figures, the maps with their steps, the rates."""
    council, name = it.process.organisation, it.process.title
    heads, table = figures(it)
    words = [f"{it.process.service}. One case is {it.process.unit}. {it.process.words}".strip()]
    words += [said for said in (came_to(it), *caveats(it)) if said]
    blocks: list[Block] = [Paragraph((Text(said),)) for said in words]
    if it.maps:
        blocks += [
            Heading(2, (Text("What it comes to"),), "figures"),
            Table("Before and after", tuple(Column(head) for head in heads), _text(table), SOURCE),
        ]
    for side in (BEFORE, AFTER):
        picture = drawn(it, side)
        if picture:
            blocks += _map(it.maps[side], picture, side)
    if it.rates:
        blocks += [Heading(2, (Text("What an hour costs"),), "rates"), _rates(it)]
    return Document(
        name, tuple(blocks), on, author=council.name, subject=f"As at {spoken_date(on)}",
        footer=f"{council.name}: {name}",
    )  # fmt: skip


def _map(it: ProcessMap, picture: charts.Chart, side: str) -> list[Block]:
    said = f"As it went on {spoken_date(it.on)}, {it.volume:,} cases a year. How that is known: {it.known}. {it.words}"
    columns = tuple(Column(name) for name in picture.table.columns)
    return [
        Heading(2, (Text(picture.title),), side),
        Paragraph((Text(said.strip()),)),
        Chart(
            picture.title,
            str(picture.svg),
            picture.description,
            Table("", columns, _text(picture.table.rows)),
            SOURCE,
        ),
    ]


def _rates(it: Drawn) -> Table:
    columns = (Column("Role"), Column("An hour (£)", numeric=True), Column("Prices of"), Column("Where from"))
    return Table(
        "Rates",
        columns,
        tuple(
            (
                cell(one.role),
                cell(in_pounds(one.pence), pounds(one.pence).removeprefix("£")),
                cell(one.price_year),
                cell(one.source),
            )
            for one in it.rates.values()
        ),
        SOURCE,
    )


def _text(table: Sequence[Sequence[str]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(cell(it) for it in row) for row in table)


# --- derived measures ---

_UNITS = {
    RatioKind.UNIT_COST: charts.Unit(prefix="£", decimals=2),
    RatioKind.TURNAROUND: charts.Unit(decimals=1),
    RatioKind.UTILISATION: charts.Unit(suffix="%", decimals=1),
}


def shown(it: Derived, value: Decimal | None) -> str:
    """A value as it is read: '£12.34', '8.2', '71.0%'."""
    return _UNITS[RatioKind(it.kind)].text(value, "No value")


def plotted(it: Ratio) -> charts.Chart | None:
    """A derived measure through time; None where it has fewer than two values."""
    known = [one.value for one in it.values if one.value is not None]
    if len(known) < 2:
        return None
    unit = _UNITS[RatioKind(it.derived.kind)]
    picture = charts.Trend(
        tuple(one.label for one in it.values),
        charts.Line(it.derived.organisation.name, tuple(one.value for one in it.values)),
        charts.Unit(unit.prefix, unit.suffix, it.derived.unit, unit.decimals),
    )
    return charts.Chart(it.derived.title, sides(it.derived), picture)


def sides(it: Derived) -> str:
    """What is divided by what, in words: 'Net cost … (numerator of Cost of waste collection) ÷ …'."""
    return f"{side(it.over, it.over_part)} ÷ {side(it.under, it.under_part)}"


def side(measure: str, part: str) -> str:
    """One of the two numbers, in words."""
    known = catalogue().get(measure)
    if known is None:
        return measure
    if part == Part.VALUE:
        return known.title
    name = known.numerator if part == Part.NUMERATOR else known.denominator
    return f"{name} (of {known.title})"


def why_none(it: Value, of: Derived) -> str:
    """Why a period has no value, in words that name the measure."""
    named = it.reason.replace("the upper measure", f"‘{side(of.over, of.over_part)}’")
    said = named.replace("the lower measure", f"‘{side(of.under, of.under_part)}’")
    return said[0].upper() + said[1:]
