"""Statutory returns in the browser: taken up from the catalogue, recorded with evidence, filtered, fed to calendars."""

from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from tests.contracts.returns_samples import returns_samples
from tests.people import World, client

from moothall.core import clock
from moothall.core.models import Service
from moothall.plan.returns import actions
from moothall.plan.returns.models import Feed, StatutoryReturn, Submission


@pytest.fixture
def samples(world: World) -> dict[str, object]:
    return returns_samples(world)


def text(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def test_a_return_of_the_catalogue_is_taken_up(world: World) -> None:
    officer = client(world.person["performance-officer"])
    page = text(officer, "/returns/add/nndr1/")
    assert "Business rates estimate (NNDR1)" in page and "regulation 3(2)(b)" in page
    assert "is not checked" not in page
    assert "is not checked" in text(officer, "/returns/add/revenue-budget/")
    waste = Service.objects.get(organisation=world.council, slug="waste")
    sent = {
        "title": "Business rates estimate (NNDR1)",
        "body": "The department",
        "frequency": "annual",
        "year_starts": "4",
        "first_day_day": "1",
        "first_day_month": "4",
        "first_day_year": str(clock.today().year),
        "kind": "day",
        "day": "31",
        "month": "1",
        "service": str(waste.pk),
        "lead_days": "28, 7",
    }
    refused = officer.post("/returns/add/nndr1/", sent | {"month": ""})
    assert refused.status_code == 422 and "Fill in ‘Month’: ‘A day of the year’ needs it." in unescape(
        refused.content.decode()
    )
    assert officer.post("/returns/add/nndr1/", sent | {"lead_days": "soon"}).status_code == 422
    made = officer.post("/returns/add/nndr1/", sent)
    it = StatutoryReturn.objects.get()
    assert made.headers["Location"] == f"/returns/{it.pk}/"
    assert (it.known_as, it.rule) == ("nndr1", {"kind": "day", "day": 31, "month": 1})
    assert "tracked already" in text(officer, "/returns/add/")
    assert officer.post(f"/returns/{it.pk}/change/", sent | {"title": "Renamed"}).status_code == 302
    assert "Renamed" in text(officer, "/returns/")


def test_it_is_recorded_with_a_file_that_is_saved_and_not_opened(
    world: World, samples: dict[str, object]
) -> None:
    manager, pk = client(world.person["service-manager"]), samples["statutory_return"]
    address = f"/returns/{pk}/2026-07-01/submit/"
    sent = {
        "submitted_on_day": "2",
        "submitted_on_month": "10",
        "submitted_on_year": "2026",
        "submitted_by": "An officer",
    }
    html = SimpleUploadedFile("receipt.pdf", b"<!doctype html><script>1</script>", "application/pdf")
    refused = manager.post(address, sent | {"file": html})
    assert refused.status_code == 422 and "not a file that is kept" in unescape(refused.content.decode())
    pdf = SimpleUploadedFile("receipt.html", b"%PDF-1.7 it went", "text/html")
    assert manager.post(address, sent | {"file": pdf}).status_code == 302
    it = Submission.objects.order_by("-pk").first()
    assert it and it.file_kind == "application/pdf"
    answer = client(world.person["auditor"]).get(f"/returns/evidence/{it.pk}/download/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client(world.person["service-manager"]).get(address).status_code == 200


def test_a_manager_is_offered_only_what_is_theirs(world: World, samples: dict[str, object]) -> None:
    homes = Service.objects.get(organisation=world.council, slug="homes")
    theirs = actions.add_return(
        world.root,
        organisation=world.council,
        title="Homelessness",
        body="A department",
        frequency="quarterly",
        year_starts=4,
        rule={"kind": "announced"},
        service=homes,
        first_day=date(2026, 4, 1),
    )
    manager = client(world.person["service-manager"])
    assert "/submit/" in text(manager, f"/returns/{samples['statutory_return']}/")
    assert "/submit/" not in text(manager, f"/returns/{theirs.pk}/")
    assert manager.get(f"/returns/{theirs.pk}/2026-04-01/submit/").status_code == 403
    page = text(manager, "/returns/?service=homes")
    assert "Homelessness" in page and "WasteDataFlow" not in page
    assert text(manager, "/returns/?service=nowhere&state=odd")
    assert manager.get(f"/returns/{theirs.pk}/1900-01-01/submit/").status_code == 404


def test_the_lists_ask_the_database_as_often_however_long(world: World, samples: dict[str, object]) -> None:
    waste = Service.objects.get(organisation=world.council, slug="waste")
    browser = client(world.person["auditor"])
    for address in ("/returns/", "/returns/all/"):
        counts = []
        for n in range(2):
            for m in range(3):
                actions.add_return(
                    world.root,
                    organisation=world.council,
                    title=f"{address} {n} {m}",
                    body="A department",
                    frequency="monthly",
                    year_starts=4,
                    rule={"kind": "after", "number": 10, "unit": "working days"},
                    service=waste,
                    first_day=date(2026, 1, 1),
                )
            with CaptureQueriesContext(connection) as seen:
                assert browser.get(address).status_code == 200
            counts.append(len(seen))
        assert counts[0] == counts[1], address


def test_a_calendar_program_reads_a_feed_without_a_name_in_it(
    world: World, samples: dict[str, object]
) -> None:
    person = world.person["service-manager"]
    browser = client(person)
    made = browser.post("/returns/feeds/", {"service": ""})
    page = made.content.decode()
    secret = page.partition("/returns/calendar/")[2].partition(".ics")[0]
    assert made.headers["Cache-Control"] == "no-store" and len(secret) == 43
    assert secret not in browser.get("/returns/feeds/").content.decode()
    answer = Client().get(f"/returns/calendar/{secret}.ics")
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/calendar")
    events = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    assert date(2026, 9, 30) in [it.decoded("DTSTART") for it in events]
    assert len({str(it["UID"]) for it in events}) == len(events)
    for it in world.person.values():
        assert str(it) not in answer.content.decode() and it.username not in answer.content.decode()
    feed = Feed.objects.get(person=person)
    assert client(world.person["auditor"]).post(f"/returns/feeds/{feed.pk}/end/").status_code == 404
    browser.post(f"/returns/feeds/{feed.pk}/end/")
    assert Client().get(f"/returns/calendar/{secret}.ics").status_code == 404
