"""Where residents read the plan. Nothing here asks who they are."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from moothall.kit.documents.anchors import contents
from moothall.kit.documents.html import to_html
from moothall.plan import queries
from moothall.plan.corrections import as_published
from moothall.plan.verifying import as_endorsed
from moothall.web.access import public
from moothall.web.plan.days import day
from moothall.web.sending import file_sent

if TYPE_CHECKING:
    from moothall.plan.models import Edition


@public
def plans(request: HttpRequest) -> HttpResponse:
    """Every published plan."""
    return render(
        request, "plan/public_plans.jinja", {"editions": list(queries.published_plans()), "day": day}
    )


@public
def plan(request: HttpRequest, organisation: str, slug: str, number: int | None = None) -> HttpResponse:
    """A published plan: the edition that stands or, by its number, any that was ever published."""
    it = _edition(organisation, slug, number)
    if not as_endorsed(it):
        return render(request, "plan/withheld.jinja", {"edition": it}, status=503)
    corrections = queries.corrections(it)
    document = as_published(it, corrections)
    editions = queries.published_editions(it.plan)
    return render(
        request,
        "plan/public.jinja",
        {
            "day": day,
            "edition": it,
            "document": document,
            "body": to_html(document.blocks),
            "contents": contents(document.blocks),
            "corrections": corrections,
            "editions": editions,
            "newest": editions[0],
            "confirmations": list(queries.confirmations(it)),
        },
    )


@public
def pdf(request: HttpRequest, organisation: str, slug: str, number: int | None = None) -> HttpResponse:
    """The same edition as a PDF, as it was made on publication."""
    it = _edition(organisation, slug, number)
    content = queries.pdf(it)
    if content is None:
        raise Http404
    return file_sent(content, "pdf", f"{organisation}-{slug}-edition-{it.number}", inline=True)


def _edition(organisation: str, slug: str, number: int | None) -> "Edition":
    found = queries.published(number, organisation=organisation, plan=slug)
    if found is None:
        raise Http404
    return found
