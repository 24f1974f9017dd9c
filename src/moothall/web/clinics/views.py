"""Clinics: the list, one with its agenda and minutes, and its pack as files."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from moothall.core import clock
from moothall.core.queries import services
from moothall.core.versions import WrittenMeanwhile
from moothall.direction.queries import to_name
from moothall.kit.documents.json import from_json
from moothall.performance.clinics import actions, queries
from moothall.performance.clinics.composing import pack as composed
from moothall.performance.clinics.life import State
from moothall.performance.clinics.queries import Clinic, Item
from moothall.web.access import needs, person_of
from moothall.web.clinics import forms
from moothall.web.clinics.shown import items_shown
from moothall.web.context import who_and_where
from moothall.web.sending import document_sent, names
from moothall.web.submitting import acted, sent, told

KINDS = ("pdf", "docx", "pptx")
A_PAGE = 24  # two years of monthly clinics


@needs("performance.read")
def clinics(request: HttpRequest) -> HttpResponse:
    """Every clinic, newest first, and planning the next."""
    person, here = who_and_where(request)
    page = Paginator(queries.clinics(person, here), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "clinics/clinics.jinja", {"page": page, "may_manage": queries.may_manage(person, here)}
    )


@needs("clinics.manage")
def plan(request: HttpRequest) -> HttpResponse:
    """Plans a clinic; what the rules would put on the agenda today is shown before."""
    person, here = who_and_where(request)
    today = clock.today()
    form = forms.PlanForm(services(here), request.POST or None, initial={"on": today + timedelta(days=7)})

    def act(**given: Any) -> str:
        return reverse("clinic", args=[actions.plan(person, organisation=here, **given).pk])

    done = sent(request, form, act, "The clinic is planned, with its agenda.")
    context = {"form": form, "found": queries.to_discuss(person, here, today)}
    return done or render(request, "clinics/plan.jinja", context, status=422 if form.errors else 200)


@needs("performance.read")
def clinic(request: HttpRequest, clinic: int) -> HttpResponse:
    """One clinic: its agenda, with why and the chart of each thing, its minutes and its actions."""
    person = person_of(request)
    it = _found(request, clinic)
    found = queries.items(it)
    may_manage = queries.may_manage(person, it.organisation)
    context = {
        "clinic": it,
        "items": items_shown(person, it, found, queries.actions_of(it), clock.today()),
        "counts": queries.counts(found),
        "waiting": sum(one.standing == "waiting" for one in found),
        "can_begin": may_manage and it.state == State.PLANNED,
        "can_add": may_manage and it.state != State.CLOSED,
        "can_minute": may_manage and it.state == State.OPEN,
        "kinds": names(*KINDS),
        "today": clock.today(),
    }
    return render(request, "clinics/clinic.jinja", context)


@needs("clinics.manage")
def begin(request: HttpRequest, clinic: int) -> HttpResponse:
    """Begins a clinic."""
    it = _managed(request, clinic)
    form = forms.BeginForm(request.POST or None)

    def act(there: str) -> None:
        actions.begin(person_of(request), clinic=it, there=there)

    done = sent(request, form, act, "The clinic has begun.", _address(it))
    return done or _form(request, form, it, "Begin the clinic", "Begin")


@needs("clinics.manage")
def add(request: HttpRequest, clinic: int) -> HttpResponse:
    """Puts something on the agenda by hand."""
    it = _managed(request, clinic)
    form = forms.AddForm(request.POST or None)

    def act(**given: str) -> None:
        actions.add_item(person_of(request), clinic=it, **given)

    done = sent(request, form, act, "It is on the agenda.", _address(it))
    return done or _form(request, form, it, "Add to the agenda", "Add")


@needs("clinics.manage")
@require_POST
def renew(request: HttpRequest, clinic: int) -> HttpResponse:
    """Asks the rules again."""
    it = _managed(request, clinic)
    with told(request):
        added = actions.renew(person_of(request), clinic=it)
        said = "Nothing new was found." if not added else f"{added} added to the agenda."
        messages.success(request, said)
    return redirect(_address(it))


@needs("clinics.manage")
@require_POST
def close(request: HttpRequest, clinic: int) -> HttpResponse:
    """Closes a clinic and freezes its pack."""
    it = _managed(request, clinic)
    with told(request):
        actions.close(person_of(request), clinic=it)
        messages.success(request, "The clinic is closed, and its pack stays as it is now.")
    return redirect(_address(it))


@needs("clinics.manage")
def minute(request: HttpRequest, item: int) -> HttpResponse:
    """Writes the minutes of one thing on the agenda."""
    it = _item(request, item)
    initial = {"minutes": it.minutes, "decision": it.decision, "carry": it.standing == "carried"}
    form = forms.MinuteForm(request.POST or None, initial=initial)
    sent_with = request.POST.get("opened", "")
    opened = int(sent_with) if sent_with.isdecimal() else it.number
    theirs: list[Item] = []

    def act() -> None:
        try:
            actions.minute(person_of(request), item=it, opened=opened, **form.cleaned_data)
        except WrittenMeanwhile as fault:
            theirs.append(fault.newer)
            raise

    done = acted(request, form, act, "The minutes are saved.", f"{_address(it.clinic)}#item-{it.pk}")
    now = theirs[0].number if theirs else opened
    return done or _form(
        request, form, it.clinic, it.title, "Save minutes", about=it, theirs=theirs, opened=now
    )


@needs("clinics.manage")
def agree(request: HttpRequest, item: int) -> HttpResponse:
    """Agrees an action on one thing on the agenda."""
    person, it = person_of(request), _item(request, item)
    here = it.clinic.organisation
    initial = {"due": _next_month(clock.today()), "service": it.clinic.service_id}
    form = forms.ActionForm(services(here), to_name(person, here), request.POST or None, initial=initial)

    def act(**given: Any) -> None:
        actions.agree(person, item=it, **given)

    done = sent(
        request,
        form,
        act,
        "The action is agreed, and tracked until it is done.",
        f"{_address(it.clinic)}#item-{it.pk}",
    )
    return done or _form(request, form, it.clinic, "Agree an action", "Agree action", about=it)


@needs("performance.read")
def pack(request: HttpRequest, clinic: int, kind: str) -> HttpResponse:
    """The pack: as it was frozen once the clinic is closed, before that as it stands."""
    person, it = person_of(request), _found(request, clinic)
    if it.document:
        document = from_json(it.document)
    else:
        document = composed(person, it, queries.items(it), queries.actions_of(it), clock.today())
    return document_sent(request, document, kind, f"{it.organisation.slug}-clinic-{it.on}", page=_address(it))


def _next_month(today: date) -> date:
    return today + timedelta(days=30)


def _address(it: Clinic) -> str:
    return reverse("clinic", args=[it.pk])


def _found(request: HttpRequest, pk: int) -> Clinic:
    found = queries.clinic(person_of(request), pk)
    if found is None:
        raise Http404
    return found


def _managed(request: HttpRequest, pk: int) -> Clinic:
    it = _found(request, pk)
    if not queries.may_manage(person_of(request), it.organisation):
        raise Http404
    return it


def _item(request: HttpRequest, pk: int) -> Item:
    found = queries.item(person_of(request), pk)
    if found is None or not queries.may_manage(person_of(request), found.clinic.organisation):
        raise Http404
    return found


def _form(
    request: HttpRequest,
    form: Any,
    it: Clinic,
    title: str,
    button: str,
    about: Item | None = None,
    **more: Any,
) -> HttpResponse:
    told = {
        "form": form,
        "clinic": it,
        "page_title": title,
        "button": button,
        "about": about,
        **more,
    }
    return render(request, "clinics/form.jinja", told, status=422 if form.errors else 200)
