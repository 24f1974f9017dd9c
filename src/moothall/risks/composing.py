"""Risks as pictures and as a document: the heat map, a risk's scores through time, and the report of a register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from moothall.core.models import Organisation
from moothall.figures.measures import catalogue
from moothall.kit import charts
from moothall.kit.charts import heat
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
from moothall.kit.numbers import plain
from moothall.risks.life import Kind, Level, Score
from moothall.risks.matrix import Matrix
from moothall.risks.queries import Evidence, Past, Row, Scored
from moothall.risks.rules import quarter_end_before

SOURCE = "The council’s risk register, kept in Moothall"
NOT_SCORED = "Not scored"
MOVED = {"up": "Up", "down": "Down", "flat": "No change", "none": "No earlier score"}


@dataclass(frozen=True)
class Mapped:
    """A heat map, and the numbers of the risks that are not on it."""

    chart: charts.Chart
    unscored: tuple[int, ...]
    otherwise: tuple[int, ...]  # scored on an earlier matrix, whose cells are not these


def heat_map(rows: Sequence[Row], matrix: Matrix, kind: str = Score.CURRENT) -> Mapped:
    """The threats among these risks by likelihood and impact; where it is the current score, with what moved."""
    threats = [row for row in rows if row.risk.kind == Kind.THREAT]
    placed: dict[heat.Place, list[str]] = {}
    moves, unscored, otherwise = [], [], []
    for row in sorted(threats, key=lambda row: row.risk.number):
        scored = row.scored(kind)
        if scored is None:
            unscored.append(row.risk.number)
        elif scored.matrix != matrix:
            otherwise.append(row.risk.number)
        else:
            placed.setdefault(_place(scored), []).append(str(row.risk.number))
            moves += _move(row, scored) if kind == Score.CURRENT else []
    cells = tuple(
        tuple(
            heat.Cell(score, matrix.band(score).look, tuple(placed.get((likelihood, impact), ())))
            for impact in range(len(matrix.impact))
            for score in (matrix.score(likelihood + 1, impact + 1),)
        )
        for likelihood in range(len(matrix.likelihood))
    )
    picture = heat.Heat(
        tuple(it.label for it in matrix.likelihood),
        tuple(it.label for it in matrix.impact),
        cells,
        tuple((it.look, f"{it.label}, from {it.start}") for it in matrix.bands),
        moves=tuple(moves),
    )
    title = f"{Score(kind).value.capitalize()} scores"
    return Mapped(charts.Chart(title, SOURCE, picture), tuple(unscored), tuple(otherwise))


def _place(scored: Scored) -> heat.Place:
    return scored.entry.likelihood - 1, scored.entry.impact - 1


def _move(row: Row, scored: Scored) -> list[heat.Move]:
    before = row.before
    if before is None or before.matrix != scored.matrix or _place(before) == _place(scored):
        return []
    return [heat.Move(str(row.risk.number), _place(before), _place(scored))]


def through_time(past: Sequence[Past]) -> charts.Chart | None:
    """A risk's scores by quarter; None where there are fewer than two to draw."""
    if sum(it.current is not None for it in past) < 2:
        return None

    def values(name: str) -> tuple[Decimal | None, ...]:
        return tuple(None if (it := getattr(one, name)) is None else Decimal(it) for one in past)

    inherent, target = values("inherent"), values("target")
    picture = charts.Trend(
        tuple(it.quarter.label for it in past),
        charts.Line("Current score", values("current")),
        charts.Unit(decimals=0),
        target=target if any(it is not None for it in target) else (),
        beside=(charts.Line("Inherent score", inherent),) if any(it is not None for it in inherent) else (),
    )
    now, first = past[-1], past[0]
    words = (
        f"The current score was {first.current} at the end of {first.quarter.label} and is {now.current} in "
        f"{now.quarter.label}. Inherent: {_or_none(now.inherent)}. Target: {_or_none(now.target)}."
    )
    return charts.Chart("Scores by quarter", SOURCE, picture, words=words)


def _or_none(score: int | None) -> str:
    return "none" if score is None else str(score)


def within(row: Row) -> str:
    """A risk beside the appetite, in words."""
    if row.risk.kind != Kind.THREAT:
        return "An opportunity: none set"
    if row.appetite is None:
        return "No appetite set"
    if row.over is None:
        return NOT_SCORED
    return f"{'Over' if row.over else 'Within'} (at most {row.appetite.most})"


def told(it: Evidence) -> str:
    """What a linked measure says, in a sentence."""
    known = catalogue().get(it.link.measure)
    title = known.title if known else it.link.measure
    limit = f"{it.link.get_side_display()} {plain(it.link.threshold)}"
    if it.newest is None or it.newest.value is None:
        return f"{title}: no value of the last two years, so nobody can say whether it is {limit}."
    said = f"{title} was {plain(it.newest.value)} in {it.newest.period.label}"
    if it.moved:
        return f"{said}, {limit}: evidence has moved since the score. Score it again?"
    if it.beyond:
        return f"{said}, {limit}: the score was given after that."
    return f"{said}, not {limit}."


def moved(row: Row) -> str:
    """The movement since last quarter, in words: 'Up from 9'."""
    said = MOVED[row.movement]
    return f"{said} from {row.before.score}" if row.before and row.movement in ("up", "down") else said


COLUMNS = (
    Column("Number", numeric=True), Column("Risk"), Column("Service"), Column("Owner"), Column("Register"),
    Column("Category"), Column("Inherent", numeric=True), Column("Current", numeric=True),
    Column("Since last quarter"), Column("Target", numeric=True), Column("By"), Column("Appetite"),
    Column("Next review"),
)  # fmt: skip


def plain_row(row: Row) -> list[str | int | None]:
    """A risk as a row of a CSV file, in the order of COLUMNS, with its words after it."""
    it = row.risk
    return [
        it.number, it.title, it.service.name, str(it.owner) if it.owner else None, row.level,
        it.category.name, *(found.score if (found := row.scored(kind)) else None for kind in ("inherent", "current")),
        moved(row), row.target.score if row.target else None,
        it.target_date.isoformat() if it.target_date else None, within(row), it.next_review.isoformat(),
        it.cause, it.event, it.consequence, it.get_treatment_display(), it.programme or None,
        it.priority.title if it.priority else None, row.state,
    ]  # fmt: skip


CSV_COLUMNS = [
    *(it.name for it in COLUMNS), "Cause", "Event", "Consequence", "Treatment", "Programme", "Priority", "State",
]  # fmt: skip


def document(
    organisation: Organisation, rows: Sequence[Row], matrix: Matrix, on: date, title: str
) -> Document:
    """A register as it stood on a day: what is high, what moved, the heat map, every risk in a row and in words."""
    over = [row for row in rows if row.over]
    up = [row for row in rows if row.movement == "up"]
    down = [row for row in rows if row.movement == "down"]
    late = [row for row in rows if row.review_overdue]
    blocks: list[Block] = [
        Paragraph(
            (
                Text(
                    f"Levels, scores and appetite as they stood on {spoken_date(on)}; movement since "
                    f"{spoken_date(quarter_end_before(on))}; words and owners as they read today. {_count(len(rows))}: "
                    f"{len(over)} over appetite, {len(up)} up, {len(down)} down, {len(late)} with a review overdue."
                ),
            )
        )
    ]
    if not rows:
        return _document(organisation, title, on, blocks)
    mapped = heat_map(rows, matrix)
    blocks += [
        Heading(2, (Text("Heat map"),), "heat-map"),
        _drawn(mapped.chart),
        Heading(2, (Text("Every risk"),), "register"),
        Table("The highest first", COLUMNS, tuple(_cells(row) for row in rows), SOURCE),
        Heading(2, (Text("In words"),), "words"),
    ]
    for row in rows:
        blocks += _in_words(row)
    return _document(organisation, title, on, blocks)


def _count(number: int) -> str:
    return "One risk" if number == 1 else f"{number} risks"


def _document(organisation: Organisation, title: str, on: date, blocks: Sequence[Block]) -> Document:
    return Document(
        title, tuple(blocks), on, author=organisation.name, subject=f"As at {spoken_date(on)}",
        footer=f"{organisation.name}: {title[0].lower()}{title[1:]}",
    )  # fmt: skip


def _drawn(chart: charts.Chart) -> Chart:
    table = chart.table
    columns = tuple(Column(name) for name in table.columns)
    rows = tuple(tuple(cell(it) for it in row) for row in table.rows)
    return Chart(chart.title, str(chart.svg), chart.description, Table("", columns, rows), chart.source)


def _cells(row: Row) -> tuple[Cell, ...]:
    it = row.risk
    return (
        cell(it.number, str(it.number)), cell(it.title), cell(it.service.name),
        cell(str(it.owner) if it.owner else "Nobody"), cell(str(Level(row.level).label).capitalize()),
        cell(it.category.name), _scored(row.inherent), _scored(row.current), cell(moved(row)), _scored(row.target),
        cell(spoken_date(it.target_date) if it.target_date else "No date"), cell(within(row)),
        cell(f"{spoken_date(it.next_review)}{', overdue' if row.review_overdue else ''}"),
    )  # fmt: skip


def _scored(scored: Scored | None) -> Cell:
    return cell(NOT_SCORED) if scored is None else cell(scored.score, scored.words)


def _in_words(row: Row) -> list[Block]:
    it = row.risk
    said = [
        f"Because {_inside(it.cause)}, {_inside(it.event)}, which would mean: {_inside(it.consequence)}.",
        f"Treatment: {it.get_treatment_display()}. {it.treatment_words}".strip(),
    ]
    said += [told(one) for one in row.evidence]
    return [
        Heading(3, (Text(f"{it.number}. {it.title}"),)),
        *(Paragraph((Text(words),)) for words in said),
    ]


def _inside(words: str) -> str:
    """Words as a part of a sentence: no full stop at their end."""
    return words.strip().rstrip(".")
