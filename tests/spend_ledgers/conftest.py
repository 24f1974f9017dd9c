"""The test councils, and a ledger of the first one's that was scanned: made once for all of the folder."""

from datetime import date

import pytest
from tests.shared import _django_db_marker, db, people, shared_world, world
from tests.spend_ledgers.making import TODAY, prepare

from moothall.core import clock

__all__ = ["_django_db_marker", "db", "people", "world"]

shared = shared_world(prepare, scope="package")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """It is the sixteenth of November 2026."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    return TODAY
