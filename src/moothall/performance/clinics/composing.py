"""The pack of a clinic: the agenda with its charts before, and the same with minutes and actions after."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.urls import reverse

from moothall.core.models import Person
from moothall.direction.models import Commitment
from moothall.figures.models import Series
from moothall.figures.queries import series_called
from moothall.kit.documents.charting import charted
from moothall.kit.documents.model import (
    Block,
    Column,
    Document,
    Figure,
    Heading,
    Inline,
    Paragraph,
    Table,
    Text,
    cell,
)
from moothall.kit.documents.words import spoken_date
from moothall.performance.clinics.life import Kind, Standing, State
from moothall.performance.clinics.models import Clinic, Item
from moothall.performance.commentary.composing import blocks as said_of
from moothall.performance.commentary.queries import latest
from moothall.performance.models import Commentary
from moothall.performance.signal import Signal, drawn, signals


def pack(
    person: Person,
    clinic: Clinic,
    items: Sequence[Item],
    agreed: Mapping[int, Sequence[Commitment]],
    on: date,
) -> Document:
    """The pack as one document: HTML, PDF, Word and slides are written from it."""
    measures = [it.measure for it in items if it.measure]
    found = signals(person, clinic.organisation, measures, whole=True)
    series = series_called(it.series for it in found.values())
    commentary = latest(person, clinic.organisation, measures)
    blocks: list[Block] = [Paragraph((Text(_opening(clinic, items)),))]
    if clinic.there:
        blocks.append(Paragraph((Text("There: ", strong=True), Text(clinic.there))))
    if items:
        blocks.append(_agenda(items))
    for it in items:
        blocks += _item(
            it, agreed.get(it.pk, ()), found.get(it.measure), series, commentary.get(it.measure), on
        )
    every = [one for some in agreed.values() for one in some]
    if every:
        blocks += [
            Heading(2, (Text("Actions agreed"),), "actions"),
            _actions("Actions agreed at this clinic", every, on),
        ]
    return Document(
        str(clinic), tuple(blocks), clinic.on, author=clinic.organisation.name,
        subject="Minutes" if clinic.state == State.CLOSED else "Agenda and evidence",
        footer=f"{clinic.organisation.name}: {clinic}",
    )  # fmt: skip


def _opening(clinic: Clinic, items: Sequence[Item]) -> str:
    kinds = [it.kind for it in items]
    counted = [f"{kinds.count(kind)} {str(kind.label).lower()}" for kind in Kind if kind in kinds]
    whole = f"{len(items)} item{'' if len(items) == 1 else 's'} on the agenda"
    return f"{whole}: {', '.join(counted)}." if counted else "Nothing is on the agenda."


def _agenda(items: Sequence[Item]) -> Table:
    return Table(
        "The agenda",
        (Column("Item"), Column("Why"), Column("Standing")),
        tuple((cell(it.title), cell(Kind(it.kind).label), cell(Standing(it.standing).label)) for it in items),
    )


def _item(
    it: Item,
    agreed: Sequence[Commitment],
    signal: Signal | None,
    series: Mapping[int, Series],
    commentary: Commentary | None,
    on: date,
) -> Iterator[Block]:
    yield Heading(2, (Text(it.title),), f"item-{it.pk}")
    yield Paragraph((Text(f"{Kind(it.kind).label}. ", strong=True), Text(it.why)))
    if "value" in it.evidence:
        yield Paragraph(tuple(_stood(it.evidence)))
    if signal:
        yield charted(drawn(signal, series[signal.series]))
    if commentary:
        yield from said_of(commentary, 3)
    if it.minutes:
        yield Paragraph((Text("Minutes: ", strong=True), Text(it.minutes)))
    if it.decision:
        yield Paragraph((Text("Decision: ", strong=True), Text(it.decision)))
    if it.standing == Standing.CARRIED:
        yield Paragraph((Text("Carried to the next clinic."),))
    if agreed:
        yield _actions(f"Actions on {it.title}", agreed, on)


def _stood(shown: Mapping[str, str]) -> Iterator[Inline]:
    href = reverse("lineage", args=[int(shown["series"]), shown["start"]])
    yield Text(f"{shown['period']}: ")
    yield Figure(shown["value"], href)
    target = f"; target {shown['target']}" if "target" in shown else ""
    yield Text(f"{target}. {shown['status']}. {shown['answers']} answers for it.")


def _actions(caption: str, agreed: Iterable[Commitment], on: date) -> Table:
    return Table(
        caption,
        (Column("Action"), Column("Who"), Column("By"), Column("How it stands")),
        tuple(
            (
                cell(it.words),
                cell(it.answers),
                cell(spoken_date(it.due) if it.due else "No day given"),
                cell(f"{it.get_state_display()}{', late' if it.late(on) else ''}"),
            )
            for it in agreed
        ),
    )
