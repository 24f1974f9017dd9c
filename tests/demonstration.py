"""The demonstration council, loaded once for a module of tests and taken away after it.

from tests.demonstration import demonstration
def test_…(demonstration): demonstration.organisation, demonstration.person("councillor")
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings

from moothall.core.models import Organisation, Person
from moothall_demo.build import load_demonstration
from moothall_demo.council import SIGN_IN, SLUG


@dataclass(frozen=True)
class Demonstration:
    """What was loaded, and what it said."""

    organisation: Organisation
    sign_ins: list[tuple[str, str, str]]
    said: list[str]
    home: Path

    def person(self, role: str) -> Person:
        """Who signs in with a role, by the role's slug."""
        return Person.objects.get(username=next(it.username for it in SIGN_IN if it.role == role))


@pytest.fixture(scope="module")
def demonstration(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demonstration]:
    """Everything in one transaction, which is rolled back at the end of the module."""
    home = tmp_path_factory.mktemp("home")
    said: list[str] = []
    fast = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with (
        override_settings(MOOTHALL_HOME=home, PASSWORD_HASHERS=fast),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        sign_ins = load_demonstration(seed=7, say=said.append)
        if connection.vendor == "postgresql":
            # it plans by counts, and of what is not committed nobody else tells it
            connection.cursor().execute("ANALYZE")
        yield Demonstration(Organisation.objects.get(slug=SLUG), sign_ins, said, home)
        transaction.set_rollback(True)
