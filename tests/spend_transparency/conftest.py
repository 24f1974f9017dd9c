"""The test councils, made once a module, and files of a quarter to check."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest
from tests.people import World
from tests.shared import _django_db_marker, db, people, shared_world, world
from tests.spend_transparency.making import HEADER, Q1, TODAY, Checking

from moothall.core import clock
from moothall.kit.periods import Period
from moothall.spend.transparency import actions
from moothall.spend.transparency.actions import Given
from moothall.spend.transparency.models import Edition, Preparation

__all__ = ["_django_db_marker", "db", "people", "world"]

shared = shared_world()


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """It is the sixteenth of November 2026."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    return TODAY


@pytest.fixture
def preparing(world: World, tmp_path: Path) -> Callable[..., Preparation]:
    """Gives a file of payments as the finance partner."""

    def prepare(
        rows: Iterable[str], period: Period = Q1, header: str = HEADER, set_id: str = ""
    ) -> Preparation:
        path = tmp_path / "ledger.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return actions.prepare(
            world.person["finance-partner"],
            organisation=world.council,
            period=period,
            given=[Given("ledger.csv", path, set_id)],
        )

    return prepare


@pytest.fixture
def checking(world: World, preparing: Callable[..., Preparation]) -> Checking:
    """Gives a file and checks it; the edition that comes of it."""

    def check(*rows: str, redact: bool = False, **more: object) -> Edition:
        made = preparing(rows, **more)
        return actions.check(world.person["finance-partner"], preparation=made, redact=redact)[0]

    return check


@pytest.fixture
def publishing(world: World, checking: Checking) -> Checking:
    """Checks a file, looks at all that was found, and publishes it as the procurement officer."""

    def publish(*rows: str, note: str = "", despite: str = "It is right.", **more: object) -> Edition:
        it, officer = checking(*rows, **more), world.person["procurement-officer"]
        if it.to_look_at:
            actions.look(officer, edition=it, places=it.to_look_at)
        actions.publish(officer, edition=it, note=note, despite=despite)
        return it

    return publish
