"""Moving a risk to another register, deciding what others ask for, closing it and opening it again."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from moothall.core import clock
from moothall.risks import actions, queries
from moothall.risks.life import next_levels
from moothall.web.access import needs, person_of
from moothall.web.plan.days import day
from moothall.web.risks.finding import form_page, to_write
from moothall.web.risks.forms import DecideForm, LevelForm, ReasonForm
from moothall.web.submitting import sent


@needs("risks.write")
def level(request: HttpRequest, risk: int) -> HttpResponse:
    """Asks that a risk go to another register; who manages risks moves it at once."""
    person, it = person_of(request), to_write(request, risk)
    decides = queries.may_manage(person, it.organisation)
    row = queries.one(person, it.pk, clock.today())
    form = LevelForm(
        next_levels(it.level),
        decides,
        request.POST or None,
        initial={"on": clock.today(), "reason": (row.escalate or row.lower) if row else ""},
    )

    def act(**given: Any) -> None:
        (actions.move if decides else actions.propose)(person, risk=it, **given)

    said = "The risk is in another register now." if decides else "It is asked for: somebody decides."
    done = sent(request, form, act, said, reverse("risk", args=[it.pk]))
    title = "Move to another register" if decides else "Ask for another register"
    return done or form_page(request, form, it, title, "Move it" if decides else "Ask for it", row=row)


@needs("risks.manage")
def decide(request: HttpRequest, proposal: int) -> HttpResponse:
    """Accepts or refuses what was asked for."""
    person = person_of(request)
    it = queries.proposal(person, proposal)
    if it is None or not queries.may_manage(person, it.risk.organisation):
        raise Http404
    form = DecideForm(request.POST or None, initial={"on": clock.today()})

    def act(decision: str, words: str, on: date) -> None:
        actions.decide(person, proposal=it, accept=decision == "accept", words=words, on=on)

    done = sent(request, form, act, "The decision is recorded.", reverse("risk", args=[it.risk_id]))
    asked = f"{it.by} asked on {day(it.at)} that it go to the {it.level} register: {it.reason}"
    return done or form_page(request, form, it.risk, "Decide a proposal", "Save decision", intro=asked)


@needs("risks.write")
def close(request: HttpRequest, risk: int) -> HttpResponse:
    """Closes a risk, with a reason."""
    return _state(request, risk, actions.close, "The risk is closed.", "Close a risk", "Close it")


@needs("risks.write")
def reopen(request: HttpRequest, risk: int) -> HttpResponse:
    """Opens a closed risk again, with a reason."""
    return _state(
        request, risk, actions.reopen, "The risk is open again.", "Open a risk again", "Open it again"
    )


def _state(request: HttpRequest, risk: int, action: Any, said: str, title: str, button: str) -> HttpResponse:
    person, it = person_of(request), to_write(request, risk)
    form = ReasonForm(request.POST or None, initial={"on": clock.today()})

    def act(**given: Any) -> None:
        action(person, risk=it, **given)

    done = sent(request, form, act, said, reverse("risk", args=[it.pk]))
    return done or form_page(request, form, it, title, button)
