"""Copies of a report, what is attached to it, and what becomes of it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.files import kept
from moothall.kit.documents.html import to_html
from moothall.plan.committee import actions, queries
from moothall.web.access import needs, person_of
from moothall.web.committee import shown
from moothall.web.committee.forms import Decided, Paper, Reason
from moothall.web.sending import document_sent, site
from moothall.web.submitting import acted, told
from moothall.web.uploads import put_aside


@needs("committee.read")
def read(request: HttpRequest, report: int) -> HttpResponse:
    """The whole report, as far as this person may read it; a copy with exempt parts says so at the top."""
    it = shown.report_of(request, report)
    copy = queries.copy(person_of(request), it)
    cover, blocks = shown.cover_of(copy.document)
    context = {"copy": copy, "cover": cover, "body": to_html(blocks)}
    return render(request, "committee/read.jinja", {**shown.about(request, it), **context})


@needs("committee.read")
def pdf(request: HttpRequest, report: int) -> HttpResponse:
    """The same as a PDF."""
    return _copy_sent(request, report, "pdf")


@needs("committee.read")
def docx(request: HttpRequest, report: int) -> HttpResponse:
    """The same as a Word file."""
    return _copy_sent(request, report, "docx")


@needs("committee.write")
def attach(request: HttpRequest, report: int) -> HttpResponse:
    """Adds an appendix or a background paper."""
    it, person = shown.report_of(request, report), person_of(request)
    if back := shown.closed(request, it):
        return back
    form = Paper(request.POST or None, request.FILES or None)

    def act() -> None:
        given = form.rest()
        file = given.pop("file")
        with put_aside([file] if file else []) as sent:
            name, path = sent[0] if sent else ("", None)
            actions.attach(person, report=it, file=path, file_name=name, secret=form.secret, **given)

    done = acted(request, form, act, "It is attached.", reverse("committee-report", args=[it.pk]))
    return done or render(request, "committee/attach.jinja", {**shown.about(request, it), "form": form})


@needs("committee.read")
def file(request: HttpRequest, report: int, attachment: int) -> HttpResponseBase:
    """A kept file, for whoever may read it."""
    it = shown.report_of(request, report)
    found = shown.attachment_of(request, it, attachment)
    return opened(found)


@needs("committee.write")
@require_POST
def end(request: HttpRequest, report: int, attachment: int) -> HttpResponse:
    """Takes an attachment off."""
    it = shown.report_of(request, report)
    found = shown.attachment_of(request, it, attachment)
    _try(request, lambda: actions.end_attachment(person_of(request), attachment=found), "It is taken off.")
    return redirect("committee-report", it.pk)


@needs("committee.publish")
@require_POST
def publish(request: HttpRequest, report: int) -> HttpResponse:
    """Makes a report public, but for its exempt parts."""
    it = shown.report_of(request, report)
    try:
        act = partial(actions.publish, person_of(request), report=it, site=site(request))
        act = partial(act, known=request.POST.get("known") == "on")
        _try(request, act, "It is published.")
    except PermissionDenied as why:
        messages.error(request, str(why))
    return redirect("committee-report", it.pk)


@needs("committee.publish")
def decide(request: HttpRequest, report: int) -> HttpResponse:
    """Records what the meeting decided."""
    it, person = shown.report_of(request, report), person_of(request)
    form = Decided(
        request.POST or None, initial={"decided_on": it.meeting.on if it.meeting else clock.today()}
    )

    def act() -> None:
        actions.decide(person, report=it, **form.cleaned_data)

    done = acted(request, form, act, "The decision is recorded.", reverse("committee-report", args=[it.pk]))
    context = {"form": form, "title": "Record the decision", "button": "Record the decision", "words": ()}
    return done or render(request, "committee/form.jinja", {**shown.about(request, it), **context})


@needs("committee.publish")
def withdraw(request: HttpRequest, report: int) -> HttpResponse:
    """Takes a report off."""
    it, person = shown.report_of(request, report), person_of(request)
    form = Reason(request.POST or None)

    def act() -> None:
        actions.withdraw(person, report=it, reason=form.cleaned_data["reason"])

    done = acted(request, form, act, "It is withdrawn.", reverse("committee-report", args=[it.pk]))
    words = ("A published copy stays at its address and says that it was withdrawn, and why.",)
    context = {"form": form, "title": "Withdraw it", "button": "Withdraw it", "words": words}
    return done or render(request, "committee/form.jinja", {**shown.about(request, it), **context})


@needs("committee.write")
def revise(request: HttpRequest, report: int) -> HttpResponse:
    """Starts a corrected copy."""
    it, person = shown.report_of(request, report), person_of(request)
    if request.method == "POST":
        try:
            made: Any = actions.revise(person, report=it)
            messages.success(request, "This is the corrected copy: change it, and have it signed off again.")
            return redirect("committee-report", made.pk)
        except NotPossible as why:
            messages.error(request, str(why))
            return redirect("committee-report", it.pk)
    words = (
        "Its cover, texts and papers are copied into a draft. Sign-offs are not: each is asked for again.",
        "When the copy is published it takes this one's place, and this one says so.",
    )
    context = {
        "form": None,
        "title": "Start a corrected copy",
        "button": "Start a corrected copy",
        "words": words,
    }
    return render(request, "committee/form.jinja", {**shown.about(request, it), **context})


def _copy_sent(request: HttpRequest, report: int, format: str) -> HttpResponse:
    it = shown.report_of(request, report)
    copy = queries.copy(person_of(request), it)
    name = f"report-{it.pk}{'-not-for-publication' if copy.full else ''}"
    page = reverse("committee-read", args=[it.pk])
    return document_sent(request, copy.document, format, name, page=page, inline=True)


def opened(attachment: Any) -> HttpResponseBase:
    """A kept file. It is always downloaded: what people upload is never run as a page of this site."""
    path = kept(attachment.sha256) if attachment.sha256 else None
    if path is None or not path.exists():
        raise Http404
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=attachment.file_name,
        content_type="application/octet-stream",
    )


def _try(request: HttpRequest, act: Any, said: str) -> None:
    with told(request):
        act()
        messages.success(request, said)
