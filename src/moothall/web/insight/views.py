"""Measures, and how councils stand on them: open to anyone; own figures show only to those who may read them."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from moothall.core.errors import NotPossible
from moothall.figures import queries as figures
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Area
from moothall.figures.wording import source_of
from moothall.insight import queries
from moothall.insight.tiers import type_title
from moothall.web.access import public
from moothall.web.context import current_organisation
from moothall.web.insight import charts, tables
from moothall.web.insight.forms import Catalogue, Choices, Council
from moothall.web.sending import rows_sent


@public
def measures(request: HttpRequest) -> HttpResponse:
    """How is my council doing? The catalogue by theme, with a council's latest figures when one is named."""
    asked, words = request.GET.get("council", ""), request.GET.get("q", "")
    own = current_organisation(request)
    named = asked or (own.area_code if own and "council" not in request.GET else "")
    places = queries.councils(named[:100])
    place = places[0] if len(places) == 1 else None
    found = queries.measures(request.user, words[:100])
    latest = queries.latest(request.user, place) if place else {}
    context = {
        "form": Catalogue(initial={"council": place.name if place else asked, "q": words}),
        "asked": asked,
        "words": words,
        "places": places if place is None else [],
        "place": place,
        "themes": tables.themes(found, place, latest),
        "others": tables.without_figures(found, place, latest),
    }
    return render(request, "insight/measures.jinja", context)


@public
def measure(request: HttpRequest, measure: str) -> HttpResponse:
    """What a measure is and what there is of it; a council named in the form leads to its benchmark."""
    it = _measure(measure)
    asked = request.GET.get("council", "")
    places = queries.councils(asked[:100])
    if len(places) == 1:
        return redirect("benchmark", measure=it.id, code=places[0].code)
    context = {
        "measure": it,
        "form": Council(initial={"council": asked}),
        "asked": asked,
        "places": places,
        "facts": tables.definition(it),
        "coverage": tables.coverage(queries.coverage(request.user, it)),
    }
    return render(request, "insight/measure.jinja", context)


@public
def benchmark(request: HttpRequest, measure: str, code: str) -> HttpResponse:
    """A council on a measure beside its nearest neighbours, its tier and its nation."""
    it, place = _measure(measure), _area(code)
    if place.code != code:
        return redirect(_with_choices(request, "benchmark", it, place))
    found, problem = _benchmark(request, it, place)
    context = {
        "found": found,
        "measure": it,
        "area": place,
        "problem": problem,
        "source": source_of(it, place),
        "form": Choices(found),
        "trend": charts.trend(found),
        "ranking": charts.ranking(found),
        "tier_chart": charts.tier(found),
        "standing": tables.standing(found),
        "councils": tables.councils(found),
        "said": tables.sentences(found),
        "absent": tables.absent(found),
        "kind": type_title(place),
        "headline": tables.lineage(found.own, it),
        "own_why": tables.why(found, found.own),
        "order": tables.order(it),
        "interval_reason": tables.no_range(found),
        "council_columns": tables.council_columns(found),
        "before": tables.not_said(found, found.before),
        "after": tables.not_said(found, found.after),
        "link": tables.link,
        "csv_href": _with_choices(request, "benchmark-csv", it, place),
        "json_href": _with_choices(request, "benchmark-json", it, place),
    }
    return render(request, "insight/benchmark.jinja", context)


@public
def benchmark_csv(request: HttpRequest, measure: str, code: str) -> StreamingHttpResponse:
    """What the benchmark page shows, as rows."""
    it, place = _measure(measure), _area(code)
    found, _ = _benchmark(request, it, place)
    return rows_sent(queries.HEADER, queries.as_rows(found), f"{it.id}-{place.code}")


@public
def benchmark_json(request: HttpRequest, measure: str, code: str) -> JsonResponse:
    """What the benchmark page shows, in the shape of `moothall benchmark`, and more."""
    it, place = _measure(measure), _area(code)
    found, _ = _benchmark(request, it, place)
    return JsonResponse(queries.as_json(found), json_dumps_params={"ensure_ascii": False})


def _measure(slug: str) -> Measure:
    found = catalogue().get(slug)
    if found is None:
        raise Http404
    return found


def _area(code: str) -> Area:
    found = figures.area(code)
    if found is None:
        raise Http404
    return found


def _benchmark(request: HttpRequest, measure: Measure, area: Area) -> tuple[queries.Benchmark, str]:
    """The benchmark as chosen in the address; if that cannot be, as it is by default, and why."""
    asked, same_type = request.GET, bool(request.GET.get("same_type"))
    try:
        return queries.benchmark(
            request.user,
            measure,
            area,
            peer_list=asked.get("list"),
            same_type=same_type,
            period=asked.get("period"),
        ), ""
    except NotPossible as fault:
        return queries.benchmark(request.user, measure, area, same_type=same_type), str(fault)


def _with_choices(request: HttpRequest, route: str, measure: Measure, area: Area) -> str:
    address = reverse(route, kwargs={"measure": measure.id, "code": area.code})
    return f"{address}?{request.GET.urlencode()}" if request.GET else address
