"""Loads: sending a file, following it, and what came of it. Lineage: where a figure comes from."""

from datetime import date, timedelta
from itertools import islice

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from moothall.core import clock, jobs
from moothall.core.errors import NotPossible
from moothall.core.models import Job, JobState
from moothall.core.permission import may
from moothall.core.queries import audit_for
from moothall.figures import queries
from moothall.figures.models import Load
from moothall.figures.reading import Outcome
from moothall.web.access import needs, person_of, public
from moothall.web.context import council_of, current_organisation
from moothall.web.figures import found, tables, uploads
from moothall.web.figures.forms import AsAt, Upload
from moothall.web.figures.original import original
from moothall.web.sending import rows_sent

SOON = timedelta(seconds=5)  # a worker takes up a job sooner than this, if one runs
NO_WORKER = "Waiting for a worker: whoever runs Moothall starts one with the command ‘moothall worker’."
SHOWN = 50


@public
def lineage(request: HttpRequest, series: int, start: date) -> HttpResponse:
    """A figure: what it is, where it comes from, and every version of it."""
    form = AsAt(request.GET or None)
    as_at = form.cleaned_data["as_at"] if form.is_valid() else None
    now, then = found.observation(request, series, start, as_at)
    shown = then or now
    measure = tables.measure_of(shown)
    newer = queries.newer(now)
    context = {
        "now": now,
        "then": then,
        "as_at": as_at,
        "form": form,
        "measure": measure,
        "title": measure.title if measure else shown.series.measure,
        "value": tables.value(shown, measure),
        "value_now": tables.value(now, measure),
        "newer": newer,
        "newer_value": tables.value(newer, measure) if newer else "",
        "facts": tables.figure(shown, measure),
        "origin": tables.origin(request.user, shown),
        "original": original(shown.load, shown.line) if tables.reads_row(request.user, shown) else None,
        "versions": tables.versions(request.user, queries.versions(request.user, shown), measure),
    }
    return render(request, "figures/lineage.jinja", context)


@needs("figures.read")
def loads(request: HttpRequest) -> HttpResponse:
    """What was loaded, newest first."""
    page = Paginator(queries.loads(request.user), SHOWN).get_page(request.GET.get("page"))
    organisation = current_organisation(request)
    context = {
        "page": page,
        "rows": tables.loads(list(page)),
        "may_load": may(request.user, "figures.load", organisation),
    }
    return render(request, "figures/loads.jinja", context)


@needs("figures.load")
def upload(request: HttpRequest) -> HttpResponse:
    """Takes a file: checks it while the person waits, or starts a job that loads it."""
    organisation = council_of(request)
    form = Upload(request.POST, request.FILES) if request.method == "POST" else Upload()
    if form.is_valid():
        sent = (form.cleaned_data["file"], form.cleaned_data["source"])
        try:
            if form.cleaned_data["check"]:
                outcomes = uploads.check(person_of(request), organisation, *sent)
                return render(request, "figures/checked.jinja", _checked(outcomes))
            return redirect("job", uploads.begin(person_of(request), organisation, *sent).pk)
        except (NotPossible, PermissionDenied) as fault:
            form.add_error("file", str(fault))
    return render(request, "figures/upload.jinja", {"form": form}, status=422 if form.errors else 200)


def _checked(outcomes: list[Outcome]) -> dict[str, object]:
    return {
        "tables": [
            {
                "name": str(it.load),
                "facts": tables.outcome(it),
                "rejects": tables.rejects(list(islice(it.rejected_rows(), SHOWN))),
                "rejected": it.load.rejected,
            }
            for it in outcomes
        ]
    }


@needs("jobs.read")
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a job is, and when it is over what came of it."""
    it = found.job(request, pk)
    if _unattended(it):
        it.message = NO_WORKER
    made = (it.result or {}).get("loads", [])
    context = {
        "job": it,
        "mine": it.person_id == request.user.pk,
        "loads": tables.loads(list(queries.loads(request.user).filter(pk__in=made))),
    }
    return render(request, "figures/job.jinja", context)


def _unattended(it: Job) -> bool:
    return it.state == JobState.WAITING and not it.message and clock.now() - it.created_at > SOON


@needs("jobs.read")
@require_POST
def job_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks a job to stop."""
    jobs.cancel(person_of(request), job=found.job(request, pk))
    return redirect("job", pk)


@needs("figures.read")
def load(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of a file, with each rejected row."""
    it = found.load(request, pk)
    page = Paginator(it.rejects.values_list("line", "reason", "text"), SHOWN).get_page(
        request.GET.get("page")
    )
    context = {
        "load": it,
        "about": tables.about(it),
        "counts": tables.counts(it),
        "page": page,
        "rejects": tables.rejects(list(page)),
        "audit": tables.audit(
            audit_for(person_of(request)).filter(kind=Load._meta.label_lower, key=str(it.pk))
        ),
    }
    return render(request, "figures/load.jinja", context)


@needs("figures.read")
def load_rejects(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Every rejected row as CSV, however many there are."""
    it = found.load(request, pk)
    rows = it.rejects.values_list("line", "reason", "text").iterator(chunk_size=2000)
    return rows_sent(("line", "reason", "text"), rows, f"load-{it.pk}-rejects")
