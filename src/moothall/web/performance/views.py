"""The scorecard."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from moothall.web.access import needs


@needs("performance.read")
def scorecard(request: HttpRequest) -> HttpResponse:
    """How the council is doing on its priorities."""
    return render(request, "performance/scorecard.jinja")
