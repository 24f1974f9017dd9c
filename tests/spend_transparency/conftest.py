"""The test councils, made once for the folder, and files of a quarter to check."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest
from tests.people import World
from tests.shared import _django_db_marker, db, people, shared_world, world

from moothall.core import clock
from moothall.kit.periods import Period
from moothall.spend.transparency import actions
from moothall.spend.transparency.actions import Given
from moothall.spend.transparency.models import Edition, Preparation

__all__ = ["_django_db_marker", "db", "people", "world"]
TODAY = date(2026, 11, 16)
Q1, Q2 = Period(date(2026, 4, 1), "P3M"), Period(date(2026, 7, 1), "P3M")
HEADER = "Supplier Name,Payment Date,Transaction Number,Net Amount,Irrecoverable VAT,Description,Directorate,Category"
BINS = "The Bin Company Ltd,02/05/2026,T1,900.00,0,Litter bins,Waste and recycling,Bins"
SALT = "Salt & Grit CIC,03/06/2026,T2,-700.25,0,Credit for salt,Roads,Salt"
NAMED = "Testham Homes,04/06/2026,T3,1200.00,0,Refund to Mrs Ada Quillby AB123456C,Homes,Refunds"
FORMULA = '"=HYPERLINK(""http://x"")",05/06/2026,T4,650.00,0,@SUM(A1),Homes,Paper'
Checking = Callable[..., Edition]

shared = shared_world(scope="package")


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
