"""One world for the tests of this folder: each undoes what it does to it.

The world is made in a transaction that is never committed, and each test runs in a savepoint of it.
"""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from tests.people import World, build

from moothall.core.permission import forget


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """pytest-django makes a test database only where a mark asks for one."""
    for item in items:
        if "shared" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(autouse=True)
def _django_db_marker() -> None:
    """Stands in for pytest-django's, which would close the connection, and so the transaction, after a test."""


@pytest.fixture(scope="package")
def shared(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The world of all of them."""
    folder = tmp_path_factory.mktemp("world")
    ours = override_settings(
        MOOTHALL_HOME=folder / "home", PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]
    )
    with django_db_blocker.unblock(), ours, transaction.atomic():
        yield build(folder)
        transaction.set_rollback(True)


@pytest.fixture
def world(shared: World) -> Iterator[World]:
    """The world as it was made."""
    cache.clear()  # counts of requests and of tries
    for person in shared.person.values():
        forget(person)
    with transaction.atomic():
        yield shared
        transaction.set_rollback(True)
