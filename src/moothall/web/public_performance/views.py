"""How is my council doing? For residents: nothing here asks who they are, and only published figures are shown."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from moothall.core.models import Organisation
from moothall.performance import public as performance
from moothall.spend.queries import is_open
from moothall.spend.transparency.queries import published_here
from moothall.web.access import public
from moothall.web.public_performance import shown


@public
def councils(request: HttpRequest) -> HttpResponse:
    """The councils that are served here."""
    context = {"councils": Organisation.objects.councils().order_by("name")}
    return render(request, "public_performance/councils.jinja", context)


@public
def council(request: HttpRequest, organisation: str) -> HttpResponse:
    """How one is doing, by priority or by subject."""
    it = Organisation.objects.councils().filter(slug=organisation).first()
    if it is None:
        raise Http404
    by_subject = request.GET.get("by") == "subject"
    found = performance.public(it, by_subject=by_subject, theme=request.GET.get("theme", ""))
    context = {
        "found": found,
        "council": it,
        "by_subject": by_subject or found.report is None,
        "sections": shown.sections(found),
        "summary": shown.summary(found),
        "spending": published_here(it),
        "register": is_open(it),
    }
    return render(request, "public_performance/council.jinja", context)
