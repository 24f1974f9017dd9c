"""Rounds of self-assessment: opened, answered, closed, and read without anybody being given away."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.core import clock
from moothall.core.models import Person
from moothall.core.permission import may
from moothall.kit.documents.html import to_html
from moothall.kit.documents.model import Chart
from moothall.plan.service_plans import actions, queries
from moothall.plan.service_plans.composing import chart
from moothall.plan.service_plans.life import Stage
from moothall.plan.service_plans.results import FEWEST, NAMED
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.sending import document_sent, names
from moothall.web.service_plans.forms import CANNOT_SAY, Answers, Closing, Invite, NewAssessment
from moothall.web.service_plans.views import FORMATS
from moothall.web.submitting import sent


@needs("service_plans.read")
def assessments(request: HttpRequest) -> HttpResponse:
    """The council's rounds, the newest first."""
    person, here = who_and_where(request)
    rows = [
        [
            {"text": it.assessment.title, "href": reverse("assessment", args=[it.assessment.pk])},
            str(it.assessment.service or "The whole council"),
            Stage(it.assessment.stage).label.capitalize(),
            "Open" if it.open else "Closed",
            f"{it.answered} of {it.asked}",
            _mine_words(it),
        ]
        for it in queries.assessments(person, here)
    ]
    context = {"rows": rows, "may_open": may(person, queries.WRITE, here)}
    return render(request, "service_plans/assessments.jinja", context)


@needs("service_plans.write")
def new(request: HttpRequest) -> HttpResponse:
    """Opens a round."""
    person, here = who_and_where(request)
    services = queries.may_start(person, here)
    whole = queries.may_run_whole(person, here)
    form = NewAssessment(services, whole, queries.earlier(here), request.POST or None)

    def act(**given: Any) -> str:
        made = actions.open_assessment(person, organisation=here, **given)
        return reverse("assessment-people", args=[made.pk])

    done = sent(request, form, act, "The round is open. Now say who is asked.")
    return done or _page(request, "assessment_new", {"form": form})


@needs("service_plans.read")
def one(request: HttpRequest, assessment: int) -> HttpResponse:
    """A round: how many have answered, one's own answers, and once it is closed what it comes to."""
    it, person = _round(request, assessment), person_of(request)
    round_ = it.assessment
    now, then = queries.compared(person, round_)
    made = queries.results_document(person, round_, clock.today())
    drawn = chart(queries.questions_of(round_), now, then, "Level of each theme") if now else None
    blocks = [block for block in made.blocks if not isinstance(block, Chart)] if made else []
    tables = [block.table for block in made.blocks if isinstance(block, Chart)] if made else []
    context = {
        "it": round_,
        "round": it,
        "stage": Stage(round_.stage).label,
        "chart": drawn,
        "body": to_html([*blocks[:2], *tables, *blocks[2:]]) if made else "",
        "may_run": queries.may_run(person, round_.organisation, round_.service),
        "mine": queries.my_answers(person, round_),
        "fewest": FEWEST,
        "formats": names(*FORMATS),
    }
    return render(request, "service_plans/assessment.jinja", context)


@needs("service_plans.write")
def people(request: HttpRequest, assessment: int) -> HttpResponse:
    """Who is asked, and as whom; and a form that asks one more."""
    it = _run(request, assessment)
    person = person_of(request)
    asked = queries.invited(it)
    there = {one.person_id for one in asked}
    able = [one for one in queries.scorers(person, it.organisation) if one.pk not in there]
    form = Invite(able, request.POST or None)

    def act(whom: Person, group: str) -> None:
        actions.invite(person, assessment=it, whom=whom, group=group)

    done = sent(request, form, act, "They are asked.", request.path)
    rows = [[str(one.person), one.get_group_display()] for one in asked]
    context = {
        "form": form,
        "it": it,
        "rows": rows,
        "able": able,
        "open": it.closed_at is None,
        "fewest": FEWEST,
    }
    return done or _page(request, "assessment_people", context)


@needs("service_plans.assess")
def answer(request: HttpRequest, assessment: int) -> HttpResponse:
    """One's own answers. Nobody else sees a peer's or one of the staff's."""
    it, person = _round(request, assessment), person_of(request)
    if it.mine is None:
        raise Http404
    round_ = it.assessment
    questions, mine = queries.questions_of(round_), queries.my_answers(person, round_) or {}
    initial = {name: CANNOT_SAY if level is None else str(level) for name, level in mine.items()}
    form = Answers(questions, request.POST or None, initial=initial)

    def act(**_given: str) -> None:
        actions.answer(person, assessment=round_, answers=form.levels())

    done = sent(request, form, act, "Your answers are kept.", reverse("assessment", args=[round_.pk]))
    context = {"form": form, "it": round_, "questions": questions, "round": it, "fewest": FEWEST}
    context["named"] = it.mine.group in NAMED
    return done or _page(request, "assessment_answer", context)


@needs("service_plans.write")
def close(request: HttpRequest, assessment: int) -> HttpResponse:
    """Closes a round for good."""
    it = _run(request, assessment)
    form = Closing(request.POST if request.method == "POST" else None)

    def act() -> None:
        actions.close_assessment(person_of(request), assessment=it)

    done = sent(request, form, act, "The round is closed.", reverse("assessment", args=[it.pk]))
    return done or _page(request, "assessment_close", {"form": form, "it": it, "fewest": FEWEST})


@needs("service_plans.read")
def download(request: HttpRequest, assessment: int, format: str) -> HttpResponse:
    """What a closed round comes to, as a file."""
    it = _round(request, assessment).assessment
    made = queries.results_document(person_of(request), it, clock.today())
    if made is None:
        raise Http404
    return document_sent(request, made, format, f"self-assessment-{it.pk}")


def _mine_words(it: queries.Round) -> Any:
    if it.mine is None:
        return "You are not asked"
    if not it.open:
        return "You were asked"
    return {"text": "Answer", "href": reverse("assessment-answer", args=[it.assessment.pk])}


def _round(request: HttpRequest, pk: int) -> queries.Round:
    found = queries.assessment(person_of(request), pk)
    if found is None:
        raise Http404
    return found


def _run(request: HttpRequest, pk: int) -> queries.Assessment:
    """A round for somebody who is to run it. Raises PermissionDenied for another service's."""
    it = _round(request, pk).assessment
    if not queries.may_run(person_of(request), it.organisation, it.service):
        raise PermissionDenied("You run the self-assessments of other services.")
    return it


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    status = 422 if context["form"].errors else 200
    return render(request, f"service_plans/{name}.jinja", context, status=status)
