"""Every route opened once as each role; what came of it is kept, and each contract asks its own question of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.http import HttpHeaders
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.contracts.routes import Route, routes
from tests.people import World

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
Rows = dict[str, list[Any]]


@dataclass(frozen=True)
class Visit:
    """What came of a GET of a route, as somebody; and, where it takes POSTs alone, of an empty one."""

    route: Route
    address: str
    status: int
    headers: HttpHeaders
    page: str  # of a page; '' of a file to keep, of a redirect, and of what is no page
    wrote: tuple[str, ...]  # the statements of the GET that change something
    opened: int  # the status, of the POST where there was one
    location: str  # where either sent on to


@dataclass(frozen=True)
class Visits:
    """Every visit of a role by its route's pattern, and every row before and after them."""

    by_route: dict[str, Visit]
    before: Rows
    after: Rows

    def __iter__(self) -> Iterator[Visit]:
        return iter(self.by_route.values())


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside did not happen afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def everything() -> Rows:
    """Every row of every table, but for sessions."""
    return {
        model._meta.label: sorted(map(repr, model._default_manager.values_list()))
        for model in apps.get_models()
        if model._meta.label != "sessions.Session"
    }


def visit_all(world: World, browser: Client) -> Visits:
    """Opens every route."""
    samples = world.samples()
    browser.raise_request_exception = False
    signed_in = browser.cookies.copy()
    before, found = everything(), {}
    for route in routes():
        found[route.pattern] = _visit(route, route.address(samples), browser)
        browser.cookies = signed_in.copy()  # signing out is one of the routes
    return Visits(found, before, everything())


def _visit(route: Route, address: str, browser: Client) -> Visit:
    with CaptureQueriesContext(connection) as seen:
        answer = browser.get(address)
    with undone():
        posted = browser.post(address) if answer.status_code == 405 else answer
    wrote = (it["sql"] for it in seen if it["sql"].startswith(WRITES) and "django_session" not in it["sql"])
    # a file to keep bears its own style, and is opened away from the site and its policy
    is_file = answer.headers.get("Content-Disposition", "").startswith("attachment")
    is_html = answer.headers.get("Content-Type", "").startswith("text/html")
    is_page = is_html and not is_file and answer.status_code not in (301, 302)
    return Visit(
        route,
        address,
        answer.status_code,
        answer.headers,
        answer.content.decode() if is_page else "",
        tuple(wrote),
        posted.status_code,
        posted.headers.get("Location", ""),
    )
