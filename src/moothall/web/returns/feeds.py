"""Calendar addresses: made, ended, and read by programs that can send no password."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.plan.returns import actions, queries
from moothall.plan.returns.feed import to_ics
from moothall.web.access import needs, person_of, public
from moothall.web.context import who_and_where
from moothall.web.returns.forms import NewFeed
from moothall.web.sending import file_sent, site


@needs("returns.read")
def feeds(request: HttpRequest) -> HttpResponse:
    """One's own calendar addresses. A new one is shown once, on the page that its making answers with."""
    person, here = who_and_where(request)
    form, address = NewFeed(queries.services(person, here), request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _made, secret = actions.make_feed(person, organisation=here, service=form.cleaned_data["service"])
            address = site(request) + reverse("return-calendar-feed", args=[secret])
        except NotPossible as why:
            form.add_error(None, str(why))
    context = {"form": form, "address": address, "feeds": list(queries.feeds(person, here))}
    answer = render(request, "returns/feeds.jinja", context, status=422 if form.errors else 200)
    if address:
        answer["Cache-Control"] = "no-store"
    return answer


@needs("returns.read")
@require_POST
def end(request: HttpRequest, feed: int) -> HttpResponse:
    """Ends one of one's own calendar addresses."""
    it = queries.feed(person_of(request), feed)
    if it is None:
        raise Http404
    actions.end_feed(person_of(request), feed=it)
    return redirect("return-feeds")


@public
def ics(request: HttpRequest, token: str) -> HttpResponse:
    """What is due, for a calendar program that knows the secret address."""
    found = queries.fed(token, clock.today())
    if found is None:
        raise Http404
    feed, items = found
    content = to_ics(feed.organisation, items, clock.now())
    answer = file_sent(content, "ics", "returns")
    answer["Cache-Control"] = "private, no-store"
    return answer
