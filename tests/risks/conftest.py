"""The test councils and their people, made once a module as for the contracts, and a risk to the first one's depot."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from tests.contracts.conftest import _django_db_marker, people, pytest_collection_modifyitems, world
from tests.people import World, build

from moothall.core.models import Service
from moothall.risks import actions
from moothall.risks.models import Category, Risk

__all__ = ["_django_db_marker", "people", "pytest_collection_modifyitems", "world"]
ON = date(2026, 1, 15)
Adding = Callable[..., Risk]


@pytest.fixture(scope="module")
def shared(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The world of a module, which no test changes for the next."""
    folder = tmp_path_factory.mktemp("world")
    ours = override_settings(
        MOOTHALL_HOME=folder / "home", PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]
    )
    with django_db_blocker.unblock(), ours, transaction.atomic():
        cache.clear()
        yield build(folder)
        transaction.set_rollback(True)


@pytest.fixture
def category(world: World) -> Category:
    """Environment, of which at most 9 is accepted since a year ago."""
    made = actions.add_category(world.root, organisation=world.council, name="Environment")
    actions.set_appetite(world.root, category=made, level="cautious", most=9, from_date=date(2025, 4, 1))
    return made


@pytest.fixture
def adding(world: World, category: Category) -> Adding:
    """Adds a risk as the manager of waste, and scores it where `given` says how."""

    def add(
        title: str = "The depot floods", *, on: date = ON, by: str = "service-manager", **more: object
    ) -> Risk:
        given = more.pop("given", None)
        service = Service.objects.get(organisation=world.council, slug=more.pop("service", "waste"))
        said = actions.Said(title, "Rain", "The beck rises", "No bin is emptied", category, service, **more)  # type: ignore[arg-type]
        risk = actions.add(world.person[by], organisation=world.council, said=said, on=on)
        if given:
            actions.score(world.person[by], risk=risk, given=given, words="As it looks.", on=on)  # type: ignore[arg-type]
        return risk

    return add
