"""The scorecard, the page of targets and the front page: what they show, to whom, and what they change."""

from collections.abc import Iterator
from html import unescape
from typing import Any

import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.demonstration import Demonstration, demonstration
from tests.people import SHIPPED, World, client

from moothall.direction.actions import choose_measures
from moothall.direction.models import Priority
from moothall.performance.models import Target
from moothall.performance.queries import scorecard
from moothall_demo.council import PRIORITIES
from moothall_demo.series import LAST

__all__ = ["demonstration"]
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def page(demonstration: Demonstration) -> Iterator[Any]:
    yield read(client(demonstration.person("councillor")), "/scorecard/")


def read(browser: Client, address: str) -> Any:
    """The page as a tree; html5lib in strict mode refuses what does not parse."""
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return html5lib.HTMLParser(strict=True).parse(answer.content.decode())


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def rows(page: Any) -> dict[str, list[Any]]:
    """The cells of each row of the scorecard by the measure's title."""
    found = {}
    for row in page.iter(f"{XHTML}tr"):
        head = row.find(f"{XHTML}th/{XHTML}a")
        if head is not None and (head.get("href") or "").startswith("/scorecard/"):
            found[words(head)] = [head, *row.findall(f"{XHTML}td")]
    return found


def test_each_priority_and_its_measures(page: Any) -> None:
    shown = [words(it) for it in page.iter(f"{XHTML}h2")]
    assert [it.title for it in PRIORITIES] == [it for it in shown if it in {aim.title for aim in PRIORITIES}]
    assert len(rows(page)) == sum(len(it.measures) for it in PRIORITIES)
    assert len(list(page.iter(f"{XHTML}h1"))) == 1


def test_a_row_says_all_and_leads_to_lineage_and_benchmark(page: Any) -> None:
    head, latest, target, status, travel, signal, lately = rows(page)["Staff turnover"]
    assert head.get("href") == "/scorecard/staff-turnover/"
    assert latest.find(f".//{XHTML}a").get("href").endswith("/2026-07-01/")
    assert "Q2 2026-27" in words(latest)
    assert words(target).startswith("9.0% to 14.0%")
    assert words(status) in ("On track", "Close to target", "Off track")
    assert "Q2 2025-26" in words(travel)
    svg = next(it for it in lately.iter() if it.tag.endswith("svg"))
    assert svg.get("role") == "img"
    icons = [it.get("aria-label") for it in signal.iter() if it.tag.endswith("svg")]
    assert icons and all(icons), "each says in words what it means"


def test_missing_says_no_data_why_and_whose_and_is_not_off_track(page: Any) -> None:
    _, latest, _, status, travel, _, _ = rows(page)["Information requests answered in time"]
    assert words(status) == "No data"
    assert "Owed by Sofia Lindqvist, Customer services" in words(latest)
    assert "waiting for the new case system" in words(latest)
    assert words(travel) == "Nothing to compare"


def test_the_counts_in_words_are_those_of_the_table(demonstration: Demonstration, page: Any) -> None:
    lede = next(words(it) for it in page.iter(f"{XHTML}p") if it.get("class") == "govuk-body-l")
    found = scorecard(demonstration.person("councillor"), demonstration.organisation, LAST).lines()
    assert lede.startswith(f"{len(found)} measures show how")
    kinds = [status for line in found if (status := line.status.value)]
    assert f"{kinds.count('On track')} on track" in lede
    assert f"{kinds.count('Off track')} off track" in lede


def test_the_rule_is_said_in_words(page: Any) -> None:
    text = words(page)
    assert "the latest value meets its target" in text
    assert "by no more than the tolerance" in text


def test_read_at_once_it_says_the_same(demonstration: Demonstration) -> None:
    reader = demonstration.person("auditor")
    whole, quick = (
        scorecard(reader, demonstration.organisation, LAST, at_once=it).lines() for it in (False, True)
    )
    assert [it.measure.id for it in whole] == [it.measure.id for it in quick]
    for one, other in zip(whole, quick, strict=True):
        assert (one.latest, one.earlier, one.status, one.travel) == (
            other.latest, other.earlier, other.status, other.travel,
        )  # fmt: skip
        assert one.values() == other.values()
        assert other.latest is None or other.latest.note == one.latest.note  # type: ignore[union-attr]


def test_as_many_queries_for_one_measure_as_for_all(demonstration: Demonstration) -> None:
    def count() -> int:
        reader = demonstration.person("auditor")
        browser = client(reader)
        read(browser, "/scorecard/")
        with CaptureQueriesContext(connection) as asked:
            read(browser, "/scorecard/")
        assert len(asked) == 12
        with CaptureQueriesContext(
            connection,
        ) as asked:
            scorecard(reader, demonstration.organisation, LAST)
        return len(asked)

    officer = demonstration.person("performance-officer")
    many = count()
    for priority in Priority.objects.filter(organisation=demonstration.organisation)[1:]:
        choose_measures(
            officer, priority=priority, measures=priority.measures.values_list("measure", flat=True)[:1]
        )
    try:
        assert many == count() == 8
    finally:
        for aim in PRIORITIES:
            choose_measures(officer, priority=Priority.objects.get(slug=aim.slug), measures=aim.measures)


@pytest.mark.parametrize("role", SHIPPED)
def test_everyone_who_may_read_sees_it_and_those_who_may_set_are_offered_to(
    demonstration: Demonstration, role: str
) -> None:
    browser = client(demonstration.person(role))
    cells = rows(read(browser, "/scorecard/"))
    offered = [title for title, them in cells.items() if {"Change", "Set"} & set(words(them[2]).split())]
    may = {"administrator": len(cells), "performance-officer": len(cells), "service-manager": 4}
    assert len(offered) == may.get(role, 0)
    assert read(browser, "/") is not None


# --- setting a target, in the small world ---

DATES = {"from_date_day": "1", "from_date_month": "4", "from_date_year": "2023"}


def test_a_manager_sets_a_target_without_a_script(world: World) -> None:
    browser = client(world.person["service-manager"])
    answer = browser.post("/scorecard/recycling-rate/target/", {"value": "45.5%", "tolerance": "2", **DATES})
    assert answer.status_code == 302
    assert answer["Location"] == "/scorecard/recycling-rate/target/"
    made = Target.objects.get()
    assert (str(made.value), str(made.tolerance), made.set_by) == (
        "45.5",
        "2",
        world.person["service-manager"],
    )
    text = unescape(browser.get(answer["Location"]).content.decode())
    assert "45.5% or more" in text
    assert "was saved" in text


@pytest.mark.parametrize(
    ("measure", "given", "said"),
    [
        ("recycling-rate", {"value": "forty"}, "is not a number"),
        ("recycling-rate", {"value": "45", "tolerance": "-1"}, "write zero or more"),
        ("recycling-rate", {"value": "45", "from_date_month": "13"}, "Enter a date for ‘"),
        ("staff-turnover", {"value": "9"}, "give a range"),
    ],
)
def test_bad_input_gets_a_sentence_and_changes_nothing(
    world: World, measure: str, given: dict[str, str], said: str
) -> None:
    browser = client(world.person["performance-officer"])
    answer = browser.post(f"/scorecard/{measure}/target/", {**DATES, **given})
    assert answer.status_code == 200
    assert said in unescape(answer.content.decode())
    assert "There is a problem" in answer.content.decode()
    assert not Target.objects.exists()


@pytest.mark.parametrize("role", ["councillor", "auditor", "contributor"])
def test_a_reader_is_shown_no_form_and_a_post_is_refused(world: World, role: str) -> None:
    browser = client(world.person[role])
    page = read(browser, "/scorecard/recycling-rate/target/")
    assert not [it for it in page.iter(f"{XHTML}input") if it.get("name") == "value"]
    assert browser.post("/scorecard/recycling-rate/target/", {"value": "45", **DATES}).status_code == 403
    assert not Target.objects.exists()


def test_an_unknown_measure_is_not_found(world: World) -> None:
    browser = client(world.person["auditor"])
    assert browser.get("/scorecard/no-such-measure/target/").status_code == 404


def test_a_council_without_priorities_is_told_so(world: World) -> None:
    text = words(read(client(world.person["councillor"]), "/scorecard/"))
    assert "No priorities have been set for Testham yet" in text


# --- the front page ---


def test_a_visitor_is_told_what_this_is_and_can_search(world: World) -> None:
    page = read(client(), "/")
    assert "every figure can be traced to its source" in words(page)
    form = next(it for it in page.iter(f"{XHTML}form") if it.get("role") == "search")
    assert form.get("action") == "/measures/"
    assert "Load a return" not in words(page)


@pytest.mark.parametrize(
    ("role", "offered", "kept"),
    [
        ("contributor", "Load a return", "Set targets"),
        ("democratic-services", "Record an endorsement", "Load a return"),
        ("councillor", "Confirm what was endorsed", "Read the audit"),
        ("auditor", "Read the audit", "Load a return"),
    ],
)
def test_each_role_is_offered_what_it_comes_to_do(world: World, role: str, offered: str, kept: str) -> None:
    text = words(read(client(world.person[role]), "/"))
    assert offered in text
    assert kept not in text


def test_somebody_without_a_role_is_told_what_to_do(world: World) -> None:
    assert "Ask an administrator" in words(read(client(world.person["no-role"]), "/"))


def test_a_portfolio_holder_sees_what_is_theirs_to_explain(demonstration: Demonstration) -> None:
    text = words(read(client(demonstration.person("councillor")), "/"))
    assert "Yours to explain" in text or "Nothing of yours is off track" in text
    assert "Waiting for the new case system" not in text
