"""A service plan, and a round of self-assessment, each as one neutral document from which every format is made."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from moothall.direction.money import pounds
from moothall.figures.wording import unit_of
from moothall.kit.charts import Chart as Drawn
from moothall.kit.documents.anchors import anchored
from moothall.kit.documents.markdown import from_markdown
from moothall.kit.documents.model import (
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Figure,
    Heading,
    Paragraph,
    Table,
    Text,
    cell,
)
from moothall.kit.documents.words import spoken_date
from moothall.performance.queries import Line, aim
from moothall.plan.figures import address
from moothall.plan.service_plans.asked import QuestionSet, sections
from moothall.plan.service_plans.levels_chart import Levels
from moothall.plan.service_plans.life import Doing, Group
from moothall.plan.service_plans.results import EVERYONE, FEWEST, NAMED, Results, changed

if TYPE_CHECKING:
    from moothall.direction.queries import Commitment
    from moothall.plan.service_plans.models import Action, ServicePlan

SOURCE = "The council’s own record, kept in Moothall"


def document(
    plan: "ServicePlan",
    texts: Mapping[str, str],
    lines: Sequence[Line],
    commitments: Iterable["Commitment"],
    actions: Sequence["Action"],
    on: date,
    said: str,
) -> Document:
    """The plan as it reads on a day. `said` is its state: 'Draft', 'Approved by …'."""
    return Document(
        title=str(plan),
        blocks=anchored(_blocks(plan, texts, lines, list(commitments), actions, on)),
        date=on,
        author=plan.organisation.name,
        subject=said,
        footer=f"{plan.organisation.name}: {plan}, {said.lower()}",
    )


def _blocks(
    plan: "ServicePlan",
    texts: Mapping[str, str],
    lines: Sequence[Line],
    commitments: Sequence["Commitment"],
    actions: Sequence["Action"],
    on: date,
) -> Iterator[Block]:
    for key, section in sections().items():
        yield Heading(2, (Text(section.title),))
        written = from_markdown(texts.get(key, ""), top_level=3)
        yield from written or (_words("Nothing is written here yet."),)
    yield Heading(2, (Text("Measures and targets"),))
    yield _measures(lines, on) if lines else _words("No measure of the council’s priorities belongs to it.")
    yield Heading(2, (Text("Commitments and savings"),))
    yield (
        _commitments(commitments) if commitments else _words("The council’s plans hold no commitment of it.")
    )
    yield Heading(2, (Text("Actions"),))
    yield _actions(actions, on) if actions else _words("No action is listed yet.")


def _words(said: str) -> Paragraph:
    return Paragraph((Text(said),))


def _measures(lines: Sequence[Line], on: date) -> Table:
    columns = (
        Column("Measure"),
        Column("Latest", numeric=True),
        Column("Period"),
        Column("Target"),
        Column("Status"),
    )
    return Table(
        f"Measures of the corporate plan that this service answers for, as at {spoken_date(on)}",
        columns,
        tuple(_measure(it) for it in lines),
        SOURCE,
    )


def _measure(line: Line) -> tuple[Cell, ...]:
    unit, latest = unit_of(line.measure), line.latest
    if latest is None or latest.value is None:
        shown, period = cell("No value"), latest.period.label if latest else "None returned"
    else:
        shown = Cell((Figure(unit.text(latest.value), address(latest)),), latest.value)
        period = latest.period.label
    wanted = aim(line.target)
    target = "No target"
    if wanted:
        better = {"higher": " or more", "lower": " or less"}.get(line.measure.polarity, "")
        upper = better if wanted.upper is None else f" to {unit.text(wanted.upper)}"
        target = f"{unit.text(wanted.value)}{upper}"
    name = line.measure.title + (f" ({unit.name})" if unit.name else "")
    return cell(name), shown, cell(period), cell(target), cell(str(line.status))


def _commitments(found: Sequence["Commitment"]) -> Table:
    columns = (Column("Commitment"), Column("Due"), Column("State"), Column("Saving promised", numeric=True))
    rows = tuple(
        (
            cell(it.words),
            cell(spoken_date(it.due) if it.due else it.due_words or "No day promised"),
            cell(str(it.get_state_display()).capitalize()),
            cell("None promised" if it.saving is None else pounds(it.saving)),
        )
        for it in found
    )
    return Table("What the council has promised of this service", columns, rows, SOURCE)


def _actions(found: Sequence["Action"], on: date) -> Table:
    columns = (Column("Action"), Column("Owner"), Column("Due"), Column("State"))
    rows = tuple(
        (
            cell(it.what),
            cell(str(it.person) if it.person else "Nobody named"),
            cell(spoken_date(it.due)),
            cell(state_words(it, on)),
        )
        for it in found
    )
    return Table("Actions of the service", columns, rows)


def state_of(action: "Action") -> Doing:
    """How far an action is: its newest update, its updates being at hand."""
    newest = next(iter(action.updates.all()), None)
    return Doing(newest.state) if newest else Doing.TO_DO


def state_words(action: "Action", on: date) -> str:
    """The same in words: 'Begun, late' once its day is past and it is not over."""
    state = state_of(action)
    return str(state.label).capitalize() + (", late" if action.due < on and not state.over else "")


def chart(questions: QuestionSet, now: Results, then: Results | None, title: str) -> Drawn | None:
    """Everyone's level for each theme, before and after; None where nothing may be shown."""
    rows = tuple(
        (
            theme.title,
            then.themes[theme.id][EVERYONE].mean if then else None,
            now.themes[theme.id][EVERYONE].mean,
        )
        for theme in questions.themes
    )
    try:
        return Drawn(
            title,
            "Answers to the self-assessment; fewer than three peers or staff are left out",
            Levels(rows, then is not None),
        )
    except ValueError:
        return None


def assessed(
    questions: QuestionSet, now: Results, then: Results | None, *, title: str, council: str, on: date
) -> Document:
    """A closed round as a document: everyone's levels, each group's, and the change since the round before."""
    blocks: list[Block] = [
        _words(
            f"Levels run from 0 ({questions.levels[0].lower()}) to 4 ({questions.levels[-1].lower()}). The head "
            f"of the service and their manager answered in their role. A group of fewer than {FEWEST} peers or staff "
            "is not shown, nor a figure from which it could be worked out: everyone’s level leaves it out."
        ),
        Heading(2, (Text("Themes"),)),
    ]
    drawn = chart(questions, now, then, f"{title}: level of each theme")
    table = _table(f"{title}: themes", [(it.title, it.id) for it in questions.themes], now, then, "themes")
    if drawn:
        blocks.append(Chart(drawn.title, str(drawn.svg), drawn.description, table, drawn.source))
    else:
        blocks.append(table)
    blocks.append(Heading(2, (Text("Statements"),)))
    for theme in questions.themes:
        named = [(it.text, it.id) for it in theme.statements]
        blocks += [
            Heading(3, (Text(theme.title),)),
            _table(f"{theme.title}: statements", named, now, then, "statements"),
        ]
    return Document(
        title, anchored(blocks), on, author=council, subject="Self-assessment", footer=f"{council}: {title}"
    )


def _table(
    caption: str, named: Sequence[tuple[str, str]], now: Results, then: Results | None, kind: str
) -> Table:
    groups = now.groups()
    columns = [Column("Theme" if kind == "themes" else "Statement")]
    columns += [Column(heading(it), numeric=True) for it in groups]
    if kind == "statements":
        columns.append(Column("Answers of peers and staff"))
    if then:
        columns += [Column("Everyone before", numeric=True), Column("Change", numeric=True)]
    rows = []
    for name, id in named:
        scores = getattr(now, kind)[id]
        row = [cell(name), *(_level(scores[it].mean, it) for it in groups)]
        if kind == "statements":
            row.append(cell(scores[EVERYONE].spread or "Too few to say"))
        if then:
            before = getattr(then, kind)[id][EVERYONE]
            moved = changed(before, scores[EVERYONE])
            row += [
                _level(before.mean),
                cell("Cannot be said" if moved is None else moved, f"{moved or 0:+.1f}"),
            ]
        rows.append(tuple(row))
    return Table(caption, tuple(columns), tuple(rows))


def _level(mean: Decimal | None, group: str = EVERYONE) -> Cell:
    hidden = "Cannot say" if group in NAMED else "Too few to show"
    return cell(hidden) if mean is None else cell(mean, f"{mean:.1f}")


def heading(group: str) -> str:
    return "Everyone shown" if group == EVERYONE else str(Group(group).label)
