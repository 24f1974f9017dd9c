"""One world for all contracts: they ask of every route, and change nothing that is not undone.

Making the world and a sample of everything in it takes seconds, and opening every route as every role a minute: each
is done once, in a transaction that is never committed, and each test runs in a savepoint of it.
"""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker
from tests.contracts.visits import Visits, visit_all
from tests.people import EVERYBODY, World, build, client

from moothall.core.permission import forget


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """pytest-django makes a test database only where a mark asks for one."""
    for item in items:
        if "shared" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(autouse=True)
def _django_db_marker() -> None:
    """Stands in for pytest-django's, which would close the connection, and so their transaction, after a test."""


@pytest.fixture(scope="package")
def shared(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The world of all of them, with a sample of everything."""
    folder = tmp_path_factory.mktemp("world")
    ours = override_settings(
        MOOTHALL_HOME=folder / "home", PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]
    )
    with django_db_blocker.unblock(), ours, transaction.atomic():
        cache.clear()
        made = build(folder)
        made.samples()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(shared: World) -> Iterator[World]:
    """The world as it was made."""
    cache.clear()  # counts of requests and of tries
    for person in shared.person.values():
        forget(person)
    connection.queries_log.clear()  # else it holds them all, and counting queries goes slower and slower
    with transaction.atomic():
        yield shared
        transaction.set_rollback(True)


@pytest.fixture
def db(world: World) -> None:
    """A database, for a test that needs no more: their own."""


@pytest.fixture
def people(world: World) -> dict[str, Client]:
    """A client for each role, signed in; 'anonymous' is not, and 'no-role' holds no role."""
    return {role: client(world.person.get(role)) for role in EVERYBODY}


@pytest.fixture(scope="package")
def visits() -> dict[str, Visits]:
    """The visits made so far, by role."""
    return {}


@pytest.fixture
def visited(visits: dict[str, Visits], world: World, people: dict[str, Client]) -> Callable[[str], Visits]:
    """Every route as a role: opened the first time that somebody asks."""

    def as_role(role: str) -> Visits:
        if role not in visits:
            visits[role] = visit_all(world, people[role])
        return visits[role]

    return as_role
