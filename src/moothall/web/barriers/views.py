"""Reading barriers and asks: the list, one, and the letter's fourth part as text and as files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from moothall.core import clock
from moothall.core.permission import may
from moothall.core.queries import services
from moothall.kit.documents.html import to_html
from moothall.kit.documents.markdown import from_markdown
from moothall.plan import queries as plans
from moothall.plan.barriers import composing, queries
from moothall.plan.barriers.life import next_states
from moothall.plan.themes import BY_KEY
from moothall.web.access import needs, person_of
from moothall.web.barriers.forms import Filter
from moothall.web.context import who_and_where
from moothall.web.plan.days import day
from moothall.web.progress.shown import money
from moothall.web.sending import document_sent, names

KINDS = ("pdf", "docx", "xlsx", "csv")


@needs("plan.read")
def barriers(request: HttpRequest) -> HttpResponse:
    """What stands in the way, the costliest first."""
    person, here = who_and_where(request)
    asked = {name: request.GET.get(name, "") for name in ("state", "remover", "service")}
    found = queries.barriers(person, here, queries.Wanted(**asked))
    spread = queries.spread(here, found)
    context = {
        "filter": Filter(list(services(here)), initial=asked),
        "filtered": any(asked.values()),
        "barriers": found,
        "consistent": composing.consistent(spread),
        "affected": composing.affected,
        "services": len(spread.services),
        "cost": composing.cost,
        "may_manage": queries.may_manage(person, here),
        "kinds": names(*KINDS),
        "money": money,
    }
    return render(request, "barriers/barriers.jinja", context)


@needs("plan.read")
def one(request: HttpRequest, barrier: int) -> HttpResponse:
    """One barrier: its evidence, its asks, and what became of it."""
    person = person_of(request)
    it = queries.barrier(person, barrier)
    if it is None:
        raise Http404
    context = {
        "barrier": it,
        "section": BY_KEY[it.theme].title if it.theme in BY_KEY else None,
        "affected": composing.affected(it, services(it.organisation).count()),
        "came_of": composing.came_of,
        "steps": list(it.steps.all()),
        "asks": list(it.asks.all()),
        "can_ask": it.state in queries.STANDING,
        "next": next_states(it.state),
        "may_manage": queries.may_manage(person, it.organisation),
        "money": money,
        "day": day,
    }
    return render(request, "barriers/barrier.jinja", context)


@needs("plan.read")
def letter(request: HttpRequest) -> HttpResponse:
    """The standing barriers as the text of the plan's last section, to copy or to carry into a draft."""
    person, here = who_and_where(request)
    found = queries.barriers(person, here)
    text = composing.markdown(found, queries.spread(here, found))
    drafts = []
    if may(person, "plan.write", here):
        for plan in plans.plans(person, here):
            standing = plans.current(plan).get(composing.SECTION)
            before = standing.text.rstrip() if standing else ""
            opened = standing.number if standing else 0
            drafts.append((plan, opened, f"{before}\n\n{text}".strip()))
    context = {
        "text": text,
        "body": to_html(from_markdown(text, top_level=3)),
        "drafts": drafts,
        "section": composing.SECTION,
        "section_title": BY_KEY[composing.SECTION].title,
    }
    return render(request, "barriers/letter.jinja", context)


@needs("plan.read")
def file(request: HttpRequest, kind: str) -> HttpResponse:
    """Every barrier and ask as a file."""
    person, here = who_and_where(request)
    found = queries.barriers(person, here)
    document = composing.document(here, found, queries.spread(here, found), clock.today())
    return document_sent(request, document, kind, f"{here.slug}-barriers-and-asks")
