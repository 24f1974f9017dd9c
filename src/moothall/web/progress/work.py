"""The officers' list of commitments, and the promises of a plan that wait to be tracked."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.core import clock
from moothall.core.permission import may
from moothall.direction import queries as direction
from moothall.direction.life import OPEN, State
from moothall.direction.queries import Commitment
from moothall.kit.documents.errors import DocumentError
from moothall.kit.documents.json import from_json
from moothall.plan import queries as plans
from moothall.plan.progress import actions, queries
from moothall.plan.progress.composing import due, savings_chart, summary
from moothall.plan.progress.standing import saved
from moothall.plan.progress.suggesting import suggested
from moothall.web.access import needs
from moothall.web.context import who_and_where
from moothall.web.plan.days import day
from moothall.web.progress.forms import Filter, TrackForm
from moothall.web.progress.shown import money
from moothall.web.submitting import sent

if TYPE_CHECKING:
    from moothall.plan.models import Edition, Plan


@needs("plan.read")
def board(request: HttpRequest) -> HttpResponse:
    """Everything the council promised and how it stands, the late ones first; a manager's own to begin with."""
    person, here = who_and_where(request)
    today = clock.today()
    services = list(direction.to_choose(person, here))
    own = queries.own_services(person, here)
    usual = "mine" if own is not None else "all"
    asked = {name: request.GET.get(name, "") for name in ("theme", "service", "state")}
    whose = request.GET.get("whose", usual)
    found = queries.board(person, here, today, queries.Wanted(**asked, mine=whose == "mine"))
    kept = list(plans.plans(person, here))
    public = queries.public_sources(here)
    context = {
        "filter": Filter(services, initial={**asked, "whose": whose}),
        "filtered": any(asked.values()) or whose != usual,
        "everyones": f"?{urlencode({'whose': 'all'})}",
        "items": found.items,
        "every": found.every,
        "mine": whose == "mine",
        "summary": summary(found.every),
        "saved": saved(found.every),
        "chart": savings_chart(found.every),
        "may_track": direction.may_track(person, here),
        "updates": {
            it.commitment.pk
            for it in found.items
            if it.state in (*OPEN, State.DONE) and direction.may_update(person, it.commitment)
        },
        "plans": [
            (
                plan,
                [one for one in plan.editions.all() if one.state != "superseded"],
                queries.years(newest, today) if (newest := _published(plan, public)) else [],
            )
            for plan in kept
        ],
        "public": public,
        "reported": {(one.plan, one.year) for one in queries.all_reports(here)},
        "day": day,
        "due": due,
        "money": money,
    }
    return render(request, "progress/board.jinja", context)


def _published(plan: "Plan", public: frozenset[str]) -> "Edition | None":
    return next((one for one in plan.editions.all() if f"{plan.slug}/{one.number}" in public), None)


@needs("progress.manage")
def from_plan(request: HttpRequest, plan: int, number: int) -> HttpResponse:
    """The promises that an edition seems to make: the officer ticks those to track."""
    person, _here = who_and_where(request)
    edition = plans.edition(person, plan, number)
    if edition is None or not may(person, "progress.manage", edition.plan.organisation):
        raise Http404
    council = edition.plan.organisation
    there: list[Commitment] = list(direction.commitments(person, council))
    try:
        found = suggested(from_json(edition.document), there)
    except DocumentError as fault:
        raise Http404 from fault
    waiting = [it for it in found if not it.tracked]
    form = TrackForm(
        [(it.key, it.words) for it in waiting],
        direction.to_choose(person, council),
        direction.to_name(person, council),
        request.POST or None,
    )

    def act(chosen: list[str], **given: object) -> str:
        ticked = [it for it in waiting if it.key in chosen]
        actions.track(person, edition=edition, chosen=ticked, **given)  # type: ignore[arg-type]
        return request.path

    done = sent(request, form, act, "The promises you ticked are tracked.")
    context = {
        "form": form,
        "edition": edition,
        "waiting": waiting,
        "tracked": [it for it in found if it.tracked],
        "money": money,
        "back": reverse("progress"),
    }
    return done or render(request, "progress/from_plan.jinja", context, status=422 if form.errors else 200)
