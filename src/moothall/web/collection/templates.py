"""Return templates: a service’s own to download, fill in and send back; all of them in one ZIP, and by e-mail."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person, Service
from moothall.performance.collection import queries, returning, templates
from moothall.performance.collection.template import write, zipped
from moothall.web.access import needs
from moothall.web.collection import shown
from moothall.web.collection.forms import Drafts, Filled
from moothall.web.context import who_and_where
from moothall.web.sending import file_sent
from moothall.web.uploads import put_aside


@needs("performance.read")
def service(request: HttpRequest, from_service: str) -> HttpResponse:
    """What one service is asked for: its templates, a filled one sent back, and the drafts that came of it."""
    person, here, of = _service(request, from_service)
    today = clock.today()
    doing = request.POST.get("doing") if request.method == "POST" else None
    filled = Filled(request.POST, request.FILES) if doing == "file" else Filled()
    took = _took(person, here, filled)
    items = [it for it in queries.collected(person, here, today) if it.ask.service_id == of.pk]
    found = templates.drafts(person, items)
    drafts = Drafts(found, request.POST if doing == "drafts" else None)
    if drafts.is_valid():
        sent, waiting = returning.submit_all(person, found=found, because=drafts.answers())
        messages.success(request, shown.submitted(sent, waiting))
        return redirect("collection-service", of.slug)
    wanted = [it for it in items if it.state.wanted]
    context = {
        "service": of,
        "templates": [shown.template(it) for it in templates.made_of(person, here, wanted, today)],
        "rows": [shown.row(it) for it in queries.wanted(items)],
        "any": bool(items),
        "may_enter": any(queries.may_enter(person, it.ask) for it in items),
        "filled": filled,
        "took": took and shown.took(took),
        "drafts": drafts,
        "drafted": [shown.drafted(it) for it in found],
        "form": drafts if doing == "drafts" else filled,
    }
    faulty = filled.errors or drafts.errors or (took and took.faults)
    return render(request, "collection/service.jinja", context, status=422 if faulty else 200)


def _took(person: Person, here: Organisation, form: Filled) -> returning.TakenBack | None:
    """What came of the file that was sent; None where none was, or it could not be taken, which the form says."""
    if not form.is_valid():
        return None
    try:
        with put_aside([form.cleaned_data["file"]]) as [(name, path)]:
            return returning.take_back(person, organisation=here, path=path, name=name)
    except NotPossible as fault:
        form.add_error("file", str(fault))
        return None


@needs("performance.read")
def template(request: HttpRequest, from_service: str, ends: date) -> HttpResponse:
    """One service's template for the periods that ended on a day."""
    person, here, of = _service(request, from_service)
    today = clock.today()
    for one in templates.templates(person, here, today, service=of.slug):
        if one.ends == ends:
            return file_sent(write(one, today), "xlsx", one.file_name.removesuffix(".xlsx"))
    raise Http404


@needs("collection.manage")
def archive(request: HttpRequest) -> HttpResponse:
    """Every service's templates in one ZIP."""
    person, here = who_and_where(request)
    today = clock.today()
    found = templates.templates(person, here, today)
    if not found:
        raise Http404
    content = zipped(returning.template_files(found, today))
    return file_sent(content, "zip", f"{here.slug}-templates-{today.isoformat()}")


@needs("collection.manage")
def send(request: HttpRequest) -> HttpResponse:
    """Sends everybody who owes values a message with their templates."""
    person, here = who_and_where(request)
    today = clock.today()
    if request.method == "POST":
        for level, words in shown.told(returning.send_templates(person, organisation=here, on=today)):
            messages.add_message(request, level, words)
        return redirect("collection-asks")
    theirs, nobody = returning.to_be_sent(person, here, today)
    context = {"rows": shown.owed(theirs), "nobody": sorted({it.title for it in nobody})}
    return render(request, "collection/send.jinja", context)


def _service(request: HttpRequest, slug: str) -> tuple[Person, Organisation, Service]:
    person, here = who_and_where(request)
    found = queries.services(person, here).filter(slug=slug).first()
    if found is None:
        raise Http404
    return person, here, found
