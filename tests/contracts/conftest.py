"""One world for a module of contracts: they ask of every route, and change nothing that is not undone.

Making the world and a sample of everything in it takes two seconds, so it is made once a module, in a
transaction that is never committed; each test runs in a savepoint of it.
"""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker
from tests.people import EVERYBODY, World, build, client

from moothall.core.permission import forget


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """pytest-django makes a test database only where a mark asks for one."""
    for item in items:
        if "shared" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(autouse=True)
def _django_db_marker() -> None:
    """Stands in for pytest-django's, which would close the connection, and the module's transaction, after a test."""


@pytest.fixture(scope="module")
def shared(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The world of a module, with a sample of everything."""
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
    connection.queries_log.clear()  # else it holds the module's, and counting queries goes slower and slower
    with transaction.atomic():
        yield shared
        transaction.set_rollback(True)


@pytest.fixture
def db(world: World) -> None:
    """A database, for a test that needs no more: the module's own."""


@pytest.fixture
def people(world: World) -> dict[str, Client]:
    """A client for each role, signed in; 'anonymous' is not, and 'no-role' holds no role."""
    return {role: client(world.person.get(role)) for role in EVERYBODY}
