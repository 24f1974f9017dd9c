"""What the API says when it cannot answer: always the same shape (RFC 9457, application/problem+json)."""

import json
from collections.abc import Iterable, Mapping

from django.http import HttpRequest, HttpResponse
from ninja import Schema

MEDIA_TYPE = "application/problem+json"
TITLES = {
    401: "The key is not known",
    404: "There is no such thing",
    405: "This API only reads",
    422: "The question could not be read",
    429: "Too many requests",
}


class Fault(Schema):
    """One thing that is wrong with a question: in which parameter, and what."""

    where: str
    message: str


class ProblemOut(Schema):
    """Why there is no answer, and what to do."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault] = []


class Problem(Exception):
    """Ends a request; `detail` is one sentence for whoever wrote the program."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None):
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers or {}


def answer(
    status: int,
    detail: str,
    errors: Iterable[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The problem as a response."""
    body = {
        "type": "about:blank",
        "title": TITLES[status],
        "status": status,
        "detail": detail,
        "errors": list(errors),
    }
    return HttpResponse(json.dumps(body), status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))


def no_such_address(request: HttpRequest, rest: str) -> HttpResponse:
    """Any address under the API that is none of its own."""
    return answer(404, "The API has nothing at this address: openapi.json lists what there is.")
