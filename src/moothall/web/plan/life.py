"""The steps of a plan's life: signed off, endorsed, confirmed, sent and published."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from moothall.core.errors import NotPossible
from moothall.kit.documents.html import to_html
from moothall.plan import actions, queries
from moothall.plan.life import State
from moothall.plan.verifying import verify
from moothall.web.access import needs, person_of
from moothall.web.plan.forms import Endorsement, Sending, SignOff
from moothall.web.plan.pages import edition_of, page, plan_of
from moothall.web.sending import site
from moothall.web.submitting import told

if TYPE_CHECKING:
    from moothall.plan.composing import Composed
    from moothall.plan.models import Plan


@needs("plan.sign_off")
def sign_off(request: HttpRequest, plan: int) -> HttpResponse:
    """The text as members will see it, and the form that signs it off."""
    it = plan_of(request, plan)
    draft = queries.draft(person_of(request), it)
    sent = request.POST.copy() if request.method == "POST" else None
    form = SignOff(sent, initial={"fingerprint": draft.fingerprint})
    if sent is not None and form.is_valid():
        try:
            actions.sign_off(person_of(request), plan=it, **form.cleaned_data)
            messages.success(request, f"You signed off {it}. If a word or a figure changes, that lapses.")
            return redirect("plan", it.pk)
        except NotPossible as why:
            form.add_error(None, str(why))
            sent["fingerprint"] = draft.fingerprint  # they are told, and shown the text as it is now
    return _with_the_draft(request, "sign_off", it, draft, form)


@needs("plan.endorse")
def endorse(request: HttpRequest, plan: int) -> HttpResponse:
    """The text as it will be frozen, and the form that records the meeting."""
    it = plan_of(request, plan)
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
    return _with_the_draft(request, "endorse", it, draft, form)


def _with_the_draft(
    request: HttpRequest, name: str, plan: "Plan", draft: "Composed", form: BaseForm
) -> HttpResponse:
    """A page with the whole text as it stands, whether that is signed off, and a form about it."""
    context = {
        "form": form,
        "draft": draft,
        "body": to_html(draft.blocks),
        "signed": queries.standing_sign_off(plan, draft.fingerprint),
    }
    return page(request, name, plan, context)


@needs("plan.read")
def edition(request: HttpRequest, plan: int, number: int) -> HttpResponse:
    """An edition: who endorsed and confirmed it, whether it is intact, its figures, and what can be done next."""
    it = edition_of(request, plan, number)
    corrected = queries.corrections(it)
    verdict = verify(it)
    confirmed = list(queries.confirmations(it))
    return page(
        request,
        "edition",
        it.plan,
        {
            "edition": it,
            "verdict": verdict,
            "corrections": corrected,
            "confirmations": confirmed,
            "submissions": list(queries.submissions(it)),
            "confirmed_by_me": any(one.person_id == person_of(request).pk for one in confirmed),
            "to_publish": it.state == State.ENDORSED,
            "must_be_sent": queries.must_be_sent(it),
            "unsent": not queries.was_sent(it.plan),
            "body": to_html(verdict.document.blocks, heading_offset=1) if verdict.document else "",
        },
    )


@needs("plan.confirm")
@require_POST
def confirm(request: HttpRequest, plan: int, number: int) -> HttpResponse:
    """A councillor's confirmation."""
    it = edition_of(request, plan, number)
    with told(request):
        actions.confirm(person_of(request), edition=it)
        messages.success(request, f"You confirmed {it}.")
    return redirect("plan-edition", plan, number)


@needs("plan.publish")
@require_POST
def publish(request: HttpRequest, plan: int, number: int) -> HttpResponse:
    """Makes an edition public."""
    it = edition_of(request, plan, number)
    with told(request):
        actions.publish(person_of(request), edition=it, site=site(request))
        unsent = "" if queries.was_sent(it.plan) else " Nobody has recorded that it was sent."
        messages.success(request, f"{it} is published.{unsent}")
    return redirect("plan-edition", plan, number)


@needs("plan.submit")
def submit(request: HttpRequest, plan: int, number: int) -> HttpResponse:
    """Says when, how and to whom an edition was sent."""
    it = edition_of(request, plan, number)
    before = list(queries.submissions(it))
    form = Sending(request.POST or None, again=bool(before))
    if request.method == "POST" and form.is_valid():
        try:
            actions.submit(person_of(request), edition=it, **form.cleaned_data)
            messages.success(request, f"{it}: that it was sent is recorded.")
            return redirect("plan-edition", plan, number)
        except NotPossible as why:
            form.add_error(None, str(why))
    return page(request, "submit", it.plan, {"form": form, "edition": it, "submissions": before})
