"""A council with nothing set up gets a scorecard from the browser alone: services, priorities, measures, owners."""

from datetime import date
from html import unescape
from typing import Any

import html5lib
import pytest
from django.test import Client
from tests.people import World, client

from moothall.core.models import AuditEntry, Service
from moothall.direction.actions import add_priority
from moothall.direction.models import Owner, Priority

BEGINS = {"from_date_day": "1", "from_date_month": "4", "from_date_year": "2023"}


def tree(browser: Client, address: str) -> Any:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(answer.content.decode())


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def fields(page: Any) -> dict[str, list[str]]:
    """What a browser would send if nothing were touched: the last form of the page."""
    sent: dict[str, list[str]] = {}
    form = [it for it in page.iter("form") if it.get("method") == "post"][-1]
    for it in form.iter("input"):
        if it.get("type") != "checkbox" or it.get("checked") is not None:
            sent.setdefault(it.get("name"), []).append(it.get("value") or "")
    return sent


@pytest.fixture
def officer(world: World) -> Client:
    return client(world.person["performance-officer"])


@pytest.fixture
def priority(world: World) -> Priority:
    return add_priority(
        world.person["performance-officer"],
        organisation=world.council,
        title="Cleaner streets",
        from_date=date(2023, 4, 1),
        measures=["recycling-rate", "fly-tips-cleared", "missed-bins"],
    )


def measures(of: Priority) -> list[str]:
    return list(of.measures.values_list("measure", flat=True))


def test_from_an_empty_scorecard_to_one_with_a_measure_and_its_owner(world: World, officer: Client) -> None:
    begin = tree(officer, "/scorecard/")
    (button,) = [it for it in begin.iter("a") if it.get("role") == "button"]
    assert (words(button), button.get("href")) == ("Add a priority", "/priorities/add/")
    holder = world.person["councillor"]
    answer = officer.post(
        "/priorities/add/",
        {
            "title": "Cleaner streets",
            "purpose": "Less litter.",
            "portfolio": "Environment",
            "holder": holder.pk,
        }
        | BEGINS,
    )
    made = Priority.objects.get()
    assert answer["Location"] == f"/priorities/{made.pk}/measures/"
    assert (made.slug, made.holder, made.organisation) == ("cleaner-streets", holder, world.council)
    assert "No measures have been chosen" in words(tree(officer, "/scorecard/"))
    officer.post(answer["Location"], {"theme-waste": ["recycling-rate"]})
    assert measures(made) == ["recycling-rate"]
    homes = Service.objects.get(organisation=world.council, slug="homes")
    officer.post("/priorities/owners/recycling-rate/", {"service": homes.pk, "owner": holder.pk})
    shown = words(tree(officer, "/scorecard/"))
    assert "Portfolio: Environment, Councillor" in shown and "Councillor, Homes" in shown
    assert "Change priorities" in shown and "One measure shows how Testham" in shown
    officer.post("/priorities/add/", {"title": "Kinder places"} | BEGINS)
    assert "No measures have been chosen to show it yet" in words(tree(officer, "/scorecard/"))
    done = AuditEntry.objects.filter(person=world.person["performance-officer"]).values_list(
        "action", flat=True
    )
    assert {"priority.added", "priority.measures", "owner.set"} <= set(done)


def test_measures_are_put_in_order_by_number(officer: Client, priority: Priority) -> None:
    address = f"/priorities/{priority.pk}/measures/"
    given = fields(tree(officer, address))
    assert given["place-missed-bins"] == ["3"]
    officer.post(address, given | {"place-missed-bins": ["1"]})
    assert measures(priority) == ["missed-bins", "recycling-rate", "fly-tips-cleared"]
    given = fields(tree(officer, address))
    officer.post(address, given | {"place-missed-bins": ["3"]})
    assert measures(priority) == ["recycling-rate", "fly-tips-cleared", "missed-bins"]


def test_a_search_narrows_what_is_offered_and_loses_nothing_chosen(
    officer: Client, priority: Priority
) -> None:
    address = f"/priorities/{priority.pk}/measures/?q=staff-turnover"
    page = tree(officer, address)
    offered = {it.get("value") for it in page.iter("input") if it.get("type") == "checkbox"}
    assert offered >= {"recycling-rate", "fly-tips-cleared", "missed-bins", "staff-turnover"}
    assert "complaints-answered-in-time" not in offered
    officer.post(address, fields(page) | {"theme-corporate": ["staff-turnover"]})
    assert measures(priority) == ["recycling-rate", "fly-tips-cleared", "missed-bins", "staff-turnover"]


def test_what_a_priority_was_before_is_in_the_audit(
    world: World, officer: Client, priority: Priority
) -> None:
    address = f"/priorities/{priority.pk}/change/"
    officer.post(address, fields(tree(officer, address)) | {"title": ["Greener streets"]})
    priority.refresh_from_db()
    assert (priority.title, priority.slug, priority.from_date) == (
        "Greener streets",
        "cleaner-streets",
        date(2023, 4, 1),
    )
    entry = AuditEntry.objects.get(action="priority.changed")
    assert (entry.before, entry.after) == ({"title": "Cleaner streets"}, {"title": "Greener streets"})


def test_an_ended_priority_leaves_the_scorecard_and_stays_listed(officer: Client, priority: Priority) -> None:
    last = {"on_day": "31", "on_month": "3", "on_year": "2024"}
    assert officer.post(f"/priorities/{priority.pk}/end/", last).status_code == 302
    assert "No priorities have been set" in words(tree(officer, "/scorecard/"))
    page = words(tree(officer, "/priorities/"))
    assert "Priorities that have ended" in page and "1 April 2023 to 31 March 2024" in page
    officer.post("/priorities/add/", {"title": "Cleaner streets"} | BEGINS)
    assert Priority.objects.filter(slug="cleaner-streets-2").exists()


@pytest.mark.parametrize(
    ("address", "given", "said"),
    [
        ("add/", {"title": ""} | BEGINS, "Enter an answer to ‘"),
        ("add/", {"title": "A"} | BEGINS | {"from_date_month": "13"}, "Enter a date for ‘"),
        ("{}/end/", {"on_day": "1", "on_month": "1", "on_year": "2020"}, "it cannot end before then"),
        (
            "{}/measures/",
            {"theme-waste": ["recycling-rate"], "place-recycling-rate": "first"},
            "Write 1, 2, 3",
        ),
        ("{}/measures/", {"theme-waste": ["no-such-measure"]}, "Choose one of those listed under ‘"),
        ("owners/recycling-rate/", {"service": ""}, "Choose an answer to ‘"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    officer: Client, priority: Priority, address: str, given: dict[str, Any], said: str
) -> None:
    answer = officer.post(f"/priorities/{address.format(priority.pk)}", given)
    assert answer.status_code == 200
    text = unescape(answer.content.decode())
    assert said in text and "There is a problem" in text
    assert Priority.objects.count() == 1 and Priority.objects.get().to_date is None
    assert measures(priority) == ["recycling-rate", "fly-tips-cleared", "missed-bins"]
    assert not Owner.objects.exists()


def test_nobody_of_another_council_is_named_or_changed(
    world: World, officer: Client, priority: Priority
) -> None:
    theirs = Service.objects.get(organisation=world.other, slug="homes")
    answer = officer.post(
        "/priorities/owners/recycling-rate/", {"service": theirs.pk, "owner": world.person["other"].pk}
    )
    assert answer.status_code == 200 and not Owner.objects.exists()
    stranger = client(world.person["other"])
    for page in ("", "change/", "measures/", "end/"):
        assert stranger.get(f"/priorities/{priority.pk}/{page}").status_code == 404
    assert "Cleaner streets" not in words(tree(stranger, "/priorities/"))


@pytest.mark.parametrize("role", ["councillor", "auditor", "service-manager"])
def test_readers_read_and_are_offered_no_change(world: World, priority: Priority, role: str) -> None:
    browser = client(world.person[role])
    for address in ("/priorities/", "/priorities/owners/", "/priorities/services/"):
        page = tree(browser, address)
        assert not [it for it in page.iter("a") if "Change" in words(it) or it.get("role") == "button"]
    assert "Household waste recycling rate" in words(tree(browser, "/priorities/"))
    assert "Priorities and owners" in words(tree(browser, "/scorecard/"))


def test_an_administrator_adds_a_service(world: World) -> None:
    browser = client(world.person["administrator"])
    assert "street-scene" in words(tree(browser, "/priorities/services/add/"))
    browser.post("/priorities/services/add/", {"name": "Street scene", "slug": "street-scene"})
    assert "Street scene" in words(tree(browser, "/priorities/services/"))
    again = browser.post("/priorities/services/add/", {"name": "Street scene", "slug": "street-scene"})
    assert "has a service called 'street-scene' already" in unescape(again.content.decode())
    assert Service.objects.filter(organisation=world.council, slug="street-scene").count() == 1


def test_a_council_without_an_area_has_its_pages_too(
    world: World, officer: Client, priority: Priority
) -> None:
    world.council.area_code = ""
    world.council.save()
    for address in ("/scorecard/", "/priorities/", "/priorities/owners/"):
        assert "Household waste recycling rate" in words(tree(officer, address))
