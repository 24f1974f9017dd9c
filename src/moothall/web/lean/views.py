"""Reading processes: the list, one with its maps, and the files."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from moothall.core import clock
from moothall.core.permission import may
from moothall.direction.money import pounds
from moothall.insight.lean import composing, queries
from moothall.insight.lean.life import AFTER, BEFORE
from moothall.insight.lean.permissions import WRITE
from moothall.insight.lean.queries import Drawn
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.plan.days import day
from moothall.web.sending import document_sent, names, rows_sent

KINDS = ("html", "pdf", "docx", "xlsx")


@needs("performance.read")
def processes(request: HttpRequest) -> HttpResponse:
    """Every process with what it takes now and what its change released."""
    person, here = who_and_where(request)
    context = {
        "found": queries.processes(person, here),
        "ended": queries.processes(person, here, ended=True),
        "may_write": may(person, WRITE, here),
        "minutes": composing.minutes,
        "hours": composing.hours,
        "percent": composing.percent,
        "money": composing.money,
        "day": day,
    }
    return render(request, "lean/processes.jinja", context)


@needs("performance.read")
def one(request: HttpRequest, process: int) -> HttpResponse:
    """One process: what its change came to, its maps and what an hour of each role costs."""
    person = person_of(request)
    it = found(request, process)
    heads, rows = composing.figures(it)
    context = {
        "it": it,
        "process": it.process,
        "heads": heads,
        "rows": rows,
        "came_to": composing.came_to(it),
        "caveats": composing.caveats(it),
        "drawn": [
            (it.maps[side], chart)
            for side in (AFTER, BEFORE)
            if (chart := composing.drawn(it, side)) is not None
        ],
        "versions": list(it.process.maps.all()),
        "lacking": sorted({role for one in (it.before, it.after) if one for role in one.unpriced}),
        "may_write": queries.may_write(person, it.process) and it.process.ended_on is None,
        "kinds": names(*KINDS),
        "pounds": pounds,
        "day": day,
    }
    return render(request, "lean/process.jinja", context)


@needs("performance.read")
def csv(request: HttpRequest, process: int) -> StreamingHttpResponse:
    """The steps of both maps as rows, which can be pasted back."""
    it = found(request, process)
    return rows_sent(composing.CSV_COLUMNS, composing.rows(it), f"process-{it.process.pk}-steps")


@needs("performance.read")
def report(request: HttpRequest, process: int, kind: str) -> HttpResponse:
    """The process as a document."""
    it = found(request, process)
    return document_sent(request, composing.document(it, clock.today()), kind, f"process-{it.process.pk}")


def found(request: HttpRequest, pk: int) -> Drawn:
    """A process that this person may read."""
    it = queries.process(person_of(request), pk)
    if it is None:
        raise Http404
    return it
