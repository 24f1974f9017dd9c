"""Every route opened once as each role that is asked; what came of it is kept, and each contract asks its own question.

Whoever may not open a route is always asked. Of those who may, `asked` are: they see what the others would.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.http import HttpHeaders
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.contracts.expected import EXPECTED
from tests.contracts.routes import Route, routes
from tests.people import ANONYMOUS, EVERYBODY, NO_ROLE, OWN, World

from moothall.core.roles import shipped
from moothall.web.context import FOOTER, NAVIGATION

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
WIDE = ("administrator", "performance-officer")  # who between them open nearly all
ALWAYS = {ANONYMOUS, NO_ROLE, *WIDE, *OWN}  # and those whose sight is other, or narrowed to what is theirs
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


def held(role: str) -> frozenset[str]:
    """What a shipped role may do, within whichever scope."""
    declared = shipped().get(role, {})
    return frozenset(it for scope in ("all", "service", "measure") for it in declared.get(scope, []))


@cache
def asked(pattern: str) -> frozenset[str]:
    """Who is asked to open a route: all who may not; of those who may, the wide, the narrowed, and two who hold least.

    A view that wants more than it declares is refused to those who hold least. The rooms that a page's header and
    footer lead to are asked for as everybody.
    """
    linked = {name for _, rooms in NAVIGATION for _, name, _ in rooms} | {name for _, name in FOOTER}
    if f"/{pattern}" in {reverse(name) for name in linked}:
        return frozenset(EVERYBODY)
    others = EXPECTED[pattern] - ALWAYS
    least = sorted(others, key=lambda role: (len(held(role)), role))[:2]
    return frozenset(EVERYBODY) - others | set(least)


def visit_all(world: World, role: str, browser: Client) -> Visits:
    """Opens every route that this role is asked to."""
    samples = world.samples()
    browser.raise_request_exception = False
    signed_in = browser.cookies.copy()
    before, found = everything(), {}
    for route in routes():
        if role not in asked(route.pattern):
            continue
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
