"""One's own calendar address: got, renewed, ended; and read by a program that can send no password."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from moothall.core import actions, clock, owing
from moothall.web.access import person_of, public, signed_in
from moothall.web.context import current_organisation, who_and_where
from moothall.web.sending import file_sent, site

SHOWN = 10


@signed_in
@sensitive_variables("secret", "address")
def calendar(request: HttpRequest) -> HttpResponse:
    """What one owes, and the address at which a calendar reads it. A new one is shown once, in this answer."""
    person, here = person_of(request), current_organisation(request)
    address, today = "", clock.today()
    if request.method == "POST":
        person, here = who_and_where(request)
        _made, secret = actions.make_calendar(person, organisation=here)
        address = site(request) + reverse("calendar-feed", args=[secret])
    items = owing.owed(person, here, today) if here else []
    context = {
        "address": address,
        "kept": owing.address_of(person, here) if here else None,
        "items": [(it.title, it.href, it.when(today), it.late(today)) for it in items[:SHOWN]],
        "more": max(len(items) - SHOWN, 0),
    }
    answer = render(request, "accounts/calendar.jinja", context)
    if address:
        answer["Cache-Control"] = "no-store"
    return answer


@signed_in
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Ends one's own calendar address."""
    person, here = who_and_where(request)
    actions.end_calendar(person, organisation=here)
    return redirect("calendar")


@public
def ics(request: HttpRequest, token: str) -> HttpResponse:
    """What somebody owes, for a calendar program that knows their secret address."""
    today = clock.today()
    found = owing.read_at(token, today)
    if found is None:
        raise Http404
    answer = file_sent(owing.calendar(*found, today, clock.now(), site(request)), "ics", "due")
    answer["Cache-Control"] = "private, no-store"
    return answer
