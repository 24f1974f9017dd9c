"""The test councils and their people, made once a module as for the contracts, with a draft report on a quarter."""

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

from moothall.direction.actions import add_priority
from moothall.direction.events import Kind, mark
from moothall.figures.actions import load
from moothall.figures.measures import catalogue
from moothall.performance import signal
from moothall.performance.actions import set_target
from moothall.performance.quarterly import actions
from moothall.performance.quarterly.models import Report

__all__ = ["_django_db_marker", "people", "pytest_collection_modifyitems", "world"]
START = date(2026, 4, 1)
BINS, CALLS = "missed-bins", "calls-answered"


def returned(world: World, path: Path, *rows: str) -> None:
    path.write_text("\n".join(["Measure,Period,Value", *rows]), encoding="utf-8")
    load(world.root, organisation=world.council, path=path)


@pytest.fixture(scope="module")
def shared(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """A council that has missed bins to August, off target and with snow marked on them, and calls to March only."""
    folder = tmp_path_factory.mktemp("world")
    ours = override_settings(
        MOOTHALL_HOME=folder / "home", PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]
    )
    with django_db_blocker.unblock(), ours, transaction.atomic():
        cache.clear()
        made = build(folder)
        add_priority(
            made.root,
            organisation=made.council,
            title="Streets",
            from_date=date(2024, 1, 1),
            measures=[BINS, CALLS],
        )
        set_target(
            made.root,
            organisation=made.council,
            measure=catalogue()[BINS],
            value=Decimal(40),
            from_date=date(2024, 1, 1),
        )
        bins = [f"Missed bins,2026-{n:02},{50 + n}" for n in range(1, 9)]
        returned(made, folder / "one.csv", *bins, "Calls answered,2026-03,91.0")
        for on, title in ((date(2026, 2, 9), "Snow"), (date(2026, 7, 9), "Strike")):
            mark(
                made.root,
                organisation=made.council,
                measure=BINS,
                service="waste",
                kind=Kind.EVENT,
                on=on,
                title=title,
            )
        signal.refresh(made.root, made.council, [catalogue()[BINS]])
        actions.begin(made.person["performance-officer"], organisation=made.council, start=START)
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def report(world: World) -> Report:
    """The draft."""
    return Report.objects.get(organisation=world.council, start=START)
