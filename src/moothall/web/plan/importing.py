"""Bringing in a plan that was written elsewhere: read, looked over by a person, then saved.

All that is known of the file in between travels in the form; nothing is kept until it is saved.
"""

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature, dumps, loads
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from moothall.core.errors import NotPossible
from moothall.engines.text.parts import of_plan
from moothall.kit.papers import Passage
from moothall.plan import actions, queries
from moothall.plan.importing import brought, with_references
from moothall.plan.themes import THEMES
from moothall.web.access import needs
from moothall.web.context import who_and_where
from moothall.web.plan.forms import Brought, PlanFile
from moothall.web.plan.pages import page, plan_of
from moothall.web.plan.reading import read_file

if TYPE_CHECKING:
    from moothall.plan.models import Plan

SALT = "a plan's file"


@needs("plan.write")
def bring(request: HttpRequest, plan: int | None = None) -> HttpResponse:
    """Asks for a file, then shows what is in it by section; saved as a new plan or as the next versions of one."""
    it = plan_of(request, plan) if plan else None
    if request.method != "POST":
        return _asked(request, it, PlanFile())
    if "source" in request.POST:
        return _reviewed(request, it)
    form = PlanFile(request.POST, request.FILES)
    if not form.is_valid():
        return _asked(request, it, form)
    try:
        file = form.cleaned_data["file"]
        passages = of_plan(read_file(file).passages)
    except NotPossible as why:
        form.add_error("file", str(why))
        return _asked(request, it, form)
    return _review(request, it, form_of(file, passages, it), None)


def form_of(file: "UploadedFile[bytes]", passages: Sequence[Passage], plan: "Plan | None" = None) -> Brought:
    """The file's text by section, as a form that asks nothing yet."""
    file.seek(0)
    found = brought(passages)
    initial: dict[str, Any] = {"source": dumps([(file.name or "the file")[:200], _sha256(file)], salt=SALT)}
    initial |= {f"text-{theme}": text for theme, text in found.texts.items()}
    if plan:
        initial |= {f"opened-{theme}": one.number for theme, one in queries.current(plan).items()}
    form = Brought(initial=initial, existing=plan is not None)
    form.found = found  # type: ignore[attr-defined]
    return form


def _reviewed(request: HttpRequest, plan: "Plan | None") -> HttpResponse:
    """What came back from the page of review: looked over again, or saved."""
    data = request.POST.copy()
    form = Brought(data, existing=plan is not None)
    chosen = dict(it.split(" ", 1) for it in data.getlist("use") if " " in it) if "looked" in data else None
    save = data.get("do") == "save"
    if not save:  # nothing is asked yet, so nothing is refused
        return _review(request, plan, Brought(initial=data.dict(), existing=plan is not None), chosen)
    if form.is_valid():
        try:
            return _save(request, plan, form, chosen or {})
        except actions.WrittenMeanwhile as why:
            data[f"opened-{why.newer.theme}"] = str(why.newer.number)
            form = Brought(data, existing=plan is not None)
            form.add_error(
                None, f"{str(why).partition(':')[0]}: read theirs, then save again if yours is to follow it."
            )
        except NotPossible as why:
            form.add_error(None, str(why))
    return _review(request, plan, form, chosen)


def _save(request: HttpRequest, plan: "Plan | None", form: Brought, chosen: dict[str, str]) -> HttpResponse:
    person, organisation = who_and_where(request)
    try:
        name, sha256 = loads(form.cleaned_data["source"], salt=SALT)
    except BadSignature as why:
        raise NotPossible("This page was not made here: choose the file again.") from why
    texts = form.texts()
    found = queries.figure_matches(person, plan.organisation if plan else organisation, texts)
    offered = {(it.key, one.reference) for it in found for one in it.candidates}
    if not set(chosen.items()) <= offered or len(chosen) < len(request.POST.getlist("use")):
        raise NotPossible(
            "The text or a figure has changed since it was matched: look at the figures again, then save."
        )
    texts = with_references(texts, found, chosen)
    if plan:
        made = plan
        actions.import_text(person, plan=plan, texts=texts, opened=form.opened(), name=name, sha256=sha256)
    else:
        said = {"title": form.cleaned_data["title"], "years": form.cleaned_data["years"]}
        made = actions.import_plan(
            person, organisation=organisation, texts=texts, name=name, sha256=sha256, **said
        )
    messages.success(request, f"{name} is in the plan: each section is a version of its own.")
    return redirect("plan", made.pk)


def _asked(request: HttpRequest, plan: "Plan | None", form: PlanFile) -> HttpResponse:
    context = {"form": form, "plan": plan}
    if plan:
        return page(request, "bring", plan, context)
    return render(request, "plan/bring.jinja", context, status=422 if form.errors else 200)


def _review(
    request: HttpRequest, plan: "Plan | None", form: Brought, chosen: dict[str, str] | None
) -> HttpResponse:
    """The sections and the figures in them. Where nobody has chosen yet (None) the sure ones are proposed."""
    person, organisation = who_and_where(request)
    texts = {it.key: str(form[f"text-{it.key}"].value() or "").replace("\r\n", "\n") for it in THEMES}
    found = queries.figure_matches(person, plan.organisation if plan else organisation, texts)
    if chosen is None:
        chosen = {it.key: it.proposed.reference for it in found if it.proposed}
    context = {
        "form": form,
        "themes": THEMES,
        "matched": [it for it in found if it.candidates],
        "typed": [it for it in found if not it.candidates],
        "chosen": chosen,
        "found": getattr(form, "found", None),
        "standing": queries.current(plan) if plan else {},
        "plan": plan,
    }
    if plan:
        return page(request, "bring_review", plan, context)
    return render(request, "plan/bring_review.jinja", context, status=422 if form.errors else 200)


def _sha256(file: "UploadedFile[bytes]") -> str:
    return hashlib.sha256(file.read()).hexdigest()
