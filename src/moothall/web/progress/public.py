"""Where residents read what was said and what happened. Nothing here asks who they are."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from moothall.core import clock
from moothall.kit.documents.anchors import contents
from moothall.kit.documents.html import to_html
from moothall.kit.documents.json import from_json
from moothall.plan.progress import queries
from moothall.plan.progress.composing import due, savings_chart, summary
from moothall.plan.progress.standing import Standing, saved, sorted_as_promised
from moothall.plan.progress.verifying import as_published
from moothall.plan.themes import BY_KEY
from moothall.web.access import public
from moothall.web.plan.days import day
from moothall.web.progress.shown import money
from moothall.web.sending import document_sent, file_sent, names

KINDS = ("pdf", "docx", "xlsx", "csv")


@public
def progress(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    """What a published plan promised and what happened, as things stand."""
    found = queries.public(organisation, slug, clock.today())
    if found is None:
        raise Http404
    context = {
        "edition": found.edition,
        "council": found.edition.plan.organisation,
        "sections": _sections(found.items),
        "summary": summary(found.items),
        "saved": saved(found.items),
        "chart": savings_chart(found.items),
        "reports": found.reports,
        "day": day,
        "due": due,
        "money": money,
    }
    return render(request, "progress/public.jinja", context)


def _sections(items: tuple[Standing, ...]) -> list[tuple[str, list[Standing]]]:
    grouped = groupby(sorted_as_promised(items), key=lambda it: it.commitment.theme)
    return [
        (BY_KEY[theme].title if theme in BY_KEY else "Other promises", list(them)) for theme, them in grouped
    ]


@public
def report(request: HttpRequest, organisation: str, slug: str, year: int) -> HttpResponse:
    """A published report, as it was frozen."""
    it = queries.report(organisation, slug, year)
    if it is None:
        raise Http404
    if not as_published(it):
        return render(request, "progress/withheld.jinja", {"report": it, "slug": slug}, status=503)
    document = from_json(it.document)
    others = [one for one in queries.reports(it.organisation, slug) if one.year != it.year]
    context = {
        "report": it,
        "slug": slug,
        "council": it.organisation,
        "document": document,
        "body": to_html(document.blocks),
        "contents": contents(document.blocks),
        "kinds": names(*KINDS),
        "others": others,
        "day": day,
    }
    return render(request, "progress/published.jinja", context)


@public
def file(request: HttpRequest, organisation: str, slug: str, year: int, kind: str) -> HttpResponse:
    """The same report as a file: the PDF as it was made then, the others written from the frozen document."""
    it = queries.report(organisation, slug, year)
    if it is None or not as_published(it):
        raise Http404
    name = f"{organisation}-{slug}-progress-{it.label}"
    if kind != "pdf":
        return document_sent(request, from_json(it.document), kind, name)
    content = queries.pdf(it)
    if content is None:
        raise Http404
    return file_sent(content, kind, name, inline=True)
