"""A clinic: its agenda by rule, minutes that lose nothing, actions that are tracked, and a pack that stays."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from tests.people import World

from moothall.core.errors import NotPossible
from moothall.core.models import Service
from moothall.core.versions import WrittenMeanwhile
from moothall.direction.actions import add_priority
from moothall.direction.models import Commitment
from moothall.figures.actions import load
from moothall.figures.measures import catalogue
from moothall.figures.recalculating import recalculate_after
from moothall.performance.actions import set_target
from moothall.performance.clinics import actions, queries
from moothall.performance.clinics.life import Kind, Standing, State
from moothall.performance.clinics.models import Clinic, Item

ON = date(2026, 1, 12)
BINS, CALLS = "missed-bins", "calls-answered"


@pytest.fixture
def poor(world: World, tmp_path: Path) -> World:
    """A council whose missed bins are off target and out of the ordinary, and that has no value for calls."""
    add_priority(
        world.root,
        organisation=world.council,
        title="Streets",
        from_date=date(2024, 1, 1),
        measures=[BINS, CALLS],
    )
    bins, calls = catalogue()[BINS].title, catalogue()[CALLS].title
    rows = [
        f"{bins},{2024 + n // 12}-{n % 12 + 1:02},{50 + n % 3 + (40 if n == 23 else 0)}" for n in range(24)
    ]
    rows.append(f"{calls},2025-12,[x]")
    path = tmp_path / "return.csv"
    path.write_text("\n".join(["Measure,Period,Value", *rows]), encoding="utf-8")
    recalculate_after(
        world.root, [it.load.pk for it in load(world.root, organisation=world.council, path=path)]
    )
    set_target(
        world.root,
        organisation=world.council,
        measure=catalogue()[BINS],
        value=Decimal(60),
        from_date=date(2025, 1, 1),
    )
    return world


@pytest.fixture
def clinic(poor: World) -> Clinic:
    return actions.plan(poor.person["performance-officer"], organisation=poor.council, on=ON)


def test_the_agenda_is_made_by_rule_each_thing_once_with_every_reason(clinic: Clinic) -> None:
    bins, calls = queries.items(clinic)
    assert (bins.kind, bins.measure) == (Kind.SPECIAL_CAUSE, BINS)
    assert "above the upper limit" in bins.why and "against a target of" in bins.why
    assert bins.evidence["value"].startswith("92") and bins.evidence["period"] == "Dec 2025"
    assert (calls.kind, calls.measure) == (Kind.OVERDUE_DATA, CALLS)
    assert calls.why.startswith("No value for Dec 2025. Owed by")


def test_asking_the_rules_again_adds_only_what_is_new(poor: World, clinic: Clinic) -> None:
    assert actions.renew(poor.root, clinic=clinic) == 0
    service = Service.objects.get(organisation=poor.council, slug="waste")
    actions.begin(poor.root, clinic=clinic)
    actions.agree(
        poor.root,
        item=queries.items(clinic)[0],
        words="Walk the rounds",
        service=service,
        due=date(2026, 1, 5),
    )
    assert actions.renew(poor.root, clinic=clinic) == 1
    assert queries.items(clinic)[-1].kind == Kind.OVERDUE_ACTION


def test_two_people_who_minute_at_once_lose_nothing(poor: World, clinic: Clinic) -> None:
    actions.begin(poor.root, clinic=clinic)
    item = queries.items(clinic)[0]
    actions.minute(poor.root, item=item, minutes="Ice on the roads.", opened=0)
    with pytest.raises(WrittenMeanwhile):
        actions.minute(poor.root, item=item, minutes="Crews were short.", opened=0)
    assert Item.objects.get(pk=item.pk).minutes == "Ice on the roads."
    with pytest.raises(NotPossible, match="carry it"):
        actions.minute(poor.root, item=item, minutes=" ", opened=1)


def test_a_clinic_closes_when_all_is_discussed_and_what_is_carried_comes_next(
    poor: World, clinic: Clinic
) -> None:
    officer = poor.person["performance-officer"]
    with pytest.raises(NotPossible, match="has not begun"):
        actions.close(officer, clinic=clinic)
    actions.begin(officer, clinic=clinic, there="Tom, Grace")
    bins, calls = queries.items(clinic)
    with pytest.raises(NotPossible, match="2 items are still"):
        actions.close(officer, clinic=clinic)
    actions.minute(officer, item=bins, minutes="Ice.", decision="Grit first.", opened=0)
    actions.minute(officer, item=calls, minutes="", opened=0, carry=True)
    actions.close(officer, clinic=clinic)
    assert clinic.state == State.CLOSED
    words = json.dumps(json.loads(clinic.document))
    assert "Grit first." in words and "Tom, Grace" in words
    with pytest.raises(NotPossible, match="closed"):
        actions.add_item(officer, clinic=clinic, title="Too late")
    after = actions.plan(officer, organisation=poor.council, on=date(2026, 2, 9))
    first = queries.items(after)[0]
    assert (first.kind, first.measure, first.carried_from_id) == (Kind.CARRIED, CALLS, calls.pk)
    assert first.standing == Standing.WAITING
    later = actions.plan(officer, organisation=poor.council, on=date(2026, 3, 9))
    assert Kind.CARRIED not in {it.kind for it in queries.items(later)}  # it was taken up once


def test_an_action_is_tracked_with_its_owner_and_day(poor: World, clinic: Clinic) -> None:
    officer, manager = poor.person["performance-officer"], poor.person["service-manager"]
    service = Service.objects.get(organisation=poor.council, slug="waste")
    item = queries.items(clinic)[0]
    with pytest.raises(NotPossible, match="has not begun"):
        actions.agree(officer, item=item, words="Grit the depot", service=service, due=date(2026, 2, 1))
    actions.begin(officer, clinic=clinic)
    made = actions.agree(
        officer, item=item, words="Grit the depot", service=service, owner=manager, due=date(2026, 2, 1)
    )
    stored = Commitment.objects.get(pk=made.pk)
    assert (stored.source_kind, stored.measure, stored.person) == ("clinic", BINS, manager)
    assert [it.pk for it in queries.actions_of(clinic)[item.pk]] == [made.pk]


def test_only_those_who_run_clinics_do(poor: World, clinic: Clinic) -> None:
    for role in ("councillor", "service-manager", "auditor"):
        with pytest.raises(PermissionDenied):
            actions.begin(poor.person[role], clinic=clinic)


def test_a_clinic_of_one_service_looks_at_its_own(poor: World) -> None:
    homes = Service.objects.get(organisation=poor.council, slug="homes")
    clinic = actions.plan(poor.root, organisation=poor.council, on=ON, service=homes)
    assert queries.items(clinic) == []


def test_the_page_takes_a_fixed_number_of_queries(
    poor: World, clinic: Clinic, people: dict[str, Client], django_assert_max_num_queries: object
) -> None:
    address = f"/clinics/{clinic.pk}/"
    page = people["councillor"].get(address).content.decode()
    assert "Special cause for concern" in page and "<svg" in page and "where this figure comes from" in page
    for n in range(5):
        actions.add_item(poor.root, clinic=clinic, title=f"Matter {n}")
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        assert people["councillor"].get(address).status_code == 200


def test_an_officer_runs_a_clinic_from_its_pages(
    poor: World, clinic: Clinic, people: dict[str, Client]
) -> None:
    browser, item = people["performance-officer"], queries.items(clinic)[0]
    assert "What the rules find today" in browser.get("/clinics/plan/").content.decode()
    browser.post(f"/clinics/{clinic.pk}/begin/", {"there": "Tom"})
    sent = browser.post(f"/clinics/items/{item.pk}/", {"minutes": "Ice.", "opened": "0"}, follow=True)
    assert "The minutes are saved." in sent.content.decode()
    again = browser.post(f"/clinics/items/{item.pk}/", {"minutes": "Snow.", "opened": "0"})
    assert (
        again.status_code == 422
        and "Ice." in again.content.decode()
        and 'value="1"' in again.content.decode()
    )
    refused = browser.post(f"/clinics/{clinic.pk}/close/", follow=True)
    assert "still to be discussed" in refused.content.decode()


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF"), ("docx", b"PK"), ("pptx", b"PK")])
def test_the_pack_is_a_file(
    poor: World, clinic: Clinic, people: dict[str, Client], kind: str, begins: bytes
) -> None:
    assert people["councillor"].get(f"/clinics/{clinic.pk}/pack.{kind}").content.startswith(begins)
