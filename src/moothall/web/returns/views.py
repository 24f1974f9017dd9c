"""The calendar of statutory returns, each return's history, and the record that one went."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from moothall.core import clock
from moothall.core.permission import may
from moothall.plan.returns import actions, queries
from moothall.plan.returns.coming import Item
from moothall.plan.returns.evidence import TEXT
from moothall.reference.statutory_returns import catalogue
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.returns import shown
from moothall.web.returns.forms import Details, DueDay, Ending, Filter, Submitted, of_known, of_return
from moothall.web.submitting import sent
from moothall.web.uploads import put_aside

OWN = "own"  # in an address: a return that the catalogue does not know


@needs("returns.read")
def calendar(request: HttpRequest) -> HttpResponse:
    """What is late, due and to come, by month."""
    person, here = who_and_where(request)
    today = clock.today()
    found = queries.returns(person, here, today)
    form = Filter(queries.services(person, here), request.GET)
    context = {
        "filter": form,
        "filtered": bool(form.chosen()),
        "months": shown.months(queries.calendar(found, **form.chosen())),
        "any": bool(found),
        "punctuality": queries.overall(found, today),
        "may_manage": may(person, queries.MANAGE, here),
    }
    return render(request, "returns/calendar.jinja", context)


@needs("returns.read")
def every(request: HttpRequest) -> HttpResponse:
    """Each return, its owner and how punctual it was."""
    person, here = who_and_where(request)
    rows = shown.every(queries.returns(person, here, clock.today()))
    context = {"rows": rows, "may_manage": may(person, queries.MANAGE, here)}
    return render(request, "returns/every.jinja", context)


@needs("returns.manage")
def choose(request: HttpRequest) -> HttpResponse:
    """The returns of the catalogue, those for councils of this kind first."""
    _person, here = who_and_where(request)
    taken = queries.taken(here)
    rows: dict[bool, list[list[Any]]] = {True: [], False: []}
    for known, fits in queries.known_for(here):
        there = taken.get(known.id)
        address = reverse("return", args=[there]) if there else reverse("return-add", args=[known.id])
        said = f"{known.title} (tracked already)" if there else known.title
        due = f"{known.rule.words[0].upper()}{known.rule.words[1:]}"
        rows[fits].append(
            [{"text": said, "href": address}, known.body, due, "Yes" if known.verified else "No"]
        )
    return render(request, "returns/choose.jinja", {"fitting": rows[True], "others": rows[False]})


@needs("returns.manage")
def add(request: HttpRequest, known: str) -> HttpResponse:
    """Takes up a return: of the catalogue, or the council's own."""
    person, here = who_and_where(request)
    it = catalogue().get(known)
    if it is None and known != OWN:
        raise Http404
    initial = {"first_day": clock.today(), "kind": "announced", **(of_known(it) if it else {})}
    services, people = queries.services(person, here), queries.owners(person, here)
    form = Details(services, people, request.POST or None, initial=initial)

    def act(**given: Any) -> str:
        made = actions.add_return(person, organisation=here, known_as=it.id if it else "", **given)
        return reverse("return", args=[made.pk])

    done = sent(request, form, act, "The return is on the calendar.")
    context = {"form": form, "known": it, "standing": None, "any_service": services.exists()}
    return done or _form(request, "details", context)


@needs("returns.read")
def one(request: HttpRequest, statutory_return: int) -> HttpResponse:
    """One return: what it is, every period of it, and how punctual it was."""
    standing = _standing(request, statutory_return)
    it = standing.statutory_return
    person = person_of(request)
    may_submit, may_manage = queries.may_submit(person, it), may(person, queries.MANAGE, it.organisation)
    context = {
        "standing": standing,
        "it": it,
        "known": catalogue().get(it.known_as),
        "owner": shown.owner(it),
        "rows": shown.history(standing, may_submit, may_manage),
        "may_manage": may_manage,
    }
    return render(request, "returns/one.jinja", context)


@needs("returns.manage")
def change(request: HttpRequest, statutory_return: int) -> HttpResponse:
    """Says anew what a return is, whose and when it is due."""
    standing = _standing(request, statutory_return)
    person, it = person_of(request), standing.statutory_return
    services, people = queries.services(person, it.organisation), queries.owners(person, it.organisation)
    form = Details(services, people, request.POST or None, initial=of_return(it), new=False)

    def act(**given: Any) -> None:
        actions.change_return(person, statutory_return=it, **given)

    done = sent(request, form, act, f"‘{it}’ was changed.", reverse("return", args=[it.pk]))
    context = {"form": form, "known": catalogue().get(it.known_as), "standing": standing, "any_service": True}
    return done or _form(request, "details", context)


@needs("returns.manage")
def end(request: HttpRequest, statutory_return: int) -> HttpResponse:
    """The return is no longer made."""
    it = _standing(request, statutory_return).statutory_return
    form = Ending(request.POST or None, initial={"on": clock.today()})

    def act(on: date) -> None:
        actions.end_return(person_of(request), statutory_return=it, on=on)

    done = sent(request, form, act, f"‘{it}’ was given its last period.", reverse("return", args=[it.pk]))
    return done or _form(request, "end", {"form": form, "it": it})


@needs("returns.manage")
def due(request: HttpRequest, statutory_return: int, period: date) -> HttpResponse:
    """Gives one period its due day."""
    item = _item(request, statutory_return, period)
    it = item.statutory_return
    form = DueDay(request.POST or None, initial={"due": item.due})

    def act(due: date, reason: str) -> None:
        actions.set_due(person_of(request), statutory_return=it, start=period, due=due, reason=reason)

    done = sent(request, form, act, f"{item.title}: its due day is set.", reverse("return", args=[it.pk]))
    return done or _form(request, "due", {"form": form, "item": item, "when": shown.when(item)})


@needs("returns.submit")
def submit(request: HttpRequest, statutory_return: int, period: date) -> HttpResponse:
    """Records that a return went, with its evidence."""
    item = _item(request, statutory_return, period)
    person, it = person_of(request), item.statutory_return
    if not queries.may_submit(person, it):
        raise PermissionDenied(f"You submit for other services: ‘{it}’ belongs to {it.service}.")
    initial = {"submitted_on": clock.today(), "submitted_by": str(person)}
    again = item.submission is not None
    form = Submitted(again, request.POST or None, request.FILES or None, initial=initial)

    def act(file: "UploadedFile[bytes] | None", **given: Any) -> None:
        with put_aside([file] if file else []) as aside:
            name, path = aside[0] if aside else ("", None)
            actions.submit(person, statutory_return=it, start=period, file=path, file_name=name, **given)

    done = sent(request, form, act, f"{item.title}: recorded as submitted.", reverse("return", args=[it.pk]))
    context = {"form": form, "item": item, "when": shown.when(item), "history": queries.history(item)}
    return done or _form(request, "submit", context)


@needs("returns.read")
def evidence(request: HttpRequest, submission: int) -> HttpResponseBase:
    """The file that shows a return went, as it came. It is saved, never opened in the page."""
    found = queries.evidence(person_of(request), submission)
    if found is None:
        raise Http404
    it, path = found
    kind = f"{TEXT}; charset=utf-8" if it.file_kind == TEXT else it.file_kind
    return FileResponse(path.open("rb"), as_attachment=True, filename=it.file_name, content_type=kind)


def _form(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, f"returns/{name}.jinja", context, status=422 if context["form"].errors else 200)


def _standing(request: HttpRequest, pk: int) -> queries.Standing:
    found = queries.one(person_of(request), pk, clock.today())
    if found is None:
        raise Http404
    return found


def _item(request: HttpRequest, pk: int, start: date) -> Item:
    found = queries.item(_standing(request, pk), start)
    if found is None:
        raise Http404
    return found
