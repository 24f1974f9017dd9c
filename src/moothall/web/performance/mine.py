"""A councillor's page: their portfolio, their ward, what is off track and what changed, in few numbers."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.core import clock
from moothall.figures.models import Observation
from moothall.figures.wording import unit_of
from moothall.kit.documents.words import spoken_date
from moothall.performance import queries, wards
from moothall.performance.queries import Line
from moothall.performance.wards import InWard
from moothall.web.access import needs
from moothall.web.context import who_and_where
from moothall.web.direction import tree
from moothall.web.direction.tree import Trunk
from moothall.web.fields import Form

SAID = {
    "good": "on track",
    "watch": "close to target",
    "poor": "off track",
    "none": "without data",
    "info": "without a target",
}
MOST = 8  # things of a list; the rest are counted, and a page shows them


class WardForm(Form):
    """Which ward to show."""

    ward = forms.ChoiceField(label="Ward", required=False)

    def __init__(self, known: Sequence[str], *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["ward"].choices = [("", "Choose a ward"), *((it, it) for it in known)]  # type: ignore[attr-defined]


@needs("performance.read")
def mine(request: HttpRequest) -> HttpResponse:
    """What a councillor comes to ask: how is my portfolio, how is my ward, what is off track, what changed?"""
    person, here = who_and_where(request)
    today = clock.today()
    card = queries.scorecard(person, here, today, at_once=True)
    held = [section for section in card.sections if section.priority.holder_id == person.pk]
    trunks = tree.tree(person, here, [it.priority for it in held], today, card)
    lines = list({line.measure.id: line for section in held for line in section.lines}.values())
    shown = lines or card.lines()
    wanting = queries.wanting(shown)
    before = _since(shown, today)
    known = wards.wards(person, here)
    ward = request.GET.get("ward", "")
    ward = ward if ward in known else ""
    context = {
        "portfolio": [(it.priority, _portfolio(it)) for it in trunks],
        "whole": not lines,
        "wanting": [tree.of_measure(it) for it in wanting[:MOST]],
        "more": max(len(wanting) - MOST, 0),
        "before": spoken_date(before),
        "changes": _changes(shown, queries.scorecard(person, here, before, at_once=True).lines()),
        "wards": known,
        "ward": ward,
        "form": WardForm(known, initial={"ward": ward}),
        "in_ward": [_ward_row(it) for it in wards.of_ward(person, here, ward, today)] if ward else [],
    }
    return render(request, "performance/mine.jinja", context)


def _portfolio(trunk: Trunk) -> list[str]:
    """A priority in sentences: how many of its measures stand how, which actions are late, which risks too high."""
    by_name = {it.name: it.leaves for it in trunk.branches}
    measures = by_name["Measures"]
    tally = [f"{count} {'is' if count == 1 else 'are'} {SAID[kind]}" for kind, _words, count in trunk.tally()]
    said = []
    if measures:
        said.append(f"Of {_count(len(measures), 'measure')}, {_listed(tally)}.")
    late = sum(it.kind == "poor" for it in by_name.get("Actions", ()))
    if by_name.get("Actions"):
        said.append(
            f"{_count(late, 'action')} {'is' if late == 1 else 'are'} late." if late else "No action is late."
        )
    over = sum(it.kind == "poor" for it in by_name.get("Risks", ()))
    if over:
        said.append(f"{_count(over, 'risk')} {'is' if over == 1 else 'are'} higher than the council accepts.")
    return said or ["Nothing has been put under it yet."]


def _since(lines: Iterable[Line], today: date) -> date:
    """The end of the quarter before the one that the newest figure is of."""
    ends = (line.latest.period.end for line in lines if line.latest and line.latest.value is not None)
    return queries.quarter_before_newest(ends, today)


def _changes(now: Iterable[Line], before: Iterable[Line]) -> list[tuple[str, str, str]]:
    """The measures whose status is another than it was: what is said, name and page."""
    was = {line.measure.id: line for line in before}
    return [
        (
            line.measure.title,
            reverse("measured", args=[line.measure.id]),
            f"was {was[line.measure.id].status.lower()}, and is {line.status.lower()}",
        )
        for line in now
        if line.measure.id in was and was[line.measure.id].status != line.status
    ]


def _ward_row(it: InWard) -> list[Any]:
    return [
        {"text": it.measure.title, "href": reverse("measured", args=[it.measure.id])},
        _figure(it, it.here),
        _figure(it, it.whole) if it.whole else "Not counted for that period",
        it.here.period.label,
    ]


def _figure(it: InWard, one: Observation) -> Any:
    if one.value is None:
        return one.reason or "No value"
    href = reverse("lineage", args=[one.series_id, one.start.isoformat()])
    return {"text": unit_of(it.measure).text(one.value), "href": href}


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
