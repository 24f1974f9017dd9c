"""The role matrix: every route, every role, both ways; and every view says who may open it.

What is declared is compared for every role; what happens is seen as those whom `visits.asked` names.
"""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from tests.contracts.expected import ANSWERS, EXPECTED
from tests.contracts.routes import Route, routes
from tests.contracts.visits import Visits, held
from tests.people import ANONYMOUS, EVERYBODY

from moothall.core.permission import declared
from moothall.core.roles import shipped
from moothall.web.access import PUBLIC, SIGNED_IN
from moothall.web.context import FOOTER, NAVIGATION

pytestmark = pytest.mark.once

ROUTES = routes()


def declared_to_open(route: Route) -> frozenset[str]:
    """Those who may open a route if its view and the shipped roles say what they mean."""
    if route.access == PUBLIC:
        return frozenset(EVERYBODY)
    if route.access == SIGNED_IN:
        return frozenset(EVERYBODY) - {ANONYMOUS}
    return frozenset(role for role in shipped() if route.access in held(role))


def _menu(page: str) -> list[str]:
    """The addresses that a page's header offers."""
    return re.findall(r'href="([^"]+)"', page[page.index("<nav") : page.index("</header>")])


def test_every_view_says_who_may_open_it() -> None:
    known = {PUBLIC, SIGNED_IN, *declared()}
    silent = [it.pattern for it in ROUTES if it.access not in known]
    assert not silent, f"these views declare nothing, or no permission there is: {silent}"


def test_the_table_of_expectations_has_every_route_and_no_other() -> None:
    patterns = {it.pattern for it in ROUTES}
    lacking, left_over = sorted(patterns - EXPECTED.keys()), sorted(EXPECTED.keys() - patterns)
    assert not lacking, f"say in tests/contracts/expected.py who ought to open: {lacking}"
    assert not left_over, f"tests/contracts/expected.py speaks of routes that are gone: {left_over}"
    assert ANSWERS.keys() <= patterns


@pytest.mark.parametrize("route", ROUTES, ids=lambda it: it.pattern)
def test_what_a_view_declares_is_what_was_expected_of_it(route: Route) -> None:
    assert declared_to_open(route) == EXPECTED[route.pattern]


@pytest.mark.parametrize("role", EVERYBODY)
def test_each_role_opens_what_it_may_and_nothing_else(role: str, visited: Callable[[str], Visits]) -> None:
    wrong = []
    to_sign_in = f"{reverse('account_login')}?next="
    for it in visited(role):
        sent_away = it.location.startswith(to_sign_in)
        refused = sent_away or it.opened in (401, 403)
        fine = (it.opened < 400 and not sent_away) or it.opened in ANSWERS.get(it.route.pattern, ())
        may = role in EXPECTED[it.route.pattern]
        if not (fine if may else refused):
            wrong.append(f"{it.address} ({it.route.pattern}): {'may' if may else 'may not'}, got {it.opened}")
    assert not wrong, "\n".join([f"as {role}:", *wrong])


@pytest.mark.parametrize("role", EVERYBODY)
def test_the_menu_offers_what_opens_and_leads_to_each_room(
    role: str, visited: Callable[[str], Visits]
) -> None:
    visits = {it.address: it for it in visited(role)}

    def page(address: str) -> str:
        assert visits[address].status == 200, f"{role} is offered {address}"
        return visits[address].page

    rooms = {reverse(route) for _, rooms in NAVIGATION for _, route, _ in rooms}
    sections = [it for it in _menu(page("/about/")) if it in rooms]
    assert len(sections) == len(set(sections)) <= len(NAVIGATION)
    offered = {it for section in sections for it in _menu(page(section)) if it in rooms}
    assert set(sections) <= offered
    for address in offered:
        assert f'href="{address}"' in page(address), "a room's own page shows the rooms of its section"
    opening = {it for it in rooms if role in EXPECTED[it.removeprefix("/")]}
    assert offered == opening
    for _, name in FOOTER:
        page(reverse(name))


def test_no_room_is_in_the_menu_twice() -> None:
    routes = [route for _, rooms in NAVIGATION for _, route, _ in rooms]
    assert len(routes) == len(set(routes))
