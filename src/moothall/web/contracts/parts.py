"""What is added to a contract, and what is done with what was added: a table of forms, each with its action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from moothall.core import clock
from moothall.core.models import Organisation, Person
from moothall.core.permission import may
from moothall.plan.committee import queries as committee
from moothall.plan.committee.templates import DECISION, REPORT
from moothall.risks import queries as risks
from moothall.spend import actions, queries
from moothall.spend.life import Tie
from moothall.spend.queries import Contract
from moothall.web.access import needs, person_of
from moothall.web.contracts.forms import (
    DeliverForm,
    DocumentForm,
    ExtensionForm,
    IndicatorForm,
    InsuranceForm,
    OnForm,
    ReasonForm,
    ReportForm,
    ReviewForm,
    SocialValueForm,
    TieForm,
    UseExtensionForm,
)
from moothall.web.contracts.shown import form_page, theirs, to_write
from moothall.web.plan.days import day
from moothall.web.submitting import acted
from moothall.web.uploads import put_aside

SOCIAL = (
    "Worth = units × proxy × (1 − what would have happened anyway) × what is due to this contract × (1 − what was "
    "taken from elsewhere). It is no cash, and nothing adds it to savings."
)
MOST = 100  # decisions that are offered


@dataclass(frozen=True)
class Part:
    """Something to add to a contract: the words on its page, its form, and what is done with the form."""

    title: str
    button: str
    said: str
    form: Callable[[HttpRequest, Contract], forms.Form]
    act: Callable[[Person, Contract, dict[str, Any]], object]
    intro: str = ""


@dataclass(frozen=True)
class Thing:
    """Something of a contract: how it is found, the words on its page, its form, and what is done with the form."""

    found: Callable[[Person, int], Any]
    title: str
    button: str
    said: str
    form: Callable[[HttpRequest, Any], forms.Form]
    act: Callable[[Person, Any, dict[str, Any]], object]
    intro: Callable[[Any], str] = str


def _given(form: type[forms.Form], **first: Any) -> Callable[[HttpRequest, Any], forms.Form]:
    """A form whose days are today's unless said otherwise."""

    def make(request: HttpRequest, _of: Any) -> forms.Form:
        today = {"on": clock.today()} if "on" in form.base_fields else {}
        return form(request.POST or None, request.FILES or None, initial=today | first)

    return make


def _review(request: HttpRequest, it: Contract) -> forms.Form:
    return ReviewForm(request.POST or None, initial={"on": clock.today(), "next": it.next})


def _document(person: Person, it: Contract, given: dict[str, Any]) -> None:
    with put_aside([given.pop("file")]) as [(name, path)]:
        actions.add_document(person, contract=it, file=path, file_name=name, **given)


def _tie(request: HttpRequest, it: Contract) -> forms.Form:
    return TieForm(_kept(person_of(request), it.organisation), request.POST or None)


def _ties(person: Person, it: Contract, given: dict[str, Any]) -> None:
    which = given.pop("which")
    if not which:
        actions.tie(person, contract=it, key="", **given)
        return
    title = next(
        label for _group, each in _kept(person, it.organisation) for key, label in each if key == which
    )
    kind, key = which.split(":")
    said, href = _WHERE[kind](it.organisation, key)
    actions.tie(person, contract=it, kind=said, key=which, title=title[:200], href=href)


# how a thing of another room is called here, and where it is read
_WHERE: dict[str, Callable[[Organisation, str], tuple[str, str]]] = {
    "decision": lambda here, key: (
        Tie.DECISION,
        reverse("public-committee-report", args=[here.slug, int(key)]),
    ),
    "report": lambda here, key: (Tie.KEY, reverse("public-committee-report", args=[here.slug, int(key)])),
    "entry": lambda here, _key: (Tie.KEY, reverse("public-forward-plan", args=[here.slug])),
    "risk": lambda _here, key: (Tie.RISK, reverse("risk", args=[int(key)])),
}


def _kept(person: Person, here: Organisation) -> list[tuple[str, list[tuple[str, str]]]]:
    """Decisions that are published, decisions that are coming, and risks that this person reads."""
    today = clock.today()
    found = [
        (
            "Decisions by officers",
            [(f"decision:{it.pk}", it.title) for it in committee.published(here, DECISION)[:MOST]],
        ),
        (
            "Reports to members",
            [(f"report:{it.pk}", it.title) for it in committee.published(here, REPORT)[:MOST]],
        ),
        (
            "Coming decisions",
            [
                (f"entry:{it.pk}", f"{it.title}, {day(it.decision_on)}")
                for it in committee.public_entries(here, today)
            ],
        ),
    ]
    if may(person, "risks.read", here):
        rows = risks.register(person, here, on=today)
        found.append(("Risks", [(f"risk:{it.risk.pk}", str(it.risk)) for it in rows]))
    return [(group, each) for group, each in found if each]


def _use(request: HttpRequest, it: Any) -> forms.Form:
    decisions = [(str(one.pk), one.title) for one in queries.decisions(it.contract)]
    return UseExtensionForm(decisions, request.POST or None, initial={"on": clock.today(), "doing": "use"})


def _used(person: Person, it: Any, given: dict[str, Any]) -> None:
    if given["doing"] == "give-up":
        actions.give_up_extension(person, extension=it, on=given["on"])
        return
    decision = next((one for one in queries.decisions(it.contract) if str(one.pk) == given["decision"]), None)
    actions.use_extension(person, extension=it, reason=given["reason"], on=given["on"], decision=decision)


PARTS: dict[str, Part] = {
    "review": Part(
        "Record a review", "Save review", "The review is recorded.", _review,
        lambda person, it, given: actions.review(person, contract=it, **given),
        "A review answers the alert of the step that the contract has reached.",
    ),
    "extension": Part(
        "Add an extension", "Save extension", "The extension is recorded.", _given(ExtensionForm),
        lambda person, it, given: actions.add_extension(person, contract=it, **given),
        "A right to go on for longer. It changes nothing until it is taken up.",
    ),
    "document": Part(
        "Add a document", "Add it", "The document is kept.", _given(DocumentForm), _document,
    ),
    "insurance": Part(
        "Record an insurance", "Save insurance", "The insurance is recorded.", _given(InsuranceForm),
        lambda person, it, given: actions.add_insurance(person, contract=it, **given),
        "It takes the place of the one of its kind that was there.",
    ),
    "indicator": Part(
        "Add an indicator", "Save indicator", "The indicator is recorded.", _given(IndicatorForm),
        lambda person, it, given: actions.add_indicator(person, contract=it, **given),
        "A key performance indicator. A contract of more than £5 million has three or more.",
    ),
    "social-value": Part(
        "Record promised social value", "Save promise", "The promise is recorded.",
        _given(SocialValueForm, deadweight=0, attribution=100, displacement=0),
        lambda person, it, given: actions.promise_social_value(person, contract=it, **given),
        SOCIAL,
    ),
    "decision": Part(
        "Tie a decision or a risk", "Tie it", "It is tied to the contract.", _tie, _ties,
    ),
    "end": Part(
        "Terminate the contract", "Terminate it", "The contract is terminated.", _given(ReasonForm),
        lambda person, it, given: actions.terminate(person, contract=it, **given),
        "Ends it before its time. The last day may be still to come.",
    ),
}  # fmt: skip
THINGS: dict[str, Thing] = {
    "extension": Thing(
        queries.extension, "Take up or give up an extension", "Save", "The extension is recorded.", _use, _used,
        lambda it: f"The contract would go on to {day(it.until)}.",
    ),
    "indicator": Thing(
        queries.indicator, "Report against an indicator", "Save report", "The report is recorded.",
        _given(ReportForm), lambda person, it, given: actions.report_indicator(person, indicator=it, **given),
        lambda it: f"{it.name}: {it.target}.",
    ),
    "social-value": Thing(
        queries.social_value, "Record delivered social value", "Save", "What was delivered is recorded.",
        _given(DeliverForm),
        lambda person, it, given: actions.deliver_social_value(person, social_value=it, **given),
        lambda it: f"{it.what}, counted in {it.unit}.",
    ),
    "document": Thing(
        queries.document, "Take a document off", "Take it off", "The document is taken off. It is kept.",
        _given(OnForm), lambda person, it, given: actions.end_document(person, document=it, **given),
    ),
    "tie": Thing(
        queries.tie, "End a tie", "End it", "The tie has ended.", _given(OnForm),
        lambda person, it, given: actions.end_tie(person, tie=it, **given),
    ),
}  # fmt: skip


@needs("contracts.write")
def add(request: HttpRequest, contract: int, contract_part: str) -> HttpResponse:
    """Adds something to a contract: a review, an extension, a paper …"""
    part = PARTS.get(contract_part)
    if part is None:
        raise Http404
    person, it = person_of(request), to_write(request, contract)
    form = part.form(request, it)

    def act() -> None:
        part.act(person, it, dict(form.cleaned_data))

    done = acted(request, form, act, part.said, reverse("contract", args=[it.pk]))
    return done or form_page(request, form, it, part.title, part.button, intro=part.intro)


@needs("contracts.write")
def of_thing(request: HttpRequest, contract_thing: str, thing: int) -> HttpResponse:
    """Does what is done with something of a contract: an extension is taken up, an indicator reported against …"""
    kind, person = THINGS.get(contract_thing), person_of(request)
    found = kind.found(person, thing) if kind else None
    if kind is None or found is None:
        raise Http404
    it = theirs(request, found.contract)
    form = kind.form(request, found)

    def act() -> None:
        kind.act(person, found, dict(form.cleaned_data))

    done = acted(request, form, act, kind.said, reverse("contract", args=[it.pk]))
    return done or form_page(request, form, it, kind.title, kind.button, intro=kind.intro(found))
