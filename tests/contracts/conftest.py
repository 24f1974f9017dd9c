"""One world for all contracts: they ask of every route, and change nothing that is not undone.

Making the world and a sample of everything in it takes seconds, and opening every route as those asked a minute: each
is done once, in a transaction that is never committed, and each test runs in a savepoint of it.
"""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.contracts.visits import Visits, visit_all
from tests.people import World
from tests.shared import _django_db_marker, db, people, shared_world, world

__all__ = ["_django_db_marker", "db", "people", "world"]

shared = shared_world(lambda world, folder: world.samples(), scope="package")


@pytest.fixture(scope="package")
def visits() -> dict[str, Visits]:
    """The visits made so far, by role."""
    return {}


@pytest.fixture
def visited(visits: dict[str, Visits], world: World, people: dict[str, Client]) -> Callable[[str], Visits]:
    """The routes that a role is asked to open: opened the first time that somebody asks."""

    def as_role(role: str) -> Visits:
        if role not in visits:
            visits[role] = visit_all(world, role, people[role])
        return visits[role]

    return as_role
