"""One measure: what its chart says, what happened, what changed, and marking what happened."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.core import clock
from moothall.core.models import Organisation, Person
from moothall.core.permission import may
from moothall.direction import events
from moothall.direction.events import Event, Kind
from moothall.figures.answering import answering
from moothall.figures.measures import Measure, catalogue
from moothall.figures.recalculating import start_recalculating
from moothall.insight import standing
from moothall.performance import effects, forecasting, queries, signal
from moothall.performance.commentary.queries import WRITE
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.performance import commentary, sections, shown
from moothall.web.performance.forms import MarkForm, WithdrawForm
from moothall.web.performance.pictures import icon
from moothall.web.submitting import sent


@needs("performance.read")
def measured(request: HttpRequest, measure: str) -> HttpResponse:
    """How one measure stands: its control chart, what was marked on it, and what changed since the last quarter."""
    person, here = who_and_where(request)
    it = measure_called(measure)
    line, before = queries.now_and_then(person, here, it, clock.today())
    marked = events.events(person, here, [it.id]).get(it.id, [])
    kept = queries.kept(person, here, it)
    area = line.latest.series.area if line.latest else None
    found = signal.Signal(it.id, kept[signal.ENGINE]) if signal.ENGINE in kept and area else None
    expected = kept.get(forecasting.ENGINE)
    peers = kept.get(standing.ENGINE)
    context = {
        "measure": it,
        "row": shown.row(person, here, line),
        "signal": found,
        "chart": sections.signal_chart(found, line.latest.series, marked) if found and line.latest else None,
        "variation": icon(found.variation) if found else "",
        "assurance": icon(found.assurance) if found else "",
        "growing": it.basis == signal.GROWING,
        "changed": shown.changed(line, before),
        "expected": sections.expected(expected, it, area, line.latest) if expected and area else None,
        "effects": sections.did(kept.get(effects.ENGINE), marked),
        "among": sections.among(peers, it) if peers else None,
        "figures": sections.lineage(it, line.recent),
        "commentary": commentary.beside(
            person,
            here,
            it,
            line.latest.start if line.latest else None,
            may_write=_reaches(person, here, it, line.service, WRITE),
        ),
        "events": marked,
        "may_mark": _reaches(person, here, it, line.service),
    }
    return render(request, "performance/measured.jinja", context)


@needs("direction.mark")
def mark(request: HttpRequest, measure: str) -> HttpResponse:
    """Marks what happened on a measure; a rebase works its chart out again."""
    person, here = who_and_where(request)
    it = measure_called(measure)
    if not _may_mark(person, here, it):
        raise Http404
    form = MarkForm(request.POST or None, initial={"on": clock.today()})

    def act(**given: Any) -> None:
        events.mark(person, organisation=here, measure=it.id, service=answering(here, it), **given)
        signal.refresh(person, here, [it])
        if given["kind"] == Kind.CHANGE:
            start_recalculating(person, organisation=here, measures=[it.id])

    to = reverse("measured", args=[it.id])
    done = sent(request, form, act, "It is marked on the chart.", to)
    return done or _form(request, form, "Mark what happened", "Mark it", it, to)


@needs("direction.mark")
def withdraw(request: HttpRequest, event: int) -> HttpResponse:
    """Takes a mark off, with the reason."""
    person = person_of(request)
    found = events.event(person, event)
    it = catalogue().get(found.measure) if found else None
    if found is None or it is None or found.withdrawn_at or not _may_mark(person, found.organisation, it):
        raise Http404
    form = WithdrawForm(request.POST or None)
    standing: Event = found

    def act(because: str) -> None:
        service = answering(standing.organisation, it)
        events.withdraw(person, event=standing, service=service, because=because)
        signal.refresh(person, standing.organisation, [it])

    to = reverse("measured", args=[it.id])
    done = sent(request, form, act, "The mark is withdrawn.", to)
    return done or _form(request, form, f"Withdraw ‘{found}’", "Withdraw it", it, to)


def _may_mark(person: Person, organisation: Organisation, measure: Measure) -> bool:
    return _reaches(person, organisation, measure, answering(organisation, measure))


def _reaches(
    person: Person, organisation: Organisation, measure: Measure, service: str, what: str = events.MARK
) -> bool:
    return may(person, what, organisation, service=service, measure=measure.id)


def measure_called(slug: str) -> Measure:
    """The measure of an address. Raises Http404."""
    found = catalogue().get(slug)
    if found is None:
        raise Http404
    return found


def _form(request: HttpRequest, form: Any, title: str, button: str, it: Measure, to: str) -> HttpResponse:
    told = {"form": form, "page_title": title, "button": button, "measure": it, "to": to, "kinds": list(Kind)}
    return render(request, "performance/form.jinja", told, status=422 if form.errors else 200)
