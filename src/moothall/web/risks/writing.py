"""Recording a risk, scoring it, looking at it again; and recording what nearly went wrong."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from moothall.core import clock
from moothall.risks import actions, queries
from moothall.risks.actions import Said
from moothall.risks.life import Kind, Proximity, State, Treatment
from moothall.risks.queries import Risk
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.risks.finding import form_page, to_write
from moothall.web.risks.forms import NearMissForm, ReviewForm, RiskForm, ScoreForm
from moothall.web.submitting import acted, sent

FIELDS = (
    "title", "kind", "cause", "event", "consequence", "category", "service", "owner", "programme", "priority",
    "objective", "proximity", "treatment", "treatment_words", "target_date", "review_months",
)  # fmt: skip
SAVED = {
    "intro": "A risk is written as cause, event and consequence, so that all who read it see the same thing."
}


def _form(person: Any, here: Any, risk: Risk | None, *args: Any, **options: Any) -> RiskForm:
    return RiskForm(
        queries.writable(person, here),
        queries.people(person, here),
        queries.open_categories(here, risk),
        queries.priorities(here, clock.today()),
        *args,
        **options,
    )


@needs("risks.write")
def add(request: HttpRequest) -> HttpResponse:
    """Records a risk."""
    person, here = who_and_where(request)
    usual = {
        "kind": Kind.THREAT,
        "proximity": Proximity.YEAR,
        "treatment": Treatment.TREAT,
        "review_months": 3,
    }
    form = _form(person, here, None, request.POST or None, initial=usual)

    def act(**given: Any) -> str:
        made = actions.add(person, organisation=here, said=Said(**given), on=clock.today())
        return reverse("risk-score", args=[made.pk])

    done = sent(request, form, act, "The risk is recorded. Score it now.")
    return done or form_page(request, form, None, "Record a risk", "Save risk", **SAVED)


@needs("risks.write")
def edit(request: HttpRequest, risk: int) -> HttpResponse:
    """Says anew what a risk is."""
    person, it = person_of(request), to_write(request, risk)
    said = {name: getattr(it, name) for name in FIELDS}
    form = _form(person, it.organisation, it, request.POST or None, initial=said)

    def act(**given: Any) -> None:
        actions.edit(person, risk=it, said=Said(**given))

    done = sent(request, form, act, "The risk was changed.", reverse("risk", args=[it.pk]))
    return done or form_page(request, form, it, "Change a risk", "Save risk", **SAVED)


@needs("risks.write")
def score(request: HttpRequest, risk: int) -> HttpResponse:
    """Scores a risk: inherent, current and target, or one of them."""
    person, it = person_of(request), to_write(request, risk)
    today = clock.today()
    matrix = queries.matrix(it.organisation, today)
    row = queries.one(person, it.pk, today)
    form = ScoreForm(matrix, request.POST or None, initial={"on": today})

    def act() -> None:
        given = form.cleaned_data
        actions.score(person, risk=it, given=form.given(), words=given["words"], on=given["on"])

    done = acted(request, form, act, "The scores are recorded.", reverse("risk", args=[it.pk]))
    return done or form_page(request, form, it, "Score a risk", "Save scores", matrix=matrix, row=row)


@needs("risks.write")
def review(request: HttpRequest, risk: int) -> HttpResponse:
    """Says what a review found."""
    person, it = person_of(request), to_write(request, risk)
    form = ReviewForm(request.POST or None, initial={"on": clock.today()})

    def act(**given: Any) -> None:
        actions.review(person, risk=it, **given)

    done = sent(request, form, act, "The review is recorded.", reverse("risk", args=[it.pk]))
    return done or form_page(request, form, it, "Review a risk", "Save review")


@needs("risks.write")
def near_miss(request: HttpRequest) -> HttpResponse:
    """Records something that nearly went wrong."""
    person, here = who_and_where(request)
    open_ones = {
        str(row.risk.pk): row.risk
        for row in queries.register(person, here, on=clock.today())
        if row.state == State.OPEN
    }
    form = NearMissForm(
        queries.writable(person, here),
        [(key, str(it)) for key, it in open_ones.items()],
        request.POST or None,
        initial={"on": clock.today()},
    )

    def act(risk: str, **given: Any) -> None:
        actions.record_near_miss(person, organisation=here, risk=open_ones.get(risk), **given)

    to = reverse("near-misses")
    done = sent(request, form, act, "The near miss is recorded.", to)
    return done or form_page(request, form, None, "Record a near miss", "Save near miss", to)
