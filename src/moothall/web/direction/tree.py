"""The corporate plan as one tree: each priority with its measures, risks, what was promised and its programmes.

Nothing of it is kept here: each thing is read from where it is kept, and its line leads there. What somebody may not
read, such as risks, has no branch for them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from moothall.core.models import Organisation, Person
from moothall.core.permission import may
from moothall.direction import queries as direction
from moothall.direction.life import OPEN, State
from moothall.direction.queries import Commitment, Priority
from moothall.figures.measures import catalogue
from moothall.figures.wording import unit_of
from moothall.kit.documents.model import Column, Document, Link, Paragraph, Table, Text, cell
from moothall.kit.documents.words import spoken_date
from moothall.performance import queries as performance
from moothall.performance.queries import Line, Scorecard
from moothall.risks import queries as risks
from moothall.risks.composing import within
from moothall.risks.queries import Row
from moothall.web.performance.shown import KIND, aimed

RISK = "risk"  # the kind of source of an action that treats a risk
GIVEN_UP = (State.DROPPED, State.CARRIED)
READ_ACTIONS, READ_RISKS = "plan.read", "risks.read"


@dataclass(frozen=True)
class Leaf:
    """One thing: how it stands (a kind of status and its words), what more there is to say, and who answers."""

    title: str
    href: str
    kind: str
    stands: str
    more: str = ""
    answers: str = ""


@dataclass(frozen=True)
class Branch:
    """Things of one sort under a priority; `none` is what is said where there are none."""

    name: str
    leaves: tuple[Leaf, ...]
    none: str


@dataclass(frozen=True)
class Trunk:
    """A priority and all that serves it."""

    priority: Priority
    branches: tuple[Branch, ...]

    def tally(self) -> list[tuple[str, str, int]]:
        """Of its measures, kind of status, words, and how many: those that there are."""
        measures = self.branches[0].leaves
        found = Counter((it.kind, it.stands) for it in measures)
        order = list(KIND.values())
        return [(*it, count) for it, count in sorted(found.items(), key=lambda one: order.index(one[0][0]))]


def tree(
    person: Person,
    organisation: Organisation,
    found: Sequence[Priority],
    on: date,
    card: Scorecard | None = None,
) -> list[Trunk]:
    """These priorities as trees, on a day. A fixed number of queries, however many. Raises PermissionDenied.

    `card` is the scorecard of that day, for a page that has it already.
    """
    card = card or performance.scorecard(person, organisation, on, at_once=True)
    lines = {section.priority.pk: section.lines for section in card.sections}
    actions = direction.commitments(person, organisation) if may(person, READ_ACTIONS, organisation) else None
    promised = list(actions) if actions is not None else None
    threats = risks.by_priority(person, organisation, on) if may(person, READ_RISKS, organisation) else None
    return [_trunk(it, lines.get(it.pk), promised, threats, on) for it in found]


def _trunk(
    priority: Priority,
    lines: Sequence[Line] | None,
    promised: Sequence[Commitment] | None,
    threats: Mapping[int, Sequence[Row]] | None,
    on: date,
) -> Trunk:
    branches = [Branch("Measures", tuple(_measures(priority, lines)), "No measures have been chosen yet.")]
    if threats is not None:
        rows = threats.get(priority.pk, ())
        branches.append(Branch("Risks", tuple(map(_risk, rows)), "No open risk is recorded."))
    if promised is not None:
        serving = [
            it for it in promised if _serves(it, priority) and (it.source_kind != RISK or threats is not None)
        ]
        serving.sort(key=lambda it: (it.state not in OPEN, it.due or date.max, it.number))
        leaves = tuple(_action(it, on) for it in serving)
        branches.append(Branch("Actions", leaves, "No action is tracked."))
    if threats is not None:
        leaves = tuple(_programmes(threats.get(priority.pk, ())))
        branches.append(Branch("Programmes", leaves, "No programme has a risk to it."))
    return Trunk(priority, tuple(branches))


def _serves(it: Commitment, priority: Priority) -> bool:
    """Whether an action is said to serve a priority, or moves a measure that shows it; given up ones serve none."""
    if it.state in GIVEN_UP:
        return False
    if it.priority_id:
        return it.priority_id == priority.pk
    return bool(it.measure) and it.measure in {one.measure for one in priority.measures.all()}


def _measures(priority: Priority, lines: Sequence[Line] | None) -> Iterable[Leaf]:
    if lines is not None:
        yield from map(of_measure, lines)
        return
    known = catalogue()  # a priority that is to come, or over: its measures are not judged for it
    for it in priority.measures.all():
        if it.measure in known:
            yield Leaf(known[it.measure].title, reverse("measured", args=[it.measure]), "info", "Not judged")


def of_measure(line: Line) -> Leaf:
    """A measure, as it stands."""
    unit, latest = unit_of(line.measure), line.latest
    if latest is None:
        more = "Nothing was ever returned"
    elif latest.value is None:
        more = f"No value for {latest.period.label}"
    else:
        more = f"{unit.text(latest.value)} in {latest.period.label}"
    target = aimed(line.measure, performance.aim(line.target))
    href = reverse("measured", args=[line.measure.id])
    more = f"{more}; target {target}" if target else more
    return Leaf(line.measure.title, href, KIND[line.status], line.status.value, more, line.answers)


def _risk(row: Row) -> Leaf:
    it = row.risk
    if row.current is None:
        kind, stands = "none", "Not scored"
    else:
        kind = "poor" if row.over else "good" if row.over is False else "info"
        stands = row.current.words
    answers = f"{it.owner}, {it.service}" if it.owner else str(it.service)
    return Leaf(f"{it.number}. {it.title}", reverse("risk", args=[it.pk]), kind, stands, within(row), answers)


def _action(it: Commitment, on: date) -> Leaf:
    if it.late(on):
        kind, stands = "poor", f"Late, {State(it.state).label}"
    else:
        kind = {State.DONE: "good", State.UNDER_WAY: "info"}.get(State(it.state), "none")
        stands = str(State(it.state).label).capitalize()
    due = f"Due {spoken_date(it.due)}" if it.due else it.due_words
    source = f"from {it.source_title}" if it.source_title else ""
    more = ", ".join(filter(None, (due, source)))
    return Leaf(it.words, reverse("commitment", args=[it.pk]), kind, stands, more, it.answers)


def _programmes(rows: Iterable[Row]) -> Iterable[Leaf]:
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        if row.risk.programme:
            by_name.setdefault(row.risk.programme, []).append(row)
    for name, some in sorted(by_name.items()):
        over = sum(bool(row.over) for row in some)
        count = f"{len(some)} open risk{'' if len(some) == 1 else 's'}"
        kind, stands = ("poor", f"{count}, {over} over appetite") if over else ("info", count)
        highest = max((row.current for row in some if row.current), key=lambda it: it.score, default=None)
        more = f"The highest scores {highest.words}" if highest else ""
        yield Leaf(name, f"{reverse('risks')}?{urlencode({'programme': name})}", kind, stands, more)


COLUMNS = (
    "Priority", "Portfolio", "Portfolio holder", "Sort", "What", "How it stands", "More", "Who answers", "Page",
)  # fmt: skip


def rows(trunks: Iterable[Trunk], site: str) -> Iterator[list[str]]:
    """The trees as rows, one for each thing, in the order of COLUMNS."""
    for trunk in trunks:
        it = trunk.priority
        for branch in trunk.branches:
            for leaf in branch.leaves:
                said = [leaf.title, leaf.stands, leaf.more, leaf.answers, site + leaf.href]
                yield [it.title, it.portfolio, str(it.holder or ""), branch.name, *said]


def document(organisation: Organisation, trunks: Iterable[Trunk], on: date, site: str) -> Document:
    """The trees as one table, for a spreadsheet."""
    made = tuple((*map(cell, row[:-1]), cell(Link((Text(row[-1]),), row[-1]))) for row in rows(trunks, site))
    title = f"Corporate plan of {organisation.name}, {spoken_date(on)}"
    words = "Each priority with its measures, risks, actions and programmes, as they stood on the day."
    return Document(
        title,
        (Paragraph((Text(words),)), Table("Corporate plan", tuple(map(Column, COLUMNS)), made)),
        on,
    )
