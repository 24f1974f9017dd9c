"""The pages on which the year turns, services become others and councils are reorganised."""

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html
from tests.people import World

from moothall.core.models import Service
from moothall.direction.actions import Promise, add_commitment, set_owner
from moothall.direction.models import Commitment, Restructure
from moothall.figures import reorganising
from moothall.figures.actions import load
from moothall.figures.measures import catalogue
from moothall.figures.reorganising import Taken
from moothall.performance.actions import set_target
from moothall.performance.models import Target

BROMSGROVE, ROSSENDALE = "E07000234", "E07000125"


@pytest.fixture
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moothall.core.clock.today", lambda: date(2026, 11, 23))


def said(response: Any) -> str:
    return " ".join(html.fromstring(response.content).xpath("//main")[0].text_content().split())


def set_for(world: World, *measures: str) -> None:
    for it in measures:
        set_target(
            world.root, organisation=world.council, measure=catalogue()[it], value=D("48.0"),
            from_date=date(2026, 4, 1),
        )  # fmt: skip


@pytest.mark.usefixtures("november")
def test_targets_are_proposed_changed_and_set(world: World, people: dict[str, Client]) -> None:
    set_for(world, "recycling-rate", "missed-bins-put-right")
    officer = people["performance-officer"]
    address = "/changing/year/?year=2027&how=percent&by=2"
    page = officer.get(address)
    boxes = html.fromstring(page.content).xpath("//main//form[@method='post']//input[@inputmode='decimal']")
    assert [it.get("value") for it in boxes if it.name.startswith("value-")] == ["49.0", "49.0"]
    given = {it.name: it.get("value") for it in boxes}
    recycling = next(it for it in given if it == f"value-{Target.objects.get(measure='recycling-rate').pk}")
    refused = officer.post(address, given | {recycling: "a lot", "reason": "Agreed."})
    assert refused.status_code == 422 and Target.objects.count() == 2
    done = officer.post(address, given | {recycling: "50", "reason": "Agreed with the budget."}, follow=True)
    assert "The targets of 2027-28 are set" in done.content.decode()
    assert "2 targets of 2027-28 are set already" in said(done)
    assert Target.objects.get(measure="recycling-rate", from_date=date(2027, 4, 1)).value == D(50)
    wrong_year = officer.post("/changing/year/?year=2040&how=same", {"reason": "Oops."})
    assert wrong_year.status_code == 422 and Target.objects.count() == 4
    for wrong in ("year=2040", "year=2027&how=percent", "year=2027&how=percent&by=900", "year=x&how=y"):
        assert officer.get(f"/changing/year/?{wrong}").status_code in (200, 422)


@pytest.mark.usefixtures("november")
def test_the_proposal_takes_as_many_queries_for_ten_targets_as_for_one(
    world: World, people: dict[str, Client]
) -> None:
    officer = people["performance-officer"]
    set_for(world, "recycling-rate")
    officer.get("/changing/year/")

    with CaptureQueriesContext(connection) as one:
        officer.get("/changing/year/")
    set_for(world, "missed-bins-put-right", "calls-answered", "fly-tips-cleared", "grass-cut-on-schedule")
    with CaptureQueriesContext(connection) as many:
        officer.get("/changing/year/")
    assert len(one.captured_queries) == len(many.captured_queries)


@pytest.mark.usefixtures("november")
def test_a_split_is_looked_at_and_confirmed(world: World, people: dict[str, Client]) -> None:
    waste = Service.objects.get(organisation=world.council, slug="waste")
    set_owner(world.root, organisation=world.council, measure="recycling-rate", service=waste)
    add_commitment(world.root, organisation=world.council, promise=Promise("Deliver new bins.", waste))
    asked = "turn=split&ending=waste&added=Bins%0AStreets&on_day=1&on_month=11&on_year=2026"
    address, administrator = f"/changing/services/?{asked}", people["administrator"]
    page = administrator.get(address)
    assert "Commitments and actions still open: 1" in said(page) and Restructure.objects.count() == 0
    form = html.fromstring(page.content).xpath("//main//form[@method='post']")[0]
    homes = {it.name: "streets" for it in form.xpath(".//select")}
    assert administrator.post(address, homes | {"reason": ""}).status_code == 422
    done = administrator.post(address, homes | {"reason": "Minute 41."}, follow=True)
    assert "Waste and recycling Streets" in said(done) and "Minute 41." in said(done)
    assert Commitment.objects.get().service.slug == "streets"
    assert "Split" in said(people["councillor"].get("/changing/"))
    assert administrator.post(address, homes | {"reason": "Again."}).status_code == 422
    early = administrator.get(address.replace("waste", "homes").replace("2026", "2027"))
    assert "still to come" in said(early) and b">Confirm<" not in early.content


def test_what_went_before_is_said_looked_at_and_joined(
    world: World, people: dict[str, Client], tmp_path: Any
) -> None:
    path = tmp_path / "before.csv"
    path.write_text(
        "Measure,Area,Period,Value,Numerator,Denominator\n"
        f"recycling-rate,{ROSSENDALE},2021-22,31.0,3100,10000\n"
        f"recycling-rate,{ROSSENDALE},2020-21,30.0,,\n",
        encoding="utf-8",
    )
    load(world.root, organisation=world.council, path=path)
    officer = people["performance-officer"]
    asked = f"successor={BROMSGROVE}&from_date_day=1&from_date_month=4&from_date_year=2022&taken={ROSSENDALE}"
    address = f"/changing/councils/?{asked}"
    assert "1 of 2 periods" in said(officer.get(address))
    done = officer.post(address, {"reason": "To read the trend.", "source": "The order"}, follow=True)
    assert "1 of 2 periods" in said(done)
    page = officer.get(f"/changing/before/{BROMSGROVE}/recycling-rate/")
    assert "2021-22 38.5% Its own figure" in said(page)  # published for the successor with hindsight
    assert "Cannot be worked out: A part came without its numerator and denominator (Rossendale)." in said(
        page
    )
    assert html.fromstring(page.content).xpath("//main//a[contains(@href, '/figures/')]")
    back = address.replace(f"taken={ROSSENDALE}", "taken=")
    assert "took over from none" in said(officer.get(back))
    officer.post(back, {"reason": "It never happened.", "source": "None"})
    assert officer.get(f"/changing/before/{BROMSGROVE}/").status_code == 404


def test_what_cannot_be_said_is_refused_in_a_sentence(people: dict[str, Client]) -> None:
    asked: dict[str, Any] = {"successor": BROMSGROVE, "from_date_day": 1, "from_date_month": 4}
    asked["from_date_year"] = 2022
    for taken, words in (
        (f"{ROSSENDALE} half", "is no share"),
        (f"{ROSSENDALE} NaN residents", "is no share"),
        (f"{ROSSENDALE} 0.5", "say what it is a share of"),
        ("E07999999", "No area has the code"),
    ):
        page = people["performance-officer"].get("/changing/councils/", asked | {"taken": taken})
        assert page.status_code == 422 and words in said(page)


def test_another_council_sees_none_of_it(world: World, people: dict[str, Client]) -> None:
    reorganising.reorganise(
        world.person["performance-officer"], organisation=world.council, successor=BROMSGROVE,
        from_date=date(2023, 4, 1), taken=[Taken(ROSSENDALE)], reason="R", source="S",
    )  # fmt: skip
    assert people["auditor"].get(f"/changing/before/{BROMSGROVE}/").status_code == 200
    theirs = Client()
    theirs.force_login(world.person["other"])
    assert theirs.get(f"/changing/before/{BROMSGROVE}/").status_code == 404
    assert theirs.get(f"/changing/before/{BROMSGROVE}/recycling-rate/").status_code == 404
