"""What somebody owes, at a secret address for their calendar."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from icalendar import Calendar
from tests.people import World, client

from moothall.core import actions, clock, due, owing
from moothall.core.due import Due, Room
from moothall.core.models import AuditEntry, CalendarAddress, Organisation

TODAY = date(2026, 11, 23)


@pytest.fixture
def room(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Due]]:
    """A room in which the service manager and others owe things."""
    manager, auditor = world.person["service-manager"], world.person["auditor"]
    things = [
        Due(
            "made-up",
            "1",
            "Bins, counted",
            TODAY + timedelta(days=3),
            "/bins/",
            manager,
            words="to a department",
        ),
        Due("made-up", "2", "Homes, counted", TODAY - timedelta(days=3), "/homes/", manager),
        Due("made-up", "3", "Another's", TODAY, "/another/", auditor),
        Due("made-up", "4", "Nobody's", TODAY, "/nobody/", None),
    ]

    def rule(organisation: Organisation, _on: date, until: date) -> Iterator[Due]:
        return (it for it in things if organisation == world.council and it.due <= until)

    rooms = {"made-up": Room("Things made up", "returns.read", "returns.manage", rule)}
    monkeypatch.setattr(due, "ROOMS", rooms)
    monkeypatch.setattr(owing, "ROOMS", rooms)
    yield things


def events(content: bytes) -> dict[str, tuple[str, date]]:
    """What a calendar program makes of it: identity to words and day."""
    found = Calendar.from_ical(content).walk("VEVENT")
    return {str(it["UID"]): (str(it["SUMMARY"]), it.decoded("DTSTART")) for it in found}


def test_one_gets_renews_and_ends_ones_address(world: World, room: list[Due]) -> None:
    browser, person = client(world.person["service-manager"]), world.person["service-manager"]
    page = browser.get("/account/calendar/").content.decode()
    assert "Bins, counted" in page and "Another" not in page and "Get an address" in page

    made = browser.post("/account/calendar/")
    secret = made.content.decode().partition("/account/calendar/")[2].partition(".ics")[0]
    assert made.headers["Cache-Control"] == "no-store" and len(secret) == 43
    assert secret not in browser.get("/account/calendar/").content.decode()
    kept = repr(list(CalendarAddress.objects.values())) + repr(list(AuditEntry.objects.values()))
    assert secret not in kept

    answer = Client().get(f"/account/calendar/{secret}.ics")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer.headers["Cache-Control"]
    assert set(events(answer.content)) == {"made-up-1@testham.moothall", "made-up-2@testham.moothall"}
    for it in world.person.values():
        assert str(it) not in answer.content.decode() and it.username not in answer.content.decode()

    again, newer = actions.make_calendar(person, organisation=world.council)
    assert owing.read_at(secret, TODAY) is None and owing.read_at(newer, TODAY)
    assert owing.address_of(person, world.council) == again
    browser.post("/account/calendar/end/")
    assert (
        owing.read_at(newer, TODAY) is None
        and Client().get(f"/account/calendar/{newer}.ics").status_code == 404
    )
    assert owing.address_of(person, world.council) is None


def test_an_event_keeps_its_identity_and_goes_when_the_thing_is_done(world: World, room: list[Due]) -> None:
    person = world.person["service-manager"]
    _made, secret = actions.make_calendar(person, organisation=world.council)

    def read() -> dict[str, tuple[str, date]]:
        found = owing.read_at(secret, TODAY)
        assert found
        return events(owing.calendar(*found, TODAY, clock.now(), "https://moothall.example"))

    assert read() == {
        "made-up-1@testham.moothall": ("Due: Bins, counted", TODAY + timedelta(days=3)),
        "made-up-2@testham.moothall": ("Late: Homes, counted", TODAY - timedelta(days=3)),
    }
    moved = room[0]
    room[:] = [Due(moved.kind, moved.key, moved.title, TODAY + timedelta(days=9), moved.href, person)]
    assert read() == {"made-up-1@testham.moothall": ("Due: Bins, counted", TODAY + timedelta(days=9))}
    room.clear()
    assert read() == {}


def test_what_one_may_not_read_is_not_in_ones_calendar(world: World, room: list[Due]) -> None:
    contributor = world.person["contributor"]
    room.append(Due("made-up", "5", "Theirs", TODAY, "/theirs/", contributor))
    assert owing.owed(contributor, world.council, TODAY) == []
    with pytest.raises(PermissionDenied, match="no role"):
        actions.make_calendar(contributor, organisation=world.council)
    person = world.person["service-manager"]
    _made, secret = actions.make_calendar(person, organisation=world.council)
    actions.end_role(world.root, membership=person.memberships.get())
    assert owing.read_at(secret, TODAY) is None, "who holds no role any more has no calendar"
