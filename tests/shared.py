"""One world for many tests: made once, in a transaction that is never committed; each test runs in a savepoint of it.

A folder's conftest says what is in its world, and takes the rest from here:

    shared = shared_world(prepare)

and imports _django_db_marker, db, people and world beside it.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker
from tests.people import EVERYBODY, World, build, client

from moothall.core.permission import forget

Prepare = Callable[[World, Path], object]


def shared_world(prepare: Prepare | None = None, *, scope: Literal["module", "package"] = "module") -> Any:
    """A fixture: the two councils and what `prepare` adds to them, given a folder for files, once for the scope."""

    @pytest.fixture(scope=scope, name="shared")
    def shared(
        django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[World]:
        folder = tmp_path_factory.mktemp("world")
        ours = override_settings(
            MOOTHALL_HOME=folder / "home",
            PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        )
        with django_db_blocker.unblock(), ours, transaction.atomic():
            cache.clear()
            made = build(folder)
            if prepare:
                prepare(made, folder)
            yield made
            transaction.set_rollback(True)

    return shared


@pytest.fixture(autouse=True)
def _django_db_marker() -> None:
    """Stands in for pytest-django's, which would close the connection, and so the transaction, after a test."""


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
