"""One commitment: what was promised, how it goes, and how it ends."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.core import clock
from moothall.direction import actions as direction_actions
from moothall.direction import queries as direction
from moothall.direction.actions import Promise, Source
from moothall.direction.life import OPEN, State
from moothall.direction.money import in_pounds
from moothall.direction.queries import Commitment
from moothall.plan import queries as plans
from moothall.plan.progress import actions, queries
from moothall.plan.progress.composing import due, measure_of
from moothall.plan.themes import BY_KEY
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.plan.days import day
from moothall.web.progress.forms import CarryForm, DropForm, PromiseForm, UpdateForm
from moothall.web.progress.shown import money
from moothall.web.submitting import sent


@needs("plan.read")
def one(request: HttpRequest, commitment: int) -> HttpResponse:
    """The promise, where it was made, its newest figure, and everything said of it."""
    person = person_of(request)
    it = queries.one(person, commitment, clock.today())
    if it is None:
        raise Http404
    council = it.commitment.organisation
    updates = list(it.commitment.updates.all())
    context = {
        "it": it,
        "commitment": it.commitment,
        "section": BY_KEY[it.commitment.theme].title if it.commitment.theme in BY_KEY else "",
        "updates": updates,
        "cited": queries.cited(one.pk for one in updates),
        "public": it.commitment.source_key in queries.public_sources(council),
        "carried_from": list(it.commitment.carried_from.all()),
        "may_track": direction.may_track(person, council),
        "may_update": direction.may_update(person, it.commitment) and it.state in (*OPEN, State.DONE),
        "open": it.state in OPEN,
        "measure": measure_of(it),
        "due": due,
        "day": day,
        "money": money,
    }
    return render(request, "progress/commitment.jinja", context)


@needs("progress.manage")
def add(request: HttpRequest) -> HttpResponse:
    """Tracks something that was promised, in a plan or elsewhere."""
    person, here = who_and_where(request)
    kept = {plan.slug: plan for plan in plans.plans(person, here)}
    form = PromiseForm(
        direction.to_choose(person, here),
        direction.to_name(person, here),
        [(slug, plan.title) for slug, plan in kept.items()],
        request.POST or None,
    )

    def act(plan: str, **given: Any) -> str:
        source = None
        if plan:
            where = reverse("public-plan", args=[here.slug, plan])
            anchor = f"#{given['theme']}" if given["theme"] else ""
            source = Source(queries.PLAN, plan, kept[plan].title, where + anchor)
        made = direction_actions.add_commitment(
            person, organisation=here, promise=Promise(**given), source=source
        )
        return reverse("commitment", args=[made.pk])

    done = sent(request, form, act, "The commitment is tracked.")
    return done or _form(request, form, None, "Track a commitment", "Track it", reverse("progress"))


@needs("progress.manage")
def edit(request: HttpRequest, commitment: int) -> HttpResponse:
    """Says anew what was promised, or who answers for it."""
    person = person_of(request)
    it = _to_manage(request, commitment)
    here = it.organisation
    said: dict[str, Any] = {
        name: getattr(it, name)
        for name in ("words", "theme", "service", "person", "due", "due_words", "measure", "target", "basis")
    }
    form = PromiseForm(
        direction.to_choose(person, here),
        direction.to_name(person, here),
        None,
        request.POST or None,
        initial=said | {"saving": None if it.saving is None else in_pounds(it.saving)},
    )

    def act(**given: Any) -> None:
        direction_actions.change_commitment(person, commitment=it, promise=Promise(**given))

    to = reverse("commitment", args=[it.pk])
    done = sent(request, form, act, "The commitment was changed.", to)
    return done or _form(request, form, it, "Change a commitment", "Save commitment", to)


@needs("progress.update")
def update(request: HttpRequest, commitment: int) -> HttpResponse:
    """Says how it goes: a manager of their own services' commitments."""
    person, it = person_of(request), _found(request, commitment)
    if not direction.may_update(person, it):
        raise PermissionDenied("This commitment is another service's: its manager says how it goes.")
    form = UpdateForm(
        queries.citable(person, it),
        request.POST or None,
        initial={"state": it.state, "on": clock.today()},
    )

    def act(**given: Any) -> None:
        actions.update(person, commitment=it, **given)

    to = reverse("commitment", args=[it.pk])
    done = sent(request, form, act, "The update is saved.", to)
    return done or _form(request, form, it, "Say how it goes", "Save update", to)


@needs("progress.manage")
def drop(request: HttpRequest, commitment: int) -> HttpResponse:
    """Gives it up, with a reason."""
    person, it = person_of(request), _to_manage(request, commitment)
    form = DropForm(request.POST or None, initial={"on": clock.today()})

    def act(reason: str, on: date) -> None:
        direction_actions.drop_commitment(person, commitment=it, reason=reason, on=on)

    to = reverse("commitment", args=[it.pk])
    done = sent(request, form, act, "The commitment is dropped.", to)
    return done or _form(request, form, it, "Drop a commitment", "Drop it", to, kind="warning")


@needs("progress.manage")
def carry(request: HttpRequest, commitment: int) -> HttpResponse:
    """Ends it because another takes it over."""
    person, it = person_of(request), _to_manage(request, commitment)
    others = {
        str(other.pk): other
        for other in direction.commitments(person, it.organisation)
        if other.pk != it.pk and other.state in (*OPEN, State.DONE)
    }
    form = CarryForm(
        [(key, str(other)) for key, other in others.items()],
        request.POST or None,
        initial={"on": clock.today()},
    )

    def act(to: str, reason: str, on: date) -> None:
        direction_actions.carry_forward(person, commitment=it, to=others[to], reason=reason, on=on)

    back = reverse("commitment", args=[it.pk])
    done = sent(request, form, act, "The commitment is carried forward.", back)
    return done or _form(request, form, it, "Carry a commitment forward", "Carry it forward", back)


def _found(request: HttpRequest, pk: int) -> Commitment:
    found = direction.commitment(person_of(request), pk)
    if found is None:
        raise Http404
    return found


def _to_manage(request: HttpRequest, pk: int) -> Commitment:
    """A commitment of a council where this person manages them."""
    found = _found(request, pk)
    if not direction.may_track(person_of(request), found.organisation):
        raise Http404
    return found


def _form(
    request: HttpRequest, form: Any, it: Commitment | None, title: str, button: str, to: str, kind: str = ""
) -> HttpResponse:
    told = {"form": form, "commitment": it, "page_title": title, "button": button, "to": to, "kind": kind}
    return render(request, "progress/form.jinja", told, status=422 if form.errors else 200)
