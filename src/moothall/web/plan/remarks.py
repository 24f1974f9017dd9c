"""What is said of a plan: comments, how the letter's questions are answered, and what the linter finds."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from moothall.core.errors import NotPossible
from moothall.kit.documents.html import to_html
from moothall.plan import actions, queries
from moothall.plan.comparing import differences
from moothall.web.access import needs, person_of
from moothall.web.plan.forms import Answered, Remark
from moothall.web.plan.pages import page, plan_of, theme_of
from moothall.web.plan.rules import explained
from moothall.web.submitting import told

UNANSWERED = "L102"  # said of each question in the table of questions


@needs("plan.read")
def comments(request: HttpRequest, plan: int, theme: str) -> HttpResponse:
    """A section's text, what was said of it, and a box to say more."""
    it, section = plan_of(request, plan), theme_of(theme)
    form = Remark(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.comment(person_of(request), plan=it, theme=section.key, **form.cleaned_data)
            messages.success(request, "Your comment is kept.")
            return redirect("plan-comments", it.pk, section.key)
        except NotPossible as why:
            form.add_error(None, str(why))
    standing = queries.current(it).get(section.key)
    shown = queries.preview(person_of(request), it, section.key, standing.text if standing else "")
    context = {
        "form": form,
        "theme": section,
        "standing": standing,
        "body": to_html(shown.blocks, heading_offset=1),
        "comments": list(queries.comments(it, section.key)),
        "me": person_of(request).pk,
    }
    return page(request, "comments", it, context)


@needs("plan.read")
@require_POST
def resolve(request: HttpRequest, plan: int, comment: int) -> HttpResponse:
    """Closes a comment with a reason."""
    found = queries.comment(person_of(request), plan, comment)
    if found is None:
        raise Http404
    with told(request):
        actions.resolve(person_of(request), comment=found, reason=request.POST.get("reason", ""))
        messages.success(request, "The comment is closed.")
    return redirect("plan-comments", plan, found.theme)


@needs("plan.read")
def check(request: HttpRequest, plan: int) -> HttpResponse:
    """The whole draft as the linter reads it: what to mend, the letter's questions, the figures that were typed."""
    it = plan_of(request, plan)
    found = queries.check(person_of(request), it)
    told = [one for one in found.gravest_first if one.finding.code != UNANSWERED]
    context = {
        "check": found,
        "told": told,
        "rules": explained(one.finding for one in told),
        "prompts": queries.prompted(person_of(request), it, found.coverage),
    }
    return page(request, "check", it, context)


@needs("plan.write")
def coverage(request: HttpRequest, plan: int, question: str) -> HttpResponse:
    """How one question is read, and a person's own judgement of it."""
    it = plan_of(request, plan)
    draft, answers = queries.answered(person_of(request), it)
    asked = {one.prompt.question.id: one.prompt for one in queries.prompted(person_of(request), it, answers)}
    if question not in asked:
        raise Http404
    prompt = asked[question]
    form = Answered(request.POST or None, initial={"status": prompt.status if prompt.corrected else ""})
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_coverage(person_of(request), plan=it, question=question, **form.cleaned_data)
            messages.success(request, f"Question {question}: what you said is kept.")
            return redirect("plan-check-draft", it.pk)
        except NotPossible as why:
            form.add_error(None, str(why))
    context = {
        "form": form,
        "prompt": prompt,
        "passages": [draft.paper.passages[number] for number in prompt.answer.passages],
        "history": list(queries.coverage_history(it, question)),
    }
    return page(request, "coverage", it, context)


@needs("plan.read")
def compare(request: HttpRequest, plan: int) -> HttpResponse:
    """Any two of the plan's editions and its draft, side by side as one."""
    it = plan_of(request, plan)
    numbers = [str(one.number) for one in queries.editions(it)]
    choices = [("draft", "The draft"), *((one, f"Edition {one}") for one in numbers)]
    old = request.GET.get("old", numbers[0] if numbers else "draft")
    new = request.GET.get("new", "draft")
    was, now = (queries.words_of(person_of(request), it, one) for one in (old, new))
    if was is None or now is None:
        raise Http404
    said = dict(choices)
    context = {
        "choices": choices,
        "old": old,
        "new": new,
        "names": (said[old], said[new]),
        "pieces": list(differences(was, now)),
        "same": was == now,
    }
    return page(request, "compare", it, context)
