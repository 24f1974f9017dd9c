"""How a council is doing, for its residents: what was published, and nothing that was planted beside it."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from tests.people import World, build, client

from moothall.direction.actions import add_priority
from moothall.figures.actions import load
from moothall.figures.measures import catalogue
from moothall.performance import public as performance
from moothall.performance.actions import set_target
from moothall.performance.public import Line, public
from moothall.performance.quarterly import actions
from moothall.performance.quarterly.models import Report

pytestmark = pytest.mark.django_db
PAGE = "/how/testham/"
BINS, CALLS, TIPS = "missed-bins", "calls-answered", "fly-tips-reported"
# what nobody outside may learn: a later figure, a correction, a measure in no report, a priority and a target since
PLANTED = ("88.8", "77.7", "43,210", "Quiet closures", "66.6", "Fly-tips reported", "Nights out")


@pytest.fixture(scope="module")
def published(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """A council with one published report, a draft after it, and secrets. Rolled back at the end of the module."""
    folder = tmp_path_factory.mktemp("published")
    fast = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with (
        override_settings(MOOTHALL_HOME=folder / "home", PASSWORD_HASHERS=fast),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        world = build(folder)
        officer, director = world.person["performance-officer"], world.person["director"]
        returned = _returning(world, folder)
        since = date(2024, 1, 1)
        add_priority(
            world.root,
            organisation=world.council,
            from_date=since,
            title="Cleaner streets",
            measures=[BINS, CALLS, "recycling-rate"],
        )
        set_target(
            world.root, organisation=world.council, measure=catalogue()[BINS], value=D("60.0"), upper=None,
            tolerance=D(1), from_date=date(2025, 4, 1), to_date=None,
        )  # fmt: skip
        returned(
            "one.csv", "Missed bins,2025-06,61.5", "Missed bins,2026-06,55.5", "Calls answered,2026-02,91.0"
        )
        report = actions.begin(officer, organisation=world.council, start=date(2026, 4, 1))
        actions.approve(director, report=report)
        actions.publish(officer, report=report)
        returned(
            "two.csv",
            "Missed bins,2026-07,88.8",
            "Missed bins,2026-06,77.7",
            "Fly-tips reported,2026-06,43210",
        )
        add_priority(
            world.root,
            organisation=world.council,
            from_date=since,
            title="Quiet closures",
            purpose="Nights out",
            measures=[TIPS, BINS],
        )
        set_target(
            world.root, organisation=world.council, measure=catalogue()[BINS], value=D("66.6"), upper=None,
            tolerance=D(1), from_date=date(2026, 4, 1), to_date=None,
        )  # fmt: skip
        draft = actions.begin(officer, organisation=world.council, start=date(2026, 7, 1))
        actions.approve(director, report=draft)  # approved is not published
        yield world
        transaction.set_rollback(True)


def _returning(world: World, folder: Path) -> Callable[..., None]:
    def returned(name: str, *rows: str) -> None:
        (folder / name).write_text("\n".join(["Measure,Period,Value", *rows]), encoding="utf-8")
        load(world.root, organisation=world.council, path=folder / name)

    return returned


def lines(world: World) -> dict[str, Line]:
    return {it.measure.id: it for it in public(world.council).lines()}


@pytest.mark.parametrize("role", ["", "other", "performance-officer"])
@pytest.mark.parametrize("query", ["", "?by=subject"])
def test_nothing_unpublished_is_shown_to_anybody(published: World, role: str, query: str) -> None:
    """Not even to those who may read it elsewhere: the page is the same for all."""
    page = client(published.person[role] if role else None).get(PAGE + query).content.decode()
    assert "55.5" in page
    assert [it for it in PLANTED if it in page] == []


def test_the_scorecard_has_what_was_planted(published: World) -> None:
    """So that the test above would see it."""
    page = client(published.person["performance-officer"]).get("/scorecard/").content.decode()
    assert [it for it in PLANTED if it in page] == [it for it in PLANTED if it != "77.7"]


def test_a_figure_is_the_version_that_was_published(published: World) -> None:
    bins = lines(published)[BINS]
    assert [(it.period.label, it.value) for it in bins.recent] == [
        ("Jun 2025", D("61.5")),
        ("Jun 2026", D("55.5")),
    ]
    assert (bins.travel.direction, bins.travel.effect, bins.own) == ("down", "better", True)
    assert (bins.said.target, bins.said.status) == ("60.0", "On track")


def test_sections_are_those_of_the_published_report(published: World) -> None:
    found = public(published.council)
    assert found.report and found.report.start == date(2026, 4, 1)
    assert [it.measure.id for it in found.sections["Cleaner streets"]] == [BINS, CALLS, "recycling-rate"]
    assert "Quiet closures" not in found.sections
    assert list(public(published.council, by_subject=True).sections) == ["Customer services", "Waste"]


def test_no_data_is_said_with_whose_it_is(published: World, client: Client) -> None:
    calls = lines(published)[CALLS]
    assert calls.latest is None  # 91.0% of February is in no report
    assert calls.said.lacks.startswith("No return for Q1 2026-27")
    page = client.get(PAGE).content.decode()
    assert "No return for Q1 2026-27. Owed by" in page
    assert "91.0" not in page


def test_a_publishers_figure_and_the_councils_own_are_told_apart(published: World, client: Client) -> None:
    rate = lines(published)["recycling-rate"]
    page = client.get(PAGE).content.decode()
    # the report shows the council's own figure of 2023-24, and of the year before
    assert (rate.own, rate.latest and rate.latest.value) == (True, D("42.00"))
    assert "The council’s own figure, published in its reports." in page
    for said in ("Down: better", "Up: better", "from", "the same month, quarter or year one year before"):
        assert said in page


def test_a_status_of_an_older_period_says_which(published: World, client: Client, tmp_path: Path) -> None:
    """A publisher's figure is newer than the report that judged the measure."""
    page = client.get(PAGE).content.decode()
    assert "as last reported" not in page
    with transaction.atomic():
        path = tmp_path / "newer.csv"
        rows = ("area_code,area_name,financial_year,metric,value",)
        newer = "E07000234,Bromsgrove,2025-26,Household waste recycling rate,44.40"
        path.write_text("\n".join((*rows, newer)))
        load(published.root, organisation=published.council, path=path)
        page = client.get(PAGE).content.decode()
        assert "44.40%" in page or "44.4%" in page
        assert "as last reported, on 2023-24" in page
        transaction.set_rollback(True)


def test_statistics_alone_make_a_page_by_subject(published: World, client: Client) -> None:
    found = public(published.other)
    assert (found.report, list(found.sections)) == (None, ["Waste"])
    (line,) = found.lines()
    assert (line.own, line.latest and line.latest.value, line.travel.direction) == (False, D("31.20"), "none")
    page = client.get("/how/otherham/").content.decode()
    assert "Cannot be said: no figure of 2021-22 is published" in page
    assert "66.60" not in page
    assert "/measures/recycling-rate/E07000125/" in page
    assert client.get("/how/nowhere/").status_code == 404
    assert all(it in client.get("/how/").content.decode() for it in ("/how/testham/", "/how/otherham/"))


def test_a_report_that_was_tampered_with_is_withheld(published: World, client: Client) -> None:
    with transaction.atomic():
        report = Report.objects.get(organisation=published.council, start=date(2026, 4, 1))
        report.document = report.document.replace("Cleaner streets", "Cleanest streets")
        report.save()
        page = client.get(PAGE).content.decode()
        assert "is withheld" in page and "Cleanest" not in page
        transaction.set_rollback(True)


def test_subjects_that_do_not_fit_on_a_page_have_one_each(
    published: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(performance, "MOST", 1)
    found = public(published.council, by_subject=True)
    assert list(found.themes) == ["customer-services", "waste"]
    assert list(found.sections) == ["Customer services"]
    assert list(public(published.council, by_subject=True, theme="waste").sections) == ["Waste"]
    assert 'theme=waste"' in client.get(PAGE + "?by=subject").content.decode()
    assert list(public(published.council).sections) == ["Cleaner streets"]


def test_as_many_queries_for_many_measures(published: World, tmp_path: Path) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as kept:
            public(published.council)
        return len(kept)

    few = queries()
    with transaction.atomic():
        path = tmp_path / "more.csv"
        titles = [it.title for it in catalogue().values() if it.theme == "place" and it.polarity != "neither"]
        rows = [f'E07000234,,"{it}",2023-04-01/P1Y,5,,' for it in titles]
        path.write_text("\n".join(["areacd,areanm,indicator,period,observation,status,notes", *rows]))
        load(published.root, organisation=published.council, path=path)
        assert len(lines(published)) >= len(titles)
        assert queries() == few <= 8
        transaction.set_rollback(True)
