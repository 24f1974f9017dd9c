"""The test councils and their people, made once a module as for the contracts, with a draft report on a quarter."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.people import World
from tests.shared import _django_db_marker, db, people, shared_world, world

from moothall.direction.actions import add_priority
from moothall.direction.events import Kind, mark
from moothall.figures.actions import load
from moothall.figures.measures import catalogue
from moothall.performance import signal
from moothall.performance.actions import set_target
from moothall.performance.quarterly import actions
from moothall.performance.quarterly.models import Report

__all__ = ["_django_db_marker", "db", "people", "world"]
START = date(2026, 4, 1)
BINS, CALLS = "missed-bins", "calls-answered"


def returned(world: World, path: Path, *rows: str) -> None:
    path.write_text("\n".join(["Measure,Period,Value", *rows]), encoding="utf-8")
    load(world.root, organisation=world.council, path=path)


def prepare(world: World, folder: Path) -> None:
    """A council that has missed bins to August, off target and with snow marked on them, and calls to March only."""
    add_priority(
        world.root,
        organisation=world.council,
        title="Streets",
        from_date=date(2024, 1, 1),
        measures=[BINS, CALLS],
    )
    set_target(
        world.root,
        organisation=world.council,
        measure=catalogue()[BINS],
        value=Decimal(40),
        from_date=date(2024, 1, 1),
    )
    bins = [f"Missed bins,2026-{n:02},{50 + n}" for n in range(1, 9)]
    returned(world, folder / "one.csv", *bins, "Calls answered,2026-03,91.0")
    for on, title in ((date(2026, 2, 9), "Snow"), (date(2026, 7, 9), "Strike")):
        mark(
            world.root,
            organisation=world.council,
            measure=BINS,
            service="waste",
            kind=Kind.EVENT,
            on=on,
            title=title,
        )
    signal.refresh(world.root, world.council, [catalogue()[BINS]])
    actions.begin(world.person["performance-officer"], organisation=world.council, start=START)


shared = shared_world(prepare)


@pytest.fixture
def report(world: World) -> Report:
    """The draft."""
    return Report.objects.get(organisation=world.council, start=START)
