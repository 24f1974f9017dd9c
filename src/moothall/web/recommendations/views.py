"""Recommendations: the list, one with its answer, actions and evidence, and the list as files."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.core import clock
from moothall.core.models import Organisation
from moothall.core.queries import services
from moothall.direction.queries import people_here
from moothall.direction.recommendations import actions, queries
from moothall.direction.recommendations.life import steps
from moothall.direction.recommendations.queries import Recommendation
from moothall.kit.documents.model import Column, Document, Table, cell
from moothall.kit.documents.words import spoken_date
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.recommendations import forms
from moothall.web.sending import document_sent, names
from moothall.web.submitting import sent

KINDS = ("pdf", "docx", "xlsx", "csv")


@needs("performance.read")
def recommendations(request: HttpRequest) -> HttpResponse:
    """What others recommended, newest report first."""
    person, here = who_and_where(request)
    today = clock.today()
    asked = {name: request.GET.get(name, "") for name in ("body", "standing")}
    found = list(queries.recommendations(person, here, on=today, **asked))
    context = {
        "filter": forms.Filter(initial=asked),
        "filtered": any(asked.values()),
        "found": found,
        "late": [it.pk for it in found if it.late(today)],
        "may_manage": queries.may_manage(person, here),
        "kinds": names(*KINDS),
    }
    return render(request, "recommendations/recommendations.jinja", context)


@needs("performance.read")
def recommendation(request: HttpRequest, recommendation: int) -> HttpResponse:
    """One recommendation: the council's answer, what is done about it, and the evidence."""
    person, it = person_of(request), _found(request, recommendation)
    today = clock.today()
    may_manage = queries.may_manage(person, it.organisation)
    context = {
        "it": it,
        "late": it.late(today),
        "agreed": list(queries.actions_on(it)),
        "steps": list(it.steps.all()),
        "today": today,
        "next": steps(it.state) if may_manage else [],
        "can_agree": may_manage and it.state in ("accepted", "partly"),
    }
    return render(request, "recommendations/recommendation.jinja", context)


@needs("recommendations.manage")
def record(request: HttpRequest) -> HttpResponse:
    """Records a recommendation."""
    person, here = who_and_where(request)
    form = forms.RecordForm(services(here), people_here(here), request.POST or None)

    def act(**given: Any) -> str:
        return _address(actions.record(person, organisation=here, **given))

    done = sent(request, form, act, "The recommendation is recorded.")
    return done or _form(request, form, None, "Record a recommendation", "Record it")


@needs("recommendations.manage")
def step(request: HttpRequest, recommendation: int) -> HttpResponse:
    """Answers it, or says that it is done."""
    it = _managed(request, recommendation)
    form = forms.StepForm(steps(it.state), request.POST or None)

    def act(**given: Any) -> None:
        actions.step(person_of(request), recommendation=it, **given)

    done = sent(request, form, act, "It is on record.", _address(it))
    return done or _form(request, form, it, "Say how it stands", "Save")


@needs("recommendations.manage")
def agree(request: HttpRequest, recommendation: int) -> HttpResponse:
    """Agrees an action on it."""
    it = _managed(request, recommendation)
    initial = {"due": clock.today() + timedelta(days=90), "service": it.service_id, "owner": it.person_id}
    here = it.organisation
    form = forms.ActionForm(services(here), people_here(here), request.POST or None, initial=initial)

    def act(**given: Any) -> None:
        actions.agree(person_of(request), recommendation=it, **given)

    done = sent(request, form, act, "The action is agreed, and tracked until it is done.", _address(it))
    return done or _form(request, form, it, "Agree an action", "Agree action")


@needs("performance.read")
def file(request: HttpRequest, kind: str) -> HttpResponse:
    """Every recommendation as a file."""
    person, here = who_and_where(request)
    today = clock.today()
    found = list(queries.recommendations(person, here, on=today))
    return document_sent(request, _document(here, found, today), kind, f"{here.slug}-recommendations")


def _document(here: Organisation, found: list[Recommendation], on: date) -> Document:
    columns = ("Number", "Recommendation", "Made by", "Report", "Answers", "By", "How it stands")
    rows = tuple(
        (
            cell(it.number), cell(it.words), cell(it.get_body_display()), cell(f"{it.report}, {spoken_date(it.on)}"),
            cell(it.answers), cell(spoken_date(it.due) if it.due else "No day given"),
            cell(f"{it.get_state_display()}{', late' if it.late(on) else ''}"),
        )
        for it in found
    )  # fmt: skip
    table = Table("Recommendations", tuple(Column(name, name == "Number") for name in columns), rows)
    return Document("Recommendations and what became of them", (table,), on, author=here.name)


def _address(it: Recommendation) -> str:
    return reverse("recommendation", args=[it.pk])


def _found(request: HttpRequest, pk: int) -> Recommendation:
    found = queries.recommendation(person_of(request), pk)
    if found is None:
        raise Http404
    return found


def _managed(request: HttpRequest, pk: int) -> Recommendation:
    it = _found(request, pk)
    if not queries.may_manage(person_of(request), it.organisation):
        raise Http404
    return it


def _form(
    request: HttpRequest, form: Any, it: Recommendation | None, title: str, button: str
) -> HttpResponse:
    to = _address(it) if it else reverse("recommendations")
    told = {"form": form, "it": it, "page_title": title, "button": button, "to": to}
    return render(request, "recommendations/form.jinja", told, status=422 if form.errors else 200)
