"""The read API, version 1: areas, measures, observations, their lineage, and the sources they come from."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Schema
from ninja.errors import AuthenticationError, ValidationError
from pydantic import Field

from moothall.figures import measures, queries
from moothall.figures.sources import sources
from moothall.web.api import problems, schemas
from moothall.web.api.keys import Key
from moothall.web.api.openapi import Documented
from moothall.web.api.problems import Problem, ProblemOut

DESCRIPTION = (
    "Published statistics are open to anybody; a council's own figures need a key of somebody who may read them. "
    "Exact numbers are strings. Periods are ISO 8601: a day or date, with a duration where it is longer."
)
api = Documented(
    title="Moothall",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    auth=Key(),
)


def _may_fail(answer: Any, *more: int) -> dict[int, Any]:
    """Every way an operation can end."""
    return {200: answer} | dict.fromkeys((401, *more, 422, 429), ProblemOut)


class AreasAsked(schemas.Paged):
    name: Annotated[schemas.Text, Field(description="Part of the name")] = ""
    type: Annotated[
        schemas.Text, Field(description="The kind of area, such as non-metropolitan-district")
    ] = ""


class ObservationsAsked(schemas.Paged):
    measure: Annotated[schemas.Text, Field(description="A measure's id")]
    area: Annotated[
        list[schemas.Text], Field(max_length=400, description="GSS codes; all areas if none")
    ] = []
    start: Annotated[
        date | None, Field(alias="from", description="Periods that start on this day or later")
    ] = None
    until: Annotated[
        date | None, Field(alias="to", description="Periods that start on this day or earlier")
    ] = None
    breakdown: Annotated[schemas.Text, Field(description="Such as 'ward=Ashdown'; the whole if empty")] = ""
    as_at: Annotated[schemas.Moment | None, Field(description="What stood at this moment; now if empty")] = (
        None
    )


class LineageAsked(Schema):
    as_at: Annotated[schemas.Moment | None, Field(description="What stood at this moment; now if empty")] = (
        None
    )


@api.get("/areas", response=_may_fail(schemas.Page[schemas.AreaOut]), operation_id="areas", url_name="areas")
def areas(request: HttpRequest, asked: Query[AreasAsked]) -> dict[str, Any]:
    """Areas: councils' and others', now and former, by code."""
    part = _part(request, asked, queries.areas(asked.name, asked.type))
    return part | {"items": [schemas.area_out(it) for it in part["items"]]}


@api.get("/areas/{code}", response=_may_fail(schemas.AreaWhole, 404), operation_id="area", url_name="area")
def area(request: HttpRequest, code: schemas.Text) -> dict[str, Any]:
    """One area, and the areas before and after it."""
    found = queries.areas_called([code.upper()]).get(code.upper())
    if not found:
        raise Problem(404, f"No area has the code '{code}': /areas lists them.")
    return schemas.area_out(found) | {
        "predecessors": [it.code for it in queries.predecessors(found.code)],
        "successors": [it.code for it in queries.successors(found.code)],
    }


@api.get(
    "/measures",
    response=_may_fail(schemas.Page[schemas.MeasureOut]),
    operation_id="measures",
    url_name="measures",
)
def all_measures(request: HttpRequest, asked: Query[schemas.Paged]) -> dict[str, Any]:
    """Measures: what each means, its unit, and which way is better."""
    return _part(request, asked, [it for _, it in sorted(measures.catalogue().items())])


@api.get(
    "/measures/{measure}",
    response=_may_fail(schemas.MeasureOut, 404),
    operation_id="measure",
    url_name="measure",
)
def one_measure(request: HttpRequest, measure: schemas.Text) -> measures.Measure:
    """One measure."""
    return _measure(measure)


@api.get(
    "/observations",
    response=_may_fail(schemas.Page[schemas.ObservationOut], 404),
    operation_id="observations",
    url_name="observations",
)
def observations(request: HttpRequest, asked: Query[ObservationsAsked]) -> dict[str, Any]:
    """The values of a measure, oldest first: published ones, and own ones that the key's holder may read."""
    found = queries.observations(
        request.auth,  # type: ignore[attr-defined]
        _measure(asked.measure),
        areas=[code.upper() for code in asked.area] or None,
        breakdown=asked.breakdown,
        as_at=asked.as_at,
    )
    if asked.start:
        found = found.filter(start__gte=asked.start)
    if asked.until:
        found = found.filter(start__lte=asked.until)
    part = _part(request, asked, found.order_by("start", "series__area_id", "series"))
    return part | {
        "items": [schemas.observation_out(it, _lineage_of(it.series_id, it.start)) for it in part["items"]]
    }


@api.get(
    "/observations/{series}/{start}",
    response=_may_fail(schemas.Lineage, 404),
    operation_id="lineage",
    url_name="lineage",
)
def lineage(
    request: HttpRequest,
    series: Annotated[int, Field(ge=1, le=2**63 - 1)],
    start: date,
    asked: Query[LineageAsked],
) -> dict[str, Any]:
    """Where one value comes from: each version of it, with the file, its SHA-256 and the row."""
    who = request.auth  # type: ignore[attr-defined]
    found = queries.observation(who, series, start, asked.as_at)
    if not found:
        raise Problem(404, "There is no such observation that you may read: /observations lists them.")
    newer = queries.newer(found)
    stands = newer or found
    return {
        "observation": schemas.observation_out(found, _lineage_of(series, start)),
        "newer": schemas.newer_out(newer) if newer else None,
        "versions": [
            schemas.version_out(it, it.pk == stands.pk, queries.knows_loader(who, it.load))
            for it in queries.versions(who, found)
        ],
    }


@api.get(
    "/sources",
    response=_may_fail(schemas.Page[schemas.SourceOut]),
    operation_id="sources",
    url_name="sources",
)
def all_sources(request: HttpRequest, asked: Query[schemas.Paged]) -> dict[str, Any]:
    """The layouts that figures are read from: whose they are and under which licence."""
    return _part(request, asked, [it for _, it in sorted(sources().items())])


def _measure(id: str) -> measures.Measure:
    found = measures.catalogue().get(id)
    if not found:
        raise Problem(404, f"No measure has the id '{id}': /measures lists them.")
    return found


def _lineage_of(series: int, start: date) -> str:
    return reverse("api:lineage", kwargs={"series": series, "start": start})


def _part(request: HttpRequest, asked: schemas.Paged, all: QuerySet[Any] | Sequence[Any]) -> dict[str, Any]:
    count = all.count() if isinstance(all, QuerySet) else len(all)
    end = asked.offset + asked.limit
    following = None
    if end < count:
        kept = [
            (name, it) for name, its in request.GET.lists() if name not in ("offset", "limit") for it in its
        ]
        following = f"{request.path}?{urlencode([*kept, ('limit', asked.limit), ('offset', end)])}"
    return {"count": count, "next": following, "items": list(all[asked.offset : end])}


@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return problems.answer(problem.status, problem.detail, headers=problem.headers)


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    detail = "Send 'Authorization: Bearer' and a key that works, or no key for published statistics."
    return problems.answer(401, detail, headers={"WWW-Authenticate": "Bearer"})


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {"where": ".".join(str(part) for part in it["loc"] if part != "asked"), "message": it["msg"]}
        for it in error.errors
    ]
    return problems.answer(422, "Correct the parameters named under 'errors'.", errors)
