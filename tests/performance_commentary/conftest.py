"""The test councils and their people, made once a module as for the contracts: a priority, a target and figures."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from tests.contracts.conftest import _django_db_marker, people, pytest_collection_modifyitems, world
from tests.people import World, build

from moothall.core.models import Service
from moothall.direction.actions import add_priority, set_owner
from moothall.figures.actions import load
from moothall.figures.measures import catalogue
from moothall.performance import signal
from moothall.performance.actions import set_target

__all__ = ["_django_db_marker", "people", "pytest_collection_modifyitems", "world"]
BINS, CALLS = "missed-bins", "calls-answered"
JUNE = date(2026, 6, 1)


@pytest.fixture(scope="module")
def shared(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Missed bins are off target in June, calls answered are not; the waste manager answers for the bins."""
    folder = tmp_path_factory.mktemp("world")
    ours = override_settings(
        MOOTHALL_HOME=folder / "home", PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]
    )
    with django_db_blocker.unblock(), ours, transaction.atomic():
        cache.clear()
        made = build(folder)
        prepare(made, folder)
        yield made
        transaction.set_rollback(True)


def prepare(world: World, folder: Path) -> None:
    """The priority, its targets, owner and figures."""
    add_priority(
        world.root,
        organisation=world.council,
        title="Streets",
        from_date=date(2024, 1, 1),
        measures=[BINS, CALLS],
    )
    for measure, value in ((BINS, 60), (CALLS, 80)):
        set_target(
            world.root,
            organisation=world.council,
            measure=catalogue()[measure],
            value=Decimal(value),
            from_date=date(2024, 1, 1),
        )
    set_owner(
        world.root,
        organisation=world.council,
        measure=BINS,
        service=Service.objects.get(organisation=world.council, slug="waste"),
        owner=world.person["service-manager"],
    )
    path = folder / "two.csv"
    bins = [f"Missed bins,2026-{n:02},{64 + n % 3}" for n in range(1, 7)]
    path.write_text(
        "\n".join(["Measure,Period,Value", *bins, "Calls answered,2026-06,91.0"]), encoding="utf-8"
    )
    load(world.root, organisation=world.council, path=path)
    signal.refresh(world.root, world.council, [catalogue()[it] for it in (BINS, CALLS)])
