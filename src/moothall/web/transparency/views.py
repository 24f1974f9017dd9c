"""Where officers prepare, check, publish and withdraw what the Transparency Code asks for."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from moothall.core import clock, files
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.core.permission import may
from moothall.spend.ledgers import queries as ledgers
from moothall.spend.permissions import LOAD, PUBLISH
from moothall.spend.transparency import actions, from_register, queries
from moothall.spend.transparency.actions import Given
from moothall.spend.transparency.life import OPEN, PUBLIC, State
from moothall.spend.transparency.queries import Edition, Preparation
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.sending import file_sent, rows_sent
from moothall.web.submitting import acted, told
from moothall.web.transparency.forms import NewForm, PublishForm, WithdrawForm
from moothall.web.transparency.shown import SHOWN, file_name
from moothall.web.uploads import put_aside

A_PAGE, PREVIEW, RECENT = 50, 10, 10
PROBLEM_COLUMNS = ("Grade", "What", "Column", "File", "Sheet", "Row", "Begins", "What to do")


@needs("spend.read")
def overview(request: HttpRequest) -> HttpResponse:
    """What is published, due and late, and what waits."""
    person, here = who_and_where(request)
    today = clock.today()
    context = SHOWN | {
        "today": today,
        "quarters": queries.calendar(person, here, today, "P3M"),
        "years": queries.calendar(person, here, today, "P1Y"),
        "coming": queries.coming(here, today)[:8],
        "titles": {id: it.title for id, it in queries.sets.every().items()},
        "recent": queries.preparations(person, here)[:RECENT],
        "may_load": may(person, LOAD, here),
    }
    return render(request, "transparency/overview.jinja", context)


@needs("spend.load")
def new(request: HttpRequest) -> HttpResponse:
    """Takes the files of a quarter, or of a year's sets, or what is here already, and starts to check them."""
    person, here = who_and_where(request)
    standing = [it for it in ledgers.files(person, here) if not (it.withdrawn_at or it.refused)]
    form = NewForm(clock.today(), standing, request.POST or None, request.FILES or None)
    done = acted(
        request, form, lambda: _prepare(person, here, form), "The files are kept and are being checked."
    )
    context = SHOWN | {"form": form}
    return done or render(request, "transparency/new.jinja", context, status=422 if form.errors else 200)


def _prepare(person: Person, here: Organisation, form: NewForm) -> str:
    said = form.cleaned_data
    with put_aside(said["given"]) as aside, TemporaryDirectory() as folder:
        given = [Given(name, path, said["holds"]) for name, path in aside]
        given += [Given(it.name, files.kept(it.sha256)) for it in form.here_already]
        if said["register"]:
            given.append(from_register.given(here, form.chosen, Path(folder)))
        made = actions.prepare(person, organisation=here, period=form.chosen, given=given)
    return reverse("job", args=[actions.start_check(person, preparation=made).pk])


@needs("spend.read")
def check(request: HttpRequest, transparency_check: int) -> HttpResponse:
    """What a check found, set by set; from here all that is ready is published."""
    person = person_of(request)
    it = queries.preparation(person, transparency_check)
    if it is None:
        raise Http404
    if request.method == "POST":
        with told(request):
            if to := _do(request, person, it):
                return redirect(to)
        return redirect("transparency-check", it.pk)
    found = queries.editions(it)
    context = SHOWN | {
        "it": it,
        "given": queries.given(it),
        "editions": found,
        "under_way": it.job if it.job and not it.job.finished else None,
        "ready": [one for one in found if _ready(one)],
        "personal": any(one.personal_count for one in found) and not it.redact,
        "open": any(one.state == State.CHECKED for one in found),
        "over": it.period.end < clock.today(),
        "may_load": may(person, LOAD, it.organisation),
        "may_publish": may(person, PUBLISH, it.organisation),
    }
    return render(request, "transparency/check.jinja", context)


def _ready(it: Edition) -> bool:
    """Whether there is nothing more to look at or to say before it is published."""
    return it.state == State.CHECKED and not it.errors and not it.to_look_at


def _do(request: HttpRequest, person: Person, it: Preparation) -> str:
    doing = request.POST.get("doing")
    if doing in ("again", "redact"):
        job = actions.start_check(person, preparation=it, redact=doing == "redact")
        return reverse("job", args=[job.pk])
    if doing == "drop":
        actions.drop(person, preparation=it)
        messages.success(request, "What was not published is left out.")
    elif doing == "publish":
        ready = [one for one in queries.editions(it) if _ready(one)]
        if not ready:
            raise NotPossible("Nothing is ready: open each set and look at what was found.")
        done = []
        for one in ready:
            try:
                actions.publish(person, edition=one)
                done.append(one.title)
            except NotPossible as why:
                messages.error(request, f"{one.title}: {why}")
        if done:
            messages.success(request, f"Published: {', '.join(done)}.")
    return ""


@needs("spend.read")
def edition(request: HttpRequest, published_set: int) -> HttpResponseBase:
    """One set: what was found in it, its first rows, its files, and the forms to publish it and to take it off."""
    person, it = person_of(request), _edition(request, published_set)
    if part := request.GET.get("download"):
        return _part(person, it, part)
    before, doing = queries.before(it), request.POST.get("doing")
    given = request.POST or None
    publishing = PublishForm(bool(it.errors), before is not None, given if doing == "publish" else None)
    withdrawing = WithdrawForm(given if doing == "withdraw" else None)
    if doing == "look":
        with told(request):
            actions.look(person, edition=it, places=_places(request))
            messages.success(request, "It is kept that you looked at it.")
        return redirect("transparency-set", it.pk)
    done = (
        acted(
            request,
            withdrawing if doing == "withdraw" else publishing,
            lambda: _change(person, it, withdrawing if doing == "withdraw" else publishing),
            "It is taken off." if doing == "withdraw" else "It is published.",
        )
        if doing in ("publish", "withdraw")
        else None
    )
    if done:
        return done
    context: dict[str, Any] = SHOWN | {
        "it": it,
        "before": before,
        "page": Paginator(it.personal, A_PAGE).get_page(request.GET.get("page")),
        "preview": queries.first(it.sha256, PREVIEW) if _reads(person, it) else None,
        "form": withdrawing if doing == "withdraw" else publishing,
        "publishing": publishing,
        "withdrawing": withdrawing,
        "may_look": it.to_look_at and it.state == State.CHECKED and _works(person, it),
        "may_publish": it.state == State.CHECKED and may(person, PUBLISH, it.organisation),
        "over": it.period.end < clock.today(),
        "may_withdraw": it.state in OPEN and may(person, PUBLISH, it.organisation),
        "may_read": _reads(person, it),
        "public": it.state in PUBLIC,
    }
    return render(request, "transparency/set.jinja", context, status=422 if context["form"].errors else 200)


def _change(person: Person, it: Edition, form: PublishForm | WithdrawForm) -> str:
    if isinstance(form, WithdrawForm):
        actions.withdraw(person, edition=it, **form.cleaned_data)
    else:
        actions.publish(person, edition=it, **form.cleaned_data)
    return reverse("transparency-set", args=[it.pk])


def _places(request: HttpRequest) -> list[int]:
    return [int(text) for text in request.POST.getlist("looked") if text.isascii() and text.isdecimal()]


def _works(person: Person, it: Edition) -> bool:
    return may(person, LOAD, it.organisation) or may(person, PUBLISH, it.organisation)


def _reads(person: Person, it: Edition) -> bool:
    """What anyone may read, everybody here may; the rest is for those who prepare and publish."""
    return it.state in OPEN or _works(person, it)


def _part(person: Person, it: Edition, part: str) -> HttpResponseBase:
    """The file itself, where each of its rows came from, or everything that was found in it."""
    if part not in ("file", "lineage", "found") or not _reads(person, it):
        raise Http404
    name = f"{file_name(it)}-{it.pk}"
    if part == "found":
        return rows_sent(PROBLEM_COLUMNS, queries.problem_rows(it), f"{name}-found")
    return file_sent(queries.kept(it, part), "csv", name if part == "file" else f"{name}-lineage")


def _edition(request: HttpRequest, pk: int) -> Edition:
    found = queries.edition(person_of(request), pk)
    if found is None:
        raise Http404
    return found
