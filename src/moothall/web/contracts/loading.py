"""Registers and notices from files, what came of them, and which contract a notice is of."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from moothall.core import clock
from moothall.core.models import Person
from moothall.core.permission import may
from moothall.core.queries import services
from moothall.spend import actions, queries
from moothall.spend.permissions import MANAGE_CONTRACTS, WRITE_CONTRACT
from moothall.spend.queries import Intake, ProcurementNotice
from moothall.spend.reading.parsed import SOURCES
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.contracts.forms import LoadForm, MatchForm, NoticeFilter
from moothall.web.contracts.shown import SHOWN
from moothall.web.submitting import acted, told
from moothall.web.uploads import put_aside

A_PAGE, MOST_SHOWN = 40, 200


@needs("spend.read")
def notices(request: HttpRequest) -> HttpResponse:
    """Procurement notices, the newest first; asks a publisher for new ones, as the button says."""
    person, here = who_and_where(request)
    if request.method == "POST":
        job = None
        with told(request):
            job = actions.start_fetch(person, organisation=here, source=request.POST.get("source", ""))
        return redirect("job", job.pk) if job else redirect("contract-notices")
    asked = {name: request.GET.get(name, "").replace("\0", "")[:100] for name in ("q", "matched")}
    found = queries.notices(person, here, **asked)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = SHOWN | {
        "form": NoticeFilter(asked),
        "filtered": any(asked.values()),
        "page": page,
        "prefix": f"?{urlencode({k: v for k, v in asked.items() if v})}&page=",
        "sources": SOURCES,
        "publishers": [(source, name, queries.asked_last(here, source)) for source, name in SOURCES.items()],
        "may_manage": may(person, MANAGE_CONTRACTS, here),
    }
    return render(request, "contracts/notices.jinja", context)


@needs("spend.read")
def notice(request: HttpRequest, notice: int) -> HttpResponse:
    """One notice, and the contracts that it may be of; ties it to one or parts it, as the button says."""
    person, it = person_of(request), _notice(request, notice)
    manages = may(person, MANAGE_CONTRACTS, it.organisation)
    if request.method == "POST":
        if not manages:
            raise PermissionDenied("You may not match notices: ask an administrator for a role that can.")
        return _match(request, person, it)
    found = queries.matches(it) if it.contract is None else []
    context = SHOWN | {
        "release": it,
        "sources": SOURCES,
        "matches": found,
        "form": _match_form(request, it, found) if manages and it.contract is None else None,
        "may_manage": manages,
        "may_write": may(person, WRITE_CONTRACT, it.organisation),
    }
    return render(request, "contracts/notice.jinja", context)


def _match(request: HttpRequest, person: Person, it: ProcurementNotice) -> HttpResponse:
    """Says which contract a notice is of, or that it is not of the one it was matched with."""
    with told(request):
        if it.contract:
            actions.part_notice(person, notice=it)
            messages.success(request, "The notice is matched with no contract now.")
        else:
            form = _match_form(request, it, queries.matches(it))
            if form.is_valid():
                chosen = queries.contract(person, int(form.cleaned_data["contract"]))
                assert chosen
                number = actions.match_notice(
                    person, notice=it, contract=chosen, fill_supplier=form.cleaned_data["fill_supplier"]
                )
                words = "The notice is" if number == 1 else f"{number} notices of this procurement are"
                messages.success(request, f"{words} matched with {chosen.reference}.")
            else:
                messages.error(request, "Choose the contract that the notice is of.")
    return redirect("contract-notice", it.pk)


@needs("contracts.manage")
def load(request: HttpRequest) -> HttpResponse:
    """Loads a register to look at, or notices to keep."""
    person, here = who_and_where(request)
    first = {"holds": request.GET.get("holds", "register")}
    form = LoadForm(services(here), request.POST or None, request.FILES or None, initial=first)

    def act() -> str:
        given = form.cleaned_data
        with put_aside([given["file"]]) as [(name, path)]:
            if given["holds"] == Intake.Holds.REGISTER:
                made = actions.preview_register(
                    person, organisation=here, path=path, name=name, service=given["service"]
                )
            else:
                made = actions.import_notices(
                    person, organisation=here, path=path, name=name, only_ours=given["ours"]
                )
        return reverse("contracts-intake", args=[made.pk])

    done = acted(request, form, act, "The file was read.")
    context = SHOWN | {"form": form, "intakes": list(queries.intakes(person, here)[:20])}
    return done or render(request, "contracts/import.jinja", context, status=422 if form.errors else 200)


@needs("contracts.manage")
def intake(request: HttpRequest, intake: int) -> HttpResponse:
    """What came of a file; a register is kept from here, or left."""
    person = person_of(request)
    it = queries.intake(person, intake)
    if it is None:
        raise Http404
    waiting = it.state == Intake.State.PREVIEWED
    if request.method == "POST":
        with told(request):
            if request.POST.get("doing") == "keep":
                done = actions.keep_register(person, intake=it)
                messages.success(request, f"{done.kept} new and {done.changed} changed contracts are kept.")
            elif request.POST.get("doing") == "drop":
                actions.drop_register(person, intake=it)
                messages.success(request, "The register is left out.")
        return redirect("contracts-intake", it.pk)
    context: dict[str, Any] = SHOWN | {
        "intake": it,
        "waiting": waiting,
        "rows": [row for row in it.rows if row["what"] != "same"][:MOST_SHOWN],
        "rejects": it.rejects[:MOST_SHOWN],
        "most": MOST_SHOWN,
        "today": clock.today(),
    }
    return render(request, "contracts/intake.jinja", context)


def _notice(request: HttpRequest, pk: int) -> ProcurementNotice:
    found = queries.notice(person_of(request), pk)
    if found is None:
        raise Http404
    return found


def _match_form(request: HttpRequest, it: ProcurementNotice, found: list[queries.Match]) -> MatchForm:
    """The likely contracts first; where there is none, every contract."""
    likely = [(str(one.contract.pk), f"{one.contract} ({', '.join(one.why) or 'alike'})") for one in found]
    every = queries.contracts(person_of(request), it.organisation, clock.today()) if not found else ()
    others = [(str(one.pk), str(one)) for one in every]
    first = {"contract": likely[0][0] if likely else ""}
    return MatchForm(likely, others, request.POST or None, initial=first)
