"""Commentary on measures: what is owed, writing it beside its figures, deciding on it, and all of it through time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.core import clock
from moothall.core.models import Organisation, Person
from moothall.core.permission import may
from moothall.core.versions import WrittenMeanwhile
from moothall.direction import events
from moothall.figures import queries as figures
from moothall.figures.measures import Measure, catalogue
from moothall.figures.wording import unit_of
from moothall.kit.charts import Chart
from moothall.kit.documents.words import spoken_date
from moothall.performance import queries as performance
from moothall.performance import signal
from moothall.performance.commentary import actions, queries
from moothall.performance.commentary.queries import Commentary, Wanted
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.performance import shown
from moothall.web.performance.commentary_forms import CommentaryForm, DecideForm, of
from moothall.web.submitting import acted

FIGURES = 6  # of the measure, beside what is written


@dataclass(frozen=True)
class Beside:
    """What the page of a measure says of its commentary."""

    approved: Commentary | None
    being_written: Commentary | None
    all: str
    write: str


def beside(
    person: Person, organisation: Organisation, measure: Measure, latest: date | None, *, may_write: bool
) -> Beside:
    """The newest approved commentary of a measure, and where it is written and read. One query.

    `latest` is the first day of the period of its latest figure; `may_write` is what `queries.may_write` says.
    """
    found = queries.standing(person, organisation, measure)
    approved = next((it for it in found if it.state == "approved"), None)
    return Beside(
        approved,
        next((it for it in found if it.state != "approved"), None),
        reverse("commentary-of", args=[measure.id]),
        reverse("commentary-write", args=[measure.id, latest]) if latest and may_write else "",
    )


@needs("performance.read")
def commentaries(request: HttpRequest) -> HttpResponse:
    """What is owed, what is being written and what waits for approval."""
    person, here = who_and_where(request)
    today = clock.today()
    owed = queries.owed(person, here, today)
    waiting = queries.being_written(person, here)
    listed = {it.text.pk for it in owed if it.text}
    mine = [it for it in owed if it.owner and it.owner.person_id == person.pk]
    context = {
        "mine": [_owed(person, here, it, today) for it in mine],
        "owed": [_owed(person, here, it, today) for it in owed if it not in mine],
        "waiting": [it for it in waiting if it.state == "waiting"],
        "drafts": [it for it in waiting if it.state != "waiting" and it.pk not in listed],
        "days": queries.WITHIN.days,
    }
    return render(request, "performance/commentaries.jinja", context)


def _owed(person: Person, organisation: Organisation, it: Wanted, today: date) -> dict[str, Any]:
    """A line of the list: it leads to where it is written, for those who may write it."""
    late = it.due < today
    may_write = may(person, queries.WRITE, organisation, service=it.service, measure=it.measure.id)
    return {
        "title": f"{it.measure.title}, {it.period.label}",
        "href": reverse("commentary-write", args=[it.measure.id, it.latest.start])
        if may_write
        else reverse("measured", args=[it.measure.id]),
        "kind": shown.KIND[it.status],
        "special": it.special.partition(" The target of")[
            0
        ],  # what it is owed for; the rest is beside the form
        "due": f"{spoken_date(it.due)}{' (late)' if late else ''}",
        "answers": it.answers,
        "text": it.text,
    }


@needs("performance.read")
def through_time(request: HttpRequest, measure: str) -> HttpResponse:
    """Everything that was said of a measure, the newest period first."""
    person, here = who_and_where(request)
    it = _measure(measure)
    every = queries.through_time(person, here, it)
    context = {
        "measure": it,
        "periods": _by_period(every),
        "figures": _choices(person, here, it) if queries.may_write(person, here, it) else [],
    }
    return render(request, "performance/commentary_through_time.jinja", context)


def _by_period(every: Sequence[Commentary]) -> list[dict[str, Any]]:
    """Each period with the text that stands and the versions before it."""
    grouped: dict[tuple[date, str], list[Commentary]] = {}
    for it in every:
        grouped.setdefault((it.start, it.length), []).append(it)
    found = []
    for some in grouped.values():
        standing = next((it for it in some if it.state == "approved"), some[0])
        others = [it for it in some if it is not standing]
        found.append({"label": standing.period.label, "standing": standing, "others": others})
    return found


def _choices(person: Person, organisation: Organisation, measure: Measure) -> list[dict[str, str]]:
    """The last figures, each with where to write about it."""
    latest = queries.periods(person, organisation, measure, clock.today())[-FIGURES:]
    unit = unit_of(measure)
    return [
        {
            "label": it.period.label,
            "value": unit.text(it.value, "No value"),
            "href": reverse("commentary-write", args=[measure.id, it.start]),
        }
        for it in reversed(latest)
    ]


@needs("commentary.write")
def write(request: HttpRequest, measure: str, told: date) -> HttpResponse:
    """Writes commentary on one figure, beside its chart, the figures before it and what was said of those."""
    person, here = who_and_where(request)
    it = _measure(measure)
    every = queries.periods(person, here, it, clock.today())
    figure = next((one for one in every if one.start == told), None)
    if figure is None or not queries.may_write(person, here, it):
        raise Http404
    said = queries.through_time(person, here, it)
    key = (figure.start, figure.series.length)
    standing = next(
        (one for one in said if (one.start, one.length) == key and one.state != "superseded"), None
    )
    tracked = queries.to_track(here, it.id)
    form = CommentaryForm(tracked, request.POST or None, initial=of(standing))
    given = request.POST.get("opened", "")
    opened = int(given) if given.isdecimal() else (standing.number if standing else 0)
    send = request.POST.get("do") == "send"
    theirs: list[Commentary] = []

    def act() -> str:
        try:
            made = actions.write(
                person,
                organisation=here,
                measure=it,
                start=told,
                said=form.said(),
                opened=opened,
                send=send,
            )
        except WrittenMeanwhile as fault:
            theirs.append(fault.newer)
            raise
        return reverse("commentary", args=[made.pk])

    done = acted(request, form, act, "It waits for approval." if send else "The draft is saved.")
    context = _around(person, here, it) | {
        "form": form,
        "measure": it,
        "period": figure.period,
        "opened": theirs[0].number if theirs else opened,
        "theirs": theirs,
        "standing": standing,
        "figures": _figures(every, it, told),
        "earlier": [one for one in said if one.state == "approved" and one.start < told][:3],
    }
    status = 422 if form.errors else 200
    return done or render(request, "performance/commentary_write.jinja", context, status=status)


def _figures(every: Sequence[Any], measure: Measure, told: date) -> list[list[Any]]:
    """The figure that is written about and those before it, the newest first."""
    unit = unit_of(measure)
    some = [it for it in every if it.start <= told][-FIGURES:]
    return [[it.period.label, unit.text(it.value, "No value")] for it in reversed(some)]


def _around(person: Person, organisation: Organisation, measure: Measure) -> dict[str, Any]:
    """How the measure stands, its chart and what was marked on it."""
    line = performance.line(person, organisation, measure, clock.today())
    return {"row": shown.row(person, organisation, line), "chart": _chart(person, organisation, measure)}


def _chart(person: Person, organisation: Organisation, measure: Measure) -> Chart | None:
    found = signal.signals(person, organisation, [measure.id], whole=True).get(measure.id)
    if found is None:
        return None
    series = figures.series_called([found.series])[found.series]
    return signal.drawn(found, series, events.events(person, organisation, [measure.id]).get(measure.id, []))


@needs("performance.read")
def one(request: HttpRequest, commentary: int) -> HttpResponse:
    """One version: what it says, how far it is, and deciding on it, for those who may."""
    person = person_of(request)
    it = queries.commentary(person, commentary)
    if it is None:
        raise Http404
    measure = catalogue().get(it.measure)
    may_decide = queries.may_decide(person, it)
    form = DecideForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        if form.cleaned_data["decision"] == "approve":
            actions.approve(person, commentary=it)
        else:
            actions.send_back(person, commentary=it, because=form.cleaned_data["because"])

    said = "It is approved." if request.POST.get("decision") == "approve" else "It is sent back."
    done = acted(request, form, act, said, reverse("commentary", args=[it.pk]))
    context = {
        "it": it,
        "form": form if may_decide or form.is_bound else None,
        "chart": _chart(person, it.organisation, measure) if measure else None,
        "write": reverse("commentary-write", args=[it.measure, it.start])
        if measure and it.state != "superseded" and queries.may_write(person, it.organisation, measure)
        else "",
        "today": clock.today(),
    }
    status = 422 if form.errors else 200
    return done or render(request, "performance/commentary_one.jinja", context, status=status)


def _measure(slug: str) -> Measure:
    found = catalogue().get(slug)
    if found is None:
        raise Http404
    return found
