"""The explorer: open to anyone; own figures show only to those who may read them. Views are kept by those who may."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from csp.decorators import csp_replace
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_POST

from moothall.core import clock
from moothall.core.permission import may
from moothall.figures.wording import source_of
from moothall.insight import actions, queries
from moothall.web.access import needs, person_of, public
from moothall.web.context import current_organisation, who_and_where
from moothall.web.insight.explorer import files, shown
from moothall.web.insight.explorer.forms import Explorer, SaveView
from moothall.web.insight.explorer.state import PICTURES, WAYS, Asked, asked, from_state
from moothall.web.insight.explorer.view import MISSING, View, opened
from moothall.web.plan.days import day
from moothall.web.sending import file_sent, site
from moothall.web.submitting import sent, told

if TYPE_CHECKING:
    from moothall.insight.models import SavedView

SAVE = "insight.save"


@public
def explore(request: HttpRequest) -> HttpResponse:
    """One measure of one council: over time, among all, against another, on a map, as a table."""
    return _page(request, _view(request, asked(request.GET)))


@needs("figures.read")
def kept(request: HttpRequest, view: int) -> HttpResponse:
    """A view that was kept, at its short address."""
    it = _kept(request, view)
    return _page(request, _view(request, from_state(it.state)), it)


def _page(request: HttpRequest, view: View, it: "SavedView | None" = None) -> HttpResponse:
    found, chart = view.found, view.chart
    place = view.area.name if view.area else view.asked.area
    form = Explorer(found, view.held, place, view.against.id if view.against else "", view.asked.show)
    context: dict[str, Any] = {
        "view": view,
        "found": found,
        "asked": view.asked,
        "form": form,
        "chart": chart,
        "second": view.among_comparators if view.asked.show == "distribution" else None,
        "ways": shown.ways(view.asked),
        "kept": it,
        "missing_rule": MISSING,
        "explore_url": reverse("explore"),
        "may_save": may(request.user, SAVE),
        "may_read": may(request.user, "figures.read"),
    }
    if found and found.period:
        published = (
            found.own is None or found.own.published
        )  # of a return of its own there is nothing to embed
        context |= {
            "headline": shown.headline(found),
            "said": list(shown.sentences(found)),
            "why": None if found.value is not None else shown.cause(found, found.area.code),
            "elsewhere": shown.elsewhere(found),
            "rows": shown.rows(view) if view.asked.show == "table" else [],
            "columns": shown.columns(found),
            "nothing": "" if chart or view.asked.show == "table" else shown.nothing(view),
            "source": source_of(view.measure, found.area),
            "files": _files(view, has_chart=chart is not None),
            "address": site(request) + _shareable(view).at("explore"),
            "embed": view.asked.at("explore-embed") if chart and published else "",
            "embed_code": _embed_code(request, view) if chart and published else "",
            "save_href": view.asked.at("view-save"),
        }
    return render(request, "insight/explore.jinja", context)


def _shareable(view: View) -> Asked:
    """The choices as anybody can open them: a council's own group as the codes in it, the period as it is now."""
    assert view.found
    peers, period = view.found.peers, view.found.period
    return view.asked.but(peers=queries.as_codes(peers) if peers else "", period=period.iso if period else "")


def _files(view: View, *, has_chart: bool) -> list[dict[str, str]]:
    return [
        {"text": text, "href": view.asked.at("explore-file", kind)}
        for kind, text in files.KINDS.items()
        if kind != "svg" or has_chart
    ]


def _embed_code(request: HttpRequest, view: View) -> str:
    address = site(request) + _shareable(view).at("explore-embed")
    return f'<iframe src="{address}" title="{view.measure.title}" width="100%" height="720"></iframe>'


@public
def file(request: HttpRequest, kind: str) -> HttpResponse:
    """What a view shows, as a file that says where it came from."""
    view = _view(request, asked(request.GET))
    if kind not in files.KINDS or view.found is None or ((chart := view.chart) is None and kind == "svg"):
        raise Http404
    on = clock.today()
    said = files.about(view, site(request) + view.asked.at("explore"), on)
    write: dict[str, Callable[[], bytes]] = {
        "csv": lambda: files.as_csv(view, said),
        "json": lambda: files.as_json(view, said),
        "xlsx": lambda: files.as_xlsx(view, said, on),
        "svg": lambda: (
            files.as_svg(view, chart, said, site(request) + reverse("explore"), on) if chart else b""
        ),
    }
    return file_sent(write[kind](), kind, f"{view.measure.id}-{view.asked.area}-{view.asked.show}")


@public
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embed(request: HttpRequest) -> HttpResponse:
    """One picture for the page of another site, of published figures alone, whoever asks."""
    view = opened(AnonymousUser(), asked(request.GET), "")
    if view.asked.show not in PICTURES:
        view = opened(AnonymousUser(), view.asked.but(show="trend"), "")
    context = {
        "view": view,
        "chart": view.chart,
        "missing_rule": MISSING,
        "address": site(request) + view.asked.at("explore"),
    }
    return render(request, "insight/embed.jinja", context)


@needs("figures.read")
def views(request: HttpRequest) -> HttpResponse:
    """The views one has kept, and those that others share."""
    person, here = who_and_where(request)
    found = queries.views(person, here)
    context = {
        "mine": [it for it in found if it.owner_id == person.pk],
        "shared": [it for it in found if it.owner_id != person.pk],
        "ways": lambda it: WAYS[from_state(it.state).show],
        "day": day,
        "may_save": may(person, SAVE, here),
    }
    return render(request, "insight/views.jinja", context)


@needs(SAVE)
def save(request: HttpRequest) -> HttpResponse:
    """Keeps the view in the address under a name."""
    person, here = who_and_where(request)
    view = _view(request, asked(request.GET))
    form = SaveView(request.POST or None)

    def act(title: str, shared: bool) -> str:
        made = actions.save_view(
            person, organisation=here, title=title, state=view.asked.query, shared=shared
        )
        return reverse("view", args=[made.pk])

    if view.found is None:
        messages.error(request, "Choose a measure and a council first: then the view can be saved.")
        return redirect("explore")
    done = sent(request, form, act, "The view is kept. Its address leads here from now on.")
    back = view.asked.at("explore")
    return done or render(
        request, "insight/save_view.jinja", {"form": form, "view": view, "back": back, "ways": WAYS}
    )


@needs(SAVE)
@require_POST
def end(request: HttpRequest, view: int) -> HttpResponse:
    """Ends a view of one's own."""
    it = _kept(request, view)
    with told(request):
        actions.end_view(person_of(request), view=it)
        messages.success(request, f"‘{it.title}’ is ended: its link leads nowhere from now on.")
    return redirect("views")


def _kept(request: HttpRequest, pk: int) -> "SavedView":
    it = queries.view(person_of(request), pk)
    if it is None:
        raise Http404
    return it


def _view(request: HttpRequest, wanted: Asked) -> View:
    own = current_organisation(request)
    return opened(request.user, wanted, own.area_code if own else "")
