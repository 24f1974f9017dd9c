"""Where the plan is written."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.permission import may
from moothall.kit.documents.html import to_html
from moothall.plan import actions, queries
from moothall.plan.comparing import differences
from moothall.plan.themes import THEMES
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.plan.evidence import kept
from moothall.web.plan.forms import Due, NewPlan, Section
from moothall.web.plan.pages import page, plan_of, theme_of
from moothall.web.plan.rules import explained

if TYPE_CHECKING:
    from moothall.plan.models import Edition, Plan, Revision


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
    it = plan_of(request, plan)
    draft = queries.draft(person_of(request), it)
    standing = queries.current(it)
    sections = [(theme, standing.get(theme.key), draft.words[theme.key]) for theme in THEMES]
    found = list(queries.editions(it))
    return page(
        request,
        "overview",
        it,
        {
            "draft": draft,
            "sections": sections,
            "editions": found,
            "unchanged": bool(found and found[0].fingerprint == draft.fingerprint),
            "comments": queries.open_comments(it),
            "typed": queries.typed_figures(person_of(request), it, draft),
            "signed": queries.sign_offs(it).first(),
            "signed_stands": queries.standing_sign_off(it, draft.fingerprint),
            "late": bool(it.due_on and it.due_on < clock.today() and not any(map(_sent, found))),
        },
    )


@needs("plan.write")
def due(request: HttpRequest, plan: int) -> HttpResponse:
    """The day by which the plan has to be sent."""
    it = plan_of(request, plan)
    form = Due(request.POST or None, initial={"due_on": it.due_on})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_due(person_of(request), plan=it, due_on=form.cleaned_data["due_on"])
            messages.success(request, "The day by which the plan has to be sent is saved.")
            return redirect("plan", it.pk)
        except NotPossible as why:
            form.add_error(None, str(why))
    return page(request, "due", it, {"form": form})


@needs("plan.read")
def preview(request: HttpRequest, plan: int) -> HttpResponse:
    """The whole draft as it would read."""
    it = plan_of(request, plan)
    draft = queries.draft(person_of(request), it)
    return page(request, "preview", it, {"draft": draft, "body": to_html(draft.blocks)})


@needs("plan.write")
def edit(request: HttpRequest, plan: int, theme: str) -> HttpResponse:
    """A section's text. Finding a figure, adding it to the text and previewing post the text too, and save nothing."""
    it, section = plan_of(request, plan), theme_of(theme)
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
                _say_faults(request, it, saved)
                return redirect("plan", it.pk)
            except actions.WrittenMeanwhile as why:
                data["opened"] = str(why.newer.number)
                form = Section(data)
                form.add_error(None, str(why))
                theirs, ours = queries.in_words(person_of(request), it, why.newer.text, text)
                context |= {
                    "newer": why.newer,
                    "theirs": theirs,
                    "pieces": list(differences(theirs, ours)),
                }
            except NotPossible as why:
                form.add_error(None, str(why))
        context |= {"inserted": insert, "unsaved": True}
    person = person_of(request)
    shown = queries.preview(person, it, section.key, text)
    _, answers = queries.answered(person, it, {section.key: text})
    told = (
        queries.check(person, it, {section.key: text}).of(section.key)
        if request.POST.get("do") == "check"
        else None
    )
    asked = queries.prompted(person, it, answers, section.key)
    context |= {
        "prompts": asked,
        "kept": kept(
            {route for one in asked for _, route in one.prompt.evidence.holds}, person, it.organisation
        ),
        "told": told,
        "rules": explained(one.finding for one in told or ()),
        "comments": [one for one in queries.comments(it, section.key) if one.resolved_at is None],
        "form": form,
        "draft": shown,
        "body": to_html(shown.blocks, heading_offset=1),
        "find": found,
        "found": queries.search(person, it.organisation, found),
    }
    return page(request, "edit", it, context)


@needs("plan.read")
def versions(request: HttpRequest, plan: int, theme: str) -> HttpResponse:
    """Every saved text of a section, and what changed between two of them."""
    it, section = plan_of(request, plan), theme_of(theme)
    history = list(queries.history(it, section.key))
    by_number = {str(one.number): one for one in history}
    newer = by_number.get(request.GET.get("new", ""), history[0] if history else None)
    older = by_number.get(request.GET.get("old", ""), history[1] if len(history) > 1 else None)
    texts = (older.text if older else "", newer.text) if newer else ("", "")
    pieces = list(differences(*queries.in_words(person_of(request), it, *texts))) if newer else []
    return page(
        request,
        "versions",
        it,
        {"theme": section, "history": history, "newer": newer, "older": older, "pieces": pieces},
    )


def _say_faults(request: HttpRequest, plan: "Plan", saved: "Revision") -> None:
    """A text is saved with its faults, which are said at once: a figure that is not there is easily overlooked."""
    found = queries.preview(person_of(request), plan, saved.theme, saved.text).problems
    if faulty := [it for it in found if it.reference]:
        more = f" and {len(faulty) - 1} more" if len(faulty) > 1 else ""
        messages.warning(
            request,
            f"A figure in it is at fault{more}: {{{{ {faulty[0].reference} }}}}: {faulty[0].sentence}",
        )


def _sent(edition: "Edition") -> bool:
    return bool(edition.submissions.all())
