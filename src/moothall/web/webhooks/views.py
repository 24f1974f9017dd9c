"""Channels of Teams and Slack that the council writes to."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from moothall.core.webhooks import actions, queries
from moothall.core.webhooks.hearing import choices
from moothall.core.webhooks.queries import MessageState, Webhook, WebhookMessage
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.submitting import sent, told
from moothall.web.webhooks.forms import AddForm, ChangeForm

TAG = {MessageState.SENT: "good", MessageState.WAITING: "info", MessageState.FAILED: "poor"}
WHAT = {"due": "What is due", "test": "A test message"}


@needs("webhooks.manage")
def webhooks(request: HttpRequest) -> HttpResponse:
    """Every channel, and how its last message went."""
    rows = [
        {
            "it": it,
            "tag": ("Ended", "none") if it.ended_at else _tag(it.last_state),  # type: ignore[attr-defined]
            "said": it.ended_because if it.ended_at else it.last_outcome,  # type: ignore[attr-defined]
        }
        for it in queries.webhooks(*who_and_where(request))
    ]
    return render(request, "webhooks/webhooks.jinja", {"rows": rows})


@needs("webhooks.manage")
@sensitive_post_parameters("address")
def add(request: HttpRequest) -> HttpResponse:
    """Adds a channel."""
    person, here = who_and_where(request)
    form = AddForm(request.POST or None)

    def act(**given: Any) -> str:
        made = actions.add_webhook(person, organisation=here, **given)
        return reverse("webhook", args=[made.pk])

    done = sent(request, form, act, "The channel was added. Send it a test message.")
    return done or _form(request, form, None, reverse("webhooks"))


@needs("webhooks.manage")
def webhook(request: HttpRequest, webhook: int) -> HttpResponse:
    """One channel: what it hears of, and what came of what was last written to it."""
    it, known = _found(request, webhook), choices()
    context = {
        "it": it,
        "hears": [known.get(name, name) for name in it.hears],
        "rows": [(one, WHAT.get(one.what) or known.get(one.what, one.what), _tag(one.state), _said(one))
                 for one in queries.messages(it)],
    }  # fmt: skip
    return render(request, "webhooks/webhook.jinja", context)


@needs("webhooks.manage")
@sensitive_post_parameters("address")
def change(request: HttpRequest, webhook: int) -> HttpResponse:
    """Changes what a channel hears of, or where it is."""
    it = _found(request, webhook)
    if it.ended_at:
        raise Http404
    form = ChangeForm(request.POST or None, initial={"name": it.name, "hears": it.hears})

    def act(**given: Any) -> None:
        actions.change_webhook(person_of(request), webhook=it, **given)

    to = reverse("webhook", args=[it.pk])
    return sent(request, form, act, "The channel was changed.", to) or _form(request, form, it, to)


@needs("webhooks.manage")
@require_POST
def test(request: HttpRequest, webhook: int) -> HttpResponse:
    """Sends a channel a message that says only that it is one."""
    it = _found(request, webhook)
    with told(request):
        actions.try_webhook(person_of(request), webhook=it)
        messages.success(
            request, "A test message is on its way. Open this page again to see what came of it."
        )
    return redirect("webhook", it.pk)


@needs("webhooks.manage")
@require_POST
def end(request: HttpRequest, webhook: int) -> HttpResponse:
    """Ends a channel."""
    it = _found(request, webhook)
    with told(request):
        actions.end_webhook(person_of(request), webhook=it, because="Ended by hand")
        messages.success(request, f"‘{it}’ has ended: nothing more is written to it.")
    return redirect("webhooks")


def _found(request: HttpRequest, pk: int) -> Webhook:
    found = queries.webhook(person_of(request), pk)
    if found is None:
        raise Http404
    return found


def _form(request: HttpRequest, form: ChangeForm, it: Webhook | None, to: str) -> HttpResponse:
    context = {"form": form, "it": it, "to": to}
    return render(request, "webhooks/form.jinja", context, status=422 if form.errors else 200)


def _tag(state: str | None) -> tuple[str, str]:
    if state is None:
        return "Nothing sent yet", "none"
    return MessageState(state).label.capitalize(), TAG[MessageState(state)]


def _said(one: WebhookMessage) -> str:
    tried = f"{one.outcome} " if one.outcome else ""
    return f"{tried}It is tried again." if one.attempts and one.state == MessageState.WAITING else tried
