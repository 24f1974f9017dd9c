"""Where the plan is written, endorsed, confirmed and published."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from moothall.core.errors import NotPossible
from moothall.core.permission import may
from moothall.kit.documents.html import to_html
from moothall.plan import actions, queries
from moothall.plan.comparing import differences
from moothall.plan.life import State
from moothall.plan.themes import BY_KEY, THEMES, Theme
from moothall.plan.verifying import verify
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.plan.days import day
from moothall.web.plan.forms import Endorsement, NewPlan, Section

if TYPE_CHECKING:
    from moothall.plan.models import Edition, Plan


@needs("plan.read")
def plans(request: HttpRequest) -> HttpResponse:
    """The council's plans, the newest first."""
    person, organisation = who_and_where(request)
    context = {
        "plans": list(queries.plans(person, organisation)),
        "may_write": may(person, "plan.write", organisation),
    }
    return render(request, "plan/plans.jinja", context)


@needs("plan.write")
def new(request: HttpRequest) -> HttpResponse:
    """Starts a plan."""
    person, organisation = who_and_where(request)
    form = NewPlan(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            plan = actions.start(person, organisation=organisation, **form.cleaned_data)
            return redirect("plan", plan.pk)
        except NotPossible as why:
            form.add_error(None, str(why))
    return render(request, "plan/new.jinja", {"form": form}, status=422 if form.errors else 200)


@needs("plan.read")
def overview(request: HttpRequest, plan: int) -> HttpResponse:
    """Each section and how far it is, what is to be mended, and the editions."""
    it = _plan(request, plan)
    draft = queries.draft(person_of(request), it)
    standing = queries.current(it)
    sections = [(theme, standing.get(theme.key), draft.words[theme.key]) for theme in THEMES]
    found = list(queries.editions(it))
    return _page(
        request,
        "overview",
        it,
        {
            "draft": draft,
            "sections": sections,
            "editions": found,
            "unchanged": bool(found and found[0].fingerprint == draft.fingerprint),
        },
    )


@needs("plan.read")
def preview(request: HttpRequest, plan: int) -> HttpResponse:
    """The whole draft as it would read."""
    it = _plan(request, plan)
    draft = queries.draft(person_of(request), it)
    return _page(request, "preview", it, {"draft": draft, "body": to_html(draft.blocks)})


@needs("plan.write")
def edit(request: HttpRequest, plan: int, theme: str) -> HttpResponse:
    """A section's text. Finding a figure, adding it to the text and previewing post the text too, and save nothing."""
    it, section = _plan(request, plan), _theme(theme)
    standing = queries.current(it).get(section.key)
    context: dict[str, Any] = {"theme": section, "standing": standing, "newer": None, "pieces": ()}
    if request.method != "POST":
        opened, text = (standing.number, standing.text) if standing else (0, "")
        found = request.GET.get("find", "")[:100]
        form = Section(initial={"text": text, "opened": opened, "find": found})
    else:
        data = request.POST.copy()
        if insert := data.get("insert", ""):
            data["text"] = f"{data.get('text', '').rstrip()} {insert}".lstrip()
        text, found = data.get("text", ""), data.get("find", "")[:100]
        form = Section(data)
        if form.is_valid() and data.get("do") == "save":
            try:
                said = {"text": form.cleaned_data["text"], "opened": form.cleaned_data["opened"]}
                saved = actions.write(person_of(request), plan=it, theme=section.key, **said)
                messages.success(request, f"{section.title}: version {saved.number} is saved.")
                return redirect("plan", it.pk)
            except actions.WrittenMeanwhile as why:
                data["opened"] = str(why.newer.number)
                form = Section(data)
                form.add_error(None, str(why))
                context |= {"newer": why.newer, "pieces": list(differences(why.newer.text, text))}
            except NotPossible as why:
                form.add_error(None, str(why))
        context |= {"inserted": insert, "unsaved": True}
    shown = queries.preview(person_of(request), it, section.key, text)
    context |= {
        "form": form,
        "draft": shown,
        "body": to_html(shown.blocks, heading_offset=1),
        "find": found,
        "found": queries.search(person_of(request), it.organisation, found),
    }
    return _page(request, "edit", it, context)


@needs("plan.read")
def versions(request: HttpRequest, plan: int, theme: str) -> HttpResponse:
    """Every saved text of a section, and what changed between two of them."""
    it, section = _plan(request, plan), _theme(theme)
    history = list(queries.history(it, section.key))
    by_number = {str(one.number): one for one in history}
    newer = by_number.get(request.GET.get("new", ""), history[0] if history else None)
    older = by_number.get(request.GET.get("old", ""), history[1] if len(history) > 1 else None)
    pieces = list(differences(older.text if older else "", newer.text)) if newer else []
    return _page(
        request,
        "versions",
        it,
        {"theme": section, "history": history, "newer": newer, "older": older, "pieces": pieces},
    )


@needs("plan.endorse")
def endorse(request: HttpRequest, plan: int) -> HttpResponse:
    """The text as it will be frozen, and the form that records the meeting."""
    it = _plan(request, plan)
    draft = queries.draft(person_of(request), it)
    sent = request.POST.copy() if request.method == "POST" else None
    form = Endorsement(sent, initial={"fingerprint": draft.fingerprint})
    if sent is not None and form.is_valid():
        try:
            made = actions.endorse(person_of(request), plan=it, **form.cleaned_data)
            messages.success(request, f"{made} is endorsed: its text and figures are frozen.")
            return redirect("plan-edition", it.pk, made.number)
        except NotPossible as why:
            form.add_error(None, str(why))
            sent["fingerprint"] = draft.fingerprint  # they are told, and shown the text as it is now
    return _page(request, "endorse", it, {"form": form, "draft": draft, "body": to_html(draft.blocks)})


@needs("plan.read")
def edition(request: HttpRequest, plan: int, number: int) -> HttpResponse:
    """An edition: who endorsed and confirmed it, whether it is intact, its figures, and what can be done next."""
    it = _edition(request, plan, number)
    corrected = queries.corrections(it)
    verdict = verify(it)
    confirmed = list(queries.confirmations(it))
    return _page(
        request,
        "edition",
        it.plan,
        {
            "edition": it,
            "verdict": verdict,
            "corrections": corrected,
            "confirmations": confirmed,
            "confirmed_by_me": any(one.person_id == person_of(request).pk for one in confirmed),
            "to_publish": it.state == State.ENDORSED,
            "body": to_html(verdict.document.blocks, heading_offset=1) if verdict.document else "",
        },
    )


@needs("plan.confirm")
@require_POST
def confirm(request: HttpRequest, plan: int, number: int) -> HttpResponse:
    """A councillor's confirmation."""
    it = _edition(request, plan, number)
    try:
        actions.confirm(person_of(request), edition=it)
        messages.success(request, f"You confirmed {it}.")
    except NotPossible as why:
        messages.error(request, str(why))
    return redirect("plan-edition", plan, number)


@needs("plan.publish")
@require_POST
def publish(request: HttpRequest, plan: int, number: int) -> HttpResponse:
    """Makes an edition public."""
    it = _edition(request, plan, number)
    try:
        actions.publish(person_of(request), edition=it, site=f"{request.scheme}://{request.get_host()}")
        messages.success(request, f"{it} is published.")
    except NotPossible as why:
        messages.error(request, str(why))
    return redirect("plan-edition", plan, number)


def _plan(request: HttpRequest, pk: int) -> "Plan":
    found = queries.plan(person_of(request), pk)
    if found is None:
        raise Http404
    return found


def _theme(key: str) -> Theme:
    if key not in BY_KEY:
        raise Http404
    return BY_KEY[key]


def _edition(request: HttpRequest, plan: int, number: int) -> "Edition":
    found = queries.edition(person_of(request), plan, number)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, name: str, plan: "Plan", context: dict[str, Any]) -> HttpResponse:
    """One of the plan's pages, told what this person may do to the plan."""
    can = {
        what: may(person_of(request), f"plan.{what}", plan.organisation)
        for what in ("write", "endorse", "confirm", "publish")
    }
    refused = "form" in context and context["form"].errors
    told = {"plan": plan, "can": can, "day": day, **context}
    return render(request, f"plan/{name}.jinja", told, status=422 if refused else 200)
