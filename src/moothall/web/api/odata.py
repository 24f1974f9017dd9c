"""The figures as an OData 4.0 feed, for Power BI and Excel: the same rows and the same permissions as the API.

Exact numbers are JSON numbers with every digit that was published (or strings, to who asks for IEEE754Compatible). A
page ends after some thousands of rows, with the address of the next; in the order of its key a page is found as quickly
as the first, however far on it is.
"""

import base64
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from moothall.core.models import Visitor
from moothall.figures import queries
from moothall.figures.exporting import readable
from moothall.figures.measures import catalogue
from moothall.web.api.keys import who_asks
from moothall.web.api.odata_query import PAGE, Asked, BadQuery, Tree, fits, parse, read, to_database
from moothall.web.api.odata_schema import ENTITIES, OBSERVATIONS, Entity, Property, Row, csdl
from moothall.web.api.problems import Problem

VERSION = {"OData-Version": "4.0"}
_ONE = re.compile(r"(?P<set>[A-Za-z]+)\((?P<key>.+)\)")


class Refused(Exception):
    """The caller is nobody we know."""


def _asks(request: HttpRequest) -> Visitor:
    """Who asks: by a bearer key, Basic with the key as the password, or `api_key` in the address. Raises Refused."""
    header = request.headers.get("Authorization", "")
    scheme, _, said = header.partition(" ")
    key = {"bearer": said.strip(), "basic": _password(said)}.get(
        scheme.lower(), request.GET.get("api_key", "")
    )
    who = who_asks(request, key, sent=bool(header or key))
    if who is None:
        raise Refused
    return who


def _password(said: str) -> str:
    try:
        return base64.b64decode(said, validate=True).decode().partition(":")[2].strip()
    except ValueError:
        return ""


def _told(status: int, sentence: str, headers: dict[str, str] | None = None) -> HttpResponse:
    body = {"error": {"code": str(status), "message": sentence}}
    return HttpResponse(
        json.dumps(body), status=status, content_type="application/json", headers=VERSION | (headers or {})
    )


@require_GET
def service(request: HttpRequest) -> HttpResponse:
    """Which entity sets there are."""
    return _answered(request, lambda who: _json(request, {"value": [
        {"name": name, "kind": "EntitySet", "url": name} for name in ENTITIES
    ]}, ""))  # fmt: skip


@require_GET
def metadata(request: HttpRequest) -> HttpResponse:
    """What an entity is made of, as CSDL."""
    return _answered(
        request, lambda who: HttpResponse(csdl(), content_type="application/xml", headers=VERSION)
    )


@require_GET
def entities(request: HttpRequest, entity: str) -> HttpResponse:
    """Rows of an entity set, a page at a time, or one of them by its key."""
    return _answered(request, lambda who: _entities(request, who, entity))


@require_GET
def number(request: HttpRequest, entity: str) -> HttpResponse:
    """How many rows there are."""

    def count(who: Visitor) -> HttpResponse:
        found = _set(entity)
        asked = read(found, _given(request))
        rows = _filtered(who, found, asked.filter)
        said = rows.count() if isinstance(rows, QuerySet) else len(rows)
        return HttpResponse(str(said), content_type="text/plain", headers=VERSION)

    return _answered(request, count)


def _answered(request: HttpRequest, act: Any) -> HttpResponse:
    try:
        answer: HttpResponse = act(_asks(request))
    except Refused:
        headers = {"WWW-Authenticate": 'Basic realm="Moothall: the key is the password"'}
        return _told(401, "Send a key that works, or none for published statistics.", headers)
    except BadQuery as fault:
        return _told(400, str(fault))
    except LookupError as fault:
        return _told(404, str(fault.args[0]))
    except Problem as problem:
        return _told(problem.status, problem.detail, dict(problem.headers))
    return answer


def _given(request: HttpRequest) -> dict[str, str]:
    """The parameters; one that is given twice is not taken."""
    for name, values in request.GET.lists():
        if len(values) > 1:
            raise BadQuery(f"{name} is given more than once.")
    return {name: str(value) for name, value in request.GET.items() if "\0" not in value}


def _set(name: str) -> Entity:
    if name not in ENTITIES:
        raise LookupError(f"There is no '{name[:60]}' here: there are {', '.join(ENTITIES)}.")
    return ENTITIES[name]


def _entities(request: HttpRequest, who: Visitor, name: str) -> HttpResponse:
    if one := _ONE.fullmatch(name):
        return _one(request, who, _set(one["set"]), one["key"])
    entity = _set(name)
    asked = read(entity, _given(request))
    rows = _filtered(who, entity, asked.filter)
    fields = (
        {"@odata.count": rows.count() if isinstance(rows, QuerySet) else len(rows)} if asked.count else {}
    )
    part, token = _page(entity, asked, rows)
    more: dict[str, Any] = {}
    if token:
        more["@odata.nextLink"] = _next(request, asked, len(part), token)
    return _json(
        request, fields | {"value": [_fields(asked.select, it) for it in part]} | more, entity.set, asked
    )


def _one(request: HttpRequest, who: Visitor, entity: Entity, text: str) -> HttpResponse:
    parts = text.split(",")
    if len(entity.key) == 1 and "=" not in text:
        parts = [f"{entity.key[0]}={text}"]
    named = dict(it.strip().partition("=")[::2] for it in parts)
    if set(named) != set(entity.key):
        raise BadQuery(f"{entity.set} has the key {', '.join(entity.key)}: name each, as in Key=value.")
    tree = parse(entity, " and ".join(f"{name} eq {value}" for name, value in named.items()))
    asked = read(entity, {name: it for name, it in _given(request).items() if name == "$select"})
    found = list(_filtered(who, entity, tree)[:1])
    if not found:
        raise LookupError(f"{entity.set} has nothing with the key {text[:80]} that you may read.")
    return _json(request, _fields(asked.select, found[0]), f"{entity.set}/$entity")


def _filtered(who: Visitor, entity: Entity, tree: Tree | None) -> QuerySet[Any] | Sequence[Row]:
    """Every row that may be read and fits."""
    if entity.set == "Measures":
        return [it for _, it in sorted(catalogue().items()) if fits(tree, it)]
    if entity.set == "Observations":
        rows: QuerySet[Any] = readable(who).select_related("series__area", "series__organisation", "load")
    else:
        rows = queries.areas()
    return rows.filter(to_database(tree)) if tree else rows


def _page(entity: Entity, asked: Asked, rows: QuerySet[Any] | Sequence[Row]) -> tuple[list[Any], str]:
    """One page, and the token of the next; '' where there is none."""
    size = min(PAGE, asked.top) if asked.top is not None else PAGE
    if isinstance(rows, QuerySet):
        order = [f"{'-' if down else ''}{it.column}" for it, down in asked.order]
        rows = rows.order_by(*order, *(entity.by_name[name].column for name in entity.key))
    else:
        for it, down in reversed(asked.order):
            rows = sorted(rows, key=attrgetter(it.column), reverse=down)
    if asked.order or not isinstance(rows, QuerySet):
        begin = _offset(asked.token) if asked.token else asked.skip
        part = list(rows[begin : begin + size + 1])
        token = str(begin + size)
    else:
        if asked.token:
            rows = rows.filter(_after(entity, asked.token))
        begin = 0 if asked.token else asked.skip
        part = list(rows[begin : begin + size + 1])
        token = _token(entity, part[size - 1]) if len(part) > size and size else ""
    more = len(part) > size and (asked.top is None or asked.top > size)
    return part[:size], token if more and size else ""


def _token(entity: Entity, last: Row) -> str:
    return json.dumps([_said(entity.by_name[name].value(last)) for name in entity.key])


def _offset(token: str) -> int:
    if not (token.isascii() and token.isdecimal() and len(token) < 12):
        raise BadQuery("This $skiptoken is none that this feed gave: begin again without it.")
    return int(token)


def _after(entity: Entity, token: str) -> Q:
    """The rows after the one with this key."""
    try:
        values = json.loads(token)
        if not isinstance(values, list) or len(values) != len(entity.key):
            raise ValueError
        if entity is OBSERVATIONS:
            series, start = int(values[0]), date.fromisoformat(values[1])
            return Q(series_id__gt=series) | Q(series_id=series, start__gt=start)
        return Q(**{f"{entity.by_name[entity.key[0]].column}__gt": str(values[0])})
    except (ValueError, TypeError):
        raise BadQuery("This $skiptoken is none that this feed gave: begin again without it.") from None


def _next(request: HttpRequest, asked: Asked, given: int, token: str) -> str:
    """The address of the next page: the same question, without the key, from where this page ends."""
    left_out = ("$skiptoken", "$skip", "$top", "api_key")
    kept = [(name, value) for name, value in request.GET.items() if name not in left_out]
    if asked.top is not None:
        kept.append(("$top", str(asked.top - given)))
    return f"{request.build_absolute_uri(request.path)}?{urlencode([*kept, ('$skiptoken', token)], safe='$')}"


def _fields(select: Sequence[Property], it: Any) -> dict[str, Any]:
    return {property.name: property.value(it) for property in select}


def _said(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def _json(
    request: HttpRequest, body: dict[str, Any], context: str, asked: Asked | None = None
) -> HttpResponse:
    root = request.build_absolute_uri(reverse("odata:service"))
    chosen = ""
    if asked and asked.select != ENTITIES[context].properties:
        chosen = f"({','.join(it.name for it in asked.select)})"
    about = f"{root}$metadata{f'#{context}{chosen}' if context else ''}"
    as_text = "ieee754compatible=true" in request.headers.get("Accept", "").lower().replace(" ", "")
    content = f"application/json;odata.metadata=minimal{';IEEE754Compatible=true' if as_text else ''}"
    text = "".join(_encoded({"@odata.context": about} | body, as_text))
    return HttpResponse(text, content_type=content, headers=VERSION)


def _encoded(value: Any, as_text: bool) -> Iterator[str]:
    """JSON in which an exact number keeps its digits: the standard library knows floats only."""
    if isinstance(value, dict):
        for number, (name, it) in enumerate(value.items()):
            yield f"{',' if number else '{'}{json.dumps(name)}:"
            yield from _encoded(it, as_text)
        yield "}" if value else "{}"
    elif isinstance(value, list):
        yield "["
        for number, it in enumerate(value):
            if number:
                yield ","
            yield from _encoded(it, as_text)
        yield "]"
    elif isinstance(value, Decimal):
        yield f'"{value:f}"' if as_text else f"{value:f}"
    else:
        yield json.dumps(_said(value), ensure_ascii=False)
