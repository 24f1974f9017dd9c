"""Service plans and self-assessments in the browser: three people take a plan from draft to closed."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.contracts.service_plans_samples import service_plans_samples
from tests.people import World, client

from moothall.core import clock
from moothall.core.models import Service
from moothall.plan.service_plans import actions, queries
from moothall.plan.service_plans.asked import sections
from moothall.plan.service_plans.models import Action, Assessment, Response, ServicePlan


def text(browser: Client, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status, address
    return unescape(answer.content.decode())


def value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_a_plan_is_written_approved_and_closed_by_different_people(world: World) -> None:
    manager, director = client(world.person["service-manager"]), client(world.person["director"])
    waste = Service.objects.get(organisation=world.council, slug="waste")
    year = queries.year_start(clock.today())
    manager.post("/service-plans/new/", {"service": waste.pk, "year": year.isoformat()})
    it = ServicePlan.objects.get()
    home = f"/service-plans/{it.pk}/"
    for key in sections():
        page = text(manager, f"{home}edit/{key}/")
        sent = {"text": f"**About** {key} {{{{ 7*7 }}}} <script>x</script>", "opened": value(page, "opened")}
        assert manager.post(f"{home}edit/{key}/", sent).status_code == 302
    due = {"due_day": "31", "due_month": "3", "due_year": str(it.period.end.year)}
    assert manager.post(f"{home}actions/add/", {"what": "Change the rounds", **due}).status_code == 302
    page = text(director, f"{home}approve/")
    raw = director.get(f"{home}approve/").content.decode()
    assert "{{ 7*7 }}" in page and "<script>x" not in raw and "&lt;script&gt;x" in raw
    stale = director.post(f"{home}approve/", {"fingerprint": "0" * 64})
    assert stale.status_code == 422 and "read it again" in unescape(stale.content.decode())
    assert director.post(f"{home}approve/", {"fingerprint": value(page, "fingerprint")}).status_code == 302
    assert "As approved, byte for byte" in text(director, f"{home}approvals/1/")
    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK"), ("txt", b"")):
        for address in (f"{home}{kind}/download/", f"{home}approvals/1/{kind}/download/"):
            assert director.get(address).content.startswith(start), address
    assert director.get(f"{home}exe/download/").status_code == 404
    action = f"{home}actions/{Action.objects.get().number}/"
    assert manager.post(action, {"state": "done", "note": ""}).status_code == 302
    assert manager.post(f"{home}close/", {"reason": ""}).status_code == 422
    assert manager.post(f"{home}close/", {"reason": "The year is over."}).status_code == 302
    it.refresh_from_db()
    assert it.state == "closed"
    assert "Closed" in text(client(world.person["councillor"]), "/service-plans/")


def test_another_services_manager_is_told_so(world: World) -> None:
    homes = Service.objects.get(organisation=world.council, slug="homes")
    year = queries.year_start(clock.today())
    it = actions.start(world.root, organisation=world.council, service=homes, year=year)
    manager = client(world.person["service-manager"])
    page = text(manager, f"/service-plans/{it.pk}/")
    assert "Add an action" not in page
    assert "You write the plans of other services" in text(
        manager, f"/service-plans/{it.pk}/edit/money/", 403
    )
    assert text(manager, f"/service-plans/{it.pk}/edit/nothing/", 403)


def test_a_round_is_opened_answered_and_closed(world: World) -> None:
    officer, manager = client(world.person["performance-officer"]), client(world.person["service-manager"])
    sent = {"title": "The whole council: before", "stage": "before", "questions": "transformation"}
    assert manager.post("/service-plans/assessments/new/", sent).status_code == 422, (
        "of a service they must be"
    )
    officer.post("/service-plans/assessments/new/", sent)
    it = Assessment.objects.get()
    home = f"/service-plans/assessments/{it.pk}/"
    whom = world.person["service-manager"].pk
    assert officer.post(f"{home}people/", {"whom": whom, "group": "staff"}).status_code == 302
    statements = [one.id for one in queries.questions_of(it).statements]
    lacking = dict.fromkeys(statements[1:], "4")
    assert manager.post(f"{home}answer/", lacking).status_code == 422
    assert manager.post(f"{home}answer/", lacking | {statements[0]: "-"}).status_code == 302
    assert Response.objects.get().answers[statements[0]] is None
    assert "1 of 1" in text(officer, home) and "4.0" not in text(officer, home)
    officer.post(f"{home}close/")
    page = text(officer, home)
    assert "Fewer than 3 people who can be shown answered" in page and "4.0" not in page
    assert b"4.0" not in officer.get(f"{home}txt/download/").content
    assert manager.post(f"{home}answer/", lacking | {statements[0]: "1"}).status_code == 422


@pytest.mark.parametrize("address", ["/service-plans/", "/service-plans/assessments/"])
def test_the_lists_ask_the_database_as_often_however_long(world: World, address: str) -> None:
    service_plans_samples(world)
    browser, counts = client(world.person["auditor"]), []
    for n in range(2):
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(address).status_code == 200
        counts.append(len(seen))
        for m in range(3):
            service = Service.objects.create(
                organisation=world.council, slug=f"s{n}{m}", name=f"Service {n}{m}"
            )
            year = queries.year_start(clock.today())
            actions.start(world.root, organisation=world.council, service=service, year=year)
            actions.open_assessment(
                world.root,
                organisation=world.council,
                title=f"Round {n}{m}",
                stage="before",
                questions="transformation",
                service=service,
            )
    assert counts[0] == counts[1]
