"""The health page of feeds, one feed and its runs, and the buttons."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.permission import may
from moothall.figures.feeds import actions, mapping, queries
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.feeds import shown
from moothall.web.feeds.forms import Details
from moothall.web.submitting import acted, told

if TYPE_CHECKING:
    from moothall.figures.feeds.models import FeedSetup

READ, MANAGE = "feeds.read", "feeds.manage"
SHOWN = 20  # runs on a page


@needs(READ)
def feeds(request: HttpRequest) -> HttpResponse:
    """How every feed is."""
    person, here = who_and_where(request)
    found = queries.health(person, here, clock.now())
    context = {
        "rows": [shown.row(it) for it in found],
        "late": any(it.overdue for it in found),
        "may_manage": may(person, MANAGE, here),
    }
    return render(request, "feeds/feeds.jinja", context)


@needs(MANAGE)
def choose(request: HttpRequest) -> HttpResponse:
    """The publishers there are plug-ins for."""
    rows = [
        [
            {"text": it.feed.title, "href": reverse("feed-new", args=[it.feed.id])},
            it.feed.publisher,
            it.feed.licence,
            "Needs a key" if it.feed.secrets else "Open",
        ]
        for it in queries.all_plugins()
    ]
    return render(request, "feeds/choose.jinja", {"rows": rows})


@needs(MANAGE)
def new(request: HttpRequest, plugin: str) -> HttpResponse:
    """Sets a feed up."""
    person, here = who_and_where(request)
    try:
        feed = queries.plugin(plugin).feed
    except NotPossible:
        raise Http404 from None
    form = Details(feed, {}, request.POST or None, initial={"every": feed.days})

    def act() -> str:
        made = actions.set_up(person, organisation=here, feed=feed.id, **form.given())
        return reverse("feed", args=[made.pk])

    done = acted(request, form, act, "The feed is set up. Check the connection, then run it.")
    return done or _form(request, {"form": form, "feed": feed, "setup": None})


@needs(READ)
def one(request: HttpRequest, feed_setup: int) -> HttpResponse:
    """One feed: how it is, what to do, its settings and its runs."""
    it = _setup(request, feed_setup)
    health = queries.health_of(it, clock.now())
    page = Paginator(queries.runs(it), SHOWN).get_page(request.GET.get("page"))
    context = {
        "it": it,
        "health": health,
        "row": shown.row(health),
        "about": shown.about(health),
        "secrets": queries.secrets(health.feed) if health.feed else [],
        "unmapped": len(health.good.unmapped) if health.good else 0,
        "page": page,
        "runs": shown.runs(page),
        "may_manage": may(request.user, MANAGE, it.organisation),
    }
    return render(request, "feeds/feed.jinja", context)


@needs(MANAGE)
def change(request: HttpRequest, feed_setup: int) -> HttpResponse:
    """Changes what is chosen."""
    it = _setup(request, feed_setup)
    person, feed = person_of(request), _plugin_of(it)
    form = Details(feed, it.config, request.POST or None, initial={"title": it.title, "every": it.every})

    def act() -> None:
        actions.change_setup(person, setup=it, **form.given())

    done = acted(request, form, act, "The feed was changed.", reverse("feed", args=[it.pk]))
    return done or _form(request, {"form": form, "feed": feed, "setup": it})


@needs(READ)
def measures(request: HttpRequest, feed_setup: int) -> HttpResponse:
    """What the publisher offers that no measure is said to be, with a file for each."""
    it = _setup(request, feed_setup)
    feed = _plugin_of(it)
    files = [
        {
            "title": each.title,
            "id": each.id,
            "name": mapping.file_name(each),
            "toml": mapping.toml(feed, each),
        }
        for each in queries.unmapped(it)
    ]
    return render(request, "feeds/measures.jinja", {"it": it, "files": files})


@needs(READ)
def one_run(request: HttpRequest, feed_setup: int, feed_run: int) -> HttpResponse:
    """One run: what came, and what it said."""
    it = _setup(request, feed_setup)
    run = queries.runs(it).filter(pk=feed_run).first()
    if run is None:
        raise Http404
    context = {
        "it": it,
        "run": run,
        "kind": shown.RUN_KINDS[run.state],
        "facts": shown.run_facts(run),
        "differences": run.found.get("differences"),
        "load": run.load if may(request.user, "figures.read", it.organisation) else None,
    }
    return render(request, "feeds/run.jinja", context)


@needs(MANAGE)
@require_POST
def run(request: HttpRequest, feed_setup: int) -> HttpResponse:
    """Queues a run, and goes to its progress."""
    it = _setup(request, feed_setup)
    job = actions.run_now(person_of(request), setup=it, again="again" in request.POST)
    return redirect("job", job.pk)


@needs(MANAGE)
@require_POST
def check(request: HttpRequest, feed_setup: int) -> HttpResponse:
    """Asks the publisher for as little as shows that the connection works."""
    it = _setup(request, feed_setup)
    with told(request):
        messages.success(request, actions.check(person_of(request), setup=it))
    return redirect("feed", it.pk)


@needs(MANAGE)
@require_POST
def active(request: HttpRequest, feed_setup: int) -> HttpResponse:
    """Stops a feed, or starts it again."""
    it = _setup(request, feed_setup)
    act, said = (
        (actions.stop, "It is stopped: nothing it brought is lost.")
        if it.active
        else (actions.start_again, "It runs again from the next daily run.")
    )
    act(person_of(request), setup=it)
    messages.success(request, said)
    return redirect("feed", it.pk)


def _setup(request: HttpRequest, pk: int) -> "FeedSetup":
    found = queries.setup(person_of(request), pk)
    if found is None:
        raise Http404
    return found


def _plugin_of(it: "FeedSetup") -> Any:
    try:
        return queries.plugin(it.feed).feed
    except NotPossible:
        raise Http404 from None


def _form(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    feed = context["feed"]
    context |= {"secrets": queries.secrets(feed), "files": any(it.kind == "measures" for it in feed.settings)}
    return render(request, "feeds/details.jinja", context, status=422 if context["form"].errors else 200)
