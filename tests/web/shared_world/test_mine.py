"""A councillor's page: portfolio, what is off track, what changed, a ward."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people import World, client

from moothall.core import clock
from moothall.direction.actions import add_priority
from moothall.direction.models import Priority
from moothall.figures.actions import load
from moothall.figures.measures import catalogue
from moothall.performance.actions import set_target
from moothall.performance.wards import of_ward, wards

TODAY = date(2024, 11, 23)
ROWS = """Measure,Period,Ward,Value
missed-bins,Jun 2024,,40.0
missed-bins,Sep 2024,,80.0
missed-bins,Jul 2024,Ash,33.0
missed-bins,Sep 2024,Ash,55.5
missed-bins,Aug 2024,Beck,44.0
"""


@pytest.fixture
def council(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Priority:
    """One priority in the councillor's portfolio: missed bins were within their target in June, and are not now."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    path = tmp_path / "wards.csv"
    path.write_text(ROWS, encoding="utf-8")
    load(world.root, organisation=world.council, path=path)
    officer = world.person["performance-officer"]
    made = add_priority(
        officer,
        organisation=world.council,
        title="Cleaner streets",
        from_date=date(2023, 4, 1),
        measures=["missed-bins", "recycling-rate"],
        holder=world.person["councillor"],
    )
    add_priority(
        officer,
        organisation=world.council,
        title="Another’s",
        from_date=date(2023, 4, 1),
        measures=["staff-turnover"],
    )
    for measure, value in (("missed-bins", 60), ("recycling-rate", 40)):
        it = catalogue()[measure]
        set_target(
            officer, organisation=world.council, measure=it, from_date=date(2023, 4, 1), value=Decimal(value)
        )
    return made


def said(world: World, role: str = "councillor", query: str = "") -> str:
    answer = client(world.person[role]).get(f"/scorecard/mine/{query}")
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def test_a_portfolio_in_sentences(world: World, council: Priority) -> None:
    page = said(world)
    assert "Of 2 measures, 1 is on track and 1 is off track." in page
    assert (
        "Missed bins Off track 80.0 in Sep 2024; target 60.0 or less. Answers for it: the waste service"
        in page
    )
    assert "Another’s" not in page and "Staff turnover" not in page


def test_what_changed_since_the_quarter_before_the_newest_figure(world: World, council: Priority) -> None:
    page = said(world)
    assert "What changed since 30 June 2024 Missed bins was on track, and is off track." in page
    assert "recycling rate was" not in page


def test_without_a_portfolio_it_is_of_the_whole_council(world: World, council: Priority) -> None:
    page = said(world, "auditor")
    assert "No priority is in your portfolio" in page and "off track in the whole council" in page
    assert "Staff turnover No data" in page


def test_a_ward_is_chosen_in_the_address(world: World, council: Priority) -> None:
    assert wards(world.person["councillor"], world.council) == ["Ash", "Beck"]
    assert wards(world.person["other"], world.other) == []
    page = said(world, query="?ward=Ash")
    assert "Missed bins 55.5 80.0 Sep 2024" in page
    assert "Missed bins 44.0 Not counted for that period Aug 2024" in said(world, query="?ward=Beck")
    assert "Whole council" not in said(world, query="?ward=Nowhere%00") + said(world)
    (found,) = of_ward(world.person["councillor"], world.council, "Ash", TODAY)
    assert found.whole and (found.here.value, found.whole.value) == (Decimal("55.5"), Decimal("80.0"))
    assert "No measure is counted by ward" in re.sub(" +", " ", _of_other(world))


def _of_other(world: World) -> str:
    return client(world.person["other"]).get("/scorecard/mine/").content.decode()


def test_a_councillor_is_led_there_from_the_front_page(world: World, council: Priority) -> None:
    assert 'href="/scorecard/mine/"' in client(world.person["councillor"]).get("/").content.decode()
    assert 'href="/scorecard/mine/"' not in client(world.person["contributor"]).get("/").content.decode()


def test_it_asks_as_often_however_much_there_is(world: World, council: Priority) -> None:
    browser = client(world.person["councillor"])

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get("/scorecard/mine/?ward=Ash").status_code == 200
        return len(seen)

    asked()
    before = asked()
    more: dict[str, Any] = {"holder": world.person["councillor"], "from_date": date(2023, 4, 1)}
    for n in range(3):
        both = ["fly-tips-cleared", "missed-bins"]
        add_priority(world.root, organisation=world.council, title=f"More {n}", measures=both, **more)
    assert asked() == before <= 40
