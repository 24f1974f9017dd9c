"""Ledger files: loaded, how each was read and what was set aside, corrected, withdrawn; scans and what they go by."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from moothall.core import files as kept_files
from moothall.core.models import Organisation, Person
from moothall.core.permission import may
from moothall.direction.money import in_pounds, to_pence
from moothall.spend.ledgers import actions, queries
from moothall.spend.ledgers.life import KINDS
from moothall.spend.ledgers.queries import LedgerFile, LedgerTable
from moothall.spend.permissions import LOAD, REVIEW
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.spend.forms import FIELDS, FileForm, MappingForm, ReasonForm, RulesForm
from moothall.web.spend.shown import SHOWN
from moothall.web.submitting import acted, told
from moothall.web.uploads import put_aside


@needs("spend.read")
def files(request: HttpRequest) -> HttpResponse:
    """The files that were loaded; sends another, or starts a scan of all that stand."""
    person, here = who_and_where(request)
    every = list(queries.files(person, here))
    standing = [it for it in every if not it.withdrawn_at]
    form = FileForm(standing, request.POST or None, request.FILES or None)
    loads = may(person, LOAD, here)
    if request.method == "POST":
        if not loads:
            raise PermissionDenied("You may not load ledgers: ask an administrator for a role that can.")
        if "scan" in request.POST:
            return _scan(request, person, here)
        done = acted(request, form, lambda: _add(person, here, form), "The file is kept and is being read.")
        if done:
            return done
    scan = queries.newest(person, here)
    context = {
        "every": every,
        "form": form if loads else None,
        "scan": scan,
        "under_way": queries.scan_under_way(person, here),
        "behind": queries.files_since(scan, here),
        "may_load": loads,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "spend/files.jinja", {**SHOWN, **context}, status=status)


def _add(person: Person, here: Organisation, form: FileForm) -> str:
    replaces = form.cleaned_data["replaces"]
    older = queries.file(person, int(replaces)) if replaces else None
    with put_aside([form.cleaned_data["file"]]) as [(name, path)]:
        _made, job = actions.add_file(person, organisation=here, path=path, name=name, replaces=older)
    return reverse("job", args=[job.pk])


def _scan(request: HttpRequest, person: Person, here: Organisation) -> HttpResponse:
    job = None
    with told(request):
        job = actions.start_scan(person, organisation=here)
    return redirect("job", job.pk) if job else redirect("spend-files")


@needs("spend.read")
def file(request: HttpRequest, ledger_file: int) -> HttpResponseBase:
    """One file: how each of its tables was read, what was set aside, and what those who load can correct."""
    person = person_of(request)
    it = queries.file(person, ledger_file)
    if it is None:
        raise Http404
    tables = queries.tables(it)
    asked = request.GET.get("rejects", "")
    if asked:
        return _rejects(next((one for one in tables if str(one.pk) == asked), None))
    loads = may(person, LOAD, it.organisation) and not it.withdrawn_at
    forms = {one.pk: MappingForm(one, prefix=f"table-{one.pk}") for one in tables}
    reason = ReasonForm(prefix="withdraw")
    status = 200
    if request.method == "POST":
        if not loads:
            raise PermissionDenied("You may not correct how ledgers are read: ask an administrator.")
        done, status = None, 422
        if "withdraw" in request.POST:
            reason = ReasonForm(request.POST, prefix="withdraw")
            done = acted(request, reason, lambda: _withdraw(person, it, reason), "The file is withdrawn.")
        else:
            for one in tables:
                if f"table-{one.pk}-kind" in request.POST:
                    form = forms[one.pk] = MappingForm(one, request.POST, prefix=f"table-{one.pk}")
                    done = _correct(request, person, one, form)
        if done:
            return done
    context = {
        "file": it,
        "tables": [(one, forms[one.pk], _columns(one)) for one in tables],
        "form": next((one for one in (*forms.values(), reason) if one.errors), None),
        "reason": reason,
        "may_load": loads,
        "kinds": KINDS,
    }
    return render(request, "spend/file.jinja", {**SHOWN, **context}, status=status)


def _withdraw(person: Person, it: LedgerFile, form: ReasonForm) -> str:
    actions.withdraw_file(person, file=it, why=form.cleaned_data["why"])
    return reverse("spend-files")


def _correct(
    request: HttpRequest, person: Person, table: LedgerTable, form: MappingForm
) -> HttpResponse | None:
    def act() -> str:
        kind = form.cleaned_data["kind"]
        job = actions.correct_mapping(
            person, table=table, columns=form.decided(), kind=kind if kind != table.kind else ""
        )
        return reverse("job", args=[job.pk])

    return acted(
        request, form, act, "That is remembered for files with these columns. The file is read again."
    )


def _columns(table: LedgerTable) -> list[tuple[str, str, list[str]]]:
    """Each column, the field it was taken for, and samples of it."""
    by_heading = {heading: name for name, heading in table.mapping.items()}
    return [
        (
            one["name"],
            FIELDS.get(by_heading.get(one["name"], ""), by_heading.get(one["name"], "")),
            one["samples"],
        )
        for one in table.columns
    ]


def _rejects(table: LedgerTable | None) -> FileResponse:
    path = kept_files.kept(table.rejects) if table and table.rejects else None
    if path is None or not path.exists():
        raise Http404
    return FileResponse(
        path.open("rb"), as_attachment=True, filename="rows-set-aside.csv", content_type="text/csv"
    )


@needs("spend.read")
def rules(request: HttpRequest) -> HttpResponse:
    """What scans go by: thresholds, from when a contract is needed, which postcodes are local."""
    person, here = who_and_where(request)
    now = queries.rules(person, here)
    initial = {
        "thresholds": " ".join(f"{in_pounds(it):f}" for it in now.thresholds_pence),
        "contract_needed": f"{in_pounds(now.contract_needed_pence):f}",
        "postcodes": " ".join(now.postcodes),
    }
    form = RulesForm(request.POST or None, initial=initial)
    if request.method == "POST":

        def act() -> None:
            given: dict[str, Any] = form.cleaned_data
            actions.set_rules(
                person,
                organisation=here,
                thresholds_pence=[to_pence(it) for it in given["thresholds"].replace(",", "").split()],
                contract_needed_pence=given["contract_needed"] or 0,
                postcodes=given["postcodes"].replace(",", " ").split(),
            )

        if done := acted(request, form, act, "The next scan goes by this.", reverse("spend-rules")):
            return done
    context = {
        "now": now,
        "form": form,
        "may_review": may(person, REVIEW, here),
        "scan": queries.newest(person, here),
        "titles": queries.titles(),
    }
    return render(request, "spend/rules.jinja", {**SHOWN, **context}, status=422 if form.errors else 200)
