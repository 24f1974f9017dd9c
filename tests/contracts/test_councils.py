"""Councils apart: what is one council's own is not there for another's people, whichever role they hold."""

import pytest
from django.test import Client
from tests.contracts.expected import EXPECTED, SHARED
from tests.contracts.routes import routes
from tests.contracts.visits import everything, undone
from tests.people import ANONYMOUS, SHIPPED, World, add, client

from moothall.core import actions
from moothall.core.permission import may

pytestmark = pytest.mark.once

OWN = [it for it in routes() if it.arguments and it.pattern not in SHARED]
NUMBERED = [it for it in routes() if "<id:" in it.pattern]
HUGE = (2**31, 10**17, 2**63 - 1, 2**63, 10**30, 0)


@pytest.fixture
def samples(world: World) -> dict[str, object]:
    """What the first council has, its own figure for the published one."""
    return world.samples() | {"series": world.own.series_id, "start": world.own.start}


def stranger(world: World, role: str) -> Client:
    """Somebody with this role at the second council, and with a key where the role lets them hold one."""
    person = add(world, f"other-{role}", role=role, organisation=world.other)
    if not may(person, "keys.hold"):
        return client(person)
    _made, secret = actions.make_api_key(person, organisation=world.other, name="x")
    return client(person, headers={"Authorization": f"Bearer {secret}"})


def test_the_table_of_what_is_shared_speaks_of_routes_there_are() -> None:
    assert SHARED.keys() <= {it.pattern for it in routes() if it.arguments}
    assert {it.pattern.partition("/")[0] for it in OWN} == {
        *("people", "loads", "jobs", "plans", "figures", "priorities", "account", "api"),
        *("returns", "service-plans", "progress", "commitments", "barriers", "committee", "sector", "feeds"),
        *("clinics", "collection", "lean", "quarterly", "recommendations", "risks", "webhooks", "scorecard"),
        "explore",
        "changing",
        "contracts",
        *("purchasing", "spend", "transparency"),
    }


def test_each_councils_own_is_there_for_its_own_people(world: World, samples: dict[str, object]) -> None:
    """So that 'not there' below says something: everything asked for is there for somebody of the council."""
    owners = [client(world.person[role]) for role in SHIPPED] + [client(world.root)]
    owners += [Client(headers={"Authorization": f"Bearer {world.key[1]}"})]  # type: ignore[index]
    for route in OWN:
        with undone():
            answers = (it.get(route.address(samples)).status_code for it in owners)
            assert any(it in (200, 302, 405) for it in answers), route.pattern


@pytest.mark.parametrize("role", SHIPPED)
def test_anothers_own_is_neither_shown_nor_changed(
    role: str, world: World, samples: dict[str, object]
) -> None:
    browser, wrong = stranger(world, role), []
    browser.raise_request_exception = False
    before = everything()
    for route in OWN:
        if role not in EXPECTED[route.pattern]:
            continue  # refused whatever it asks for, as test_access sees
        address = route.address(samples)
        answers = [browser.get(address), browser.post(address)]
        said = {it.status_code for it in answers}
        if said - {404, 405} or said == {405}:  # 405: it takes one of the two alone, and refuses that
            wrong.append(f"{route.pattern}: {[it.status_code for it in answers]}")
    assert not wrong, "\n".join([f"as {role} of another council:", *wrong])
    assert everything() == before


@pytest.mark.parametrize("number", HUGE)
def test_a_number_that_no_row_has_is_not_there(number: int, world: World, samples: dict[str, object]) -> None:
    numbers = ("pk", "series", "plan", "number", "person", "membership", "key", "priority", "load", "job")
    numbers += ("statutory_return", "submission", "feed", "service_plan", "action", "approval", "assessment")
    numbers += (
        "feed_setup",
        "webhook",
        "feed_run",
        "report",
        "meeting",
        "entry",
        "attachment",
        "collection",
        "collected",
    )
    browsers = {role: client(world.person[role]) for role in SHIPPED} | {ANONYMOUS: Client()}
    for route in NUMBERED:
        opening = sorted(EXPECTED[route.pattern] & browsers.keys())[
            :1
        ]  # who gets as far as looking for the row
        for name in route.arguments:
            if name not in numbers:
                continue
            address = _with(route.pattern, samples, name, number)
            for role in opening:
                answer = browsers[role].get(address)
                assert answer.status_code in (302, 403, 404, 405), f"{address}: {answer.status_code}"


def _with(pattern: str, samples: dict[str, object], name: str, number: int) -> str:
    """The address of a route by its pattern, as no `reverse` would make it: with this number."""
    values = {**samples, "pk": 1, name: number}
    parts = (part.strip("<>").partition(":")[2] if part[:1] == "<" else "" for part in pattern.split("/"))
    return "/" + "/".join(
        str(values[named]) if named else part for named, part in zip(parts, pattern.split("/"), strict=True)
    )
