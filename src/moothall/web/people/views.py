"""People, roles and the audit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from moothall.web.access import needs


@needs("people.read")
def people(request: HttpRequest) -> HttpResponse:
    return render(request, "people/people.jinja")


@needs("audit.read")
def audit(request: HttpRequest) -> HttpResponse:
    return render(request, "people/audit.jinja")
