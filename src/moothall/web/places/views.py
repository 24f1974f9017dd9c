"""Places: find one, and what published statistics say of it. The same for everybody, signed in or not."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from moothall.figures.queries import area
from moothall.insight import places as found_places
from moothall.insight.tiers import COUNCILS, type_title
from moothall.web.access import public
from moothall.web.fields import Form
from moothall.web.places import shown

A_PAGE = 50


class Finder(Form):
    """Which place."""

    q = forms.CharField(
        label="Place", required=False, max_length=100, help_text="Part of its name, or its code"
    )


class Theme(Form):
    """Which theme of a place, where it has more measures than fit on a page."""

    theme = forms.ChoiceField(label="Theme", required=False)

    def __init__(self, found: found_places.Place, theme: str):
        super().__init__(initial={"theme": theme})
        self.fields["theme"].choices = shown.choices(found)  # type: ignore[attr-defined]


@public
def places(request: HttpRequest) -> HttpResponse:
    """The areas with published figures, by name."""
    words = request.GET.get("q", "").strip()[:100]
    page = Paginator(found_places.places(words), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": Finder(initial={"q": words}),
        "words": words,
        "page": page,
        "rows": shown.rows(page),
        "prefix": f"?{urlencode({'q': words})}&page=" if words else "?page=",
    }
    return render(request, "places/places.jinja", context)


@public
def place(request: HttpRequest, code: str) -> HttpResponse:
    """One place: each published figure beside similar places, its region and its nation."""
    it = area(code)
    if it is None:
        raise Http404
    if it.code != code:
        return redirect("place", code=it.code)
    theme = request.GET.get("theme", "")
    found = found_places.place(it, theme)
    context = {
        "found": found,
        "area": it,
        "kind": type_title(it),
        "council": it.type in COUNCILS,
        "form": Theme(found, next(iter(found.shown), "") if shown.one_theme(found) else ""),
        "compared": bool(found.group or found.nation),
        "sections": shown.sections(found),
        "sources": shown.sources(found),
        "one_theme": shown.one_theme(found),
    }
    return render(request, "places/place.jinja", context)
