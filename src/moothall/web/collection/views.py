"""What is due from whom; a value entered, checked, signed off or sent back."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.core import clock
from moothall.core.models import Person
from moothall.performance.collection import actions, queries
from moothall.performance.collection.coming import Item, State, a_year_up_to, punctuality
from moothall.performance.collection.life import State as EntryState
from moothall.web.access import needs, person_of
from moothall.web.collection import shown
from moothall.web.collection.forms import Chosen, Confirmed, Filter, SentBack, Value, of_item
from moothall.web.context import who_and_where
from moothall.web.submitting import acted, sent


@needs("performance.read")
def collection(request: HttpRequest) -> HttpResponse:
    """What is due from whom: one's own first."""
    person, here = who_and_where(request)
    today = clock.today()
    found = queries.collected(person, here, today)
    form = Filter(queries.services(person, here), request.GET)
    chosen = form.chosen()
    mine = [] if chosen else queries.wanted(queries.theirs(person, found))
    context = {
        "filter": form,
        "filtered": bool(chosen),
        "any": bool(found),
        "mine": [shown.row(it) for it in mine],
        "services": sorted({(it.ask.service.name, it.ask.service.slug) for it in mine}),
        "groups": shown.groups(it for it in queries.wanted(found, **chosen) if it not in mine),
        "counts": [(state, count) for state, count in queries.counted(found).items() if count],
        "punctuality": punctuality(found, *a_year_up_to(today)),
        "waiting": sum(it.state == State.ENTERED and queries.may_sign_off(person, it.ask) for it in found),
        "may_manage": queries.may_manage(person, here),
    }
    return render(request, "collection/collection.jinja", context)


@needs("performance.read")
def enter(request: HttpRequest, asked: int, begins: date) -> HttpResponse:
    """One value: what it was before, its form for those who return it, and what became of each entry."""
    person, it = _item(request, asked, begins)
    may_enter = queries.may_enter(person, it.ask) and it.state != State.NOT_YET
    form = Value(it.measure, request.POST or None, initial=of_item(it)) if may_enter else None
    if request.method == "POST" and form is None:
        raise PermissionDenied(f"‘{it.title}’ is not yours to return, or its period is not over yet.")

    def act(**given: Any) -> str:
        actions.enter(person, ask=it.ask, start=begins, **given)
        return reverse("collection-check", args=[asked, begins])

    done = sent(request, form, act, f"{it.title}: kept as a draft. Check it, then send it.") if form else None
    context = _context(person, it) | {"form": form}
    return done or render(request, "collection/enter.jinja", context, status=_status(form))


@needs("collection.enter")
def check(request: HttpRequest, asked: int, begins: date) -> HttpResponse:
    """A draft beside its history, to confirm and send for sign-off."""
    person, it = _item(request, asked, begins)
    if not queries.may_enter(person, it.ask):
        raise PermissionDenied(f"‘{it.title}’ is not yours to return.")
    if it.entry is None:
        raise Http404
    entry = it.entry
    form = Confirmed(bool(entry.doubts), request.POST if request.method == "POST" else None)

    def act() -> None:
        actions.submit(person, entry=entry, because=form.cleaned_data.get("because", ""))

    done = acted(request, form, act, f"{it.title}: sent for sign-off.", reverse("collection"))
    context = _context(person, it) | {"form": form, "draft": entry.state == EntryState.DRAFT}
    return done or render(request, "collection/check.jinja", context, status=_status(form))


@needs("collection.sign_off")
def sign_off(request: HttpRequest) -> HttpResponse:
    """What waits for this person's sign-off, all at once."""
    person, here = who_and_where(request)
    today = clock.today()
    found = queries.to_sign_off(person, here, today)
    form = Chosen(found, request.POST if request.method == "POST" else None)
    entries = {str(it.entry.pk): it.entry for it in found if it.entry}

    def act() -> None:
        chosen = [entries[key] for key in form.cleaned_data["entries"]]
        actions.sign_off(person, organisation=here, entries=chosen)

    said = "Signed off: the values are the council’s figures now."
    done = acted(request, form, act, said, reverse("collection-sign-off"))
    behind, alone = queries.behind(person, here, found, today), queries.rules(here).one_person
    context = {
        "form": form,
        "rows": shown.waiting(found, behind, person, alone),
        "chosen": request.POST.getlist("entries"),
    }
    return done or render(request, "collection/sign_off.jinja", context, status=_status(form))


@needs("collection.sign_off")
def send_back(request: HttpRequest, asked: int, begins: date) -> HttpResponse:
    """Asks for a value again, with what is wrong with it."""
    person, it = _item(request, asked, begins)
    if it.entry is None:
        raise Http404
    entry = it.entry
    form = SentBack(request.POST or None)

    def act(words: str) -> None:
        actions.send_back(person, entry=entry, words=words)

    done = sent(request, form, act, f"{it.title}: sent back.", reverse("collection-sign-off"))
    context = _context(person, it) | {"form": form}
    return done or render(request, "collection/send_back.jinja", context, status=_status(form))


def _context(person: Person, it: Item) -> dict[str, Any]:
    behind = queries.behind(person, it.ask.organisation, [it], clock.today())[it.ask.pk, it.period.start]
    return {
        "it": it,
        "entry": it.entry,
        "said": shown.said(it.entry, it.measure) if it.entry else None,
        "tag": shown.tag(it),
        "when": shown.when(it),
        "whom": shown.whom(it),
        "target": shown.target(it, behind),
        "history": shown.history(it, behind),
        "versions": shown.versions(queries.versions(it), it.measure),
        "may_sign_off": it.state == State.ENTERED and queries.may_sign_off(person, it.ask),
    }


def _item(request: HttpRequest, asked: int, begins: date) -> tuple[Person, Item]:
    person = person_of(request)
    found = queries.item(person, asked, begins, clock.today())
    if found is None:
        raise Http404
    return person, found


def _status(form: Any) -> int:
    return 422 if form is not None and form.errors else 200
