"""Barriers and asks in words: as Markdown for the plan's last section, and as a document to download."""

from collections.abc import Sequence
from datetime import date

from moothall.core.models import Organisation
from moothall.direction.money import in_pounds, pounds
from moothall.kit.documents.model import (
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
    Text,
    cell,
)
from moothall.kit.documents.words import spoken_date
from moothall.plan.barriers.life import Known, Outcome, Remover, State
from moothall.plan.barriers.models import Ask, Barrier
from moothall.plan.barriers.queries import STANDING, Spread

SECTION = "barriers"  # the key of the plan's section that this becomes
UNKNOWN = "Not known"
_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]<>#|!"})


def cost(it: Barrier) -> str:
    """What it costs a year and how that is known, in words: '400 hours and £12,000 a year (counted)'."""
    hours = f"{it.hours:,} hour{'' if it.hours == 1 else 's'}" if it.hours is not None else ""
    money = pounds(it.pence) if it.pence is not None else ""
    said = " and ".join(filter(None, (hours, money)))
    return f"{said} a year ({Known(it.known).label})" if said else "nobody has said"


def affected(it: Barrier, services: int) -> str:
    """The services it affects, in words."""
    names = [one.name for one in it.services.all()]
    if names and len(names) == services > 1:
        return "Every service"
    return ", ".join(names) or "Not said"


def consistent(found: Spread) -> str:
    """Whether the barriers are the same across services, in a sentence or two."""
    touched = [f"{name} ({number})" for name, number in found.services if number]
    if not touched:
        return "No service is named as affected yet."
    everywhere = {0: "No barrier affects", 1: "One barrier affects"}.get(
        found.everywhere, f"{found.everywhere} barriers affect"
    )
    return (
        f"Services by the number of barriers they meet: {', '.join(touched)}. "
        f"{everywhere} every service; {found.one_only or 'none'} affect{'s' if found.one_only == 1 else ''} only one."
    )


def markdown(found: Sequence[Barrier], spread: Spread) -> str:
    """The standing barriers as the plan's last section, for an author to put in and work on. What people typed is
    escaped, so that it reads as they typed it and nothing in it is Markdown or a figure's reference."""
    standing = [it for it in found if it.state in STANDING]
    if not standing:
        return ""
    parts = [f"### How far services share them\n\n{escaped(consistent(spread))}"]
    for remover in Remover:
        theirs = [it for it in standing if it.remover == remover]
        if theirs:
            parts.append(f"### What {remover.label} could change")
            parts += [_item(it, len(spread.services)) for it in theirs]
    return "\n\n".join(parts)


def _item(it: Barrier, services: int) -> str:
    paragraphs = [
        f"**{escaped(it.title)}.** {escaped(it.words)}",
        f"Services affected: {escaped(affected(it, services))}. What it costs: {escaped(cost(it))}.",
    ]
    asks = [
        f"- We asked {escaped(one.of)} on {spoken_date(one.on)}: {escaped(one.words)} ({escaped(came_of(one))})"
        for one in reversed(it.asks.all())
    ]
    return "\n\n".join([*paragraphs, "\n".join(asks)] if asks else paragraphs)


def escaped(text: str) -> str:
    """Typed words as Markdown that shows just them, on one line."""
    return " ".join(text.split()).translate(_MARKS)


def came_of(it: Ask) -> str:
    """What came of an ask, in words."""
    said = str(Outcome(it.outcome).label)
    return f"{said}, {spoken_date(it.replied_on)}" if it.replied_on else said


def document(organisation: Organisation, found: Sequence[Barrier], spread: Spread, on: date) -> Document:
    """Every barrier and ask as a document: what the letter's fourth part asks for, as it stands on a day."""
    standing = [it for it in found if it.state in STANDING]
    over = [it for it in found if it.state not in STANDING]
    asks = [one for it in found for one in reversed(it.asks.all())]
    blocks: list[Block] = [
        Paragraph((Text(f"As recorded on {spoken_date(on)}. {consistent(spread)}"),)),
        Heading(2, (Text("What stands in the way"),), "barriers"),
        *_barriers("Barriers that stand", standing, spread, "No barrier is recorded."),
        Heading(2, (Text("What is asked of whom"),), "asks"),
        *_asks(asks),
    ]
    if over:
        blocks += [
            Heading(2, (Text("Barriers that are gone"),), "gone"),
            *_barriers("Barriers removed or withdrawn", over, spread, ""),
        ]
    return Document(
        "Barriers and asks", tuple(blocks), on, author=organisation.name, subject=f"As at {spoken_date(on)}",
        footer=f"{organisation.name}: barriers and asks",
    )  # fmt: skip


def _barriers(caption: str, found: Sequence[Barrier], spread: Spread, otherwise: str) -> list[Block]:
    if not found:
        return [Paragraph((Text(otherwise),))]
    columns = (
        Column("Barrier"), Column("Services"), Column("Hours a year", numeric=True),
        Column("Cost a year (£)", numeric=True), Column("How known"), Column("Who could remove it"), Column("State"),
    )  # fmt: skip
    rows = tuple(
        (
            cell(f"{it.title}. {it.words}"),
            cell(affected(it, len(spread.services))),
            cell(it.hours) if it.hours is not None else cell(UNKNOWN),
            cell(in_pounds(it.pence), pounds(it.pence).removeprefix("£"))
            if it.pence is not None
            else cell(UNKNOWN),
            cell(
                ". ".join(
                    filter(None, (Known(it.known).label.capitalize() if it.known else UNKNOWN, it.evidence))
                )
            ),
            cell(str(Remover(it.remover).label).capitalize()),
            cell(str(State(it.state).label).capitalize()),
        )
        for it in found
    )
    return [Table(caption, columns, rows, "The council's record of barriers, kept in Moothall")]


def _asks(asks: Sequence[Ask]) -> list[Block]:
    if not asks:
        return [Paragraph((Text("Nothing has been asked of anybody yet."),))]
    columns = tuple(
        map(Column, ("Asked of", "About", "What was asked", "When and how", "Reply", "What came of it"))
    )
    rows = tuple(
        (
            cell(it.of),
            cell(it.barrier.title),
            cell(it.words),
            cell(f"{spoken_date(it.on)}, {it.means}"),
            cell(it.reply or "None yet"),
            cell(came_of(it).capitalize()),
        )
        for it in asks
    )
    return [
        Table("What was asked of whom", columns, rows, "The council's record of barriers, kept in Moothall")
    ]
