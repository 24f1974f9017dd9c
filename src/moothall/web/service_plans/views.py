"""Where service plans are written, approved, followed and closed."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.core import clock
from moothall.core.permission import may
from moothall.kit.documents.errors import DocumentError
from moothall.kit.documents.html import to_html
from moothall.kit.documents.json import from_json
from moothall.kit.documents.words import spoken_date
from moothall.plan.comparing import differences
from moothall.plan.service_plans import actions, queries
from moothall.plan.service_plans.asked import sections
from moothall.plan.service_plans.composing import state_of, state_words
from moothall.plan.service_plans.life import State
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.sending import document_sent, names
from moothall.web.service_plans.forms import (
    ActionState,
    Approve,
    NewAction,
    NewPlan,
    Reason,
    SectionText,
)
from moothall.web.submitting import sent

FORMATS = ("pdf", "docx", "xlsx", "txt")


@needs("service_plans.read")
def plans(request: HttpRequest) -> HttpResponse:
    """The council's service plans, the newest year first."""
    person, here = who_and_where(request)
    rows = [
        [
            {"text": str(it), "href": reverse("service-plan", args=[it.pk])},
            State(it.state).label.capitalize(),
            str(it.author),
            it.action_count,  # type: ignore[attr-defined]
        ]
        for it in queries.plans(person, here)
    ]
    return render(
        request, "service_plans/plans.jinja", {"rows": rows, "may_write": may(person, queries.WRITE, here)}
    )


@needs("service_plans.write")
def new(request: HttpRequest) -> HttpResponse:
    """Starts a service's plan for a year."""
    person, here = who_and_where(request)
    years = queries.years(clock.today())
    form = NewPlan(
        queries.may_start(person, here), years, request.POST or None, initial={"year": years[1].isoformat()}
    )

    def act(**given: Any) -> str:
        return reverse("service-plan", args=[actions.start(person, organisation=here, **given).pk])

    done = sent(request, form, act, "The service plan is started.")
    return done or _page(request, "new", None, {"form": form})


@needs("service_plans.read")
def overview(request: HttpRequest, service_plan: int) -> HttpResponse:
    """The plan with its figures as they stand, its actions, and what can be done next."""
    it = _plan(request, service_plan)
    person = person_of(request)
    made = queries.document(person, it, clock.today())
    may_write, standing = queries.may_write(person, it), queries.current(it)
    return _page(
        request,
        "overview",
        it,
        {
            "body": to_html(made.blocks),
            "sections": [(section, standing.get(key)) for key, section in sections().items()]
            if may_write
            else [],
            "actions": [(one, state_words(one, clock.today())) for one in queries.actions(it)]
            if may_write
            else [],
            "approvals": queries.approvals(it),
            "may_write": may_write,
            "may_approve": may(person, queries.APPROVE, it.organisation),
            "draft": it.state == State.DRAFT,
            "approved": it.state == State.APPROVED,
            "formats": names(*FORMATS),
        },
    )


@needs("service_plans.write")
def edit(request: HttpRequest, service_plan: int, section: str) -> HttpResponse:
    """A section's text."""
    it = _mine(request, service_plan)
    if section not in sections():
        raise Http404
    standing = queries.current(it).get(section)
    initial = {"text": standing.text if standing else "", "opened": standing.number if standing else 0}
    form = SectionText(request.POST or None, initial=initial)

    def act(text: str, opened: int) -> None:
        actions.write(person_of(request), plan=it, section=section, text=text, opened=opened)

    done = sent(
        request, form, act, f"{sections()[section].title}: saved.", reverse("service-plan", args=[it.pk])
    )
    return done or _page(
        request, "edit", it, {"form": form, "section": sections()[section], "standing": standing}
    )


@needs("service_plans.read")
def versions(request: HttpRequest, service_plan: int, section: str) -> HttpResponse:
    """Every saved text of a section, and what the newest changed."""
    it = _plan(request, service_plan)
    if section not in sections():
        raise Http404
    history = queries.history(it, section)
    pieces = (
        list(differences(history[1].text if len(history) > 1 else "", history[0].text)) if history else []
    )
    return _page(
        request, "versions", it, {"section": sections()[section], "history": history, "pieces": pieces}
    )


@needs("service_plans.write")
def add_action(request: HttpRequest, service_plan: int) -> HttpResponse:
    """Adds an action."""
    it = _mine(request, service_plan)
    form = NewAction(queries.people(it.organisation), request.POST or None, initial={"due": it.period.end})

    def act(**given: Any) -> None:
        actions.add_action(person_of(request), plan=it, **given)

    done = sent(request, form, act, "The action is added.", reverse("service-plan", args=[it.pk]))
    return done or _page(request, "action_add", it, {"form": form})


@needs("service_plans.write")
def action(request: HttpRequest, service_plan: int, action: int) -> HttpResponse:
    """How far an action is, and what was said of it."""
    it = _mine(request, service_plan)
    one = queries.action(it, action)
    if one is None:
        raise Http404
    form = ActionState(request.POST or None, initial={"state": state_of(one)})

    def act(**given: Any) -> None:
        actions.update_action(person_of(request), action=one, **given)

    done = sent(request, form, act, f"Action {one.number} is updated.", reverse("service-plan", args=[it.pk]))
    return done or _page(
        request, "action", it, {"form": form, "action": one, "updates": list(one.updates.all())}
    )


@needs("service_plans.approve")
def approve(request: HttpRequest, service_plan: int) -> HttpResponse:
    """The plan as it will be frozen, and the button that approves it."""
    it = _plan(request, service_plan)
    made = queries.document(person_of(request), it, clock.today())
    shown = queries.fingerprint(made, it)
    data = request.POST.copy() if request.method == "POST" else None
    form = Approve(data, initial={"fingerprint": shown})

    def act(fingerprint: str) -> str:
        approval = actions.approve(person_of(request), plan=it, fingerprint=fingerprint)
        return reverse("service-plan-approval", args=[it.pk, approval.number])

    done = sent(request, form, act, f"{it} is approved: its text and figures are frozen.")
    if data is not None:
        data["fingerprint"] = shown  # they are told, and shown the plan as it is now
    return done or _page(request, "approve", it, {"form": form, "body": to_html(made.blocks)})


@needs("service_plans.write")
def reopen(request: HttpRequest, service_plan: int) -> HttpResponse:
    """Takes up an approved plan again."""
    it = _mine(request, service_plan)
    return _with_reason(request, it, "reopen", actions.reopen, f"{it} is a draft again.")


@needs("service_plans.write")
def close(request: HttpRequest, service_plan: int) -> HttpResponse:
    """Closes an approved plan."""
    it = _mine(request, service_plan)
    return _with_reason(request, it, "close", actions.close, f"{it} is closed.")


@needs("service_plans.read")
def approval(request: HttpRequest, service_plan: int, approval: int) -> HttpResponse:
    """The plan as it was approved, and whether it is still what was approved."""
    it = _approval(request, service_plan, approval)
    try:
        body = to_html(from_json(it.document).blocks)
    except DocumentError:
        body = None
    context = {"approval": it, "intact": queries.intact(it), "body": body, "formats": names(*FORMATS)}
    return _page(request, "approval", it.plan, context)


@needs("service_plans.read")
def download(request: HttpRequest, service_plan: int, format: str) -> HttpResponse:
    """The plan as it stands, as a file."""
    it = _plan(request, service_plan)
    made = queries.document(person_of(request), it, clock.today())
    return document_sent(request, made, format, f"{it.service.slug}-plan-{it.start.year}")


@needs("service_plans.read")
def approved_download(request: HttpRequest, service_plan: int, approval: int, format: str) -> HttpResponse:
    """The plan as it was approved, as a file. One that was tampered with is not given."""
    it = _approval(request, service_plan, approval)
    if not queries.intact(it):
        raise Http404
    name = f"{it.plan.service.slug}-plan-{it.plan.start.year}-approval-{it.number}"
    return document_sent(request, from_json(it.document), format, name)


def _with_reason(
    request: HttpRequest, it: queries.ServicePlan, name: str, act: Any, said: str
) -> HttpResponse:
    form = Reason(request.POST or None)
    to = reverse("service-plan", args=[it.pk])
    done = sent(
        request, form, lambda reason: act(person_of(request), plan=it, reason=reason) and None, said, to
    )
    return done or _page(request, name, it, {"form": form})


def _plan(request: HttpRequest, pk: int) -> queries.ServicePlan:
    found = queries.plan(person_of(request), pk)
    if found is None:
        raise Http404
    return found


def _mine(request: HttpRequest, pk: int) -> queries.ServicePlan:
    """A plan for somebody who is to change it. Raises PermissionDenied for another service's."""
    it = _plan(request, pk)
    if not queries.may_write(person_of(request), it):
        raise PermissionDenied(f"You write the plans of other services: this one is of {it.service}.")
    return it


def _approval(request: HttpRequest, plan: int, number: int) -> queries.Approval:
    found = queries.approval(_plan(request, plan), number)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, name: str, plan: queries.ServicePlan | None, context: dict[str, Any]
) -> HttpResponse:
    refused = "form" in context and context["form"].errors
    told = {"plan": plan, "day": spoken_date, **context}
    return render(request, f"service_plans/{name}.jinja", told, status=422 if refused else 200)
