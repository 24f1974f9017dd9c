"""Pages about the site itself: words only."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.core.permission import may
from moothall.web.access import public
from moothall.web.api.limits import in_words
from moothall.web.context import current_organisation


@public
def about(request: HttpRequest) -> HttpResponse:
    """What Moothall is, and whose data it shows."""
    return render(request, "about/about.jinja")


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """How well the site can be used by everyone, and whom to tell when it cannot."""
    return render(request, "about/accessibility.jinja")


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """What the site keeps about the people who use it."""
    return render(request, "about/privacy.jinja")


@public
def api_guide(request: HttpRequest) -> HttpResponse:
    """How a program reads the figures."""
    return render(
        request,
        "about/api_guide.jinja",
        {
            "base": request.build_absolute_uri(reverse("api:api-root")).rstrip("/"),
            "odata": request.build_absolute_uri(reverse("odata:service")),
            "parquet": request.build_absolute_uri(reverse("figures-parquet")),
            "holds": not request.user.is_authenticated
            or may(request.user, "keys.hold", current_organisation(request)),
            "rate": in_words(settings.API_RATE),
            "rate_anonymous": in_words(settings.API_RATE_ANONYMOUS),
        },
    )
