"""The front page, and whether the site is well."""

from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.core import clock
from moothall.core.health import migrations_waiting
from moothall.core.models import Organisation, Person
from moothall.core.permission import may
from moothall.figures.queries import loads
from moothall.performance import queries as performance
from moothall.plan.committee.queries import councils
from moothall.plan.queries import plans, published_plans
from moothall.web.access import public
from moothall.web.context import current_organisation
from moothall.web.insight.forms import Catalogue
from moothall.web.performance import shown

# permission, title, route, what it is for: what somebody may come to do, in the order in which it is offered
TASKS = (
    ("figures.load", "Load a return", "upload", "CSV, Excel or OpenDocument: each row is kept, or says why not."),
    ("collection.enter", "Values that are due", "collection", "Type a value, or send the template back filled in."),
    ("commentary.write", "Write commentary", "commentaries", "What happened, why, what we will do, and by when."),
    ("performance.target", "Set targets", "scorecard", "Say what a measure should reach, from its row."),
    ("clinics.manage", "Run a clinic", "clinics", "An agenda by rule, live minutes, actions with owners and days."),
    ("risks.write", "Keep the risk register", "risks", "Score, control, escalate; and what is done about it."),
    ("feeds.manage", "Look after feeds", "feeds", "Figures fetched from their publishers, and how each is."),
    ("spend.review", "Findings in the ledgers", "spend-findings", "What looks wrong, most pounds first."),
    ("purchasing.request", "Ask to buy something", "requisition-add", "What, for whom, under which contract."),
    ("purchasing.approve", "Approve what others ask for", "purchasing", "Up to your limit, and never your own."),
    ("contracts.write", "Keep the contract register", "contracts", "What ends when, and what must be done by then."),
    ("spend.publish", "Publish what was spent", "transparency", "The Transparency Code’s files, checked and frozen."),
    ("direction.manage", "Set priorities and owners", "priorities", "What the scorecard shows, and who answers."),
    ("plan.write", "Write the productivity plan", "plans", "Four themes, with every figure linked to its source."),
    ("plan.sign_off", "Sign off the plan", "plans", "Read the draft as it stands, and let members see it."),
    ("plan.endorse", "Record an endorsement", "plans", "The meeting, its date, the minute and the resolution."),
    ("plan.confirm", "Your portfolio and ward", "mine", "What is off track, what changed, and how your ward does."),
    ("plan.confirm", "Confirm what was endorsed", "plans", "Read the plan as the meeting saw it."),
    ("progress.update", "Say how commitments go", "progress", "What happened since, and what was saved so far."),
    ("barriers.manage", "Barriers and asks", "barriers", "What stands in the way, and who could remove it."),
    ("returns.submit", "Returns that are due", "returns", "Record that a return went, with the proof."),
    ("committee.write", "Committee papers", "committee", "Reports, officer decisions and the forward plan."),
    ("service_plans.write", "Write a service plan", "service-plans", "A year's plan, with the measures it inherits."),
    ("sector.manage", "Read many councils' plans", "sector", "Themes, gaps and good practice, with the words."),
    ("people.manage", "People and roles", "people", "Add somebody, give a role, take one away."),
    ("audit.read", "Read the audit", "audit", "Who changed what, when, and from where."),
)  # fmt: skip
SHOWN = 5


@public
def home(request: HttpRequest) -> HttpResponse:
    """Where everyone starts: what this person comes to do, or for a visitor what Moothall is."""
    organisation = current_organisation(request)
    if not request.user.is_authenticated or organisation is None:
        context = {"form": Catalogue(), "plans": published_plans(), "councils": list(councils()[:SHOWN])}
        return render(request, "home/visitor.jinja", context)
    person = request.user
    context = {
        "tasks": [
            {"title": title, "href": reverse(route), "text": text}
            for permission, title, route, text in TASKS
            if may(person, permission, organisation)
        ],
        **_performance(person, organisation),
        "plans": plans(person, organisation)[:SHOWN] if may(person, "plan.read", organisation) else None,
        "loads": loads(person)[:SHOWN] if may(person, "figures.read", organisation) else None,
    }
    return render(request, "home/home.jinja", context)


def _performance(person: Person, organisation: Organisation) -> dict[str, Any]:
    """How many measures stand how, and those that this person is to explain, or else all that are off track."""
    if not may(person, "performance.read", organisation):
        return {"counts": None, "attention": []}
    found = performance.scorecard(person, organisation, clock.today())
    mine = performance.answered_by(person, found)
    return {
        "counts": shown.counts(found),
        "mine": bool(mine),
        "attention": [
            shown.row(person, organisation, line) for line in performance.wanting(mine or found.lines())
        ],
    }


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of the database."""
    return HttpResponse("ok", content_type="text/plain")


@public
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready for people: the database answers and every migration is in."""
    try:
        waiting = migrations_waiting()
    except DatabaseError:
        return JsonResponse({"ready": False, "why": "the database does not answer"}, status=503)
    if waiting:
        return JsonResponse({"ready": False, "why": "run `moothall migrate`"}, status=503)
    return JsonResponse({"ready": True})
