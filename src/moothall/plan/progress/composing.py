"""A year's progress report as one neutral document: what was promised, what happened, and the figures then and now."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from moothall.direction.life import Basis, State
from moothall.direction.money import in_pounds, pounds
from moothall.figures.measures import catalogue
from moothall.figures.models import Observation
from moothall.kit import charts
from moothall.kit.documents.charting import charted
from moothall.kit.documents.model import (
    Block,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Inline,
    Link,
    Paragraph,
    Table,
    Text,
    cell,
)
from moothall.kit.documents.words import spoken_date
from moothall.kit.periods import Period
from moothall.plan.figures import Shown, address, in_words
from moothall.plan.models import Edition
from moothall.plan.progress.standing import (
    Quarter,
    Standing,
    counts,
    quarters,
    saved,
    sorted_as_promised,
)
from moothall.plan.themes import BY_KEY

SOURCE = "The council's record of its commitments, kept in Moothall"
NOTHING = "Nothing said yet"


@dataclass(frozen=True)
class ThenAndNow:
    """A figure that the plan showed, and the newest of the same series."""

    title: str
    then: str
    then_href: str
    now: Shown
    corrected: (
        str  # what the store says today of the period that the plan showed, where that is something else
    )


@dataclass(frozen=True)
class Report:
    """A report before it is frozen: the document, and each figure that it shows with the version shown."""

    document: Document
    figures: tuple[Shown, ...]
    items: tuple[Standing, ...]
    edition: int
    year: Period
    as_at: date


def report(
    edition: Edition,
    year: Period,
    items: Sequence[Standing],
    figures: Sequence[ThenAndNow],
    as_at: date,
    public: str,
) -> Report:
    """The report on an edition of a plan in a financial year. `public` is the address of the plan's page."""
    organisation = edition.plan.organisation.name
    known = sorted_as_promised(items)
    shown = [it.shown for it in known if it.shown] + [it.now for it in figures]
    blocks: list[Block] = [
        Paragraph(
            (
                Text("This report sets what was promised in "),
                Link((Text(f"{edition.title}, {edition.years}"),), public),
                Text(f", edition {edition.number}, beside what happened by {spoken_date(as_at)}."),
            )
        ),
        Paragraph((Text(summary(known)),)),
        Heading(2, (Text("What we said and what happened"),), "commitments"),
        *_commitments(known, year),
        *_savings(known),
        *_measures(known),
        *_then_and_now(figures),
        Heading(2, (Text("About this report"),), "about"),
        Paragraph(
            (
                Text(
                    "It is put together from the council's record of its commitments and from its store of figures: "
                    "no number in it was typed for it. A saving is what services said it came to; cash released and "
                    "cost avoided are never added together."
                ),
            )
        ),
    ]
    document = Document(
        f"{edition.title}: progress in {year.label}",
        tuple(blocks),
        as_at,
        author=organisation,
        subject=f"Progress by {spoken_date(as_at)}",
        footer=f"{organisation}: {edition.title}, progress in {year.label}",
    )
    return Report(
        document, tuple({it.href: it for it in shown}.values()), tuple(known), edition.number, year, as_at
    )


def summary(items: Sequence[Standing]) -> str:
    """How many commitments stand how, in a sentence."""
    if not items:
        return "No commitment of this plan is tracked yet."
    found = counts(items)
    late = found.pop("late")
    parts = [f"{number} {words}" for words, number in found.items() if number]
    said = f"{parts[0]}" if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    count = f"{len(items)} commitment{'' if len(items) == 1 else 's'}"
    return f"Of {count}, {said}; {late or 'none'} {'is' if late == 1 else 'are'} late."


def _commitments(items: Sequence[Standing], year: Period) -> Iterator[Block]:
    if not items:
        yield Paragraph((Text("Nothing of this plan is tracked yet."),))
    for theme, group in groupby(items, key=lambda it: it.commitment.theme):
        title = BY_KEY[theme].title if theme in BY_KEY else "Other promises"
        yield Table(
            title,
            (
                Column("What we said"),
                Column("Who, and by when"),
                Column("How it stands"),
                Column("What happened"),
            ),
            tuple(
                (
                    cell(_promise(it)),
                    cell(f"{it.commitment.service}\n{due(it)}"),
                    cell(_stands(it, year)),
                    cell(_happened(it)),
                )
                for it in group
            ),
        )


def due(it: Standing) -> str:
    """By when it was promised, in words."""
    said, day = it.commitment.due_words, it.commitment.due
    return said or (f"By {spoken_date(day)}" if day else "No day promised")


def _promise(it: Standing) -> Inline:
    words = Text(f"{it.commitment.number}. {it.commitment.words}")
    return Link((words,), it.commitment.href) if it.commitment.href else words


def _stands(it: Standing, year: Period) -> str:
    """Its state and since when; said to be older where nobody spoke in the year."""
    said = f"{it.state_words.capitalize()}{', late' if it.late else ''}"
    if it.update is None:
        return said
    old = "" if it.update.on >= year.start else ", nothing said since"
    return f"{said}\n{spoken_date(it.update.on)}{old}"


def _happened(it: Standing) -> str:
    """The newest word on it."""
    if it.update is None:
        return NOTHING
    heir = it.commitment.carried_to if it.state == State.CARRIED else None
    return f"{it.update.words} It goes on as commitment {heir.number}." if heir else it.update.words


def _savings(items: Sequence[Standing]) -> Iterator[Block]:
    promising = [it for it in items if it.commitment.saving is not None or it.delivered is not None]
    if not promising:
        return
    yield Heading(2, (Text("Savings"),), "savings")
    yield Table(
        "Savings promised and delivered, by commitment",
        (
            Column("Commitment"),
            Column("What it is"),
            Column("Promised (£)", numeric=True),
            Column("Delivered so far (£)", numeric=True),
        ),
        tuple(
            (
                cell(f"{it.commitment.number}. {_short(it.commitment.words)}"),
                cell((it.commitment.get_basis_display() or "Not said").capitalize()),
                _money(it.commitment.saving, "None promised"),
                _money(it.delivered, NOTHING),
            )
            for it in promising
        ),
        SOURCE,
    )
    yield Table(
        "Savings by what they are",
        (
            Column("What it is"),
            Column("Promised (£)", numeric=True),
            Column("Delivered so far (£)", numeric=True),
            Column("Commitments with nothing said yet", numeric=True),
        ),
        tuple(
            (cell(it.basis.capitalize()), _money(it.promised), _money(it.delivered, NOTHING), cell(it.unsaid))
            for it in saved(items)
        ),
        SOURCE,
    )
    drawn = savings_chart(items)
    if drawn:
        yield charted(drawn)


def savings_chart(items: Sequence[Standing]) -> charts.Chart | None:
    """Savings of one basis by quarter, cashable ones where there are any; None where there is nothing to draw."""
    basis = next((it for it in Basis if any(one.commitment.basis == it for one in items)), None)
    found = quarters([it for it in items if it.commitment.basis == basis]) if basis else []
    if basis is None or len(found) < 2:
        return None
    title = f"{str(basis.label).capitalize()}: savings promised and delivered"
    picture = charts.Trend(
        tuple(it.period.label for it in found),
        charts.Line(
            "Delivered", tuple(None if it.delivered is None else in_pounds(it.delivered) for it in found)
        ),
        charts.Unit(prefix="£", decimals=0),
        beside=(charts.Line("Promised", tuple(in_pounds(it.promised) for it in found)),),
    )
    return charts.Chart(title, SOURCE, picture, words=_drawn(found, str(basis.label)))


def _drawn(found: Sequence[Quarter], basis: str) -> str:
    spoken = [it for it in found if it.delivered is not None]
    last = found[-1]
    now = (
        f"By {spoken[-1].period.label} services said that {pounds(spoken[-1].delivered or 0)} was delivered, "
        if spoken
        else ""
    )
    by_then = f"and {pounds(spoken[-1].promised)} was promised by then. " if spoken else ""
    return (
        f"Savings ({basis} only) added up by quarter, {found[0].period.label} to {last.period.label}. {now}{by_then}"
        f"Promised by {last.period.label}: {pounds(last.promised)}."
    )


def _money(pence: int | None, otherwise: str = "") -> Cell:
    if pence is None:
        return cell(otherwise)
    return cell(in_pounds(pence), pounds(pence).removeprefix("£"))


def _measures(items: Sequence[Standing]) -> Iterator[Block]:
    shown = [it for it in items if it.commitment.measure or it.shown]
    if not shown:
        return
    yield Heading(2, (Text("The figures of what was promised"),), "figures")
    yield Table(
        "Newest figure of each commitment",
        (
            Column("Commitment"),
            Column("Measure"),
            Column("Newest figure"),
            Column("Target, and whether it is met"),
        ),
        tuple(
            (
                cell(f"{it.commitment.number}. {_short(it.commitment.words)}"),
                cell(measure_of(it)),
                cell(Figure(it.shown.text, it.shown.href)) if it.shown else cell("No figure held"),
                cell(f"{it.target}: {it.met_words.lower()}" if it.target else "None set"),
            )
            for it in shown
        ),
        "The council's store of figures; each figure leads to where it comes from",
    )


def measure_of(it: Standing) -> str:
    """The measure by name, one that has left the catalogue by its id; of a cited figure alone, its own."""
    name = it.commitment.measure or (it.shown.observation.series.measure if it.shown else "")
    return catalogue()[name].title if name in catalogue() else name


def _then_and_now(figures: Iterable[ThenAndNow]) -> Iterator[Block]:
    rows = tuple(
        (
            cell(it.title),
            cell(Figure(it.then, it.then_href, f"since corrected: {it.corrected}" if it.corrected else "")),
            cell(Figure(it.now.text, it.now.href)),
        )
        for it in figures
    )
    if rows:
        yield Heading(2, (Text("The plan's own figures, then and now"),), "then-and-now")
        yield Table(
            "What the plan said and the newest figure",
            (Column("Figure"), Column("The plan said"), Column("Newest")),
            rows,
            "The council's store of figures; each figure leads to where it comes from",
        )


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59].rstrip()}…"


def now_shown(observation: Observation, home: str) -> Shown | None:
    """A figure as a report says it; None where its measure has left the catalogue."""
    measure = catalogue().get(observation.series.measure)
    if measure is None:
        return None
    return Shown("", in_words(observation, measure, "value", home), address(observation), observation)
