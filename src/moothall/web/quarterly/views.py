"""Quarterly reports for those who write, approve and read them."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from moothall.core import clock
from moothall.core.frozen import digest, frozen
from moothall.core.versions import WrittenMeanwhile
from moothall.kit.documents.anchors import contents
from moothall.kit.documents.html import to_html
from moothall.kit.documents.json import from_json
from moothall.kit.documents.model import Document
from moothall.performance.quarterly import actions, queries
from moothall.performance.quarterly.composing import for_sheets
from moothall.performance.quarterly.queries import Introduction, Report
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.quarterly.forms import BeginForm, IntroductionForm
from moothall.web.sending import document_sent, names
from moothall.web.submitting import acted, sent, told

KINDS = ("pdf", "docx", "pptx", "xlsx", "csv")
SHEETS = ("xlsx", "csv")  # which hold tables alone
A_PAGE = 20  # five years


@needs("performance.read")
def reports(request: HttpRequest) -> HttpResponse:
    """Every quarter's report, the newest first."""
    person, here = who_and_where(request)
    page = Paginator(queries.reports(person, here), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_write": queries.may_write(person, here)}
    return render(request, "quarterly/reports.jinja", context)


@needs("quarterly.write")
def begin(request: HttpRequest) -> HttpResponse:
    """Begins a report."""
    person, here = who_and_where(request)
    form = BeginForm(queries.to_report(person, here, clock.today()), request.POST or None)

    def act(start: date) -> str:
        return _address(actions.begin(person, organisation=here, start=start))

    done = sent(request, form, act, "The report is begun: it works itself out from the figures.")
    return done or render(
        request, "quarterly/begin.jinja", {"form": form}, status=422 if form.errors else 200
    )


@needs("performance.read")
def report(request: HttpRequest, quarterly_report: int) -> HttpResponse:
    """One report: a draft as things stand, an approved one as it was frozen."""
    person, it = person_of(request), _found(request, quarterly_report)
    document = _document(request, it)
    context = {
        "report": it,
        "body": to_html(document.blocks),
        "contents": contents(document.blocks),
        "read": "" if it.document else digest(frozen(document)),
        "verdict": queries.verify(it) if it.document else None,
        "can": queries.permitted(person, it),
        "runs_on": it.last_day >= clock.today(),
        "introductions": queries.introductions(it),
        "kinds": names(*KINDS),
    }
    return render(request, "quarterly/report.jinja", context)


@needs("quarterly.write")
def introduce(request: HttpRequest, quarterly_report: int) -> HttpResponse:
    """Writes the introduction."""
    it = _found(request, quarterly_report)
    standing = queries.introduction(it)
    form = IntroductionForm(request.POST or None, initial={"text": standing.text if standing else ""})
    given = request.POST.get("opened", "")
    opened = int(given) if given.isdecimal() else (standing.number if standing else 0)
    theirs: list[Introduction] = []

    def act() -> None:
        try:
            actions.introduce(person_of(request), report=it, text=form.cleaned_data["text"], opened=opened)
        except WrittenMeanwhile as fault:
            theirs.append(fault.newer)
            raise

    done = acted(request, form, act, "The introduction is saved.", _address(it))
    now = theirs[0].number if theirs else opened
    context = {"form": form, "report": it, "opened": now, "theirs": theirs}
    status = 422 if form.errors else 200
    return done or render(request, "quarterly/introduction.jinja", context, status=status)


@needs("quarterly.approve")
@require_POST
def approve(request: HttpRequest, quarterly_report: int) -> HttpResponse:
    """Approves and freezes a report, as it was read."""
    it = _found(request, quarterly_report)
    with told(request):
        actions.approve(person_of(request), report=it, read=request.POST.get("read", ""))
        messages.success(request, "The report is approved, and stays as it is now.")
    return redirect(_address(it))


@needs("quarterly.publish")
@require_POST
def publish(request: HttpRequest, quarterly_report: int) -> HttpResponse:
    """Publishes an approved report."""
    it = _found(request, quarterly_report)
    with told(request):
        actions.publish(person_of(request), report=it)
        messages.success(request, "The report is published: anyone can read it.")
    return redirect(_address(it))


@needs("performance.read")
def file(request: HttpRequest, quarterly_report: int, kind: str) -> HttpResponse:
    """The report as a file: a draft as it stands, an approved one as it was frozen."""
    it = _found(request, quarterly_report)
    return document_sent(
        request, written_as(_document(request, it), kind), kind, named(it), page=_address(it)
    )


def written_as(document: Document, kind: str) -> Document:
    """The report as a kind of file takes it."""
    return for_sheets(document) if kind in SHEETS else document


def named(it: Report) -> str:
    """What its files are called."""
    return f"{it.organisation.slug}-performance-{it.quarter.label.lower().replace(' ', '-')}"


def _document(request: HttpRequest, it: Report) -> Document:
    if it.document:
        return from_json(it.document)
    return queries.live(person_of(request), it, clock.today()).document


def _address(it: Report) -> str:
    return reverse("quarterly-report", args=[it.pk])


def _found(request: HttpRequest, pk: int) -> Report:
    found = queries.report(person_of(request), pk)
    if found is None:
        raise Http404
    return found
