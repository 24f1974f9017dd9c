"""A value's way: asked for, entered, doubted, confirmed, signed off, and in the store with who stands behind it."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from tests.people import World
from tests.performance_collection.conftest import OCTOBER, TODAY, ask_for

from moothall.core.due import due, theirs
from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Service
from moothall.figures.measures import catalogue
from moothall.figures.models import Observation
from moothall.figures.queries import council_series
from moothall.performance.collection import actions, queries
from moothall.performance.collection.coming import State
from moothall.performance.collection.models import Ask, Entry

SEPTEMBER = date(2026, 9, 1)


def entered(world: World, ask: Ask, who: str = "service-manager", **given: object) -> Entry:
    told = {"numerator": Decimal(210), "denominator": Decimal(340_000), **given}
    return actions.enter(world.person[who], ask=ask, start=OCTOBER, **told)  # type: ignore[arg-type]


def state(world: World, ask: Ask, start: date = OCTOBER) -> State:
    found = queries.item(world.root, ask.pk, start, TODAY)
    assert found
    return found.state


def test_a_value_goes_from_asked_for_to_the_store(world: World, asked: Ask) -> None:
    assert state(world, asked) == State.LATE and state(world, asked, date(2026, 11, 1)) == State.NOT_YET
    made = entered(world, asked)
    assert made.value == Decimal("61.765"), "worked out, with two decimals more than are shown"
    assert not made.doubts and state(world, asked) == State.LATE
    actions.submit(world.person["service-manager"], entry=made)
    assert state(world, asked) == State.ENTERED
    officer = world.person["performance-officer"]
    made.refresh_from_db()
    load = actions.sign_off(officer, organisation=world.council, entries=[made])
    assert state(world, asked) == State.SIGNED_OFF
    measure = catalogue()["missed-bins"]
    figure = council_series(officer, world.council, [measure], TODAY)[measure.id][-1]
    assert (figure.value, figure.numerator, figure.start, figure.load) == (
        Decimal("61.765"), Decimal(210), OCTOBER, load,
    )  # fmt: skip
    assert {it.action for it in AuditEntry.objects.filter(action__startswith="collection.")} == {
        "collection.asked", "collection.entered", "collection.submitted", "collection.signed_off",
    }  # fmt: skip


def test_lineage_shows_who_entered_and_who_signed_off(
    world: World, people: dict[str, Client], asked: Ask
) -> None:
    made = entered(world, asked)
    actions.submit(world.person["service-manager"], entry=made)
    actions.sign_off(world.person["performance-officer"], organisation=world.council, entries=[made])
    figure = Observation.objects.get(series__measure="missed-bins", start=OCTOBER)
    page = people["auditor"].get(reverse("lineage", args=[figure.series_id, figure.start])).content.decode()
    assert "Entered by" in page and "Service Manager" in page and "Performance Officer" in page


def test_what_history_doubts_is_confirmed_with_a_reason(world: World, asked: Ask) -> None:
    made = entered(world, asked, numerator=Decimal(2100))
    assert "unit-slip" in {it["rule"] for it in made.doubts} or "many-times" in {
        it["rule"] for it in made.doubts
    }
    with pytest.raises(NotPossible, match="Its history doubts this value"):
        actions.submit(world.person["service-manager"], entry=made)
    actions.submit(world.person["service-manager"], entry=made, because="Strike from 1 to 20 October.")
    assert made.because


def test_nobody_signs_off_what_they_entered_unless_the_rules_say_so(world: World, asked: Ask) -> None:
    manager = world.person["service-manager"]
    made = entered(world, asked)
    actions.submit(manager, entry=made)
    with pytest.raises(NotPossible, match="somebody else signs it off"):
        actions.sign_off(manager, organisation=world.council, entries=[made])
    actions.set_rules(
        world.person["performance-officer"], organisation=world.council, one_person=True, lead_days=3
    )
    actions.sign_off(manager, organisation=world.council, entries=[made])
    made.refresh_from_db()
    assert made.alone


def test_a_value_that_contradicts_its_counts_is_refused(world: World, asked: Ask) -> None:
    with pytest.raises(NotPossible, match=r"is 61\.8, and the value says 75\.0"):
        entered(world, asked, value=Decimal("75.0"))
    with pytest.raises(NotPossible, match="both the numerator and the denominator"):
        entered(world, asked, denominator=None)
    with pytest.raises(NotPossible, match="say why there is none"):
        entered(world, asked, numerator=None, denominator=None)


def test_missing_keeps_its_reason_in_the_store(world: World, asked: Ask) -> None:
    made = entered(world, asked, numerator=None, denominator=None, missing="missing", reason="Counter broken")
    actions.submit(world.person["service-manager"], entry=made)
    actions.sign_off(world.person["performance-officer"], organisation=world.council, entries=[made])
    figure = Observation.objects.get(series__measure="missed-bins", start=OCTOBER)
    assert figure.value is None and figure.missing == "missing" and "Counter broken" in figure.note


def test_sent_back_and_entered_again(world: World, asked: Ask) -> None:
    manager, officer = world.person["service-manager"], world.person["performance-officer"]
    made = entered(world, asked)
    actions.submit(manager, entry=made)
    actions.send_back(officer, entry=made, words="Round 7 is left out.")
    assert state(world, asked) == State.RETURNED
    again = entered(world, asked, numerator=Decimal(230))
    assert again.number == 2
    assert entered(world, asked, numerator=Decimal(230)).pk == again.pk, "the same again changes nothing"
    with pytest.raises(NotPossible, match="entered again meanwhile"):
        actions.submit(manager, entry=made)


def test_a_correction_supersedes(world: World, asked: Ask) -> None:
    manager, officer = world.person["service-manager"], world.person["performance-officer"]
    for missed in (210, 230):
        made = entered(world, asked, numerator=Decimal(missed))
        actions.submit(manager, entry=made, because="Counted anew.")
        actions.sign_off(officer, organisation=world.council, entries=[made])
    figures = Observation.objects.filter(series__measure="missed-bins", start=OCTOBER)
    assert figures.count() == 2
    (stands,) = figures.current()
    assert stands.numerator == 230


def test_a_figure_loaded_from_a_file_is_no_longer_due(world: World, asked: Ask, tmp_path: object) -> None:
    from pathlib import Path

    from moothall.figures.actions import load

    path = Path(str(tmp_path)) / "o.csv"
    path.write_text("Measure,Period,Value\nmissed-bins,Oct 2026,61.0\n")
    load(world.root, organisation=world.council, path=path)
    assert state(world, asked) == State.LOADED


def test_who_may(world: World, waste: Service) -> None:
    homes = Service.objects.get(organisation=world.council, slug="homes")
    other = ask_for(world, homes, "homelessness-prevented")
    with pytest.raises(PermissionDenied):
        actions.enter(world.person["service-manager"], ask=other, start=date(2026, 7, 1), value=Decimal(50))
    with pytest.raises(NotPossible, match="may not return"):
        actions.change_ask(
            world.person["performance-officer"],
            ask=other,
            rule=other.rule,
            contributor=world.person["contributor"],
        )
    with pytest.raises(NotPossible, match="asked for already"):
        ask_for(world, homes, "homelessness-prevented")


def test_what_is_owed_is_told_to_whoever_returns_it(world: World, asked: Ask) -> None:
    found = theirs(due(world.council, TODAY, kinds=["collection"]), world.person["service-manager"])
    assert [(it.title.partition(",")[2], it.tell, it.late(TODAY)) for it in found][:2] == [
        (" Sep 2026", True, True), (" Oct 2026", True, True),
    ]  # fmt: skip
    assert found[1].href == reverse("collection-enter", args=[asked.pk, OCTOBER])


# --- pages ---


def test_the_way_of_a_value_on_the_pages(world: World, people: dict[str, Client], asked: Ask) -> None:
    manager, officer = people["service-manager"], people["performance-officer"]
    assert "Due from you" in manager.get("/collection/").content.decode()
    page = reverse("collection-enter", args=[asked.pk, OCTOBER])
    wrong = manager.post(page, {"value": "75", "numerator": "210", "denominator": "340,000", "missing": ""})
    assert wrong.status_code == 422
    assert "the value says 75" in wrong.content.decode(), wrong.content.decode()[3000:6000]
    kept = manager.post(page, {"numerator": "2100", "denominator": "340000", "missing": ""}, follow=True)
    assert kept.redirect_chain and "times" in kept.content.decode()
    check = reverse("collection-check", args=[asked.pk, OCTOBER])
    assert manager.post(check).status_code == 422, "a doubt needs its tick and its reason"
    manager.post(check, {"checked": "on", "because": "Strike all month."}, follow=True)
    waiting = officer.get("/collection/sign-off/").content.decode()
    assert "Strike all month." in waiting
    entry = Entry.objects.get()
    officer.post("/collection/sign-off/", {"entries": [entry.pk]})
    entry.refresh_from_db()
    assert entry.state == "signed off"


def test_the_list_asks_a_fixed_number_of_questions(
    world: World, people: dict[str, Client], asked: Ask, waste: Service
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = people["performance-officer"]
    client.get("/collection/")
    counts = []
    for measure in (None, "missed-bins-put-right", "garden-waste-subscriptions"):
        if measure:
            ask_for(world, waste, measure)
        with CaptureQueriesContext(
            connection,
        ) as asked_for:
            assert client.get("/collection/").status_code == 200
        counts.append(len(asked_for))
    assert len(set(counts)) == 1 and counts[0] < 20, counts
